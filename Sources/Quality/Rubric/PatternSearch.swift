// Looks for the elements of a pattern around its anchor.
// SPDX-License-Identifier: Apache-2.0

/// Looks for the elements of patterns around their anchors, in one text. Places count from the text's first byte.
///
/// From an anchor the elements are taken one after the other: of each all places are noted that can be reached from those of the one
/// before, within the gap. So no way is missed and none is tried twice, and what is looked at around an anchor is bounded by the gaps.
struct PatternSearch {
    private let entries: FixedTable<PatternTable.Entry>
    private let elements: FixedTable<PatternTable.Element>
    private let words: CompiledWords
    private let anchored: FixedTable<UInt32>
    private let anchoredStarts: FixedTable<UInt32>
    /// What is detected when something has to be.
    private let wanted: DetectorSet
    private let text: MatchedText

    /// A search for the patterns of a table, which outlives it.
    @inline(__always)
    init(_ table: PatternTable, detecting wanted: DetectorSet, in text: MatchedText) {
        (entries, elements, words) = (table.entries, table.elements, table.words)
        (anchored, anchoredStarts) = (table.anchored, table.anchoredStarts)
        (self.wanted, self.text) = (wanted, text)
    }

    /// Appends what the patterns make that a piece anchors.
    func match(
        _ piece: PhraseHit, _ reach: inout PatternReach, _ detected: inout Detected, into hits: inout [PhraseHit]
    ) {
        var index = Int(anchoredStarts[Int(piece.entry)])
        let end = Int(anchoredStarts[Int(piece.entry) + 1])
        while index < end {
            let entry = entries[Int(anchored[index])]
            if entry.needed.isEmpty || detected.mayHave(entry.needed) { match(entry, piece, &reach, &detected, &hits) }
            index &+= 1
        }
    }

    /// Appends what the patterns make that what is detected anchors.
    func matchDetected(
        _ anchored: [[Int]], _ reach: inout PatternReach, _ detected: inout Detected, into hits: inout [PhraseHit]
    ) {
        detected.look(text, for: wanted)
        for index in detected.hits.indices {
            let hit = detected.hits[index]
            let anchor = PhraseHit(lexicon: Phrase.pieces, entry: 0, start: hit.start, end: hit.end)
            for number in anchored[Int(hit.detector.rawValue)] {
                match(entries[number], anchor, &reach, &detected, &hits)
            }
        }
    }

    /// Appends what a pattern makes around its anchor.
    @inline(__always)
    private func match(
        _ entry: PatternTable.Entry, _ anchor: PhraseHit, _ reach: inout PatternReach, _ detected: inout Detected,
        _ hits: inout [PhraseHit]
    ) {
        if entry.isPair {
            pair(entry, anchor, &hits)
        } else {
            match(entry, anchor.start, anchor.end, &reach, &detected, &hits)
        }
    }

    @inline(never)
    private func match(
        _ entry: PatternTable.Entry, _ start: UInt32, _ end: UInt32, _ reach: inout PatternReach,
        _ detected: inout Detected, _ hits: inout [PhraseHit]
    ) {
        if entry.looksBackFirst {
            guard back(entry, from: start, &reach, &detected) else { return }
            reach.putStartsBy()
        }
        reach.begin(at: end)
        var element = entry.anchor + 1
        while element < entry.end {
            forward(element, &reach, &detected)
            guard reach.advance() else { return }
            element += 1
        }
        if !entry.looksBackFirst {
            // The ends are put by while what is before is looked for.
            reach.putEndsBy()
            guard back(entry, from: start, &reach, &detected) else { return }
            reach.putStartsBy()
            reach.takeEnds()
        }
        // All of them: what stands in the way of the first one need not stand in that of another.
        for start in reach.starts {
            for end in reach.places {
                hits.append(PhraseHit(lexicon: entry.lexicon, entry: 0, start: start, end: end))
            }
        }
    }

    /// Appends what a pattern of two elements makes with its anchor.
    @inline(__always)
    private func pair(_ entry: PatternTable.Entry, _ anchor: PhraseHit, _ hits: inout [PhraseHit]) {
        if entry.anchor == entry.start {
            pairBehind(entry.start + 1, anchor, entry.lexicon, &hits)
        } else {
            pairBefore(entry.start, anchor, entry.lexicon, &hits)
        }
    }

