// A worker's process.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Glibc

/// An `assay worker` as operators run it. Its messages go to a file: with many processes that are killed, a pipe's end is a trap.
final class WorkerProcess {
    /// What a process has used.
    struct Usage: Equatable, Sendable {
        /// Processor seconds, user and system.
        var processorSeconds = 0.0
        /// Resident memory in bytes.
        var memory = 0
    }

    private let process = Process()
    private let log: URL
    private let ended = DispatchSemaphore(value: 0)
    /// The last usage that could be read: a process that is gone has none.
    private var latest = Usage()

    /// Starts the executable with these arguments; its messages are appended to the log.
    ///
    /// - Throws: when the executable or the log cannot be used.
    init(executable: URL, arguments: [String], log: URL) throws {
        self.log = log
        if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ASSAY_") }
        process.standardOutput = output
        process.standardError = output
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Everything it has said, and its predecessors with the same log.
    var said: String { (try? Data(contentsOf: log)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// The exit status, negative for a signal; nil while it has not ended within so many seconds.
    func status(within seconds: Double) -> Int32? {
        guard ended.wait(timeout: .now() + seconds) == .success else { return nil }
        // For the next one who asks.
        ended.signal()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// What it has used so far; what it had used when it was last asked, once it is gone.
    func usage() -> Usage {
        if let now = Self.usage(of: process.processIdentifier) { latest = now }
        return latest
    }

    /// What a process has used, as the kernel tells it; nil when there is none of that number.
    static func usage(of process: Int32) -> Usage? {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return nil }
        // Behind the name: the state is field 3, user and system time are 14 and 15, resident pages 24.
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
            let pages = Int(fields[21])
        else { return nil }
        return Usage(
            processorSeconds: (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))),
            memory: pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }
}
