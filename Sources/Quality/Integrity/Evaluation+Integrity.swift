// The integrity signals of what follows an episode: answers, and what comes after them.
// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// Ratings up to here are bad.
    package static let worstRatings = 1...2

    /// The agent of the episode spoke to the customer again, behind its end: answers that were given before and are changed from now on were
    /// changed after that (C22). True when it is the first word after some answer.
    package mutating func hear(wordOf agent: String, at time: Instant) -> Bool {
        guard agent == self.agent else { return false }
        var isNews = false
        for index in surveys.indices where surveys[index].at < time && !surveys[index].isFollowedByTalk {
            surveys[index].isFollowedByTalk = true
            isNews = true
        }
        return isNews
    }

    /// The evaluation after its agent handed the conversation over behind the end; nil when no bad rating had come shortly before. The rating
    /// stays with the agent (C27).
    package func givenAway(by agent: String, at time: Instant, _ integrity: IntegrityPolicy) -> Evaluation? {
        guard agent == self.agent else { return nil }
        var next = self
        for index in surveys.indices {
            let answer = surveys[index]
            guard answer.isBad, answer.at < time, time <= answer.at + integrity.givenAwayWithin else { continue }
            next.surveys[index].isGivenAway = true
        }
        guard next.surveys != surveys else { return nil }
        next.countAnswers(integrity)
        next.revision += 1
        next.cause = .integrity
        return next
    }

    /// The evaluation after a survey event, by the policy that it was judged by.
    package func revised(by event: SurveyEvent, of policies: PolicySet) -> RevisionVerdict {
        let policy = policies.versions[policyIndex]
        return revised(by: event, policy.surveys, integrity: policy.integrity)
    }

    /// Counts the signals of answers and invitations anew.
    mutating func countAnswers(_ rules: IntegrityPolicy) {
        let bad = surveys.filter(\.isBad)
        integrity.set(.givenAway, of: bad.count, found: bad.count(where: \.isGivenAway))
        let staff = Int(integrity.first { $0.signal == .staffAnswers }?.found ?? 0)
        integrity.set(.staffAnswers, of: surveys.count + staff, found: staff)
        let isInvited = invitations.contains { $0.programme == rules.invitations && $0.sentAt != nil }
        integrity.set(.invited, of: isInvited ? 1 : 0, found: 0)
    }

    /// Counts that a rating was changed.
    mutating func count(changeOf held: SurveyAnswer, to rating: Int?) {
        guard let old = held.rating, let new = rating else { return }
        let hasSpoken = held.isFollowedByTalk
        integrity.add(.raised, of: 1, found: hasSpoken && new > old ? 1 : 0)
        integrity.add(.lowered, of: 1, found: hasSpoken && new < old ? 1 : 0)
    }
}

extension SurveyAnswer {
    /// Whether it is a bad rating that counts.
    var isBad: Bool { isCounted && rating.map(Evaluation.worstRatings.contains) == true }
}
