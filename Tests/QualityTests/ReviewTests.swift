// The life of a review: who may do what, and what counts.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Quality

@Suite("Reviews")
struct ReviewTests {
    @Test("S0-061, requirements §11: from the draw to the acknowledgement, each step a revision")
    func life() {
        var bench = ReviewBench(raters: 2...2, quorum: 2)
        #expect(bench.score == 94)
        bench.take(.sampled)
        #expect(bench.review?.state == .sampled && bench.score == 94 && bench.humanScore == nil)
        bench.rate("Q1", losing: 10)
        #expect(bench.review?.state == .scored && bench.score == 94 && bench.humanScore == 90 && bench.isIncomplete)
        bench.rate("Q2", losing: 16)
        #expect(bench.review?.state == .combined && bench.score == 87 && bench.humanScore == 87 && !bench.isIncomplete)
        bench.take(.reviewed, by: "S1")
        #expect(bench.review?.state == .reviewed)
        bench.take(.published)
        #expect(bench.review?.state == .published)
        #expect(bench.review?.appealBy == ReviewBench.end + .minutes(5) + .hours(5))
        bench.take(.acknowledged, by: "A1")
        #expect(bench.review?.state == .acknowledged && bench.review?.acknowledgedAt != nil)
        #expect(bench.evaluation.revision == 7 && bench.evaluation.counts.records == 9 && bench.refusals.isEmpty)
        #expect(bench.evaluation.automaticScore?.decimal == 94 && bench.evaluation.cause == .review)
    }

    @Test("A25: raters 80 and 90 and one missing: the mean of those present, incomplete until there is a quorum")
    func missingRater() {
        var bench = ReviewBench(raters: 3...3, quorum: 3)
        bench.rate("Q1", losing: 20)
        bench.rate("Q2", losing: 10)
        #expect(bench.humanScore == 85 && bench.isIncomplete && bench.score == 94)
        bench.take(.combined)
        #expect(bench.review?.state == .combined && bench.isIncomplete && bench.score == 94, "no more are waited for")
        bench.take(.published)
        #expect(bench.refusals.count == 1, "what does not count is not published")
        bench.rate("Q3", losing: 0)
        #expect(!bench.isIncomplete && bench.score == 90 && bench.review?.state == .combined)
    }

    @Test("A25: where two are enough, what the third would have said is not waited for once somebody says so")
    func quorumIsEnough() {
        var bench = ReviewBench(raters: 3...3, quorum: 2)
        bench.rate("Q1", losing: 20)
        bench.rate("Q2", losing: 10)
        #expect(bench.score == 94 && bench.review?.state == .scored && !bench.isIncomplete)
        bench.take(.combined)
        #expect(bench.score == 85 && bench.review?.final?.by == "")
        bench.rate("Q3", losing: 90)
        #expect(bench.refusals.count == 1 && bench.refusals[0].contains("takes no more raters"))
    }

    @Test("A26: raters 60 and 100 disagree; a third one who agrees with one of them settles it")
    func thirdRater() {
        var bench = ReviewBench()
        bench.rate("Q1", losing: 40)
        #expect(bench.score == 60, "one rater is enough")
        bench.rate("Q2", losing: 0)
        #expect(bench.review?.state == .disagreement && bench.review?.spread?.decimal == 40)
        #expect(bench.score == 94 && bench.humanScore == 80, "nothing human counts")
        bench.take(.combined)
        bench.take(.published)
        #expect(bench.refusals.count == 2 && bench.refusals[0].contains("let a third one score it"))
        bench.rate("Q3", losing: 50)
        #expect(bench.review?.state == .combined && bench.score == 70)
        bench.rate("Q4", losing: 50)
        #expect(bench.refusals.last?.contains("3 raters already") == true)
    }

    @Test("A26: when no two of three agree, or the policy has two, somebody must decide")
    func adjudication() {
        var bench = ReviewBench()
        for (rater, lost) in [("Q1", 0.0), ("Q2", 45), ("Q3", 90)] { bench.rate(rater, losing: lost) }
        #expect(bench.review?.state == .disagreement && bench.score == 94)
        bench.take(.combined, by: "S1", ["greeting": 12, "wording": 0, "answer": 0])
        #expect(bench.score == 88 && bench.review?.state == .combined && bench.review?.final?.by == "S1")
        bench.take(.combined, by: "S2", ["greeting": 0])
        #expect(bench.refusals.count == 1 && bench.review?.raters.count == 3)
        var adjudicated = ReviewBench(raters: 1...2, combination: .adjudicated)
        adjudicated.rate("Q1", losing: 4)
        adjudicated.take(.combined)
        #expect(adjudicated.score == 94 && adjudicated.refusals[0].contains("say with items"))
        adjudicated.take(.combined, by: "S1", ["wording": 2])
        #expect(adjudicated.score == 94 && adjudicated.humanScore == 94, "4 points of the rater, 2 of the adjudicator")
        #expect(adjudicated.review?.final != nil)
    }

