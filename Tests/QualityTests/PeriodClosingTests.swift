// When months are closed.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Closing of months")
struct PeriodClosingTests {
    private static func policies(_ texts: (from: String, after: Milliseconds?)...) throws -> PolicySet {
        let model = try PolicyLoader.preset("pharma-v2").versions[0]
        return PolicySet(
            texts.map { from, after in
                Policy(
                    name: "p", version: from, effectiveFrom: Instant(iso: from) ?? .epoch, zone: model.zone,
                    rubric: model.rubric, lexicons: model.lexicons, clocks: [], surveys: model.surveys,
                    monthsCloseAfter: after, allowedSkew: .seconds(5))
            })
    }

    private static func time(_ text: String) -> Instant { Instant(iso: text) ?? .epoch }

    @Test("a month is closed so long after its local end, and all before it are")
    func simple() throws {
        let policies = try Self.policies(("2026-01-01T00:00:00+08:00", .hours(96)))
        func closed(_ time: String) -> Instant { policies.closedBefore(at: Self.time(time)) }
        #expect(closed("2026-12-04T23:59:59.999+08:00") == Self.time("2026-10-31T16:00:00Z"))
        #expect(closed("2026-12-05T00:00:00+08:00") == Self.time("2026-11-30T16:00:00Z"))
        #expect(closed("2027-01-04T23:59:59+08:00") == Self.time("2026-11-30T16:00:00Z"))
        let next = policies.nextClosing(after: Self.time("2026-12-05T00:00:00+08:00"))
        #expect(next == Self.time("2027-01-04T16:00:00Z"))
        #expect(policies.nextClosing(after: .distantPast) == .epoch)
    }

    @Test("months whose policy does not close them stay open until a later one is closed")
    func versions() throws {
        let policies = try Self.policies(
            ("2026-01-01T00:00:00+08:00", nil), ("2026-03-01T00:00:00+08:00", .hours(24)),
            ("2026-05-01T00:00:00+08:00", nil))
        func closed(_ time: String) -> Instant { policies.closedBefore(at: Self.time(time)) }
        #expect(policies.closedBefore(at: Self.time("2026-03-20T00:00:00+08:00")) == .distantPast)
        #expect(closed("2026-04-02T00:00:00+08:00") == Self.time("2026-03-31T16:00:00Z"))
        #expect(closed("2026-05-02T00:00:00+08:00") == Self.time("2026-04-30T16:00:00Z"))
        #expect(closed("2026-09-02T00:00:00+08:00") == Self.time("2026-04-30T16:00:00Z"))
        #expect(policies.nextClosing(after: Self.time("2026-09-02T00:00:00+08:00")) == nil)
        let without = try Self.policies(("2026-01-01T00:00:00+08:00", nil))
        #expect(!without.closesMonths)
        #expect(without.nextClosing(after: .distantPast) == nil)
    }

    @Test("closings never go back, and the next one is where they change; what is remembered says the same")
    func property() throws {
        let policies = try Self.policies(
            ("2026-01-01T00:00:00+08:00", .hours(24 * 70)), ("2026-04-01T00:00:00+08:00", .hours(5)),
            ("2026-08-01T00:00:00+08:00", .hours(24 * 366)))
        var remembered = ClosedMonths(policies)
        var time = Self.time("2026-01-15T00:00:00+08:00")
        var last = Instant.distantPast
        for step in 0..<3_000 {
            let closed = policies.closedBefore(at: time)
            #expect(closed >= last)
            last = closed
            let next = try #require(policies.nextClosing(after: time))
            #expect(next > time)
            #expect(policies.closedBefore(at: next - Milliseconds(1)) == closed || next - time < .hours(1))
            // Not always forward.
            let other = time - .hours(Int64(step % 3) * 90)
            #expect(remembered.before(at: time) == closed)
            #expect(remembered.before(at: other) == policies.closedBefore(at: other))
            time = time + .hours(7)
        }
    }
}
