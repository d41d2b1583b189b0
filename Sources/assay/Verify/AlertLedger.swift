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

        /// The cycle without a deadline and a version, which corrections may move.
        var told: Told { Told(episode: episode, clock: clock, cycle: cycle) }

        var text: String { "\(episode) \(clock)\(cycle > 1 ? " cycle \(cycle)" : ""), deadline \(deadline)" }
    }

    /// A cycle, whatever its deadline.
    private struct Told: Hashable {
        var episode: EpisodeKey
        var clock: String
        var cycle: UInt32
    }

    /// Whether a step may come again: at least once.
    let allowsCopies: Bool
    private(set) var alerts = 0
    /// The steps told of each cycle; one of a ladder with its number.
    private var steps: [Cycle: [Step]] = [:]

    /// The cycles of which a breach was told, and at how many deadlines one stands: once it was retracted, none.
    private var standing: [Told: Set<Cycle>] = [:]

    private struct Step: Hashable {
        var step: ProtoAlert.Step
        var ladder: UInt32 = 0
        /// The revision that a correction made (T30); else 0.
        var revision: UInt32 = 0
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
        let step = Step(step: alert.step, ladder: alert.ladderStep, revision: alert.revision)
        if before.contains(step) {
            if !allowsCopies { findings.add(.alerts, "\(cycle.text): \(alert.step) was told twice") }
            return
        }
        let needsBreach = alert.step != .breached && alert.step != .approaching
        if needsBreach, !before.contains(where: { $0.step == .breached }) {
            findings.add(.alerts, "\(cycle.text): \(alert.step) was told without a breach before it")
        }
        steps[cycle] = before + [step]
        if alert.step == .breached { standing[cycle.told, default: []].insert(cycle) }
        if alert.step == .retracted { standing[cycle.told, default: []].remove(cycle) }
    }

    /// Compares what stands at the end with the clocks of the newest evaluations: a breach that was told and not
    /// retracted is one there, too, and one there was told, where the policy wants that.
    func compare(with evaluations: EvaluationLedger, range: Range<Instant>, _ findings: inout Findings) {
        for cycle in steps.filter({ $0.value.contains { $0.step == .breached } }).keys.sorted(by: { $0.text < $1.text })
        {
            guard let evaluation = evaluations.newest(cycle.episode),
                range.contains(Instant(milliseconds: evaluation.startedAtMs)),
                let clock = evaluation.clocks.first(where: { $0.clock == cycle.clock && $0.cycle == cycle.cycle })
            else { continue }
            let isTold = standing[cycle.told]?.isEmpty == false
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
        let told = Set(standing.filter { !$0.value.isEmpty }.keys)
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
