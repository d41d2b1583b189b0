// Judges the lines of a chunk on several threads.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Judges lines in parallel; the outcomes are in the order of the lines, and the same for every number of threads.
struct ParallelJudge {
    /// The policies it judges by.
    let policies: PolicySet
    /// The longest line that is judged, in bytes.
    let lineLimit: Int
    /// How many threads work, at most as many as there are processors.
    let threads: Int

    /// The outcomes of the lines.
    func outcomes(of lines: [LineSplitter.Line]) -> [LineOutcome] {
        LineBlocks.results(of: lines, threads: threads) {
            LineJudge(policies: policies, lineLimit: lineLimit)
        } _: { judge, line in
            judge.outcome(of: line)
        }
    }
}
