// The rules by which a review goes on.
// SPDX-License-Identifier: Apache-2.0

extension Review {
    /// What a step is judged by, beside the review itself.
    struct Circumstances {
        let policy: Policy
        /// What the automatic checks found.
        let automatic: ScoreSheet
        var rules: ReviewPolicy { policy.reviews }
    }

    /// The review that a first step begins.
    ///
    /// - Throws: `ReviewRefusal`: a review does not begin with such a step.
    static func begun(by event: ReviewEvent) throws(ReviewRefusal) -> Review {
        switch event.step {
        case .sampled, .scored, .corrected, .published: break
        case .combined, .acknowledged, .appealed, .appealAccepted, .appealRejected, .reviewed:
            throw ReviewRefusal(
                "the episode has no review that could be \(event.step.word): it begins when it is sampled, scored, "
                    + "corrected or published")
        }
        guard let kind = event.kind else {
            throw ReviewRefusal("the first step of a review says why there is one: set its kind")
        }
        return Review(id: event.corrects.isEmpty ? event.review : event.corrects, kind: kind, state: .sampled)
    }

    /// Takes a step that is the review's, by somebody who may take it.
    ///
    /// - Throws: `ReviewRefusal`: the step is not allowed as far as the review has come; it is then as it was.
    mutating func take(_ event: ReviewEvent, isFirst: Bool, _ given: Circumstances) throws(ReviewRefusal) {
        switch event.step {
        case .sampled: break
        case .scored: try score(event, given)
        case .combined: try combine(event, given)
        case .reviewed:
            try expect(event, state == .combined && final != nil || state == .reviewed, "its scores are combined")
            state = .reviewed
        case .corrected:
            try expect(event, state != .appealed, "the appeal is ruled on")
            if try correct(event, .corrected, given) { state = .corrected }
        case .published: try publish(event, isFirst: isFirst, given.rules)
        case .acknowledged:
            try expect(event, publishedAt != nil && state != .appealed, "it is published")
            acknowledgedAt = acknowledgedAt ?? event.at
            if state == .published || state == .corrected { state = .acknowledged }
        case .appealed: try appeal(event, given.rules)
        case .appealAccepted, .appealRejected: try rule(event, given)
        }
    }

    private func expect(_ event: ReviewEvent, _ isAllowed: Bool, _ when: String) throws(ReviewRefusal) {
        guard isAllowed else {
            throw ReviewRefusal("a review that is \(state.word) cannot be \(event.step.word): that is when \(when)")
        }
    }

    // MARK: Scoring

    /// A rater's sheet: a further one, or, before they are combined, another in place of the rater's own.
    private mutating func score(_ event: ReviewEvent, _ given: Circumstances) throws(ReviewRefusal) {
        let isOpen = !isClosed || isIncomplete(given.rules)
        guard corrections.isEmpty, isOpen, [.sampled, .scored, .disagreement, .combined].contains(state) else {
            throw ReviewRefusal(
                "a review that is \(isClosed && state == .combined ? "closed" : state.word) takes no more raters: correct it "
                    + "(STEP_CORRECTED)")
        }
        let sheet = try given.automatic.scored(by: event.items, policy: given.policy)
        let mine = RaterSheet(
            rater: event.rater, at: event.at, sheet: sheet, score: sheet.score(given.policy).total)
        if let index = raters.firstIndex(where: { $0.rater == event.rater }) {
            guard combined == nil else {
                throw ReviewRefusal(
                    "\(event.rater) has scored it, and the scores are combined: correct it (STEP_CORRECTED)")
            }
            guard event.at >= raters[index].at else {
                throw ReviewRefusal("a later sheet of \(event.rater) already counts")
            }
            raters[index] = mine
        } else {
            guard raters.count < given.rules.raters.upperBound else {
                throw ReviewRefusal(
                    "it has \(raters.count) raters already, the most that the policy allows: correct it (STEP_CORRECTED)")
            }
            raters.insert(mine, at: raters.firstIndex { $0.rater > event.rater } ?? raters.endIndex)
        }
        settle(event.at, given)
    }

    /// Combines the sheets when it is time, and notes when it is not.
    private mutating func settle(_ time: Instant, _ given: Circumstances) {
        combined = nil
        guard !disagrees(given.rules) else {
            state = .disagreement
            return
        }
        guard given.rules.combination != .adjudicated, isClosed || raters.count >= given.rules.raters.lowerBound,
            let sheet = provisional(given.rules)
        else {
            state = .scored
            return
        }
        state = .combined
        guard raters.count >= given.rules.quorum else { return }
        combined = ReviewVersion(
            cause: .combined, by: "", at: time, sheet: sheet, score: sheet.score(given.policy).total)
    }

    /// Whether the raters' scores differ by more than they may. A third rater settles it by agreeing with one of the others:
    /// then all three count. When no two agree, somebody must decide.
    private func disagrees(_ rules: ReviewPolicy) -> Bool {
        guard let spread, spread > rules.disagreement else { return false }
        let scores = raters.compactMap(\.score).sorted()
        guard scores.count > 2 else { return true }
        return zip(scores, scores.dropFirst()).allSatisfy { $1 - $0 > rules.disagreement }
    }

