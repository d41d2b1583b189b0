// The loop that owns one consumer, one producer and some tasks.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Polls, applies, lets time pass and commits. Used from one serial queue; time is an argument, and every turn does a
/// bounded amount of work.
///
/// A turn may fail halfway. What it has begun and must not be forgotten is then noted here, and the next turn begins
/// with it: a commit whose outcome is not known, a rollback, rebalances.
package final class Lane<Log: EventLog> {
    /// Life of a task.
    enum Phase {
        /// Reads its state topic from `next` to `end`.
        case loading(next: Int64, end: Int64)
        /// Applies what lies before its committed positions, without effect.
        case replaying
        /// Applies and publishes.
        case live
    }

    struct Held {
        var task: any PartitionTask
        var phase: Phase
        /// Where reading began; nil means the oldest record there is.
        var starts: [(partition: TopicPartition, offset: Int64?)] = []
        /// The first offset that came from each source: where reading begins again when nothing is committed yet.
        var firstSeen: [Topic: Int64] = [:]
        var lastProbe = Instant.distantPast
        var lastCompanionProbe = Instant.distantPast

        var isLive: Bool { if case .live = phase { true } else { false } }
    }

    /// A task that was given up, in case it comes back.
    struct GivenUp {
        var task: any PartitionTask
        /// Its last committed positions, as the log has them.
        var positions: [Position]
        var since: Instant
    }

    let log: Log
    let settings: LaneSettings
    let makeTask: (TopicPartition) -> any PartitionTask

    /// By leading partition.
    var tasks: [TopicPartition: Held] = [:]
    var givenUp: [TopicPartition: GivenUp] = [:]
    /// Leading partitions that are not read for want of memory.
    package internal(set) var heldBack: Set<TopicPartition> = []
    /// How many tasks came back and went on with what they held.
    package internal(set) var takenBack: Int64 = 0
    /// The first thing that went wrong in this turn with restoring a partition.
    var restoreError: LogError?
    private var batch = RecordBatch()
    var loaded = RecordBatch()
    private var outbox = Outbox()
    private var sentBytes = 0
    /// Whether something was applied or caused since the last commit.
    private var isDirty = false
    private var lastCommit = Instant.distantPast
    /// The broker's clock is at least this much ahead of the lane's: known from the timestamps of records. Negative
    /// while it lags.
    private var brokerAhead: Milliseconds?
    /// The largest timestamp that came in the last turn, after its time had been read.
    private var newestTimestamp: Instant?
    var retired = TaskStatistics()
    var notes = CommitNotes()
    private(set) package var commits: Int64 = 0
    private(set) package var aborts: Int64 = 0

    /// Why the last transaction was aborted; nil once another is committed.
    private var latestAbort: String?
    /// The positions of a commit whose outcome is not known: nothing else may happen before it is.
    private var undecided: [Position]?
    /// Whether a rollback was begun and has not come to its end.
    private var mustRollBack = false
    /// Rebalances that were told and are not worked off yet, oldest first.
    private var rebalances: [LogEvent] = []

    /// A lane over a log; `makeTask` makes the task of a leading partition.
    package init(
        log: Log, settings: LaneSettings = LaneSettings(), makeTask: @escaping (TopicPartition) -> any PartitionTask
    ) {
        self.log = log
        self.settings = settings
        self.makeTask = makeTask
    }

    /// The leading partitions it works on, ascending.
    package var partitions: [TopicPartition] { tasks.keys.sorted() }

    /// Whether all its tasks apply and publish.
    package var isLive: Bool { tasks.values.allSatisfy(\.isLive) }

    /// Whether it has followed every rebalance that the log told of.
    package var isSettled: Bool { rebalances.isEmpty }

    /// Why what it has to do is rolled back and done again, since it last committed; nil when that is not so.
    package var abortReason: String? { tasks.isEmpty ? nil : latestAbort }

    /// What its tasks did and hold, former ones included.
    package var statistics: TaskStatistics {
        let kept = givenUp.values.reduce(into: retired) { $0.add($1.task.statistics.withoutHeld) }
        return tasks.values.reduce(into: kept) { $0.add($1.task.statistics) }
    }

    /// One round: takes what waits, applies it, lets time pass, commits when it is time. `now` is any clock that does
    /// not go backwards. Returns whether more waits.
    ///
    /// - Throws: `LogError`, never `.aborted` or `.undecided`: after `.retriable` the next turn goes on where this one
    ///   stopped; after `.fenced` the lane is at its end and a new one joins the group; after `.fatal` the process
    ///   ends.
    package func turn(now: Instant) throws(LogError) -> Bool {
        try rollingBack(now: now) { () throws(LogError) in
            if lastCommit == .distantPast { lastCommit = now }
            restoreError = nil
            notes.beginTurn()
            if let newest = newestTimestamp { noteBrokerTime(newest, now: now) }
            newestTimestamp = nil
            forgetGivenUp(now: now)
            try finishWhatWasBegun(now: now)
            let loadedMore = try load(now: now)
            let more = try pollAndApply(now: now)
            try boundMemory(now: now)
            try passTime(now: now)
            try send()
            if now - lastCommit >= settings.positionInterval { isDirty = true }
            if isDirty, now - lastCommit >= settings.commitInterval || sentBytes >= settings.commitBytes {
                try commit(now: now)
            }
            if let restoreError { throw restoreError }
            return more || loadedMore
        }
    }

    /// Commits what was applied, for a clean end; the caller then closes the log.
    ///
    /// - Throws: as `turn` does.
    package func finish(now: Instant) throws(LogError) {
        let isRolledBack = try rollingBack(now: now) { () throws(LogError) in
            try finishCommitAndRollback(now: now)
            try commit(now: now)
            return false
        }
        if isRolledBack { throw .retriable("The last transaction was aborted and is rolled back") }
    }

    /// Does it; an aborted transaction is rolled back, and then there is more to do.
    private func rollingBack(now: Instant, _ body: () throws(LogError) -> Bool) throws(LogError) -> Bool {
        do throws(LogError) {
            do throws(LogError) {
                return try body()
            } catch .aborted(let reason) {
                latestAbort = reason
                try rollBack()
                // Not at once: what made it fail may need a moment.
                lastCommit = now
                return true
            }
        } catch {
            switch error {
            case .aborted(let reason), .undecided(let reason): throw .retriable(reason)
            case .retriable, .fenced, .fatal: throw error
            }
        }
    }

    private func finishWhatWasBegun(now: Instant) throws(LogError) {
        try finishCommitAndRollback(now: now)
        while let event = rebalances.first {
            try follow(event, now: now)
            rebalances.removeFirst()
        }
    }

    private func finishCommitAndRollback(now: Instant) throws(LogError) {
        if let undecided { try commit(undecided, now: now) }
        if mustRollBack { try rollBack() }
    }

    private func follow(_ event: LogEvent, now: Instant) throws(LogError) {
        switch event {
        case .records: break
        case .assigned(let partitions): try take(partitions)
        case .revoked(let partitions, let lost): try give(partitions, lost: lost, now: now)
        }
    }

    // MARK: Polling

    private func pollAndApply(now: Instant) throws(LogError) -> Bool {
        let event = try log.poll(limit: settings.batchLimit, into: &batch)
        guard event == .records else {
            rebalances.append(event)
            try finishWhatWasBegun(now: now)
            return true
        }
        guard !batch.records.isEmpty else {
            try endFinishedReplays(now: now)
            return false
        }
        noteTimestamps()
        let done = applyRuns()
        // Too late does no harm: what comes meanwhile is dropped and read again when the task goes live.
        try log.pause(done)
        try endFinishedReplays(now: now)
        return true
    }

    /// The largest timestamp of the input is the closest to the broker's present: its clock is at least there. Facts do
    /// not count: they are written now, while the input that they come from may have been written long before and still
    /// be on its way.
    ///
    /// It is held against the lane's clock in the next turn: time may have passed since this one's was read, however short
    /// that is as a rule, and the broker would seem to be further ahead than it is, for ever.
    private func noteTimestamps() {
        let stamps = batch.records.lazy.filter { $0.origin.topic != .facts }.map(\.timestamp)
        guard let newest = stamps.max(), newest.milliseconds > 0 else { return }
        newestTimestamp = max(newestTimestamp ?? newest, newest)
    }

    /// Somebody's broker is there at least: held against the lane's clock in the next turn, too.
    private func noteTimeTold(_ time: Instant) { newestTimestamp = max(newestTimestamp ?? time, time) }

    /// The broker's clock is there at least.
    func noteBrokerTime(_ time: Instant, now: Instant) {
        brokerAhead = max(brokerAhead ?? time - now, time - now)
    }

    /// Applies the records, run by run of the same partition. Returns the partitions that are replayed to their end.
    private func applyRuns() -> [TopicPartition] {
        var done: [TopicPartition] = []
        var start = 0
        while start < batch.records.count {
            let origin = batch.records[start].origin
            var end = start + 1
            while end < batch.records.count, batch.records[end].origin == origin { end += 1 }
            if apply(start..<end, of: origin) { done.append(origin) }
            start = end
        }
        return done
    }

    /// Applies a run. Returns whether it reached behind what is to be replayed.
    private func apply(_ run: Range<Int>, of origin: TopicPartition) -> Bool {
        guard let leading = origin.leading, var held = tasks[leading] else { return false }
        if held.firstSeen[origin.topic] == nil {
            held.firstSeen[origin.topic] = batch.records[run.lowerBound].offset
            tasks[leading] = held
        }
        switch held.phase {
        case .live:
            held.task.apply(&batch, run, into: &outbox)
            if let time = held.task.timeReached, origin.topic == .facts { noteTimeTold(time) }
            isDirty = true
        case .replaying:
            guard let end = held.task.replayEnd(origin.topic) else { return false }
            let old = run.prefix { batch.records[$0].offset < end }
            held.task.apply(&batch, old, into: &outbox)
            held.task.commit()
            return old.count < run.count
        case .loading:
            // Reading begins again behind what is loaded.
            break
        }
        return false
    }

    // MARK: Time

    /// Decides deadlines of partitions in which nothing comes any more: only when their backlog is proven empty, and
    /// only as far as the broker's clock has certainly come.
    private func passTime(now: Instant) throws(LogError) {
        guard let brokerAhead else { return }
        let brokerTime = now + brokerAhead
        for leading in partitions {
            guard var held = tasks[leading], held.isLive else { continue }
            let certain = brokerTime - settings.allowedSkew
            if let wait = held.task.nextWait, wait <= certain,
                now - held.lastCompanionProbe >= settings.companionProbeInterval
            {
                held.lastCompanionProbe = now
                tasks[leading] = held
                try passTime(until: wait, to: certain, inCompanionsOf: held.task)
            }
            // What waits in the companions waits for time here, too, however far the next deadline is.
            let due = min(held.task.nextDeadline ?? .distantFuture, held.task.nextWait ?? .distantFuture)
            guard due <= certain,
                now - held.lastProbe >= settings.idleProbeInterval
            else { continue }
            held.lastProbe = now
            tasks[leading] = held
            guard try log.isCaughtUp(leading) else { continue }
            held.task.advance(to: certain, into: &outbox)
            isDirty = true
        }
    }

    /// Each companion by itself: one in which records keep coming moves its own time, and must not hold up one in which
    /// none come.
    private func passTime(
        until wait: Instant, to time: Instant, inCompanionsOf task: any PartitionTask
    ) throws(LogError) {
        for topic in task.sources.dropFirst() where task.known(topic) < wait {
            guard try log.isCaughtUp(TopicPartition(topic, task.partition)) else { continue }
            task.advance(topic, to: time, into: &outbox)
            isDirty = true
        }
    }

    // MARK: Committing

    private func send() throws(LogError) {
        guard !outbox.isEmpty else { return }
        do throws(LogError) {
            try log.send(outbox)
        } catch {
            // Part of it may be on its way: sending it again would double that part.
            if case .retriable(let reason) = error { throw .aborted(reason) }
            throw error
        }
        sentBytes += outbox.bytes.count
        notes.take(outbox)
        outbox.removeAll()
        isDirty = true
    }

    /// Sends what was summed up, and commits everything with the positions of the tasks.
    func commit(now: Instant) throws(LogError) {
        var positions: [Position] = []
        for leading in partitions {
            guard let held = tasks[leading], held.isLive else { continue }
            held.task.prepareCommit(into: &outbox)
            positions += named(held.task.positions)
        }
        try send()
        if isDirty { try commit(positions, now: now) }
    }

    /// Positions with the name of this lane, by which it knows that they are its own.
    func named(_ positions: [Position]) -> [Position] {
        positions.sorted { $0.partition < $1.partition }.map { position in
            var named = position
            named.metadata += (position.metadata.isEmpty ? "by " : " by ") + settings.owner
            return named
        }
    }

    private func commit(_ positions: [Position], now: Instant) throws(LogError) {
        do throws(LogError) {
            try log.commit(positions)
        } catch {
            if case .undecided = error { undecided = positions } else { undecided = nil }
            throw error
        }
        undecided = nil
        for held in tasks.values where held.isLive { held.task.commit() }
        notes.commit(statistics)
        commits += 1
        latestAbort = nil
        isDirty = false
        sentBytes = 0
        lastCommit = now
    }

    /// The transaction failed: everything since the last commit is undone and read again. May be called again when it
    /// fails.
    func rollBack() throws(LogError) {
        if !mustRollBack {
            mustRollBack = true
            aborts += 1
            outbox.removeAll()
            notes.rollBack()
            for held in tasks.values where held.isLive { held.task.rollBack() }
        }
        let live = partitions.compactMap { tasks[$0] }.filter(\.isLive)
        try log.abort(to: live.flatMap { named(nextReads($0)) })
        for held in live { try rewind(held) }
        sentBytes = 0
        isDirty = false
        mustRollBack = false
    }
}

extension TopicPartition {
    /// The same partition of the leading topic that this one belongs to; nil for topics that are not read by tasks.
    var leading: TopicPartition? {
        Topic.leading.first { $0 == topic || $0.companions.contains(topic) }.map { TopicPartition($0, partition) }
    }
}
