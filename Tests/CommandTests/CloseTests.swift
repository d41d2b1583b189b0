// `assay close` on topics.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Testing
import Wire

@testable import assay

@Suite("assay close", .serialized)
struct CloseTests {
    private static let kpi = """
        kpi: quality
        version: "1"
        effective-from: 2026-01-01T00:00:00+08:00
        indicators:
          quality:
            title: { zh: 质量, en: Quality }
            requirements: [S3-085]
            weight: 100
            of: { figure: csat-good-rate }
            points: percent
            least: 1
            when-fewer: block
        grades: [{ from: 0, grade: weak }, { from: 80, grade: good }]
        """
    private static let pay = """
        pay: quality
        version: "1"
        effective-from: 2026-01-01T00:00:00+08:00
        currency: CNY
        performance-pay: { coefficients: { weak: 0.5, good: 1 } }
        percentages-of: performance-pay
        stacking: additive
        caps: { penalties: 20, rewards: 30 }
        rounding: half-even
        appeal: 5d
        adjustments:
          best:
            title: { zh: 优秀, en: Best }
            requirements: [S0-076]
            payee: agent
            amount: 500.00
        """
    /// Months of Shanghai.
    private static let starts: [String: Int64] = [
        "2026-10": 1_790_784_000_000, "2026-11": 1_793_462_400_000, "2026-12": 1_796_054_400_000,
    ]

    /// A cluster with the topics that closing reads, and the files that it is given.
    private struct Bench {
        let cluster: MockCluster
        let arguments: [String]
        let kafka: KafkaSettings

        init(_ scratch: borrowing Scratch, closesMonths: Bool = true) throws {
            cluster = try MockCluster()
            for topic in [Topic.tallies, .supplements, .scorecards, .audit] {
                try cluster.createTopic(topic.word, partitions: topic == .audit ? 1 : 2)
            }
            kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "close")
            let policy = try PolicyLoader.presetText("pharma-v2")
            let closing = closesMonths ? "\ntallies: { close-months-after: 4d }\n" : "\n"
            let payees = ["2026-10", "2026-11"].flatMap { period in
                ["A1", "A2"].map { #"{"agentId":"\#($0)","period":"\#(period)","baseAmountCents":"300000"}"# + "\n" }
            }
            let proposal =
                #"{"agentId":"A2","proposalId":"b-1","adjustment":"best","period":"2026-10","evidence":["ranking"],"#
                + #""confirmedAtMs":"1793000000000","confirmedBy":"HR"}"# + "\n"
            arguments = [
                "--model", try scratch.text("kpi.yaml", CloseTests.kpi), "--pay",
                try scratch.text("pay.yaml", CloseTests.pay), "--payees",
                try scratch.text("payees.ndjson", payees.joined()), "--proposals",
                try scratch.text("proposals.ndjson", proposal), "--worker-policy",
                try scratch.text("policy.yaml", policy + closing), "--kafka-bootstrap-servers",
                cluster.bootstrapServers, "--kafka-group-id", "close",
            ]
        }

        func close(_ period: String, _ more: String...) async throws -> AssayProcess.Outcome {
            try await AssayProcess.run(["close", period] + arguments + more)
        }

        func write(_ records: [(partition: Int32, key: String, value: [UInt8])]) throws {
            let writer = try KafkaWriter(kafka, logger: .silent)
            defer { writer.close() }
            for record in records {
                try writer.write(
                    KafkaWriter.Record(
                        key: Array(record.key.utf8), value: record.value, headers: [], timestamp: .epoch,
                        partition: record.partition), to: Topic.tallies.word)
            }
            try writer.flush(within: .seconds(10))
        }

        /// Months up to this one are closed in both partitions.
        func closeMonths(before month: String, partitions: [Int32] = [0, 1]) throws {
            let end = Instant(milliseconds: CloseTests.starts[month] ?? 0)
            try write(
                partitions.map { partition in
                    var record = ClosingRecord(partition: partition)
                    for isTally in [false, true] {
                        for source in Int32(0)..<2 {
                            _ = record.take(
                                ClosingMark(
                                    source: .init(isTally: isTally, partition: source), sources: 2, closedBefore: end,
                                    known: end))
                        }
                    }
                    var bytes: [UInt8] = []
                    _ = record.write(appendingTo: &bytes)
                    return (partition, "/closing:\(partition)", bytes)
                })
        }

