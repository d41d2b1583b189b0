// An episode as its customer sees it.
// SPDX-License-Identifier: Apache-2.0

/// An episode as its customer sees it: a contact about an issue, which may repeat an earlier one.
package struct Contact: Hashable, Sendable {
    /// The conversation.
    package var conversation: String
    /// The episode.
    package var episode: UInt32
    /// Whether no fact has told of it before.
    package var isFirst: Bool
    /// Whether it counts no longer.
    package var isWithdrawn: Bool
    /// When the episode started.
    package var startedAt: Instant
    /// When it ended.
    package var endedAt: Instant
    /// The channel; may be empty.
    package var channel: String
    /// The subjects that it counts with beside `all`.
    package var subjects: [String]
    /// Whether it ended because the issue was solved.
    package var isResolved: Bool
    /// Whether it was handed over.
    package var isHandedOver: Bool
    /// Ratings from 1 to 5.
    package var ratings: Int64
    /// Their sum.
    package var ratingSum: Int64
    /// Orders that it is about.
    package var orders: [String]
    /// Themes that the customer complained about, by name, each once.
    package var themes: [String]
    /// Class of the issue; may be empty.
    package var issue: String
    /// Whether it repeats a contact that has been forgotten.
    package var repeatsForgotten: Bool

    /// A contact of which nothing is known but its episode.
    package init(conversation: String, episode: UInt32, startedAt: Instant, endedAt: Instant) {
        self.conversation = conversation
        self.episode = episode
        self.startedAt = startedAt
        self.endedAt = endedAt
        isFirst = true
        isWithdrawn = false
        channel = ""
        subjects = []
        isResolved = false
        isHandedOver = false
        ratings = 0
        ratingSum = 0
        orders = []
        issue = ""
        themes = []
        repeatsForgotten = false
    }

    /// Whether it is about the same episode.
    func isSameEpisode(as other: Contact) -> Bool { conversation == other.conversation && episode == other.episode }

    /// The order in which contacts are kept.
    static func precedes(_ left: Contact, _ right: Contact) -> Bool {
        (left.startedAt, left.conversation, left.episode) < (right.startedAt, right.conversation, right.episode)
    }

    /// Whether it repeats an earlier one by the rules that are in force for that.
    func `repeats`(_ earlier: Contact, _ rules: RepeatRules) -> Bool {
        Contact.precedes(earlier, self) && startedAt - earlier.endedAt <= rules.window
            && rules.isSameIssue(earlier, self)
    }
}

extension Evaluation {
    /// The contact that the episode is; nil when it is none: it has not ended, does not count for customers, its customer is not known, or
    /// nobody but bots answered and the policy does not count such.
    package func contact(_ policy: Policy) -> Contact? {
        guard let rules = policy.repeats, isEnded, countsForCustomers, !identity.customer.isEmpty,
            rules.countsBots || counts.agentMessages > 0
        else { return nil }
        var contact = Contact(
            conversation: conversation, episode: episode, startedAt: startedAt, endedAt: endedAt)
        contact.channel = channel
        let kinds = SubjectKind.standard.filter { $0 != .all } + policy.tallySubjects
        contact.subjects = kinds.compactMap { $0.subject(of: self) }
        contact.isResolved = isResolved
        contact.isHandedOver = counts.transfers > 0
        for rating in surveys.filter(\.isCounted).compactMap(\.rating) {
            contact.ratings += 1
            contact.ratingSum += Int64(rating)
        }
        contact.orders = identity.orders
        contact.issue = identity.issue
        if !policy.themes.isEmpty { contact.themes = complaintThemes }
        return contact
    }
}
