// Room to match texts in, kept from one text to the next.
// SPDX-License-Identifier: Apache-2.0

/// Room to match texts in: what a scan finds, and what it works with. Kept from one text to the next, so that matching
/// allocates nothing once the room has grown.
package struct MatchRoom: Sendable {
    /// What was found, by start, then by lexicon; places are bytes of the original text.
    package var hits: [PhraseHit] = []
    /// The folded text.
    var folded = FoldedText()
    /// The pieces of patterns that the phrase matcher found.
    var pieces: [PhraseHit] = []
    /// The hits, while those are dropped that guards keep off.
    var found: [PhraseHit] = []
    /// What the detectors found, and where they have to look.
    var detected = Detected()
    /// The places that a pattern has come to.
    var reach = PatternReach()
    /// What was found in texts that came before.
    var memory = PhraseMemory()

    /// Empty room.
    package init() {}

    /// Empties what is found.
    mutating func empty() {
        // As quick as `removeAll(keepingCapacity:)` is not.
        if !hits.isEmpty { hits.removeLast(hits.count) }
        if !pieces.isEmpty { pieces.removeLast(pieces.count) }
    }
}
