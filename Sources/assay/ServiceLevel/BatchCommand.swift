// The command `assay sla batch`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Answers questions about deadlines and business time from a file.
struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Answer questions, one JSON object a line.",
        discussion: """
            A question with "target" asks for a deadline, one with "end" for business time:
            {"id":"q1","calendar":"cn-office","start":"2024-02-09T08:30:00Z","target":"PT2H","pauses":[["2024-02-09T09:00:00Z","2024-02-09T09:10:00Z"]]}
            {"id":"q2","calendar":{"zone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:30-18:00"]},"days":{"2024-02-10":[]}},"start":"2024-02-09T08:30:00Z","end":"2024-02-19T08:30:00Z"}

            Writes one answer a line in the same order, {"id":…,"deadline":…}, {"id":…,"business_ms":…} or, when a question cannot be \
            answered, {"id":…,"error":…}. The id may be any JSON value. Input that is compressed with zstd is decompressed as it is read.

            Exit status: 0 when every line was answered, also with errors; 64 for wrong usage, 66 when a file cannot be read or is damaged, \
            74 when the output cannot be written, 78 when a calendar is not valid.
            """)

    @Option(help: ArgumentHelp("A calendar that questions can name; may be given again.", valueName: "FILE"))
    var calendar: [String] = []

    @Argument(help: ArgumentHelp("The questions; - for standard input.", valueName: "FILE|-"))
    var file: String

    /// No question has more bytes.
    private static let longestLine = 16 << 20

    func run() throws {
        try CommandFailure.reported {
            var library = CalendarLibrary.builtIn
            for path in calendar { library.add(try CalendarChoice.file(path)) }
            var batch = CalendarBatch(library: library)
            var input = try LineInput(path: file, lineLimit: BatchCommand.longestLine)
            var output: [UInt8] = []
            var counts = (questions: 0, errors: 0)
            while true {
                let chunk = input.next()
                for line in chunk.lines {
                    counts.questions += 1
                    if !BatchCommand.answer(line, &batch, &output) { counts.errors += 1 }
                }
                try StandardStreams.write(output)
                output.removeAll(keepingCapacity: true)
                if let end = chunk.end {
                    try BatchCommand.close(end, file)
                    break
                }
            }
            let questions = counts.questions == 1 ? "question" : "questions"
            let errors = counts.errors == 1 ? "error" : "errors"
            StandardStreams.complain("\(counts.questions.grouped) \(questions), \(counts.errors.grouped) \(errors)\n")
        }
    }

    private static func answer(_ line: LineSplitter.Line, _ batch: inout CalendarBatch, _ output: inout [UInt8]) -> Bool
    {
        guard case .bytes(let bytes) = line.content else {
            output += Array("{\"id\":null,\"error\":\"the line has more than \(longestLine.grouped) bytes\"}\n".utf8)
            return false
        }
        return batch.answer(bytes, into: &output)
    }

    private static func close(_ end: LineInput.End, _ file: String) throws(CommandFailure) {
        switch end {
        case .complete, .empty: break
        case .damaged(let line, let error):
            throw .noInput("\(file):\(line): \(error); the lines before this one were answered")
        case .unreadable(_, let failure): throw failure
        }
    }
}
