// When a worker is alive and when it is ready.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Testing

@testable import assay

@Suite("Health of a worker")
struct WorkerHealthTests {
    private static let second: UInt64 = 1_000_000_000

    private func lane(_ change: (inout LaneSnapshot) -> Void = { _ in }) -> LaneSnapshot {
        var lane = LaneSnapshot()
        lane.state = .running
        lane.isMember = true
        lane.isLive = true
        lane.lastTurn = 100 * Self.second
        change(&lane)
        return lane
    }

    @Test("it is alive while every lane takes turns")
    func live() {
        func reasons(_ lanes: LaneSnapshot..., at seconds: UInt64) -> [String] {
            WorkerHealth.live(lanes, now: seconds * Self.second, longestTurn: 60 * Self.second).reasons
        }
        #expect(reasons(lane(), at: 100).isEmpty)
        #expect(reasons(lane(), lane(), at: 160).isEmpty)
        #expect(
            reasons(lane { $0.lastTurn = 170 * Self.second }, lane(), at: 171)
                == ["lane 1 has begun no turn for 71 s"])
        // A lane that could not begin yet, and clocks that a snapshot is ahead of.
        #expect(reasons(lane { ($0.state, $0.lastTurn) = (.starting, nil) }, at: 500).isEmpty)
        #expect(reasons(lane(), at: 99).isEmpty)
        #expect(reasons(lane { $0.state = .stopped }, at: 500).isEmpty)
        #expect(reasons(lane { $0.state = .failed("no broker") }, at: 100) == ["lane 0 cannot go on: no broker"])
    }

    @Test("it is ready when every lane is a settled member whose partitions publish, be they none")
    func ready() {
        func reasons(_ lanes: LaneSnapshot...) -> [String] { WorkerHealth.ready(lanes).reasons }
        #expect(reasons(lane(), lane { $0.partitions = [TopicPartition(.conversations, 0)] }).isEmpty)
        #expect(
            reasons(
                lane { $0.state = .starting }, lane { $0.isMember = false },
                lane {
                    $0.partitions = [TopicPartition(.conversations, 0), TopicPartition(.facts, 0)]
                    $0.restoring = 1
                }, lane { $0.trouble = "no broker" })
                == [
                    "lane 0 connects and joins the group", "lane 1 waits for the group to give it partitions",
                    "lane 2 restores 1 of 2 partitions", "lane 3 takes its turns again and again: no broker",
                ])
    }

    @Test("before there are lanes it is alive and not ready; so it is while it stops")
    func phases() {
        let health = WorkerHealth(longestTurn: Self.second)
        #expect(health.live.isGood && health.ready.reasons == ["the worker starts"] && health.lanes.isEmpty)
        health.stop()
        #expect(health.live.isGood && health.ready.reasons == ["the worker stops"] && health.lanes.isEmpty)
    }

    @Test("metrics have the names that dashboards rest on")
    func names() throws {
        var lane = lane()
        lane.slowestTime = Instant(milliseconds: 1_000)
        lane.partitions = [TopicPartition(.conversations, 3)]
        lane.totals.work.evaluations = 7
        lane.totals.commits = 5
        lane.alertDelays.add(seconds: 0.3)
        let policies = try PolicyChoice.load("pharma-v2")
        let families = WorkerMetrics(policies).families(
            [lane, lane], ready: ProbeAnswer(["no"]), now: Instant(milliseconds: 3_500))
        let text = MetricText.text(families)
        for line in [
            #"assay_build_info{version="\#(BuildVersion.text)"} 1"#, "assay_worker_ready 0", "assay_lanes_running 2",
            #"assay_partitions_assigned{lane="1"} 1"#, #"assay_partitions_restoring{lane="0"} 0"#,
            #"assay_records_read_total{lane="0"} 0"#,
            #"assay_effects_published_total{lane="0",topic="evaluations"} 7"#,
            #"assay_effects_published_total{lane="1",topic="dead-letters"} 0"#,
            #"assay_dead_letters_total{lane="0"} 0"#, #"assay_commits_total{lane="1"} 5"#,
            #"assay_commit_aborts_total{lane="0"} 0"#, #"assay_commit_seconds_count{lane="0"} 0"#,
            #"assay_alert_delay_seconds_bucket{lane="0",le="0.25"} 0"#,
            #"assay_alert_delay_seconds_bucket{lane="0",le="0.5"} 1"#, #"assay_watermark_age_seconds{lane="0"} 2.5"#,
            #"assay_open_conversations{lane="0"} 0"#,
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        let ids = Set(policies.versions.flatMap(\.criteria).map(\.criterion.id))
        #expect(families.first { $0.name == "assay_criterion_judged_total" }?.series.count ?? 0 > ids.count / 2)
        #expect(families.allSatisfy { MetricFamily.isName($0.name) && !$0.meaning.isEmpty })
        #expect(Set(families.map(\.name)).count == families.count)
    }
}
