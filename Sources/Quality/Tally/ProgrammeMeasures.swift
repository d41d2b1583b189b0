// The additive figures of survey programmes.
// SPDX-License-Identifier: Apache-2.0

/// What became of the invitations and answers of survey programmes, each by itself (X06).
package struct ProgrammeMeasures: Hashable, Sendable {
    /// The figures of one programme. What became of invitations is in the hour in which they were sent, answers and what they say in the
    /// hour in which the episode started: so the rate of returns is of the same invitations above and below the line (C30).
    package struct Entry: Hashable, Sendable {
        /// The programme.
        package var programme: String
        /// Invitations that were sent (C32).
        package var sent: Int64 = 0
        /// Of these, those that reached the customer.
        package var delivered: Int64 = 0
        /// Of these, those that were opened.
        package var opened: Int64 = 0
        /// Of these, those whose answer counts.
        package var answered: Int64 = 0
        /// Of these, those whose answer was changed.
        package var changed: Int64 = 0
        /// Invitations that expired.
        package var expired: Int64 = 0
        /// Invitations whose answers were those of a machine (C23).
        package var quarantined: Int64 = 0
        /// Episodes with an invitation that was sent (C42).
        package var invited: Int64 = 0
        /// Ratings.
        package var ratings = Ratings()
        /// Answers of 9 and 10 to "would you recommend us".
        package var promoters: Int64 = 0
        /// Answers of 7 and 8.
        package var passives: Int64 = 0
        /// Answers of 0 to 6.
        package var detractors: Int64 = 0
        /// Ratings of questions: how many, and their sum (S3-114).
        package var items = NamedSums()
        /// Answers with each reason (C37): several are allowed.
        package var reasons = NamedSums()
        /// Answers with a reason.
        package var reasoned: Int64 = 0

        /// Nothing of a programme.
        package init(programme: String) { self.programme = programme }

        /// Adds others so many times; −1 takes them away.
        package mutating func add(_ other: Entry, times: Int64) {
            sent += other.sent * times
            delivered += other.delivered * times
            opened += other.opened * times
            answered += other.answered * times
            changed += other.changed * times
            expired += other.expired * times
            quarantined += other.quarantined * times
            invited += other.invited * times
            for (index, count) in other.ratings.list.enumerated() { ratings.add(count * times, to: index + 1) }
            promoters += other.promoters * times
            passives += other.passives * times
            detractors += other.detractors * times
            items.add(other.items, times: times)
            reasons.add(other.reasons, times: times)
            reasoned += other.reasoned * times
        }
    }

    /// By programme, ascending; those of which there is nothing are not there.
    package private(set) var entries: [Entry] = []

    /// Nothing.
    package init() {}

    /// Adds others so many times; −1 takes them away.
    package mutating func add(_ other: ProgrammeMeasures, times: Int64) {
        for entry in other.entries { add(entry, times: times) }
    }

    /// Adds to a programme so many times.
    package mutating func add(_ entry: Entry, times: Int64 = 1) {
        let index = entries.firstIndex { $0.programme >= entry.programme } ?? entries.count
        if index == entries.count || entries[index].programme != entry.programme {
            entries.insert(Entry(programme: entry.programme), at: index)
        }
        entries[index].add(entry, times: times)
        if entries[index] == Entry(programme: entry.programme) { entries.remove(at: index) }
    }

    /// The figures of a programme.
    package subscript(programme: String) -> Entry {
        entries.first { $0.programme == programme } ?? Entry(programme: programme)
    }

    /// Adds what the answers of an episode say, so many times.
    package mutating func add(_ evaluation: Evaluation, times: Int64) {
        for answer in evaluation.surveys where answer.isOfProgramme { add(Entry(answer), times: times) }
        guard !evaluation.invitations.isEmpty else { return }
        for programme in Set(evaluation.invitations.filter { $0.sentAt != nil }.map(\.programme)).sorted() {
            var entry = Entry(programme: programme)
            entry.invited = 1
            add(entry, times: times)
        }
    }
}

extension ProgrammeMeasures.Entry {
    /// What an answer says.
    fileprivate init(_ answer: SurveyAnswer) {
        self.init(programme: answer.programme)
        if let rating = answer.rating { ratings.add(1, to: rating) }
        switch answer.recommend {
        case .none: break
        case .some(9...): promoters = 1
        case .some(7...8): passives = 1
        case .some: detractors = 1
        }
        for item in answer.items { items.add(NamedSums.Entry(name: item.name, count: 1, sum: Int64(item.rating))) }
        for reason in answer.reasons { reasons.add(NamedSums.Entry(name: reason, count: 1, sum: 0)) }
        reasoned = answer.hasReason ? 1 : 0
    }

    /// What became of an invitation of an evaluation, once it was sent.
    package init(_ invitation: SurveyInvitation, of evaluation: Evaluation) {
        self.init(programme: invitation.programme)
        let answer = evaluation.surveys.first {
            $0.programme == invitation.programme && $0.survey == invitation.survey
        }
        sent = 1
        delivered = invitation.isDelivered ? 1 : 0
        opened = invitation.isOpened ? 1 : 0
        answered = answer == nil ? 0 : 1
        changed = (answer?.changes ?? 0) > 0 ? 1 : 0
        expired = invitation.isExpired ? 1 : 0
        quarantined = invitation.isQuarantined ? 1 : 0
    }
}
