// Scores transcripts that callers send.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Pipeline
import Quality
import Services
import Wire

/// Scores a transcript by the gateway's policy, a built-in one, or one that comes with it.
struct TranscriptScorer: Sendable {
    private let policies: PolicySet

    init(_ policies: PolicySet) { self.policies = policies }

    /// - Throws: `Refusal` when the policy or the transcript cannot be used.
    func evaluation(of request: ProtoEvaluateRequest) throws(Refusal) -> ProtoEvaluation {
        let policies = try policies(of: request)
        let line: OfflineLine
        do throws(Complaint) {
            line = try OfflineLine(json: Array(request.transcriptJson.utf8))
        } catch {
            throw .invalid("transcript_json", "The transcript cannot be used: \(error.detail).")
        }
        guard case .transcript(let transcript) = line else {
            throw .invalid("transcript_json", "This is an event; send a whole transcript, an object with 'turns'.")
        }
        var judge = TranscriptJudge(policies: policies)
        return ProtoEvaluation(judge.evaluation(of: transcript), policies: policies)
    }

    private func policies(of request: ProtoEvaluateRequest) throws(Refusal) -> PolicySet {
        do throws(PolicyError) {
            if !request.policyYaml.isEmpty {
                return try PolicyLoader.load(files: [("policy_yaml", request.policyYaml)])
            }
            guard !request.policy.isEmpty else { return policies }
            return try PolicyLoader.load(
                files: [("preset \(request.policy)", try PolicyLoader.presetText(request.policy))])
        } catch {
            throw .invalid(request.policyYaml.isEmpty ? "policy" : "policy_yaml", "\(error)")
        }
    }
}