        func rate(_ agent: String, _ month: String, good: Int64, bad: Int64, late: Int64 = 0) throws {
            let start = CloseTests.starts[month] ?? 0
            let months = ["2026-10": "2026-11", "2026-11": "2026-12"]
            var tally = Tally(
                tenant: "acme", subject: "agent:\(agent)", kind: .month, start: Instant(milliseconds: start),
                end: Instant(milliseconds: CloseTests.starts[months[month] ?? ""] ?? 0), measures: Measures(),
                nextFact: 0)
            for (ratings, isLate) in [(Ratings([bad, 0, 0, 0, good]), false), (Ratings([0, 0, 0, 0, late]), true)] {
                var measures = Measures()
                measures.ratings = ratings
                tally.add(measures, isLate: isLate)
            }
            var bytes: [UInt8] = []
            _ = tally.write(appendingTo: &bytes)
            try write([(agent == "A1" ? 0 : 1, "acme/agent:\(agent)/month/\(month)", bytes)])
        }

        /// What stands on a topic, as `assay tail` shows it.
        func lines(_ topic: String) async throws -> [String] {
            try await AssayProcess.run([
                "tail", topic, "--kafka-bootstrap-servers", cluster.bootstrapServers, "--kafka-group-id", "close",
            ]).lines.filter { !$0.isEmpty }.map(String.init)
        }
    }

