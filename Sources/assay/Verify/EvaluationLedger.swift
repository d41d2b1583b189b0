// The evaluations of a verification: revisions, and what the newest contribute.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// An episode of a conversation of a tenant.
struct EpisodeKey: Hashable, CustomStringConvertible {
    var tenant: String
    var conversation: String
    var episode: UInt32

    var description: String { "\(tenant)/\(conversation) episode \(episode)" }
}

/// Takes evaluations in the order of their partitions. Memory grows with the number of episodes.
struct EvaluationLedger {
    private struct Episode {
        /// Hash of the bytes of each revision, by revision − 1.
        var revisions: [Int] = []
        var newest = ProtoEvaluation()
    }

    /// Whether a revision may come again with the same bytes: at least once.
    let allowsCopies: Bool
    private(set) var evaluations = 0
    private(set) var copies = 0
    private var episodes: [EpisodeKey: Episode] = [:]

    init(allowsCopies: Bool) { self.allowsCopies = allowsCopies }

    /// Takes one evaluation.
    mutating func take(_ evaluation: ProtoEvaluation, _ bytes: [UInt8], _ findings: inout Findings) {
        evaluations += 1
        let key = EpisodeKey(
            tenant: evaluation.tenant, conversation: evaluation.conversationID, episode: evaluation.episode)
        let number = Int(evaluation.revision)
        var episode = episodes.removeValue(forKey: key) ?? Episode()
        defer { episodes[key] = episode }
        switch number {
        case episode.revisions.count + 1:
            episode.revisions.append(bytes.hashValue)
            episode.newest = evaluation
        case 1...max(1, episode.revisions.count) where !episode.revisions.isEmpty:
            copies += 1
            if episode.revisions[number - 1] != bytes.hashValue {
                findings.add(.revisions, "\(key) revision \(number) came twice with different contents")
            } else if !allowsCopies {
                findings.add(.revisions, "\(key) revision \(number) came twice")
            }
        default:
            findings.add(
                .revisions, "\(key) revision \(number) came where \(episode.revisions.count + 1) was expected")
        }
    }

    /// How many episodes are evaluated.
    var count: Int { episodes.count }

    /// The newest revision of each episode.
    var newest: some Sequence<(EpisodeKey, ProtoEvaluation)> { episodes.lazy.map { ($0.key, $0.value.newest) } }

    /// The newest revision of an episode; nil when it is not evaluated.
    func newest(_ key: EpisodeKey) -> ProtoEvaluation? { episodes[key]?.newest }

