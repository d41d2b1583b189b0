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

/// A set of up to 64 lexicons, by their index in the policy.
package struct LexiconSet: Hashable, Sendable {
    /// One bit a lexicon.
    package var bits: UInt64

    /// The set of these bits.
    package init(bits: UInt64 = 0) { self.bits = bits }

    /// The lexicons in the set.
    package func contains(_ lexicon: UInt8) -> Bool { bits & (1 << UInt64(lexicon)) != 0 }

    /// Adds one.
    package mutating func insert(_ lexicon: UInt8) { bits |= 1 << UInt64(lexicon) }

    /// Adds those of another set.
    package mutating func formUnion(_ other: LexiconSet) { bits |= other.bits }

    /// Whether both have one in common.
    package func intersects(_ other: LexiconSet) -> Bool { bits & other.bits != 0 }
}

/// What scoring keeps of one message, in 24 bytes: the text itself is read once and not kept.
package struct Mark: Hashable, Sendable {
    /// When it was written.
    package var at: Instant
    /// The lexicons it hit.
    package var lexicons: LexiconSet
    /// Length of the text in Unicode scalars.
    package var length: UInt32
    /// Length of its id in bytes; the ids stand one after the other in the episode.
    package var identifierLength: UInt16
    /// The role.
    package var role: Role
    /// What kind of message it is.
    package var flags: MessageFlags

    /// A mark.
    package init(
        at: Instant, lexicons: LexiconSet, length: UInt32, identifierLength: UInt16, role: Role, flags: MessageFlags
    ) {
        self.at = at
        self.lexicons = lexicons
        self.length = length
        self.identifierLength = identifierLength
        self.role = role
        self.flags = flags
    }

    /// Whether the customer and the agent both see it and it is somebody's own words.
    package var isPublic: Bool { flags.isDisjoint(with: .neverAnswers) }
}

/// One place where a message hit a lexicon.
package struct LexiconHit: Hashable, Sendable {
    /// Index of the mark in the episode.
    package var mark: UInt32
    /// First byte in the message's text.
    package var start: UInt32
    /// One past the last byte.
    package var end: UInt32
    /// The lexicon.
    package var lexicon: UInt8

    /// A hit.
    package init(mark: UInt32, start: UInt32, end: UInt32, lexicon: UInt8) {
        self.mark = mark
        self.start = start
        self.end = end
        self.lexicon = lexicon
    }
}
