// Judges the lines of a chunk on several threads.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Quality
import Synchronization
import Wire

/// Judges lines in parallel; the outcomes are in the order of the lines, and the same for every number of threads.
struct ParallelJudge {
    /// The policies it judges by.
    let policies: PolicySet
    /// The longest line that is judged, in bytes.
    let lineLimit: Int
    /// How many threads work, at most as many as there are processors.
    let threads: Int

    /// A thread takes so many lines at a time: conversations differ in length, so an even split would not be even in time.
    private static let blockLines = 16

    /// The outcomes of the lines.
    func outcomes(of lines: [LineSplitter.Line]) -> [LineOutcome] {
        let blocks = stride(from: 0, to: lines.count, by: ParallelJudge.blockLines).map {
            $0..<min($0 + ParallelJudge.blockLines, lines.count)
        }
        let results = Mutex([[LineOutcome]](repeating: [], count: blocks.count))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, blocks.count)) { _ in
            var judge = LineJudge(policies: policies, lineLimit: lineLimit)
            while true {
                let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard block < blocks.count else { return }
                let outcomes = lines[blocks[block]].map { judge.outcome(of: $0) }
                results.withLock { $0[block] = outcomes }
            }
        }
        return results.withLock { $0.flatMap { $0 } }
    }
}