    /// What the newest revisions contribute to each subject and hour, added up from what was published.
    func contributions(policies: PolicySet, range: Range<Instant>) -> [SubjectHour: Measures] {
        let zone = policies.zone
        let compared = policies.versions.reduce(into: [:]) { $0[$1.version] = Set($1.comparedTeams) }
        let surveys = policies.versions.reduce(into: [:]) { $0[$1.version] = $1.surveys }
        let further = policies.versions.reduce(into: [:]) { $0[$1.version] = $1.tallySubjects }
        var sums: [SubjectHour: Measures] = [:]
        for (_, evaluation) in newest where evaluation.ended {
            let hour = Window.hourStart(of: Instant(milliseconds: evaluation.startedAtMs), zone: zone)
            let end = Window.hourStart(of: Instant(milliseconds: evaluation.endedAtMs), zone: zone)
            let sent = evaluation.invitations.map {
                Window.hourStart(of: Instant(milliseconds: $0.sentAtMs), zone: zone)
            }
            guard ([hour, end] + sent).contains(where: range.contains) else { continue }
            for (criterion, measures) in evaluation.criterionContributions {
                let key = SubjectHour(tenant: evaluation.tenant, subject: "criterion:" + criterion, hour: hour)
                sums[key, default: Measures()].add(measures)
            }
            guard !evaluation.excluded else { continue }
            let surveys = surveys[evaluation.policyVersion] ?? SurveyPolicy(window: .zero)
            let measures = Measures(evaluation, surveys)
            var subjects = ["all"]
            if !evaluation.agentID.isEmpty {
                subjects.append("agent:" + evaluation.agentID)
            } else if evaluation.counts.agentMessages == 0, evaluation.counts.botMessages > 0 {
                subjects.append("bot")
            }
            if !evaluation.teamID.isEmpty { subjects.append("team:" + evaluation.teamID) }
            if !evaluation.channel.isEmpty { subjects.append("channel:" + evaluation.channel) }
            subjects += (further[evaluation.policyVersion] ?? []).compactMap(evaluation.subject)
            let all = SubjectHour(tenant: evaluation.tenant, subject: "all", hour: hour)
            let ratings = evaluation.surveys.filter {
                $0.hasRating && (1...5).contains($0.rating) && surveys.counts($0.programme)
            }.map(\.rating)
            if let teams = compared[evaluation.policyVersion], !teams.isEmpty, !ratings.isEmpty {
                var told = TeamMeasures()
                if teams.contains(evaluation.teamID) {
                    let good = Int64(ratings.count { $0 > 3 })
                    told.add(TeamMeasures.Entry(team: evaluation.teamID, good: good, answers: Int64(ratings.count)))
                } else {
                    told.others = Int64(ratings.count)
                }
                sums[all, default: Measures()].teams.add(told, times: 1)
            }
            // Clocks and pauses count with those who held the conversation, where agents or teams are told apart (F10).
            var ofCase = measures
            ofCase.clear()
            for (holder, share) in evaluation.shares {
                var held = evaluation
                (held.agentID, held.teamID) = (holder.agentID, holder.teamID)
                var owners = [holder.agentID.isEmpty ? "queue" : "agent:" + holder.agentID]
                if !holder.teamID.isEmpty { owners.append("team:" + holder.teamID) }
                owners += (further[evaluation.policyVersion] ?? []).filter(\.tellsHolders).compactMap(held.subject)
                for owner in owners {
                    let key = SubjectHour(tenant: evaluation.tenant, subject: owner, hour: hour)
                    sums[key, default: Measures()].add(share)
                }
            }
            for subject in subjects {
                let key = SubjectHour(tenant: evaluation.tenant, subject: subject, hour: hour)
                let isOfHolders = subject == "bot" || SubjectKind(ofSubject: subject)?.tellsHolders == true
                sums[key, default: Measures()].add(isOfHolders ? ofCase : measures)
                let ended = SubjectHour(tenant: evaluation.tenant, subject: subject, hour: end)
                sums[ended, default: Measures()].handling.handled += 1
                for (sentAt, entry) in ProgrammeMeasures.invitations(of: evaluation) {
                    let hour = Window.hourStart(of: sentAt, zone: zone)
                    let key = SubjectHour(tenant: evaluation.tenant, subject: subject, hour: hour)
                    sums[key, default: Measures()].programmes.add(entry)
                }
            }
        }
        return sums
    }
}

extension ProtoEvaluation {
    /// The subject of a kind that it counts with, by its own fields alone; nil where a value is not known.
    fileprivate func subject(_ kind: SubjectKind) -> String? {
        var values = [("agent", agentID), ("team", teamID), ("channel", channel)]
        values += attributes.map { ($0.name, $0.value) }
        let names = kind.word.split(separator: "+")
        let found = names.compactMap { name in values.first { $0.0 == name && !$0.1.isEmpty }?.1 }
        guard found.count == names.count else { return nil }
        let escaped = found.map { $0.replacing("%", with: "%25").replacing("+", with: "%2B") }
        return kind.word + ":" + (found.count == 1 ? found : escaped).joined(separator: "+")
    }
}

extension Measures {
    /// What a published evaluation contributes, by its own fields alone: the way of the tasks is not used.
    fileprivate init(_ evaluation: ProtoEvaluation, _ surveys: SurveyPolicy) {
        self.init()
        conversations = 1
        records = Int64(evaluation.counts.records)
        sensitiveClear = Int64(evaluation.counts.sensitiveClear)
        sensitiveMasked = Int64(evaluation.counts.sensitiveMasked)
        if evaluation.hasScore {
            scored = 1
            scoreHundredths = Int64((evaluation.score * 100).rounded())
        }
        for count in evaluation.pauses { add(count) }
        for count in evaluation.integrity { add(count) }
        if evaluation.hasScore, evaluation.integrity.contains(where: { $0.signal == "invited" }) {
            integrity.add(NamedSums.Entry(name: "invited", count: 1, sum: scoreHundredths))
        }
        for clock in evaluation.clocks { add(clock) }
        let outcomes = Set(evaluation.clocks.map(\.outcome))
        if outcomes.contains(.breached) {
            episodes.late = 1
        } else if outcomes.contains(.met) {
            if outcomes.contains(.abandoned) { episodes.partlyAbandoned = 1 } else { episodes.timely = 1 }
        } else if outcomes.contains(.abandoned) {
            episodes.abandoned = 1
        }
        handling = HandlingMeasures(evaluation)
        complaints.episodes = evaluation.counts.complaints > evaluation.counts.withdrawnComplaints ? 1 : 0
        complaints.received = Int64(evaluation.counts.complaints)
        complaints.second = Int64(evaluation.counts.secondComplaints)
        complaints.withdrawn = Int64(evaluation.counts.withdrawnComplaints)
        programmes = ProgrammeMeasures(evaluation, surveys)
        for answer in evaluation.surveys where surveys.counts(answer.programme) {
            if answer.hasRating, (1...5).contains(answer.rating) { ratings.add(1, to: Int(answer.rating)) }
            guard answer.hasRecommend else { continue }
            switch answer.recommend {
            case 9...: promoters += 1
            case 7...8: passives += 1
            default: detractors += 1
            }
        }
    }
}

