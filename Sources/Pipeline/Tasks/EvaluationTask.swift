// The state machine of one partition of conversations, surveys and reviews.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Wire

/// Scores the conversations of one partition: applies events, lets clocks run out, joins surveys, and writes evaluations, alerts, facts
/// and dead letters to the outbox.
package final class EvaluationTask: PartitionTask {
    package let partition: Int32
    package let sources: [Topic] = [.conversations, .surveys, .reviews]
    package let stateTopic: Topic? = .checkpoints

    let policies: PolicySet
    let allowedSkew: Milliseconds
    let settings: EvaluationSettings
    let values = ValueReader()
    let conversations = ConversationTable()
    var names = NameTable()
    let criterionPlaces: CriterionPlaces
    var facts = FactTable()
    var closedMonths: ClosedMonths
    /// Months that end then or before are told to be closed.
    var toldClosing = Instant.distantPast
    /// When the next one is to be told; the distant future when none is.
    private(set) var nextClosing = Instant.distantFuture
    var deadlines = Deadlines()
    /// Surveys and reviews that wait until all topics are known up to them.
    var companionWaits = Deadlines()
    var room = MatchRoom()
    /// The conversations records that come next.
    var ahead = RecordsAhead()
    var counted = TaskStatistics()
    var coder: CheckpointCoder
    /// Memory to write evaluations to.
    var scratch: [UInt8] = []
    /// Whether effects leave the task: not while it replays.
    var isLive = true
    /// Whether time passes that no record of the log has moved.
    var isIdle = false
    /// What a replay would have published: nothing, unless a policy was changed in place.
    private var replayFault: String?

    var progress: [Topic: SourceProgress] = [:]
    var unsaved = UnsavedChanges()
    /// Conversations that must be saved with the next commit.
    var saving: [Conversation] = []
    /// Conversations whose checkpoints are taken and not yet compressed.
    var writing: [Conversation] = []
    /// Conversations that may be let go, in the order in which they came to that.
    var leaving: [(conversation: Conversation, since: Int64)] = []
    /// Conversations to be frozen when what they were saved with is committed.
    var freezing: [(conversation: Conversation, saved: Int64, frozen: FrozenState)] = []
    /// How many conversations are frozen.
    var frozenCount = 0
    /// The conversations record that is applied, and the largest event time before it.
    var current: (offset: Int64, streamTime: Instant) = (-1, .distantPast)
    /// The largest event time of a conversation event so far.
    private(set) var streamTime = Instant.distantPast
    /// As far as time is known to have come: deadlines up to here are decided.
    var certainTime = Instant.distantPast
    var surveyTime = CompanionTime()
    var reviewTime = CompanionTime()
    /// As far as the records before the current one say that time has come.
    var recordTime: Instant { current.streamTime - allowedSkew }
    /// Where a replay would begin, by the positions that were committed last.
    private(set) var committedReplayFrom: Int64 = 0
    /// As far as time had come when the positions were committed.
    private var replayTime = Instant.distantPast
    /// What the last commit found, for a rollback.
    private var saved = Saved()

    private struct Saved {
        var progress: [Topic: SourceProgress] = [:]
        var streamTime = Instant.distantPast
        var certainTime = Instant.distantPast
        var surveyTime = CompanionTime()
        var reviewTime = CompanionTime()
        var toldClosing = Instant.distantPast
        var counted = TaskStatistics()
    }

    /// The task of one partition, judging by these policies.
    package init(partition: Int32, policies: PolicySet, settings: EvaluationSettings = EvaluationSettings()) {
        self.partition = partition
        self.policies = policies
        self.settings = settings
        allowedSkew = policies.allowedSkew
        coder = CheckpointCoder(policies: policies)
        criterionPlaces = CriterionPlaces(policies)
        closedMonths = ClosedMonths(policies)
        if settings.revisions != .inTurn {
            // Nothing comes of them.
            surveyTime.know(.distantFuture)
            reviewTime.know(.distantFuture)
        }
        waitForClosing()
    }

    // MARK: Records

    package func apply(_ batch: inout RecordBatch, _ indices: Range<Int>, into outbox: inout Outbox) {
        guard let first = indices.first else { return }
        let topic = batch.records[first].origin.topic
        var source = progress[topic] ?? SourceProgress()
        // What decoding appends to the batch is needed until the records are applied.
        let end = batch.bytes.count
        defer { batch.bytes.removeLast(batch.bytes.count - end) }
        for index in indices {
            let place = (index - first) % EvaluationTask.mostReadAhead
            if place == 0 {
                batch.bytes.removeLast(batch.bytes.count - end)
                if topic == .conversations {
                    readAhead(&batch, index..<min(index + EvaluationTask.mostReadAhead, indices.upperBound))
                }
            }
            let record = batch.records[index]
            isLive = !source.isReplay(record.offset)
            if isLive { counted.records += 1 }
            source.next = record.offset + 1
            outbox.traceParent = batch.traceParent(of: record).map { outbox.bytes.appendRange($0) }
            switch topic {
            case .conversations:
                current = (record.offset, streamTime)
                applyConversation(record, place, batch, &outbox)
            case .surveys:
                applySurvey(record, &batch, &outbox)
                surveyTime.know(surveyTime.latest - allowedSkew)
            default:
                applyReview(record, &batch, &outbox)
                reviewTime.know(reviewTime.latest - allowedSkew)
            }
            // What time decides has no single record as its cause.
            outbox.traceParent = nil
            // Record by record, so that results do not depend on how the records were batched.
            pass(to: streamTime - allowedSkew, &outbox)
        }
        progress[topic] = source
    }

    /// An event time that is too far ahead of the broker's is not accepted: one bad clock must not move time (T62).
    ///
    /// Only conversation events move the stream time: surveys that are read first while conversations lag behind would
    /// tell breaches before the replies are read.
    func accept(_ time: Instant, of record: Record) throws(Complaint) {
        guard record.timestamp.milliseconds <= 0 || time <= record.timestamp + allowedSkew else {
            throw Complaint(
                .future,
                "the event time \(time.milliseconds) is more than the allowed skew of \(allowedSkew.count) ms after the broker's timestamp \(record.timestamp.milliseconds); mend the clock of the source"
            )
        }
        switch record.origin.topic {
        case .conversations: streamTime = max(streamTime, time)
        case .surveys: surveyTime.latest = max(surveyTime.latest, time)
        default: reviewTime.latest = max(reviewTime.latest, time)
        }
    }

    /// Notes that a replay would publish something: it never does, as every effect travels with a checkpoint.
    ///
    /// The record is named by its offset: what is told of this stands in logs, where identities of conversations do not belong.
    func noteReplayFault(_ what: String) {
        if replayFault == nil { replayFault = "\(what) at offset \(current.offset)" }
    }

    // MARK: Commit and replay

    package func prepareCommit(into outbox: inout Outbox) {
        for fact in facts.facts(names: names, source: partition) {
            outbox.append(.facts, key: RecordKey.bytes(tenant: fact.tenant, name: fact.subject)) { bytes in
                fact.write(appendingTo: &bytes)
            }
            counted.facts += 1
        }
        facts.removeAll()
        tellClosing(&outbox)
        saveChanges(into: &outbox)
    }

    /// Tells all tally tasks of the months that are closed, behind the facts that count in them.
    private func tellClosing(_ outbox: inout Outbox) {
        guard let counts = settings.counts, knownTime >= nextClosing else { return }
        let closed = closedMonths.before(at: knownTime)
        if closed > toldClosing {
            toldClosing = closed
            let source = ClosingMark.Source(isTally: false, partition: partition)
            let mark = ClosingMark(
                source: source, sources: counts.evaluation, closedBefore: closed, known: knownTime)
            counted.facts += outbox.append(mark, toAll: counts)
        }
        waitForClosing()
    }

    private func waitForClosing() {
        guard settings.counts != nil else { return }
        nextClosing = policies.nextClosing(after: knownTime) ?? .distantFuture
    }

    package var positions: [Position] {
        sources.compactMap { topic in
            progress[topic]?.next.map { next in
                Position(partition: TopicPartition(topic, partition), next: next, metadata: metadata(topic, next: next))
            }
        }
    }

    private func metadata(_ topic: Topic, next: Int64) -> String {
        switch topic {
        case .conversations:
            let oldest = unsaved.oldest(holds)
            return PositionMetadata(
                replayFrom: oldest?.offset ?? next, streamTime: oldest?.streamTime ?? streamTime,
                certainTime: certainTime
            ).text
        // A survey or review is saved with the commit that reads it: it need not be replayed.
        case .surveys: return surveyTime.metadata(next: next)
        default: return reviewTime.metadata(next: next)
        }
    }

    package func commit() {
        conversations.commit()
        unsaved.trim(holds)
        committedReplayFrom = unsaved.oldest(holds)?.offset ?? progress[.conversations]?.next ?? 0
        saved = Saved(
            progress: progress, streamTime: streamTime, certainTime: certainTime, surveyTime: surveyTime,
            reviewTime: reviewTime, toldClosing: toldClosing, counted: counted)
        freeze()
    }

    package func rollBack() {
        let touched = conversations.rollBack()
        progress = saved.progress
        streamTime = saved.streamTime
        certainTime = saved.certainTime
        surveyTime = saved.surveyTime
        reviewTime = saved.reviewTime
        counted = saved.counted
        toldClosing = saved.toldClosing
        waitForClosing()
        facts.removeAll()
        for conversation in saving { conversation.mustSave = false }
        saving.removeAll()
        freezing.removeAll()
        for conversation in touched {
            conversation.leavingSince = nil
            conversation.timer = .distantFuture
            conversation.laterTimer = .distantFuture
            conversation.followUpWait = .distantFuture
            setTimer(conversation)
            waitForCompanions(conversation)
        }
    }

    package func begin(at positions: [Position]) -> [(partition: TopicPartition, offset: Int64?)] {
        var starts: [(partition: TopicPartition, offset: Int64?)] = []
        for topic in sources {
            let origin = TopicPartition(topic, partition)
            guard let position = positions.first(where: { $0.partition == origin }) else {
                starts.append((origin, nil))
                continue
            }
            var from = position.next
            if topic == .conversations, let metadata = PositionMetadata(position.metadata) {
                from = min(metadata.replayFrom, position.next)
                streamTime = metadata.streamTime
                replayTime = metadata.certainTime
            }
            if topic == .surveys { surveyTime = CompanionTime(position.metadata) }
            if topic == .reviews { reviewTime = CompanionTime(position.metadata) }
            progress[topic] = SourceProgress(
                next: position.next, replayEnd: from < position.next ? position.next : .min)
            starts.append((origin, from))
        }
        // What idle time decided is in the checkpoints: a replay passes the time that the records move.
        certainTime = streamTime - allowedSkew
        saved = Saved(
            progress: progress, streamTime: streamTime, certainTime: certainTime, surveyTime: surveyTime,
            reviewTime: reviewTime)
        return starts
    }

    package func replayEnd(_ topic: Topic) -> Int64? {
        progress[topic].flatMap { $0.replayEnd == .min ? nil : $0.replayEnd }
    }

    package func endRestore() throws(LogError) {
        if let replayFault {
            throw .fatal(
                "Replaying \(TopicPartition(.conversations, partition)) would publish \(replayFault), which was not "
                    + "published before: was a version of the policy changed in place? Put it back, and give the change "
                    + "a version and an effective-from of its own")
        }
        isLive = true
        certainTime = max(certainTime, replayTime)
        // What was told went with the positions.
        toldClosing = max(toldClosing, policies.closedBefore(at: knownTime))
        waitForClosing()
        for topic in sources {
            guard let end = replayEnd(topic) else { continue }
            progress[topic] = SourceProgress(next: max(end, progress[topic]?.next ?? end))
        }
        commit()
    }

    package var statistics: TaskStatistics {
        var statistics = counted
        statistics.held = conversations.count
        return statistics
    }

    package var footprint: Int {
        (conversations.count - frozenCount) * EvaluationTask.bytesPerConversation
            + frozenCount * EvaluationTask.bytesPerFrozen + counted.waitingBytes
    }

    /// About what a conversation of a dozen messages takes in memory; `loadtest bench restore` measures the frozen ones.
    private static let bytesPerConversation = 1_400
    private static let bytesPerFrozen = 800
}
