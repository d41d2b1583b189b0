// The contacts of customers of a verification.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Wire

/// Takes facts about contacts, holds them against the evaluations, and tells what they contribute to tallies.
struct ContactLedger {
    private struct Key: Hashable {
        var tenant: String
        var customer: String
        var conversation: String
        var episode: UInt32
    }

    private var newest: [Key: Contact] = [:]
    private var oracle: OracleContacts
    private let surveys: [String: SurveyPolicy]

    init(policies: PolicySet) {
        oracle = OracleContacts(policies: policies)
        surveys = policies.versions.reduce(into: [:]) { $0[$1.version] = $1.surveys }
    }

    /// Takes a fact about a contact, those of each partition in their order; others are left alone.
    mutating func take(_ fact: Fact) {
        guard let contact = fact.contact else { return }
        let customer = String(fact.subject.dropFirst(Fact.customerPrefix.count))
        let key = Key(
            tenant: fact.tenant, customer: customer, conversation: contact.conversation, episode: contact.episode)
        newest[key] = contact.isWithdrawn ? nil : contact
        oracle.take(contact, tenant: fact.tenant, customer: customer)
    }

    /// What contacts contribute to each subject and hour.
    func contributions(zone: ZoneRules) -> [SubjectHour: ContactMeasures] {
        oracle.figures.reduce(into: [:]) { sums, figure in
            let hour = Window.hourStart(of: figure.at, zone: zone)
            let key = SubjectHour(tenant: figure.tenant, subject: figure.subject, hour: hour)
            sums[key, default: ContactMeasures()].add(figure.measures, times: 1)
        }
    }

    /// Compares each contact with the newest evaluation of its episode.
    func compare(with evaluations: EvaluationLedger, _ findings: inout Findings) {
        for (key, contact) in newest {
            let place = "contact \(key.tenant)/\(key.conversation) episode \(key.episode)"
            let episode = EpisodeKey(tenant: key.tenant, conversation: key.conversation, episode: key.episode)
            guard let evaluation = evaluations.newest(episode) else {
                findings.add(.facts, "\(place): there is no evaluation of it")
                continue
            }
            let ratings = evaluation.surveys.filter {
                $0.hasRating && surveys[evaluation.policyVersion]?.counts($0.programme) ?? true
            }.map { Int64($0.rating) }
            let themes = evaluation.counts.complaints > evaluation.counts.withdrawnComplaints ? evaluation.themes : []
            let said = evaluation.surveys.filter { surveys[evaluation.policyVersion]?.counts($0.programme) ?? true }
            let isTold =
                Set(contact.themes) == Set(themes + said.flatMap(\.themes))
                && contact.startedAt.milliseconds == evaluation.startedAtMs
                && contact.endedAt.milliseconds == evaluation.endedAtMs
                && contact.isResolved == evaluation.resolved && contact.channel == evaluation.channel
                && contact.isHandedOver == (evaluation.counts.transfers > 0)
                && contact.ratings == Int64(ratings.count) && contact.ratingSum == ratings.reduce(0, +)
                && !evaluation.excluded
            if !isTold { findings.add(.facts, "\(place): it says otherwise than the newest evaluation") }
        }
    }
}
