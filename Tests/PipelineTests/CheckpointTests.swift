// Checkpoints: what is saved when, and what a successor makes of it.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Checkpoints and replay")
struct CheckpointTests {
    private let cluster = MemoryCluster(partitions: 1)
    private let partition = TopicPartition(.conversations, 0)

    private func member(_ policies: PolicySet = .fixture) -> Member {
        let member = Member(cluster, policies: policies)
        member.log.assign([partition])
        return member
    }

    /// Where a successor's replay would begin.
    private var replayFrom: Int64? {
        cluster.committed(partition).flatMap { Int64($0.metadata.split(separator: " ")[1]) }
    }

    /// The newest checkpoint of a conversation; nil when there is none or it was taken back.
    private func checkpoint(_ chat: Chat) -> [UInt8]? { checkpoints(chat).last ?? nil }

    private func checkpoints(_ chat: Chat) -> [[UInt8]?] {
        cluster.content(.checkpoints).filter { $0.key == chat.key }.map(\.value)
    }

    /// Events of others, a second apart, that let the stream's time pass.
    private func pass(from first: Int, to last: Int) {
        for second in first...last {
            var chat = Chat("other\(second)")
            cluster.append(chat.customer(at: second))
        }
    }

    @Test("an effect travels with a checkpoint of its conversation, and what changed silently does not")
    func effectsAreSaved() throws {
        var quiet = Chat("quiet")
        var ended = Chat("ended")
        for event in ended.complete(from: 0) { cluster.append(event) }
        cluster.append(quiet.customer(at: 21))
        try member().turns(10)
        #expect(try cluster.evaluations.count == 1)
        #expect(checkpoint(ended) != nil && checkpoint(quiet) == nil)
        #expect(replayFrom == 3)
    }

    @Test("a conversation is saved when its oldest unsaved change is a minute old: a replay is never longer")
    func boundedReplay() throws {
        var waiting = Chat("waiting")
        cluster.append(waiting.customer(at: 0))
        cluster.append(waiting.agent(at: 10))
        pass(from: 11, to: 50)
        let first = member()
        try first.turns(40)
        #expect(checkpoint(waiting) == nil && replayFrom == 0)
        pass(from: 51, to: 400)
        try first.turns(150)
        #expect(checkpoint(waiting) != nil)
        let next = try #require(cluster.committed(partition)?.next)
        #expect(next - (try #require(replayFrom)) <= 70)
        // The successor knows what was said hundreds of records ago.
        cluster.append(waiting.resolved(at: 401))
        try member().turns(60)
        let evaluation = try #require(try cluster.evaluations.first { $0.conversationID == "waiting" })
        #expect(evaluation.score == 100 && evaluation.counts.records == 3 && !evaluation.hasGaps_p)
    }

    @Test("F08, C26: a successor counts episodes on, and joins surveys with what ended before its time")
    func endedConversations() throws {
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        pass(from: 21, to: 120)
        try member().turns(40)
        cluster.append(chat.survey(4, at: 100))
        for event in chat.complete(from: 121) { cluster.append(event) }
        let second = member()
        try second.turns(40)
        cluster.append(chat.event(at: 160, .reopened(ProtoReopened())))
        try rest(second)
        let evaluations = try cluster.evaluations.filter { $0.conversationID == "c1" }
        #expect(Set(evaluations.map { "\($0.episode)/\($0.revision)" }) == ["1/1", "1/2", "2/1"])
        #expect(evaluations.first { $0.revision == 2 }?.surveys.map(\.rating) == [4])
    }

    @Test(
        "a conversation gets a tombstone when nothing can come of it any more, and not while a replay reads its records"
    )
    func tombstones() throws {
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        let member = member()
        try member.turns(20)
        // The window of surveys is an hour. A conversation that changed at the same time is not saved yet.
        var other = Chat("other")
        cluster.append(other.customer(at: 3_590))
        cluster.append(other.agent(at: 3_600))
        try member.turns(10)
        cluster.append(other.agent(at: 3_628))
        try member.turns(10)
        #expect(checkpoint(chat) != nil && member.lane.statistics.held == 2)
        // It is in the log first that no replay reads them any more.
        for second in [3_720, 3_721, 3_722] {
            cluster.append(other.agent(at: second))
            try member.turns(10)
        }
        #expect(checkpoints(chat).last == .some(nil) && member.lane.statistics.held == 1)
        let successor = self.member()
        try successor.turns(10)
        #expect(successor.lane.statistics.held == 1)
        // Taken up again after its time, it begins anew.
        for event in chat.complete(from: 3_723) { cluster.append(event) }
        try rest(successor)
        #expect(try cluster.evaluations.filter { $0.conversationID == "c1" }.map(\.episode) == [1, 1])
    }

    @Test("what idle time decided is saved with the commit that says so")
    func idleTime() throws {
        var waiting = Chat("waiting")
        cluster.append(waiting.customer(at: 0))
        let first = member()
        try rest(first)
        #expect(try cluster.alerts.count == 1)
        #expect(checkpoint(waiting) != nil && replayFrom == 1)
    }

