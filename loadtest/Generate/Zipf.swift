// Who has how much to do.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Simulation

/// Draws numbers from 0, the lower the more often: the k-th has a share in proportion to 1 / k^s (Zipf's law).
struct Zipf: Sendable {
    /// The sum of the shares up to and with each one, of 2^32.
    private let sums: [UInt64]

    /// A distribution over a population.
    init(_ population: Scenario.Population) {
        let shares = (1...population.count).map { pow(Double($0), -Double(population.skew) / 100) }
        let total = shares.reduce(0, +)
        var sum = 0.0
        sums = shares.map { share in
            sum += share
            return UInt64(sum / total * 4_294_967_296)
        }
    }

    /// The next number.
    func next(_ random: inout SeededRandom) -> Int {
        let place = random.next() >> 32
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if place < sums[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
