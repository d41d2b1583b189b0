// Reviews: joined to their episode, parked, refused, and what they do to figures.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Quality
import Simulation
import Testing
import Wire

extension PolicySet {
    /// Two raters, as a rule; an hour to begin, two to appeal, one to rule.
    static let reviewed = PolicySet([
        .fixture(
            reviews: ReviewPolicy(
                window: .hours(1), raters: 2...3, quorum: 2, combination: .mean,
                disagreement: Points(hundredths: 2_000),
                appeal: .hours(2), ruling: .hours(1)))
    ])
}

@Suite("Reviews in the evaluation task")
struct ReviewTests {
    private func bench() throws -> (TaskBench, Chat) {
        let bench = TaskBench(policies: .reviewed)
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        return (bench, chat)
    }

    @Test("S0-054, S0-062: each step is a revision; scores are kept apart, and what counts changes the figures")
    func revisions() throws {
        let (bench, chat) = try bench()
        try bench.commit()
        try bench.take(chat.review(.scored, by: "Q1", at: 60, event: "r1", items: ["greeting": 1_000]))
        try bench.take(chat.review(.scored, by: "Q2", at: 70, event: "r2", items: ["greeting": 2_000, "slang": 500]))
        try bench.commit()
        #expect(bench.evaluations.map(\.revision) == [1, 2, 3] && bench.letters.isEmpty)
        #expect(
            bench.evaluations.map(\.score) == [100, 100, 82.5] && bench.evaluations.map(\.humanScore) == [0, 90, 82.5])
        #expect(bench.evaluations.allSatisfy { $0.automaticScore == 100 } && bench.evaluations[2].cause == .review)
        let review = bench.evaluations[2].review
        #expect(review.state == .combined && !review.incomplete && review.spread == 15)
        #expect(review.raters.map(\.raterID) == ["Q1", "Q2"] && review.raters[1].score == 75)
        #expect(review.versions[0].items.map(\.points) == [15, 2.5])
        let all = bench.facts.filter { $0.subject == "all" }
        #expect(all.map(\.measures.scoreHundredths) == [10_000, 8_250 - 10_000])
        #expect(all.map(\.measures.records) == [3, 2])
        let greeting = try #require(bench.facts.first { $0.subject == "criterion:greeting" }?.measures)
        #expect(
            greeting.agreement.values == 2 && greeting.agreement.sum == 3_000 && greeting.agreement.pairs == 2_000_000)
        #expect(greeting.accuracy.compared == 1 && greeting.accuracy.difference == -1_500)
        #expect(greeting.accuracy.falseNegatives == 1 && greeting.conversations == 0)
    }

    @Test("T53, S0-058: a mystery shopper's report takes the episode out of the figures: they are compensated")
    func mystery() throws {
        let (bench, chat) = try bench()
        try bench.answer(chat.survey(5, at: 50))
        try bench.take(chat.review(.scored, by: "Q1", at: 60, event: "r1", items: ["greeting": 0], kind: .mystery))
        try bench.take(chat.review(.scored, by: "Q2", at: 61, event: "r2", items: ["greeting": 100], kind: .mystery))
        try bench.commit()
        #expect(bench.evaluations.map(\.excluded) == [false, false, true, true])
        #expect(
            !bench.facts.contains { $0.subject == "all" || $0.subject.hasPrefix("agent:") }, "nothing is left of it")
        let greeting = try #require(bench.facts.first { $0.subject == "criterion:greeting" })
        #expect(greeting.measures.agreement.values == 2, "it tells about raters all the same")
    }

    @Test("A27: a correction compensates the figures of its criteria, too")
    func correction() throws {
        let (bench, chat) = try bench()
        try bench.take(chat.review(.scored, by: "Q1", at: 60, event: "r1", items: ["greeting": 1_000]))
        try bench.take(chat.review(.scored, by: "Q2", at: 70, event: "r2", items: ["greeting": 1_000]))
        try bench.commit()
        try bench.take(chat.review(.published, at: 80, event: "r3"))
        try bench.take(chat.review(.corrected, by: "S1", at: 90, event: "r4", items: ["greeting": 0]))
        try bench.commit()
        let facts = bench.facts.filter { $0.subject == "criterion:greeting" }.map(\.measures)
        #expect(facts.map(\.accuracy.difference) == [-1_000, 1_000] && facts.map(\.accuracy.compared) == [1, 0])
        #expect(facts.map(\.accuracy.falseNegatives) == [1, -1] && facts[1].agreement.values == 0)
        let newest = try #require(bench.evaluations.last)
        #expect(newest.score == 100 && newest.review.versions.map(\.score) == [90, 100])
        #expect(newest.review.corrections == 1 && newest.review.state == .corrected)
    }

    @Test("C35: a review before its episode ended waits for it; one of an episode that never comes is a dead letter")
    func waits() throws {
        let bench = TaskBench(policies: .reviewed)
        var chat = Chat("c1")
        let events = chat.complete(from: 0)
        try bench.apply(events[0])
        try bench.take(chat.review(.scored, by: "Q1", at: 12, event: "r1", items: ["greeting": 0]))
        try bench.take(chat.review(.scored, by: "Q1", at: 13, event: "r2", items: ["greeting": 0], episode: 2))
        #expect(bench.evaluations.isEmpty && bench.letters.isEmpty)
        try bench.apply(all: Array(events[1...]))
        try bench.advance(to: at(100))
        #expect(bench.evaluations.map(\.revision) == [1, 2] && bench.letters.isEmpty)
        try bench.advance(to: at(13 + 3_600))
        #expect(bench.letters.map(\.reason) == [.orphan] && bench.letters[0].detail.contains("episode 2"))
    }

    @Test("an episode is kept for as long as further steps may come, and then it says that it is gone")
    func kept() throws {
        let (bench, chat) = try bench()
        try bench.take(chat.review(.published, at: 3_000, event: "r1"))
        try bench.take(chat.review(.appealed, by: "A17", at: 3_000 + 7_200, event: "r2"))
        try bench.take(chat.review(.appealRejected, by: "S1", at: 3_000 + 7_200 + 7_000, event: "r3"))
        #expect(bench.evaluations.map(\.review.state) == [.unspecified, .published, .appealed, .appealRejected])
        #expect(bench.evaluations[3].review.ruledLate && bench.letters.isEmpty)
        try bench.advance(to: at(3_000 + 7_200 + 7_000 + 3_600))
        try bench.take(chat.review(.published, at: 21_000, event: "r4"))
        #expect(bench.letters.map(\.reason) == [.orphan] && bench.letters[0].detail.contains("is not kept any more"))
        #expect(bench.evaluations.count == 4)
    }

    @Test("the same step twice counts once; one that changes nothing is noted and counted with the next revision")
    func repeated() throws {
        let (bench, chat) = try bench()
        for _ in 0..<2 { try bench.take(chat.review(.sampled, at: 60, event: "r1")) }
        try bench.take(chat.review(.sampled, at: 61, event: "r2"))
        #expect(bench.evaluations.count == 2 && bench.task.statistics.duplicates == 1 && bench.letters.isEmpty)
        try bench.take(chat.review(.scored, by: "Q1", at: 62, event: "r3", items: ["greeting": 0]))
        #expect(bench.evaluations.map(\.counts.records) == [3, 4, 6])
    }

    @Test("what cannot be used is a dead letter that says what to mend")
    func deadLetters() throws {
        let (bench, chat) = try bench()
        var noEpisode = chat.review(.sampled, at: 60, event: "r1")
        noEpisode.episode = 0
        var noVersion = chat.review(.scored, by: "Q1", at: 60, event: "r4", items: ["greeting": 0])
        noVersion.policyVersion = ""
        let bad = [
            (noEpisode, "episode must say"),
            (chat.review(.scored, at: 60, event: "r2", items: ["greeting": 0]), "rater_id must say"),
            (chat.review(.scored, by: "Q1", at: 60, event: "r3"), "the step needs items"),
            (noVersion, "policy_version"),
            (chat.review(.scored, by: "Q1", at: 60, event: "r5", items: ["greeting": 0, "greeting": 0]), "twice"),
            (chat.review(.published, at: 60, event: "r6", items: ["greeting": 0]), "the step has no items"),
            (
                chat.review(.scored, by: "A17", at: 60, event: "r7", items: ["greeting": 0]),
                "A17 is the agent who is judged"
            ),
            (chat.review(.scored, by: "Q1", at: 60, event: "r8", items: ["manners": 0]), "has no criterion 'manners'"),
            (
                chat.review(.scored, by: "Q1", at: 60, event: "r9", items: ["greeting": 6_001]),
                "can cost 6000 hundredths"
            ),
        ]
        for (event, _) in bad { try bench.take(event) }
        #expect(bench.evaluations.count == 1)
        #expect(
            bench.letters.map(\.reason.rawValue) == [2, 2, 2, 2, 2, 2, 8, 8, 8] && bench.letters.count == bad.count)
        for (letter, (event, part)) in zip(bench.letters, bad) {
            #expect(letter.detail.contains(part) && Array(letter.value) == event.protobuf)
        }
    }

    @Test("JSON is read as protobuf is")
    func json() throws {
        let (bench, chat) = try bench()
        let event = chat.review(.scored, by: "Q1", at: 60, event: "r1", items: ["greeting": 0])
        try bench.apply(
            .reviews, key: chat.key, value: event.json, timestamp: at(60),
            headers: [("content-type", Array("application/json".utf8))])
        try bench.advance(to: at(60))
        #expect(bench.evaluations.map(\.revision) == [1, 2])
    }

    @Test(
        "a review in an idle partition counts once the skew has passed, and a survey does not wait for reviews to come")
    func idlePartition() throws {
        let cluster = MemoryCluster(partitions: 1)
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        let member = Member(cluster, policies: .reviewed)
        member.log.assign(cluster.allLeading)
        try member.turns(10)
        cluster.append(chat.review(.published, at: 60, event: "r1"))
        member.wait(.seconds(10))
        try member.turns(10)
        cluster.append(chat.survey(5, at: 100))
        member.wait(.seconds(50))
        try member.turns(30)
        #expect(try cluster.evaluations.map(\.cause) == [.ended, .review, .survey])
    }

    @Test("A02, A03: a successor goes on with a review, and with what waits", arguments: [1, 4, 30])
    func successor(turns: Int) throws {
        let cluster = MemoryCluster(partitions: 1)
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        cluster.append(chat.review(.scored, by: "Q1", at: 50, event: "r1", items: ["greeting": 1_000]))
        cluster.append(chat.review(.scored, by: "Q2", at: 60, event: "r2", items: ["greeting": 2_000]))
        let first = Member(cluster, policies: .reviewed, id: "w")
        first.log.assign(cluster.allLeading)
        try first.turns(turns)
        let second = Member(cluster, policies: .reviewed, id: "w")
        second.log.assign(cluster.allLeading)
        try rest(second)
        cluster.append(chat.review(.corrected, by: "S1", at: 200, event: "r3", items: ["slang": 4_000]))
        let third = Member(cluster, policies: .reviewed, id: "w")
        third.log.assign(cluster.allLeading)
        try rest(third)
        let evaluations = try cluster.evaluations
        #expect(evaluations.map(\.revision) == [1, 2, 3, 4] && evaluations.map(\.score) == [100, 100, 85, 45])
        let month = try #require(try cluster.tallies.first { $0.key.hasPrefix("acme/criterion:slang/month/") })
        #expect(month.value.measures.accuracy.difference == -4_000 && month.value.measures.agreement.values == 2)
    }

    @Test("invariant 6: in what order surveys and reviews come, within the skew, and how often, changes nothing")
    func anyOrder() throws {
        var random = SeededRandom(seed: 11)
        for round in 0..<60 {
            let (told, chat) = try bench()
            var events: [(at: Int, apply: (TaskBench) throws -> Void)] = []
            for number in 0..<8 {
                let time = 60 + number * random.number(0...2)
                if number % 3 == 0 {
                    let survey = chat.survey(
                        Int32(random.number(1...5)), at: time, event: "s\(number)", survey: "sv\(number)",
                        programme: "p\(random.number(0...2))")
                    events.append((time, { try $0.apply(survey) }))
                } else {
                    let review = chat.review(
                        random.pick([.scored, .scored, .scored, .combined, .corrected, .published, .appealed]),
                        by: random.pick(["Q1", "Q2", "A17"]), at: time, event: "r\(number)",
                        items: ["greeting": UInt32(random.number(0...3) * 1_000)])
                    var event = review
                    if [.published, .appealed, .combined].contains(event.step) { event.items = [] }
                    if event.step == .appealed { event.raterID = "A17" }
                    let step = event
                    events.append((time, { try $0.apply(step) }))
                }
            }
            for event in events { try event.apply(told) }
            try told.advance(to: at(600))
            let (found, _) = try bench()
            // A swap or two of what is less than the skew of five seconds apart, and every third one twice.
            var order = Array(events.indices)
            for index in order.indices.dropLast()
            where random.chance(perMille: 500) && events[order[index + 1]].at - events[order[index]].at < 5 {
                order.swapAt(index, index + 1)
            }
            for index in order {
                try events[index].apply(found)
                if index % 3 == 0 { try events[index].apply(found) }
            }
            try found.advance(to: at(600))
            #expect(found.evaluations == told.evaluations, "round \(round)")
            #expect(Set(found.letters.map(\.value)) == Set(told.letters.map(\.value)), "round \(round)")
        }
    }
}
