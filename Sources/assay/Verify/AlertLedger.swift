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

        var text: String { "\(episode) \(clock)\(cycle > 1 ? " cycle \(cycle)" : ""), deadline \(deadline)" }
    }

    /// Whether a step may come again: at least once.
    let allowsCopies: Bool
    private(set) var alerts = 0
    /// The steps told of each cycle; one of a ladder with its number.
    private var steps: [Cycle: [Step]] = [:]

    private struct Step: Hashable {
        var step: ProtoAlert.Step
        var ladder: UInt32 = 0
    }

    init(allowsCopies: Bool) { self.allowsCopies = allowsCopies }

    /// Takes one alert.
    mutating func take(_ alert: ProtoAlert, _ findings: inout Findings) {
        alerts += 1
        // Those about figures are a matter of facts, those about fatal failures one of scores.
        if alert.hasFigure || !alert.criterion.isEmpty { return }
        let cycle = Cycle(
            episode: EpisodeKey(tenant: alert.tenant, conversation: alert.conversationID, episode: alert.episode),
            clock: alert.clock, cycle: alert.cycle, deadline: alert.deadlineMs, version: alert.policyVersion)
        let before = steps[cycle] ?? []
        let step = Step(step: alert.step, ladder: alert.ladderStep)
        if before.contains(step) {
            if !allowsCopies { findings.add(.alerts, "\(cycle.text): \(alert.step) was told twice") }
            return
        }
        let needsBreach = alert.step != .breached && alert.step != .approaching
        if needsBreach, !before.contains(Step(step: .breached)) {
            findings.add(.alerts, "\(cycle.text): \(alert.step) was told without a breach before it")
        }
        steps[cycle] = before + [step]
    }

    /// Compares what stands at the end with the clocks of the newest evaluations: a breach that was told and not
    /// retracted is one there, too, and one there was told, where the policy wants that.
    func compare(with evaluations: EvaluationLedger, range: Range<Instant>, _ findings: inout Findings) {
        for (cycle, steps) in steps.sorted(by: { $0.key.text < $1.key.text })
        where steps.contains(Step(step: .breached)) {
            guard let evaluation = evaluations.newest(cycle.episode),
                range.contains(Instant(milliseconds: evaluation.startedAtMs)),
                let clock = evaluation.clocks.first(where: { $0.clock == cycle.clock && $0.cycle == cycle.cycle })
            else { continue }
            let isTold = !steps.contains(Step(step: .retracted))
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
            var cycle: UInt32
        }
        let standing = steps.filter {
            $0.value.contains(Step(step: .breached)) && !$0.value.contains(Step(step: .retracted))
        }
        let told = Set(standing.keys.map { Told(episode: $0.episode, clock: $0.clock, cycle: $0.cycle) })
        for (episode, evaluation) in evaluations.newest
        where range.contains(Instant(milliseconds: evaluation.startedAtMs)) {
            guard let policy = policies.versions.first(where: { $0.version == evaluation.policyVersion }) else {
                continue
            }
            let alerting = policy.allClocks.filter(\.alerts).map(\.kind.word)
            for clock in evaluation.clocks
            where clock.outcome == .breached && alerting.contains(clock.clock)
                && !told.contains(Told(episode: episode, clock: clock.clock, cycle: clock.cycle))
            {
                findings.add(.alerts, "\(episode) \(clock.clock): the evaluation says breached, and no alert was told")
            }
        }
    }
}
