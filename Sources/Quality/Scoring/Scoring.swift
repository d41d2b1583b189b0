// From an episode to its evaluation.
// SPDX-License-Identifier: Apache-2.0

/// Names by index, as the task that made the marks knows them.
package protocol NameLookup {
    /// The name; empty for none.
    func string(_ name: NameID) -> String
}

/// Whose episode it is.
package struct EpisodeSubject: Sendable {
    /// The tenant.
    package var tenant: String
    /// The conversation.
    package var conversation: String
    /// The channel.
    package var channel: String
    /// Whether it counts in customer figures (T53).
    package var countsForCustomers: Bool

    /// Whose episode it is.
    package init(tenant: String, conversation: String, channel: String, countsForCustomers: Bool) {
        self.tenant = tenant
        self.conversation = conversation
        self.channel = channel
        self.countsForCustomers = countsForCustomers
    }
}

extension Episode {
    /// The first evaluation of the episode: of one that ended at `end`, or, when that is nil, of one that is still open.
    package func evaluation(
        of subject: EpisodeSubject, policy: Policy, endedAt end: Instant?, names: some NameLookup
    ) -> Evaluation {
        let clocks = clockResults(policy: policy, end: end)
        let findings = Finding.all(in: self, clocks: clocks, policy: policy)
        let scored = Score(findings: findings, policy: policy)
        return Evaluation(
            tenant: subject.tenant, conversation: subject.conversation, episode: header.number, revision: 1,
            cause: .ended, policyIndex: header.policyIndex, channel: subject.channel,
            agent: names.string(header.agent), team: names.string(header.team), startedAt: header.startedAt,
            endedAt: end ?? header.lastAt,
            isEnded: end != nil, score: scored.total, dimensions: scored.dimensions, deductions: scored.deductions,
            clocks: header.hasEstimatedTimes ? [] : clocks, surveys: [], counts: header.counts,
            hasEstimatedTimes: header.hasEstimatedTimes, hasGaps: header.hasGaps,
            countsForCustomers: subject.countsForCustomers, sheet: ScoreSheet(findings, policy.rubric))
    }

    /// The clocks, in the policy's order. An unanswered clock whose episode ended before its deadline is abandoned (T52).
    private func clockResults(policy: Policy, end: Instant?) -> [ClockResult] {
        policy.clocks.map { clockPolicy in
            let clock = header[clockPolicy.kind]
            var outcome = clock.outcome(at: end ?? header.lastAt)
            if outcome == .open, end != nil { outcome = .abandoned }
            return ClockResult(
                kind: clockPolicy.kind, startedAt: clock.startedAt,
                fulfilledAt: clock.isFulfilled ? clock.fulfilledAt : nil, elapsed: clock.elapsed,
                target: clock.deadline - clock.startedAt, outcome: outcome)
        }
    }
}

/// The arithmetic of a score: integers throughout, total and exact (invariant 11).
struct Score {
    var total: Points?
    var dimensions: [DimensionScore] = []
    var deductions: [Deduction] = []

    init(findings: [[Finding]], policy: Policy) {
        let applied = zip(policy.checks, findings).map { checks, findings in
            zip(checks, findings).reduce(Points.zero) { $1.1.applies ? $0 + $1.0.points : $0 }
        }
        let weights = Score.shares(of: policy.weights, applied: applied)
        var lost = Points.zero
        for index in weights.indices {
            let lostHere = deduct(findings[index], dimension: index, applied: applied[index], weight: weights[index])
            lost = lost + lostHere.ofTotal
            let score = applied[index] > .zero ? .hundred - lostHere.ofDimension : nil
            dimensions.append(
                DimensionScore(weight: weights[index], score: score, applied: findings[index].count { $0.applies }))
        }
        total = weights.contains { $0 > .zero } ? .hundred - lost : nil
    }

    /// The weights of the dimensions that apply, scaled to 100 percent; rounding residues go to the first ones (A13).
    static func shares(of weights: [Points], applied: [Points]) -> [Points] {
        let whole = zip(weights, applied).reduce(Points.zero) { $1.1 > .zero ? $0 + $1.0 : $0 }
        guard whole > .zero else { return applied.map { _ in .zero } }
        var shares = zip(weights, applied).map { weight, applied -> Points in
            guard applied > .zero else { return .zero }
            return Points(hundredths: Int32(Int64(weight.hundredths) * 10_000 / Int64(whole.hundredths)))
        }
        var residue = 10_000 - shares.reduce(0) { $0 + $1.hundredths }
        for index in shares.indices where residue > 0 && shares[index] > .zero {
            shares[index].hundredths += 1
            residue -= 1
        }
        return shares
    }

    /// Notes the deductions of one dimension and returns their sums. Criteria that did not apply have given their points to the others.
    ///
    /// What is rounded is the sum so far, and a deduction is what it adds: all together they are the rounded whole, never more than the
    /// weight (A15), and exactly the weight when everything is lost.
    private mutating func deduct(
        _ findings: [Finding], dimension: Int, applied: Points, weight: Points
    ) -> (ofTotal: Points, ofDimension: Points) {
        var lost = Points.zero
        var ofTotal = Points.zero
        for (criterion, finding) in findings.enumerated() where finding.applies {
            for loss in finding.losses {
                lost = min(applied, lost + loss.points)
                let sum = lost.part(of: applied, share: weight)
                deductions.append(
                    Deduction(
                        dimension: dimension, criterion: criterion, points: sum - ofTotal, evidence: loss.evidence))
                ofTotal = sum
            }
        }
        return (ofTotal, lost > .zero ? lost.part(of: applied, share: .hundred) : .zero)
    }
}
