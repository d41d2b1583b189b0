// Finds the words of lexicons in a text: phrases, patterns, detected things, with guards and quotation marks.
// SPDX-License-Identifier: Apache-2.0

/// Finds what some lexicons look for in a text, in time linear in the text.
///
/// The phrases of all lexicons, the pieces of their patterns and the quotation marks are found in one pass
/// (`PhraseMatcher`) over the folded text. What hits are left of the few that it gives is decided behind it.
package struct LexiconMatcher: Sendable {
    /// What is common to all texts, behind one reference: a matcher is taken out of its policy for every message.
    private final class Compiled: Sendable {
        let phrases: PhraseMatcher
        let patterns: PatternTable
        /// The lexicons whose hits are asked for; others serve guards.
        let wanted: LexiconSet
        let guarded: LexiconSet
        let guards: [[LexiconGuard]]
        let countsQuoted: LexiconSet
        /// The lexicons of detectors, in the order of the detectors.
        let detectors: [(lexicon: UInt8, detector: TextDetector)]
        let detectorSet: DetectorSet
        /// What there is about the hits of a lexicon.
        let traits: [HitTraits]
        /// What lexicons and patterns look for together.
        let allDetectors: DetectorSet

        init(_ lexicons: [Lexicon], wanted: LexiconSet) {
            self.wanted = wanted
            var all = wanted
            for (index, lexicon) in lexicons.enumerated() where wanted.contains(UInt8(index)) {
                for rule in lexicon.guards { all.formUnion(rule.lexicons) }
            }
            var phrases: [Phrase] = []
            var patterns: [(pattern: Pattern, lexicon: UInt8)] = []
            var detectors: [(lexicon: UInt8, detector: TextDetector)] = []
            var guarded = LexiconSet()
            var countsQuoted = LexiconSet()
            for (index, lexicon) in lexicons.enumerated() where all.contains(UInt8(index)) {
                let number = UInt8(index)
                // What is exempt hits where patterns are, to keep them off.
                let isSilent = lexicon.patterns.isEmpty
                for text in lexicon.exempt {
                    phrases += Phrase.folded(text, of: number, entry: PhraseHit.exempt, isExempt: isSilent)
                }
                for text in lexicon.phrases { phrases += Phrase.folded(text, of: number, entry: 0, isExempt: false) }
                for pattern in lexicon.patterns { patterns.append((pattern, number)) }
                if let detector = lexicon.detector, wanted.contains(number) { detectors.append((number, detector)) }
                if !lexicon.guards.isEmpty { guarded.insert(number) }
                if lexicon.countsQuoted { countsQuoted.insert(number) }
            }
            guards = lexicons.map(\.guards)
            self.guarded = guarded
            self.countsQuoted = countsQuoted
            self.detectors = detectors
            detectorSet = DetectorSet(detectors.map(\.detector))
            self.patterns = PatternTable(patterns, detecting: detectorSet)
            allDetectors = detectorSet.union(self.patterns.detectors)
            let traits = lexicons.indices.map { index in
                var traits = HitTraits()
                if guarded.contains(UInt8(index)) { traits.insert(.guarded) }
                if !wanted.contains(UInt8(index)) { traits.insert(.unwanted) }
                return traits
            }
            self.traits = traits
            self.phrases = PhraseMatcher(
                phrases + self.patterns.pieces, watchingFor: allDetectors,
                traits: Dictionary(uniqueKeysWithValues: traits.indices.map { (UInt8($0), traits[$0]) }))
        }
    }

    private let compiled: Compiled

    /// Compiles the wanted ones of the lexicons, which are numbered by their place.
    package init(_ lexicons: [Lexicon], wanted: LexiconSet) { compiled = Compiled(lexicons, wanted: wanted) }

    /// Finds what hits in `bytes[range]`, into the room's hits, which are made empty first. Any bytes are accepted.
    package func scan(_ bytes: [UInt8], _ range: Range<Int>, into room: inout MatchRoom) {
        room.empty()
        room.detected.forget()
        switch room.memory.recall(bytes, range, of: compiled, into: &room.hits) {
        case .known: break
        case .unknown: search(bytes, range, &room)
        case .isNew(let place):
            search(bytes, range, &room)
            room.memory.keep(room.hits, of: bytes, range, by: compiled, at: place)
        }
    }

    private func search(_ bytes: [UInt8], _ range: Range<Int>, _ room: inout MatchRoom) {
        if let traits = compiled.phrases.scan(
            bytes, range, isFolded: false, into: &room.hits, &room.pieces, &room.detected.places)
        {
            match(bytes, range, traits, &room)
            if !compiled.detectorSet.isEmpty { detect(bytes, range, everywhere: false, &room) }
        } else {
            scanFolded(bytes, range, &room)
        }
    }

    private func scanFolded(_ bytes: [UInt8], _ range: Range<Int>, _ room: inout MatchRoom) {
        room.empty()
        TextFolding.standard.fold(bytes, range, into: &room.folded)
        let text = room.folded.bytes
        let all = 0..<text.count
        let traits = compiled.phrases.scan(
            text, all, isFolded: true, into: &room.hits, &room.pieces, &room.detected.places)
        match(text, all, traits ?? [], &room)
        room.detected.forget()
        for index in room.hits.indices {
            (room.hits[index].start, room.hits[index].end) =
                room.folded.original(room.hits[index].start, room.hits[index].end)
        }
        if !compiled.detectorSet.isEmpty { detect(bytes, range, everywhere: true, &room) }
    }

    private func match(_ bytes: [UInt8], _ range: Range<Int>, _ traits: HitTraits, _ room: inout MatchRoom) {
        var traits = traits
        let isAnchored = compiled.patterns.hasDetectedAnchors && room.detected.places.next(0) != nil
        if !traits.isDisjoint(with: [.piece, .exempt]) || isAnchored {
            join(bytes, range, &traits, &room)
        }
        if traits.contains(.guarded) { dropGuarded(bytes, range, &room) }
        if traits.contains(.unwanted) {
            let wanted = compiled.wanted
            room.hits.removeAll { !wanted.contains($0.lexicon) }
        }
    }

    /// Adds what the detectors find in the text as it is: what they find does not depend on quotation marks and guards.
    private func detect(_ bytes: [UInt8], _ range: Range<Int>, everywhere: Bool, _ room: inout MatchRoom) {
        MatchedText.with(bytes, range) { text in
            if everywhere {
                room.detected.look(text, for: compiled.allDetectors, everywhere: true)
            } else {
                room.detected.look(text, for: compiled.allDetectors)
            }
        }
        guard !room.detected.hits.isEmpty else { return }
        let count = room.hits.count
        for hit in room.detected.hits {
            for (lexicon, detector) in compiled.detectors where detector == hit.detector {
                room.hits.append(PhraseHit(lexicon: lexicon, entry: 0, start: hit.start, end: hit.end))
            }
        }
        if room.hits.count > count { PhraseHit.order(&room.hits, from: count, longestFirst: false) }
    }

    /// Puts in what patterns the pieces make. What stands in quotation marks is dropped.
    private func join(
        _ bytes: [UInt8], _ range: Range<Int>, _ traits: inout HitTraits, _ room: inout MatchRoom
    ) {
        let count = room.hits.count
        MatchedText.with(bytes, range) { text in
            let patterns = compiled.patterns
            // What is asked for anyway tells which patterns need not be looked for.
            if !compiled.detectorSet.isEmpty { room.detected.look(text, for: compiled.allDetectors) }
            let search = PatternSearch(patterns, detecting: compiled.allDetectors, in: text)
            for piece in room.pieces { search.match(piece, &room.reach, &room.detected, into: &room.hits) }
            if patterns.hasDetectedAnchors {
                search.matchDetected(patterns.anchoredByDetectors, &room.reach, &room.detected, into: &room.hits)
            }
        }
        if room.hits.count > count { traits.formUnion(self.traits(of: room.hits[count...])) }
        // Phrases alone are in order and do not overlap in their lexicons.
        if room.hits.count > count || traits.contains(.exempt) { settle(&room.hits, from: count, traits) }
        if traits.contains(.quote) { dropQuoted(bytes, range, &room) }
    }

    /// What there is about the hits of patterns.
    private func traits(of hits: ArraySlice<PhraseHit>) -> HitTraits {
        hits.reduce(into: []) { $0.formUnion(compiled.traits[Int($1.lexicon)]) }
    }

    /// Drops what stands in quotation marks, which are among what was found.
    private func dropQuoted(_ bytes: [UInt8], _ range: Range<Int>, _ room: inout MatchRoom) {
        var quotes = QuotedSpans()
        for hit in room.pieces {
            if let mark = QuotedSpans.Mark(rawValue: hit.entry) { quotes.take(mark, at: hit, bytes, range) }
        }
        guard !quotes.isEmpty else { return }
        let counts = compiled.countsQuoted
        room.hits.removeAll { quotes.contain($0) && !counts.contains($0.lexicon) }
    }

    /// Orders the hits, of which those from a place on are patterns, and drops those that overlap an exempt phrase or an earlier hit of their lexicon; of two that start
    /// together the longer stays.
    private func settle(_ hits: inout [PhraseHit], from first: Int, _ traits: HitTraits) {
        PhraseHit.order(&hits, from: first, longestFirst: true)
        if traits.contains(.exempt) { dropExempt(&hits) }
        var free = InlineArray<128, UInt32>(repeating: 0)
        hits.removeAll { hit in
            if hit.start < free[Int(hit.lexicon)] { return true }
            free[Int(hit.lexicon)] = hit.end
            return false
        }
    }

    /// Drops the exempt phrases and what overlaps them in their lexicon; the hits are in order.
    private func dropExempt(_ hits: inout [PhraseHit]) {
        var next = InlineArray<128, UInt32>(repeating: .max)
        for index in hits.indices.reversed() {
            let lexicon = Int(hits[index].lexicon)
            if hits[index].entry == PhraseHit.exempt {
                next[lexicon] = hits[index].start
            } else if hits[index].end > next[lexicon] {
                hits[index].entry = PhraseHit.dropped
            }
        }
        var last = InlineArray<128, UInt32>(repeating: 0)
        hits.removeAll { hit in
            let lexicon = Int(hit.lexicon)
            if hit.entry == PhraseHit.exempt { last[lexicon] = max(last[lexicon], hit.end) }
            return hit.entry >= PhraseHit.dropped || hit.start < last[lexicon]
        }
    }

    /// Drops the hits that a guard's words stand near.
    private func dropGuarded(_ bytes: [UInt8], _ range: Range<Int>, _ room: inout MatchRoom) {
        swap(&room.found, &room.hits)
        room.hits.removeAll(keepingCapacity: true)
        MatchedText.with(bytes, range) { text in
            for (index, hit) in room.found.enumerated() {
                let rules = compiled.guarded.contains(hit.lexicon) ? compiled.guards[Int(hit.lexicon)] : []
                if !rules.contains(where: { stops($0, hit, at: index, in: room.found, text) }) {
                    room.hits.append(hit)
                }
            }
        }
    }

    /// Whether a word of the guard stands near enough. Only hits within reach are looked at: their number is bounded by the reach.
    private func stops(
        _ rule: LexiconGuard, _ hit: PhraseHit, at index: Int, in hits: [PhraseHit], _ text: MatchedText
    ) -> Bool {
        let gap = TextGap(most: rule.distance, crossesSentences: false)
        if rule.side == .before {
            // A guard's word that ends within reach starts at most a phrase's length before that.
            let reach = UInt32(rule.distance * 4 + 256)
            for other in hits[..<index].reversed() {
                guard hit.start - other.start <= reach else { return false }
                if rule.lexicons.contains(other.lexicon), gap.fits(from: other.end, to: hit.start, text) { return true }
            }
        } else {
            let reach = UInt32(rule.distance * 4)
            for other in hits[(index + 1)...] where other.start >= hit.end {
                guard other.start - hit.end <= reach else { return false }
                if rule.lexicons.contains(other.lexicon), gap.fits(from: hit.end, to: other.start, text) { return true }
            }
        }
        return false
    }
}

extension Phrase {
    /// A phrase, folded; none when nothing of it is left.
    fileprivate static func folded(_ text: String, of lexicon: UInt8, entry: UInt16, isExempt: Bool) -> [Phrase] {
        let folded = TextFolding.standard.folded(text)
        return folded.isEmpty ? [] : [Phrase(lexicon: lexicon, entry: entry, text: folded, isExempt: isExempt)]
    }
}

extension PhraseHit {
    /// The entry of exempt phrases in lexicons that have patterns.
    static let exempt = UInt16.max
    /// The entry of hits that an exempt phrase keeps off.
    static let dropped = UInt16.max - 1
}
