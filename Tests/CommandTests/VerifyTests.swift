// What `assay verify` finds, after a worker and after somebody else.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Testing
import Wire

@testable import assay

@Suite("Verify", .serialized)
struct VerifyTests {
    /// A cluster with all topics, and generated traffic in them.
    private struct Scene {
        let cluster: MockCluster
        let kafka: KafkaSettings
        let ledger: Traffic.Ledger
        let delivery: String
        /// The workers' policy.
        let policy: String

        struct Empty: Error {}

        init(records: Int, delivery: String, policy: String = "pharma-v2") throws {
            self.delivery = delivery
            self.policy = policy
            cluster = try MockCluster()
            for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: 2) }
            kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "test")
            var settings = TrafficSettings()
            // About forty conversations at a time, so that many come to their end.
            settings.conversationInterval = .seconds(5)
            settings.lateRate = 300
            settings.badRate = 10
            settings.duplicateRate = 20
            var traffic = Traffic(settings)
            let writer = try KafkaWriter(kafka, logger: .silent)
            defer { writer.close() }
            for _ in 0..<records {
                let record = traffic.next()
                try writer.write(
                    KafkaWriter.Record(
                        key: record.key, value: record.value,
                        headers: record.isJSON ? [("content-type", Array("application/json".utf8))] : [],
                        timestamp: record.at), to: record.isSurvey ? "surveys" : "conversations")
            }
            try writer.flush(within: .seconds(10))
            ledger = traffic.ledger
        }

        private var arguments: [String] {
            [
                "--kafka-bootstrap-servers", cluster.bootstrapServers, "--kafka-delivery", delivery, "--worker-policy",
                policy,
            ]
        }

        /// Runs a worker until the condition holds.
        func work(until condition: () async throws -> Bool) async throws {
            let worker = try RunningCommand(
                ["worker", "--worker-lanes=1", "--kafka-session-timeout", "20s", "--kafka-linger=0ms"] + arguments)
            try worker.waits(for: "is live", seconds: 60)
            var tries = 0
            while try await !condition(), tries < 100 { tries += 1 }
            worker.signal(SIGTERM)
            #expect(worker.status(within: 10) == 0)
            #expect(tries < 100, "the worker never came to an end: \(worker.said)")
        }

        func verify(_ options: [String] = []) async throws -> AssayProcess.Outcome {
            try await AssayProcess.run(["verify"] + options + arguments)
        }

        /// Writes a record as a worker would.
        func write(_ topic: Topic, _ value: [UInt8], key: String) throws {
            let writer = try KafkaWriter(kafka, logger: .silent)
            defer { writer.close() }
            try writer.write(
                KafkaWriter.Record(key: Array(key.utf8), value: value, timestamp: Instant(milliseconds: 0)),
                to: topic.word)
            try writer.flush(within: .seconds(10))
        }

        /// The oldest record of a topic of which `isIt` holds.
        func oldest(
            _ topic: Topic, where isIt: ([UInt8]) throws -> Bool = { _ in true }
        ) throws -> (key: String, value: [UInt8]) {
            let reader = try KafkaReader(kafka, topic: topic, from: .oldest, logger: .silent)
            defer { reader.close() }
            var batch = RecordBatch()
            while !reader.isAtEnd {
                guard try reader.poll(limit: 1_000, timeout: Milliseconds(100), into: &batch) else { continue }
                for record in batch.records {
                    let value = Array(batch.bytes[record.value ?? .empty])
                    if try isIt(value) { return (batch.bytes.string(record.key ?? .empty), value) }
                }
            }
            throw Empty()
        }

        /// Works until the input has come to rest: surveys wait some seconds for time to come to them, so until nothing
        /// changes for a while.
        func workUntilItRests() async throws {
            var latest: [UInt8] = []
            var same = 0
            try await work {
                let outcome = try await verify()
                same = outcome.status == 0 && outcome.output == latest ? same + 1 : 0
                latest = outcome.output
                return same >= 15
            }
        }
    }

    /// The mock cluster has no rebalance here, so its transactions do well enough.
    @Test(
        "what a worker did holds; what somebody adds or changes is found and named",
        arguments: ["at-least-once", "exactly-once"])
    func afterAWorker(delivery: String) async throws {
        let scene = try Scene(records: 1_500, delivery: delivery)
        let untouched = try await scene.verify()
        #expect(untouched.status == 1, "episodes that ended and are not evaluated are missed")
        try await scene.workUntilItRests()
        let sound = try await scene.verify()
        #expect(sound.status == 0 && sound.lines.filter { $0.hasPrefix("✓") }.count == 6)
        let records = try #require(sound.lines.first { $0.hasPrefix("records in") })
        #expect(records.hasPrefix("records in 1500 = evaluated "))
        #expect(records.contains("+ dead-lettered \(scene.ledger.bad) + repeated \(scene.ledger.duplicates) +"))
        #expect(records.contains("+ unusable 0 +"))

        // A fact of an hour in which nothing happened.
        var stray = try ProtoFact(protobuf: try scene.oldest(.facts).value)
        stray.hourStartMs = 1_600_002_000_000
        try scene.write(.facts, stray.protobuf, key: "acme/all")
        #expect(try await scene.verify().status == 1)
        #expect(try await scene.verify(["--until", "2020-09-13T21:00:00+08:00"]).status == 0)
        #expect(try await scene.verify(["--from", "2020-09-13T22:00:00+08:00"]).status == 0)
        #expect(try await scene.verify(["--from", "2020-09-13T21:30:00+08:00"]).status == 64)

        let evaluation = try scene.oldest(.evaluations)
        var changed = try ProtoEvaluation(protobuf: evaluation.value)
        changed.score = 1
        try scene.write(.evaluations, changed.protobuf, key: evaluation.key)
        let fact = try scene.oldest(.facts)
        try scene.write(.facts, fact.value, key: fact.key)
        let alert = try scene.oldest(.alerts)
        var retracted = try ProtoAlert(protobuf: alert.value)
        retracted.step = .retracted
        try scene.write(.alerts, retracted.protobuf, key: alert.key)
        let unsound = try await scene.verify()
        #expect(unsound.status == 1)
        let wrong = unsound.lines.filter { $0.hasPrefix("✗") }
        #expect(wrong.count == 4, "revisions, facts, tallies and alerts: \(wrong)")
        #expect(unsound.lines.contains { $0.contains("came twice with different contents") })
        #expect(unsound.lines.contains { $0.contains("are in no tally yet") })
        #expect(unsound.lines.contains { $0.contains("the breach was retracted, the evaluation says") })
    }

    @Test("S3-110: a worker tells of figures what the facts say, and a changed alert is found")
    func figureAlerts() async throws {
        try await Scratch.with { scratch in
            let preset = try await AssayProcess.run(["policy", "show", "pharma-v2", "--format", "yaml"])
            let thresholds = """
                thresholds:
                  late: { figure: clock-overtime-rate, clock: first-response-human, abandoned: counted, of: [all, agent, team], windows: [hour, day],
                    target: 1, alert: 5, clear: 4, least: 2, receivers: [quality] }
                standard-lexicons:
                """
            let policy = preset.text.replacing("standard-lexicons:", with: thresholds)
            _ = try scratch.file("policy.yaml", Array(policy.utf8))
            let scene = try Scene(records: 1_500, delivery: "exactly-once", policy: scratch.path)
            try await scene.workUntilItRests()
            let alert = try scene.oldest(.alerts) { try ProtoAlert(protobuf: $0).hasFigure }
            var changed = try ProtoAlert(protobuf: alert.value)
            #expect(changed.step == .raised && changed.figure.threshold == "late")
            changed.figure.value.numerator += 1
            try scene.write(.alerts, changed.protobuf, key: alert.key)
            let outcome = try await scene.verify()
            #expect(outcome.status == 1)
            #expect(outcome.lines.filter { $0.hasPrefix("✗") }.count == 1)
            #expect(outcome.lines.contains { $0.contains("late") && $0.contains("was told again") })
        }
    }

    @Test("a cluster that is not there is told, with status 69")
    func noCluster() async throws {
        let outcome = try await AssayProcess.run([
            "verify", "--kafka-bootstrap-servers", "127.0.0.1:1", "--kafka-operation-timeout", "500ms",
        ])
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("127.0.0.1:1"))
    }
}

