// Reads the lexicons of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// At most so many lexicons.
    static let mostLexicons = LexiconSet.mostLexicons
    /// At most so many bytes in a phrase.
    static let mostPhraseBytes = 255
    /// At most so many phrases in a policy: far more than a rubric can use, and their numbers fit 16 bits.
    static let mostPhrases = 10_000

    /// The lexicons, whose names checks can then use.
    mutating func lexicons(_ node: Node?) -> [Lexicon] {
        guard let node, let entries = entries(node, of: "lexicons") else { return [] }
        if entries.count > PolicyReader.mostLexicons, !isLibrary {
            refuse(
                node, "there are \(entries.count) lexicons",
                "merge some: a policy has \(PolicyReader.mostLexicons) at most")
        }
        var read: [Lexicon] = []
        for (name, key, value) in entries {
            _ = identifier(key, "the lexicon")
            lexicons[name] = UInt8(lexiconNames.count % PolicyReader.mostLexicons)
            lexiconNames.append(name)
            read.append(lexicon(name, value))
        }
        addGuards(entries, to: &read)
        let phrases = read.reduce(0) { $0 + $1.phrases.count + $1.exempt.count + $1.patterns.count }
        if phrases > PolicyReader.mostPhrases {
            refuse(node, "there are \(phrases) phrases", "drop some: a policy has \(PolicyReader.mostPhrases) at most")
        }
        return read
    }

    /// The number of a standard lexicon, which the policy has from now on; nil when there is none of that name.
    mutating func addStandard(_ name: String, at node: Node) -> UInt8? {
        guard var lexicon = library.first(where: { $0.name == name }) else { return nil }
        if lexiconNames.count == PolicyReader.mostLexicons {
            refuse(
                node, "'\(name)' is one lexicon too many",
                "use fewer: a policy has \(PolicyReader.mostLexicons) at most, those of the library that it names included"
            )
        }
        let index = UInt8(lexiconNames.count % PolicyReader.mostLexicons)
        lexicons[name] = index
        lexiconNames.append(name)
        let place = standardLexicons.count
        standardLexicons.append(lexicon)
        // The words of its guards come along, under numbers of this policy.
        for rule in lexicon.guards.indices {
            var numbers = LexiconSet()
            for (number, guardLexicon) in library.prefix(PolicyReader.mostLexicons).enumerated()
            where lexicon.guards[rule].lexicons.contains(UInt8(number)) {
                guard let own = lexicons[guardLexicon.name] ?? addStandard(guardLexicon.name, at: node) else {
                    continue
                }
                numbers.insert(own)
                usedLexicons.insert(own)
            }
            lexicon.guards[rule].lexicons = numbers
        }
        standardLexicons[place] = lexicon
        return index
    }

    private mutating func lexicon(_ name: String, _ node: Node) -> Lexicon {
        let what = "the lexicon '\(name)'"
        let keys = ["phrases", "exempt", "patterns", "unless", "detects", "quoted", "brands", "languages"]
        guard let fields = fields(node, of: what, required: [], optional: keys) else { return Lexicon(name: name) }
        if ["phrases", "patterns", "detects"].allSatisfy({ fields[$0] == nil }) {
            refuse(node, "\(what) looks for nothing", "give it 'phrases', 'patterns' or 'detects'")
        }
        let entries = entries(fields, of: what)
        var lexicon = Lexicon(name: name, phrases: entries.phrases, exempt: entries.exempt, patterns: entries.patterns)
        lexicon.detector = detector(fields["detects"], of: what)
        if let node = fields["quoted"], let word = text(node, "'quoted' of \(what)") {
            if word != "counts" { refuse(node, "'quoted' of \(what) is '\(word)'", "write counts, or leave it out") }
            lexicon.countsQuoted = true
        }
        lexicon.variants =
            variants(fields["brands"], of: "'brands' of \(what)") { LexiconEdition(brand: $0) }
            + variants(fields["languages"], of: "'languages' of \(what)") { LexiconEdition(language: $0) }
        return lexicon
    }

    private mutating func entries(
        _ fields: [String: Node], of what: String
    ) -> (phrases: [String], exempt: [String], patterns: [Pattern]) {
        var seen: Set<String> = []
        let phrases = self.phrases(fields["phrases"], of: "'phrases' of \(what)", seen: &seen)
        let folded = phrases.map { $0.text.foldedAsMatched }
        let exempt = self.phrases(fields["exempt"], of: "'exempt' of \(what)", seen: &seen)
        // What patterns match is not known before a text is there.
        let isNeedless = { (text: String) in !folded.contains { text.foldedAsMatched.contains($0) } }
        for (text, node) in exempt where fields["patterns"] == nil && isNeedless(text) {
            refuse(
                node, "the exempt phrase '\(text)' contains no phrase of \(what)",
                "it prevents nothing: drop it, or add the phrase that it shall prevent")
        }
        var patterns: [Pattern] = []
        for element in list(fields["patterns"], of: "'patterns' of \(what)") {
            guard let text = text(element, "a pattern in \(what)") else { continue }
            do throws(Pattern.Mistake) {
                patterns += try Pattern.read(text)
            } catch {
                refuse(element, "the pattern '\(text)' of \(what) cannot be read: \(error.problem)", "see PolicyFile")
            }
        }
        return (phrases.map(\.text), exempt.map(\.text), patterns)
    }

    private mutating func detector(_ node: Node?, of what: String) -> TextDetector? {
        guard let node, let word = text(node, "'detects' of \(what)") else { return nil }
        let detector = TextDetector.allCases.first { $0.name == word }
        if detector == nil { refuse(node, unknown: "detector", word, among: TextDetector.allCases.map(\.name)) }
        return detector
    }

    private mutating func variants(
        _ node: Node?, of what: String, edition: (String) -> LexiconEdition
    ) -> [LexiconVariant] {
        guard let node, let entries = entries(node, of: what) else { return [] }
        return entries.compactMap { entry in
            let (name, value) = (entry.name, entry.value)
            let what = "'\(name)' in \(what)"
            let keys = ["phrases", "exempt", "patterns", "replaces"]
            guard let fields = fields(value, of: what, required: [], optional: keys) else { return nil }
            let replaces = fields["replaces"].map { flag($0, "'replaces' of \(what)") ?? false } ?? false
            let read = self.entries(fields, of: what)
            return LexiconVariant(
                edition: edition(name), replaces: replaces, phrases: read.phrases, exempt: read.exempt,
                patterns: read.patterns)
        }
    }

    /// The guards of the lexicons, once all of the file are known.
    private mutating func addGuards(_ entries: [(name: String, key: Node, value: Node)], to read: inout [Lexicon]) {
        for (index, entry) in entries.enumerated() {
            guard let unless = entry.value.mapping?.first(where: { $0.key.scalar?.string == "unless" })?.value else {
                continue
            }
            read[index].guards = guards(unless, of: "'unless' of the lexicon '\(entry.name)'")
        }
    }

    private mutating func guards(_ node: Node, of what: String) -> [LexiconGuard] {
        guard let fields = fields(node, of: what, required: ["within"], optional: ["before", "after"]) else {
            return []
        }
        if fields["before"] == nil, fields["after"] == nil {
            refuse(node, "\(what) names no lexicons", "write 'before' or 'after' with the lexicons that stand there")
        }
        let distance = count(fields["within"], "'within' of \(what)", in: 0...LexiconGuard.mostDistance)
        let before = lexiconSet(fields["before"], of: "'before' in \(what)")
        let after = lexiconSet(fields["after"], of: "'after' in \(what)")
        guard let distance else { return [] }
        return [(before, LexiconGuard.Side.before), (after, .after)].compactMap { set, side in
            set.map { LexiconGuard(lexicons: $0, side: side, distance: distance) }
        }
    }

    private mutating func phrases(
        _ node: Node?, of what: String, seen: inout Set<String>
    ) -> [(text: String, node: Node)] {
        var phrases: [(text: String, node: Node)] = []
        for element in list(node, of: what) {
            guard let text = text(element, "a phrase in \(what)") else { continue }
            if text.utf8.count > PolicyReader.mostPhraseBytes {
                refuse(
                    element, "the phrase '\(text.prefix(20))…' has \(text.utf8.count) bytes of UTF-8",
                    "cut it: a phrase has \(PolicyReader.mostPhraseBytes) at most")
            }
            if seen.insert(text.foldedAsMatched).inserted {
                phrases.append((text, element))
            } else {
                refuse(
                    element, "the phrase '\(text)' is twice in \(what) or its lexicon",
                    "drop one; texts are folded: a to z and A to Z, traditional and simplified characters are alike")
            }
        }
        return phrases
    }
}

extension String {
    /// As the matcher compares: folded, and A to Z become a to z.
    fileprivate var foldedAsMatched: String {
        let folded = TextFolding.standard.folded(self)
        return String(decoding: folded.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
