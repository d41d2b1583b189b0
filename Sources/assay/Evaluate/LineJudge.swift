// Judges one line at a time.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Pipeline
import Quality
import Wire

/// What became of one line.
enum LineOutcome: Sendable {
    /// The line was a transcript; its evaluation as a line of JSON.
    case evaluation([UInt8])
    /// The line is an event, which is still to be applied in its turn.
    case event(OfflineEvent)
    /// The line cannot be used, for the reason given.
    case refused(Complaint)
}

/// Reads lines and judges transcripts. One thread at a time.
struct LineJudge {
    private let policies: PolicySet
    private let lineLimit: Int
    private var transcripts: TranscriptJudge

    /// A judge by these policies; `lineLimit` is for messages.
    init(policies: PolicySet, lineLimit: Int) {
        self.policies = policies
        self.lineLimit = lineLimit
        transcripts = TranscriptJudge(policies: policies)
    }

    /// Judges a line.
    mutating func outcome(of line: LineSplitter.Line) -> LineOutcome {
        switch line.content {
        case .tooLong(let length): return .refused(.tooLong(length, limit: lineLimit))
        case .bytes(let bytes):
            do throws(Complaint) {
                switch try OfflineLine(json: bytes) {
                case .transcript(let transcript): return .evaluation(json(transcripts.evaluation(of: transcript)))
                case .event(let event): return .event(event)
                }
            } catch {
                return .refused(error)
            }
        }
    }

    private func json(_ evaluation: Evaluation) -> [UInt8] {
        EvaluationJSON.line(ProtoEvaluation(evaluation, policies: policies))
    }
}

extension Complaint {
    /// A line is longer than is allowed.
    static func tooLong(_ length: Int, limit: Int) -> Complaint {
        let lengths = "\(length.grouped) bytes, more than the \(limit.grouped) allowed"
        return Complaint(.invalid, "the line has \(lengths); raise --max-line-bytes or split it")
    }
}
