// What there is about the hits of a text as a whole.
// SPDX-License-Identifier: Apache-2.0

/// What there is about the hits of a text as a whole: what is not there costs nothing.
struct HitTraits: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt8

    /// A piece of a pattern, or a quotation mark.
    static let piece = HitTraits(rawValue: 1)
    /// A phrase that keeps patterns off.
    static let exempt = HitTraits(rawValue: 2)
    /// A hit of a lexicon that has guards.
    static let guarded = HitTraits(rawValue: 4)
    /// A hit of a lexicon that only guards others.
    static let unwanted = HitTraits(rawValue: 8)
    /// A quotation mark.
    static let quote = HitTraits(rawValue: 16)
}

extension HitTraits {
    /// What there is about the hits of a phrase, apart from its lexicon.
    init(_ phrase: Phrase) {
        if phrase.lexicon == Phrase.pieces {
            self = QuotedSpans.Mark(rawValue: phrase.entry) == nil ? .piece : [.piece, .quote]
        } else {
            self = phrase.entry == PhraseHit.exempt ? .exempt : []
        }
    }
}
