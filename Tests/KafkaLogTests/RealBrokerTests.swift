// What only a broker with transactions can show. Runs when KAFKA_BOOTSTRAP_SERVERS names one.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Pipeline
import Quality
import Testing

private let bootstrapServers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"]

@Suite(
    "On a real broker", .enabled(if: bootstrapServers != nil, "set KAFKA_BOOTSTRAP_SERVERS to run these on a broker"))
struct RealBrokerTests {
    private static let first = TopicPartition(.conversations, 0)

    /// Settings with topics, a group and a transactional id of this test's own.
    private static func settings(
        _ name: String, partitions: Int = 1, _ delivery: KafkaSettings.Delivery = .exactlyOnce,
        evaluations: [String: String] = [:]
    ) throws -> KafkaSettings {
        let own = "\(name)-\(UUID().uuidString.prefix(8))"
        var settings = KafkaSettings(bootstrapServers: bootstrapServers ?? "", groupID: own)
        settings.delivery = delivery
        settings.topics = TopicNames(prefix: own + ".")
        settings.sessionTimeout = .seconds(6)
        settings.operationTimeout = .seconds(10)
        settings.properties = ["consumer.heartbeat.interval.ms": "200"]
        let admin = try KafkaAdmin(settings, logger: quietLogger)
        let compacted: Set<Topic> = [.checkpoints, .tallies]
        let topics = Topic.allCases.map { topic in
            KafkaAdmin.NewTopic(
                name: settings.topics[topic], partitions: partitions, replication: 1,
                properties: topic == .evaluations
                    ? evaluations
                    : compacted.contains(topic) ? ["cleanup.policy": "compact"] : ["retention.ms": "3600000"])
        }
        let created = try admin.create(topics)
        #expect(created == Dictionary(uniqueKeysWithValues: topics.map { ($0.name, .created) }))
        return settings
    }

    private static func write(_ texts: [String], _ settings: KafkaSettings, _ partition: Int32 = 0) throws {
        let writer = try KafkaWriter(settings, logger: quietLogger)
        for text in texts {
            let record = KafkaWriter.Record(
                key: Array("acme/\(text)".utf8), value: Array(text.utf8), partition: partition)
            try writer.write(record, to: settings.topics[.conversations])
        }
        try writer.flush(within: .seconds(20))
    }

    private static func joined(_ settings: KafkaSettings) throws -> Member {
        let member = try Member(settings)
        try member.turns(until: "an assignment") { !member.rebalances.isEmpty }
        return member
    }

    @Test("a transactional writer fences off the one before it, whose record is committed already or never will be")
    func fencedWriter() async throws {
        try await onOwnThread {
            let settings = try Self.settings("writer")
            let name = settings.topics[.conversations]
            let record = KafkaWriter.Record(key: nil, value: [1], partition: 0)
            let first = try TransactionalWriter(settings, logger: quietLogger)
            try first.write(record, to: name)
            let second = try TransactionalWriter(settings, logger: quietLogger)
            let error = #expect(throws: KafkaError.self) { try first.write(record, to: name) }
            #expect(error?.message.contains("another writer with this id has begun since") == true)
            try second.write(record, to: name)
            #expect(try everything(in: .conversations, settings).count == 2)
            let offsets = try TopicOffsets(
                settings, topic: .conversations, seesUncommitted: true, logger: quietLogger)
            #expect(try offsets.oldest() == [0: 0])
            #expect(try offsets.first(notBefore: Instant(milliseconds: 0)) == [0: 0])
            #expect(try offsets.first(notBefore: Instant(milliseconds: 4_000_000_000_000)).isEmpty)
        }
    }

    @Test("topics are created once, with their partitions, unequal counts are told, and properties as they hold")
    func admin() async throws {
        try await onOwnThread {
            let settings = try Self.settings("admin", partitions: 3)
            let admin = try KafkaAdmin(settings, logger: quietLogger)
            let name = settings.topics[.facts]
            #expect(try admin.create([.init(name: name, partitions: 3)]) == [name: .existed])
            #expect(try admin.partitionCounts([name, name + "-not"]) == [name: 3])
            #expect(try admin.properties(of: [name])[name]?["retention.ms"] == "3600000")
            #expect(throws: KafkaError.self) { try admin.properties(of: [name + "-not"]) }
            try admin.checkPartitionCounts()
            let other = settings.topics[.facts] + "-other"
            let refused = try admin.create([.init(name: other, partitions: 1, replication: 99)])[other]
            guard case .refused = refused else {
                Issue.record("more copies than brokers are accepted: \(String(describing: refused))")
                return
            }
        }
    }

