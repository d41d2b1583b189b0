// Whether a worker is alive, and whether it does its work.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Dispatch
import KafkaLog
import Synchronization

/// Answers the probes of a worker from what its lanes last said about themselves.
final class WorkerHealth: Sendable {
    /// Life of the worker.
    enum Phase: Sendable {
        /// Looks at topics and policies: there are no lanes yet.
        case starting
        /// Its lanes run, or are about to.
        case running(Worker)
        /// It was told to stop, or cannot go on: it commits and leaves the group.
        case stopping(Worker?)
    }

    private let phase = Mutex(Phase.starting)

    /// A lane that has begun no turn for so long hangs, in nanoseconds: the longest that a turn may take is a few calls to the broker, each
    /// with a timeout of its own.
    private let longestTurn: UInt64

    /// Of a worker that has not begun.
    init(longestTurn: UInt64) { self.longestTurn = longestTurn }

    /// Its lanes are there.
    func run(_ worker: Worker) { phase.withLock { $0 = .running(worker) } }

    /// From now on it is not ready any more.
    func stop() {
        phase.withLock { phase in
            if case .running(let worker) = phase { phase = .stopping(worker) } else { phase = .stopping(nil) }
        }
    }

    /// What its lanes last said; none before there are any.
    var lanes: [LaneSnapshot] {
        switch phase.withLock({ $0 }) {
        case .starting, .stopping(nil): []
        case .running(let worker), .stopping(let worker?): worker.snapshots
        }
    }

    /// Whether the process is worth keeping.
    var live: ProbeAnswer {
        switch phase.withLock({ $0 }) {
        case .running(let worker):
            WorkerHealth.live(
                worker.snapshots, now: DispatchTime.now().uptimeNanoseconds, longestTurn: longestTurn)
        // What takes too long to start fails by itself, and what takes too long to stop is broken off.
        case .starting, .stopping: ProbeAnswer()
        }
    }

    /// Whether it does its work.
    var ready: ProbeAnswer {
        switch phase.withLock({ $0 }) {
        case .starting: ProbeAnswer(["the worker starts"])
        case .running(let worker): WorkerHealth.ready(worker.snapshots)
        case .stopping: ProbeAnswer(["the worker stops"])
        }
    }

    /// Every lane takes turns, and none has failed. `now` is the machine's uptime in nanoseconds.
    static func live(_ lanes: [LaneSnapshot], now: UInt64, longestTurn: UInt64) -> ProbeAnswer {
        ProbeAnswer(
            lanes.enumerated().compactMap { number, lane in
                if case .failed(let reason) = lane.state { return "lane \(number) cannot go on: \(reason)" }
                guard lane.state != .stopped, let last = lane.lastTurn, now > last, now - last > longestTurn else {
                    return nil
                }
                return "lane \(number) has begun no turn for \((now - last) / 1_000_000_000) s"
            })
    }

    /// Every lane is a member of the group in whose rebalances nothing is under way, and all partitions that it was given publish. A lane
    /// that the group has given nothing is ready, too: the group has told it so, by an assignment of nothing.
    static func ready(_ lanes: [LaneSnapshot]) -> ProbeAnswer {
        ProbeAnswer(lanes.enumerated().compactMap { number, lane in unready(lane).map { "lane \(number) \($0)" } })
    }

    private static func unready(_ lane: LaneSnapshot) -> String? {
        switch lane.state {
        case .starting: return "connects and joins the group"
        case .stopped: return "has left the group"
        case .failed(let reason): return "cannot go on: \(reason)"
        case .running: break
        }
        if let trouble = lane.trouble { return "takes its turns again and again: \(trouble)" }
        if !lane.isMember { return "waits for the group to give it partitions" }
        if lane.restoring > 0 { return "restores \(lane.restoring) of \(lane.partitions.count) partitions" }
        return nil
    }
}
