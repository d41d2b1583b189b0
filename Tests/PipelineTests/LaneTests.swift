// The lane: commits, rollbacks, rebalances, restarts and idle partitions.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

/// A member of the group with its lane, on a clock of the test's own.
final class Member {
    let log: MemoryLog
    let lane: Lane<MemoryLog>
    private(set) var now = Instant(milliseconds: 0)

    init(
        _ cluster: MemoryCluster, policies: PolicySet = .fixture, batchLimit: Int = 7,
        positionInterval: Milliseconds = .hours(1), memory: Int = 1 << 30, id: String? = nil
    ) {
        log = MemoryLog(cluster: cluster, id: id)
        var settings = LaneSettings()
        settings.batchLimit = batchLimit
        settings.owner = "\(ObjectIdentifier(log))"
        settings.positionInterval = positionInterval
        settings.memory = memory
        settings.allowedSkew = policies.allowedSkew
        lane = Lane(log: log, settings: settings) { leading in
            if leading.topic == .facts { return TallyTask(partition: leading.partition, policies: policies) }
            return EvaluationTask(partition: leading.partition, policies: policies)
        }
    }

    /// Takes turns, 50 ms apart.
    func turns(_ count: Int) throws {
        for _ in 0..<count {
            now = now + Milliseconds(50)
            _ = try lane.turn(now: now)
        }
    }

    func wait(_ span: Milliseconds) { now = now + span }

    /// The next commits fail with these, in order.
    func failCommits(_ errors: [LogError]) {
        var errors = errors
        log.fault = { operation in operation == .commit && !errors.isEmpty ? errors.removeFirst() : nil }
    }
}

/// Lets members work off what is there, and what needs some time to be certain.
func rest(_ members: Member...) throws {
    for _ in 0..<3 {
        for _ in 0..<40 { for member in members { try member.turns(1) } }
        for member in members { member.wait(.minutes(1)) }
    }
}

extension MemoryCluster {
    func append(_ event: ProtoConversationEvent) {
        append(
            .conversations, key: RecordKey.bytes(tenant: event.tenant, name: event.conversationID),
            value: event.protobuf,
            timestamp: Instant(milliseconds: event.atMs))
    }

    func append(_ survey: ProtoSurveyEvent) {
        append(
            .surveys, key: RecordKey.bytes(tenant: survey.tenant, name: survey.conversationID), value: survey.protobuf,
            timestamp: Instant(milliseconds: survey.atMs))
    }

    func append(_ review: ProtoReviewEvent) {
        append(
            .reviews, key: RecordKey.bytes(tenant: review.tenant, name: review.conversationID), value: review.protobuf,
            timestamp: Instant(milliseconds: review.atMs))
    }

    var evaluations: [ProtoEvaluation] {
        get throws { try content(.evaluations).map { try ProtoEvaluation(protobuf: $0.value ?? []) } }
    }

    var alerts: [ProtoAlert] { get throws { try content(.alerts).map { try ProtoAlert(protobuf: $0.value ?? []) } } }

    /// The newest tally of each key.
    var tallies: [String: ProtoTally] {
        get throws {
            var newest: [String: ProtoTally] = [:]
            for record in content(.tallies) {
                newest[String(decoding: record.key ?? [], as: UTF8.self)] = try ProtoTally(protobuf: record.value ?? [])
            }
            return newest
        }
    }

    func leading(_ topic: Topic) -> [TopicPartition] { (0..<partitions).map { TopicPartition(topic, $0) } }
    var allLeading: [TopicPartition] { leading(.conversations) + leading(.facts) }
}

@Suite("Lane")
struct LaneTests {
    /// So many conversations, started three seconds apart, in the order of their times.
    private func fill(_ cluster: MemoryCluster, conversations: Int, from start: Int = 0, surveys: Bool = false) {
        var events: [ProtoConversationEvent] = []
        for number in 0..<conversations {
            var chat = Chat("c\(start + number)")
            events += chat.complete(from: start + number * 3)
            if surveys { cluster.append(chat.survey(5, at: start + number * 3 + 60)) }
        }
        for event in events.sorted(by: { $0.atMs < $1.atMs }) { cluster.append(event) }
    }

