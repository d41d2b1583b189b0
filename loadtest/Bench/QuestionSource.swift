// Questions that nobody answers, in real time.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Pipeline
import Quality
import Synchronization
import Wire

/// Writes the first question of a conversation of its own, so many times a second, with the present as event time.
// Everything but the failure is touched on `queue` only; the failure is guarded by its own lock.
final class QuestionSource: @unchecked Sendable {
    private let queue = DispatchQueue(label: "loadtest.questions")
    private let timer: any DispatchSourceTimer
    private let writer: KafkaWriter
    private let topic: String
    private let rate: Int
    private let most: Int
    private var start = Instant.distantPast
    private var count = 0
    private let failed = Mutex<String?>(nil)

    /// How often it writes what is due.
    private static let tick = DispatchTimeInterval.milliseconds(2)

    init(_ cluster: BenchCluster, rate: Int, most: Int) throws {
        var kafka = cluster.kafka
        kafka.linger = Milliseconds(1)
        writer = try KafkaWriter(kafka, logger: cluster.logger)
        topic = kafka.topics[.conversations]
        self.rate = rate
        self.most = most
        timer = DispatchSource.makeTimerSource(queue: queue)
    }

    /// Why it stopped; nil while it goes on.
    var failure: String? { failed.withLock { $0 } }

    /// Begins to write.
    func activate() {
        start = WallClock.now
        timer.schedule(deadline: .now(), repeating: Self.tick)
        timer.setEventHandler { [weak self] in self?.writeDue() }
        timer.activate()
    }

    /// Writes no more.
    func stop() {
        timer.cancel()
        queue.sync { writer.close() }
    }

    /// Which conversation it is, from 0.
    static func number(of conversation: String) -> Int? { Int(conversation.dropFirst(2)) }

    private func writeDue() {
        let due = min(most, Int((WallClock.now - start).count) * rate / 1000)
        do throws(KafkaError) {
            while count < due {
                let at = start + Milliseconds(Int64(count * 1000 / rate))
                let name = "c-\(count)"
                try writer.write(
                    KafkaWriter.Record(
                        key: RecordKey.bytes(tenant: "acme", name: name), value: Self.question(name, at: at),
                        timestamp: at), to: topic)
                count += 1
            }
        } catch {
            failed.withLock { $0 = error.message }
            timer.cancel()
        }
    }

    private static func question(_ name: String, at: Instant) -> [UInt8] {
        var message = ProtoMessage()
        message.messageID = "m1"
        message.role = .customer
        message.text = "请问有人在吗"
        var event = ProtoConversationEvent()
        event.tenant = "acme"
        event.conversationID = name
        event.eventID = "e1"
        event.sequence = 1
        event.atMs = at.milliseconds
        event.channel = "chat"
        event.body = .message(message)
        return event.protobuf
    }
}