    @Test("A38, A28: a month is closed once, and what came late is paid with the next one; the audit knows of all")
    func months() async throws {
        try await Scratch.with { scratch in
            let bench = try Bench(scratch)
            try bench.rate("A1", "2026-10", good: 7, bad: 3)
            try bench.rate("A2", "2026-10", good: 9, bad: 1)
            try bench.closeMonths(before: "2026-11", partitions: [0])
            let early = try await bench.close("2026-10")
            #expect(early.status == 75, "\(early.errors)")
            #expect(early.errors.contains("2026-10 cannot be closed yet: conversations[0]"), "\(early.errors)")
            #expect(try await bench.lines("scorecards").isEmpty)
            try bench.closeMonths(before: "2026-11", partitions: [1])

            let rehearsal = try await bench.close("2026-10", "--rehearse")
            #expect(rehearsal.text.contains("2 scorecards would be closed as of 2026-11-04T16:00:00.000Z, 5000.00 CNY"))
            #expect(try await bench.lines("scorecards").isEmpty)
            let first = try await bench.close("2026-10")
            #expect(first.status == 0, "\(first.errors)")
            #expect(
                first.text.contains(
                    "2026-10, tenant acme: 2 scorecards closed as of 2026-11-04T16:00:00.000Z, 5000.00 CNY"),
                "\(first.text)")
            #expect(first.text.contains("the audit has 2 entries"))
            let again = try await bench.close("2026-10")
            #expect(again.status == 0 && again.text.contains("closed before, 2 scorecards, nothing to do"))
            #expect(try await bench.lines("scorecards").count == 2)

            // Ten good answers come late, and November is closed with what they are worth.
            try bench.rate("A1", "2026-10", good: 7, bad: 3, late: 10)
            try bench.rate("A1", "2026-11", good: 9, bad: 1)
            try bench.rate("A2", "2026-11", good: 1, bad: 9)
            try bench.closeMonths(before: "2026-12")
            let second = try await bench.close("2026-11")
            #expect(second.status == 0, "\(second.errors)")
            #expect(
                second.text.contains("2 scorecards closed as of 2026-12-04T16:00:00.000Z, 6000.00 CNY"),
                "\(second.text)")
            #expect(second.text.contains("A1  2026-10  revision 2  1500.00  paid with 2026-11"), "\(second.text)")
            let cards = try await bench.lines("scorecards")
            #expect(cards.count == 5)
            #expect(cards.count { $0.contains("STATE_ADJUSTED") } == 1)
            let audit = try await bench.lines("audit")
            #expect(audit.count == 4 && audit.last?.contains("KIND_PERIOD_CLOSED") == true)
            #expect(audit[0].contains("KIND_PROPOSAL_CONFIRMED") && audit[0].contains(#""value":"HR""#))
        }
    }

    @Test("A39: when another input is there than a closed scorecard was made of, nothing is written")
    func conflict() async throws {
        try await Scratch.with { scratch in
            let bench = try Bench(scratch)
            try bench.rate("A1", "2026-10", good: 7, bad: 3)
            try bench.closeMonths(before: "2026-11")
            #expect(try await bench.close("2026-10").status == 0)
            try bench.rate("A1", "2026-10", good: 8, bad: 3)
            let again = try await bench.close("2026-10")
            #expect(
                again.status == 1 && again.errors.contains("was closed from another input than is there now for A1"))
            #expect(try await bench.lines("scorecards").count == 2)
        }
    }

    @Test("mistakes say what is wrong and how to mend it")
    func mistakes() async throws {
        try await Scratch.with { scratch in
            let bench = try Bench(scratch, closesMonths: false)
            let empty = try await bench.close("2026-10")
            #expect(empty.status == 66 && empty.errors.contains("there are no tallies of 2026-10"))
            try bench.rate("A1", "2026-10", good: 7, bad: 3)
            let open = try await bench.close("2026-10")
            #expect(open.status == 78 && open.errors.contains("add 'tallies: { close-months-after: 4d }'"))
            let period = try await bench.close("october")
            #expect(period.status == 64 && period.errors.contains("say which period"))
            let at = try await bench.close("2026-10", "--provisional")
            #expect(at.status == 64 && at.errors.contains("--at"))
            let provisional = try await bench.close("2026-10", "--provisional", "--at", "2026-11-01T00:00:00+08:00")
            // Payees of October are A1 and A2.
            #expect(provisional.text.contains("2 provisional scorecards published"), "\(provisional.errors)")
        }
    }

    /// The records of a chat that A1 answers and a customer rates an hour later.
    private static func chat(
        _ id: String, from start: Int64, rating: Int32
    ) -> [(topic: Topic, at: Int64, value: [UInt8])] {
        func event(_ number: UInt32, _ body: ProtoConversationEvent.OneOf_Body) -> (Topic, Int64, [UInt8]) {
            var event = ProtoConversationEvent()
            (event.tenant, event.conversationID, event.eventID) = ("acme", id, "e\(number)")
            (event.sequence, event.atMs, event.body) = (number, start + Int64(number) * 10_000, body)
            return (.conversations, event.atMs, event.protobuf)
        }
        func message(_ role: ProtoRole, _ text: String) -> ProtoConversationEvent.OneOf_Body {
            var message = ProtoMessage()
            (message.role, message.text, message.messageID) = (role, text, "m-\(role)")
            if role == .agent { message.agentID = "A1" }
            return .message(message)
        }
        var answer = ProtoSurveyEvent()
        (answer.tenant, answer.conversationID, answer.eventID, answer.surveyID) = ("acme", id, "s1", "sv1")
        (answer.programme, answer.step, answer.scale, answer.rating) = ("instant", .answered, .stars5, rating)
        answer.atMs = start + 3_600_000
        return [
            event(1, message(.customer, "在吗")), event(2, message(.agent, "您好")), event(3, .resolved(ProtoResolved())),
            (.surveys, answer.atMs, answer.protobuf),
        ]
    }

    @Test("a worker closes the month by the time of its input, and notes its policy; then the month can be closed")
    func worker() async throws {
        try await Scratch.with { scratch in
            let bench = try Bench(scratch)
            for topic in Topic.allCases where ![.tallies, .supplements, .scorecards, .audit].contains(topic) {
                try bench.cluster.createTopic(topic.word, partitions: 2)
            }
            let november = Self.starts["2026-11"] ?? 0
            let day: Int64 = 86_400_000
            var records = (1...6).flatMap {
                Self.chat("c\($0)", from: november - 5 * day + Int64($0) * 60_000, rating: $0 < 6 ? 5 : 1)
            }
            // Not in October, and past its closing: in one partition, so that the other one's time passes without records.
            records += Self.chat("later", from: november + 5 * day, rating: 1)
            let writer = try KafkaWriter(bench.kafka, logger: .silent)
            for record in records.sorted(by: { $0.at < $1.at }) {
                let name =
                    record.topic == .surveys
                    ? try ProtoSurveyEvent(protobuf: record.value).conversationID
                    : try ProtoConversationEvent(protobuf: record.value).conversationID
                try writer.write(
                    KafkaWriter.Record(
                        key: RecordKey.bytes(tenant: "acme", name: name), value: record.value, headers: [],
                        timestamp: Instant(milliseconds: record.at)), to: record.topic.word)
            }
            try writer.flush(within: .seconds(10))
            writer.close()
            let policy = try #require(bench.arguments.firstIndex(of: "--worker-policy").map { bench.arguments[$0 + 1] })
            let worker = try RunningCommand([
                "worker", "--worker-lanes=1", "--kafka-session-timeout", "20s", "--kafka-linger=0ms",
                "--kafka-bootstrap-servers", bench.cluster.bootstrapServers, "--worker-policy", policy,
            ])
            try worker.waits(for: "is live", seconds: 60)
            var closing = try await bench.close("2026-10", "--rehearse")
            var tries = 0
            while closing.status != 0, tries < 100 {
                tries += 1
                closing = try await bench.close("2026-10", "--rehearse")
            }
            #expect(closing.status == 0, "\(closing.errors) \(worker.said)")
            closing = try await bench.close("2026-10")
            worker.signal(SIGTERM)
            #expect(worker.status(within: 10) == 0)
            // Five of six answers are good; A2 is a payee without a tally.
            #expect(closing.text.contains("A1         83.33  good   3000.00"), "\(closing.text)")
            let audit = try await bench.lines("audit")
            #expect(audit.count == 2 && audit[0].contains("KIND_POLICY_ACTIVATED"), "\(audit)")
            #expect(audit.last?.contains("KIND_PERIOD_CLOSED") == true)
        }
    }

    @Test("an audit that was tampered with is not written behind, and verify names the place")
    func brokenAudit() async throws {
        try await Scratch.with { scratch in
            let bench = try Bench(scratch)
            for topic in Topic.allCases where ![.tallies, .supplements, .scorecards, .audit].contains(topic) {
                try bench.cluster.createTopic(topic.word, partitions: 2)
            }
            try bench.rate("A1", "2026-10", good: 7, bad: 3)
            try bench.closeMonths(before: "2026-11")
            #expect(try await bench.close("2026-10").status == 0)
            let writer = try KafkaWriter(bench.kafka, logger: .silent)
            let entry = AuditEntry(
                after: nil, at: .epoch, .periodClosed, tenant: "acme", subject: "2026-09", details: [])
            try writer.write(
                KafkaWriter.Record(key: nil, value: entry.protobuf, headers: [], timestamp: .epoch, partition: 0),
                to: Topic.audit.word)
            try writer.flush(within: .seconds(10))
            writer.close()
            try bench.rate("A1", "2026-11", good: 7, bad: 3)
            try bench.closeMonths(before: "2026-12")
            let refused = try await bench.close("2026-11")
            #expect(
                refused.status == 66 && refused.errors.contains("nothing is added to a broken chain"),
                "\(refused.errors)")
            let verified = try await AssayProcess.run([
                "verify", "--kafka-bootstrap-servers", bench.cluster.bootstrapServers, "--worker-policy", "pharma-v2",
            ])
            #expect(verified.text.contains("✗ scorecards add up, and the audit is a whole chain"), "\(verified.text)")
            #expect(verified.text.contains("audit: entry 1 stands where entry 2 should be"), "\(verified.text)")
        }
    }
}
