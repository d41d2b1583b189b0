// What a lane says that it has committed.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Totals of a lane")
struct LaneTotalsTests {
    @Test("totals count what was committed, rolled back work once; nothing ever shrinks")
    func committed() throws {
        let cluster = MemoryCluster(partitions: 2)
        for number in 0..<12 {
            var chat = Chat("c\(number)")
            let texts = number < 4 ? "好的yyds" : "您好"
            for event in [
                chat.customer(at: number * 3), chat.agent(texts, at: number * 3 + 1), chat.resolved(at: number * 3 + 2),
            ] { cluster.append(event) }
        }
        let member = Member(cluster)
        member.log.assign(cluster.allLeading)
        var before = member.lane.totals
        for turn in 0..<120 {
            if turn % 8 == 0 { member.failCommits([.aborted("test")]) }
            try member.turns(1)
            let now = member.lane.totals
            #expect(now.work.records >= before.work.records && now.work.evaluations >= before.work.evaluations)
            #expect(now.commits >= before.commits)
            before = now
        }
        try rest(member)
        let totals = member.lane.totals
        #expect(totals.aborts == member.lane.aborts && totals.aborts > 0 && totals.commits == member.lane.commits)
        for (topic, count) in [
            (Topic.evaluations, totals.work.evaluations), (.alerts, totals.work.alerts), (.facts, totals.work.facts),
            (.tallies, totals.work.tallies), (.checkpoints, totals.work.checkpoints),
            (.deadLetters, totals.work.deadLetters),
        ] {
            #expect(Int(count) == cluster.content(topic).count, "\(topic)")
        }
        #expect(totals.work.records - totals.work.factRecords == 36)
        #expect(totals.work.open == 0 && totals.work.held == 0, "what is held is no total")
        // The fixture's criteria: a greeting, and no slang.
        #expect(CriterionPlaces.names(.fixture) == ["greeting", "slang"])
        #expect(totals.criteria.judged == [12, 12] && totals.criteria.failed == [4, 4])
    }

    @Test("a lane tells the deadlines of the alerts that it has just committed, once, and those of no other")
    func alerts() throws {
        let cluster = MemoryCluster(partitions: 1)
        var chat = Chat("c1")
        cluster.append(chat.customer(at: 0))
        // Proves that the deadline has passed.
        cluster.append(chat.customer("?", at: 60))
        let member = Member(cluster)
        member.log.assign(cluster.allLeading)
        member.failCommits([.aborted("test")])
        var told: [Instant] = []
        for _ in 0..<60 {
            try member.turns(1)
            told += member.lane.toldAlerts
        }
        #expect(try cluster.alerts.map(\.step) == [.breached])
        #expect(told == [at(30)])
    }

    @Test("restoring partitions and the slowest time are those of the tasks it has now")
    func present() throws {
        let cluster = MemoryCluster(partitions: 2)
        var chat = Chat("c1")
        cluster.append(chat.customer(at: 10))
        let first = Member(cluster)
        #expect(first.lane.slowestTime == nil && first.lane.restoring == 0)
        first.log.assign(cluster.allLeading)
        try first.turns(1)
        #expect(first.lane.restoring > 0)
        try first.turns(30)
        #expect(first.lane.restoring == 0)
        // The other partition has seen nothing and is not asked.
        #expect(first.lane.slowestTime == at(10))
    }

    @Test("a revision, as of a survey, judges no criterion again")
    func revisions() throws {
        let cluster = MemoryCluster(partitions: 1)
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        cluster.append(chat.survey(5, at: 60))
        let member = Member(cluster)
        member.log.assign(cluster.allLeading)
        try rest(member)
        #expect(member.lane.totals.work.evaluations == 2)
        #expect(member.lane.totals.criteria.judged == [1, 1])
    }
}
