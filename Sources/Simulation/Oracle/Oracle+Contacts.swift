// What the oracle counts of invitations and contacts.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension Oracle {
    func figures(of invitation: SurveyInvitation, of evaluation: Evaluation) -> Measures {
        let answers = evaluation.surveys.filter {
            $0.programme == invitation.programme && $0.survey == invitation.survey
        }
        var entry = ProgrammeMeasures.Entry(programme: invitation.programme)
        entry.sent = 1
        entry.answered = Int64(answers.count)
        entry.changed = Int64(answers.count { $0.changes > 0 })
        if invitation.isDelivered { entry.delivered = 1 }
        if invitation.isOpened { entry.opened = 1 }
        if invitation.isExpired { entry.expired = 1 }
        if invitation.isQuarantined { entry.quarantined = 1 }
        var measures = Measures()
        measures.programmes.add(entry)
        return measures
    }

    /// The themes of a survey answer by the policy in force: words and codes, plainly.
    func themes(of survey: SurveyReader.Survey) -> [String] {
        let policy = policies.versions[policies.index(at: survey.event.at)]
        return policy.themes.filter { theme in
            policy.isNamed(theme, in: survey.comment) || theme.reasons.contains(where: survey.event.reasons.contains)
        }.map(\.name)
    }

    mutating func count(contact evaluation: Evaluation, subjects: [String]) {
        let (counts, identity) = (evaluation.counts, evaluation.identity)
        guard let rules = policies.versions[evaluation.policyIndex].repeats, !identity.customer.isEmpty,
            rules.countsBots || counts.agentMessages > 0
        else { return }
        var contact = Contact(
            conversation: evaluation.conversation, episode: evaluation.episode, startedAt: evaluation.startedAt,
            endedAt: evaluation.endedAt)
        contact.channel = evaluation.channel
        contact.subjects = subjects
        contact.isResolved = evaluation.isResolved
        contact.isHandedOver = counts.transfers > 0
        contact.orders = identity.orders
        contact.issue = identity.issue
        let ratings = evaluation.surveys.filter(\.isCounted).compactMap(\.rating)
        contact.ratings = Int64(ratings.count)
        contact.ratingSum = Int64(ratings.reduce(0, +))
        let policy = policies.versions[evaluation.policyIndex]
        let complained = counts.complaints > counts.withdrawnComplaints ? evaluation.themes : []
        let answered = evaluation.surveys.filter(\.isCounted).flatMap(\.themes)
        if !policy.themes.isEmpty { contact.themes = Set(complained + answered).sorted() }
        guard closedMonth == nil else { return }
        contacts.take(contact, tenant: evaluation.tenant, customer: identity.customer)
    }
}

extension Policy {
    /// Whether a text has a phrase of a theme; the histories have no phrases that stand within others.
    func isNamed(_ theme: ComplaintTheme, in text: String) -> Bool {
        lexicons.enumerated().contains { index, lexicon in
            theme.lexicons.contains(UInt8(index)) && lexicon.phrases.contains(where: text.contains)
        }
    }
}
