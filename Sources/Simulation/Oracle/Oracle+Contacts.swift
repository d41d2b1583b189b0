// What the oracle counts of invitations and contacts.
// SPDX-License-Identifier: Apache-2.0

import Quality

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
        guard closedMonth == nil else { return }
        contacts.take(contact, tenant: evaluation.tenant, customer: identity.customer)
    }
}
