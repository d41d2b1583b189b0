// What a generator has sent.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Counts of what was sent, and sums of hashes: two streams of the same records have the same ledger, in whatever order.
struct LoadLedger: Equatable, Sendable {
    /// What went to one partition of a topic.
    struct Sum: Equatable, Sendable {
        var records = 0
        var bytes = 0
        /// The sum of the hashes of keys and values.
        var hash: UInt64 = 0

        /// Adds a record.
        mutating func add(_ key: [UInt8], _ keyRange: ByteRange, _ value: [UInt8], _ valueRange: ByteRange) {
            records += 1
            bytes += keyRange.count + valueRange.count
            hash &+= ByteHash.hash(key, keyRange) &* 3 ^ ByteHash.hash(value, valueRange)
        }
    }

    /// By partition.
    private(set) var conversationsTopic: [Sum]
    private(set) var surveysTopic: [Sum]
    /// Records by phase.
    private(set) var phases: [Int]
    /// Conversations that began.
    var conversations = 0
    /// Events that were sent twice.
    var duplicates = 0
    /// Events that were sent later than their time.
    var delayed = 0
    /// Records that cannot be used.
    var bad = 0

    /// Nothing yet.
    init(partitions: Int, phases: Int) {
        conversationsTopic = Array(repeating: Sum(), count: partitions)
        surveysTopic = conversationsTopic
        self.phases = Array(repeating: 0, count: phases)
    }

    /// All records.
    var records: Int { phases.reduce(0, +) }
    /// Bytes of all keys and values.
    var bytes: Int { (conversationsTopic + surveysTopic).reduce(0) { $0 + $1.bytes } }

    /// Takes a record that is sent.
    mutating func note(_ due: LoadSchedule.Due) {
        phases[due.phase] += 1
        let (key, value) = (ByteRange(0..<due.key.count), ByteRange(0..<due.value.count))
        if due.isSurvey {
            surveysTopic[Int(due.partition)].add(due.key, key, due.value, value)
        } else {
            conversationsTopic[Int(due.partition)].add(due.key, key, due.value, value)
        }
    }

    /// Takes what another generator has sent.
    mutating func add(_ other: LoadLedger) {
        for index in conversationsTopic.indices {
            conversationsTopic[index].add(other.conversationsTopic[index])
            surveysTopic[index].add(other.surveysTopic[index])
        }
        for index in phases.indices { phases[index] += other.phases[index] }
        conversations += other.conversations
        duplicates += other.duplicates
        delayed += other.delayed
        bad += other.bad
    }
}

extension LoadLedger.Sum {
    fileprivate mutating func add(_ other: LoadLedger.Sum) {
        records += other.records
        bytes += other.bytes
        hash &+= other.hash
    }
}
