// The alerts of a verification.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Takes alerts in the order of their partitions.
struct AlertLedger {
    private struct Cycle: Hashable {
        var episode: EpisodeKey
        var clock: String
        var cycle: UInt32
        var deadline: Int64
        var version: String

        var text: String { "\(episode) \(clock), deadline \(deadline)" }
    }

    /// Whether a step may come again: at least once.
    let allowsCopies: Bool
    private(set) var alerts = 0
    private var steps: [Cycle: [ProtoAlert.Step]] = [:]

    init(allowsCopies: Bool) { self.allowsCopies = allowsCopies }

    /// Takes one alert.
    mutating func take(_ alert: ProtoAlert, _ findings: inout Findings) {
        alerts += 1
        let cycle = Cycle(
            episode: EpisodeKey(tenant: alert.tenant, conversation: alert.conversationID, episode: alert.episode),
            clock: alert.clock, cycle: alert.cycle, deadline: alert.deadlineMs, version: alert.policyVersion)
        let before = steps[cycle] ?? []
        if before.contains(alert.step) {
            if !allowsCopies { findings.add(.alerts, "\(cycle.text): \(alert.step) was told twice") }
            return
        }
        if before.isEmpty, alert.step != .breached {
            findings.add(.alerts, "\(cycle.text): \(alert.step) was told without a breach before it")
        }
        steps[cycle] = before + [alert.step]
    }

    /// Compares what stands at the end with the clocks of the newest evaluations: a breach that was told and not
    /// retracted is one there, too, and one there was told, where the policy wants that.
    func compare(with evaluations: EvaluationLedger, range: Range<Instant>, _ findings: inout Findings) {
        for (cycle, steps) in steps.sorted(by: { $0.key.text < $1.key.text }) {
            guard let evaluation = evaluations.newest(cycle.episode),
                range.contains(Instant(milliseconds: evaluation.startedAtMs)),
                let clock = evaluation.clocks.first(where: { $0.clock == cycle.clock })
            else { continue }
            let isTold = !steps.contains(.retracted)
            if isTold != (clock.outcome == .breached) {
                findings.add(
                    .alerts,
                    "\(cycle.text): \(isTold ? "a breach was told" : "the breach was retracted"), the evaluation says \(clock.outcome)"
                )
            }
        }
    }

    /// Compares the other way: a clock that the newest evaluation calls breached was told, where its policy alerts somebody.
    func compareBreaches(
        of evaluations: EvaluationLedger, policies: PolicySet, range: Range<Instant>, _ findings: inout Findings
    ) {
        struct Told: Hashable {
            var episode: EpisodeKey
            var clock: String
        }
        let told = Set(
            steps.filter { !$0.value.contains(.retracted) }.keys.map { Told(episode: $0.episode, clock: $0.clock) })
        for (episode, evaluation) in evaluations.newest
        where range.contains(Instant(milliseconds: evaluation.startedAtMs)) {
            guard let policy = policies.versions.first(where: { $0.version == evaluation.policyVersion }) else {
                continue
            }
            let alerting = policy.clocks.filter(\.alerts).map(\.kind.word)
            for clock in evaluation.clocks
            where clock.outcome == .breached && alerting.contains(clock.clock)
                && !told.contains(Told(episode: episode, clock: clock.clock))
            {
                findings.add(.alerts, "\(episode) \(clock.clock): the evaluation says breached, and no alert was told")
            }
        }
    }
}
