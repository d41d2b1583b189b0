// `assay worker` as a process of its own, against the mock cluster of this one.
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

@Suite("Worker", .serialized)
struct WorkerTests {
    /// A cluster with all topics.
    private func cluster(partitions: Int = 2) throws -> MockCluster {
        let cluster = try MockCluster()
        for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: partitions) }
        return cluster
    }

    private func worker(_ cluster: MockCluster, _ arguments: String...) throws -> RunningCommand {
        try RunningCommand(
            [
                "worker", "--kafka-bootstrap-servers", cluster.bootstrapServers, "--worker-lanes=1",
                "--kafka-session-timeout", "20s",
            ] + arguments)
    }

    @Test("it works until SIGTERM and then ends with status 0 within five seconds")
    func terminate() throws {
        let cluster = try cluster()
        let worker = try worker(cluster)
        try worker.waits(for: "is live", seconds: 60)
        worker.signal(SIGTERM)
        #expect(worker.status(within: 5) == 0)
        let said = worker.said
        #expect(said.contains("delivery exactly once, 1 lanes"))
        #expect(said.contains("lane 0: works on conversations 0, 1; facts 0, 1"))
        #expect(said.contains("so far: 0 records"))
        #expect(said.contains("lane 0: has left the group"))
    }

    @Test("it evaluates conversations, and ends on SIGINT just as well")
    func evaluates() throws {
        let cluster = try cluster()
        let worker = try worker(cluster, "--kafka-delivery", "at-least-once", "--kafka-linger=0ms")
        try worker.waits(for: "is live", seconds: 60)
        let kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "test")
        let writer = try KafkaWriter(kafka, logger: .silent)
        for (number, event) in Self.conversation.enumerated() {
            let record = KafkaWriter.Record(
                key: RecordKey.bytes(tenant: "acme", name: "c-1"), value: event.protobuf,
                timestamp: Instant(milliseconds: event.atMs + Int64(number)))
            try writer.write(record, to: "conversations")
        }
        try writer.flush(within: .seconds(10))
        let line = try firstLine(of: .evaluations, kafka, seconds: 60)
        #expect(line.contains(#""key":"acme/c-1","schema":"assay.v1.Evaluation","value":{"#))
        worker.signal(SIGINT)
        #expect(worker.status(within: 5) == 0)
        #expect(worker.said.contains("delivery at least once"))
        let isOld = KafkaVersion.linked.losesAssignmentOnConsumerCommit
        #expect(worker.said.contains("issue 4059") == isOld)
    }

    @Test("topics that are missing or partitioned differently are told, with status 69")
    func wrongTopics() throws {
        let empty = try MockCluster()
        let lost = try worker(empty)
        #expect(lost.status(within: 60) == 69)
        #expect(lost.said.contains("Topic 'conversations' does not exist"))
        #expect(lost.said.contains("assay topics create"))
        let uneven = try MockCluster()
        for topic in Topic.allCases { try uneven.createTopic(topic.word, partitions: topic == .surveys ? 3 : 2) }
        let refused = try worker(uneven)
        #expect(refused.status(within: 60) == 69)
        #expect(refused.said.contains("'conversations' has 2 partitions and 'surveys' has 3"))
    }

    @Test("wrong settings are told, with status 78")
    func wrongSettings() throws {
        let refused = try RunningCommand(["worker", "--worker-lanes", "0", "--kafka-gropu-id", "x"])
        #expect(refused.status(within: 60) == 78)
        #expect(refused.said.contains("worker.lanes is '0'"))
        #expect(refused.said.contains("did you mean '--kafka-group-id'?"))
    }

    private static let conversation: [ProtoConversationEvent] = {
        func event(_ number: Int, _ body: ProtoConversationEvent.OneOf_Body) -> ProtoConversationEvent {
            var event = ProtoConversationEvent()
            event.tenant = "acme"
            event.conversationID = "c-1"
            event.eventID = "e\(number)"
            event.sequence = UInt32(number)
            event.atMs = 1_800_000_000_000 + Int64(number) * 10_000
            event.channel = "chat"
            event.body = body
            return event
        }
        func message(_ number: Int, _ role: ProtoRole, _ text: String) -> ProtoConversationEvent {
            var message = ProtoMessage()
            message.messageID = "m\(number)"
            message.role = role
            if role == .agent { message.agentID = "A17" }
            message.text = text
            return event(number, .message(message))
        }
        return [message(1, .customer, "在吗"), message(2, .agent, "您好"), event(3, .resolved(ProtoResolved()))]
    }()

    private func firstLine(of topic: Topic, _ kafka: KafkaSettings, seconds: Double) throws -> String {
        let reader = try KafkaReader(kafka, topic: topic, from: .oldest, logger: .silent)
        defer { reader.close() }
        let deadline = DispatchTime.now() + seconds
        var line: [UInt8] = []
        while line.isEmpty, DispatchTime.now() < deadline {
            try TopicTail(untilEnd: true, most: 1).run(reader) { line += $0 }
        }
        return String(decoding: line, as: UTF8.self)
    }
}

/// A process of the built `assay` that goes on while the test looks at what it says.
///
/// It writes to a file and not to a pipe: with many processes that are killed, the dispatch source of a pipe's end crashes now and then.
final class RunningCommand: Sendable {
    /// What it did not say in time.
    struct Silence: Error, CustomStringConvertible { var description: String }

    private let process = Process()
    private let errors: URL
    private let ended = DispatchSemaphore(value: 0)

    /// How long to wait before what it says is looked at again.
    private static let glance = DispatchTimeInterval.milliseconds(20)

    /// Starts the executable that is built beside the tests.
    init(_ arguments: [String]) throws {
        errors = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString).log")
        try Data().write(to: errors)
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
            .appendingPathComponent("assay")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ASSAY_") }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: errors)
    }

    /// What it has written to standard error so far.
    var said: String { (try? Data(contentsOf: errors)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// Waits until it has said something.
    func waits(for words: String, seconds: Double) throws {
        let deadline = DispatchTime.now() + seconds
        while !said.contains(words) {
            let isOver = hasEnded(by: min(deadline, .now() + Self.glance))
            guard said.contains(words) || (!isOver && .now() < deadline) else {
                throw Silence(description: "'\(words)' was not said in: \(said)")
            }
        }
    }

    /// Whether it has ended.
    var hasEnded: Bool { hasEnded(by: .now()) }

    private func hasEnded(by deadline: DispatchTime) -> Bool {
        guard ended.wait(timeout: deadline) == .success else { return false }
        // For the next one who asks.
        ended.signal()
        return true
    }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// The exit status; nil when it has not ended within so many seconds. Negative for a signal.
    func status(within seconds: Double) -> Int32? {
        guard hasEnded(by: .now() + seconds) else { return nil }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}