@Suite("Ledgers of a verification")
struct VerificationLedgerTests {
    private func evaluation(_ revision: UInt32) -> ProtoEvaluation {
        var evaluation = ProtoEvaluation()
        evaluation.tenant = "acme"
        evaluation.conversationID = "c-1"
        evaluation.episode = 1
        evaluation.revision = revision
        return evaluation
    }

    @Test("S3-081: what evaluations contribute to further subjects is told from their own attributes")
    func furtherSubjects() throws {
        let policies = PolicySet.history(secondFrom: .distantPast, surveyWindow: .hours(1))
        var evaluation = evaluation(1)
        evaluation.policyVersion = "2"
        evaluation.ended = true
        evaluation.agentID = "A+1"
        evaluation.channel = "chat"
        var brand = ProtoAttribute()
        brand.name = "brand"
        brand.value = "ac+me"
        evaluation.attributes = [brand]
        func subjects() -> [String] {
            var findings = Findings()
            var ledger = EvaluationLedger(allowsCopies: false)
            ledger.take(evaluation, evaluation.protobuf, &findings)
            let sums = ledger.contributions(policies: policies, range: .distantPast..<Instant.distantFuture)
            return sums.keys.map(\.subject).sorted()
        }
        #expect(
            subjects() == [
                "agent+channel:A%2B1+chat", "agent:A+1", "all", "brand:ac+me", "channel+brand:chat+ac%2Bme",
                "channel:chat",
            ])
        evaluation.attributes = []
        #expect(subjects() == ["agent+channel:A%2B1+chat", "agent:A+1", "all", "channel:chat"])
        evaluation.policyVersion = "1"
        #expect(subjects() == ["agent:A+1", "all", "channel:chat"])
    }

    @Test("A01: a missing, repeated or reordered revision is found", arguments: [true, false])
    func revisions(allowsCopies: Bool) {
        func count(_ revisions: [UInt32]) -> Int {
            var ledger = EvaluationLedger(allowsCopies: allowsCopies)
            var findings = Findings()
            for revision in revisions {
                let evaluation = evaluation(revision)
                ledger.take(evaluation, evaluation.protobuf, &findings)
            }
            return findings[.revisions]
        }
        #expect(count([1, 2, 3]) == 0)
        #expect(count([2]) == 1)
        #expect(count([1, 3]) == 1)
        #expect(count([0]) == 1)
        #expect(count([1, 1, 2]) == (allowsCopies ? 0 : 1))
        #expect(count([1, 2, 1]) == (allowsCopies ? 0 : 1))
    }

    @Test("invariant 7: a breach that nobody was told is found, where the policy alerts somebody")
    func untoldBreaches() throws {
        let policies = try PolicyLoader.preset("pharma-v2")
        func count(clock: String, told: Bool) throws -> Int {
            var breached = evaluation(1)
            breached.policyVersion = try #require(policies.versions.first).version
            var result = ProtoClockResult()
            result.clock = clock
            result.outcome = .breached
            breached.clocks = [result]
            var alert = ProtoAlert()
            alert.tenant = breached.tenant
            alert.conversationID = breached.conversationID
            alert.episode = 1
            alert.clock = clock
            alert.step = .breached
            var findings = Findings()
            var evaluations = EvaluationLedger(allowsCopies: false)
            evaluations.take(breached, breached.protobuf, &findings)
            var alerts = AlertLedger(allowsCopies: false)
            if told { alerts.take(alert, &findings) }
            let all = Instant.distantPast..<Instant.distantFuture
            alerts.compareBreaches(of: evaluations, policies: policies, range: all, &findings)
            return findings[.alerts]
        }
        #expect(try count(clock: "first-response-human", told: false) == 1)
        #expect(try count(clock: "first-response-human", told: true) == 0)
        #expect(try count(clock: "first-response-any", told: false) == 0)
    }

    @Test("S3-110: an alert about a figure that the facts do not say, or that is missing, wrong or doubled, is found")
    func figureAlerts() throws {
        let policies = PolicySet.history(secondFrom: .distantFuture, surveyWindow: .hours(1))
        var measures = Measures()
        measures.firstResponseAny.breached = 5
        let fact = Fact(
            tenant: "acme", subject: "all", hour: Instant(milliseconds: 3_600_000), measures: measures, source: 0)
        var oracle = FigureOracle(policies: policies)
        oracle.take(fact, offset: 0, timestamp: fact.hour)
        #expect(oracle.statements.map(\.place.kind) == [.hour, .day, .week, .month])
        func told(_ kind: ProtoWindowKind, start: Int64, change: (inout ProtoAlert) -> Void = { _ in }) -> ProtoAlert {
            var alert = ProtoAlert()
            alert.tenant = "acme"
            alert.conversationID = "all"
            alert.clock = "first-response-any"
            alert.cycle = 1
            alert.policyVersion = "1"
            alert.step = .raised
            alert.receivers = ["late", "quality"]
            alert.figure.threshold = "late"
            alert.figure.window = kind
            alert.figure.startMs = start
            alert.figure.value.numerator = 5
            alert.figure.value.denominator = 5
            alert.figure.counted = 5
            alert.figure.alertLine.numerator = 40
            alert.figure.alertLine.denominator = 100
            alert.figure.nextFactOffset = 1
            change(&alert)
            return alert
        }
        let all = Instant.distantPast..<Instant.distantFuture
        func count(_ alerts: [ProtoAlert], copies: Bool = false, range: Range<Instant>? = nil) -> Int {
            var ledger = FigureAlertLedger(policies: policies, range: range ?? all, allowsCopies: copies)
            ledger.take(fact, offset: 0, partition: 0, timestamp: fact.hour)
            for alert in alerts { ledger.take(alert) }
            var findings = Findings()
            ledger.compare(&findings)
            return findings[.alerts]
        }
        let day = Int64(-8 * 3_600_000)
        let right = [
            told(.hour, start: 3_600_000), told(.day, start: day), told(.week, start: day - 3 * 86_400_000),
            told(.month, start: day),
        ]
        #expect(count(right) == 0)
        #expect(count(Array(right.dropLast())) == 1)
        #expect(count(right + [right[0]]) == 1 && count(right + [right[0]], copies: true) == 0)
        #expect(count(right + [told(.hour, start: 0)]) == 1)
        #expect(count([told(.hour, start: 3_600_000) { $0.figure.value.numerator = 4 }] + right.dropFirst()) == 1)
        #expect(count(right + [told(.hour, start: 3_600_000) { $0.cycle = 2 }]) == 1)
        #expect(count(right + [told(.hour, start: 0) { $0.reason = .withdrawn }]) == 0)
        #expect(
            count([], range: .distantPast..<Instant(milliseconds: 3_600_000)) == 0, "windows outside are not looked at")
        var clocks = AlertLedger(allowsCopies: false)
        var findings = Findings()
        for alert in right { clocks.take(alert, &findings) }
        #expect(findings.isEmpty && clocks.alerts == 4)
    }

    @Test("more findings than are shown are counted")
    func examples() {
        var findings = Findings()
        for number in 0..<12 { findings.add(.records, "number \(number)") }
        #expect(findings[.records] == 12)
        #expect(findings.lines.filter { $0.contains("number") }.count == 10)
        #expect(findings.lines.contains("    and 2 more"))
    }
}
