// Times by classes of length.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Testing

@Suite("Times by their length")
struct TimeHistogramTests {
    @Test("a bound belongs to its class; longer ones stand in a class of their own, negative ones count as none")
    func classes() {
        var times = TimeHistogram(bounds: [0.1, 1])
        for seconds in [0.1, 0.100001, 1, 7, -3] { times.add(seconds: seconds) }
        #expect(times.counts == [2, 2, 1])
        #expect(times.count == 5)
        #expect(abs(times.sum - 8.200001) < 1e-9)
        var other = TimeHistogram(bounds: [0.1, 1])
        other.add(seconds: 0.5)
        other.add(times)
        #expect(other.counts == [2, 3, 1])
    }

    @Test("times of commits add up with those of another lane")
    func commits() {
        var one = CommitTimes()
        one.add(4_000_000)
        var two = CommitTimes()
        two.add(60_000_000_000)
        one.add(two)
        #expect(one.histogram.counts.first == 1 && one.histogram.counts.last == 1)
        #expect(one.histogram.count == one.count)
    }
}
