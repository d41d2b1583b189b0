// What can be said of an episode: conditions, and the places that they find.
// SPDX-License-Identifier: Apache-2.0

/// A condition on an episode: true, false, or unknown where it cannot be told (times that were estimated, a clock that was
/// not decided). Unknown parts make the whole unknown unless the other parts decide it.
package indirect enum Condition: Hashable, Sendable {
    /// All of them hold.
    case all([Condition])
    /// At least one of them holds.
    case any([Condition])
    /// It does not hold.
    case not(Condition)
    /// So many places are found.
    case finds(Selection)
    /// The conversation has one of the values.
    case attribute(AttributeKind, [String])
    /// The clock was met.
    case met(ClockKind)

    /// The conditions that it consists of.
    var parts: [Condition] {
        switch self {
        case .all(let parts), .any(let parts): parts
        case .not(let part): [part]
        case .finds(let selection): selection.relations.map(\.other)
        case .attribute, .met: []
        }
    }

    /// Whether it asks what the conversation is in that respect.
    func asks(_ kind: AttributeKind) -> Bool {
        if case .attribute(kind, _) = self { return true }
        return parts.contains { $0.asks(kind) }
    }

    /// What all selections in it look for.
    var subjects: [Selection.Subject] {
        var subjects = parts.flatMap(\.subjects)
        if case .finds(let selection) = self { subjects.append(selection.subject) }
        return subjects
    }
}

/// Chooses places of an episode, and how many there must be.
package struct Selection: Hashable, Sendable {
    /// What is looked for.
    package enum Subject: Hashable, Sendable {
        /// Words of the lexicons; when `needsAll`, at least one of each.
        case words(LexiconSet, by: Speaker, needsAll: Bool)
        /// Messages of that kind.
        case messages(MessageMeasure, by: Speaker)
        /// Waits for an answer that took longer than the limit; the place is the message that waited.
        case waits(of: Speaker, longerThan: Milliseconds)
        /// Events.
        case events(EventKindSet)
    }

    /// The part of the episode that is looked at; messages are counted among those of the subject's speaker.
    package enum Part: Hashable, Sendable {
        /// All of it.
        case all
        /// The first so many messages.
        case firstMessages(Int)
        /// The last so many messages.
        case lastMessages(Int)
        /// So long from the episode's start.
        case firstTime(Milliseconds)
        /// So long before the episode's latest event.
        case lastTime(Milliseconds)
    }

    /// Where a place must lie, seen from a place of another condition. When the other condition finds none, none lies there.
    package struct Relation: Hashable, Sendable {
        /// On which side.
        package enum Side: Hashable, Sendable {
            /// Before it.
            case before
            /// Behind it.
            case after
        }
        /// How far away at most.
        package enum Reach: Hashable, Sendable {
            /// Anywhere.
            case anywhere
            /// So many messages of the subject's speaker; the message of the other place itself is none away.
            case messages(Int)
            /// So long.
            case time(Milliseconds)
        }

        /// On which side.
        package var side: Side
        /// The other condition.
        package var other: Condition
        /// Which place of it counts, from 1; 0 means the last.
        package var nth: Int
        /// How far away.
        package var reach: Reach

        /// A relation.
        package init(side: Side, other: Condition, nth: Int, reach: Reach) {
            self.side = side
            self.other = other
            self.nth = nth
            self.reach = reach
        }
    }

    /// What is looked for.
    package var subject: Subject
    /// Where.
    package var part: Part
    /// At least so many places.
    package var atLeast: Int
    /// At most so many.
    package var atMost: Int
    /// Where the places must lie; all of them hold.
    package var relations: [Relation]

    /// A selection.
    package init(
        subject: Subject, part: Part = .all, atLeast: Int = 1, atMost: Int = .max, relations: [Relation] = []
    ) {
        self.subject = subject
        self.part = part
        self.atLeast = atLeast
        self.atMost = atMost
        self.relations = relations
    }
}

/// Whose messages are meant.
package enum Speaker: UInt8, CaseIterable, Sendable {
    /// The customer.
    case customer = 1
    /// Human agents.
    case agent = 2
    /// Robots.
    case bot = 3
    /// Customers, agents and robots.
    case anyone = 4
    /// Entries in the customer file, which only the house sees (S3-052).
    case record = 5

    /// The roles whose messages are meant; an entry has none.
    func includes(_ role: Role) -> Bool {
        switch self {
        case .customer: role == .customer
        case .agent: role == .agent
        case .bot: role == .bot
        case .anyone: role != .system
        case .record: false
        }
    }
}

/// What a message is like.
package struct MessageMeasure: Hashable, Sendable {
    /// It has more characters.
    package var longerThan: UInt32?
    /// It has fewer characters.
    package var shorterThan: UInt32?
    /// Whether it has paragraphs or list marks.
    package var isStructured: Bool?
    /// Whether the same speaker has sent the same text before, letter by letter, in this episode; only texts of at least
    /// `shortestRepetition` bytes count.
    package var isRepeated: Bool?

    /// Any message.
    package init() {}

    /// Shorter texts ("好的", "嗯嗯") repeat themselves without meaning it.
    package static let shortestRepetition = 18
}

/// What a conversation may be told apart by.
package enum AttributeKind: UInt8, CaseIterable, Sendable {
    /// The channel (S3-002).
    case channel
    /// The brand or shop.
    case brand
    /// The stage of the purchase: pre-sale, in-sale, after-sale.
    case stage
    /// The scene (S4-001).
    case scene
    /// The customer's tier (S3-004).
    case tier
    /// The urgency class (X10).
    case urgencyClass
    /// The task type (S4-023).
    case taskType
    /// The language, a BCP 47 tag.
    case language
    /// The team: of a clock's target, that which holds the conversation (T45); of a criterion, the credited one.
    case team
    /// The region (S3-081).
    case region
}

/// Events of an episode, beside messages, that conditions may ask for.
package enum EventKind: UInt8, CaseIterable, Sendable {
    /// A message: no event of this sort.
    case message = 0
    /// A hand-over with a note.
    case transferWithNote = 1
    /// A hand-over without one.
    case transferWithoutNote = 2
    /// An escalation with a note.
    case escalationWithNote = 3
    /// An escalation without one.
    case escalationWithoutNote = 4
    /// The customer's consent was given.
    case consentGiven = 5
    /// It was withdrawn.
    case consentWithdrawn = 6
    /// Something was looked up in an official system.
    case lookup = 7
    /// An entry was made in the customer file.
    case record = 8
    /// A complaint came in.
    case complaint = 9
    /// The conversation got an agent.
    case assigned = 10

    /// A hand-over or escalation.
    package init(hasNote: Bool, isEscalation: Bool) {
        switch (isEscalation, hasNote) {
        case (false, true): self = .transferWithNote
        case (false, false): self = .transferWithoutNote
        case (true, true): self = .escalationWithNote
        case (true, false): self = .escalationWithoutNote
        }
    }
}

/// A set of kinds of events.
package struct EventKindSet: Hashable, Sendable {
    /// One bit a kind.
    package var bits: UInt16

    /// A set.
    package init(_ kinds: [EventKind] = []) { bits = kinds.reduce(0) { $0 | 1 << UInt16($1.rawValue) } }

    /// Whether the kind is in the set.
    package func contains(_ kind: EventKind) -> Bool { bits & 1 << UInt16(kind.rawValue) != 0 }

    /// Adds those of another set.
    package mutating func formUnion(_ other: EventKindSet) { bits |= other.bits }
}
