// How review events revise an evaluation.
// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// The evaluation after a review event, by the rules of the policy that the episode is judged by.
    package func revised(by event: ReviewEvent, policies: PolicySet) -> RevisionVerdict {
        let policy = policies.versions[policyIndex]
        var next = self
        do throws(ReviewRefusal) {
            try check(event, policies)
            var held = if let review { review } else { try begin(event, policy) }
            guard event.review == held.id || event.corrects == held.id else {
                throw ReviewRefusal(
                    "the episode is reviewed under the id '\(held.id)'; use that id, or name it as the one that is corrected"
                )
            }
            if event.step == .scored || event.step == .sampled, let kind = event.kind, kind != held.kind {
                throw ReviewRefusal("the review '\(held.id)' is of kind \(held.kind.word), not \(kind.word)")
            }
            try held.take(
                event, isFirst: review == nil, Review.Circumstances(policy: policy, automatic: sheet))
            next.review = held
        } catch {
            return .refused(error.why)
        }
        guard let review = next.review, next != self else { return .noted }
        next.score = review.final.map(\.score) ?? automaticScore
        next.countsForCustomers = countsForCustomers && !review.kind.isStaged
        next.revision += 1
        next.cause = .review
        next.counts.records += 1
        return .revises(next)
    }

    /// The review that the event begins, when it is in time.
    private func begin(_ event: ReviewEvent, _ policy: Policy) throws(ReviewRefusal) -> Review {
        let review = try Review.begun(by: event)
        guard event.at <= endedAt + policy.reviews.window else {
            throw ReviewRefusal(
                "a review begins within \(policy.reviews.window.count) ms after the end of the episode, which was at "
                    + "\(endedAt.milliseconds); this one came at \(event.at.milliseconds)")
        }
        return review
    }

    /// What does not depend on how far the review has come: who may take the step, and by which rubric.
    private func check(_ event: ReviewEvent, _ policies: PolicySet) throws(ReviewRefusal) {
        if event.step.isAgents {
            guard event.rater.isEmpty || agent.isEmpty || event.rater == agent else {
                throw ReviewRefusal(
                    "only the agent who is judged, \(agent), acknowledges or appeals, and this is \(event.rater)")
            }
        } else if !agent.isEmpty, event.rater == agent {
            throw ReviewRefusal(
                "\(agent) is the agent who is judged, and nobody reviews themselves: let another one do it")
        }
        guard event.at >= startedAt else {
            throw ReviewRefusal(
                "the episode began at \(startedAt.milliseconds), after this step of its review: is the number of the episode right?"
            )
        }
        guard !event.items.isEmpty else { return }
        let version = policies.versions[policyIndex].version
        guard event.policyVersion != version else { return }
        let isKnown = policies.versions.contains { $0.version == event.policyVersion }
        throw ReviewRefusal(
            isKnown
                ? "the episode is judged by version \(version) of the policy, and this was scored by "
                    + "\(event.policyVersion): score it by \(version)"
                : "there is no version '\(event.policyVersion)' of the policy; the episode is judged by \(version)")
    }
}