    @Test("S0-054: mean and median, criterion by criterion; what is rounded are whole dimensions, half up")
    func combinations() {
        func score(_ combination: ReviewPolicy.Combination) -> Double? {
            var bench = ReviewBench(raters: 3...3, quorum: 3, combination: combination)
            bench.take(.scored, by: "Q1", ["greeting": 0.01, "wording": 0, "answer": 0.01, "thanks": 0])
            bench.take(.scored, by: "Q2", ["greeting": 0, "wording": 0.01, "answer": 3, "thanks": 0])
            bench.take(.scored, by: "Q3", ["greeting": 0, "wording": 0, "answer": 4, "thanks": 0])
            return bench.score
        }
        #expect(score(.mean) == 97.65, "0.02 and 7.01 of three raters: 0.01 and 2.34")
        #expect(score(.median) == 97)
    }

    @Test("a rater's later sheet replaces the earlier one before the scores are combined, and not after")
    func ratesOnce() {
        var bench = ReviewBench(raters: 2...3, quorum: 2)
        bench.rate("Q1", losing: 40)
        bench.rate("Q1", losing: 20)
        #expect(bench.review?.raters.count == 1 && bench.humanScore == 80)
        bench.rate("Q1", losing: 50, at: 1)
        #expect(bench.refusals.count == 1 && bench.humanScore == 80, "an earlier one that comes later")
        bench.rate("Q2", losing: 10)
        bench.rate("Q1", losing: 0)
        #expect(bench.refusals.count == 2 && bench.score == 85)
        #expect(bench.refusals[1].contains("STEP_CORRECTED"))
    }

    @Test("the agent who is judged rates, corrects and rules on nothing, and is the only one who appeals")
    func ownReview() {
        var bench = ReviewBench()
        bench.rate("A1", losing: 0)
        bench.take(.corrected, by: "A1", ["greeting": 0])
        #expect(bench.evaluation.review == nil && bench.refusals.count == 2)
        #expect(bench.refusals.allSatisfy { $0.contains("A1 is the agent who is judged") })
        bench.take(.published)
        bench.take(.appealed, by: "A2")
        bench.take(.acknowledged, by: "A2")
        #expect(bench.refusals.count == 4 && bench.refusals[3].contains("only the agent who is judged, A1"))
    }

    @Test("A16: people overrule what was found automatically: a corrected version, and both are kept")
    func overruled() {
        var bench = ReviewBench()
        bench.take(.corrected, by: "S1", kind: .confirmation, ["greeting": 0])
        #expect(bench.score == 100 && bench.evaluation.automaticScore?.decimal == 94)
        #expect(bench.evaluation.deductions.count == 1, "the automatic ones stay with their evidence")
        #expect(bench.review?.state == .corrected && bench.review?.corrections.map(\.by) == ["S1"])
    }

    @Test("A27: a correction after the publication is a further version, and all of them are kept")
    func correctedAfterPublication() {
        var bench = ReviewBench()
        bench.rate("Q1", losing: 20)
        bench.take(.published)
        bench.take(.acknowledged)
        bench.take(.corrected, by: "S1", review: "C9", corrects: "R1", ["greeting": 5])
        #expect(bench.score == 95 && bench.review?.versions.map { $0.score?.decimal } == [80, 95])
        #expect(bench.review?.state == .corrected && bench.review?.acknowledgedAt == nil, "it was another version")
        let before = bench.evaluation
        bench.take(.corrected, by: "S1", ["greeting": 5])
        #expect(bench.evaluation == before && bench.noted == 1, "nothing changes")
        bench.take(.corrected, by: "S2", ["wording": 1])
        #expect(bench.review?.versions.map { $0.score?.decimal } == [80, 95, 94])
        bench.take(.corrected, by: "S2", review: "C10", ["wording": 2])
        #expect(bench.refusals.count == 1 && bench.refusals[0].contains("under the id 'R1'"))
    }

