// Windows of time: their borders and names over changes of the clock.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Windows")
struct WindowTests {
    /// Berlin in 2026: clocks go forward on 29 March and back on 25 October, at 01:00 UTC.
    private let berlin = ZoneRules(
        identifier: "Europe/Berlin", first: .hours(1),
        transitions: [
            (at: Instant(milliseconds: 1_774_746_000_000), offset: .hours(2)),
            (at: Instant(milliseconds: 1_792_890_000_000), offset: .hours(1)),
        ])

    @Test("F28: both hours of the same name in autumn have windows and labels of their own")
    func autumn() {
        let change = Instant(milliseconds: 1_792_890_000_000)
        let hours = [-1, 0, 1].map { hour in
            Window(.hour, containing: change + .hours(hour) + .minutes(30), zone: berlin)
        }
        #expect(hours.map(\.label) == ["2026-10-25T02", "2026-10-25T02+01:00", "2026-10-25T03"])
        #expect(hours.map { ($0.start - change).count / 3_600_000 } == [-1, 0, 1])
        #expect(Set(hours.map(\.end)).count == 3)
    }

    @Test("F28: days of a change have 23 and 25 hours, and every hour of them its own label")
    func days() {
        for (change, length) in [(1_774_746_000_000, 23), (1_792_890_000_000, 25)] as [(Int64, Int64)] {
            let day = Window(.day, containing: Instant(milliseconds: change), zone: berlin)
            #expect(day.end - day.start == .hours(length))
            let labels = (0..<length).map { Window(.hour, containing: day.start + .hours($0), zone: berlin).label }
            #expect(Set(labels).count == Int(length))
        }
    }
}
