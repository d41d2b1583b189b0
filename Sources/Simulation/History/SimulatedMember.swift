// A member of the group in a simulated history.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality

/// A worker: its log, its lane, and a clock of its own.
final class SimulatedMember {
    let log: MemoryLog
    let lane: Lane<MemoryLog>
    /// What its clock shows more than the cluster's.
    let clockAhead: Milliseconds
    /// What it is called in a trace.
    let name: String
    /// It stands still until this step.
    var frozenUntil = 0
    /// It does not hear of its commits until then.
    var slowUntil = Instant.distantPast

    init(
        _ cluster: MemoryCluster, id: String, _ history: HistorySettings, policies: PolicySet,
        random: inout SeededRandom
    ) {
        log = MemoryLog(cluster: cluster, id: id, delivery: history.delivery)
        name = "\(id).\(log.member)"
        log.choices = SeededRandom(seed: random.next())
        clockAhead = random.pick([.zero, .hours(-200), .hours(1_000)])
        var settings = LaneSettings()
        settings.batchLimit = random.pick([1, 3, 10, 100])
        settings.commitInterval = Milliseconds(random.pick([100, 200, 500]))
        settings.commitBytes = random.pick([200, 8 << 20])
        settings.loadLimit = random.pick([2, 7, 1_000])
        settings.allowedSkew = policies.allowedSkew
        settings.owner = "\(id).\(random.next())"
        settings.keepGivenUp = random.pick([.zero, .seconds(2), .minutes(1)])
        settings.memory = random.pick([10_000, 1 << 30])
        settings.memoryTurn = random.pick([.seconds(1), .seconds(5)])
        var evaluation = EvaluationSettings()
        evaluation.combinesFacts = history.delivery == .exactlyOnce
        evaluation.mostSavedForAge = history.mostSavedForAge
        evaluation.counts = TaskCounts(evaluation: cluster.partitions, tally: cluster.partitions)
        lane = Lane(log: log, settings: settings) { leading in
            if leading.topic == .facts {
                return TallyTask(
                    partition: leading.partition, policies: policies, combinesFacts: evaluation.combinesFacts,
                    counts: evaluation.counts)
            }
            return EvaluationTask(partition: leading.partition, policies: policies, settings: evaluation)
        }
    }

    /// One turn at the cluster's time.
    func turn(_ time: Instant) throws(LogError) { _ = try lane.turn(now: time + clockAhead) }

    /// What it applied is committed, for a clean end.
    func finish(_ time: Instant) throws(LogError) { try lane.finish(now: time + clockAhead) }
}
