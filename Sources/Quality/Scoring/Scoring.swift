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
    /// What else it may be told apart by; the channel is added.
    package var attributes: ContactAttributes
    /// Whose contact it is, and about what.
    package var identity: ContactIdentity

    /// Whose episode it is.
    package init(
        tenant: String, conversation: String, channel: String, countsForCustomers: Bool,
        attributes: ContactAttributes = ContactAttributes(), identity: ContactIdentity = .unknown
    ) {
        self.tenant = tenant
        self.conversation = conversation
        self.channel = channel
        self.countsForCustomers = countsForCustomers
        self.attributes = attributes
        self.identity = identity
        self.attributes[.channel] = channel
    }
}

extension Episode {
    /// The first evaluation of the episode: of one that ended at `end`, or, when that is nil, of one that is still open.
    package func evaluation(
        of subject: EpisodeSubject, policy: Policy, endedAt end: Instant?, names: some NameLookup
    ) -> Evaluation {
        let clocks = header.clocks.results(policy.clocks, end: end, known: header.lastAt) { time in
            policy.clockCredit == .holder ? holderName(at: time, names) : nil
        }
        var attributes = subject.attributes
        if policy.asksTeam { attributes[.team] = names.string(header.team) }
        let findings = Finding.all(in: self, of: attributes, clocks: clocks, policy: policy)
        let scored = Score(findings: findings, policy: policy)
        var evaluation = Evaluation(
            tenant: subject.tenant, conversation: subject.conversation, episode: header.number, revision: 1,
            cause: .ended, policyIndex: header.policyIndex, channel: subject.channel,
            agent: names.string(header.agent), team: names.string(header.team), startedAt: header.startedAt,
            endedAt: end ?? header.lastAt,
            isEnded: end != nil, score: scored.total, dimensions: scored.dimensions, deductions: scored.deductions,
            awards: scored.awards, bonus: scored.bonus, fatal: scored.fatal,
            clocks: header.hasEstimatedTimes ? [] : clocks, surveys: [], counts: header.counts,
            hasEstimatedTimes: header.hasEstimatedTimes, hasGaps: header.hasGaps,
            countsForCustomers: subject.countsForCustomers, sheet: ScoreSheet(findings, policy))
        if !policy.tallyAttributes.isEmpty { evaluation.attributes = subject.attributes.only(policy.tallyAttributes) }
        evaluation.isResolved = header.isResolved
        evaluation.themes = themes(policy)
        if policy.repeats != nil { evaluation.identity = subject.identity }
        if !header.hasEstimatedTimes {
            evaluation.spans = spans
            evaluation.pauses = pauseCounts(policy, names)
            if let integrity = policy.integrity { evaluation.integrity = integrityCounts(policy, integrity, names) }
        }
        return evaluation
    }
}

/// The arithmetic of a score: integers throughout, total and exact (invariant 11).
struct Score {
    var total: Points?
    var dimensions: [DimensionScore] = []
    var deductions: [Deduction] = []
    var awards: [Award] = []
    var bonus = Points.zero
    var fatal: [CriterionPlace] = []

    init(findings: [[Finding]], policy: Policy) {
        let applied = findings.indices.map { dimension in
            findings[dimension].indices.reduce(Points.zero) { sum, criterion in
                guard findings[dimension][criterion].applies else { return sum }
                return sum + policy.checks[dimension][criterion].points
            }
        }
        let shares = policy.weights(applied: applied)
        // Of an episode that is left blank the dimensions still have their scores.
        let isBlank = policy.scoring.notApplicable == .blank
        let weights = shares ?? policy.weights.map { isBlank ? $0 : .zero }
        var lost = Points.zero
        for index in weights.indices {
            if let cap = policy.rubric.dimensions[index].bonusCap {
                award(findings[index], dimension: index, cap: cap, policy: policy)
                continue
            }
            let lostHere = deduct(findings[index], dimension: index, applied: applied[index], weight: weights[index])
            lost = lost + lostHere.ofTotal
            let score = applied[index] > .zero ? .hundred - lostHere.ofDimension : nil
            dimensions.append(
                DimensionScore(weight: weights[index], score: score, applied: findings[index].count { $0.applies }))
        }
        guard shares != nil else {
            bonus = .zero
            awards = []
            return
        }
        total = .hundred - lost + bonus
        fail(findings, policy: policy)
    }

    /// Sets the total to the fatal score when a fatal criterion has failed. What that costs is part of the first such
    /// criterion's deduction, so that the deductions still add up; then nothing is awarded.
    private mutating func fail(_ findings: [[Finding]], policy: Policy) {
        for place in policy.fatal.all where !findings[place.dimension][place.criterion].losses.isEmpty {
            fatal.append(place)
        }
        guard let first = fatal.first, let total else { return }
        let remaining = total - bonus
        bonus = .zero
        awards = []
        self.total = min(remaining, policy.scoring.fatalScore)
        let place = deductions.firstIndex { $0.dimension == first.dimension && $0.criterion == first.criterion }
        guard remaining > policy.scoring.fatalScore, let place else { return }
        deductions[place].points = deductions[place].points + (remaining - policy.scoring.fatalScore)
    }

    /// Notes what a bonus section awards, at most its cap: what goes beyond it is not awarded.
    private mutating func award(_ findings: [Finding], dimension: Int, cap: Points, policy: Policy) {
        var awarded = Points.zero
        for (criterion, finding) in findings.enumerated() where finding.applies {
            let lost = finding.losses.reduce(Points.zero) { $0 + $1.points }
            let points = min(policy.checks[dimension][criterion].points - lost, cap - awarded)
            guard points > .zero else { continue }
            awarded = awarded + points
            awards.append(
                Award(
                    dimension: dimension, criterion: criterion, points: points,
                    evidence: finding.shown ?? Evidence(message: "")))
        }
        bonus = bonus + awarded
        dimensions.append(DimensionScore(weight: .zero, score: nil, applied: findings.count { $0.applies }))
    }

    /// The weights of the dimensions that apply, scaled to 100 percent; rounding residues go to the first ones (A13).
    fileprivate static func shares(of weights: [Points], applied: [Points]) -> [Points] {
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
        // By their places: a finding that is named is copied, and most have lost nothing.
        for criterion in findings.indices
        where findings[criterion].applies && !findings[criterion].losses.isEmpty {
            for loss in findings[criterion].losses {
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

extension Policy {
    /// The weights of the dimensions when so many points of each apply; nil when there is no total (A13, A14).
    func weights(applied: [Points]) -> [Points]? {
        switch scoring.notApplicable {
        case .blank:
            return zip(weights, applied).contains { $0 > .zero && $1 == .zero } ? nil : weights
        case .redistribute:
            let shares = Score.shares(of: weights, applied: applied)
            return shares.contains { $0 > .zero } ? shares : nil
        }
    }
}
