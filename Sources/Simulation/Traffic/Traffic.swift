// A seeded stream of conversations and surveys, in the order in which they arrive.
// SPDX-License-Identifier: Apache-2.0

import HeapModule
package import Quality
import Wire

/// Generates records one after the other; endless. What was generated is counted, so that results can be checked against it.
package struct Traffic: Sendable {
    /// What was generated so far.
    package struct Ledger: Equatable, Sendable {
        /// All records.
        package var records: Int64 = 0
        /// Of these, repetitions.
        package var duplicates: Int64 = 0
        /// Of these, records that cannot be used.
        package var bad: Int64 = 0
        /// Of these, surveys.
        package var surveys: Int64 = 0
        /// Conversations that ended.
        package var ended: Int64 = 0

        /// Nothing yet.
        package init() {}
    }

    /// What was generated so far.
    package private(set) var ledger = Ledger()
    private let settings: TrafficSettings
    private var random: SeededRandom
    private var number = 0
    private var nextStart: Instant
    /// Records of conversations under way, by their number in the order of generation.
    private var records: [Int: TrafficRecord] = [:]
    private var waiting = Heap<Waiting>()
    private var order = 0

    /// A record that waits for its time; records of equal time keep their order.
    private struct Waiting: Comparable {
        var at: Instant
        var order: Int

        static func == (left: Waiting, right: Waiting) -> Bool { left.order == right.order }
        static func < (left: Waiting, right: Waiting) -> Bool { (left.at, left.order) < (right.at, right.order) }
    }

    /// A stream of its own for each seed.
    package init(_ settings: TrafficSettings) {
        self.settings = settings
        random = SeededRandom(seed: settings.seed)
        nextStart = settings.start
    }

    /// Event time of the next record.
    package mutating func nextTime() -> Instant {
        fill()
        return waiting.min?.at ?? nextStart
    }

    /// The next record.
    package mutating func next() -> TrafficRecord {
        fill()
        guard let record = records.removeValue(forKey: waiting.removeMin().order) else {
            preconditionFailure("every waiting number has its record")
        }
        ledger.records += 1
        if record.isSurvey { ledger.surveys += 1 }
        if record.endsConversation, record.kind == .event { ledger.ended += 1 }
        switch record.kind {
        case .event: break
        case .duplicate: ledger.duplicates += 1
        case .bad: ledger.bad += 1
        }
        return record
    }

    /// Begins conversations until none could have an earlier record than those that wait.
    private mutating func fill() {
        while waiting.min.map({ $0.at >= nextStart }) ?? true {
            number += 1
            let script = ConversationScript(
                number: number, start: nextStart, settings: settings, random: SeededRandom(seed: random.next()))
            var records = script.records
            addDuplicates(&records)
            addBad(&records)
            let isLagging = settings.laggingRate > 0 && random.chance(perMille: settings.laggingRate)
            for (index, record) in records.enumerated() {
                order += 1
                self.records[order] = record
                // The first two are the opening and the customer's first message.
                let lag = isLagging && index > 1 ? settings.lag : .zero
                waiting.insert(Waiting(at: record.at + lag, order: order))
            }
            nextStart = nextStart + settings.conversationInterval
        }
    }

    private mutating func addDuplicates(_ records: inout [TrafficRecord]) {
        for index in records.indices.reversed() where random.chance(perMille: settings.duplicateRate) {
            var copy = records[index]
            copy.kind = .duplicate
            records.insert(copy, at: index + 1)
        }
    }

    private mutating func addBad(_ records: inout [TrafficRecord]) {
        for index in records.indices.reversed() where random.chance(perMille: settings.badRate) {
            var bad = records[index]
            bad.kind = .bad
            bad.endsConversation = false
            if random.chance(perMille: 500) {
                bad.value = Array(bad.value.prefix(bad.value.count / 2)) + [0xFF]
            } else {
                bad.key = RecordKey.bytes(tenant: settings.tenant, name: "somebody-else")
            }
            records.insert(bad, at: index)
        }
    }
}
