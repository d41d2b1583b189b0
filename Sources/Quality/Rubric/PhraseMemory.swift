// Remembers what was found in texts that come again and again.
// SPDX-License-Identifier: Apache-2.0

/// What was found in texts that came before: agents send canned replies, and customers say thanks.
///
/// - Exact: a text is known only when the same matcher found the hits and all bytes are the same. With the memory and without it
///   the hits are the same; it is nobody's state.
/// - Bounded: `places` texts of at most `longestText` bytes and `mostHits` hits, some 500 KiB, and only once texts come again.
/// - A text is kept when it comes for the second time and no other one without a place came between. So texts that never
///   come again push nothing out, and cost no more than their hash.
struct PhraseMemory: Sendable {
    /// What is known of a text.
    enum Answer {
        /// Its hits, which were appended.
        case known
        /// Nothing; what is found is to be kept at a place.
        case isNew(Place)
        /// Nothing, and it is not kept.
        case unknown
    }

    /// Where a text belongs.
    struct Place {
        fileprivate let index: Int
        fileprivate let hash: UInt64
    }

    private struct Entry {
        /// The hash of the text that is kept.
        var hash: UInt64 = 0
        /// The hash of the last text that was not.
        var candidate: UInt64 = 0
        /// Whose hits these are; nil where no text is kept.
        var owner: ObjectIdentifier?
        var length: UInt16 = 0
        var hits: UInt16 = 0
    }

    /// So many texts are kept at most.
    static let places = 1 << placeBits
    /// A text of more bytes is not kept.
    static let longestText = 320
    /// One with more hits is not kept.
    static let mostHits = 16
    private static let placeBits = 10
    /// So many matchers are served at most.
    private static let mostOwners = 64

    private var entries: [Entry] = []
    /// The bytes and the hits of the places, one after the other.
    private var bytes: [UInt8] = []
    private var hits: [PhraseHit] = []
    /// The matchers that hits are kept of: while they are held, no other one has their identity.
    private var owners: [any AnyObject & Sendable] = []

    /// Nothing remembered.
    init() {}

    /// Appends the hits of `text[range]`, which lies within the array, when a matcher's are known.
    mutating func recall(
        _ text: [UInt8], _ range: Range<Int>, of owner: AnyObject, into found: inout [PhraseHit]
    ) -> Answer {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the text lies within the bytes")
        guard range.count <= PhraseMemory.longestText, range.count > 0 else { return .unknown }
        if entries.isEmpty { entries = Array(repeating: Entry(), count: PhraseMemory.places) }
        let identity = ObjectIdentifier(owner)
        let hash = PhraseMemory.hash(text, range) ^ UInt64(UInt(bitPattern: identity)) &* 0x9E37_79B9_7F4A_7C15
        let index = Int(truncatingIfNeeded: hash &>> UInt64(64 - PhraseMemory.placeBits))
        if entries[index].hash == hash, entries[index].owner == identity, isText(index, text, range) {
            let first = index * PhraseMemory.mostHits
            hits.withUnsafeBufferPointer { kept in
                found.append(contentsOf: UnsafeBufferPointer(rebasing: kept[first..<first + Int(entries[index].hits)]))
            }
            return .known
        }
        guard entries[index].candidate == hash else {
            entries[index].candidate = hash
            return .unknown
        }
        return .isNew(Place(index: index, hash: hash))
    }

    /// Keeps the hits of `text[range]`, the text that the place was given for.
    mutating func keep(
        _ found: [PhraseHit], of text: [UInt8], _ range: Range<Int>, by owner: any AnyObject & Sendable, at place: Place
    ) {
        guard found.count <= PhraseMemory.mostHits, holds(owner) else { return }
        if bytes.isEmpty {
            bytes = Array(repeating: 0, count: PhraseMemory.places * PhraseMemory.longestText)
            let none = PhraseHit(lexicon: 0, entry: 0, start: 0, end: 0)
            hits = Array(repeating: none, count: PhraseMemory.places * PhraseMemory.mostHits)
        }
        let firstByte = place.index * PhraseMemory.longestText
        text.withUnsafeBytes { text in
            bytes.withUnsafeMutableBytes { bytes in
                bytes[firstByte..<firstByte + range.count].copyBytes(from: text[range])
            }
        }
        let firstHit = place.index * PhraseMemory.mostHits
        for (offset, hit) in found.enumerated() { hits[firstHit + offset] = hit }
        entries[place.index] = Entry(
            hash: place.hash, owner: ObjectIdentifier(owner), length: UInt16(range.count), hits: UInt16(found.count))
    }

    private mutating func holds(_ owner: any AnyObject & Sendable) -> Bool {
        if owners.contains(where: { $0 === owner }) { return true }
        guard owners.count < PhraseMemory.mostOwners else { return false }
        owners.append(owner)
        return true
    }

    /// Whether the text of a place has the same bytes.
    @inline(__always)
    private func isText(_ index: Int, _ text: [UInt8], _ range: Range<Int>) -> Bool {
        let count = range.count
        guard Int(entries[index].length) == count else { return false }
        return text.withUnsafeBytes { text in
            bytes.withUnsafeBytes { bytes in
                let (first, second) = (range.lowerBound, index * PhraseMemory.longestText)
                func differ(_ place: Int) -> UInt64 {
                    text.loadUnaligned(fromByteOffset: first &+ place, as: UInt64.self)
                        ^ bytes.loadUnaligned(fromByteOffset: second &+ place, as: UInt64.self)
                }
                guard count >= 8 else {
                    for place in 0..<count where text[first + place] != bytes[second + place] { return false }
                    return true
                }
                // The last eight bytes, then eight at a time.
                var difference = differ(count &- 8)
                var place = 0
                while place &+ 8 <= count {
                    difference |= differ(place)
                    place &+= 8
                }
                return difference == 0
            }
        }
    }

    /// A hash of the text, in two strands that the processor takes at the same time.
    @inline(__always)
    private static func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt64 {
        text.withUnsafeBytes { text in
            let count = range.count
            var left: UInt64 = 0xA076_1D64_78BD_642F ^ UInt64(truncatingIfNeeded: count)
            var right: UInt64 = 0xE703_7ED1_A0B4_28DB
            func word(_ place: Int) -> UInt64 { text.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
            var place = range.lowerBound
            while place &+ 16 <= range.upperBound {
                left = fold(left ^ word(place), 0x8EBC_6AF0_9C88_C6E3)
                right = fold(right ^ word(place &+ 8), 0x5899_65CC_7537_4CC3)
                place &+= 16
            }
            if count >= 16 {
                left = fold(left ^ word(range.upperBound &- 16), 0x1D8E_4E27_C47D_124F)
                right = fold(right ^ word(range.upperBound &- 8), 0xEB44_ACCA_B455_D165)
            } else {
                while place < range.upperBound {
                    left = fold(left ^ UInt64(text[place]), 0x8EBC_6AF0_9C88_C6E3)
                    place &+= 1
                }
            }
            return fold(left ^ right &>> 32, right | 1)
        }
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high ^ low
    }
}
