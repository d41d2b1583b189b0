// The customers' contacts that a figure comes from.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// Reads facts about customers' contacts and holds them against each other by the code of the workers, to find what adds to a figure of
/// contacts. Evaluations do not say whose contact they are, so the facts are asked.
struct ContactEvidence {
    private struct Customer: Hashable, Comparable {
        var tenant: String
        var name: String

        static func < (left: Customer, right: Customer) -> Bool {
            (left.tenant, left.name) < (right.tenant, right.name)
        }
    }

    let metric: Metric
    let subject: String
    let span: WindowSpan
    private let tenant: String?
    private let policies: PolicySet
    private var customers: [Customer: CustomerContacts] = [:]
    private var causes: Set<UInt64> = []
    /// What the facts changed, added up: what the tallies have.
    private var sum = Figure.Basis()
    /// How many facts about contacts were read.
    private(set) var read = 0
    private(set) var withdrawn = 0
    /// The tenants that were met.
    private(set) var tenants: Set<String> = []

    init(metric: Metric, subject: String, span: WindowSpan, tenant: String?, policies: PolicySet) {
        self.metric = metric
        self.subject = subject
        self.span = span
        self.tenant = tenant
        self.policies = policies
    }

    /// Takes a fact, those of each customer in their order; others than about contacts are left alone.
    mutating func take(_ fact: Fact) {
        guard let contact = fact.contact else { return }
        tenants.insert(fact.tenant)
        guard tenant == nil || fact.tenant == tenant else { return }
        // At least once a fact may come twice: its cause tells.
        guard fact.cause == 0 || causes.insert(fact.cause).inserted else { return }
        read += 1
        if contact.isWithdrawn { withdrawn += 1 }
        let customer = Customer(tenant: fact.tenant, name: String(fact.subject.dropFirst(Fact.customerPrefix.count)))
        let changes = customers[customer, default: CustomerContacts()].take(contact, policies)
        for (place, change) in changes where place.subject == subject && span.range.contains(place.hour) {
            sum.add(basis(change.measures))
        }
    }

    private func basis(_ contacts: ContactMeasures) -> Figure.Basis {
        var measures = Measures()
        measures.contacts = contacts
        return metric.basis(of: measures)
    }

    /// What contacts, or customers, of gaps between channels and of themes, add; the largest contributors first.
    var contributions: [FigureEvidence.Contribution] {
        var found: [FigureEvidence.Contribution] = []
        for (customer, contacts) in customers {
            if metric.figure?.kind.isOfMonths == true {
                guard subject == "all" else { continue }
                for month in contacts.ofMonths(policies) where span.range.contains(month.month) {
                    guard !basis(month.measures).isZero else { continue }
                    found.append(
                        FigureEvidence.Contribution(
                            conversation: Fact.customerPrefix + customer.name, episode: 0, revision: 0,
                            basis: basis(month.measures)))
                }
                continue
            }
            for (contact, measures) in contacts.shares(policies) where concerns(contact) {
                let basis = basis(measures)
                guard !basis.isZero else { continue }
                found.append(
                    FigureEvidence.Contribution(
                        conversation: contact.conversation, episode: contact.episode, revision: 0, basis: basis))
            }
        }
        return found.sorted(by: FigureEvidence.Contribution.precedes)
    }

    private func concerns(_ contact: Contact) -> Bool {
        span.range.contains(contact.startedAt) && (subject == "all" || contact.subjects.contains(subject))
    }

    /// Contacts of the subject and period that add nothing to what the figure rests on.
    var exclusions: [(exclusion: Exclusion, count: Int)] {
        var reasons: [Exclusion: Int] = [:]
        for contacts in customers.values where metric.figure?.kind.isOfMonths != true {
            for (contact, measures) in contacts.shares(policies)
            where concerns(contact) && basis(measures).counted == 0 {
                reasons[.notApplicable("it repeats an earlier contact"), default: 0] += 1
            }
        }
        return reasons.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What customers of whom the oldest contacts were forgotten add beside the contributions.
    var forgotten: Figure.Basis {
        var rest = sum
        for contribution in contributions { rest.add(contribution.basis, times: -1) }
        return rest
    }
}