    @Test("A28: an appeal in its time; accepted, it corrects; a late ruling counts, and there is no second appeal")
    func appeals() {
        var bench = ReviewBench()
        bench.rate("Q1", losing: 20)
        bench.take(.appealed)
        #expect(bench.refusals.count == 1, "not published")
        bench.take(.published, at: 60)
        bench.take(.appealed, at: 60 + 300, review: "AP", corrects: "R1")
        #expect(bench.review?.state == .appealed)
        #expect(bench.review?.rulingBy == ReviewBench.end + .minutes(360 + 180) && bench.score == 80)
        bench.take(.corrected, by: "S1", at: 370, ["greeting": 0])
        #expect(bench.refusals.count == 2, "it is ruled on now")
        bench.take(.appealAccepted, by: "S1", at: 1_000, ["greeting": 15])
        #expect(bench.score == 85 && bench.review?.state == .appealAccepted)
        #expect(bench.review?.versions.map(\.cause) == [.combined, .ruled])
        bench.take(.published, at: 1_010)
        bench.take(.appealed, at: 1_020)
        #expect(bench.refusals.count == 3 && bench.refusals[2].contains("no second one"))
    }

    @Test("A28: an appeal after its time is refused; one that is rejected changes no score")
    func appealsInVain() {
        var late = ReviewBench()
        late.take(.published, at: 60)
        late.take(.appealed, at: 361)
        #expect(late.refusals.count == 1 && late.refusals[0].contains("may appeal until"))
        var rejected = ReviewBench()
        rejected.take(.published, at: 60)
        rejected.take(.appealed, at: 61)
        rejected.take(.appealRejected, by: "S1", at: 62)
        #expect(rejected.score == 94 && rejected.review?.state == .appealRejected && rejected.refusals.isEmpty)
        rejected.take(.appealAccepted, by: "S1", at: 63, ["greeting": 0])
        #expect(rejected.refusals.count == 1)
    }

    @Test("T53, S0-058: a mystery shopper's report takes the episode out of the customer figures; an expert's does not")
    func staged() {
        var staged = ReviewBench()
        staged.take(.sampled, kind: .mystery)
        #expect(!staged.evaluation.countsForCustomers && staged.score == 94)
        var expert = ReviewBench()
        expert.take(.scored, by: "Q1", kind: .expert, ["greeting": 0])
        #expect(expert.evaluation.countsForCustomers)
        expert.take(.scored, by: "Q2", kind: .mystery, ["greeting": 0])
        #expect(expert.refusals.count == 1 && expert.refusals[0].contains("of kind expert"))
    }

    @Test("what cannot be taken says what to mend")
    func mistakes() {
        var bench = ReviewBench()
        bench.take(.scored, by: "Q1", ["greting": 1])
        bench.take(.scored, by: "Q1", ["greeting": 30.01])
        bench.take(.scored, by: "Q1", version: "3", ["greeting": 1])
        bench.take(.scored, by: "Q1", version: "2", ["greeting": 1])
        bench.take(.scored, by: "Q1", kind: nil, ["greeting": 1])
        bench.take(.acknowledged)
        bench.take(.scored, by: "Q1", at: 24 * 60 + 1, ["greeting": 1])
        bench.take(.scored, by: "Q1", at: -11, ["greeting": 1])
        let parts = [
            "has no criterion 'greting'; it has greeting, wording, answer, thanks", "can cost 3000 hundredths",
            "no version '3'", "judged by version 1 of the policy, and this was scored by 2", "set its kind",
            "has no review that could be acknowledged", "begins within 86400000 ms", "number of the episode right",
        ]
        #expect(bench.refusals.count == parts.count)
        for (refusal, part) in zip(bench.refusals, parts) { #expect(refusal.contains(part)) }
        #expect(bench.evaluation.review == nil && bench.evaluation.revision == 1)
    }

    @Test("further steps are waited for as long as they may come")
    func kept() {
        var bench = ReviewBench()
        let rules = bench.policy.reviews
        bench.rate("Q1", losing: 1)
        #expect(bench.review?.keptUntil(after: ReviewBench.end, rules) == ReviewBench.end + .hours(24))
        bench.take(.published)
        #expect(bench.review?.keptUntil(after: ReviewBench.end, rules) == ReviewBench.end + .hours(29))
        bench.take(.appealed)
        #expect(bench.review?.keptUntil(after: ReviewBench.end, rules) == ReviewBench.end + .hours(27))
    }
}
