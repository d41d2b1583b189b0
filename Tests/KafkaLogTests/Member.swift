// A lane's worth of log for tests, and what it has seen.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Pipeline
import Quality
import Testing

import struct Logging.Logger
import struct Logging.SwiftLogNoOpLogHandler

/// A record, taken out of its batch.
struct SeenRecord: Equatable {
    var origin: TopicPartition
    var offset: Int64
    var timestamp: Instant
    var key: [UInt8]?
    var value: [UInt8]?
    var headers: [SeenHeader]

    /// The value as text; empty when there is none.
    var text: String { String(decoding: value ?? [], as: UTF8.self) }
}

/// A header of a record.
struct SeenHeader: Equatable {
    var name: String
    var value: [UInt8]?

    init(_ name: String, _ value: String?) {
        self.name = name
        self.value = value.map { [UInt8]($0.utf8) }
    }
}

extension RecordBatch {
    /// The records, each with its own bytes.
    var seen: [SeenRecord] {
        records.map { record in
            SeenRecord(
                origin: record.origin, offset: record.offset, timestamp: record.timestamp,
                key: record.key.map { [UInt8](bytes[$0]) }, value: record.value.map { [UInt8](bytes[$0]) },
                headers: headers[Int(record.headers.lowerBound)..<Int(record.headers.upperBound)].map { header in
                    SeenHeader(bytes.string(header.name), header.value.map { bytes.string($0) })
                })
        }
    }
}

/// A condition that did not come true.
struct TimedOut: Error, CustomStringConvertible {
    var description: String
}

/// A log with a memory. It polls when the log says that there is something, and at least fifty times a second.
final class Member {
    let log: KafkaEventLog
    /// All records polled, in order.
    var records: [SeenRecord] = []
    /// All rebalances polled, in order.
    var rebalances: [LogEvent] = []
    /// What the last poll threw.
    var failure: LogError?
    /// Whether assigned partitions are started where the group has committed, and revoked ones released, without
    /// further ado.
    var followsGroup: Bool
    private let wakeUp = DispatchSemaphore(value: 0)
    private var batch = RecordBatch()

    init(_ settings: KafkaSettings, leading: [Topic] = [.conversations], followsGroup: Bool = true) throws {
        log = try KafkaEventLog(settings, leading: leading, logger: quietLogger)
        self.followsGroup = followsGroup
        let wakeUp = wakeUp
        try log.onReadable(queue: DispatchQueue(label: "test.wakeup")) { wakeUp.signal() }
    }

    deinit { log.close() }

    /// One poll, after waiting a little for something to poll.
    func turn(limit: Int = 1000) throws {
        _ = wakeUp.wait(timeout: .now() + .milliseconds(20))
        let event: LogEvent
        do throws(LogError) { event = try log.poll(limit: limit, into: &batch) } catch {
            failure = error
            return
        }
        records += batch.seen
        switch event {
        case .records: return
        case .assigned(let partitions):
            rebalances.append(event)
            if followsGroup { try start(partitions) }
        case .revoked(let partitions, _):
            rebalances.append(event)
            if followsGroup { try log.release(partitions) }
        }
    }

    /// Starts partitions where the group has committed.
    func start(_ partitions: [TopicPartition]) throws {
        let committed = try log.committed(partitions)
        try log.start(
            partitions.map { partition in
                (partition: partition, offset: committed.first { $0.partition == partition }?.next)
            })
    }

    /// Takes turns until the condition holds.
    func turns(until what: String, _ condition: () throws -> Bool) throws {
        for _ in 0..<Self.mostTurns {
            if try condition() { return }
            try turn()
        }
        throw TimedOut(
            description: "\(what): not after \(Self.mostTurns) turns; last failure: \(String(describing: failure))")
    }

    /// Turns are at most 20 ms each: half a minute.
    static let mostTurns = 1500

    /// The records of a partition.
    func records(of partition: TopicPartition) -> [SeenRecord] { records.filter { $0.origin == partition } }
}

/// Takes turns with several members until the condition holds.
func turns(_ members: [Member], until what: String, _ condition: () throws -> Bool) throws {
    for _ in 0..<Member.mostTurns {
        if try condition() { return }
        for member in members { try member.turn() }
    }
    throw TimedOut(description: "\(what): not after \(Member.mostTurns) turns each")
}

/// librdkafka's complaints are part of many tests: they are not shown.
let quietLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a test on a thread of its own: librdkafka's calls block, and most tests wait for a group.
func onOwnThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        DispatchQueue(label: "test.thread").async { continuation.resume(with: Result(catching: body)) }
    }
}