    @Test(
        "a replay that would publish something ends with what happened and how to mend it: a policy was changed in place"
    )
    func changedPolicy() throws {
        var chat = Chat("c1")
        cluster.append(chat.customer(at: 0))
        cluster.append(chat.agent(at: 20))
        try member().turns(10)
        let successor = member(PolicySet([.fixture(target: .seconds(10))]))
        #expect {
            try successor.turns(10)
        } throws: { error in
            guard case LogError.fatal(let reason) = error else { return false }
            return reason.contains("conversations[0]") && reason.contains("an alert at offset 1")
                && reason.contains("effective-from")
        }
    }

    @Test(
        "a checkpoint that cannot be read, or whose policy is gone, ends the restoring with its place", arguments: 0...2
    )
    func unreadable(kind: Int) throws {
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        try member().turns(10)
        var policies = PolicySet.fixture
        switch kind {
        case 0: cluster.append(.checkpoints, partition: 0, key: chat.key, value: [1, 2, 3], timestamp: at(0))
        case 1:
            var envelope = ProtoCheckpoint()
            envelope.layout = 99
            let value = try ZstdCompressor(dictionary: CheckpointDictionary.current).compress(envelope.protobuf)
            cluster.append(.checkpoints, partition: 0, key: chat.key, value: value, timestamp: at(0))
        default:
            cluster.append(chat.customer(at: 30))
            cluster.append(chat.resolved(at: 31))
            try member().turns(10)
            policies = PolicySet([.fixture(version: "2")])
            cluster.append(chat.survey(1, at: 32))
        }
        let successor = member(policies)
        #expect {
            try rest(successor)
        } throws: { error in
            guard case LogError.fatal(let reason) = error else { return false }
            return reason.contains("checkpoints[0] offset") && !reason.contains("c1")
                && reason.contains(["no zstd frame", "layout 99", "version 1"][kind])
        }
    }

    @Test("checkpoints of the layout before are read, and those of older ones are not", arguments: [5, 4] as [UInt32])
    func earlierLayout(_ layout: UInt32) throws {
        // Without clocks a state has nothing that the earlier layout had not.
        let policies = PolicySet([.fixture(clocks: [])])
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        try member(policies).turns(10)
        let written = try #require(checkpoint(chat))
        var plain: [UInt8] = []
        try ZstdDecompressor(dictionaries: CheckpointDictionary.all).decompress(
            written, 0..<written.count, limit: 1 << 20, appendingTo: &plain)
        var envelope = try ProtoCheckpoint(protobuf: plain)
        #expect(envelope.layout == 6)
        envelope.layout = layout
        let value = try ZstdCompressor(dictionary: CheckpointDictionary.current).compress(envelope.protobuf)
        cluster.append(.checkpoints, partition: 0, key: chat.key, value: value, timestamp: at(0))
        let successor = member(policies)
        guard layout == 5 else {
            #expect { try rest(successor) } throws: {
                "\($0)".contains("layout 4, and this version of Assay reads 5 to 6")
            }
            return
        }
        cluster.append(chat.survey(1, at: 32))
        try rest(successor)
        #expect(try cluster.evaluations.map(\.revision) == [1, 2])
    }

    @Test("no bytes in the place of a state can do harm")
    func hostileStates() throws {
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        cluster.append(chat.customer(at: 30))
        cluster.append(chat.agent("yyds", at: 90))
        try member().turns(10)
        let good = try #require(checkpoint(chat))
        var plain: [UInt8] = []
        try ZstdDecompressor(dictionaries: CheckpointDictionary.all).decompress(
            good, 0..<good.count, limit: 1 << 20, appendingTo: &plain)
        let compressor = ZstdCompressor(dictionary: CheckpointDictionary.current)
        var random = SeededRandom(seed: 1)
        for _ in 0..<3_000 {
            var bytes = plain
            for _ in 0...random.number(0...3) {
                bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255))
            }
            if random.chance(perMille: 200) { bytes.removeLast(random.number(1...bytes.count)) }
            var batch = RecordBatch()
            batch.append(
                origin: TopicPartition(.checkpoints, 0), offset: 0, timestamp: at(0), key: chat.key,
                value: try compressor.compress(bytes))
            let task = EvaluationTask(partition: 0, policies: .fixture)
            try? task.load(batch)
        }
    }

    @Test("a task that comes back to its lane goes on with what it holds, when nobody has committed since")
    func takenBack() throws {
        var chat = Chat("c1")
        cluster.append(chat.customer(at: 0))
        let first = member()
        try first.turns(10)
        first.log.revoke([partition])
        try first.turns(2)
        first.log.assign([partition])
        try first.turns(2)
        #expect(first.lane.takenBack == 1 && first.lane.isLive)
        cluster.append(chat.agent(at: 10))
        cluster.append(chat.resolved(at: 20))
        try first.turns(10)
        #expect(try cluster.evaluations.map(\.counts.records) == [3])
    }

    @Test("a task that somebody else had meanwhile is restored")
    func notTakenBack() throws {
        var chat = Chat("c1")
        cluster.append(chat.customer(at: 0))
        let first = member()
        try first.turns(10)
        first.log.revoke([partition])
        try first.turns(2)
        let second = member()
        cluster.append(chat.agent(at: 10))
        try second.turns(10)
        second.log.revoke([partition])
        try second.turns(2)
        first.log.assign([partition])
        cluster.append(chat.resolved(at: 20))
        try first.turns(20)
        #expect(first.lane.takenBack == 0)
        #expect(try cluster.evaluations.map(\.counts.records) == [3])
    }
}
