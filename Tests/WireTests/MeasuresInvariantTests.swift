// What holds of all measures: they add up.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Invariants of measures")
struct MeasuresInvariantTests {
    private static func sum(_ parts: some Sequence<Measures>) -> Measures {
        parts.reduce(into: Measures()) { $0.add($1) }
    }

    /// The bytes of a tally that has them.
    private static func bytes(_ measures: Measures) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = Tally(
            tenant: "acme", subject: "all", kind: .day, start: .epoch, end: .epoch, measures: measures, nextFact: 1
        ).write(appendingTo: &bytes)
        return bytes
    }

    @Test(
        "invariant 10: measures add up in any order and any grouping to the same, to the byte",
        arguments: UInt64(1)...200)
    func anyOrder(seed: UInt64) {
        var random = RandomMessages(seed: seed)
        // Numbers are below 2^60: four of them are what a number can hold.
        let parts = (0..<4).map { _ in random.measures() }
        let whole = Self.sum(parts)
        var order = parts
        for place in order.indices { order.swapAt(place, random.number(below: order.count)) }
        #expect(Self.sum(order) == whole)
        let cut = random.number(below: parts.count + 1)
        var grouped = Self.sum(parts[..<cut])
        grouped.add(Self.sum(parts[cut...]))
        #expect(grouped == whole && Self.bytes(grouped) == Self.bytes(whole))
    }

    @Test("invariant 10: what is taken away again leaves no trace", arguments: UInt64(1)...200)
    func takenAway(seed: UInt64) {
        var random = RandomMessages(seed: seed)
        let parts = (0..<3).map { _ in random.measures() }
        var rest = Self.sum(parts)
        let gone = random.number(below: parts.count)
        rest.add(parts[gone], times: -1)
        var others = parts
        others.remove(at: gone)
        #expect(rest == Self.sum(others) && Self.bytes(rest) == Self.bytes(Self.sum(others)))
        for part in others { rest.add(part, times: -1) }
        #expect(rest.isZero)
    }
}
