// Instants, lengths of time and windows as people write them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Written times")
struct WrittenTimesTests {
    @Test("instants of ISO 8601 and back, to the millisecond")
    func instants() throws {
        let noon = Instant(milliseconds: 1_707_467_400_000)
        for text in [
            "2024-02-09T08:30:00Z", "2024-02-09T16:30:00+08:00", "2024-02-09T03:30:00-05:00", "2024-02-09T08:30Z",
            "2024-02-09T14:00:00+0530",
            "2024-02-09T16:30:00+08", "2024-02-09t08:30:00.000z", "2024-02-09T08:30:00,0004Z",
        ] {
            #expect(Instant(iso: text) == noon, "\(text)")
        }
        #expect(noon.iso == "2024-02-09T08:30:00Z")
        #expect(Instant(iso: "2024-02-09T08:30:00.25Z")?.iso == "2024-02-09T08:30:00.250Z")
        #expect(Instant(iso: "2024-02-09T24:00:00Z")?.iso == "2024-02-10T00:00:00Z")
        #expect(Instant(iso: "2024-02-29T12:34:56-03:30")?.milliseconds == 1_709_222_696_000)
        #expect(Instant(iso: "1969-12-31T23:59:59.999Z")?.milliseconds == -1)
        #expect(Instant(milliseconds: -1).iso == "1969-12-31T23:59:59.999Z")
    }

    @Test(
        "what is no instant",
        arguments: [
            "", "2024-02-09", "2024-02-09T08:30:00", "2024-02-30T08:30:00Z", "2023-02-29T08:30:00Z",
            "2024-13-01T08:30:00Z",
            "2024-02-09T25:00:00Z", "2024-02-09T24:00:01Z", "2024-02-09T08:60:00Z", "2024-02-09T08:30:60Z",
            "2024-02-09 08:30:00Z",
            "2024-02-09T08:30:00.Z", "2024-02-09T08:30:00+19:00", "2024-02-09T08:30:00ZZ", "24-02-09T08:30:00Z",
            "2024-02-09T8:30:00Z",
        ])
    func noInstants(text: String) { #expect(Instant(iso: text) == nil) }

    @Test("lengths of time: ISO 8601, and as policies write them")
    func lengths() {
        for (text, milliseconds) in [
            ("PT2H", 7_200_000), ("PT1H30M", 5_400_000), ("PT0.5S", 500), ("PT1.5H", 5_400_000), ("PT0S", 0),
            ("P1D", 86_400_000),
            ("P1W", 604_800_000), ("P1DT1S", 86_401_000), ("2h", 7_200_000), ("30m", 1_800_000), ("250ms", 250),
            ("1d", 86_400_000),
            ("PT90M", 5_400_000), ("PT0,001S", 1),
        ] as [(String, Int64)] {
            #expect(Milliseconds(iso: text) == Milliseconds(milliseconds), "\(text)")
        }
        for text in [
            "", "P", "PT", "P1M", "P1Y", "PT1M1H", "P1H", "PT1D", "PT1.5H30M", "PT0.0001S", "-PT1H", "PT-1H", "pt1h",
            "2 h", "PT1H1H", "PT2",
            "PT1234567890H", "PT.5H",
        ] {
            #expect(Milliseconds(iso: text) == nil, "\(text)")
        }
    }

    @Test("windows of a day")
    func windows() {
        #expect(DailyWindow(written: "21:00-02:00").map { [$0.opens, $0.closes] } == [1260, 1560])
        #expect(DailyWindow(written: "18:00-24:00").map { [$0.opens, $0.closes] } == [1080, 1440])
        #expect(DailyWindow(written: "00:00-00:00").map { [$0.opens, $0.closes] } == [0, 1440])
        for text in [
            "", "9:00-18:00", "09:00", "09:00-24:01", "24:00-02:00", "09:60-10:00", "09:00–18:00", "09:00-18:00 ",
            "25:00-26:00",
        ] {
            #expect(DailyWindow(written: text) == nil, "\(text)")
        }
    }
}