    @inline(never)
    private func pairBehind(_ number: Int, _ anchor: PhraseHit, _ lexicon: UInt8, _ hits: inout [PhraseHit]) {
        behind(elements[number], Int(anchor.end)) { end in
            let end = UInt32(truncatingIfNeeded: end)
            hits.append(PhraseHit(lexicon: lexicon, entry: 0, start: anchor.start, end: end))
        }
    }

    @inline(never)
    private func pairBefore(_ number: Int, _ anchor: PhraseHit, _ lexicon: UInt8, _ hits: inout [PhraseHit]) {
        before(elements[number], elements[number + 1].gap, Int(anchor.start)) { start in
            let start = UInt32(truncatingIfNeeded: start)
            hits.append(PhraseHit(lexicon: lexicon, entry: 0, start: start, end: anchor.end))
        }
    }

    /// Calls `take` with the end of each word of an element that stands behind a place, within its gap.
    @inline(__always)
    private func behind(_ element: PatternTable.Element, _ place: Int, _ take: (Int) -> Void) {
        var (at, left) = (place, element.gap.most)
        while at < text.count {
            let next = text.behind(at)
            words.match(element.words, text, at: at, next: next, take)
            left &-= 1
            if left < 0 || !element.gap.crossesSentences && text.endsSentence(at: at) { return }
            at = next
        }
    }

    /// Calls `take` with the start of each word of an element that stands before a place, within a gap.
    @inline(__always)
    private func before(_ element: PatternTable.Element, _ gap: TextGap, _ place: Int, _ take: (Int) -> Void) {
        var (at, left) = (place, gap.most)
        while at > 0 {
            words.match(element.words, text, before: at, take)
            at = text.before(at)
            left &-= 1
            if left < 0 || !gap.crossesSentences && text.endsSentence(at: at) { return }
        }
    }

    /// Reaches the starts of the elements before the anchor; false when one of them is not there.
    @inline(__always)
    private func back(
        _ entry: PatternTable.Entry, from start: UInt32, _ reach: inout PatternReach, _ detected: inout Detected
    ) -> Bool {
        var element = entry.anchor
        reach.begin(at: start)
        while element > entry.start {
            element -= 1
            backward(element, &reach, &detected)
            guard reach.advance() else { return false }
        }
        return true
    }

    // MARK: One element

    /// Notes the ends of an element that stands behind one of the places reached.
    @inline(never)
    private func forward(_ number: Int, _ reach: inout PatternReach, _ detected: inout Detected) {
        let element = elements[number]
        if !element.words.isEmpty {
            if reach.count == 1 {
                behind(element, reach.place(0)) { reach.note($0) }
            } else {
                forward(element, &reach)
            }
        }
        guard !element.detectors.isEmpty else { return }
        let end = min(text.count, reach.place(reach.count - 1) + 4 * element.gap.most + 4)
        guard look(element, reach.place(0)..<end, &detected) else { return }
        for hit in detected.starting(in: reach.place(0)..<end) where element.detectors.contains(hit.detector) {
            if reach.places.contains(where: { element.gap.fits(from: $0, to: hit.start, text) }) {
                reach.note(Int(hit.end))
            }
        }
    }

    /// The same of its words alone.
    private func forward(_ element: PatternTable.Element, _ reach: inout PatternReach) {
        var index = 0
        var left = -1
        var at = reach.place(0)
        while at < text.count {
            while index < reach.count, reach.place(index) <= at {
                left = element.gap.most
                index &+= 1
            }
            if left < 0 {
                guard index < reach.count else { break }
                at = reach.place(index)
                continue
            }
            let next = text.behind(at)
            words.match(element.words, text, at: at, next: next) { reach.note($0) }
            left = !element.gap.crossesSentences && text.endsSentence(at: at) ? -1 : left &- 1
            at = next
        }
    }

