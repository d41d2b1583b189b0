// Names the seeds under way when a broken invariant ends the process.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Simulation
import Synchronization

/// A trap ends the process without a word about the seed that led to it: these are the seeds to look at.
final class SeedsUnderWay: Sendable {
    static let shared = SeedsUnderWay()
    private let seeds = Mutex<Set<UInt64>>([])

    private init() {
        for number in [SIGILL, SIGTRAP] {
            signal(number) { number in
                SeedsUnderWay.shared.tell()
                // The trap comes again, and this time nobody catches it.
                signal(number, SIG_DFL)
            }
        }
    }

    /// Runs a history while its seed is known to be under way.
    static func report(_ seed: UInt64, inDepth: Bool) throws -> String? {
        shared.seeds.withLock { _ = $0.insert(seed) }
        defer { shared.seeds.withLock { _ = $0.remove(seed) } }
        let isTraced = ProcessInfo.processInfo.environment["SIMULATION_TRACE"] != nil
        return try HistoryReport.of(
            HistorySettings(seed: seed), inDepth: inDepth && !isTraced, trace: isTraced ? { print($0) } : nil)
    }

    private func tell() {
        let commands = seeds.withLock { $0.sorted() }.map { "make simulate SEED=\($0)\n" }
        FileHandle.standardError.write(Data(("A history ended the process, one of:\n" + commands.joined()).utf8))
    }
}
