// Conversations written as lines, judged by a policy.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// A conversation as lines of role, second and text: "C 0 你好", "A 12 您好". "⏎" in a text is a new line. Messages are "m1",
/// "m2" …
///
/// - Roles of messages: C customer, A agent, B bot, N an agent's note that the customer does not see.
/// - "H 20" is a hand-over without note, "h 20" one with a note; "E 20 lookup" any other event by its name below.
/// - "R 30 退款" is an entry in the customer file; entries are numbered among the messages, events are "e1", "e2" …
/// - "@ class complex" says what the conversation is: an attribute by its name below, and its value.
struct Transcript {
    private(set) var episode: Episode
    /// The texts of the messages by id.
    private(set) var texts: [String: [UInt8]] = [:]
    private var attributes = ContactAttributes()
    private var channel = "chat"
    private let policy: Policy

    init(_ lines: String, policy: Policy, hasEstimatedTimes: Bool = false) {
        self.episode = .none
        self.policy = policy
        var episode = Episode(
            number: 1, start: Transcript.start, policyIndex: 0, policy: policy, contact: .unknown)
        let lines = lines.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 2) }
        for words in lines where words[0] == "@" { set(words[1], String(words[2])) }
        let edition = policy.edition(brand: attributes[.brand], language: attributes[.language])
        var events = 0
        for words in lines where words[0] != "@" {
            let at = Transcript.start + .seconds(Int64(words[1]) ?? 0)
            let text = words.count > 2 ? Array(words[2].replacing("⏎", with: "\n").utf8) : []
            if let event = Transcript.event(words) {
                events += event == .record ? 0 : 1
                let id = event == .record ? "m\(texts.count + 1)" : "e\(events)"
                if event == .record { texts[id] = text }
                episode.record(event, event == .record ? text : [], id: id, at: at, edition: edition, policy: policy)
            } else {
                let id = "m\(texts.count + 1)"
                texts[id] = text
                episode.record(
                    text, id: id, role: words[0], at: at, isEstimated: hasEstimatedTimes, edition: edition,
                    policy: policy)
            }
            episode.header.lastAt = at
        }
        self.episode = episode
    }

    /// 2025-10-09T08:53:20Z.
    private static let start = Instant(milliseconds: 1_760_000_000_000)

    private static let events: [Substring: EventKind] = [
        "transfer": .transferWithoutNote, "transfer-with-note": .transferWithNote, "escalation": .escalationWithoutNote,
        "escalation-with-note": .escalationWithNote, "consent": .consentGiven, "consent-withdrawn": .consentWithdrawn,
        "lookup": .lookup, "complaint": .complaint, "assigned": .assigned,
    ]

    private static let kinds: [Substring: AttributeKind] = [
        "brand": .brand, "stage": .stage, "scene": .scene, "tier": .tier, "class": .urgencyClass,
        "task-type": .taskType, "language": .language,
    ]

    /// The event that a line tells of; nil for a message.
    private static func event(_ words: [Substring]) -> EventKind? {
        switch words[0] {
        case "H": return .transferWithoutNote
        case "h": return .transferWithNote
        case "R": return .record
        case "E":
            guard let kind = events[words[2]] else { preconditionFailure("there is no event '\(words[2])'") }
            return kind
        default: return nil
        }
    }

    private mutating func set(_ name: Substring, _ value: String) {
        if name == "channel" { return channel = value }
        guard let kind = Transcript.kinds[name] else { preconditionFailure("there is no attribute '\(name)'") }
        attributes[kind] = value
    }

    private struct NoNames: NameLookup {
        func string(_ name: NameID) -> String { "" }
    }

    /// The evaluation, by the whole policy or by this rubric instead of its own.
    func evaluation(by rubric: Rubric? = nil) -> Evaluation {
        let policy = rubric.map(policy.with) ?? policy
        let subject = EpisodeSubject(
            tenant: "t", conversation: "c", channel: channel, countsForCustomers: true, attributes: attributes)
        return episode.evaluation(of: subject, policy: policy, endedAt: episode.header.lastAt, names: NoNames())
    }

    /// What one criterion of the policy finds when it is alone: what others find, and fatal failures, change nothing.
    func verdict(of criterion: String) -> Verdict {
        let alone = policy.rubric.dimensions.flatMap(\.criteria).filter { $0.id == criterion }.map {
            var criterion = $0
            criterion.isFatal = false
            return criterion
        }
        let dimension = Dimension(id: "alone", weight: .hundred, criteria: alone)
        let evaluation = evaluation(by: Rubric(dimensions: [dimension]))
        guard evaluation.score != nil else { return .doesNotApply }
        let lost = evaluation.deductions.map { passage($0.evidence) }
        return lost.isEmpty ? .passes : .loses(lost)
    }

    /// "m2: the passage (lexicon)"; "m2" when the message as a whole shows it, "" when the episode does.
    private func passage(_ evidence: Evidence) -> String {
        guard evidence.end > evidence.start, let text = texts[evidence.message] else { return evidence.message }
        let passage = String(decoding: text[Int(evidence.start)..<Int(evidence.end)], as: UTF8.self)
        return "\(evidence.message): \(passage) (\(evidence.lexicon))"
    }
}

