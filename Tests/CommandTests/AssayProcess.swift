// Runs the built `assay` as its users do.
// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The command's process.
enum AssayProcess {
    /// What a run left.
    struct Outcome {
        /// The exit status; a signal's number, negative.
        var status: Int32
        /// Standard output.
        var output: [UInt8]
        /// Standard error.
        var errors: String

        /// The lines of standard output.
        var lines: [Substring] { String(decoding: output, as: UTF8.self).split(separator: "\n") }
        /// The lines of standard error.
        var complaints: [String] { errors.split(separator: "\n").map(String.init) }
    }

    /// The executable: it is built beside the tests.
    private static var executable: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("assay")
    }

    /// Runs the command with these bytes as standard input until it ends. `output` takes the place of standard output, which is then empty.
    static func run(_ arguments: [String], input: [UInt8] = [], output: FileHandle? = nil) async throws -> Outcome {
        try await Scratch.with { scratch in
            let outputFile = try scratch.file("output", [])
            let errorsFile = try scratch.file("errors", [])
            let process = Process()
            process.executableURL = executable
            process.arguments = arguments
            process.standardInput = try FileHandle(forReadingFrom: scratch.file("input", input))
            process.standardOutput = try output ?? FileHandle(forWritingTo: outputFile)
            process.standardError = try FileHandle(forWritingTo: errorsFile)
            let status = try await status(of: process)
            return Outcome(
                status: status, output: Array(try Data(contentsOf: outputFile)),
                errors: String(decoding: try Data(contentsOf: errorsFile), as: UTF8.self))
        }
    }

    private static func status(of process: Process) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { ended in
                let status = ended.terminationStatus
                continuation.resume(returning: ended.terminationReason == .exit ? status : -status)
            }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}

/// A directory for the files of one test.
struct Scratch {
    private let directory: URL

    /// Calls `body` with an empty directory that is removed afterwards.
    static func with<Result>(_ body: (Scratch) async throws -> Result) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        return try await body(Scratch(directory: directory))
    }

    /// Where the directory is.
    var path: String { directory.path }

    /// Writes a file.
    func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
        let url = directory.appendingPathComponent(name)
        try Data(bytes).write(to: url)
        return url
    }
}
