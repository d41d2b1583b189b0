// Named lists of what is looked for in texts.
// SPDX-License-Identifier: Apache-2.0

/// A named list of what is looked for in texts: phrases, patterns, or what a detector finds.
///
/// Texts and entries are folded alike (`TextFolding`) and letters match in either case, so entries are written in simplified
/// characters. Words in quotation marks are somebody else's and do not hit (A20).
package struct Lexicon: Hashable, Sendable {
    /// Its name in rubrics and evidence.
    package var name: String
    /// The phrases that hit.
    package var phrases: [String]
    /// Longer phrases that contain one of the others and do not hit (A19, A21).
    package var exempt: [String]
    /// Sequences of words with gaps between them that hit as a whole.
    package var patterns: [Pattern]
    /// What keeps a hit from counting: words of these lexicons before it (A21).
    package var guards: [LexiconGuard]
    /// What is looked for besides phrases and patterns.
    package var detector: TextDetector?
    /// Whether words in quotation marks count too.
    package var countsQuoted: Bool
    /// What it is for single brands and languages.
    package var variants: [LexiconVariant]

    /// A lexicon.
    package init(
        name: String, phrases: [String] = [], exempt: [String] = [], patterns: [Pattern] = [],
        guards: [LexiconGuard] = [], detector: TextDetector? = nil, countsQuoted: Bool = false,
        variants: [LexiconVariant] = []
    ) {
        self.name = name
        self.phrases = phrases
        self.exempt = exempt
        self.patterns = patterns
        self.guards = guards
        self.detector = detector
        self.countsQuoted = countsQuoted
        self.variants = variants
    }

    /// The lexicon as it is for conversations of that brand and language.
    package func edition(_ edition: LexiconEdition) -> Lexicon {
        var lexicon = self
        for variant in variants where variant.edition.covers(edition) {
            if variant.replaces {
                lexicon.phrases = []
                lexicon.exempt = []
                lexicon.patterns = []
            }
            lexicon.phrases += variant.phrases
            lexicon.exempt += variant.exempt
            lexicon.patterns += variant.patterns
        }
        return lexicon
    }
}

/// Keeps hits of a lexicon from counting where other words stand before or behind them, in the same sentence.
package struct LexiconGuard: Hashable, Sendable {
    /// On which side the words stand.
    package enum Side: Hashable, Sendable {
        /// Before the hit.
        case before
        /// Behind it.
        case after
    }

    /// The lexicons of those words, by their index in the policy.
    package var lexicons: LexiconSet
    /// On which side they stand.
    package var side: Side
    /// At most so many characters lie between.
    package var distance: Int

    /// A guard.
    package init(lexicons: LexiconSet, side: Side, distance: Int) {
        self.lexicons = lexicons
        self.side = side
        self.distance = distance
    }

    /// The most characters that may lie between.
    package static let mostDistance = 20
}

/// The conversations that an edition of the lexicons is for; nil stands for all brands or languages.
package struct LexiconEdition: Hashable, Sendable {
    /// The brand.
    package var brand: String?
    /// The language, a BCP 47 tag; "zh" covers "zh-Hant" too.
    package var language: String?

    /// An edition.
    package init(brand: String? = nil, language: String? = nil) {
        self.brand = brand
        self.language = language
    }

    /// All editions of some lexicons that differ: the one for all, then those for a brand and a language, for a brand, and for
    /// a language.
    static func all(of lexicons: [Lexicon]) -> [LexiconEdition] {
        let named = Set(lexicons.flatMap(\.variants).map(\.edition))
        let brands = Set(named.compactMap(\.brand)).sorted()
        let languages = Set(named.compactMap(\.language)).sorted().reversed()
        let both = brands.flatMap { brand in languages.map { LexiconEdition(brand: brand, language: $0) } }
        return [LexiconEdition()] + both + brands.map { LexiconEdition(brand: $0) }
            + languages.map { LexiconEdition(language: $0) }
    }

    /// Whether what is meant for this edition is meant for the other one too.
    func covers(_ other: LexiconEdition) -> Bool {
        (brand == nil || brand == other.brand) && (language == nil || language == other.language)
    }

    /// Whether it is for conversations of that brand and language; empty texts are unknown ones.
    func isFor(brand: String, language: String) -> Bool {
        if let own = self.brand, own != brand { return false }
        guard let own = self.language else { return true }
        return language == own || language.hasPrefix(own + "-")
    }
}

/// What a lexicon has for a brand or a language.
package struct LexiconVariant: Hashable, Sendable {
    /// For which conversations.
    package var edition: LexiconEdition
    /// Whether it stands in place of the lexicon's own phrases and patterns; else it adds to them.
    package var replaces: Bool
    /// The phrases.
    package var phrases: [String]
    /// The exempt phrases.
    package var exempt: [String]
    /// The patterns.
    package var patterns: [Pattern]

    /// A variant.
    package init(
        edition: LexiconEdition, replaces: Bool, phrases: [String], exempt: [String], patterns: [Pattern]
    ) {
        self.edition = edition
        self.replaces = replaces
        self.phrases = phrases
        self.exempt = exempt
        self.patterns = patterns
    }
}