    @Test("from events to tallies through both stages")
    func bothStages() throws {
        let cluster = MemoryCluster(partitions: 3)
        fill(cluster, conversations: 20, surveys: true)
        let member = Member(cluster)
        member.log.assign(cluster.allLeading)
        try rest(member)
        #expect(try cluster.evaluations.filter { $0.revision == 1 }.count == 20)
        #expect(try cluster.evaluations.filter { $0.revision == 2 }.count == 20)
        let day = try #require(try cluster.tallies.first { $0.key.hasPrefix("acme/all/day/") }?.value.measures)
        #expect(day.conversations == 20 && day.scored == 20 && day.ratings == [0, 0, 0, 0, 20])
        #expect(day.records == 80)
    }

    @Test("A02: an aborted transaction is rolled back, read again, and published once")
    func abortedCommits() throws {
        let cluster = MemoryCluster(partitions: 2)
        fill(cluster, conversations: 30, surveys: true)
        let member = Member(cluster)
        member.log.assign(cluster.allLeading)
        for _ in 0..<5 {
            member.failCommits([.aborted("test")])
            try member.turns(9)
        }
        try rest(member)
        #expect(member.lane.aborts == 5)
        let identities = try cluster.evaluations.map { "\($0.conversationID)/\($0.revision)" }
        #expect(identities.count == 60 && Set(identities).count == 60)
        let month = try #require(try cluster.tallies.first { $0.key.hasPrefix("acme/all/month/") }?.value.measures)
        #expect(month.conversations == 30 && month.records == 120)
    }

    @Test("a retriable commit loses and doubles nothing")
    func retriableCommits() throws {
        let cluster = MemoryCluster(partitions: 1)
        fill(cluster, conversations: 5)
        let member = Member(cluster)
        member.log.assign(cluster.allLeading)
        member.failCommits([.retriable("test"), .retriable("test")])
        for _ in 0..<40 { try? member.turns(1) }
        #expect(try cluster.evaluations.count == 5)
        #expect(try cluster.tallies["acme/all/hour/2027-01-15T08"]?.measures.conversations == 5)
    }