extension Measures {
    fileprivate mutating func add(_ clock: ProtoClockResult) {
        switch ClockKind.allCases.first(where: { $0.word == clock.clock }) {
        case .firstResponseHuman: firstResponseHuman.add(clock)
        case .firstResponseAny: firstResponseAny.add(clock)
        case let kind?: otherClocks[kind].add(clock)
        case nil: break
        }
    }

    fileprivate mutating func add(_ count: ProtoPauseCount) {
        pauses.pauses += Int64(count.pauses)
        pauses.late += Int64(count.late)
    }

    fileprivate mutating func add(_ count: ProtoIntegrityCount) {
        guard count.signal != "invited" else { return }
        integrity.add(
            NamedSums.Entry(name: count.signal, count: Int64(count.occasions), sum: Int64(count.found)))
    }

    /// Takes away what holders are credited with.
    fileprivate mutating func clear() {
        firstResponseHuman = ResponseMeasures()
        firstResponseAny = ResponseMeasures()
        otherClocks = ClockMeasures()
        pauses = PauseMeasures()
        let invited = integrity.entries.filter { $0.name == "invited" }
        integrity = NamedSums()
        for entry in invited { integrity.add(entry) }
    }
}

extension ProtoEvaluation {
    /// Its clocks, pauses and integrity signals, each with its holder.
    fileprivate var shares: [(holder: ProtoHolder, measures: Measures)] {
        var agent = ProtoHolder()
        (agent.agentID, agent.teamID) = (agentID, teamID)
        let clocks = clocks.map { clock in
            var measures = Measures()
            measures.add(clock)
            return (clock.hasHolder ? clock.holder : agent, measures)
        }
        let pauses = pauses.map { count in
            var measures = Measures()
            measures.add(count)
            return (count.hasHolder ? count.holder : agent, measures)
        }
        let signals = integrity.map { count in
            var measures = Measures()
            measures.add(count)
            return (count.hasHolder ? count.holder : agent, measures)
        }
        return clocks + pauses + signals
    }
}

extension SubjectKind {
    /// Whether agents or teams are told apart.
    fileprivate var tellsHolders: Bool { word.split(separator: "+").contains { $0 == "agent" || $0 == "team" } }
}

extension HandlingMeasures {
    fileprivate init(_ evaluation: ProtoEvaluation) {
        self.init()
        let told = evaluation.waiting
        if told.hasQueueMs { queue = SpanMeasures(count: 1, sum: told.queueMs) }
        if told.hasAssignedMs { assigned = SpanMeasures(count: 1, sum: told.assignedMs) }
        if told.hasWaitingMs { waiting = SpanMeasures(count: 1, sum: told.waitingMs) }
        if told.hasRespondedMs { responded = SpanMeasures(count: 1, sum: told.respondedMs) }
        handOvers = Int64(evaluation.counts.transfers)
        resolved = evaluation.resolved ? 1 : 0
        distinct = evaluation.episode == 1 ? 1 : 0
    }
}

extension ResponseMeasures {
    fileprivate mutating func add(_ clock: ProtoClockResult) {
        switch clock.outcome {
        case .met: met += 1
        case .breached: breached += 1
        case .abandoned: abandoned += 1
        case .cancelled: cancelled += 1
        default: break
        }
        guard clock.hasElapsedMs else { return }
        answered += 1
        elapsed += clock.elapsedMs
        histogram.record(clock.elapsedMs)
    }
}
