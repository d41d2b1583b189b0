// `assay worker` as operators see it: probes, metrics, logs, trace contexts.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Testing
import Wire

@testable import assay

@Suite("A worker and its operators", .serialized)
struct OperatedWorkerTests {
    /// A cluster with all topics.
    private func cluster(partitions: Int = 1) throws -> MockCluster {
        let cluster = try MockCluster()
        for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: partitions) }
        return cluster
    }

    private func start(_ cluster: MockCluster, _ arguments: String...) throws -> OperatedWorker {
        try OperatedWorker(
            [
                "worker", "--kafka-bootstrap-servers", cluster.bootstrapServers, "--worker-lanes=1",
                "--kafka-session-timeout", "20s", "--kafka-delivery", "at-least-once", "--kafka-linger=0ms",
                "--ops-listen", "127.0.0.1:0", "--kafka-properties-statistics.interval.ms=100",
            ] + arguments)
    }

    @Test("it is alive all the time, and ready only between restoring and stopping; every answer no has its reason")
    func probes() throws {
        let cluster = try cluster()
        let kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "test")
        // A checkpoint to be restored, and a cluster that does not hand it out.
        try write([.init(key: RecordKey.bytes(tenant: "acme", name: "c-0"), value: nil)], to: "checkpoints", kafka)
        cluster.answer(.fetch, with: Array(repeating: .notLeaderForPartition, count: 10_000))
        let worker = try start(cluster, "--worker-commit-interval=10m")
        try worker.sees { try $0.ask("/readyz").status == 503 }
        #expect(try worker.ask("/livez").status == 200)
        try worker.sees { try $0.ask("/readyz").body.contains("lane 0 restores 1 of 2 partitions") }
        let restoring = try worker.ask("/metrics")
        #expect(restoring.value("assay_worker_ready") == 0)
        #expect(restoring.value(#"assay_partitions_restoring{lane="0"}"#) == 1)
        cluster.serve(.fetch)
        try worker.sees { try $0.ask("/readyz").status == 200 }
        #expect(try worker.ask("/metrics").value("assay_worker_ready") == 1)
        // Something to commit at the end, which the group refuses until the worker gives up.
        try write(Conversation("c-1").records, to: "conversations", kafka)
        try worker.sees { try $0.ask("/metrics").value(#"assay_open_conversations{lane="0"}"#) == 1 }
        cluster.answer(.offsetCommit, with: Array(repeating: .rebalanceInProgress, count: 10_000))
        worker.command.signal(SIGTERM)
        try worker.sees { try $0.ask("/readyz").body == "{\"ok\":false,\"reasons\":[\"the worker stops\"]}\n" }
        #expect(try worker.ask("/livez").status == 200)
        #expect(worker.command.status(within: 5) == 0)
    }

    @Test(
        "metrics agree with what is on the topics, and results carry the trace context of the record that caused them")
    func metricsAndTraces() throws {
        let cluster = try cluster()
        let kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "test")
        let worker = try start(cluster)
        try worker.sees { try $0.ask("/readyz").status == 200 }
        var answered = Conversation("c-1")
        answered.ask(after: 600)
        answered.reply(after: 300)
        answered.resolve()
        answered.traces = ["e2": trace(2), "e3": trace(3), "e4": trace(4)]
        var malformed = Conversation("c-2")
        malformed.ask(after: 600)
        malformed.reply(after: 300)
        malformed.resolve()
        malformed.traces = ["e3": trace(3).uppercased(), "e4": "00-13812345678"]
        try write(answered.records + malformed.records, to: "conversations", kafka)
        let evaluations = try read(.evaluations, kafka, count: 2)
        #expect(evaluations.map(\.trace) == [trace(4), nil])
        // Breaches are told because time has passed, and cleared because of the replies.
        let alerts = try read(.alerts, kafka, count: 4)
        #expect(Set(alerts.filter { $0.key.hasSuffix("c-1") }.map(\.trace)) == [nil, trace(3)])
        #expect(Set(alerts.filter { $0.key.hasSuffix("c-2") }.map(\.trace)) == [nil])
        try worker.sees { worker in
            let metrics = try worker.ask("/metrics")
            // Facts are read again by the task of the tallies.
            return metrics.value(#"assay_effects_published_total{lane="0",topic="evaluations"}"#) == 2
                && metrics.value(#"assay_effects_published_total{lane="0",topic="tallies"}"#) ?? 0 > 0
                && metrics.body.contains("assay_kafka_lag_records")
        }
        let metrics = try worker.ask("/metrics")
        for (topic, word) in [(Topic.alerts, "alerts"), (.facts, "facts"), (.deadLetters, "dead-letters")] {
            let published = metrics.value(#"assay_effects_published_total{lane="0",topic="\#(word)"}"#)
            #expect(published.map { Int($0) } == (try count(topic, kafka)), "\(word)")
        }
        #expect(metrics.value(#"assay_records_read_total{lane="0"}"#) ?? 0 >= 8)
        #expect(metrics.value(#"assay_partitions_assigned{lane="0"}"#) == 2)
        #expect(metrics.value(#"assay_watermark_age_seconds{lane="0"}"#) ?? -1 >= 0)
        let commits = metrics.value(#"assay_commits_total{lane="0"}"#)
        #expect(commits ?? 0 > 0 && metrics.value(#"assay_commit_seconds_count{lane="0"}"#) == commits)
        #expect(metrics.value(#"assay_alert_delay_seconds_count{lane="0"}"#) == Double(alerts.count))
        let judged = metrics.body.split(separator: "\n").filter { $0.hasPrefix("assay_criterion_judged_total{") }
        #expect(judged.contains { $0.hasSuffix(" 2") })
        for series in [
            #"assay_kafka_lag_records{lane="0"}"#, #"assay_kafka_rebalances{lane="0"}"#,
            #"assay_kafka_received_bytes{lane="0",role="member"}"#,
            #"assay_kafka_sent_bytes{lane="0",role="effects"}"#,
            #"assay_kafka_waiting_messages{lane="0",role="effects"}"#, "process_cpu_seconds_total",
            "process_resident_memory_bytes", "process_start_time_seconds", "assay_metrics_dropped_series",
        ] { #expect(metrics.value(series) != nil, "\(series)") }
        #expect(metrics.value("assay_metrics_dropped_series") == 0)
        worker.command.signal(SIGTERM)
        #expect(worker.command.status(within: 5) == 0)
    }

    @Test("lines of the log are JSON where that is asked for, and nothing of records stands in them, poison included")
    func logs() throws {
        let cluster = try cluster()
        let kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "test")
        let worker = try start(cluster, "--log-format=json", "--log-level=debug")
        try worker.sees { try $0.ask("/readyz").status == 200 }
        let planted = ["13812345678", "李小龙", "lee@example.org", "c-geheim", "cust-4711", "A-fink"]
        var conversation = Conversation("c-geheim", text: "我是李小龙，电话13812345678，lee@example.org", agent: "A-fink")
        conversation.reply(after: 10)
        conversation.resolve()
        let key = RecordKey.bytes(tenant: "acme", name: "c-geheim")
        let poison: [[UInt8]?] = [
            Array("李小龙 13812345678 lee@example.org".utf8), nil, [0x0A, 0xFF, 0xFF],
            Array(#"{"tenant":"acme","conversationId":"c-geheim","customer":"cust-4711","#.utf8),
        ]
        let types = ["application/json", "13812345678"]
        let letters = poison.flatMap { value in
            types.map { type in
                KafkaWriter.Record(
                    key: key, value: value,
                    headers: [("content-type", Array(type.utf8)), ("traceparent", Array("00-13812345678".utf8))])
            }
        }
        var foreign = conversation.records[0]
        foreign.key = Array("acme/cust-4711-13812345678".utf8)
        try write(conversation.records + letters + [foreign], to: "conversations", kafka)
        try write(letters, to: "surveys", kafka)
        try write(letters, to: "supplements", kafka)
        let count = Double(letters.count * 3 + 1)
        try worker.sees { try $0.ask("/metrics").value(#"assay_dead_letters_total{lane="0"}"#) == count }
        worker.command.signal(SIGTERM)
        #expect(worker.command.status(within: 5) == 0)
        let said = worker.command.said
        for word in planted { #expect(!said.contains(word), "\(word)") }
        let lines = said.split(separator: "\n")
        #expect(lines.count > 5)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["time"] is String && object?["level"] is String && object?["message"] is String)
        }
        #expect(lines.last?.contains(#""message":"stopped""#) == true)
    }

    @Test("a port that is taken, and an address that is none, end it with status 78 and what to do")
    func cannotListen() throws {
        let cluster = try cluster()
        let first = try start(cluster)
        let second = try RunningCommand([
            "worker", "--kafka-bootstrap-servers", cluster.bootstrapServers, "--ops-listen",
            "127.0.0.1:\(try first.port())", "--log-format=json",
        ])
        #expect(second.status(within: 60) == 78)
        #expect(second.said.contains(#""level":"critical","message":"ops.listen: 127.0.0.1:"#))
        #expect(second.said.contains("Address already in use; choose another port"))
        let third = try RunningCommand(["worker", "--ops-listen", "9464"])
        #expect(third.status(within: 60) == 78)
        #expect(third.said.contains("--ops-listen: ops.listen is '9464': write an address of this machine and a port"))
    }

    // MARK: Records

    private func trace(_ number: Int) -> String { "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333\(number)-01" }

    /// A record that came out.
    private struct Result {
        var key: String
        var trace: String?
    }

    private func write(_ records: [KafkaWriter.Record], to topic: String, _ kafka: KafkaSettings) throws {
        let writer = try KafkaWriter(kafka, logger: .silent)
        for record in records { try writer.write(record, to: topic) }
        try writer.flush(within: .seconds(10))
        writer.close()
    }

    /// At least so many records of a topic, sorted by key.
    private func read(_ topic: Topic, _ kafka: KafkaSettings, count: Int) throws -> [Result] {
        let reader = try KafkaReader(kafka, topic: topic, from: .oldest, logger: .silent)
        defer { reader.close() }
        var results: [Result] = []
        var batch = RecordBatch()
        for _ in 0..<600 where results.count < count || !reader.isAtEnd {
            guard try reader.poll(limit: 1_000, timeout: Milliseconds(100), into: &batch) else { continue }
            results += batch.records.map { record in
                let trace = batch.headers(of: record).first { $0.name == "traceparent" }?.value
                return Result(
                    key: String(decoding: record.key.map { batch.bytes[$0] } ?? [], as: UTF8.self),
                    trace: trace.map { String(decoding: $0, as: UTF8.self) })
            }
        }
        #expect(results.count >= count, "\(topic)")
        return results.sorted { $0.key < $1.key }
    }

    private func count(_ topic: Topic, _ kafka: KafkaSettings) throws -> Int {
        try read(topic, kafka, count: 0).count
    }
}

/// A worker's process with its operations listener.
private final class OperatedWorker {
    let command: RunningCommand
    private var known: UInt16?

    init(_ arguments: [String]) throws { command = try RunningCommand(arguments) }

    /// The port that it has told in its log.
    func port() throws -> UInt16 {
        if let known { return known }
        let words = "are told at 127.0.0.1:"
        try command.waits(for: words, seconds: 60)
        let rest = command.said.split(separator: words, maxSplits: 1)[1]
        let port = UInt16(rest.prefix { $0.isNumber })
        known = port
        return try #require(port)
    }

    func ask(_ path: String) throws -> OpsClient.Answer { try OpsClient.ask(try port(), path) }

    /// Asks until what is asked for is so; at most a minute.
    func sees(_ condition: (OperatedWorker) throws -> Bool) throws {
        let deadline = DispatchTime.now() + .seconds(60)
        let pause = DispatchSemaphore(value: 0)
        while try !condition(self) {
            guard .now() < deadline, !command.hasEnded else {
                throw RunningCommand.Silence(
                    description:
                        "\((try? ask("/readyz").body) ?? "no answer")\n\((try? ask("/metrics").body) ?? "")\n\(command.said)"
                )
            }
            _ = pause.wait(timeout: .now() + .milliseconds(20))
        }
    }
}

/// The events of a conversation, from the beginning of 2026 on.
private struct Conversation {
    /// Trace contexts by event.
    var traces: [String: String] = [:]
    private let id: String
    private let agent: String
    private var events: [ProtoConversationEvent] = []
    private var seconds: Int64 = 0

    /// Begins with a message of the customer.
    init(_ id: String, text: String = "在吗", agent: String = "A17") {
        self.id = id
        self.agent = agent
        add(.message(message(.customer, text)))
    }

    /// The customer asks again.
    mutating func ask(after seconds: Int64) {
        self.seconds += seconds
        add(.message(message(.customer, "?")))
    }

    mutating func reply(after seconds: Int64) {
        self.seconds += seconds
        add(.message(message(.agent, "您好")))
    }

    mutating func resolve() {
        seconds += 10
        add(.resolved(ProtoResolved()))
    }

    var records: [KafkaWriter.Record] {
        events.map { event in
            KafkaWriter.Record(
                key: RecordKey.bytes(tenant: "acme", name: id), value: event.protobuf,
                headers: traces[event.eventID].map { [("traceparent", Array($0.utf8))] } ?? [],
                timestamp: Instant(milliseconds: event.atMs))
        }
    }

    private func message(_ role: ProtoRole, _ text: String) -> ProtoMessage {
        var message = ProtoMessage()
        message.messageID = "m\(events.count + 1)"
        message.role = role
        if role == .agent { message.agentID = agent }
        message.text = text
        return message
    }

    private mutating func add(_ body: ProtoConversationEvent.OneOf_Body) {
        var event = ProtoConversationEvent()
        event.tenant = "acme"
        event.conversationID = id
        event.eventID = "e\(events.count + 1)"
        event.sequence = UInt32(events.count + 1)
        event.atMs = 1_767_225_600_000 + seconds * 1000
        event.channel = "chat"
        event.body = body
        events.append(event)
    }
}