/// What a criterion found in a conversation.
enum Verdict: Equatable, Sendable {
    /// It applies, and nothing is lost.
    case passes
    /// It does not apply.
    case doesNotApply
    /// Points are lost, shown by these passages.
    case loses([String])

    /// Points are lost once.
    static func loses(_ passage: String) -> Verdict { .loses([passage]) }
}

extension Episode {
    /// Takes a message as the evaluation task does: finds the phrases, then records.
    fileprivate mutating func record(
        _ text: [UInt8], id: String, role: Substring, at: Instant, isEstimated: Bool, edition: Int, policy: Policy
    ) {
        var room = MatchRoom()
        let range = ByteRange(0..<text.count)
        let speaker: Role = role == "C" ? .customer : role == "B" ? .bot : .agent
        let measure = TextMeasure(text, range)
        var flags: MessageFlags = measure?.flags ?? .none
        if isEstimated { flags.insert(.timeEstimated) }
        if role == "N" { flags.insert(.internal) }
        policy.scan(text, range, by: speaker, flags, edition: edition, into: &room)
        let message = ReadMessage(
            at: at, role: speaker, author: NameID(0), team: .none, flags: flags, length: measure?.length ?? 0,
            textHash: policy.textHash(text, range))
        _ = record(
            message, id: ArraySlice(Array(id.utf8)), hits: room.hits, policy: policy, contact: .unknown)
    }

    /// Takes an event as the evaluation task does: counts hand-overs, and keeps the mark when some condition asks for it.
    fileprivate mutating func record(
        _ event: EventKind, _ text: [UInt8], id: String, at: Instant, edition: Int, policy: Policy
    ) {
        switch event {
        case .transferWithNote, .escalationWithNote: count(transferWithNote: true)
        case .transferWithoutNote, .escalationWithoutNote: count(transferWithNote: false)
        default: break
        }
        guard policy.wantedEvents.contains(event) else { return }
        var room = MatchRoom()
        policy.scanRecord(text, ByteRange(0..<text.count), edition: edition, into: &room)
        record(event, at: at, id: ArraySlice(Array(id.utf8)), hits: room.hits)
    }
}

extension Policy {
    /// The same with another rubric. The phrases are left out: they have been found.
    fileprivate func with(_ rubric: Rubric) -> Policy {
        Policy(
            name: name, version: version, effectiveFrom: effectiveFrom, zone: zone, rubric: rubric,
            lexicons: lexicons.map { Lexicon(name: $0.name, phrases: [], exempt: []) }, clocks: clocks,
            surveys: surveys, scoring: scoring, allowedSkew: allowedSkew)
    }
}
