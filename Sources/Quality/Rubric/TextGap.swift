// Gaps between words.
// SPDX-License-Identifier: Apache-2.0

/// The bytes between two places of a text, judged as a gap.
struct TextGap: Sendable, BitwiseCopyable {
    /// At most so many characters.
    let most: Int
    /// Whether the end of a sentence may lie in it.
    let crossesSentences: Bool

    /// Whether what lies between two places of the text is a gap of that kind.
    func fits(from start: UInt32, to end: UInt32, _ text: MatchedText) -> Bool {
        guard start <= end, Int(end - start) <= most * 4 else { return false }
        var characters = 0
        for place in Int(start)..<Int(end) {
            if text[place] & 0xC0 != 0x80 { characters += 1 }
            if !crossesSentences, text.endsSentence(at: place) { return false }
        }
        return characters <= most
    }
}
