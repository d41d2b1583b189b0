// Reads the lexicons of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// At most so many lexicons: a set of them is one word of 64 bits.
    static let mostLexicons = 64
    /// At most so many bytes in a phrase.
    static let mostPhraseBytes = 255
    /// At most so many phrases in a policy: far more than a rubric can use, and their numbers fit 16 bits.
    static let mostPhrases = 10_000

    /// The lexicons, whose names checks can then use.
    mutating func lexicons(_ node: Node?) -> [Lexicon] {
        guard let node, let entries = entries(node, of: "lexicons") else { return [] }
        if entries.count > PolicyReader.mostLexicons {
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
        let phrases = read.reduce(0) { $0 + $1.phrases.count + $1.exempt.count }
        if phrases > PolicyReader.mostPhrases {
            refuse(node, "there are \(phrases) phrases", "drop some: a policy has \(PolicyReader.mostPhrases) at most")
        }
        return read
    }

    private mutating func lexicon(_ name: String, _ node: Node) -> Lexicon {
        let what = "the lexicon '\(name)'"
        guard let fields = fields(node, of: what, required: ["phrases"], optional: ["exempt"]) else {
            return Lexicon(name: name, phrases: [], exempt: [])
        }
        var seen: Set<String> = []
        let phrases = self.phrases(fields["phrases"], of: "'phrases' of \(what)", seen: &seen)
        let folded = phrases.map { $0.text.foldedAsMatched }
        let exempt = self.phrases(fields["exempt"], of: "'exempt' of \(what)", seen: &seen)
        for (text, node) in exempt where !folded.contains(where: { text.foldedAsMatched.contains($0) }) {
            refuse(
                node, "the exempt phrase '\(text)' contains no phrase of \(what)",
                "it prevents nothing: drop it, or add the phrase that it shall prevent")
        }
        return Lexicon(name: name, phrases: phrases.map(\.text), exempt: exempt.map(\.text))
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
                    "drop one; a to z and A to Z are alike")
            }
        }
        return phrases
    }
}

extension String {
    /// As the matcher compares: A to Z become a to z, byte by byte.
    fileprivate var foldedAsMatched: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
