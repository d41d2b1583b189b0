// The command `assay evaluate`: judges files of conversations, without a broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import Quality

/// Evaluates conversations offline.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Evaluate conversations from a file, without a broker.",
        discussion: """
            Reads one JSON object a line: transcripts (objects with "turns") or conversation events (proto3 JSON of \
            assay.v1.ConversationEvent). Writes one evaluation an episode, as a line of JSON, in the order of the input; \
            episodes that are still open at the end of the input follow last, with "ended":false. Input that is compressed \
            with zstd is decompressed as it is read.

            A turn of a transcript without a time is placed ten seconds after the turn before it, a first one at \
            2000-01-01T00:00:00Z. Its evaluation says "timesEstimated":true, and has neither clocks nor criteria of time. \
            An episode is judged by the version of the policy that was in force when it started.

            Lines that cannot be used are reported on standard error as FILE:LINE: message, and the others are evaluated.
            Exit status: 0 when all lines were used, 1 when some were not, 64 for wrong usage, 66 when the file or the policy \
            cannot be read, 74 when the output cannot be written, 78 when the policy is not valid.
            """)

    @Option(help: ArgumentHelp("The policy: a built-in one, or a directory of .yaml files.", valueName: "NAME|DIR"))
    var policy = "pharma-v2"

    @Option(help: ArgumentHelp("How many threads judge; by default one a processor.", valueName: "N"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: ArgumentHelp("Longer lines are reported and skipped.", valueName: "N"))
    var maxLineBytes = 16 << 20

    @Argument(help: ArgumentHelp("The input; - for standard input.", valueName: "FILE|-"))
    var file: String

    /// The most threads: more than processors do not help.
    private static let mostThreads = 1024
    /// The longest line that may be allowed: places in a chunk have 32 bits.
    private static let longestLine = 1 << 30

    func validate() throws {
        guard (1...Evaluate.mostThreads).contains(threads) else {
            throw ValidationError("--threads must be 1 to \(Evaluate.mostThreads).")
        }
        guard (1...Evaluate.longestLine).contains(maxLineBytes) else {
            throw ValidationError("--max-line-bytes must be 1 to \(Evaluate.longestLine).")
        }
    }

    func run() throws {
        try CommandFailure.reported {
            let policies = try PolicyChoice.load(policy)
            let input = try LineInput(path: file, lineLimit: maxLineBytes)
            var evaluation = FileEvaluation(
                name: file == ByteInput.standardInput ? "<stdin>" : file,
                judge: ParallelJudge(policies: policies, lineLimit: maxLineBytes, threads: threads))
            let status = try evaluation.run(input)
            guard status == 0 else { throw ExitCode(status) }
        }
    }
}