    @Test(
        "a rebalance in the middle: the next owner goes on where the last one stopped, and every episode is evaluated once"
    )
    func rebalance() throws {
        let cluster = MemoryCluster(partitions: 4)
        fill(cluster, conversations: 40, surveys: true)
        let first = Member(cluster)
        let second = Member(cluster)
        first.log.assign(cluster.allLeading)
        try first.turns(6)
        let moved = cluster.allLeading.filter { $0.partition >= 2 }
        first.log.revoke(moved)
        try first.turns(1)
        second.log.assign(moved)
        try rest(first, second)
        let identities = try cluster.evaluations.map { "\($0.conversationID)/\($0.revision)" }
        #expect(identities.count == 80 && Set(identities).count == 80)
        let month = try #require(try cluster.tallies.first { $0.key.hasPrefix("acme/all/month/") }?.value.measures)
        #expect(month.conversations == 40 && month.ratings == [0, 0, 0, 0, 40])
        #expect(
            try cluster.evaluations.allSatisfy { $0.score == 100 }, "no conversation was judged by half of its messages"
        )
    }

    @Test(
        "partitions are given up even when the last commit fails: the next owner does the rest",
        arguments: [true, false])
    func revokedWithoutCommit(isAborted: Bool) throws {
        let cluster = MemoryCluster(partitions: 2)
        fill(cluster, conversations: 20, surveys: true)
        let first = Member(cluster)
        first.log.assign(cluster.allLeading)
        try first.turns(7)
        let moved = cluster.allLeading.filter { $0.partition == 1 }
        first.log.revoke(moved)
        first.failCommits([isAborted ? .aborted("test") : .retriable("rebalance in progress")])
        try first.turns(1)
        #expect(first.lane.partitions == cluster.allLeading.filter { $0.partition == 0 })
        let second = Member(cluster)
        second.log.assign(moved)
        try rest(first, second)
        let identities = try cluster.evaluations.map { "\($0.conversationID)/\($0.revision)" }
        #expect(identities.count == 40 && Set(identities).count == 40)
    }

    @Test("lost partitions are rolled back, not committed")
    func lostPartitions() throws {
        let cluster = MemoryCluster(partitions: 2)
        fill(cluster, conversations: 20)
        let first = Member(cluster, batchLimit: 1_000)
        first.log.assign(cluster.leading(.conversations))
        try first.turns(2)
        first.log.revoke([TopicPartition(.conversations, 1)], lost: true)
        try first.turns(30)
        let second = Member(cluster)
        second.log.assign([TopicPartition(.conversations, 1)])
        try second.turns(30)
        let identities = try cluster.evaluations.map(\.conversationID)
        #expect(identities.count == 20 && Set(identities).count == 20)
    }

    @Test(
        "A02, A03: a worker that dies anywhere loses nothing, and its successor publishes nothing twice",
        arguments: 1...24)
    func crash(turns: Int) throws {
        let cluster = MemoryCluster(partitions: 2)
        fill(cluster, conversations: 25, surveys: true)
        let first = Member(cluster)
        first.log.assign(cluster.allLeading)
        try first.turns(turns)
        // Dead: what it had sent without committing is aborted. The next one begins from the committed positions.
        let second = Member(cluster, id: first.log.id)
        second.log.assign(cluster.allLeading)
        try rest(second)
        let identities = try cluster.evaluations.map { "\($0.conversationID)/\($0.revision)" }
        #expect(identities.count == 50 && Set(identities).count == 50)
        let all = try #require(try cluster.tallies.first { $0.key.hasPrefix("acme/all/month/") }?.value.measures)
        #expect(all.conversations == 25 && all.records == 100)
    }

    @Test("C35: a conversation that was first known from its survey is replayed from its own first record, too")
    func surveyBeforeConversation() throws {
        let cluster = MemoryCluster(partitions: 1)
        var chat = Chat("c1")
        let events = chat.complete(from: 0)
        cluster.append(chat.survey(5, at: 1))
        let first = Member(cluster)
        first.log.assign(cluster.leading(.conversations))
        try first.turns(6)
        cluster.append(events[0])
        try first.turns(6)
        #expect(cluster.committed(TopicPartition(.conversations, 0))?.next == 1)
        let second = Member(cluster)
        second.log.assign(cluster.leading(.conversations))
        for event in events[1...] { cluster.append(event) }
        try second.turns(12)
        #expect(try cluster.evaluations.map(\.revision) == [1, 2])
    }

    @Test("a breach that was told before a restart is not told again")
    func alertsAreNotRepeated() throws {
        let cluster = MemoryCluster(partitions: 1)
        var waiting = Chat("waiting")
        cluster.append(waiting.customer(at: 0))
        let first = Member(cluster)
        first.log.assign(cluster.leading(.conversations))
        try first.turns(3)
        first.wait(.seconds(60))
        try first.turns(6)
        #expect(try cluster.alerts.map(\.step) == [.breached])
        let second = Member(cluster)
        second.log.assign(cluster.leading(.conversations))
        try second.turns(3)
        second.wait(.seconds(60))
        try second.turns(6)
        cluster.append(waiting.agent(at: 90))
        try second.turns(10)
        #expect(try cluster.alerts.map(\.step) == [.breached, .cleared])
    }

    @Test("A09, A40: in an idle partition a breach is told when the backlog is proven empty, and not before")
    func idlePartition() throws {
        let cluster = MemoryCluster(partitions: 1)
        var waiting = Chat("waiting")
        cluster.append(waiting.customer(at: 0))
        let member = Member(cluster)
        member.log.assign(cluster.leading(.conversations))
        try member.turns(3)
        member.wait(.seconds(34))
        try member.turns(1)
        #expect(try cluster.alerts.isEmpty, "the deadline and the allowed skew have not passed")
        member.wait(.seconds(2))
        member.log.fault = { $0 == .end ? .retriable("no broker answers") : nil }
        #expect(throws: LogError.retriable("no broker answers")) { try member.turns(1) }
        #expect(try cluster.alerts.isEmpty)
        member.log.fault = { _ in nil }
        member.wait(.seconds(1))
        try member.turns(6)
        #expect(try cluster.alerts.map(\.deadlineMs) == [at(30).milliseconds])
    }

    @Test("A41: the worker's own clock has no say in what is breached")
    func workersClock() throws {
        let cluster = MemoryCluster(partitions: 1)
        var waiting = Chat("waiting")
        let member = Member(cluster)
        member.wait(.hours(200))
        member.log.assign(cluster.leading(.conversations))
        cluster.append(waiting.customer(at: 0))
        try member.turns(10)
        member.wait(.seconds(20))
        try member.turns(5)
        #expect(try cluster.alerts.isEmpty)
    }

    @Test("invariant 6: one partition or five, one member or two, the same evaluations and the same tallies")
    func partitioningDoesNotMatter() throws {
        func results(partitions: Int32) throws -> (evaluations: [[UInt8]], tallies: [String: ProtoMeasures]) {
            let cluster = MemoryCluster(partitions: partitions)
            fill(cluster, conversations: 30, surveys: true)
            let member = Member(cluster)
            member.log.assign(cluster.allLeading)
            try rest(member)
            let evaluations = try cluster.evaluations.map(\.protobuf).sorted { $0.lexicographicallyPrecedes($1) }
            return (evaluations, try cluster.tallies.mapValues(\.measures))
        }
        let one = try results(partitions: 1)
        let five = try results(partitions: 5)
        #expect(one.evaluations == five.evaluations)
        #expect(one.tallies == five.tallies)
    }

    @Test("positions are committed again after a while though nothing comes")
    func positionsAreKept() throws {
        let cluster = MemoryCluster(partitions: 1)
        fill(cluster, conversations: 1)
        let member = Member(cluster, positionInterval: .minutes(10))
        member.log.assign(cluster.leading(.conversations))
        try member.turns(10)
        // The clock's deadline passes.
        member.wait(.minutes(1))
        try member.turns(10)
        let commits = member.lane.commits
        member.wait(.minutes(9))
        try member.turns(10)
        #expect(member.lane.commits == commits)
        member.wait(.minutes(1))
        try member.turns(10)
        #expect(member.lane.commits == commits + 1)
        #expect(cluster.committed(TopicPartition(.conversations, 0))?.next == 3)
    }

    @Test("a lane that takes too much memory reads one partition at a time, until there is room again")
    func memory() throws {
        let cluster = MemoryCluster(partitions: 2)
        let (large, small) = (TopicPartition(.conversations, 0), TopicPartition(.conversations, 1))
        func append(_ event: ProtoConversationEvent, to partition: Int32) {
            cluster.append(
                .conversations, partition: partition, key: RecordKey.bytes(tenant: "acme", name: event.conversationID),
                value: event.protobuf, timestamp: Instant(milliseconds: event.atMs))
        }
        var chats = (0..<40).map { Chat("c\($0)") }
        for index in chats.indices { append(chats[index].customer(at: 0), to: index % 8 == 0 ? 1 : 0) }
        for index in chats.indices { append(chats[index].resolved(at: 1), to: index % 8 == 0 ? 1 : 0) }
        let member = Member(cluster, memory: 28_000)
        member.log.assign([large, small])
        var held: Set<TopicPartition> = []
        for _ in 0..<400 {
            try member.turns(1)
            held.formUnion(member.lane.heldBack)
        }
        #expect(held == [large, small] && member.lane.heldBack.count == 1)
        #expect(try cluster.evaluations.count == 40, "each is read in its turn")
        // What was held is let go after the window of surveys.
        var later = Chat("later")
        append(later.customer(at: 4_000), to: 0)
        append(later.customer(at: 4_000), to: 1)
        try member.turns(400)
        for second in 4_001...4_003 {
            member.wait(.minutes(2))
            try member.turns(400)
            append(later.customer(at: second), to: 0)
            append(later.customer(at: second), to: 1)
        }
        try member.turns(400)
        #expect(member.lane.heldBack == [] && member.lane.statistics.held == 2)
    }

    @Test("finish commits what was applied")
    func finish() throws {
        let cluster = MemoryCluster(partitions: 1)
        fill(cluster, conversations: 1)
        let member = Member(cluster, batchLimit: 1_000)
        member.log.assign(cluster.leading(.conversations))
        try member.turns(2)
        #expect(try cluster.evaluations.isEmpty)
        try member.lane.finish(now: member.now)
        #expect(try cluster.evaluations.count == 1)
        #expect(cluster.committed(TopicPartition(.conversations, 0))?.next == 3)
    }
}
