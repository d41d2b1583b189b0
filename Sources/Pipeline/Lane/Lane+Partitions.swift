// How partitions come to a lane, are restored, and go.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension Lane {
    // MARK: Partitions come and go

    /// Takes up partitions that the group has given. When it fails it may be called again: what is taken up is left
    /// alone.
    func take(_ partitions: [TopicPartition]) throws(LogError) {
        let new = partitions.filter { $0.leading == $0 && tasks[$0] == nil }.sorted()
        guard !new.isEmpty else { return }
        let positions = try log.committed(partitions)
        for leading in new {
            let task = makeTask(leading)
            let starts = task.begin(at: positions)
            var phase = Phase.live
            if let state = task.stateTopic {
                phase = .loading(next: 0, end: try log.endOffset(TopicPartition(state, leading.partition)))
            } else if task.sources.contains(where: { task.replayEnd($0) != nil }) {
                phase = .replaying
            }
            try log.start(starts)
            tasks[leading] = Held(task: task, phase: phase)
        }
        try pauseWhatWaits(new)
    }

    /// Tasks that are being restored need not read their sources yet. What comes all the same is dropped and read again
    /// when they go live, so it does no harm when this fails.
    private func pauseWhatWaits(_ leading: [TopicPartition]) throws(LogError) {
        var waiting: [TopicPartition] = []
        for leading in leading {
            guard let held = tasks[leading] else { continue }
            let sources = held.task.sources.map { TopicPartition($0, leading.partition) }
            switch held.phase {
            case .live: break
            case .loading: waiting += sources
            case .replaying: waiting += sources.filter { held.task.replayEnd($0.topic) == nil }
            }
        }
        try log.pause(waiting)
    }

    /// Gives up partitions that the group takes away. When it fails it may be called again.
    func give(_ partitions: [TopicPartition], lost: Bool, now: Instant) throws(LogError) {
        let isCommitted = lost ? false : try commitBeforeGiving(now: now)
        let leaving = partitions.compactMap { tasks.removeValue(forKey: $0) }
        for held in leaving {
            if !isCommitted { held.task.rollBack() }
            retired.add(held.task.statistics.withoutHeld)
        }
        // The others shared the transaction.
        if !isCommitted, !leaving.isEmpty { try rollBack() }
        try log.release(partitions)
    }

    /// The ordinary commit. When it fails, the partitions are given up all the same, since the group waits for them:
    /// their next owner does the uncommitted part again. (A broker may refuse offsets while the group rebalances;
    /// librdkafka's mock cluster does.) Only an outcome that is not known is waited for.
    private func commitBeforeGiving(now: Instant) throws(LogError) -> Bool {
        do throws(LogError) {
            try commit(now: now)
            return true
        } catch {
            switch error {
            case .retriable, .aborted: return false
            case .undecided, .fenced, .fatal: throw error
            }
        }
    }

    // MARK: Loading and replaying

    /// Reads one slice of every task's state; returns whether there is more.
    func load() throws(LogError) -> Bool {
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

    /// Tasks whose sources are replayed go live.
    func endFinishedReplays(now: Instant) throws(LogError) {
        for leading in partitions {
            guard var held = tasks[leading], case .replaying = held.phase else { continue }
            let mayAsk = now - held.lastProbe >= settings.idleProbeInterval
            if mayAsk {
                held.lastProbe = now
                tasks[leading] = held
            }
            var isDone = true
            for topic in held.task.sources where isDone {
                isDone = try hasReplayed(topic, held, leading.partition, mayAsk: mayAsk)
            }
            guard isDone else { continue }
            held.task.endReplay()
            try goLive(leading)
        }
    }

    private func hasReplayed(
        _ topic: Topic, _ held: Held, _ partition: Int32, mayAsk: Bool
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
        return mayAsk ? try log.isCaughtUp(origin) : false
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
    func rewind(_ held: Held) throws(LogError) {
        let positions = held.task.positions
        for topic in held.task.sources {
            let origin = TopicPartition(topic, held.task.partition)
            let next = positions.first { $0.partition == origin }?.next ?? held.firstSeen[topic]
            if let next { try log.rewind(origin, to: next) }
        }
    }
}
