// Finds numbers, personal data, dates, emoji and links in a text, reading the text once.
// SPDX-License-Identifier: Apache-2.0

/// Finds the things that `TextDetector` lists.
///
/// - Characters are seen as they look: full-width and mathematical digits are digits, full-width letters are letters,
///   traditional characters that matter here are simplified ones, and characters of no width are not there. Hits refer
///   to the bytes as they are.
/// - A place is one of these, in this order: link, e-mail, identity number, phone, bank card, passport, order number.
///   What is one of them is not a number, a date or a duration as well. Dates and durations do not lie in one another;
///   numbers lie in both. An address has its own hit over whatever is in it.
/// - Which detectors are wanted changes nothing but which hits are given.
/// - Digits of personal data may stand in groups with up to three spaces or hyphens between them. What a mask of at
///   least four "*" has left over is not looked at again, so a masked text has no personal data.
///
/// Any bytes are accepted, well-formed UTF-8 or not. Time is linear in the text: from any place no more than a bounded
/// window is looked at. A scan allocates nothing but room for hits.
///
/// How a rubric tells personal data that is asked for, volunteered and leaked:
/// - Asked for: a lexicon of requests, said by the agent ("提供一下您的身份证号"); no detector is needed. Whether the
///   customer then gives it does not matter.
/// - Volunteered: a detector's hit in what the customer says, with no such request before it. It is no fault of the
///   agent's; a criterion may ask that the agent tells the customer not to send such data.
/// - Leaked: a detector's hit in what the agent says. An agent who only repeats what the customer has said leaks, too:
///   what is shown to people has to be masked (`Masking`), and masked data does not hit.
package struct TextScanner: Sendable {
    /// A scanner; all share one table.
    package init() {}

    /// Appends what is found in `bytes[range]`, ordered by start, then by detector. The range lies within the array
    /// and is shorter than 4 GiB; bytes outside of it neither match nor count as neighbours.
    package func scan(
        _ bytes: [UInt8], _ range: Range<Int>, for wanted: DetectorSet, into hits: inout [DetectorHit]
    ) {
        _ = reads(bytes, range, for: wanted, into: &hits)
    }

    /// Scans likewise and returns how many characters were looked at, those seen twice counted twice.
    package func reads(
        _ bytes: [UInt8], _ range: Range<Int>, for wanted: DetectorSet, into hits: inout [DetectorHit]
    ) -> Int {
        precondition(range.count <= Int(UInt32.max), "a text is shorter than 4 GiB")
        var reads = 0
        MatchedText.with(bytes, range) { reads = TextScanner.scan($0, at: nil, for: wanted, into: &hits) }
        return reads
    }

    /// Scans a text, at the places where something may begin or everywhere, and returns how many characters were looked at.
    @discardableResult
    static func scan(
        _ text: MatchedText, at places: PlaceSet?, for wanted: DetectorSet, into hits: inout [DetectorHit]
    ) -> Int {
        guard !wanted.isEmpty else { return 0 }
        var scan = TextScan(text, wanted: wanted, firstHit: hits.count)
        swap(&scan.hits, &hits)
        if let places { scan.run(at: places) } else { scan.run() }
        swap(&scan.hits, &hits)
        return scan.reads
    }
}

/// One text under scan.
struct TextScan {
    /// The text to read, by characters.
    var reader: TextReader
    /// Which hits are given.
    let wanted: DetectorSet
    /// Whether addresses are wanted: they are the one thing that swallows nothing, so they can be left out.
    let wantsAddresses: Bool
    /// The hits, those from before this scan among them.
    var hits: [DetectorHit] = []
    /// How many hits are from before this scan.
    let firstHit: Int
    /// No e-mail begins before this place: it lies in letters and digits that have been looked at.
    var tokenEnd: Int
    /// No date and no duration begins before this place: one reaches up to here.
    var timeEnd: Int
    /// The parts of an address that may go on.
    var address = AddressChain()

    init(_ text: MatchedText, wanted: DetectorSet, firstHit: Int) {
        reader = TextReader(text, range: 0..<text.count)
        self.wanted = wanted
        wantsAddresses = wanted.contains(.address)
        self.firstHit = firstHit
        (tokenEnd, timeEnd) = (0, 0)
    }

    /// How many characters have been looked at.
    var reads: Int { reader.reads }

    /// Reads the text to its end.
    mutating func run() {
        var at = reader.lower
        while true {
            at = reader.nextOfInterest(at)
            guard at < reader.upper else { break }
            at = step(at)
        }
        closeAddress()
    }

    /// Reads the text at the places where something may begin.
    mutating func run(at places: PlaceSet) {
        var at = 0
        while let place = places.next(at) { at = step(place) }
        closeAddress()
    }

    /// Judges what begins at a character and returns where to go on: behind that character or further.
    private mutating func step(_ at: Int) -> Int {
        let glyph = reader.glyph(at)
        switch glyph.kind {
        case .digit: return keycap(glyph) ?? digits(glyph)
        case .letter: return word(glyph)
        case .at: return domainEnd(glyph.end) ?? glyph.end
        case .plus: return plus(glyph)
        case .mark: return marks(glyph)
        case .bracket: return bracket(glyph)
        case .hash: return keycap(glyph) ?? emojiCode(glyph)
        case .emoji: return emoji(glyph)
        case .numeral: return numerals(glyph)
        case .day: return day(glyph)
        case .suffix:
            if wantsAddresses { addressPart(glyph) }
            return glyph.end
        case .other, .ignored, .folded: return glyph.end
        }
    }

    /// Notes a hit in its place in the order; hits arrive almost in order.
    mutating func emit(_ detector: TextDetector, _ start: Int, _ end: Int) {
        guard wanted.contains(detector) else { return }
        let hit = DetectorHit(
            detector: detector, start: UInt32(truncatingIfNeeded: start &- reader.lower),
            end: UInt32(truncatingIfNeeded: end &- reader.lower))
        var place = hits.count
        hits.append(hit)
        while place > firstHit, Self.isOrdered(hit, before: hits[place - 1]) {
            hits[place] = hits[place - 1]
            place -= 1
        }
        hits[place] = hit
    }

    private static func isOrdered(_ hit: DetectorHit, before other: DetectorHit) -> Bool {
        hit.start < other.start || (hit.start == other.start && hit.detector.rawValue < other.detector.rawValue)
    }
}
