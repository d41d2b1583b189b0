// How people's reviews are combined, and by when.
// SPDX-License-Identifier: Apache-2.0

/// How people's reviews are combined, and by when.
package struct ReviewPolicy: Hashable, Sendable {
    /// How several raters' sheets become one.
    package enum Combination: UInt8, CaseIterable, Sendable {
        /// The mean, criterion by criterion.
        case mean
        /// The median, criterion by criterion.
        case median
        /// Somebody decides who has their sheets before them.
        case adjudicated

        /// Its name in policies.
        package var word: String {
            switch self {
            case .mean: "mean"
            case .median: "median"
            case .adjudicated: "adjudicated"
            }
        }
    }

    /// How long after the end of an episode its review may begin; every step keeps the episode as long again.
    package var window: Milliseconds
    /// So many raters are waited for before their sheets are combined, and no more than so many are taken; 1 to 3 (S0-054).
    package var raters: ClosedRange<Int>
    /// What fewer raters say does not count (A25).
    package var quorum: Int
    /// How their sheets become one.
    package var combination: Combination
    /// Raters whose scores differ by more disagree (A26).
    package var disagreement: Points
    /// How long after its publication the agent may appeal.
    package var appeal: Milliseconds
    /// How long an appeal may wait for its ruling.
    package var ruling: Milliseconds

    /// A policy; the reader in `Wire` has seen to it that the raters are 1 to 3 and the quorum no more than they.
    package init(
        window: Milliseconds, raters: ClosedRange<Int>, quorum: Int, combination: Combination, disagreement: Points,
        appeal: Milliseconds, ruling: Milliseconds
    ) {
        precondition(raters.lowerBound >= 1 && raters.upperBound <= 3, "there are 1 to 3 raters")
        precondition((1...raters.upperBound).contains(quorum), "the raters can be enough for the quorum")
        self.window = window
        self.raters = raters
        self.quorum = quorum
        self.combination = combination
        self.disagreement = disagreement
        self.appeal = appeal
        self.ruling = ruling
    }

    /// Where a policy says nothing of reviews: one rater, and as much time for everything as reviews are waited for.
    package static func oneRater(window: Milliseconds) -> ReviewPolicy {
        ReviewPolicy(
            window: window, raters: 1...1, quorum: 1, combination: .mean, disagreement: .hundred, appeal: window,
            ruling: window)
    }
}
