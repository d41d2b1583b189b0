// How survey events revise an evaluation.
// SPDX-License-Identifier: Apache-2.0

/// What a survey or review event does to an evaluation.
package enum RevisionVerdict: Equatable, Sendable {
    /// It gives a new revision.
    case revises(Evaluation)
    /// It belongs to the episode and changes no result: an invitation, an opening, a test answer.
    case noted
    /// It is not taken, for the reason given.
    case refused(String)
}

extension Evaluation {
    /// The evaluation after a survey event: one answer counts a programme (C26, C36), the latest change of it wins (C21).
    package func revised(by event: SurveyEvent) -> RevisionVerdict {
        guard event.step.isAnswer, !event.isTest else { return .noted }
        var next = self
        if let index = surveys.firstIndex(where: { $0.programme == event.programme }) {
            let held = surveys[index]
            guard held.survey == event.survey else {
                return .refused(
                    "programme \(event.programme) already has an answer for this episode, from survey \(held.survey)")
            }
            guard event.step == .changed else {
                return .refused("survey \(event.survey) is already answered; a change has step STEP_CHANGED")
            }
            guard event.at >= held.at else {
                return .refused("a later answer to survey \(event.survey) already counts")
            }
            next.surveys[index] = SurveyAnswer(event, changes: held.changes + 1)
        } else {
            let place = surveys.firstIndex { $0.programme > event.programme } ?? surveys.endIndex
            next.surveys.insert(SurveyAnswer(event), at: place)
        }
        next.revision += 1
        next.cause = .survey
        next.counts.records += 1
        return .revises(next)
    }
}
