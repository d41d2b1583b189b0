// Works on lines on several threads.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization
import Wire

/// Works on lines in parallel; the results are in the order of the lines, and the same for every number of threads.
enum LineBlocks {
    /// A thread takes so many lines at a time: conversations differ in length, so an even split would not be even in time.
    private static let blockLines = 16

    /// The results of the lines, on at most so many threads; each thread has a worker of its own.
    static func results<Worker, Result: Sendable>(
        of lines: [LineSplitter.Line], threads: Int, worker: @Sendable () -> Worker,
        _ body: @Sendable (inout Worker, LineSplitter.Line) -> Result
    ) -> [Result] {
        let blocks = stride(from: 0, to: lines.count, by: blockLines).map {
            $0..<min($0 + blockLines, lines.count)
        }
        let results = Mutex([[Result]](repeating: [], count: blocks.count))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, blocks.count)) { _ in
            var worker = worker()
            while true {
                let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard block < blocks.count else { return }
                let found = lines[blocks[block]].map { body(&worker, $0) }
                results.withLock { $0[block] = found }
            }
        }
        return results.withLock { $0.flatMap { $0 } }
    }
}
