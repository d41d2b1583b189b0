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

    /// The stages of an episode. Times of sources may contradict each other: no stage takes less than nothing.
    package init(_ episode: Episode) {
        let start = episode.header.startedAt
        func span(_ from: Instant, _ to: Instant?) -> Milliseconds? { to.map { max(.zero, $0 - from) } }
        let held = episode.header.holders.filter { $0.agent != .none }.map(\.since).min()
        let word = episode.marks.lazy.filter { $0.role == .agent && $0.isPublic }.map(\.at).min()
        let accepted = [episode.header.acceptedAt, word].compactMap { $0 }.min()
        queue = span(start, held)
        if let held { assigned = span(max(held, start), accepted) }
        waiting = span(start, accepted)
        responded = span(start, word)
    }
}
