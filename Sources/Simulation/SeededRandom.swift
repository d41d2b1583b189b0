// A small, seeded source of random numbers: the same seed gives the same stream everywhere.
// SPDX-License-Identifier: Apache-2.0

/// SplitMix64. Fast, seedable with any number, good enough for traffic; never for secrets.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A stream of random numbers of its own for each seed.
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// True with a probability of so many in a thousand.
    package mutating func chance(perMille: Int) -> Bool { Int(next() % 1000) < perMille }

    /// A number of the range.
    package mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// A number from 0 up to the bound, which is above 0 and not among them.
    package mutating func number(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// One of the elements.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }

    /// Puts the elements in any order.
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        for index in elements.indices.dropFirst().reversed() { elements.swapAt(index, number(0...index)) }
    }
}