    @Test("committed effects and positions are seen, aborted ones never")
    func commitAndAbort() async throws {
        try await onOwnThread {
            let settings = try Self.settings("visibility")
            try Self.write(["a", "b", "c"], settings)
            let member = try Self.joined(settings)
            try member.turns(until: "the input") { member.records.count == 3 }
            try member.log.send(.of(["dropped"], .evaluations))
            try member.log.abort(to: [])
            #expect(try member.log.committed([Self.first]).isEmpty)
            try member.log.send(.of(["one", "two"], .evaluations))
            let position = Position(partition: Self.first, next: 2, metadata: "replay=1")
            try member.log.commit([position])
            try member.log.send(.of(["open"], .evaluations))
            #expect(try member.log.committed([Self.first]) == [position])
            try member.log.abort(to: [])
            #expect(try everything(in: .evaluations, settings).map(\.text) == ["one", "two"])
            try member.log.rewind(Self.first, to: 2)
            try member.turns(until: "the third record again") { member.records.count == 4 }
            #expect(member.records[3].text == "c")
        }
    }

    @Test("a record that the broker refuses aborts, and the next turns work", arguments: [true, false])
    func refused(exactlyOnce: Bool) async throws {
        try await onOwnThread {
            let settings = try Self.settings(
                "refused", exactlyOnce ? .exactlyOnce : .atLeastOnce, evaluations: ["max.message.bytes": "500"])
            let member = try Self.joined(settings)
            let position = Position(partition: Self.first, next: 0)
            for turn in 0..<3 {
                try member.log.send(
                    .of(
                        [String(decoding: (0..<5000).map { _ in UInt8.random(in: 33...126) }, as: UTF8.self)],
                        .evaluations))
                let error = #expect(throws: LogError.self) { try member.log.commit([position]) }
                guard case .aborted = error else {
                    Issue.record("expected an abort, not \(String(describing: error))")
                    return
                }
                try member.log.abort(to: [])
                var aborts = 0
                while aborts < 3 {
                    do {
                        try member.log.send(.of(["good \(turn)"], .evaluations))
                        try member.log.commit([position])
                        break
                    } catch LogError.aborted {
                        aborts += 1
                        try member.log.abort(to: [])
                    }
                }
            }
            #expect(try everything(in: .evaluations, settings).map(\.text) == ["good 0", "good 1", "good 2"])
        }
    }

