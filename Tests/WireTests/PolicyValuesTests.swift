// Durations, points, instants, zones and near names in policy files.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("values in a policy file")
struct PolicyValuesTests {
    @Test(
        "lengths of time have a unit",
        arguments: [
            ("500ms", 500), ("30s", 30_000), ("2m", 120_000), ("24h", 86_400_000), ("1d", 86_400_000), ("0s", 0),
        ])
    func durations(text: String, milliseconds: Int64) {
        #expect(Milliseconds(written: text)?.count == milliseconds)
    }

    @Test(
        "what is no length of time",
        arguments: [
            "", "30", "s", "-1s", "1.5h", "1 s", "1S", "1w", "١s", "99999999999999999999d", "9223372036854775807d",
        ])
    func notDurations(text: String) {
        #expect(Milliseconds(written: text) == nil)
    }

    @Test(
        "points have at most two decimals",
        arguments: [
            ("15", 1_500), ("7.5", 750), ("33.33", 3_333), ("0.01", 1), ("100", 10_000), ("100.00", 10_000), ("0", 0),
        ])
    func points(text: String, hundredths: Int32) {
        #expect(Points(written: text)?.hundredths == hundredths)
    }

    @Test(
        "what is no number of points",
        arguments: ["", ".", ".5", "5.", "1.234", "-1", "+1", "1e2", "1,5", "100000", "٣"])
    func notPoints(text: String) {
        #expect(Points(written: text) == nil)
    }

    @Test(
        "points are written without needless zeros",
        arguments: [(3_000, "30"), (750, "7.5"), (3_333, "33.33"), (5, "0.05"), (-50, "-0.5")])
    func writtenPoints(hundredths: Int32, text: String) {
        #expect(Points(hundredths: hundredths).written == text)
    }

    @Test("a zone has its transitions: Shanghai kept summer time from 1986 to 1991")
    func shanghai() throws {
        let zone = try #require(ZoneRules(named: "Asia/Shanghai"))
        for (text, hours) in [
            ("1970-01-01T00:00:00Z", 8), ("1988-07-01T00:00:00Z", 9), ("1991-12-01T00:00:00Z", 8),
            ("2026-07-01T00:00:00Z", 8),
        ] {
            let instant = try #require(Instant(iso: text))
            #expect(zone.offset(at: instant) == .hours(Int64(hours)), "\(text)")
        }
    }

    @Test("a zone's transitions are exact to the second, up to the year 2100")
    func berlin() throws {
        let zone = try #require(ZoneRules(named: "Europe/Berlin"))
        for (text, before, after) in [
            ("2026-03-29T01:00:00Z", 1, 2), ("2026-10-25T01:00:00Z", 2, 1), ("2099-10-25T01:00:00Z", 2, 1),
        ] {
            let change = try #require(Instant(iso: text))
            #expect(zone.offset(at: change - Milliseconds(1)) == .hours(Int64(before)), "\(text)")
            #expect(zone.offset(at: change) == .hours(Int64(after)), "\(text)")
        }
    }

    @Test("a zone whose standard offset changed has the change: Pyongyang in 2015 and 2018")
    func pyongyang() throws {
        let zone = try #require(ZoneRules(named: "Asia/Pyongyang"))
        for (text, minutes) in [
            ("2015-01-01T00:00:00Z", 540), ("2016-01-01T00:00:00Z", 510), ("2019-01-01T00:00:00Z", 540),
        ] {
            let instant = try #require(Instant(iso: text))
            #expect(zone.offset(at: instant) == .minutes(Int64(minutes)), "\(text)")
        }
    }

    @Test(
        "UTC is known; offsets and unknown names are not zones",
        arguments: ["", "UTC+8", "GMT+8", "asia/shanghai", "Mars/Olympus"])
    func notZones(name: String) {
        #expect(ZoneRules(named: name) == nil)
        #expect(ZoneRules(named: "UTC") == .utc)
    }
}

@Suite("nearest name")
struct PolicyNearestNameTests {
    private static let names = ["policy", "version", "weight", "criteria", "allowed-skew", "in", "each"]

    @Test(
        "the nearest name is found",
        arguments: [
            ("wieght", "weight"), ("weigth", "weight"), ("Weight", "weight"), ("criterion", "criteria"),
            ("allowed_skew", "allowed-skew"),
            ("allowedskew", "allowed-skew"), ("polcy", "policy"), ("versions", "version"), ("im", "in"),
            ("weight", "weight"),
        ])
    func near(word: String, name: String) {
        #expect(NearestName.of(word, among: Self.names) == name)
    }

    @Test("what differs in more than a third is not near", arguments: ["", "lexicons", "wt", "skew", "inside", "权重"])
    func far(word: String) {
        #expect(NearestName.of(word, among: Self.names) == nil)
    }

    @Test("of equally near names the earlier one is taken; among none there is none")
    func ties() {
        #expect(NearestName.of("bat", among: ["cat", "hat"]) == "cat")
        #expect(NearestName.of("bat", among: []) == nil)
    }
}
