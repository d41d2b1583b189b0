// What a published evaluation contributes to figures of surveys.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension SurveyPolicy {
    /// Whether satisfaction is computed from the answers of a programme.
    func counts(_ name: String) -> Bool { programmes.isEmpty || programme(name)?.isCounted == true }
}

extension ProgrammeMeasures {
    /// What the answers say, and which programmes invited.
    init(_ evaluation: ProtoEvaluation, _ surveys: SurveyPolicy) {
        self.init()
        for answer in evaluation.surveys where surveys.programme(answer.programme) != nil {
            var entry = Entry(programme: answer.programme)
            if answer.hasRating, (1...5).contains(answer.rating) { entry.ratings.add(1, to: Int(answer.rating)) }
            if answer.hasRecommend {
                entry.promoters = answer.recommend > 8 ? 1 : 0
                entry.detractors = answer.recommend < 7 ? 1 : 0
                entry.passives = 1 - entry.promoters - entry.detractors
            }
            for item in answer.items {
                entry.items.add(NamedSums.Entry(name: item.item, count: 1, sum: Int64(item.rating)))
            }
            for reason in answer.reasons { entry.reasons.add(NamedSums.Entry(name: reason, count: 1, sum: 0)) }
            entry.reasoned = answer.hasReason_p ? 1 : 0
            add(entry)
        }
        for programme in Set(evaluation.invitations.filter(\.hasSentAtMs).map(\.programme)) {
            var entry = Entry(programme: programme)
            entry.invited = 1
            add(entry)
        }
    }

    /// What became of each invitation that was sent, and when it was.
    static func invitations(of evaluation: ProtoEvaluation) -> [(sentAt: Instant, entry: Entry)] {
        evaluation.invitations.filter(\.hasSentAtMs).map { invitation in
            let answer = evaluation.surveys.first {
                $0.programme == invitation.programme && $0.surveyID == invitation.surveyID
            }
            var entry = Entry(programme: invitation.programme)
            entry.sent = 1
            entry.delivered = invitation.delivered ? 1 : 0
            entry.opened = invitation.opened ? 1 : 0
            entry.expired = invitation.expired ? 1 : 0
            entry.quarantined = invitation.quarantined ? 1 : 0
            entry.answered = answer == nil ? 0 : 1
            entry.changed = answer.map { $0.changes > 0 ? 1 : 0 } ?? 0
            return (Instant(milliseconds: invitation.sentAtMs), entry)
        }
    }
}
