// Judges single transcripts, for tests.
// SPDX-License-Identifier: Apache-2.0
import Pipeline
import Quality
import Wire

/// Judges lines of transcripts.
struct EpisodeBench {
    private let policies: PolicySet
    private var judge: TranscriptJudge

    /// A judge by these policies.
    init(_ policies: PolicySet) {
        self.policies = policies
        judge = TranscriptJudge(policies: policies)
    }

    /// The evaluation of a transcript.
    mutating func evaluation(_ line: Substring) throws -> ProtoEvaluation {
        guard case .transcript(let transcript) = try OfflineLine(json: Array(line.utf8)) else {
            throw Complaint(.invalid, "the line is no transcript")
        }
        return ProtoEvaluation(judge.evaluation(of: transcript), policies: policies)
    }
}
