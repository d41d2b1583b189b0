// How long an episode waited, stage by stage.
// SPDX-License-Identifier: Apache-2.0

/// How long the customer of an episode waited, stage by stage, in elapsed time and not in business time: nil for a stage that was
/// not reached (F09).
package struct EpisodeSpans: Hashable, Sendable {
    /// In the queue: from the start to the first assignment to a person; 0 when it was assigned before.
    package var queue: Milliseconds?
    /// From then on to the acceptance or the first word of a person, whichever came first.
    package var assigned: Milliseconds?
    /// Both together: from the start to the acceptance or the first word of a person (F15, F25).
    package var waiting: Milliseconds?
    /// From the start to the first public message of a person.
    package var responded: Milliseconds?

    /// No stage reached.
    package init() {}

}

extension Episode {
    /// Its stages. Times of sources may contradict each other: no stage takes less than nothing.
    package var spans: EpisodeSpans {
        let start = header.startedAt
        func span(_ from: Instant, _ to: Instant?) -> Milliseconds? { to.map { max(.zero, $0 - from) } }
        func earlier(_ one: Instant?, _ other: Instant?) -> Instant? { one.map { min($0, other ?? $0) } ?? other }
        var held: Instant?
        for holder in header.holders where holder.agent != .none { held = earlier(held, holder.since) }
        var word: Instant?
        for mark in marks where mark.role == .agent && mark.isPublic { word = earlier(word, mark.at) }
        let accepted = earlier(header.acceptedAt, word)
        var spans = EpisodeSpans()
        spans.queue = span(start, held)
        if let held { spans.assigned = span(max(held, start), accepted) }
        spans.waiting = span(start, accepted)
        spans.responded = span(start, word)
        return spans
    }
}
