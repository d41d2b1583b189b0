// The conversations that a figure comes from.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Pipeline
import Quality
import Wire

/// Reads evaluations, credits the newest revision of each episode by the code of the workers, and keeps what it adds to one figure of one
/// subject and period. Memory grows with the number of episodes.
struct FigureEvidence {
    private struct EpisodeKey: Hashable {
        var tenant: String
        var conversation: String
        var episode: UInt32
        /// A conversation that is forgotten and taken up again counts its episodes from 1 once more.
        var startedAt: Int64
    }

    /// What is known of an episode by its newest revision; nothing of one that has nothing to do with the figure.
    private struct Known {
        var revision: UInt32
        var finding: Finding?
    }

    private struct Finding {
        var basis = Figure.Basis()
        /// Why it adds nothing to what the figure rests on.
        var exclusion: Exclusion?
        var policy: String
    }

    /// What an episode, or a customer, adds.
    struct Contribution {
        /// The conversation's number; of what customers add, the customer's pseudonym.
        var conversation: String
        var episode: UInt32
        /// 0 where it is not known.
        var revision: UInt32
        var basis: Figure.Basis
    }

    let metric: Metric
    let subject: String
    let span: WindowSpan
    private let policies: PolicySet
    private var tenant: String?
    private var credits: EvaluationCredits
    private var episodes: [EpisodeKey: Known] = [:]
    /// The subjects that evaluations add to, to name the nearest; so many at most.
    private(set) var subjects: Set<String> = []
    /// How many evaluations were read, and how many of them are older revisions of others.
    private(set) var read = 0
    private(set) var replaced = 0
    /// The tenants that were met.
    private(set) var tenants: Set<String> = []

    private static let mostSubjects = 100_000

    /// The evidence of a figure, of one tenant or of the only one.
    init(metric: Metric, subject: String, span: WindowSpan, tenant: String?, policies: PolicySet) {
        self.metric = metric
        self.subject = subject
        self.span = span
        self.tenant = tenant
        self.policies = policies
        credits = EvaluationCredits(policies: policies)
    }

    /// Takes an evaluation; of several of an episode the one of the highest revision counts, whatever their order.
    mutating func take(_ proto: ProtoEvaluation) {
        tenants.insert(proto.tenant)
        guard tenant == nil || proto.tenant == tenant else { return }
        read += 1
        let key = EpisodeKey(
            tenant: proto.tenant, conversation: proto.conversationID, episode: proto.episode,
            startedAt: proto.startedAtMs)
        if let known = episodes[key] {
            replaced += 1
            guard known.revision < proto.revision else { return }
        }
        episodes[key] = Known(revision: proto.revision, finding: finding(proto))
    }

    private mutating func finding(_ proto: ProtoEvaluation) -> Finding? {
        let policy = "\(proto.policy)@\(proto.policyVersion)"
        let evaluation: Evaluation
        do throws(Complaint) {
            evaluation = try Evaluation(published: proto, policies: policies)
        } catch {
            let startedAt = Instant(milliseconds: proto.startedAtMs)
            guard span.range.contains(startedAt) || span.range.contains(Instant(milliseconds: proto.endedAtMs)) else {
                return nil
            }
            return Finding(exclusion: .unusable(error.detail), policy: policy)
        }
        if evaluation.isEnded, evaluation.countsForCustomers {
            guard let basis = basis(of: evaluation, notesSubjects: true) else { return nil }
            let exclusion = basis.counted == 0 ? Exclusion(of: evaluation, from: metric) : nil
            return Finding(basis: basis, exclusion: exclusion, policy: policy)
        }
        // What it would add, if it counted.
        var counted = evaluation
        (counted.isEnded, counted.countsForCustomers) = (true, true)
        guard let basis = basis(of: counted, notesSubjects: false), !basis.isZero else { return nil }
        let exclusion =
            evaluation.isEnded
            ? Exclusion.notOfCustomers(proto.hasReview ? proto.review.kind : "") : Exclusion.notEnded
        return Finding(exclusion: exclusion, policy: policy)
    }

    /// What an evaluation adds to the figure; nil when it adds nothing at all to the subject in the period.
    private mutating func basis(of evaluation: Evaluation, notesSubjects: Bool) -> Figure.Basis? {
        var found: Figure.Basis?
        for fact in credits.facts(of: evaluation) where span.range.contains(fact.hour) {
            if notesSubjects, subjects.count < FigureEvidence.mostSubjects { subjects.insert(fact.subject) }
            guard fact.subject == subject else { continue }
            var sum = found ?? Figure.Basis()
            sum.add(metric.basis(of: fact.measures))
            found = sum
        }
        return found
    }

    // MARK: What was found

    /// What episodes add, the largest contributors first, equal ones by number and episode.
    var contributions: [Contribution] {
        episodes.compactMap { key, known in
            guard let finding = known.finding, !finding.basis.isZero else { return nil }
            return Contribution(
                conversation: key.conversation, episode: key.episode, revision: known.revision, basis: finding.basis)
        }.sorted(by: Contribution.precedes)
    }

    /// Why episodes that have to do with the subject and period add nothing, and how many of them.
    var exclusions: [(exclusion: Exclusion, count: Int)] {
        let reasons = episodes.values.compactMap { $0.finding?.exclusion }
        return Dictionary(reasons.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// The policy versions of the episodes that add something, and of how many.
    var judgedBy: [(policy: String, count: Int)] {
        let names = episodes.values.compactMap { known in
            known.finding.flatMap { $0.basis.isZero ? nil : $0.policy }
        }
        return Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }
}

extension FigureEvidence.Contribution {
    /// By what stands above the line, then by what stands below, the largest first.
    static func precedes(_ left: FigureEvidence.Contribution, _ right: FigureEvidence.Contribution) -> Bool {
        let (first, second) = (left.basis, right.basis)
        if first.sum.magnitude != second.sum.magnitude { return first.sum.magnitude > second.sum.magnitude }
        if first.counted != second.counted { return first.counted > second.counted }
        return (left.conversation, left.episode) < (right.conversation, right.episode)
    }
}
