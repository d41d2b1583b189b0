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
    var tallies: [FigureOracle.Place: Measures] = [:]
    /// The figures of months as they stood when these were closed, contacts left out.
    var closedFigures: [String: Measures] = [:]
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
        /// What is corrected, if that is what it does.
        var correction: ClockCorrection?
    }

    /// What belongs to one conversation.
    private struct Heard {
        var events: [ProtoConversationEvent] = []
        var eventIDs: Set<String> = []
        var surveys: [(event: SurveyEvent, source: InputRecord)] = []
        var surveyIDs: Set<String> = []
        var reviews: [(event: ReviewEvent, source: InputRecord)] = []
        var reviewIDs: Set<String> = []
        var corrections: [(event: ClockCorrection, source: InputRecord)] = []

        /// The surveys, reviews and corrections in the order of their times; at the same time in this order.
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
                        evaluation.revised(by: event, of: policies)
                    })
            }
            let steps = reviews.map { event, source in
                Remark(
                    at: event.at, id: "1" + event.id, source: source,
                    episode: { ended in ended.firstIndex { $0.episode == event.episode } },
                    verdict: { evaluation, policies in evaluation.revised(by: event, policies: policies) })
            }
            let corrected = corrections.map { event, source in
                Remark(
                    at: event.at, id: "2" + event.id, source: source,
                    episode: { ended in ended.firstIndex { $0.episode == event.episode } },
                    verdict: { evaluation, _ in evaluation.revised(by: event) }, correction: event)
            }
            return (answers + steps + corrected).sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        }
    }

    private init(policies: PolicySet) {
        self.policies = policies
        contacts = OracleContacts(policies: policies)
    }

    /// What must be published of this input when all of its deadlines have passed.
    package static func outcome(of input: [InputRecord], policies: PolicySet) throws -> Outcome {
        try reading(input, policies: policies).outcome()
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
        return oracle
    }

    /// What must be published: of the tallies those that are not gone by the facts.
    func outcome(keeping figures: FigureOracle? = nil) -> Outcome {
        var outcome = outcome
        for (key, measures) in tallies where !measures.isZero {
            let window = Window(key.kind, containing: key.start, zone: policies.zone)
            if figures?.hasLetGo(key.subject, ofTenant: key.tenant, window) == true { continue }
            outcome.say("tally \(key.tenant)/\(key.subject)/\(key.kind.word)/\(window.label)", .tally(measures))
        }
        return outcome
    }

    // MARK: Reading

    private mutating func hearEvent(_ input: InputRecord) throws {
        guard let value = input.record.value else { return refuse(input, .tombstone) }
        guard let event = try? ProtoConversationEvent(protobuf: value) else { return refuse(input, .malformed) }
        let read: ConversationEvent
        do throws(DecodeError) {
            read = try ConversationReader.read(value, ByteRange(0..<value.count))
        } catch {
            return refuse(input, Complaint(error).reason)
        }
        guard let key = accepted(input, event.tenant, event.conversationID, event.atMs) else { return }
        guard conversations[key, default: Heard()].eventIDs.insert(event.eventID).inserted else { return }
        if let correction = ConversationReader.correction(value, of: read) {
            conversations[key]?.corrections.append((correction, input))
        } else {
            conversations[key]?.events.append(event)
        }
    }

    private mutating func hearSurvey(_ input: InputRecord) throws {
        guard let value = input.record.value else { return refuse(input, .tombstone) }
        guard var survey = try? SurveyReader.read(value, ByteRange(0..<value.count)) else {
            return refuse(input, .malformed)
        }
        guard let key = accepted(input, survey.tenant, survey.conversation, survey.event.at.milliseconds) else {
            return
        }
        survey.event.themes = themes(of: survey)
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
            case .later(let deed):
                take(deed, &newest, &noted)
                continue
            case .remark(let remark):
                changed = invite(remark, newest, &followUps)
                for episode in changed { show(episode, followUps, &newest, &noted) }
                // One that corrects an episode which nobody ends waits for ever.
                if let correction = remark.correction, story.isOpen(correction.episode) { continue }
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
            case later(OracleIntegrity.Deed)
        }

        var at: Instant
        /// At the same time, what happened comes first, then remarks, then deadlines.
        var rank: Int
        var what: What
    }

    private func moments(_ story: OracleStory, _ heard: Heard, _ followUps: OracleFollowUps) -> [Moment] {
        let done = story.deeds.map { Moment(at: $0.at, rank: 0, what: .deed($0)) }
        let later = story.laterDeeds.map { Moment(at: $0.at, rank: 0, what: .later($0)) }
        let remarks = heard.remarks.map { Moment(at: $0.at, rank: 1, what: .remark($0)) }
        let deadlines = followUps.deadlines.map { Moment(at: $0.at, rank: 2, what: .deadline($0.clock)) }
        return (done + later + remarks + deadlines).enumerated().sorted { left, right in
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

    /// Takes what somebody did behind the ends of episodes.
    private mutating func take(
        _ deed: OracleIntegrity.Deed, _ newest: inout [Evaluation], _ noted: inout [Int: UInt32]
    ) {
        for index in newest.indices {
            guard let rules = policies.versions[newest[index].policyIndex].integrity,
                var next = OracleIntegrity.revision(of: &newest[index], by: deed, rules)
            else { continue }
            next.counts.records += noted.removeValue(forKey: index) ?? 0
            newest[index] = next
            say(next)
        }
    }

    private mutating func hear(_ remark: Remark, _ newest: inout [Evaluation], _ noted: inout [Int: UInt32]) {
        guard let index = remark.episode(newest) else { return refuse(remark.source, .orphan) }
        switch remark.verdict(newest[index], policies) {
        case .revises(var next):
            next.counts.records += noted.removeValue(forKey: index) ?? 0
            if let correction = remark.correction { say(correction, newest[index], next) }
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

    /// Says what a correction takes back and what it adds.
    private mutating func say(_ correction: ClockCorrection, _ old: Evaluation, _ new: Evaluation) {
        let policy = policies.versions[new.policyIndex]
        let asked = correction.result
        guard let clock = policy.clocks.first(where: { $0.kind == asked.kind }), clock.alerts,
            let before = old.clocks.first(where: { $0.kind == asked.kind && $0.cycle == asked.cycle }),
            let told = before.deadline, let due = asked.deadline
        else { return }
        func say(_ step: ClockAnnouncement.Step, _ deadline: Instant, at time: Instant, lateBy: Int64 = 0) {
            let isOver = step != .breached
            outcome.say(
                Outcome.identity(
                    ofAlert: "\(new.tenant)/\(new.conversation)", episode: new.episode,
                    clock: "\(clock.kind.word) \(asked.cycle)", step: Outcome.word(step), revision: new.revision),
                .statement([
                    Outcome.Field("started", before.startedAt.milliseconds),
                    Outcome.Field("target", before.target.count), Outcome.Field("deadline", deadline.milliseconds),
                    Outcome.Field("at", time.milliseconds), Outcome.Field("policy", policy.version),
                    Outcome.Field("receivers", clock.receivers),
                    Outcome.Field("fulfilled", isOver ? asked.fulfilledAt?.milliseconds ?? 0 : 0),
                    Outcome.Field("late by", lateBy),
                ]))
        }
        let (was, isLate) = (before.outcome == .breached, asked.outcome == .breached)
        if was, isLate, told == due { return }
        if was { say(.retracted, told, at: correction.at) }
        guard isLate else { return }
        say(.breached, due, at: due)
        if let answer = asked.fulfilledAt, let elapsed = asked.elapsed {
            say(.cleared, due, at: answer, lateBy: max(0, elapsed.count - before.target.count))
        }
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
                Outcome.Field("late by", alert.lateBy.count),
            ]))
    }
}
