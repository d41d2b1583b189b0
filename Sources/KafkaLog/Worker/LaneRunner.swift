// Runs one lane on a serial Dispatch queue.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import Pipeline
import Quality
import Sealing
import Synchronization

import struct Foundation.Date
import struct Foundation.UUID
package import struct Logging.Logger

/// Runs one lane: librdkafka's queue wakes it when records wait, a timer lets time pass and commits.
// Everything but the snapshot is touched on `queue` only; the snapshot is guarded by its own lock.
package final class LaneRunner: @unchecked Sendable {
    private let settings: KafkaSettings
    private let laneSettings: LaneSettings
    private let makeTask: @Sendable (TopicPartition) -> any PartitionTask
    private let logger: Logger
    private let queue: DispatchQueue
    private let shared = Mutex(LaneSnapshot())
    /// When it last began a turn; zero before that.
    private let lastTurn = Atomic<UInt64>(0)

    private var log: KafkaEventLog?
    private var lane: Lane<SealedLog<KafkaEventLog>>?
    private var timer: (any DispatchSourceTimer)?
    /// Since when every turn has failed.
    private var failingSince: Instant?
    /// When it was fenced, lately.
    private var fencings: [Instant] = []
    private var lastSnapshot = Instant.distantPast
    /// What was done before it was fenced and joined anew.
    private var earlier = (totals: LaneTotals(), times: CommitTimes())
    private var alertDelays = TimeHistogram.alerts

    /// Turns in a row before others on the queue get their chance: the timer, and the request to stop.
    private static let turnsInARow = 32
    /// A lane whose turns do nothing but fail for so long ends itself.
    private static let longestFailure = Milliseconds.minutes(2)
    /// A lane that is fenced so often within so long shares its transactional id with another one: they would go on
    /// fencing each other without end.
    private static let mostFencings = 5
    private static let fencingWindow = Milliseconds.minutes(10)
    /// The last commit is tried for so long: with the time to leave the group, a worker ends within five seconds.
    private static let longestFinish = Milliseconds(2_500)
    /// Statistics are gathered at most this often.
    private static let snapshotInterval = Milliseconds(500)

    /// A lane with these settings; `makeTask` makes the task of a leading partition.
    package init(
        settings: KafkaSettings, laneSettings: LaneSettings, logger: Logger,
        makeTask: @escaping @Sendable (TopicPartition) -> any PartitionTask
    ) {
        self.settings = settings
        self.laneSettings = laneSettings
        self.makeTask = makeTask
        self.logger = logger
        queue = DispatchQueue(label: "assay.lane.\(settings.lane)")
    }

    /// What it is doing.
    package var snapshot: LaneSnapshot {
        var snapshot = shared.withLock { $0 }
        let last = lastTurn.load(ordering: .relaxed)
        snapshot.lastTurn = last == 0 ? nil : last
        return snapshot
    }

    /// Begins to work.
    package func start() {
        queue.async { [self] in
            let timer = DispatchSource.makeTimerSource(queue: queue)
            let interval = max(1, Int(laneSettings.commitInterval.count) / 4)
            timer.schedule(deadline: .now(), repeating: .milliseconds(interval), leeway: .milliseconds(1))
            timer.setEventHandler { [weak self] in self?.work() }
            self.timer = timer
            timer.activate()
        }
    }

    /// Commits what was applied, leaves the group and ends; returns when that is done.
    package func stop() {
        queue.sync { [self] in
            timer?.cancel()
            timer = nil
            if let lane { finish(lane) }
            end(.stopped)
        }
    }

    /// Commits for the last time. While the group rebalances, the commit is refused until the lane has taken part.
    private func finish(_ lane: Lane<SealedLog<KafkaEventLog>>) {
        let deadline = now + LaneRunner.longestFinish
        while true {
            do throws(LogError) {
                try lane.finish(now: now)
                return report(lane)
            } catch {
                guard case .retriable = error, now < deadline, mayGoOn(lane) else {
                    logger.error(
                        "the last commit failed; its records are read again after the restart",
                        metadata: ["error": "\(error)"])
                    return
                }
            }
        }
    }

    /// Takes a turn, in which the lane hears of the rebalance; it may be refused a commit just as the last one was.
    private func mayGoOn(_ lane: Lane<SealedLog<KafkaEventLog>>) -> Bool {
        do throws(LogError) {
            _ = try lane.turn(now: now)
        } catch {
            guard case .retriable = error else { return false }
        }
        return true
    }

    private var now: Instant { Instant(milliseconds: Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000)) }

    /// Joins the group if need be, and takes turns as long as more waits.
    private func work() {
        guard timer != nil else { return }
        noteTurn()
        do throws(LogError) {
            let lane = try joined()
            var more = true
            var turns = 0
            while more, turns < LaneRunner.turnsInARow {
                noteTurn()
                more = try lane.turn(now: now)
                turns += 1
                if !lane.toldAlerts.isEmpty { noteDelays(of: lane.toldAlerts) }
            }
            noteProgress(of: lane)
            if now - lastSnapshot >= LaneRunner.snapshotInterval { report(lane) }
            if more { queue.async { [weak self] in self?.work() } }
        } catch {
            recover(from: error)
        }
    }

    /// Each turn is noted, not only the first in a row: with slow brokers a row takes long, and hangs nowhere.
    private func noteTurn() { lastTurn.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed) }

    /// Turns that only roll back what they did are no progress, though they succeed.
    private func noteProgress(of lane: Lane<SealedLog<KafkaEventLog>>) {
        guard let reason = lane.abortReason else {
            if failingSince != nil { shared.withLock { $0.trouble = nil } }
            failingSince = nil
            return
        }
        recover(from: .retriable(reason))
    }

    private func joined() throws(LogError) -> Lane<SealedLog<KafkaEventLog>> {
        if let lane { return lane }
        let log = try KafkaEventLog(settings, logger: logger)
        var named = laneSettings
        named.owner = UUID().uuidString
        let lane = Lane(
            log: SealedLog(log, settings.masterKeys, seals: settings.seals), settings: named, makeTask: makeTask)
        try log.onReadable(queue: queue) { [weak self] in self?.work() }
        self.log = log
        self.lane = lane
        shared.withLock { $0.state = .running }
        return lane
    }

    private func recover(from error: LogError) {
        switch error {
        case .retriable(let reason), .aborted(let reason), .undecided(let reason):
            if failingSince == nil {
                logger.warning("a turn failed and is taken again", metadata: ["reason": "\(reason)"])
                shared.withLock { $0.trouble = reason }
            }
            let since = failingSince ?? now
            failingSince = since
            guard now - since > LaneRunner.longestFailure else { return }
            fail("no progress for \(LaneRunner.longestFailure.count / 1000) s: \(reason)")
        case .fenced(let reason):
            // Somebody else owns the partitions now; nothing of ours may be published any more.
            logger.warning("the lane was fenced and joins the group anew", metadata: ["reason": "\(reason)"])
            leave()
            noteFencing(reason)
        case .fatal(let reason):
            fail(reason)
        }
    }

    /// Gives up the lane; what it did still counts.
    private func leave() {
        if let lane { report(lane) }
        earlier = shared.withLock { snapshot in
            snapshot.state = .starting
            snapshot.partitions = []
            snapshot.heldBack = []
            snapshot.statistics = snapshot.statistics.withoutHeld
            (snapshot.isMember, snapshot.isLive, snapshot.restoring, snapshot.slowestTime) = (false, false, 0, nil)
            return (snapshot.totals, snapshot.commitTimes)
        }
        log?.close()
        log = nil
        lane = nil
    }

    /// Event times come from other machines' wall clocks, so this one's is what they are held against.
    private func noteDelays(of alerts: [Instant]) {
        let present = Date().timeIntervalSince1970
        for alert in alerts { alertDelays.add(seconds: present - Double(alert.milliseconds) / 1000) }
    }

    private func noteFencing(_ reason: String) {
        fencings.removeAll { now - $0 > LaneRunner.fencingWindow }
        fencings.append(now)
        guard fencings.count >= LaneRunner.mostFencings else { return }
        fail(
            "fenced \(fencings.count) times in \(LaneRunner.fencingWindow.count / 60_000) min: \(reason). Another worker seems to use transactional id \(settings.transactionalID): give every worker a kafka.transactional-id-prefix of its own"
        )
    }

    private func fail(_ reason: String) {
        logger.critical("the lane cannot go on", metadata: ["reason": "\(reason)"])
        timer?.cancel()
        timer = nil
        end(.failed(reason))
    }

    private func end(_ state: LaneSnapshot.State) {
        log?.close()
        log = nil
        lane = nil
        shared.withLock { snapshot in
            if case .failed = snapshot.state { return }
            snapshot.state = state
        }
    }

    private func report(_ lane: Lane<SealedLog<KafkaEventLog>>) {
        lastSnapshot = now
        var snapshot = LaneSnapshot()
        snapshot.state = .running
        snapshot.partitions = lane.partitions
        snapshot.isLive = lane.isLive
        snapshot.restoring = lane.restoring
        snapshot.isMember = lane.isSettled && log?.isSettled ?? false
        snapshot.statistics = lane.statistics
        snapshot.heldBack = lane.heldBack.sorted()
        snapshot.slowestTime = lane.slowestTime
        snapshot.totals = earlier.totals
        snapshot.totals.add(lane.totals)
        snapshot.commitTimes = earlier.times
        snapshot.commitTimes.add(log?.commitTimes ?? CommitTimes())
        (snapshot.commits, snapshot.aborts) = (snapshot.totals.commits, snapshot.totals.aborts)
        snapshot.alertDelays = alertDelays
        shared.withLock { shared in
            snapshot.trouble = shared.trouble
            shared = snapshot
        }
    }
}
