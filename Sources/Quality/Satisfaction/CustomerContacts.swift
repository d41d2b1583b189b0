// The contacts of one customer, held against each other.
// SPDX-License-Identifier: Apache-2.0

/// The contacts of one customer that may still be repeated, or changed, and what they contribute to tallies.
///
/// What they contribute depends on the contacts alone, not on the order in which they were told: a contact that comes late, or is changed,
/// changes what others contribute, too, and the difference is told.
package struct CustomerContacts: Hashable, Sendable {
    /// By start, then conversation and episode, ascending.
    package private(set) var contacts: [Contact]
    /// How far ratings of channels are not compared any more, as some contacts have been forgotten.
    package private(set) var forgottenUntil: Instant

    /// So many contacts of a customer are kept; of more the oldest month is forgotten before its time.
    package static let mostContacts = 128

    /// Contacts that were saved, in any order.
    package init(_ contacts: [Contact] = [], forgottenUntil: Instant = .distantPast) {
        self.contacts = contacts.sorted(by: Contact.precedes)
        self.forgottenUntil = forgottenUntil
    }

    /// The latest end of a contact; the distant past without any.
    package var latestEnd: Instant { contacts.reduce(.distantPast) { max($0, $1.endedAt) } }

    /// A subject and the start of an hour.
    package struct Place: Hashable, Comparable, Sendable {
        /// The subject.
        package var subject: String
        /// The hour, in the tenant's zone.
        package var hour: Instant

        package static func < (left: Place, right: Place) -> Bool {
            (left.subject, left.hour) < (right.subject, right.hour)
        }
    }

    /// What is contributed to a place, and until when it may change.
    package struct Contribution: Hashable, Sendable {
        /// What is added.
        package var measures = ContactMeasures()
        /// Until when customers may come back.
        package var provisionalUntil = Instant.distantPast

        /// Nothing.
        package init() {}

        /// Adds another one.
        package mutating func add(_ other: Contribution) {
            measures.add(other.measures, times: 1)
            provisionalUntil = max(provisionalUntil, other.provisionalUntil)
        }
    }

    /// Takes what is told of a contact, and tells what it changes: differences that are to be added, none of them nothing.
    package mutating func take(_ contact: Contact, _ policies: PolicySet) -> [Place: Contribution] {
        let known = contacts.firstIndex { $0.isSameEpisode(as: contact) }
        // One that is not known any more stays as it was.
        guard known != nil || contact.isFirst && !contact.isWithdrawn else { return [:] }
        let before = contributions(policies)
        var repeatsForgotten = false
        if let known { repeatsForgotten = contacts.remove(at: known).repeatsForgotten }
        if !contact.isWithdrawn {
            var contact = contact
            contact.isFirst = true
            contact.repeatsForgotten = repeatsForgotten
            let place = contacts.firstIndex { Contact.precedes(contact, $0) } ?? contacts.endIndex
            contacts.insert(contact, at: place)
        }
        var changes = contributions(policies)
        for (place, old) in before {
            changes[place, default: Contribution()].measures.add(old.measures, times: -1)
        }
        while contacts.count > CustomerContacts.mostContacts { forgetOldestMonth(policies) }
        return changes.filter { $0.value.measures != ContactMeasures() }
    }

    /// Forgets the months in which nothing can change any more at `time`.
    package mutating func forget(at time: Instant, _ policies: PolicySet) {
        while let next = nextForgetting(policies), next <= time { forgetOldestMonth(policies) }
        if contacts.isEmpty { forgottenUntil = .distantPast }
    }

    /// When the oldest month will be forgotten: no contact of it can be repeated then, nor changed, by a partition far behind neither. Nil when there is none.
    package func nextForgetting(_ policies: PolicySet) -> Instant? {
        guard let oldest = contacts.first else { return nil }
        let month = Window(.month, containing: oldest.startedAt, zone: policies.zone)
        return contacts.prefix { $0.startedAt < month.end }.reduce(month.end) { latest, contact in
            let policy = policy(of: contact, policies)
            return max(latest, contact.endedAt + (policy.repeats?.window ?? .zero) + policy.episodeWindow)
        } + CustomerContacts.longestLag
    }

    /// Time is that of the contacts told so far, of all partitions: a partition whose backlog is as old as this still tells of its contacts
    /// in time.
    package static let longestLag = Milliseconds.hours(72)

    /// What contacts repeat of the oldest month is noted with them, and its ratings are compared no more.
    private mutating func forgetOldestMonth(_ policies: PolicySet) {
        guard let oldest = contacts.first else { return }
        let month = Window(.month, containing: oldest.startedAt, zone: policies.zone)
        var count = contacts.prefix { $0.startedAt < month.end }.count
        // All in one month: the oldest ones go, and as many stay as may.
        if count == contacts.count, count > CustomerContacts.mostContacts {
            count -= CustomerContacts.mostContacts / 2
        }
        for later in contacts[count...].indices where !contacts[later].repeatsForgotten {
            contacts[later].repeatsForgotten = contacts[..<count].contains { earlier in
                isRepetition(contacts[later], of: earlier, policies)
            }
        }
        contacts.removeFirst(count)
        forgottenUntil = max(forgottenUntil, month.end)
    }

    // MARK: Contributions

    /// What each contact contributes, in their order: to everything and to its subjects, in the hour of its start.
    package func shares(_ policies: PolicySet) -> [(contact: Contact, measures: ContactMeasures)] {
        contacts.indices.map { (contacts[$0], measures(of: $0, policies)) }
    }

    /// The gaps between the channels that the customer rated, and the themes that they complained about, by the start of the month: they
    /// count with everything (C41, S3-122).
    package func ofMonths(_ policies: PolicySet) -> [(month: Instant, measures: ContactMeasures)] {
        var sums: [Place: Contribution] = [:]
        addChannelGaps(to: &sums, policies)
        addThemes(to: &sums, policies)
        return sums.sorted { $0.key < $1.key }.map { ($0.key.hour, $0.value.measures) }
    }

    /// What all contacts contribute together.
    private func contributions(_ policies: PolicySet) -> [Place: Contribution] {
        var sums: [Place: Contribution] = [:]
        for index in contacts.indices {
            let contact = contacts[index]
            let policy = policy(of: contact, policies)
            var contribution = Contribution()
            contribution.measures = measures(of: index, policies)
            contribution.provisionalUntil = contact.endedAt + (policy.repeats?.window ?? .zero)
            let hour = Window.hourStart(of: contact.startedAt, zone: policy.zone)
            for subject in ["all"] + contact.subjects {
                sums[Place(subject: subject, hour: hour), default: Contribution()].add(contribution)
            }
        }
        addChannelGaps(to: &sums, policies)
        addThemes(to: &sums, policies)
        return sums
    }

    /// The themes that the customer complained about, month by month: each once, however often (C38, S3-122).
    private func addThemes(to sums: inout [Place: Contribution], _ policies: PolicySet) {
        var told: [Instant: Set<String>] = [:]
        for contact in contacts where !contact.themes.isEmpty && contact.startedAt >= forgottenUntil {
            let month = Window(.month, containing: contact.startedAt, zone: policies.zone).start
            told[month, default: []].formUnion(contact.themes)
        }
        for (month, themes) in told {
            for theme in themes {
                sums[Place(subject: "all", hour: month), default: Contribution()].measures.themes.add(
                    NamedSums.Entry(name: theme, count: 1, sum: 0))
            }
        }
    }

    private func measures(of index: Int, _ policies: PolicySet) -> ContactMeasures {
        let contact = contacts[index]
        let isRepeated = contacts[(index + 1)...].contains { isRepetition($0, of: contact, policies) }
        let repeatsEarlier =
            contact.repeatsForgotten
            || contacts[..<index].contains { isRepetition(contact, of: $0, policies) }
        var measures = ContactMeasures()
        if isRepeated { measures.repeated = 1 }
        if repeatsEarlier {
            measures.repeats = 1
        } else {
            measures.problems = 1
            if contact.isResolved, !isRepeated {
                measures.solved = 1
                if !contact.isHandedOver { measures.solvedDirectly = 1 }
            }
        }
        return measures
    }

    /// By the rules that the earlier contact is judged by.
    private func isRepetition(_ later: Contact, of earlier: Contact, _ policies: PolicySet) -> Bool {
        guard let rules = policy(of: earlier, policies).repeats else { return false }
        return later.repeats(earlier, rules)
    }

    private func policy(of contact: Contact, _ policies: PolicySet) -> Policy {
        policies.versions[policies.index(at: contact.startedAt)]
    }

    /// The gap between the channels that the customer rated, month by month (C41).
    private func addChannelGaps(to sums: inout [Place: Contribution], _ policies: PolicySet) {
        var rated: [Instant: [String: (count: Int64, sum: Int64)]] = [:]
        for contact in contacts where contact.ratings > 0 && contact.startedAt >= forgottenUntil {
            let month = Window(.month, containing: contact.startedAt, zone: policies.zone).start
            rated[month, default: [:]][contact.channel, default: (0, 0)].count += contact.ratings
            rated[month, default: [:]][contact.channel, default: (0, 0)].sum += contact.ratingSum
        }
        for (month, channels) in rated where channels.count > 1 {
            let ascending = channels.values.sorted { $0.sum * $1.count < $1.sum * $0.count }
            guard let worst = ascending.first, let best = ascending.last else { continue }
            // best.sum / best.count − worst.sum / worst.count in hundredths, rounded half up.
            let divisor = best.count * worst.count
            let gap = (best.sum * worst.count - worst.sum * best.count) * 100
            let place = Place(subject: "all", hour: month)
            sums[place, default: Contribution()].measures.comparedCustomers += 1
            sums[place, default: Contribution()].measures.channelGap += (2 * gap + divisor) / (2 * divisor)
        }
    }
}