    /// Notes the starts of an element that stands before one of the places reached.
    @inline(never)
    private func backward(_ number: Int, _ reach: inout PatternReach, _ detected: inout Detected) {
        let element = elements[number]
        let gap = elements[number + 1].gap
        if !element.words.isEmpty {
            if reach.count == 1 {
                before(element, gap, reach.place(0)) { reach.note($0) }
            } else {
                backward(element, gap, &reach)
            }
        }
        guard !element.detectors.isEmpty else { return }
        let (start, last) = (max(0, reach.place(0) - 4 * gap.most), reach.place(reach.count - 1))
        let from = max(0, start - PatternSearch.reachOfDetectors)
        guard look(element, from..<last, &detected) else { return }
        for hit in detected.ending(in: start...last) where element.detectors.contains(hit.detector) {
            if reach.places.contains(where: { gap.fits(from: hit.end, to: $0, text) }) { reach.note(Int(hit.start)) }
        }
    }

    /// The same of its words alone.
    private func backward(_ element: PatternTable.Element, _ gap: TextGap, _ reach: inout PatternReach) {
        var index = reach.count - 1
        var left = -1
        var at = reach.place(index)
        while at > 0 {
            while index >= 0, reach.place(index) >= at {
                left = gap.most
                index &-= 1
            }
            if left < 0 {
                guard index >= 0 else { break }
                at = reach.place(index)
                continue
            }
            words.match(element.words, text, before: at) { reach.note($0) }
            at = text.before(at)
            left = !gap.crossesSentences && text.endsSentence(at: at) ? -1 : left &- 1
        }
    }

    /// Within so many bytes before its end what is detected has a character that detectors look for.
    private static let reachOfDetectors = 96

    /// Looks what is detected, unless nothing of it can be in a part of the text.
    private func look(_ element: PatternTable.Element, _ part: Range<Int>, _ detected: inout Detected) -> Bool {
        if element.detectors.isSubset(of: .beginningWithinReach) {
            guard let place = detected.places.next(part.lowerBound), place < part.upperBound else { return false }
        }
        detected.look(text, for: wanted)
        return true
    }
}

extension DetectorSet {
    /// The detectors whose hits begin with what they look for.
    fileprivate static let beginningWithinReach = DetectorSet([.number, .duration, .date])
}

/// The places that a pattern has come to.
///
/// Room is never given back or emptied: counts say how much of it means something, which costs nothing to begin anew.
struct PatternReach: Sendable {
    /// Places, ascending.
    private struct Places {
        private(set) var all: [UInt32] = []
        var count = 0

        mutating func set(to place: UInt32) {
            if all.isEmpty { all.append(place) } else { all[0] = place }
            count = 1
        }

        /// Puts a place where it belongs, unless it is there.
        mutating func insert(_ place: UInt32) {
            var index = count
            while index > 0, all[index &- 1] > place { index &-= 1 }
            guard index == 0 || all[index &- 1] != place else { return }
            if count == all.count { all.append(place) }
            var behind = count
            while behind > index {
                all[behind] = all[behind &- 1]
                behind &-= 1
            }
            all[index] = place
            count &+= 1
        }
    }

    /// Those that the last element reached.
    private var current = Places()
    /// Those that the next one reaches.
    private var next = Places()
    private var ends = Places()
    private var kept = Places()

    /// Begins anew at one place.
    mutating func begin(at place: UInt32) { current.set(to: place) }

    /// How many places there are, and each of them.
    var count: Int { current.count }
    @inline(__always) func place(_ index: Int) -> Int { Int(current.all[index]) }

    /// The places, and the starts that were put by.
    var places: ArraySlice<UInt32> { current.all[..<current.count] }
    var starts: ArraySlice<UInt32> { kept.all[..<kept.count] }

    /// Notes a place that the next element reaches.
    @inline(never)
    mutating func note(_ reached: Int) { next.insert(UInt32(truncatingIfNeeded: reached)) }

    /// Goes to the next element; false when it is nowhere.
    mutating func advance() -> Bool {
        guard next.count > 0 else { return false }
        swap(&current, &next)
        next.count = 0
        return true
    }

    /// Keeps the places as starts.
    mutating func putStartsBy() { swap(&current, &kept) }

    /// Keeps the places as ends, and takes them back.
    mutating func putEndsBy() { swap(&current, &ends) }
    mutating func takeEnds() { swap(&current, &ends) }
}