    @Test("a transaction left open beyond its timeout is gone, and its producer is of the past")
    func transactionTimeout() async throws {
        try await onOwnThread {
            var settings = try Self.settings("timeout")
            settings.transactionTimeout = .seconds(2)
            let member = try Self.joined(settings)
            try member.log.send(.of(["too late"], .evaluations))
            let partition = TopicPartition(.evaluations, 0)
            try member.turns(until: "the broker's abort") { try member.log.endOffset(partition) >= 2 }
            let error = #expect(throws: LogError.self) {
                try member.log.commit([Position(partition: Self.first, next: 1)])
            }
            guard case .fenced = error else {
                Issue.record("expected to be fenced, not \(String(describing: error))")
                return
            }
            #expect(try everything(in: .evaluations, settings).isEmpty)
            member.log.close()
            let heir = try Self.joined(settings)
            try heir.log.send(.of(["in time"], .evaluations))
            try heir.log.commit([Position(partition: Self.first, next: 1)])
            #expect(try everything(in: .evaluations, settings).map(\.text) == ["in time"])
        }
    }

    @Test("a topic that does not exist is told by its name")
    func missingTopic() async throws {
        try await onOwnThread {
            var settings = KafkaSettings(
                bootstrapServers: bootstrapServers ?? "", groupID: "missing-\(UUID().uuidString.prefix(8))")
            settings.topics = TopicNames(prefix: settings.groupID + ".")
            let member = try Member(settings)
            try member.turns(until: "a failure") { member.failure != nil }
            guard case .retriable(let reason) = member.failure else {
                Issue.record("expected a retriable error, not \(String(describing: member.failure))")
                return
            }
            #expect(reason.contains(settings.topics[.conversations]))
            let admin = try KafkaAdmin(settings, logger: quietLogger)
            #expect(try admin.partitionCounts([settings.topics[.conversations]]).isEmpty, "asking does not create it")
        }
    }

    @Test("positions alone are committed too, and a newcomer goes on from them")
    func positionsAlone() async throws {
        try await onOwnThread {
            let settings = try Self.settings("positions")
            try Self.write(["a", "b", "c"], settings)
            let member = try Self.joined(settings)
            try member.log.commit([
                Position(partition: Self.first, next: 1, metadata: String(repeating: "m", count: 4000))
            ])
            member.log.close()
            let second = try Self.joined(settings)
            try second.turns(until: "the rest") { second.records.count == 2 }
            #expect(second.records.map(\.text) == ["b", "c"])
            #expect(try second.log.committed([Self.first]).first?.metadata.count == 4000)
        }
    }

    @Test("a second instance with the same transactional id fences the first, and what that had open is gone")
    func fencing() async throws {
        try await onOwnThread {
            let settings = try Self.settings("fencing")
            try Self.write(["a"], settings)
            let first = try Self.joined(settings)
            try first.log.send(.of(["of the zombie"], .evaluations))
            var other = settings
            other.groupID += "-other"
            let second = try Member(other)
            let error = #expect(throws: LogError.self) {
                try first.log.commit([Position(partition: Self.first, next: 1)])
            }
            guard case .fenced = error else {
                Issue.record("expected to be fenced, not \(String(describing: error))")
                return
            }
            try second.log.send(.of(["of the heir"], .evaluations))
            try second.log.commit([])
            #expect(try everything(in: .evaluations, settings).map(\.text) == ["of the heir"])
            #expect(try second.log.committed([Self.first]).isEmpty)
        }
    }

    @Test("an end is that of all records, and a reader is caught up behind the markers of transactions only")
    func caughtUp() async throws {
        try await onOwnThread {
            let settings = try Self.settings("ends")
            let member = try Member(settings, leading: [.facts])
            try member.turns(until: "an assignment") { !member.rebalances.isEmpty }
            let facts = TopicPartition(.facts, 0)
            try member.log.send(.of(["f"], .facts))
            try member.turns(until: "the open transaction") { try member.log.endOffset(facts) == 1 }
            #expect(try member.log.isCaughtUp(facts) == false, "an open transaction is a backlog")
            try member.log.commit([])
            try member.turns(until: "the record") { member.records.count == 1 }
            #expect(try member.log.endOffset(facts) == 2, "a record and a marker")
            try member.turns(until: "the end") { try member.log.isCaughtUp(facts) }
            try member.log.send(.of(["dropped"], .facts))
            try member.turns(until: "the second transaction") { try member.log.endOffset(facts) == 3 }
            try member.log.abort(to: [])
            try member.turns(until: "the end behind the aborted") { try member.log.isCaughtUp(facts) }
            #expect(member.records.count == 1)
        }
    }

    @Test("restoring reads what is committed, up to an end that lies behind markers")
    func restore() async throws {
        try await onOwnThread {
            let settings = try Self.settings("restore")
            let member = try Self.joined(settings)
            for turn in 0..<5 {
                try member.log.send(.of((0..<100).map { "\(turn)-\($0)" }, .checkpoints))
                if turn == 2 { try member.log.abort(to: []) } else { try member.log.commit([]) }
            }
            let partition = TopicPartition(.checkpoints, 0)
            let end = try member.log.endOffset(partition)
            var batch = RecordBatch()
            var next: Int64? = 0
            for _ in 0..<Member.mostTurns {
                guard let offset = next else { break }
                next = try member.log.read(partition, from: offset, until: end, limit: 60, into: &batch)
            }
            #expect(next == nil)
            let expected = [0, 1, 3, 4].flatMap { turn in (0..<100).map { "\(turn)-\($0)" } }
            #expect(batch.seen.map(\.text) == expected)
        }
    }

    @Test("every record is answered exactly once while members come, go, abort and are cut off", arguments: [2])
    func exactlyOnce(partitions: Int) async throws {
        try await onOwnThread {
            let settings = try Self.settings("copy", partitions: partitions)
            let total = 600
            for partition in 0..<Int32(partitions) {
                try Self.write((0..<total / partitions).map { "\(partition)-\($0)" }, settings, partition)
            }
            var lanes: [CopyLane] = [try CopyLane(settings, lane: 0)]
            for round in 0..<8000 {
                if round == 100 { lanes.append(try CopyLane(settings, lane: 1)) }
                if round == 2500 { lanes.removeFirst() }
                if round == 2600 { lanes.append(try CopyLane(settings, lane: 0)) }
                for lane in lanes { try lane.turn() }
                if lanes.allSatisfy(\.isIdle), round > 3000 { break }
            }
            let copied = try everything(in: .evaluations, settings).map(\.text)
            #expect(copied.count == total)
            #expect(Set(copied).count == total)
        }
    }

    @Test("at least once: a commit between revocation and release reaches the next owner with its metadata")
    func commitDuringRevocation() async throws {
        try await onOwnThread {
            for delivery in [KafkaSettings.Delivery.exactlyOnce, .atLeastOnce] {
                let settings = try Self.settings("revoke", partitions: 2, delivery)
                let first = try Self.joined(settings)
                first.followsGroup = false
                var other = settings
                other.lane = 1
                let second = try Member(other, followsGroup: false)
                try turns([first, second], until: "a revocation") { first.rebalances.count >= 2 }
                guard case .revoked(let partitions, lost: false) = first.rebalances[1] else {
                    Issue.record("expected a revocation, not \(first.rebalances[1])")
                    return
                }
                let positions = partitions.filter { $0.topic == .conversations }.map {
                    Position(partition: $0, next: Int64(4 + $0.partition), metadata: "from=\($0.partition)")
                }
                try first.log.send(.of(["last words"], .evaluations))
                try first.log.commit(positions)
                try first.log.release(partitions)
                first.followsGroup = true
                try turns([first, second], until: "an assignment") { !second.rebalances.isEmpty }
                guard case .assigned(let given) = second.rebalances[0] else { return }
                let position = try #require(try second.log.committed(given).first)
                #expect(positions.contains(position))
            }
        }
    }
}

