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
            if try takeBack(leading, positions) { continue }
            let task = makeTask(leading)
            let starts = task.begin(at: positions)
            var phase = task.isReplaying ? Phase.replaying : .live
            if let state = task.stateTopic {
                phase = .loading(next: 0, end: try log.endOffset(TopicPartition(state, leading.partition)))
            }
            try log.start(starts)
            tasks[leading] = Held(task: task, phase: phase, starts: starts)
        }
        try pauseWhatWaits(new)
    }

    /// Goes on with a task that this lane gave up a while ago, when nobody has committed anything since: every commit
    /// leaves its owner's name with the positions.
    private func takeBack(_ leading: TopicPartition, _ positions: [Position]) throws(LogError) -> Bool {
        guard let given = givenUp[leading] else { return false }
        let found = positions.filter { $0.partition.leading == leading }
        guard found.sorted(by: { $0.partition < $1.partition }) == given.positions else {
            dropGivenUp(leading)
            return false
        }
        let starts = given.task.sources.map { topic in
            let origin = TopicPartition(topic, leading.partition)
            return (partition: origin, offset: found.first { $0.partition == origin }?.next)
        }
        try log.start(starts)
        givenUp[leading] = nil
        tasks[leading] = Held(task: given.task, phase: .live, starts: starts)
        takenBack += 1
        return true
    }

    /// Forgets the tasks that did not come back.
    func forgetGivenUp(now: Instant) {
        for (leading, given) in givenUp where now - given.since >= settings.keepGivenUp { dropGivenUp(leading) }
    }

    private func dropGivenUp(_ leading: TopicPartition) {
        guard let given = givenUp.removeValue(forKey: leading) else { return }
        retired.add(given.task.statistics.withoutHeld)
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
        var leaving = 0
        for leading in partitions {
            guard let held = tasks.removeValue(forKey: leading) else { continue }
            leaving += 1
            heldBack.remove(leading)
            if !isCommitted { held.task.rollBack() }
            guard isCommitted, held.isLive, settings.keepGivenUp > .zero else {
                retired.add(held.task.statistics.withoutHeld)
                continue
            }
            givenUp[leading] = GivenUp(task: held.task, positions: named(held.task.positions), since: now)
        }
        // The others shared the transaction: what was lost is in it, or its commit failed, be it in a second call that has none to give up.
        if !isCommitted, leaving > 0 || !lost { try rollBack() }
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

    /// Reads one slice of every task's state; returns whether there is more. A partition that cannot be read does not
    /// hold up the others: what went wrong first is noted, to be told at the end of the turn.
    func load(now: Instant) throws(LogError) -> Bool {
        var more = false
        for leading in partitions {
            do throws(LogError) {
                if try load(leading, now: now) { more = true }
            } catch {
                guard case .retriable = error else { throw error }
                restoreError = restoreError ?? error
            }
        }
        return more
    }

    private func load(_ leading: TopicPartition, now: Instant) throws(LogError) -> Bool {
        guard var held = tasks[leading], case .loading(let next, let end) = held.phase,
            let state = held.task.stateTopic
        else { return false }
        loaded.removeAll()
        let rest = try log.read(
            TopicPartition(state, leading.partition), from: next, until: end, limit: settings.loadLimit, into: &loaded)
        try held.task.load(loaded)
        held.phase = .loading(next: rest ?? end, end: end)
        tasks[leading] = held
        if rest == nil { try endLoading(leading, now: now) }
        return rest != nil
    }

    /// State is loaded: what no checkpoint contains is replayed.
    private func endLoading(_ leading: TopicPartition, now: Instant) throws(LogError) {
        guard var held = tasks[leading] else { return }
        guard held.task.isReplaying else { return try goLive(leading, now: now) }
        for start in held.starts where held.task.replayEnd(start.partition.topic) != nil {
            if let offset = start.offset { try log.rewind(start.partition, to: offset) }
            try log.resume([start.partition])
            // What came while it was loaded was dropped: the replay begins now.
            held.firstSeen[start.partition.topic] = nil
        }
        held.phase = .replaying
        tasks[leading] = held
    }

    /// Tasks whose sources are replayed go live.
    func endFinishedReplays(now: Instant) throws(LogError) {
        for leading in partitions {
            do throws(LogError) {
                try endReplayIfFinished(leading, now: now)
            } catch {
                guard case .retriable = error else { throw error }
                restoreError = restoreError ?? error
            }
        }
    }

    private func endReplayIfFinished(_ leading: TopicPartition, now: Instant) throws(LogError) {
        guard var held = tasks[leading], case .replaying = held.phase else { return }
        let mayAsk = now - held.lastProbe >= settings.idleProbeInterval
        if mayAsk {
            held.lastProbe = now
            tasks[leading] = held
        }
        for topic in held.task.sources {
            guard try hasReplayed(topic, held, leading.partition, mayAsk: mayAsk) else { return }
        }
        try goLive(leading, now: now)
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
    private func goLive(_ leading: TopicPartition, now: Instant) throws(LogError) {
        guard var held = tasks[leading] else { return }
        try held.task.endRestore()
        try rewind(held)
        try log.resume(held.task.sources.map { TopicPartition($0, leading.partition) })
        held.phase = .live
        tasks[leading] = held
        if let time = held.task.timeReached { noteBrokerTime(time, now: now) }
    }

    // MARK: Memory

    /// Reads one partition at a time, each for a while, when all together take more memory than they may, and all of them
    /// again when a tenth is free. What is held is let go by what comes and by time: so none may be left standing.
    func boundMemory(now: Instant) throws(LogError) {
        let total = tasks.values.reduce(0) { $0 + $1.task.footprint }
        let enough = settings.memory - settings.memory / 10
        guard total > enough || !heldBack.isEmpty || !givenUp.isEmpty else { return }
        if total + givenUp.values.reduce(0, { $0 + $1.task.footprint }) > settings.memory {
            for leading in givenUp.keys.sorted() { dropGivenUp(leading) }
        }
        let live = partitions.filter { tasks[$0]?.isLive == true && tasks[$0]?.task.footprint ?? 0 > 0 }
        var held = heldBack
        if total <= enough || live.count < 2 {
            held = []
        } else if total > settings.memory || !heldBack.isEmpty {
            let turn = Int(now.milliseconds / settings.memoryTurn.count) % live.count
            held = Set(live).subtracting([live[turn]])
        }
        try log.pause(held.subtracting(heldBack).sorted().flatMap(sources))
        heldBack.formUnion(held)
        try log.resume(heldBack.subtracting(held).sorted().flatMap(sources))
        heldBack = held
    }

    private func sources(of leading: TopicPartition) -> [TopicPartition] {
        tasks[leading]?.task.sources.map { TopicPartition($0, leading.partition) } ?? []
    }

    /// Reads on from the task's positions.
    func rewind(_ held: Held) throws(LogError) {
        for position in nextReads(held) { try log.rewind(position.partition, to: position.next) }
    }

    /// The task's positions; in sources of which it has none, where reading began.
    func nextReads(_ held: Held) -> [Position] {
        let positions = held.task.positions
        return held.task.sources.compactMap { topic in
            let origin = TopicPartition(topic, held.task.partition)
            if let known = positions.first(where: { $0.partition == origin }) { return known }
            let start = held.starts.first { $0.partition == origin }?.offset ?? held.firstSeen[topic]
            return start.map { Position(partition: origin, next: $0, metadata: "") }
        }
    }
}

extension PartitionTask {
    /// Whether a source must be replayed.
    var isReplaying: Bool { sources.contains { replayEnd($0) != nil } }
}