    /// No more raters are waited for, or somebody decides who has their sheets before them.
    private mutating func combine(_ event: ReviewEvent, _ given: Circumstances) throws(ReviewRefusal) {
        try expect(
            event, !raters.isEmpty && corrections.isEmpty && [.scored, .disagreement, .combined].contains(state),
            "raters have scored it")
        guard event.items.isEmpty else {
            guard combined == nil else {
                throw ReviewRefusal("the scores are combined already: correct it (STEP_CORRECTED)")
            }
            let sheet = try (provisional(given.rules) ?? given.automatic).changed(by: event.items, policy: given.policy)
            isClosed = true
            state = .combined
            combined = ReviewVersion(
                cause: .combined, by: event.rater, at: event.at, sheet: sheet,
                score: sheet.score(given.policy).total)
            return
        }
        if combined != nil {
            // It is combined by rule, or decided: what is new is that nobody else may score.
            isClosed = true
            return
        }
        guard given.rules.combination != .adjudicated else {
            throw ReviewRefusal("the policy has reviews adjudicated: say with items how it is decided")
        }
        guard !disagrees(given.rules) else {
            throw ReviewRefusal(
                "the raters differ by \(spread?.hundredths ?? 0) hundredths, more than the \(given.rules.disagreement.hundredths) "
                    + "that the policy allows: let a third one score it, or say with items how it is decided")
        }
        isClosed = true
        settle(event.at, given)
    }

    // MARK: After scoring

    /// A further version, with what the items change in the one that counts; false when they change nothing.
    private mutating func correct(
        _ event: ReviewEvent, _ cause: ReviewVersion.Cause, _ given: Circumstances
    ) throws(ReviewRefusal) -> Bool {
        guard corrections.count < Review.mostCorrections else {
            throw ReviewRefusal("it was corrected \(corrections.count) times, the most there may be: is the source in a loop?")
        }
        let base = final?.sheet ?? provisional(given.rules) ?? given.automatic
        let sheet = try base.changed(by: event.items, policy: given.policy)
        if let final, final.sheet == sheet { return false }
        corrections.append(
            ReviewVersion(
                cause: cause, by: event.rater, at: event.at, sheet: sheet,
                score: sheet.score(given.policy).total))
        // What the agent acknowledged was another one.
        acknowledgedAt = nil
        return true
    }

    /// What counts is told to the agent: a result of people, or, where nobody has begun to review it, the automatic one.
    private mutating func publish(_ event: ReviewEvent, isFirst: Bool, _ rules: ReviewPolicy) throws(ReviewRefusal) {
        try expect(
            event, isFirst || state == .published || state != .appealed && (final != nil || publishedAt != nil),
            "a result counts, or nobody has begun to review it")
        // Told once more without anything new, it does not begin the time for an appeal anew.
        guard state != .published, state != .acknowledged else { return }
        state = .published
        publishedAt = event.at
        acknowledgedAt = nil
        if appealedAt == nil { appealBy = event.at + rules.appeal }
    }

    private mutating func appeal(_ event: ReviewEvent, _ rules: ReviewPolicy) throws(ReviewRefusal) {
        guard appealedAt == nil else {
            if state == .appealed { return }
            throw ReviewRefusal("its appeal is ruled on; there is no second one")
        }
        guard let appealBy else {
            throw ReviewRefusal("a review that is \(state.word) cannot be appealed: that is when it is published")
        }
        guard event.at <= appealBy else {
            throw ReviewRefusal(
                "the agent may appeal until \(appealBy.milliseconds), \(rules.appeal.count) ms after the publication; it came "
                    + "at \(event.at.milliseconds)")
        }
        state = .appealed
        appealedAt = event.at
        rulingBy = event.at + rules.ruling
    }

    /// A ruling that comes late counts: that it was late is not the agent's fault.
    private mutating func rule(_ event: ReviewEvent, _ given: Circumstances) throws(ReviewRefusal) {
        try expect(event, state == .appealed, "the agent has appealed")
        if event.step == .appealAccepted, try !correct(event, .ruled, given) {
            throw ReviewRefusal("the items of an accepted appeal change nothing: reject it, or say what changes")
        }
        state = event.step == .appealAccepted ? .appealAccepted : .appealRejected
        ruledAt = event.at
    }
}

extension ReviewEvent.Step {
    /// What a review is after it.
    var word: String {
        switch self {
        case .scored: "scored"
        case .combined: "combined"
        case .corrected: "corrected"
        case .published: "published"
        case .acknowledged: "acknowledged"
        case .appealed: "appealed"
        case .appealAccepted, .appealRejected: "ruled on"
        case .sampled: "sampled"
        case .reviewed: "confirmed"
        }
    }
}

extension Review.State {
    /// Its name in messages.
    var word: String {
        switch self {
        case .sampled: "sampled"
        case .scored: "scored"
        case .disagreement: "in disagreement"
        case .combined: "combined"
        case .reviewed: "confirmed"
        case .corrected: "corrected"
        case .published: "published"
        case .acknowledged: "acknowledged"
        case .appealed: "appealed"
        case .appealAccepted, .appealRejected: "ruled on"
        }
    }
}
