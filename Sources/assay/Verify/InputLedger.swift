// The input of a verification: what there was to be evaluated.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// Takes input records in the order of their partitions, after the dead letters. Memory grows with the number of events.
struct InputLedger {
    /// Where an input record stands.
    struct Place: Hashable {
        var topic: String
        var partition: Int32
        var offset: Int64

        var text: String { "\(topic)[\(partition)] offset \(offset)" }
    }

    /// What a conversation event does to episodes, and its place among the others.
    struct Event {
        var sequence: UInt32
        var at: Instant
        var startsEpisode: Bool
        var endsEpisode: Bool
    }

    private struct Conversation {
        var records = 0
        var ids: Set<String> = []
        var events: [Event] = []
        var evaluated = 0

        /// How many episodes ended, in the order of the source's count or, where it does not count, of the events' times.
        var ended: Int {
            var ended = 0
            var isOpen = false
            for event in events.sorted(by: { ($0.sequence, $0.at) < ($1.sequence, $1.at) }) {
                if event.startsEpisode { isOpen = true }
                guard event.endsEpisode, isOpen else { continue }
                isOpen = false
                ended += 1
            }
            return ended
        }
    }

    private static let topics = [Topic.conversations, .surveys, .reviews].map(\.word)
    private(set) var records = 0
    private(set) var repeated = 0
    private(set) var unusable = 0
    private(set) var evaluated = 0
    private var letters: Set<Place> = []
    private var conversations: [String: Conversation] = [:]

    /// How many records became dead letters.
    var deadLetters: Int { letters.count }

    /// Records that are neither evaluated nor repeated nor dead letters: of open episodes, or noted with none.
    var held: Int { records - repeated - unusable - evaluated - deadLetters }

    /// Takes a dead letter.
    mutating func take(deadLetter letter: ProtoDeadLetter, allowsCopies: Bool, _ findings: inout Findings) {
        guard InputLedger.topics.contains(letter.topic) else { return }
        let place = Place(topic: letter.topic, partition: letter.partition, offset: letter.offset)
        if !letters.insert(place).inserted, !allowsCopies {
            findings.add(.records, "\(place.text) became a dead letter twice")
        }
    }

    /// Takes an input record. Returns whether its content matters: it is no dead letter.
    mutating func begins(_ place: Place) -> Bool {
        records += 1
        return !letters.contains(place)
    }

    /// A record that cannot be used must have become a dead letter.
    mutating func take(unusable place: Place, _ findings: inout Findings) {
        unusable += 1
        findings.add(.records, "\(place.text) cannot be used and is no dead letter")
    }

    /// Takes an event of a conversation.
    mutating func take(key: String, event id: String, _ event: Event) {
        if isNew(key: key, event: "c/" + id) { conversations[key]?.events.append(event) }
    }

    /// Takes a survey event.
    mutating func take(key: String, survey event: String) { _ = isNew(key: key, event: "s/" + event) }

    /// Takes a review event.
    mutating func take(key: String, review event: String) { _ = isNew(key: key, event: "r/" + event) }

    private mutating func isNew(key: String, event: String) -> Bool {
        let isNew = conversations[key, default: Conversation()].ids.insert(event).inserted
        if isNew { conversations[key]?.records += 1 } else { repeated += 1 }
        return isNew
    }

    /// Compares with the newest evaluations: as many episodes as ended, and no record in two of them.
    mutating func compare(
        with evaluations: EvaluationLedger, range: Range<Instant>, _ findings: inout Findings
    ) {
        var episodes: [String: Int] = [:]
        for (key, evaluation) in evaluations.newest {
            let name = "\(key.tenant)/\(key.conversation)"
            evaluated += Int(evaluation.counts.records)
            conversations[name, default: Conversation()].evaluated += Int(evaluation.counts.records)
            episodes[name, default: 0] += 1
        }
        for (name, conversation) in conversations.sorted(by: { $0.key < $1.key }) {
            if let first = conversation.events.map(\.at).min(), !range.contains(first) { continue }
            let found = episodes[name] ?? 0
            let ended = conversation.ended
            if found != ended {
                findings.add(.records, "\(name): \(ended) episodes ended and \(found) are evaluated")
            }
            if conversation.evaluated > conversation.records {
                findings.add(
                    .records,
                    "\(name): \(conversation.records) records came and \(conversation.evaluated) are evaluated")
            }
        }
    }
}
