// An evaluation and what people say about it, step by step.
// SPDX-License-Identifier: Apache-2.0

@testable import Quality

/// An evaluation of two dimensions of 60 and 40 percent, which lost 6 points automatically, and the review of it. Times are
/// minutes after its end.
struct ReviewBench {
    static let end = Instant(milliseconds: 1_800_000_000_000)
    let policies: PolicySet
    private(set) var evaluation: Evaluation
    private(set) var refusals: [String] = []
    private(set) var noted = 0
    private var count = 0

    init(
        raters: ClosedRange<Int> = 1...3, quorum: Int = 1, combination: ReviewPolicy.Combination = .mean,
        contacts: Bool = true
    ) {
        let rules = ReviewPolicy(
            window: .hours(24), raters: raters, quorum: quorum, combination: combination,
            disagreement: Points(hundredths: 2_000), appeal: .hours(5), ruling: .hours(3))
        policies = PolicySet([ReviewBench.policy(rules), ReviewBench.policy(rules, version: "2", from: .distantFuture)])
        var counts = EpisodeCounts()
        counts.records = 3
        let rubric = policies.versions[0].rubric
        // Greeting lost 10 of its 50 points, 6 of the total; "thanks" did not apply.
        let losses = ScoreSheet.most(rubric).enumerated().map { index, _ in
            index == 0 ? Int32(600 * ScoreSheet.unitsPerHundredth) : index == 3 ? ScoreSheet.notApplicable : 0
        }
        let sheet = ScoreSheet(losses: losses)
        evaluation = Evaluation(
            tenant: "acme", conversation: "c1", episode: 1, revision: 1, cause: .ended, policyIndex: 0, channel: "chat",
            agent: "A1", team: "T1", startedAt: ReviewBench.end - .minutes(10), endedAt: ReviewBench.end, isEnded: true,
            score: sheet.score(policies.versions[0]).total, dimensions: [],
            deductions: [
                Deduction(
                    dimension: 0, criterion: 0, points: Points(hundredths: 600), evidence: Evidence(message: "m1"))
            ], clocks: [], surveys: [], counts: counts, hasEstimatedTimes: false, hasGaps: false,
            countsForCustomers: contacts, sheet: sheet)
    }

    static func policy(_ rules: ReviewPolicy, version: String = "1", from: Instant = .distantPast) -> Policy {
        func criterion(_ id: String, _ points: Int32) -> Criterion {
            Criterion(
                id: id, title: .init(chinese: id, english: id), requirements: [],
                points: Points(hundredths: points * 100),
                check: .handOverNote)
        }
        return Policy(
            name: "bench", version: version, effectiveFrom: from, zone: .utc,
            rubric: Rubric(dimensions: [
                Dimension(
                    id: "attitude", weight: Points(hundredths: 6_000),
                    criteria: [criterion("greeting", 50), criterion("wording", 50)]),
                Dimension(
                    id: "skill", weight: Points(hundredths: 4_000),
                    criteria: [criterion("answer", 75), criterion("thanks", 25)]),
            ]), lexicons: [], clocks: [], surveys: SurveyPolicy(window: .hours(1)), reviews: rules,
            allowedSkew: .seconds(5))
    }

    var review: Review? { evaluation.review }
    var policy: Policy { policies.versions[evaluation.policyIndex] }
    /// The scores, in whole points where they are.
    var score: Double? { evaluation.score?.decimal }
    var humanScore: Double? { evaluation.review?.score(policy)?.decimal }
    var isIncomplete: Bool { evaluation.review?.isIncomplete(policy.reviews) ?? false }

    /// Takes a step. Items are whole points of the total, −1 for what did not apply.
    mutating func take(
        _ step: ReviewEvent.Step, by rater: String = "", at minutes: Int64? = nil, kind: ReviewEvent.Kind? = .sample,
        review: String = "R1", version: String? = nil, corrects: String = "",
        _ items: KeyValuePairs<String, Double> = [:]
    ) {
        count += 1
        let event = ReviewEvent(
            id: "r\(count)", at: ReviewBench.end + .minutes(minutes ?? Int64(count)), episode: 1, review: review,
            rater: rater, kind: kind, step: step, policyVersion: version ?? (items.isEmpty ? "" : "1"),
            items: items.map {
                ReviewEvent.Item(
                    criterion: $0.key, lost: $0.value < 0 ? nil : Points(hundredths: Int32(($0.value * 100).rounded())))
            }, corrects: corrects)
        switch evaluation.revised(by: event, policies: policies) {
        case .revises(let next): evaluation = next
        case .noted: noted += 1
        case .refused(let why): refusals.append(why)
        }
    }

    /// A rater takes so many points off.
    mutating func rate(_ rater: String, losing points: Double, at minutes: Int64? = nil) {
        // 30 points at most can be lost at one criterion.
        take(
            .scored, by: rater, at: minutes,
            ["greeting": min(points, 30), "wording": min(max(points - 30, 0), 30), "answer": max(points - 60, 0)])
    }
}
