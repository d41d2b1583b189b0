// The state machine of one partition of conversations, surveys and reviews.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Wire

/// Scores the conversations of one partition: applies events, lets clocks run out, joins surveys, and writes evaluations, alerts, facts
/// and dead letters to the outbox.
package final class EvaluationTask: PartitionTask {
    package let partition: Int32
    package let sources: [Topic] = [.conversations, .surveys, .reviews]
    package let stateTopic: Topic? = nil

    let policies: PolicySet
    let allowedSkew: Milliseconds
    let values = ValueReader()
    let conversations = ConversationTable()
    var names = NameTable()
    var facts = FactTable()
    var deadlines = Deadlines()
    var hits: [PhraseHit] = []
    var counted = TaskStatistics()
    /// Whether effects leave the task: not while it replays.
    var isLive = true

    private var progress: [Topic: SourceProgress] = [:]
    private var conversationHolds = ReplayFrom()
    private var surveyHolds = ReplayFrom()
    /// The largest event time of a conversation event so far.
    private(set) var streamTime = Instant.distantPast
    /// As far as time is known to have come: deadlines up to here are decided.
    private(set) var certainTime = Instant.distantPast
    /// What the last commit found, for a rollback.
    private var saved = Saved()

    private struct Saved {
        var progress: [Topic: SourceProgress] = [:]
        var streamTime = Instant.distantPast
        var certainTime = Instant.distantPast
        var counted = TaskStatistics()
    }

    /// The task of one partition, judging by these policies.
    package init(partition: Int32, policies: PolicySet) {
        self.partition = partition
        self.policies = policies
        allowedSkew = policies.allowedSkew
    }

    // MARK: Records

    package func apply(_ batch: inout RecordBatch, _ indices: Range<Int>, into outbox: inout Outbox) {
        guard let first = indices.first else { return }
        let topic = batch.records[first].origin.topic
        var source = progress[topic] ?? SourceProgress()
        for index in indices {
            if topic == .conversations, (index - first) % EvaluationTask.lookAhead == 0 {
                lookAhead(batch, index..<min(index + EvaluationTask.lookAhead, indices.upperBound))
            }
            let record = batch.records[index]
            // What decoding appends to the batch is needed for this record alone.
            let end = batch.bytes.count
            defer { batch.bytes.removeLast(batch.bytes.count - end) }
            isLive = !source.isReplay(record.offset)
            if isLive { counted.records += 1 }
            source.next = record.offset + 1
            outbox.traceParent = batch.traceParent(of: record).map { outbox.bytes.appendRange($0) }
            switch topic {
            case .conversations: applyConversation(record, &batch, &outbox)
            case .surveys: applySurvey(record, &batch, &outbox)
            default:
                let complaint = Complaint(
                    .refused, "this version of Assay does not apply reviews; replay the dead letter with one that does")
                deadLetter(batch.source(of: record), complaint, &outbox)
            }
            // What time decides has no single record as its cause.
            outbox.traceParent = nil
            // Record by record, so that results do not depend on how the records were batched.
            advance(to: streamTime - allowedSkew, into: &outbox)
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
        if record.origin.topic == .conversations { streamTime = max(streamTime, time) }
    }

    /// Keeps a record from being needed no more: replay begins at it while the conversation is held.
    func hold(_ record: Record, _ conversation: Conversation) {
        switch record.origin.topic {
        case .conversations:
            conversationHolds.hold(record.offset, slot: conversation.slot, generation: conversation.generation)
        case .surveys: surveyHolds.hold(record.offset, slot: conversation.slot, generation: conversation.generation)
        default: break
        }
    }

    // MARK: Time

    package func advance(to time: Instant, into outbox: inout Outbox) {
        certainTime = max(certainTime, time)
        // A late event may have set a timer that is due already: it is decided with the record that set it, as a replay
        // up to this time would decide it silently.
        while let timer = deadlines.popDue(at: certainTime) {
            guard let conversation = conversations.held(timer.slot, generation: timer.generation),
                conversation.timer == timer.at
            else { continue }
            conversation.timer = .distantFuture
            settle(conversation, &outbox)
        }
    }

    package var nextDeadline: Instant? { deadlines.next }

    /// Decides what is due in one conversation and sets its next timer, or lets it go.
    private func settle(_ conversation: Conversation, _ outbox: inout Outbox) {
        let time = certainTime
        guard conversation.nextTimer <= time else { return setTimer(conversation) }
        conversations.willChange(conversation)
        if conversation.state.isOpen { alert(conversation.state.episode.decide(at: time), conversation, &outbox) }
        conversation.state.ended.removeAll { $0.expires <= time }
        for survey in conversation.state.parked where survey.expires <= time {
            let complaint = Complaint(
                .orphan,
                "no episode of the conversation ended within the survey window; replay the dead letter when the conversation is in the log"
            )
            deadLetter(survey.source, complaint, &outbox)
        }
        conversation.state.parked.removeAll { $0.expires <= time }
        if conversation.state.isSpent, conversation.state.idleUntil <= time {
            conversations.remove(conversation)
        } else {
            setTimer(conversation)
        }
    }

    /// A conversation without an episode is kept as long as a survey may come: its first customer message is on its way.
    func keepIdle(_ conversation: Conversation, from time: Instant) {
        let window = policies.versions[policies.index(at: time)].surveys.window
        conversation.state.idleUntil = max(time, streamTime) + window
        setTimer(conversation)
    }

    /// Sets a timer when the conversation needs an earlier one than it has.
    func setTimer(_ conversation: Conversation) {
        let next = conversation.nextTimer
        guard next < conversation.timer else { return }
        conversation.timer = next
        deadlines.set(Deadlines.Timer(at: next, slot: conversation.slot, generation: conversation.generation))
    }

    // MARK: Commit and replay

    package func load(_ batch: RecordBatch) throws(LogError) {}

    package func prepareCommit(into outbox: inout Outbox) {
        for fact in facts.facts(names: names, source: partition) {
            outbox.append(.facts, key: RecordKey.bytes(tenant: fact.tenant, name: fact.subject)) { bytes in
                fact.write(appendingTo: &bytes)
            }
            counted.facts += 1
        }
        facts.removeAll()
    }

    package var positions: [Position] {
        sources.compactMap { topic in
            guard let next = progress[topic]?.next else { return nil }
            let from =
                switch topic {
                case .conversations: conversationHolds.offset(next: next, isHeld: isHeld)
                case .surveys: surveyHolds.offset(next: next, isHeld: isHeld)
                default: next
                }
            return Position(
                partition: TopicPartition(topic, partition), next: next,
                metadata: PositionMetadata(replayFrom: from, time: certainTime).text)
        }
    }

    private func isHeld(_ slot: Int32, _ generation: UInt32) -> Bool {
        conversations.held(slot, generation: generation) != nil
    }

    package func commit() {
        conversations.commit()
        conversationHolds.trim(isHeld: isHeld)
        surveyHolds.trim(isHeld: isHeld)
        saved = Saved(progress: progress, streamTime: streamTime, certainTime: certainTime, counted: counted)
    }

    package func rollBack() {
        let touched = conversations.rollBack()
        progress = saved.progress
        streamTime = saved.streamTime
        certainTime = saved.certainTime
        counted = saved.counted
        facts.removeAll()
        for conversation in touched {
            conversation.timer = .distantFuture
            setTimer(conversation)
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
            let metadata = PositionMetadata(position.metadata)
            let from = min(metadata?.replayFrom ?? position.next, position.next)
            progress[topic] = SourceProgress(
                next: position.next, replayEnd: from < position.next ? position.next : .min)
            replayTime = max(replayTime, metadata?.time ?? .distantPast)
            starts.append((origin, from))
        }
        saved.progress = progress
        return starts
    }

    /// As far as time had come when the positions were committed.
    private var replayTime = Instant.distantPast

    package func replayEnd(_ topic: Topic) -> Int64? {
        progress[topic].flatMap { $0.replayEnd == .min ? nil : $0.replayEnd }
    }

    package func endReplay() {
        isLive = false
        var silent = Outbox()
        advance(to: replayTime, into: &silent)
        precondition(silent.isEmpty, "replaying publishes nothing")
        isLive = true
        for topic in sources {
            guard let end = replayEnd(topic) else { continue }
            progress[topic] = SourceProgress(next: max(end, progress[topic]?.next ?? end))
        }
        commit()
    }

    package var statistics: TaskStatistics {
        var statistics = counted
        statistics.held = conversations.count
        for conversation in conversations.all {
            if conversation.state.isOpen { statistics.open += 1 }
            statistics.heldRecords += conversation.state.heldRecords
        }
        return statistics
    }
}
