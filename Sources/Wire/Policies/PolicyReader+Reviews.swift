// Reads the reviews of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// How people's reviews are combined, and by when; nil when the file says nothing of them.
    mutating func reviews(_ node: Node?) -> ReviewPolicy? {
        let required = ["window", "raters", "quorum", "combine", "disagreement", "appeal", "ruling"]
        guard let node, let fields = fields(node, of: "reviews", required: required) else { return nil }
        let window = duration(fields["window"], "the window of reviews")
        let raters = raters(fields["raters"])
        let quorum = count(fields["quorum"], "'quorum' of reviews", in: 1...(raters?.upperBound ?? 3))
        let combination = combination(fields["combine"])
        let disagreement = points(fields["disagreement"], "'disagreement' of reviews")
        let appeal = duration(fields["appeal"], "'appeal' of reviews")
        let ruling = duration(fields["ruling"], "'ruling' of reviews")
        guard let window, let raters, let quorum, let combination, let disagreement, let appeal, let ruling else {
            return nil
        }
        return ReviewPolicy(
            window: window, raters: raters, quorum: quorum, combination: combination, disagreement: disagreement,
            appeal: appeal, ruling: ruling)
    }

    /// "2..3", or "2" for exactly so many.
    private mutating func raters(_ node: Node?) -> ClosedRange<Int>? {
        guard let node, let text = text(node, "'raters' of reviews") else { return nil }
        let parts = text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
        if (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1],
            1 <= first, first <= last, last <= 3
        {
            return first...last
        }
        refuse(
            node, "'raters' of reviews is '\(text)'",
            "write how many are waited for and how many are taken, 1 to 3: 2..3, or 2 for exactly two")
        return nil
    }

    private mutating func combination(_ node: Node?) -> ReviewPolicy.Combination? {
        guard let node, let word = text(node, "'combine' of reviews") else { return nil }
        let combination = ReviewPolicy.Combination.allCases.first { $0.word == word }
        if combination == nil {
            refuse(node, unknown: "combination", word, among: ReviewPolicy.Combination.allCases.map(\.word))
        }
        return combination
    }
}
