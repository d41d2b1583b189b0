// The metrics of a worker. Dashboards rest on the names: they are a contract.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality

/// Makes metrics of what lanes last said about themselves: nothing is counted twice, and nothing is counted for metrics alone where records
/// are applied.
struct WorkerMetrics {
    /// The ids of the criteria by their places in `CriterionCounts`.
    private let criteria: [String?]

    /// Metrics of a worker that judges by these policies.
    init(_ policies: PolicySet) { criteria = CriterionPlaces.names(policies) }

    /// All of them. `now` is the wall clock's time.
    func families(_ lanes: [LaneSnapshot], ready: ProbeAnswer, now: Instant) -> [MetricFamily] {
        let info = MetricFamily.Series([("version", BuildVersion.text)], .number(1))
        return [
            MetricFamily("assay_build_info", .gauge, "Which version runs; always 1.", [info]),
            MetricFamily(
                "assay_worker_ready", .gauge,
                "1 while all lanes are members of the group and all their partitions publish, as /readyz tells.",
                ready.isGood ? 1 : 0),
            MetricFamily(
                "assay_lanes_running", .gauge, "Lanes that take turns.",
                Double(lanes.count { $0.state == .running })),
        ] + partitions(lanes, now) + work(lanes) + commits(lanes) + hits(lanes)
    }

    private func partitions(_ lanes: [LaneSnapshot], _ now: Instant) -> [MetricFamily] {
        let ages = lanes.enumerated().compactMap { number, lane in
            lane.slowestTime.map { (value: "\(number)", number: max(0, Double((now - $0).count) / 1000)) }
        }
        return [
            byLane(
                "assay_partitions_assigned", .gauge,
                "Partitions of conversations and facts that the lane works on.", lanes
            ) { Int64($0.partitions.count) },
            byLane(
                "assay_partitions_restoring", .gauge, "Of these, partitions whose state is being restored.", lanes
            ) { Int64($0.restoring) },
            byLane("assay_open_conversations", .gauge, "Conversations with an open episode.", lanes) {
                Int64($0.statistics.open)
            },
            MetricFamily(
                "assay_watermark_age_seconds", .gauge,
                "From the time that the lane's slowest partition has come to, by its events, to now; it grows while nothing comes.",
                by: "lane", ages),
        ]
    }

    private func work(_ lanes: [LaneSnapshot]) -> [MetricFamily] {
        let effects = lanes.enumerated().flatMap { number, lane in
            WorkerMetrics.effects(lane.totals.work).map { topic, count in
                MetricFamily.Series([("lane", "\(number)"), ("topic", topic.word)], .number(Double(count)))
            }
        }
        return [
            byLane(
                "assay_records_read_total", .counter,
                "Records that were applied and committed; those that are replayed after a restart are not counted again.",
                lanes
            ) { $0.totals.work.records },
            MetricFamily(
                "assay_effects_published_total", .counter, "Records that were published and committed, by topic.",
                effects),
            byLane("assay_dead_letters_total", .counter, "Records that could not be used.", lanes) {
                $0.totals.work.deadLetters
            },
            byLane(
                "assay_facts_left_out_total", .counter,
                "Facts that count in longer windows alone, as the policy keeps the shorter ones no longer.", lanes
            ) { $0.totals.work.leftOut },
        ]
    }

    /// What a lane has published, topic by topic.
    private static func effects(_ work: TaskStatistics) -> [(Topic, Int64)] {
        [
            (.facts, work.facts), (.checkpoints, work.checkpoints), (.evaluations, work.evaluations),
            (.alerts, work.alerts), (.tallies, work.tallies), (.deadLetters, work.deadLetters),
        ]
    }

    private func commits(_ lanes: [LaneSnapshot]) -> [MetricFamily] {
        [
            byLane("assay_commits_total", .counter, "Commits that succeeded.", lanes) { $0.totals.commits },
            byLane("assay_commit_aborts_total", .counter, "Transactions that were rolled back.", lanes) {
                $0.totals.aborts
            },
            histograms(
                "assay_commit_seconds", "From the call of a commit to its success, in seconds.", lanes
            ) { $0.commitTimes.histogram },
            histograms(
                "assay_alert_delay_seconds",
                "From the instant that an alert speaks of, for a breach its deadline, to the alert's commit, in seconds.",
                lanes
            ) { $0.alertDelays },
        ]
    }

    private func hits(_ lanes: [LaneSnapshot]) -> [MetricFamily] {
        let counts = lanes.reduce(into: CriterionCounts()) { $0.add($1.totals.criteria) }
        return [
            byCriterion(
                "assay_criterion_judged_total", "Episodes that ended and to which the criterion applied.",
                counts.judged),
            byCriterion(
                "assay_criterion_failed_total", "Of these, episodes that lost points by it.", counts.failed),
        ]
    }

    /// Versions of a policy share their criteria by id. Every criterion has a series from the start.
    private func byCriterion(_ name: String, _ meaning: String, _ counts: [Int64]) -> MetricFamily {
        var sums: [String: Int64] = [:]
        for (place, id) in criteria.enumerated() {
            guard let id else { continue }
            sums[id, default: 0] += counts.indices.contains(place) ? counts[place] : 0
        }
        let numbers = sums.sorted { $0.key < $1.key }.map { (value: $0.key, number: Double($0.value)) }
        return MetricFamily(name, .counter, meaning, by: "criterion", numbers)
    }

    private func byLane(
        _ name: String, _ kind: MetricFamily.Kind, _ meaning: String, _ lanes: [LaneSnapshot],
        _ count: (LaneSnapshot) -> Int64
    ) -> MetricFamily {
        let numbers = lanes.enumerated().map { (value: "\($0)", number: Double(count($1))) }
        return MetricFamily(name, kind, meaning, by: "lane", numbers)
    }

    private func histograms(
        _ name: String, _ meaning: String, _ lanes: [LaneSnapshot], _ times: (LaneSnapshot) -> TimeHistogram
    ) -> MetricFamily {
        let series = lanes.enumerated().map { number, lane in
            let times = times(lane)
            return MetricFamily.Series(
                [("lane", "\(number)")], .histogram(bounds: times.bounds, counts: times.counts, sum: times.sum))
        }
        return MetricFamily(name, .histogram, meaning, series)
    }
}
