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
    package func revised(
        by event: SurveyEvent, _ rules: SurveyPolicy, integrity signals: IntegrityPolicy? = nil
    ) -> RevisionVerdict {
        guard !event.isTest else { return noted(staff: event, signals) }
        guard rules.programmes.isEmpty || rules.programme(event.programme) != nil else {
            return .refused(
                "the policy names no survey programme \(event.programme): add it to its 'programmes', and replay this")
        }
        var next = self
        guard event.step.isAnswer, event.isSubmitted || !rules.needsSubmission else {
            // The opening of a link is no answer.
            return next.take(event.step.isAnswer ? .opened : event.step, of: event, rules, signals)
        }
        if invitations.contains(where: { $0.isOf(event) && $0.isQuarantined }) {
            return .refused("survey \(event.survey) gave different answers at once, as a machine does: none counts")
        }
        if let index = surveys.firstIndex(where: { $0.programme == event.programme }) {
            let held = surveys[index]
            guard held.survey == event.survey else {
                return .refused(
                    "programme \(event.programme) already has an answer for this episode, from survey \(held.survey)")
            }
            if next.quarantines(event, held, rules) { return next.nextRevision(signals) }
            guard event.step == .changed else {
                return .refused("survey \(event.survey) is already answered; a change has step STEP_CHANGED")
            }
            guard event.at >= held.at else {
                return .refused("a later answer to survey \(event.survey) already counts")
            }
            if let edit = rules.edit {
                guard event.at - held.firstAt <= edit else {
                    return .refused("survey \(event.survey) was answered longer ago than answers may be changed")
                }
            } else if let reason = tooLate(event, rules) {
                return .refused(reason)
            }
            next.surveys[index] = SurveyAnswer(event, rules, changes: held.changes + 1)
            next.surveys[index].firstAt = held.firstAt
            if signals != nil {
                next.surveys[index].isGivenAway = held.isGivenAway && next.surveys[index].isBad
                next.count(changeOf: held, to: event.rating)
            }
        } else {
            if let reason = tooLate(event, rules) { return .refused(reason) }
            let place = surveys.firstIndex { $0.programme > event.programme } ?? surveys.endIndex
            next.surveys.insert(SurveyAnswer(event, rules), at: place)
        }
        return next.nextRevision(signals)
    }

    /// Why an answer comes too late to count, by its own time, however long its episode is kept (C25); nil when it does not.
    private func tooLate(_ event: SurveyEvent, _ rules: SurveyPolicy) -> String? {
        guard event.at - endedAt > rules.window else { return nil }
        return
            "it was answered \((event.at - endedAt).count) ms after the episode ended, and the policy takes answers for "
            + "\(rules.window.count) ms: it stays here, and does not count"
    }

    /// What staff answer never counts (C34); that they do is a signal.
    private func noted(staff event: SurveyEvent, _ signals: IntegrityPolicy?) -> RevisionVerdict {
        guard let signals, event.step == .answered else { return .noted }
        var next = self
        next.integrity.add(.staffAnswers, of: 1, found: 1)
        return next.nextRevision(signals)
    }

    private mutating func nextRevision(_ signals: IntegrityPolicy?) -> RevisionVerdict {
        if let signals { countAnswers(signals) }
        revision += 1
        cause = .survey
        counts.records += 1
        return .revises(self)
    }

    /// Takes the answer of an invitation away when another one that is different follows it too soon (C23).
    private mutating func quarantines(_ event: SurveyEvent, _ held: SurveyAnswer, _ rules: SurveyPolicy) -> Bool {
        guard event.step == .answered, let burst = rules.burst, event.at - held.at <= burst,
            event.rating != held.rating || event.recommend != held.recommend
        else { return false }
        guard let index = invitation(of: event) else { return false }
        invitations[index].isQuarantined = true
        surveys.removeAll { $0.programme == event.programme }
        return true
    }

    /// Takes a step before an answer, where steps are counted.
    private mutating func take(
        _ step: SurveyEvent.Step, of event: SurveyEvent, _ rules: SurveyPolicy, _ signals: IntegrityPolicy?
    ) -> RevisionVerdict {
        guard !rules.programmes.isEmpty else { return .noted }
        let before = invitations
        guard let index = invitation(of: event) else {
            return .refused("the episode has \(SurveyInvitation.most) invitations already, the most that are kept")
        }
        switch step {
        case .sent: invitations[index].sentAt = invitations[index].sentAt ?? event.at
        case .delivered: invitations[index].isDelivered = true
        case .opened: invitations[index].isOpened = true
        case .expired: invitations[index].isExpired = true
        case .answered, .changed: break
        }
        return invitations == before ? .noted : nextRevision(signals)
    }

    /// The index of the invitation that an event is about, which is added when it is not there; nil when there are too many.
    private mutating func invitation(of event: SurveyEvent) -> Int? {
        if let index = invitations.firstIndex(where: { $0.isOf(event) }) { return index }
        guard invitations.count < SurveyInvitation.most else { return nil }
        let place = invitations.firstIndex {
            ($0.programme, $0.survey) > (event.programme, event.survey)
        }
        let index = place ?? invitations.endIndex
        invitations.insert(SurveyInvitation(programme: event.programme, survey: event.survey), at: index)
        return index
    }
}

extension SurveyInvitation {
    fileprivate func isOf(_ event: SurveyEvent) -> Bool { programme == event.programme && survey == event.survey }
}

extension SurveyAnswer {
    /// The answer of a survey event, with what a policy wants to know of it.
    fileprivate init(_ event: SurveyEvent, _ rules: SurveyPolicy, changes: UInt32 = 0) {
        self.init(event, changes: changes)
        guard let programme = rules.programme(event.programme) else { return }
        isOfProgramme = true
        isCounted = programme.isCounted
        items = programme.items.compactMap { name in event.items.first { $0.name == name } }
        reasons = programme.reasons.filter(event.reasons.contains)
        hasReason = !event.reasons.isEmpty
    }
}
