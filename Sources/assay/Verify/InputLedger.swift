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

    private struct Conversation {
        var records = 0
        var ended = 0
        var isOpen = false
        var events: Set<String> = []
        var evaluated = 0
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
    mutating func take(key: String, event: String, startsEpisode: Bool, endsEpisode: Bool) {
        guard isNew(key: key, event: "c/" + event) else { return }
        if startsEpisode { conversations[key]?.isOpen = true }
        guard endsEpisode, conversations[key]?.isOpen == true else { return }
        conversations[key]?.isOpen = false
        conversations[key]?.ended += 1
    }

    /// Takes a survey event.
    mutating func take(key: String, survey event: String) { _ = isNew(key: key, event: "s/" + event) }

    private mutating func isNew(key: String, event: String) -> Bool {
        let isNew = conversations[key, default: Conversation()].events.insert(event).inserted
        if isNew { conversations[key]?.records += 1 } else { repeated += 1 }
        return isNew
    }

    /// Compares with the newest evaluations: as many episodes as ended, and no record in two of them.
    mutating func compare(with evaluations: EvaluationLedger, _ findings: inout Findings) {
        var episodes: [String: Int] = [:]
        for (key, evaluation) in evaluations.newest {
            let name = "\(key.tenant)/\(key.conversation)"
            evaluated += Int(evaluation.counts.records)
            conversations[name, default: Conversation()].evaluated += Int(evaluation.counts.records)
            episodes[name, default: 0] += 1
        }
        for (name, conversation) in conversations.sorted(by: { $0.key < $1.key }) {
            let found = episodes[name] ?? 0
            if found != conversation.ended {
                findings.add(.records, "\(name): \(conversation.ended) episodes ended and \(found) are evaluated")
            }
            if conversation.evaluated > conversation.records {
                findings.add(
                    .records,
                    "\(name): \(conversation.records) records came and \(conversation.evaluated) are evaluated")
            }
        }
    }
}
