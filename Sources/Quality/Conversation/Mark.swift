// What scoring keeps of one message.
// SPDX-License-Identifier: Apache-2.0

/// A name of an agent, team, channel or tenant, as an index into the task's names.
@usableFromInline
package struct NameID: Hashable, Sendable {
    /// The index.
    @usableFromInline package var index: Int32

    /// The name with that index.
    @inlinable package init(_ index: Int32) { self.index = index }

    /// No name.
    @inlinable package static var none: NameID { NameID(-1) }
}

/// A set of lexicons, by their index in the policy, 0 to 127.
package struct LexiconSet: Hashable, Sendable {
    /// One bit a lexicon: those below 64, then the others. Numbers and not a vector: what is chosen by an index lies in memory.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// The most lexicons that a policy has.
    package static let mostLexicons = 128

    /// The set of these.
    package init(_ lexicons: [UInt8]) { for lexicon in lexicons { insert(lexicon) } }

    /// The set of none.
    package init() {}

    /// Whether the lexicon is in the set.
    @inline(__always)
    package func contains(_ lexicon: UInt8) -> Bool {
        (lexicon & 64 == 0 ? low : high) &>> UInt64(lexicon & 63) & 1 != 0
    }

    /// Adds one.
    @inline(__always)
    package mutating func insert(_ lexicon: UInt8) {
        let bit = 1 &<< UInt64(lexicon & 63)
        low |= lexicon & 64 == 0 ? bit : 0
        high |= lexicon & 64 == 0 ? 0 : bit
    }

    /// Adds those of another set.
    package mutating func formUnion(_ other: LexiconSet) {
        low |= other.low
        high |= other.high
    }

    /// Whether it has none.
    package var isEmpty: Bool { low | high == 0 }

    /// How many it has.
    package var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    /// Whether both have one in common.
    package func intersects(_ other: LexiconSet) -> Bool { low & other.low | high & other.high != 0 }
}

/// What scoring keeps of one message or event, in 24 bytes: the text itself is read once and not kept.
package struct Mark: Hashable, Sendable {
    /// When it was written.
    package var at: Instant
    /// Length of the text in Unicode scalars.
    package var length: UInt32
    /// Length of its id in bytes; the ids stand one after the other in the episode.
    package var identifierLength: UInt16
    /// The role.
    package var role: Role
    /// What kind of message it is.
    package var flags: MessageFlags
    /// What happened, where it is no message.
    package var event: EventKind
    /// Hash of the text, to tell repetitions; 0 where none is asked for.
    package var textHash: UInt32

    /// A mark.
    package init(
        at: Instant, length: UInt32, identifierLength: UInt16, role: Role, flags: MessageFlags,
        event: EventKind = .message, textHash: UInt32 = 0
    ) {
        self.at = at
        self.length = length
        self.identifierLength = identifierLength
        self.role = role
        self.flags = flags
        self.event = event
        self.textHash = textHash
    }

    /// Whether the customer and the agent both see it and it is somebody's own words; an event's mark never is.
    package var isPublic: Bool { flags.isDisjoint(with: .neverAnswers) }
}

/// One place where a message hit a lexicon, in 12 bytes: an episode has more of these than of anything else.
package struct LexiconHit: Hashable, Sendable {
    /// First byte in the message's text.
    package var start: UInt32
    /// One past the last byte.
    package var end: UInt32
    /// Index of the mark in the episode, which has `Episode.mostMessages` at most.
    package var mark: UInt16
    /// The lexicon.
    package var lexicon: UInt8

    /// A hit.
    package init(mark: UInt16, start: UInt32, end: UInt32, lexicon: UInt8) {
        self.mark = mark
        self.start = start
        self.end = end
        self.lexicon = lexicon
    }
}
