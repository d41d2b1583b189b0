// The oracle of repeated contacts.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Holds each customer's contacts against each other when all of them are known: pair by pair, and every figure from its definition. It
/// knows no order of arrival, and forgets nobody.
package struct OracleContacts {
    /// What is added to a subject, and when.
    package struct Figure {
        /// The tenant.
        package var tenant: String
        /// The subject.
        package var subject: String
        /// An instant of the hour that it belongs to.
        package var at: Instant
        /// What is added.
        package var measures: ContactMeasures
    }

    private struct Customer: Hashable, Comparable {
        var tenant: String
        var id: String

        static func < (left: Customer, right: Customer) -> Bool { (left.tenant, left.id) < (right.tenant, right.id) }
    }

    private let policies: PolicySet
    private var contacts: [Customer: [Contact]] = [:]

    /// An oracle that knows no contacts.
    package init(policies: PolicySet) { self.policies = policies }

    /// Takes what is told of a contact; it replaces what was told of the same episode before.
    package mutating func take(_ contact: Contact, tenant: String, customer: String) {
        let key = Customer(tenant: tenant, id: customer)
        contacts[key, default: []].removeAll {
            $0.conversation == contact.conversation && $0.episode == contact.episode
        }
        if !contact.isWithdrawn { contacts[key, default: []].append(contact) }
    }

    /// What must be added.
    package var figures: [Figure] {
        contacts.sorted { $0.key < $1.key }.flatMap { customer, contacts in
            contacts.flatMap { figures(of: $0, among: contacts, customer.tenant) } + gaps(contacts, customer.tenant)
                + themes(contacts, customer.tenant)
        }
    }

    private func figures(of contact: Contact, among contacts: [Contact], _ tenant: String) -> [Figure] {
        let others = contacts.filter { order($0) != order(contact) }
        let isRepetition = others.contains { isPair($0, contact) }
        let isRepeated = others.contains { isPair(contact, $0) }
        var measures = ContactMeasures()
        measures.problems = isRepetition ? 0 : 1
        measures.repeats = isRepetition ? 1 : 0
        measures.repeated = isRepeated ? 1 : 0
        measures.solved = contact.isResolved && !isRepetition && !isRepeated ? 1 : 0
        measures.solvedDirectly = contact.isHandedOver ? 0 : measures.solved
        return (["all"] + contact.subjects).map { subject in
            Figure(tenant: tenant, subject: subject, at: contact.startedAt, measures: measures)
        }
    }

    private func order(_ contact: Contact) -> (Instant, String, UInt32) {
        (contact.startedAt, contact.conversation, contact.episode)
    }

    /// Whether the second one repeats the first one.
    private func isPair(_ first: Contact, _ second: Contact) -> Bool {
        let policy = policies.versions[policies.index(at: first.startedAt)]
        guard order(first) < order(second), let rules = policy.repeats else { return false }
        let pause = second.startedAt.milliseconds - first.endedAt.milliseconds
        guard pause <= rules.window.count else { return false }
        if first.conversation == second.conversation || rules.keys.isEmpty { return true }
        let orders = (Set(first.orders), Set(second.orders))
        let byOrder = !orders.0.isEmpty && !orders.1.isEmpty ? !orders.0.isDisjoint(with: orders.1) : nil
        let byIssue = !first.issue.isEmpty && !second.issue.isEmpty ? first.issue == second.issue : nil
        let verdicts = rules.keys.compactMap { $0 == .order ? byOrder : byIssue }
        return verdicts.first ?? rules.unknownIsSame
    }

    /// Each theme once a month, whoever else complained about it.
    private func themes(_ contacts: [Contact], _ tenant: String) -> [Figure] {
        let told = contacts.flatMap { contact in
            let month = Window(.month, containing: contact.startedAt, zone: policies.zone).start
            return contact.themes.map { (month, $0) }
        }
        return Dictionary(grouping: told) { "\($0.0.milliseconds) \($0.1)" }.sorted { $0.key < $1.key }.map { entry in
            var measures = ContactMeasures()
            measures.themes.add(NamedSums.Entry(name: entry.value[0].1, count: 1, sum: 0))
            return Figure(tenant: tenant, subject: "all", at: entry.value[0].0, measures: measures)
        }
    }

    private func gaps(_ contacts: [Contact], _ tenant: String) -> [Figure] {
        let rated = contacts.filter { $0.ratings > 0 }
        let months = Dictionary(grouping: rated) { contact in
            Window(.month, containing: contact.startedAt, zone: policies.zone).start
        }
        return months.sorted { $0.key < $1.key }.compactMap { month, contacts in
            let channels = Dictionary(grouping: contacts, by: \.channel).values.map { contacts in
                (sum: contacts.reduce(0) { $0 + $1.ratingSum }, count: contacts.reduce(0) { $0 + $1.ratings })
            }
            guard channels.count > 1 else { return nil }
            // All pairs of channels: the widest gap, exactly.
            var widest: (above: Int64, below: Int64) = (0, 1)
            for left in channels {
                for right in channels {
                    let gap = (left.sum * right.count - right.sum * left.count, left.count * right.count)
                    if gap.0 * widest.below > widest.above * gap.1 { widest = gap }
                }
            }
            var measures = ContactMeasures()
            measures.comparedCustomers = 1
            measures.channelGap = (200 * widest.above + widest.below) / (2 * widest.below)
            return Figure(tenant: tenant, subject: "all", at: month, measures: measures)
        }
    }
}
