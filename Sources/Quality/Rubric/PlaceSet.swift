// A set of places of a text.
// SPDX-License-Identifier: Apache-2.0

/// A set of places of a text, a bit a byte: kept from text to text, so that it allocates nothing once it has grown.
struct PlaceSet: Sendable {
    private(set) var words: [UInt64] = []
    /// How many words mean something.
    private var count = 0

    /// Makes the set empty and as large as a text of so many bytes.
    mutating func begin(_ bytes: Int) {
        count = bytes / 64 + 1
        while words.count < count { words.append(0) }
        for index in 0..<count { words[index] = 0 }
    }

    /// Calls the body with the first word, to add places.
    @inline(__always)
    mutating func fill(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
        words.withUnsafeMutableBufferPointer { if let first = $0.baseAddress { body(first) } }
    }

    /// The first place at or behind a place; nil when there is none.
    func next(_ place: Int) -> Int? {
        var index = place &>> 6
        guard index < count else { return nil }
        var word = words[index] & (~0 &<< UInt64(truncatingIfNeeded: place & 63))
        while word == 0 {
            index &+= 1
            guard index < count else { return nil }
            word = words[index]
        }
        return index &<< 6 | word.trailingZeroBitCount
    }
}
