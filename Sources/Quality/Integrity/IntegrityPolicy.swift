// What a policy calls a sign that figures are being dressed up.
// SPDX-License-Identifier: Apache-2.0

/// What integrity signals are looked for, and where they begin (C22, C27, C33, C34, T68). They are for people to look into: no score and no
/// pay depends on them.
package struct IntegrityPolicy: Hashable, Sendable {
    /// With less than so many percent of its target left, something happens just before a clock's deadline.
    package var lastPercent: Int64
    /// A reply with fewer letters and digits than this outside words of courtesy is empty.
    package var leastLetters: Int
    /// The lexicons whose words are mere courtesy, or ask to wait.
    package var courtesies: LexiconSet
    /// An episode that begins so soon after the one before it, or sooner, takes that one up again.
    package var reopenedWithin: Milliseconds
    /// So many endings in a row that were taken up again so soon are a cycle.
    package var reopenedTimes: UInt32
    /// A case that is handed over so soon after its bad rating was given away.
    package var givenAwayWithin: Milliseconds
    /// The survey programme whose invitations are held against the score of the episodes; nil for none.
    package var invitations: String?

    /// A policy of signals.
    package init(
        lastPercent: Int64, leastLetters: Int, courtesies: LexiconSet, reopenedWithin: Milliseconds,
        reopenedTimes: UInt32, givenAwayWithin: Milliseconds, invitations: String? = nil
    ) {
        self.lastPercent = lastPercent
        self.leastLetters = leastLetters
        self.courtesies = courtesies
        self.reopenedWithin = reopenedWithin
        self.reopenedTimes = reopenedTimes
        self.givenAwayWithin = givenAwayWithin
        self.invitations = invitations
    }

    /// A text of more bytes is not empty, whatever it says.
    private static let longestEmpty = 4_096

    /// Whether a text has so little beside words of courtesy that it is empty. The hits are those of its scan. It is read only as far as that
    /// takes.
    func isEmpty(_ bytes: [UInt8], _ text: ByteRange, _ hits: [PhraseHit]) -> Bool {
        guard text.count <= IntegrityPolicy.longestEmpty else { return false }
        var letters = 0
        var hit = 0
        var end = 0
        var place = 0
        for scalar in String(decoding: bytes[text], as: UTF8.self).unicodeScalars {
            defer { place += scalar.utf8.count }
            while hit < hits.count, Int(hits[hit].start) <= place {
                if courtesies.contains(hits[hit].lexicon) { end = max(end, Int(hits[hit].end)) }
                hit += 1
            }
            guard place >= end, scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { continue }
            letters += 1
            if letters >= leastLetters { return false }
        }
        return true
    }
}

/// A sign that figures are being dressed up, as it is counted: how often it could have been seen, and how often it was.
package enum IntegritySignal: UInt8, CaseIterable, Sendable {
    /// Replies that met a clock; of these, empty ones just before the deadline (F17).
    case emptyReplies = 1
    /// Hand-overs; of these, those just before the deadline of a clock that ran.
    case lateHandOvers = 2
    /// Reopenings; of these, those that end a cycle of closing and reopening.
    case cycles = 3
    /// Reopenings; of these, those soon after an end just before the deadline of a clock that ran until then.
    case lateEndings = 4
    /// Bad ratings that count; of these, those whose case was given away afterwards (C27).
    case givenAway = 5
    /// Changes of a rating; of these, changes to a better one after the agent spoke again (C22).
    case raised = 6
    /// Changes of a rating; of these, changes to a worse one after the agent spoke again (C22).
    case lowered = 7
    /// Answers; of these, answers of staff, which never count (C34).
    case staffAnswers = 8
    /// Episodes with a score that were invited to a survey, and the sum of their scores (C33).
    case invited = 9

    /// Its name in facts and tallies.
    package var word: String {
        switch self {
        case .emptyReplies: "empty-replies"
        case .lateHandOvers: "late-hand-overs"
        case .cycles: "cycles"
        case .lateEndings: "late-endings"
        case .givenAway: "given-away"
        case .raised: "raised-after-talk"
        case .lowered: "lowered-after-talk"
        case .staffAnswers: "staff-answers"
        case .invited: "invited"
        }
    }
}

/// How often a signal could have been seen in an episode, and how often it was.
package struct IntegrityCount: Hashable, Sendable {
    /// Whom it is about; nil for the agent of the episode.
    package var holder: HolderName?
    /// The signal.
    package var signal: IntegritySignal
    /// How often it could have been seen; of `invited` 1.
    package var of: UInt32
    /// How often it was.
    package var found: UInt32

    /// A count.
    package init(_ signal: IntegritySignal, holder: HolderName? = nil, of: UInt32, found: UInt32) {
        self.holder = holder
        self.signal = signal
        self.of = of
        self.found = found
    }

    /// The order in which evaluations have them: by signal, then the agent of the episode before others by name.
    fileprivate static func precedes(_ left: IntegrityCount, _ right: IntegrityCount) -> Bool {
        let (first, second) = (left.holder, right.holder)
        return (left.signal.rawValue, first == nil ? 0 : 1, first?.agent ?? "", first?.team ?? "")
            < (right.signal.rawValue, second == nil ? 0 : 1, second?.agent ?? "", second?.team ?? "")
    }
}

extension [IntegrityCount] {
    /// Adds to a signal of a holder.
    package mutating func add(_ signal: IntegritySignal, holder: HolderName? = nil, of: UInt32, found: UInt32) {
        if let index = firstIndex(where: { $0.signal == signal && $0.holder == holder }) {
            self[index].of += of
            self[index].found += found
        } else {
            let count = IntegrityCount(signal, holder: holder, of: of, found: found)
            insert(count, at: firstIndex { IntegrityCount.precedes(count, $0) } ?? endIndex)
        }
    }

    /// Sets a signal of the agent of the episode; without any occasion it is not there.
    mutating func set(_ signal: IntegritySignal, of: Int, found: Int) {
        removeAll { $0.signal == signal && $0.holder == nil }
        if of > 0 { add(signal, of: UInt32(of), found: UInt32(found)) }
    }
}

extension Measures {
    /// Adds what is counted of a signal, so many times.
    mutating func add(_ count: IntegrityCount, times: Int64) {
        guard count.signal != .invited else { return }
        integrity.add(
            NamedSums.Entry(name: count.signal.word, count: Int64(count.of), sum: Int64(count.found)), times: times)
    }
}
