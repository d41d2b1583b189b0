// The alerts about fatal failures of a verification.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Takes alerts about fatal failures in the order of their partitions.
struct FatalAlertLedger {
    private struct Failure: Hashable {
        var episode: EpisodeKey
        var criterion: String

        var text: String { "\(episode) \(criterion)" }
    }

    /// Whether a step may come again: at least once.
    let allowsCopies: Bool
    private var steps: [Failure: [ProtoAlert.Step]] = [:]

    init(allowsCopies: Bool) { self.allowsCopies = allowsCopies }

    /// Takes one alert.
    mutating func take(_ alert: ProtoAlert, _ findings: inout Findings) {
        let failure = Failure(
            episode: EpisodeKey(tenant: alert.tenant, conversation: alert.conversationID, episode: alert.episode),
            criterion: alert.criterion)
        let before = steps[failure] ?? []
        guard !before.contains(alert.step) else {
            if !allowsCopies { findings.add(.alerts, "\(failure.text): \(alert.step) was told twice") }
            return
        }
        if alert.step == .retracted, !before.contains(.raised) {
            findings.add(.alerts, "\(failure.text): it was retracted and had not been told")
        }
        steps[failure] = before + [alert.step]
    }

    /// Compares what stands at the end with the newest evaluations, where their policies tell somebody.
    func compare(
        with evaluations: EvaluationLedger, policies: PolicySet, range: Range<Instant>, _ findings: inout Findings
    ) {
        let standing = Set(steps.filter { !$0.value.contains(.retracted) }.keys)
        for (episode, evaluation) in evaluations.newest
        where evaluation.ended && range.contains(Instant(milliseconds: evaluation.startedAtMs)) {
            guard let policy = policies.versions.first(where: { $0.version == evaluation.policyVersion }),
                !policy.scoring.fatalReceivers.isEmpty
            else { continue }
            let told = Set(standing.filter { $0.episode == episode }.map(\.criterion))
            let failed = Set(evaluation.fatal)
            for criterion in failed.subtracting(told).sorted() {
                findings.add(.alerts, "\(episode) \(criterion): it failed, says the evaluation, and nobody was told")
            }
            for criterion in told.subtracting(failed).sorted() {
                findings.add(.alerts, "\(episode) \(criterion): a failure was told that the evaluation has not")
            }
        }
    }
}
