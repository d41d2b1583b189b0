// Evaluates one input from its first line to its last.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Pipeline
import Quality
import Wire

/// Evaluates an input chunk by chunk: lines in parallel, events in order. What comes out goes to standard output in the order of the lines,
/// what cannot be used to standard error.
struct FileEvaluation {
    /// So many bytes of evaluations of open episodes are collected before they are written.
    private static let mostOutput = 1 << 20

    private let name: String
    private let judge: ParallelJudge
    private let events: EventJudge
    private var output: [UInt8] = []
    private var complaints = ""
    private var evaluations = 0
    /// How many lines could not be used, and failures of the input as a whole.
    private var errors = 0

    /// An evaluation of the input that messages call `name`.
    init(name: String, judge: ParallelJudge) {
        self.name = name
        self.judge = judge
        events = EventJudge(policies: judge.policies)
    }

    /// Evaluates the whole input and says how many evaluations and errors there were. Returns the exit status.
    ///
    /// - Throws: `StandardStreams.WriteError` when nobody reads the output any more, or it cannot be written: the rest is not evaluated.
    mutating func run(_ input: LineInput) throws(StandardStreams.WriteError) -> Int32 {
        let end = try evaluate(input)
        let evaluationsWord = evaluations == 1 ? "evaluation" : "evaluations"
        let errorsWord = errors == 1 ? "error" : "errors"
        StandardStreams.complain("\(evaluations.grouped) \(evaluationsWord), \(errors.grouped) \(errorsWord)\n")
        if case .unreadable(_, let failure) = end { return failure.status }
        return errors == 0 ? 0 : 1
    }

    private mutating func evaluate(_ input: LineInput) throws(StandardStreams.WriteError) -> LineInput.End {
        var input = input
        while true {
            let chunk = input.next()
            for (line, outcome) in zip(chunk.lines, judge.outcomes(of: chunk.lines)) {
                settle(outcome, line: line.number)
            }
            if let end = chunk.end {
                try close(end, readBytes: input.readBytes)
                return end
            }
            try flush()
        }
    }

    private mutating func settle(_ outcome: LineOutcome, line: Int) {
        do throws(Complaint) {
            switch outcome {
            case .evaluation(let json): write(json)
            case .event(let event):
                if let evaluation = try events.apply(event) { write(EvaluationJSON.line(evaluation)) }
            case .refused(let complaint): throw complaint
            }
        } catch {
            complain(line: line, error.detail)
        }
    }

    /// The input has ended: what is still open is evaluated as it stands.
    private mutating func close(_ end: LineInput.End, readBytes: Int) throws(StandardStreams.WriteError) {
        for evaluation in events.openEvaluations {
            write(EvaluationJSON.line(evaluation))
            if output.count >= FileEvaluation.mostOutput { try flush() }
        }
        switch end {
        case .complete: break
        case .empty: complain(line: nil, "the input is empty; give it conversations, one JSON object a line")
        case .damaged(let line, let error):
            complain(
                line: line, "\(error); \(readBytes.grouped) bytes were read, and the lines before this one evaluated")
        case .unreadable(let line, let failure):
            complain(line: line, "\(failure.message); the lines before this one were evaluated")
        }
        try flush()
    }

    private mutating func write(_ json: [UInt8]) {
        output += json
        evaluations += 1
    }

    private mutating func complain(line: Int?, _ message: String) {
        complaints += "\(name):\(line.map { "\($0):" } ?? "") \(message.onOneLine)\n"
        errors += 1
    }

    private mutating func flush() throws(StandardStreams.WriteError) {
        if !complaints.isEmpty { StandardStreams.complain(complaints) }
        complaints = ""
        try StandardStreams.write(output)
        output.removeAll(keepingCapacity: true)
    }
}