/// A lane in a nutshell: copies records to evaluations, commits every turn, aborts every third.
private final class CopyLane {
    let log: KafkaEventLog
    /// Whether everything assigned has been read and committed for a while.
    var isIdle: Bool { quietTurns > 150 }
    private var quietTurns = 0
    private var turns = 0
    private var batch = RecordBatch()
    private var next: [TopicPartition: Int64] = [:]

    init(_ settings: KafkaSettings, lane: Int) throws {
        var settings = settings
        settings.lane = lane
        log = try KafkaEventLog(settings, leading: [.conversations], logger: quietLogger)
    }

    deinit { log.close() }

    func turn() throws {
        turns += 1
        switch try log.poll(limit: 10, into: &batch) {
        case .assigned(let partitions):
            let committed = try log.committed(partitions)
            for partition in partitions { next[partition] = committed.first { $0.partition == partition }?.next ?? 0 }
            try log.start(partitions.map { ($0, next[$0]) })
        case .revoked(let partitions, _):
            for partition in partitions { next[partition] = nil }
            try log.release(partitions)
        case .records:
            if batch.records.isEmpty { return idle() }
            quietTurns = 0
            try copy()
        }
    }

    private func idle() {
        quietTurns += 1
        Thread.sleep(forTimeInterval: 0.002)
    }

    private func copy() throws {
        var outbox = Outbox()
        var after = next
        for record in batch.seen {
            let key = record.key.map { outbox.bytes.appendRange($0) }
            let value = record.value.map { outbox.bytes.appendRange($0) }
            outbox.effects.append(Effect(topic: .evaluations, key: key, value: value))
            after[record.origin] = record.offset + 1
        }
        do {
            try log.send(outbox)
            if turns % 3 == 0 { throw LogError.aborted("on purpose") }
            let moved = after.filter { next[$0.key] != $0.value }
            try log.commit(moved.map { Position(partition: $0.key, next: $0.value) })
            next = after
        } catch LogError.aborted {
            try log.abort(to: [])
            for (partition, offset) in next { try log.rewind(partition, to: offset) }
        }
    }
}
