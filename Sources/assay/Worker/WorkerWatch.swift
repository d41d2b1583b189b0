// Tells in the log what the lanes of a worker do.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline

/// Compares what the lanes do with what they did when it last looked.
struct WorkerWatch {
    /// How often a summary is logged.
    private static let summaryInterval: UInt64 = 30_000_000_000

    /// A process that was halted, be it with its machine, may look before its lanes come to take a turn: one look counts for no more.
    private static let longestLook: UInt64 = 1_000_000_000

    private let logger: Logger
    private let longestTurn: UInt64
    private var last: [LaneSnapshot] = []
    /// For how long each lane has begun no turn, as far as was looked.
    private var silences: [UInt64] = []
    private var lastLook: UInt64?
    private var lastSummary = DispatchTime.now().uptimeNanoseconds
    /// Why a lane could not go on; nil while all can.
    private(set) var failure: String?

    /// A watch that has seen nothing yet.
    ///
    /// - Parameter longestTurn: a lane that begins no turn for so many nanoseconds hangs.
    init(logger: Logger, longestTurn: UInt64) {
        self.logger = logger
        self.longestTurn = longestTurn
    }

    /// Logs what has changed, a line each, and from time to time a summary. `now` is the machine's uptime in nanoseconds.
    mutating func look(at lanes: [LaneSnapshot], now: UInt64 = DispatchTime.now().uptimeNanoseconds) {
        silences += Array(repeating: 0, count: max(0, lanes.count - silences.count))
        let step = min(WorkerWatch.longestLook, now - min(lastLook ?? now, now))
        for (number, lane) in lanes.enumerated() {
            let before = number < last.count ? last[number] : nil
            note(number, lane, before: before)
            noteSilence(number, lane, before: before, step)
        }
        last = lanes
        lastLook = now
        guard now > lastSummary, now - lastSummary >= WorkerWatch.summaryInterval else { return }
        lastSummary = now
        summarise(lanes)
    }

    /// Logs what all lanes together did since they began.
    func summarise(_ lanes: [LaneSnapshot]) {
        let total = lanes.reduce(into: TaskStatistics()) { $0.add($1.statistics) }
        let (commits, aborts) = lanes.reduce(into: (Int64(0), Int64(0))) { $0 = ($0.0 + $1.commits, $0.1 + $1.aborts) }
        let times = lanes.reduce(into: CommitTimes()) { $0.add($1.commitTimes) }
        let length = times.mean.map {
            " of \($0 / 1_000_000) ms on average and \(times.longest / 1_000_000) ms at most"
        }
        logger.info(
            """
            so far: \(total.records) records, \(total.evaluations) evaluations, \(total.alerts) alerts, \(total.deadLetters) dead letters, \
            \(commits) commits\(length ?? ""), \(aborts) rolled back, \(total.open) conversations open
            """)
    }

    private mutating func note(_ number: Int, _ lane: LaneSnapshot, before: LaneSnapshot?) {
        if lane.state != before?.state {
            switch lane.state {
            case .starting: logger.info("lane \(number): starts")
            case .running: logger.info("lane \(number): runs and asks the group for partitions")
            case .stopped: logger.info("lane \(number): has left the group")
            case .failed(let reason):
                logger.error("lane \(number): cannot go on: \(reason)")
                failure = failure ?? "lane \(number) could not go on: \(reason)"
            }
        }
        guard lane.state == .running else { return }
        if lane.partitions != before?.partitions ?? [] {
            logger.info("lane \(number): works on \(WorkerWatch.list(lane.partitions))")
        }
        if lane.heldBack != before?.heldBack ?? [] {
            if lane.heldBack.isEmpty {
                logger.info("lane \(number): reads all its partitions again")
            } else {
                logger.warning(
                    """
                    lane \(number): takes all the memory it may (worker.memory) and does not read \
                    \(WorkerWatch.list(lane.heldBack)) for now: add workers, or raise it
                    """)
            }
        }
        let wasLive = before.map { $0.state == .running && $0.isLive && $0.partitions == lane.partitions } ?? false
        if !lane.partitions.isEmpty, lane.isLive != wasLive {
            logger.info(
                "lane \(number): \(lane.isLive ? "is live: all its partitions publish" : "restores the state of its partitions")"
            )
        }
    }

    /// A lane that hangs says nothing any more: its own bounds are of no use when a call does not come back.
    private mutating func noteSilence(_ number: Int, _ lane: LaneSnapshot, before: LaneSnapshot?, _ step: UInt64) {
        guard lane.state == .starting || lane.state == .running, lane.lastTurn == before?.lastTurn else {
            silences[number] = 0
            return
        }
        silences[number] += step
        guard silences[number] > longestTurn, failure == nil else { return }
        failure =
            "lane \(number) has begun no turn for \(silences[number] / 1_000_000_000) s (worker.longest-turn): a call in it does not come back. The "
            + "process ends and is to be started anew; what was not committed is read again. It works on \(WorkerWatch.list(lane.partitions))"
        logger.critical("\(failure ?? "")")
    }

    /// "conversations 0, 2, 4; facts 1, 3".
    static func list(_ partitions: [TopicPartition]) -> String {
        let groups = Topic.allCases.compactMap { topic -> String? in
            let numbers = partitions.filter { $0.topic == topic }.map { String($0.partition) }
            return numbers.isEmpty ? nil : "\(topic.word) \(numbers.joined(separator: ", "))"
        }
        return groups.isEmpty ? "no partitions" : groups.joined(separator: "; ")
    }
}
