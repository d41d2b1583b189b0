// How long commits take, counted.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Testing

@Suite("Commit times")
struct CommitTimesTests {
    @Test("means and longest of several lanes are those of all their commits")
    func sums() {
        var (one, two) = (CommitTimes(), CommitTimes())
        #expect(one.mean == nil)
        for time: UInt64 in [10, 30] { one.add(time) }
        two.add(80)
        one.add(two)
        #expect(one.count == 3 && one.mean == 40 && one.longest == 80)
    }
}
