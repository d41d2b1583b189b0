// The oracle: what has to come out, told from the whole input at once.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
package import Quality
import Wire

/// A record of an input topic and where it stands.
package struct InputRecord: Sendable {
    /// The partition it stands in.
    package var origin: TopicPartition
    /// The record with its offset.
    package var record: MemoryCluster.Stored

    /// A record of a partition.
    package init(origin: TopicPartition, record: MemoryCluster.Stored) {
        self.origin = origin
        self.record = record
    }
}

/// Reads conversations and surveys from their beginning to their end and tells what must be published in the end. Plain
/// and slow: it knows no transactions, no timers and no order of arrival, and shares with the tasks only the arithmetic
/// of an episode.
package struct Oracle {
    let policies: PolicySet
    private(set) var outcome = Outcome()
    /// Accepted events and surveys by key, the first of each id, in the order of the partitions.
    private var conversations: [String: Heard] = [:]
    private var tallies: [String: Measures] = [:]
    /// The figures of months as they stood when these were closed, contacts left out.
    private(set) var closedFigures: [String: Measures] = [:]
    /// The month whose closed figures are counted; nil while everything is.
    var closedMonth: Window?
    var contacts: OracleContacts

    /// A survey or review event and where it stands.
    private struct Remark {
        var at: Instant
        var id: String
        var source: InputRecord
        var isInvitation = false
        /// The episode that it judges.
        var episode: ([Evaluation]) -> Int?
        var verdict: (Evaluation, PolicySet) -> RevisionVerdict
    }

    /// What belongs to one conversation.
    private struct Heard {
        var events: [ProtoConversationEvent] = []
        var eventIDs: Set<String> = []
        var surveys: [(event: SurveyEvent, source: InputRecord)] = []
        var surveyIDs: Set<String> = []
        var reviews: [(event: ReviewEvent, source: InputRecord)] = []
        var reviewIDs: Set<String> = []

        /// The surveys and reviews in the order of their times; at the same time surveys first.
        var remarks: [Remark] {
            let answers = surveys.map { event, source in
                Remark(
                    at: event.at, id: "0" + event.id, source: source, isInvitation: event.step == .sent,
                    episode: { ended in
                        // The one it names, else the latest that ended at or before the answer, else the first after it.
                        if event.episode != 0 { return ended.firstIndex { $0.episode == event.episode } }
                        return ended.lastIndex { $0.endedAt <= event.at } ?? ended.indices.first
                    },
                    verdict: { evaluation, policies in
                        evaluation.revised(by: event, policies.versions[evaluation.policyIndex].surveys)
                    })
            }
            let steps = reviews.map { event, source in
                Remark(
                    at: event.at, id: "1" + event.id, source: source,
                    episode: { ended in ended.firstIndex { $0.episode == event.episode } },
                    verdict: { evaluation, policies in evaluation.revised(by: event, policies: policies) })
            }
            return (answers + steps).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        }
    }

    private init(policies: PolicySet) {
        self.policies = policies
        contacts = OracleContacts(policies: policies)
    }

    /// What must be published of this input when all of its deadlines have passed.
    package static func outcome(of input: [InputRecord], policies: PolicySet) throws -> Outcome {
        try reading(input, policies: policies).outcome
    }

    /// The oracle that has read this input to its end.
    static func reading(_ input: [InputRecord], policies: PolicySet) throws -> Oracle {
        var oracle = Oracle(policies: policies)
        for record in input {
            switch record.origin.topic {
            case .conversations: try oracle.hearEvent(record)
            case .surveys: try oracle.hearSurvey(record)
            default: try oracle.hearReview(record)
            }
        }
        for (key, heard) in oracle.conversations { oracle.judge(key, heard) }
        for figure in oracle.contacts.figures {
            var measures = Measures()
            measures.contacts = figure.measures
            oracle.add(measures, to: figure.subject, ofTenant: figure.tenant, at: figure.at)
        }
        for (key, measures) in oracle.tallies where !measures.isZero {
            oracle.outcome.say("tally \(key)", .tally(measures))
        }
        return oracle
    }

    // MARK: Reading

    private mutating func hearEvent(_ input: InputRecord) throws {
        guard let value = input.record.value else { return refuse(input, .tombstone) }
        guard let event = try? ProtoConversationEvent(protobuf: value) else { return refuse(input, .malformed) }
        guard let key = accepted(input, event.tenant, event.conversationID, event.atMs) else { return }
        guard conversations[key, default: Heard()].eventIDs.insert(event.eventID).inserted else { return }
        conversations[key]?.events.append(event)
    }

    private mutating func hearSurvey(_ input: InputRecord) throws {
        guard let value = input.record.value else { return refuse(input, .tombstone) }
        guard let survey = try? SurveyReader.read(value, ByteRange(0..<value.count)) else {
            return refuse(input, .malformed)
        }
        guard let key = accepted(input, survey.tenant, survey.conversation, survey.event.at.milliseconds) else {
            return
        }
        guard conversations[key, default: Heard()].surveyIDs.insert(survey.event.id).inserted else { return }
        conversations[key]?.surveys.append((survey.event, input))
    }

    private mutating func hearReview(_ input: InputRecord) throws {
        guard let value = input.record.value else { return refuse(input, .tombstone) }
        let review: ReviewReader.Review
        do throws(DecodeError) {
            review = try ReviewReader.read(value, ByteRange(0..<value.count))
        } catch {
            return refuse(input, Complaint(error).reason)
        }
        guard let key = accepted(input, review.tenant, review.conversation, review.event.at.milliseconds) else {
            return
        }
        guard conversations[key, default: Heard()].reviewIDs.insert(review.event.id).inserted else { return }
        conversations[key]?.reviews.append((review.event, input))
    }

    /// The key when the record is to be believed.
    private mutating func accepted(_ input: InputRecord, _ tenant: String, _ name: String, _ time: Int64) -> String? {
        let key = "\(tenant)/\(name)"
        guard input.record.key == Array(key.utf8) else {
            refuse(input, .keyMismatch)
            return nil
        }
        guard time <= (input.record.timestamp + policies.allowedSkew).milliseconds else {
            refuse(input, .future)
            return nil
        }
        return key
    }

    private mutating func refuse(_ input: InputRecord, _ reason: Complaint.Reason) {
        outcome.say(
            "dead letter \(input.origin.topic.word)[\(input.origin.partition)]@\(input.record.offset)",
            .statement([Outcome.Field("reason", reason.rawValue)]))
    }

    // MARK: Judging

    private mutating func judge(_ key: String, _ heard: Heard) {
        var story = OracleStory(policies: policies)
        for event in heard.events.sorted(by: { $0.sequence < $1.sequence }) { story.tell(event) }
        for alert in story.alerts { say(alert, of: key) }
        for fatal in story.fatal {
            outcome.say(
                "alert \(key) episode \(fatal.episode) cure \(ProtoAlert.Step.raised)",
                .statement([
                    Outcome.Field("at", fatal.at.milliseconds), Outcome.Field("message", fatal.message),
                    Outcome.Field("by", fatal.agent), Outcome.Field("policy", fatal.policyVersion),
                    Outcome.Field("receivers", ["supervisor"]),
                ]))
        }
        var followUps = OracleFollowUps(story.ends)
        var newest = story.evaluations
        var closed = ClosedEvaluations(newest, policies)
        for index in newest.indices {
            newest[index].clocks += followUps.results(of: newest[index].episode)
            say(newest[index])
        }
        closed.begin(newest)
        // Records that change no result count with the next revision.
        var noted: [Int: UInt32] = [:]
        for moment in moments(story, heard, followUps) {
            defer { closed.note(newest, at: moment.at) }
            let changed: [UInt32]
            switch moment.what {
            case .deed(let deed): changed = followUps.take(deed)
            case .deadline(let clock): changed = followUps.pass(clock)
            case .remark(let remark):
                changed = invite(remark, newest, &followUps)
                for episode in changed { show(episode, followUps, &newest, &noted) }
                hear(remark, &newest, &noted)
                continue
            }
            for episode in changed { show(episode, followUps, &newest, &noted) }
        }
        for clock in followUps.clocks { for alert in story.alerts(of: clock) { say(alert, of: key) } }
        for evaluation in newest { count(evaluation) }
        for (month, evaluation) in closed.all {
            closedMonth = month
            count(evaluation)
        }
        closedMonth = nil
    }

    /// Something that makes revisions, at its time.
    private struct Moment {
        enum What {
            case deed(OracleFollowUps.Deed)
            case remark(Remark)
            case deadline(Int)
        }

        var at: Instant
        /// At the same time, what happened comes first, then remarks, then deadlines.
        var rank: Int
        var what: What
    }

    private func moments(_ story: OracleStory, _ heard: Heard, _ followUps: OracleFollowUps) -> [Moment] {
        let done = story.deeds.map { Moment(at: $0.at, rank: 0, what: .deed($0)) }
        let remarks = heard.remarks.map { Moment(at: $0.at, rank: 1, what: .remark($0)) }
        let deadlines = followUps.deadlines.map { Moment(at: $0.at, rank: 2, what: .deadline($0.clock)) }
        return (done + remarks + deadlines).enumerated().sorted { left, right in
            (left.element.at, left.element.rank, left.offset) < (right.element.at, right.element.rank, right.offset)
        }.map(\.element)
    }

    /// The episodes whose clock an invitation fulfils.
    private func invite(
        _ remark: Remark, _ newest: [Evaluation], _ followUps: inout OracleFollowUps
    ) -> [UInt32] {
        guard remark.isInvitation, let index = remark.episode(newest) else { return [] }
        return followUps.take(
            OracleFollowUps.Deed(kind: .invitation, at: remark.at, episode: newest[index].episode))
    }

    private mutating func show(
        _ episode: UInt32, _ followUps: OracleFollowUps, _ newest: inout [Evaluation], _ noted: inout [Int: UInt32]
    ) {
        guard let index = newest.firstIndex(where: { $0.episode == episode }) else { return }
        newest[index] = newest[index].revised(by: followUps.results(of: episode))
        newest[index].counts.records += noted.removeValue(forKey: index) ?? 0
        say(newest[index])
    }

    private mutating func hear(_ remark: Remark, _ newest: inout [Evaluation], _ noted: inout [Int: UInt32]) {
        guard let index = remark.episode(newest) else { return refuse(remark.source, .orphan) }
        switch remark.verdict(newest[index], policies) {
        case .revises(var next):
            next.counts.records += noted.removeValue(forKey: index) ?? 0
            newest[index] = next
            say(next)
        case .noted: noted[index, default: 0] += 1
        case .refused: refuse(remark.source, .refused)
        }
    }

    private mutating func say(_ evaluation: Evaluation) {
        var bytes: [UInt8] = []
        _ = EvaluationWriter.write(evaluation, policies: policies, appendingTo: &bytes)
        outcome.say(
            "evaluation \(evaluation.tenant)/\(evaluation.conversation) episode \(evaluation.episode) revision \(evaluation.revision)",
            .evaluation(bytes))
    }

    private mutating func say(_ alert: OracleStory.Alert, of key: String) {
        let clock = alert.clock
        outcome.say(
            Outcome.identity(
                ofAlert: key, episode: alert.episode, clock: "\(clock.kind.word) \(alert.cycle)",
                step: Outcome.word(alert.step)),
            .statement([
                Outcome.Field("started", alert.startedAt.milliseconds),
                Outcome.Field("target", clock.target?.count ?? 0),
                Outcome.Field("deadline", alert.deadline.milliseconds), Outcome.Field("at", alert.at.milliseconds),
                Outcome.Field("policy", alert.policyVersion),
                Outcome.Field("receivers", clock.receivers(of: alert.step)),
                Outcome.Field("fulfilled", alert.answeredAt?.milliseconds ?? 0),
                Outcome.Field("late by", alert.answeredAt.map { ($0 - alert.deadline).count } ?? 0),
            ]))
    }

    /// Adds the newest evaluation of an episode to the tallies of its subjects.
    mutating func count(_ evaluation: Evaluation) {
        for (criterion, measures) in evaluation.criterionMeasures(policies.versions[evaluation.policyIndex]) {
            add(measures, to: "criterion:\(criterion)", of: evaluation)
        }
        guard evaluation.countsForCustomers else { return }
        var subjects = ["all"]
        if !evaluation.agent.isEmpty { subjects.append("agent:\(evaluation.agent)") }
        if !evaluation.team.isEmpty { subjects.append("team:\(evaluation.team)") }
        if !evaluation.channel.isEmpty { subjects.append("channel:\(evaluation.channel)") }
        // The histories have these only, in this order, and no values that are escaped.
        let values = [
            ("agent", evaluation.agent), ("team", evaluation.team), ("channel", evaluation.channel),
            ("brand", evaluation.attributes[.brand]),
        ]
        for kind in policies.versions[evaluation.policyIndex].tallySubjects {
            let told = values.filter { kind.word.split(separator: "+").map(String.init).contains($0.0) }.map(\.1)
            if !told.contains("") { subjects.append("\(kind.word):" + told.joined(separator: "+")) }
        }
        var measures = Measures()
        measures.add(evaluation, times: 1)
        var ofCase = measures
        (ofCase.firstResponseHuman, ofCase.firstResponseAny) = (ResponseMeasures(), ResponseMeasures())
        ofCase.otherClocks = ClockMeasures()
        for clock in evaluation.clocks {
            var one = Measures()
            switch clock.kind {
            case .firstResponseHuman: one.firstResponseHuman.add(clock, times: 1)
            case .firstResponseAny: one.firstResponseAny.add(clock, times: 1)
            default: one.otherClocks.add(clock, times: 1)
            }
            let (agent, team) = clock.holder.map { ($0.agent, $0.team) } ?? (evaluation.agent, evaluation.team)
            add(one, to: agent.isEmpty ? "queue" : "agent:\(agent)", of: evaluation)
            if !team.isEmpty { add(one, to: "team:\(team)", of: evaluation) }
            let isBoth = policies.versions[evaluation.policyIndex].tallySubjects.contains(
                SubjectKind([.agent, .channel]))
            if isBoth, !agent.isEmpty, !evaluation.channel.isEmpty {
                add(one, to: "agent+channel:\(agent)+\(evaluation.channel)", of: evaluation)
            }
            if isBoth, !team.isEmpty, !evaluation.channel.isEmpty {
                add(one, to: "team+channel:\(team)+\(evaluation.channel)", of: evaluation)
            }
        }
        var workload = Measures()
        workload.handling.handled = 1
        let compared = policies.versions[evaluation.policyIndex].comparedTeams
        var teams = Measures()
        for rating in evaluation.surveys.filter(\.isCounted).compactMap(\.rating) where !compared.isEmpty {
            let entry = TeamMeasures.Entry(team: evaluation.team, good: rating > 3 ? 1 : 0, answers: 1)
            if compared.contains(evaluation.team) { teams.teams.add(entry) } else { teams.teams.others += 1 }
        }
        add(teams, to: "all", of: evaluation)
        count(contact: evaluation, subjects: Array(subjects.dropFirst()))
        for subject in subjects {
            let isOfHolders = subject.hasPrefix("agent") || subject.hasPrefix("team")
            add(isOfHolders ? ofCase : measures, to: subject, of: evaluation)
            add(workload, to: subject, of: evaluation, at: evaluation.endedAt)
            for invitation in evaluation.invitations {
                guard let sentAt = invitation.sentAt else { continue }
                add(figures(of: invitation, of: evaluation), to: subject, of: evaluation, at: sentAt)
            }
        }
    }

    private mutating func add(
        _ measures: Measures, to subject: String, of evaluation: Evaluation, at time: Instant? = nil
    ) {
        add(measures, to: subject, ofTenant: evaluation.tenant, at: time ?? evaluation.startedAt)
    }

    private mutating func add(_ measures: Measures, to subject: String, ofTenant tenant: String, at time: Instant) {
        if let closedMonth {
            guard closedMonth.start <= time, time < closedMonth.end else { return }
            closedFigures["\(tenant)/\(subject)/month/\(closedMonth.label)", default: Measures()].add(measures)
            return
        }
        for kind in WindowKind.allCases {
            let label = Window(kind, containing: time, zone: policies.zone).label
            tallies["\(tenant)/\(subject)/\(kind.word)/\(label)", default: Measures()].add(measures)
        }
    }
}
