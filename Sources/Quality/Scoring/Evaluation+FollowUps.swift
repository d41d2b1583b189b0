// A revision by clocks that outlive the episode.
// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// The next revision, with the results of clocks that outlive the episode: they take the places of what was shown of them.
    package func revised(by results: [ClockResult]) -> Evaluation {
        var next = self
        next.clocks.removeAll(where: \.kind.outlivesEpisode)
        next.clocks += results
        next.revision += 1
        next.cause = .followUp
        return next
    }
}
