// The loop that owns one consumer, one producer and some tasks.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// How a lane works.
package struct LaneSettings: Equatable, Sendable {
    /// At most so many records are taken at a time.
    package var batchLimit = 1_000
    /// What was caused is published and committed at this interval.
    package var commitInterval = Milliseconds(200)
    /// Or as soon as so many bytes wait to be published.
    package var commitBytes = 8 << 20
    /// How often an idle partition with a due deadline is asked whether its backlog is empty.
    package var idleProbeInterval = Milliseconds(100)
    /// How far event times may lie behind the broker's and still come (tricky-cases §0).
    package var allowedSkew = Milliseconds.seconds(5)
    /// At most so many records of a state topic are taken at a time.
    package var loadLimit = 10_000

    /// The defaults.
    package init() {}
}

/// Polls, applies, lets time pass and commits. Used from one serial queue; time is an argument, and every turn does a bounded amount of
/// work.
package final class Lane<Log: EventLog> {
    /// Life of a task.
    private enum Phase {
        /// Reads its state topic from `next` to `end`.
        case loading(next: Int64, end: Int64)
        /// Applies what lies before its committed positions, without effect.
        case replaying
        /// Applies and publishes.
        case live
    }

    private struct Held {
        var task: any PartitionTask
        var phase: Phase
        /// The first offset that came from each source: where reading begins again when nothing is committed yet.
        var firstSeen: [Topic: Int64] = [:]
        var lastProbe = Instant.distantPast
    }

    private let log: Log
    private let settings: LaneSettings
    private let makeTask: (TopicPartition) -> any PartitionTask

    /// By leading partition.
    private var tasks: [TopicPartition: Held] = [:]
    private var batch = RecordBatch()
    private var loaded = RecordBatch()
    private var outbox = Outbox()
    private var sentBytes = 0
    /// Whether something was applied or caused since the last commit.
    private var isDirty = false
    private var lastCommit = Instant.distantPast
    /// The broker's clock is at least this much ahead of the lane's: known from the timestamps of records. Negative while it lags.
    private var brokerAhead: Milliseconds?
    private var retired = TaskStatistics()
    private(set) package var commits: Int64 = 0
    private(set) package var aborts: Int64 = 0

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
    package var isLive: Bool { tasks.values.allSatisfy { if case .live = $0.phase { true } else { false } } }

    /// What its tasks did and hold, former ones included.
    package var statistics: TaskStatistics {
        tasks.values.reduce(into: retired) { $0.add($1.task.statistics) }
    }

    /// One round: takes what waits, applies it, lets time pass, commits when it is time. `now` is any clock that does not go backwards.
    /// Returns whether more waits.
    ///
    /// - Throws: `LogError`, never `.aborted`: after `.retriable` the next turn goes on; after `.fenced` the lane is at its end and a
    ///   new one joins the group; after `.fatal` the process ends.
    package func turn(now: Instant) throws(LogError) -> Bool {
        do throws(LogError) {
            if lastCommit == .distantPast { lastCommit = now }
            let loadedMore = try load()
            let more = try pollAndApply(now: now)
            try passTime(now: now)
            try send()
            if isDirty, now - lastCommit >= settings.commitInterval || sentBytes >= settings.commitBytes {
                try commit(now: now)
            }
            return more || loadedMore
        } catch .aborted {
            try rollBack()
            return true
        }
    }

    /// Commits what was applied, for a clean end; the caller then closes the log.
    package func finish(now: Instant) throws(LogError) {
        do throws(LogError) {
            try commit(now: now)
        } catch .aborted {
            try rollBack()
        }
    }

    // MARK: Polling

    private func pollAndApply(now: Instant) throws(LogError) -> Bool {
        switch try log.poll(limit: settings.batchLimit, into: &batch) {
        case .records:
            guard !batch.records.isEmpty else {
                try endFinishedReplays(isIdle: true)
                return false
            }
            noteBrokerTime(now: now)
            try applyRuns()
            try endFinishedReplays(isIdle: false)
            return true
        case .assigned(let partitions):
            try take(partitions)
            return true
        case .revoked(let partitions, let lost):
            try give(partitions, lost: lost, now: now)
            return true
        }
    }

    /// The largest timestamp of the input is the closest to the broker's present: its clock is at least there. Facts do not count: they
    /// are written now, while the input that they come from may have been written long before and still be on its way.
    private func noteBrokerTime(now: Instant) {
        let stamps = batch.records.lazy.filter { $0.origin.topic != .facts }.map(\.timestamp)
        guard let newest = stamps.max(), newest.milliseconds > 0 else { return }
        brokerAhead = max(brokerAhead ?? newest - now, newest - now)
    }

    /// Applies the records, run by run of the same partition.
    private func applyRuns() throws(LogError) {
        var start = 0
        while start < batch.records.count {
            let origin = batch.records[start].origin
            var end = start + 1
            while end < batch.records.count, batch.records[end].origin == origin { end += 1 }
            try apply(start..<end, of: origin)
            start = end
        }
    }

    private func apply(_ run: Range<Int>, of origin: TopicPartition) throws(LogError) {
        guard let leading = origin.leading, var held = tasks[leading] else { return }
        if held.firstSeen[origin.topic] == nil {
            held.firstSeen[origin.topic] = batch.records[run.lowerBound].offset
            tasks[leading] = held
        }
        switch held.phase {
        case .live:
            held.task.apply(&batch, run, into: &outbox)
            isDirty = true
        case .replaying:
            guard let end = held.task.replayEnd(origin.topic) else { return }
            let old = run.prefix { batch.records[$0].offset < end }
            held.task.apply(&batch, old, into: &outbox)
            held.task.commit()
            if old.count < run.count { try log.pause([origin]) }
        case .loading:
            // Reading begins again behind what is loaded.
            return
        }
    }

    // MARK: Partitions come and go

    private func take(_ partitions: [TopicPartition]) throws(LogError) {
        let positions = try log.committed(partitions)
        for leading in partitions.filter({ $0.leading == $0 }).sorted() {
            let task = makeTask(leading)
            let starts = task.begin(at: positions)
            var phase = Phase.live
            if let state = task.stateTopic {
                phase = .loading(next: 0, end: try log.endOffset(TopicPartition(state, leading.partition)))
            } else if task.sources.contains(where: { task.replayEnd($0) != nil }) {
                phase = .replaying
            }
            try log.start(starts)
            switch phase {
            case .live: break
            case .loading: try log.pause(starts.map(\.partition))
            case .replaying: try log.pause(starts.map(\.partition).filter { task.replayEnd($0.topic) == nil })
            }
            tasks[leading] = Held(task: task, phase: phase)
        }
    }

    private func give(_ partitions: [TopicPartition], lost: Bool, now: Instant) throws(LogError) {
        var isCommitted = false
        if !lost { isCommitted = try commitBeforeGiving(now: now) }
        for leading in partitions {
            guard let held = tasks.removeValue(forKey: leading) else { continue }
            if !isCommitted { held.task.rollBack() }
            retired.add(held.task.statistics.withoutHeld)
        }
        if !isCommitted { try rollBack() }
        try log.release(partitions)
    }

    /// The ordinary commit. When it fails, the partitions are given up all the same, since the group waits for them: their next owner does
    /// the uncommitted part again. (A broker may refuse offsets while the group rebalances; librdkafka's mock cluster does.)
    private func commitBeforeGiving(now: Instant) throws(LogError) -> Bool {
        do throws(LogError) {
            try commit(now: now)
            return true
        } catch {
            switch error {
            case .retriable, .aborted: return false
            case .fenced, .fatal: throw error
            }
        }
    }

    // MARK: Loading and replaying

    /// Reads one slice of every task's state; returns whether there is more.
    private func load() throws(LogError) -> Bool {
        var more = false
        for leading in partitions {
            guard var held = tasks[leading], case .loading(let next, let end) = held.phase,
                let state = held.task.stateTopic
            else { continue }
            loaded.removeAll()
            let rest = try log.read(
                TopicPartition(state, leading.partition), from: next, until: end, limit: settings.loadLimit,
                into: &loaded)
            try held.task.load(loaded)
            if let rest {
                held.phase = .loading(next: rest, end: end)
                more = true
            }
            tasks[leading] = held
            if rest == nil { try goLive(leading) }
        }
        return more
    }

    private func endFinishedReplays(isIdle: Bool) throws(LogError) {
        for leading in partitions {
            guard let held = tasks[leading], case .replaying = held.phase else { continue }
            var isDone = true
            for topic in held.task.sources where isDone {
                isDone = try hasReplayed(topic, held, leading.partition, isIdle: isIdle)
            }
            guard isDone else { continue }
            held.task.endReplay()
            try goLive(leading)
        }
    }

    private func hasReplayed(
        _ topic: Topic, _ held: Held, _ partition: Int32, isIdle: Bool
    ) throws(LogError) -> Bool {
        guard let end = held.task.replayEnd(topic) else { return true }
        let origin = TopicPartition(topic, partition)
        if let first = held.firstSeen[topic] {
            // Retention has removed everything that was to be replayed.
            if first >= end { return true }
            if let next = held.task.positions.first(where: { $0.partition == origin })?.next, next >= end {
                return true
            }
        }
        // What is missing was removed by retention or compaction, or is a transaction marker.
        return isIdle ? try log.isCaughtUp(origin) : false
    }

    /// From now on the task publishes. What was dropped meanwhile is read again.
    private func goLive(_ leading: TopicPartition) throws(LogError) {
        guard var held = tasks[leading] else { return }
        try rewind(held)
        try log.resume(held.task.sources.map { TopicPartition($0, leading.partition) })
        held.phase = .live
        tasks[leading] = held
    }

    /// Reads on from the task's positions.
    private func rewind(_ held: Held) throws(LogError) {
        let positions = held.task.positions
        for topic in held.task.sources {
            let origin = TopicPartition(topic, held.task.partition)
            let next = positions.first { $0.partition == origin }?.next ?? held.firstSeen[topic]
            if let next { try log.rewind(origin, to: next) }
        }
    }

    // MARK: Time

    /// Decides deadlines of partitions in which nothing comes any more: only when their backlog is proven empty, and only as far as the
    /// broker's clock has certainly come.
    private func passTime(now: Instant) throws(LogError) {
        guard let brokerAhead else { return }
        let brokerTime = now + brokerAhead
        for leading in partitions {
            guard var held = tasks[leading], case .live = held.phase, let due = held.task.nextDeadline,
                due <= brokerTime - settings.allowedSkew, now - held.lastProbe >= settings.idleProbeInterval
            else { continue }
            held.lastProbe = now
            tasks[leading] = held
            guard try log.isCaughtUp(leading) else { continue }
            held.task.advance(to: brokerTime - settings.allowedSkew, into: &outbox)
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
        outbox.removeAll()
        isDirty = true
    }

    private func commit(now: Instant) throws(LogError) {
        var positions: [Position] = []
        for leading in partitions {
            guard let held = tasks[leading], case .live = held.phase else { continue }
            held.task.prepareCommit(into: &outbox)
            positions += held.task.positions
        }
        try send()
        guard isDirty else { return }
        try log.commit(positions)
        for held in tasks.values { if case .live = held.phase { held.task.commit() } }
        commits += 1
        isDirty = false
        sentBytes = 0
        lastCommit = now
    }

    /// The transaction failed: everything since the last commit is undone and read again.
    private func rollBack() throws(LogError) {
        outbox.removeAll()
        sentBytes = 0
        isDirty = false
        aborts += 1
        try log.abort()
        for leading in partitions {
            guard let held = tasks[leading], case .live = held.phase else { continue }
            held.task.rollBack()
            try rewind(held)
        }
    }
}

extension TopicPartition {
    /// The same partition of the leading topic that this one belongs to; nil for topics that are not read by tasks.
    fileprivate var leading: TopicPartition? {
        Topic.leading.first { $0 == topic || $0.companions.contains(topic) }.map { TopicPartition($0, partition) }
    }
}
