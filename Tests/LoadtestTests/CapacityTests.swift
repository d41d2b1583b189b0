// How the highest rate is found, and what a plan makes of it.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import loadtest

@Suite("Capacity")
struct CapacityTests {
    /// The rates that are tried when everything up to a bound is held.
    private static func tried(_ bound: Int, from first: Int, most: Int = 1_000_000) -> (rates: [Int], held: Int?) {
        var search = CapacitySearch(from: first, most: most)
        var rates: [Int] = []
        while let rate = search.next, rates.count < 100 {
            rates.append(rate)
            search.note(rate, isHeld: rate <= bound)
        }
        return (rates, search.held)
    }

    @Test("the rate that is found is held, and a tenth more is not", arguments: [1_000, 7_300, 50_000, 123_456])
    func search(bound: Int) throws {
        let (rates, found) = Self.tried(bound, from: 4_000)
        let held = try #require(found)
        #expect(held <= bound && held * 11 / 10 >= bound - 1, "\(rates)")
        #expect(rates.count <= 14, "\(rates)")
    }

    @Test("the search ends at the highest rate that may be tried, and when nothing is held")
    func bounds() {
        #expect(Self.tried(.max, from: 4_000, most: 10_000).held == 10_000)
        let (rates, held) = Self.tried(0, from: 4_000)
        #expect(held == nil && rates == [4_000, 2_000, 1_000, 500, 250])
    }

    @Test("a plan is the arithmetic of its assumptions, rounded up")
    func plan() {
        let basis = LoadPlan.Basis(
            processorSeconds: 6, eventBytes: 200, resultBytes: 50, workerBytes: 64 * 1_048_576,
            conversationBytes: 1_024, utilisation: 60, replication: 3, compressed: 60, coresPerWorker: 8, readers: 2)
        let plan = LoadPlan(basis: basis, peak: .init(events: 5_000_000, open: 10_485_760))
        // 5 million × 6 µs = 30 cores, at 60 % in use 50.
        #expect(plan.cores == 50)
        #expect(plan.workers == 7)
        #expect(plan.partitions == 112)
        // 10 GiB of conversations over seven workers, and 64 MiB each, and half of it again.
        #expect(plan.memoryPerWorker == 2_291)
        #expect(plan.brokerIn == 2_250)
        #expect(plan.brokerOut == 900)
    }

    @Test(
        "a scale ends at the next of 1, 2 and 5 times a power of ten",
        arguments: [(3.0, 5.0), (10, 10), (101, 200), (0.2, 1)])
    func scale(value: Double, end: Double) { #expect(LoadPlot.roundUp(value) == end) }

    @Test("percentiles are named as people write them")
    func names() {
        #expect(LoadReport.shares.map(LoadReport.percent) == ["50", "90", "99", "99.9", "99.99"])
    }
}
