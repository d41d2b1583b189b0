// `assay replay`: a history judged by two policies.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Testing
import Wire

@testable import Commands
@testable import assay

@Suite("assay replay", .serialized)
struct PolicyReplayTests {
    private func replay(
        _ arguments: [String], input: [UInt8] = [], before: String = "pharma-v1", after: String = "pharma-v2"
    ) async throws -> AssayProcess.Outcome {
        try await AssayProcess.run(
            ["replay", "--policy", before, "--against", after, "--format", "json"] + arguments, input: input)
    }

    /// Conversations of events by three agents of two teams; every fifth stays open.
    static let events: [String] = (0..<90).flatMap { number -> [String] in
        func event(_ index: Int, _ body: String) -> String {
            let time = 1_795_000_000_000 + number * 500_000 + index * 20_000
            return
                #"{"tenant":"acme","conversationId":"e-\#(number)","eventId":"\#(index)","atMs":"\#(time)",\#(body)}"#
        }
        func message(_ index: Int, _ role: String, _ text: String) -> String {
            let agent = #""agentId":"a-\#(number % 3)","teamId":"t-\#(number % 3 / 2)","#
            return event(
                index,
                #""message":{"messageId":"\#(index)","role":"ROLE_\#(role)",\#(role == "AGENT" ? agent : "")"text":"\#(text)"}"#
            )
        }
        let replies = ["您好，请问有什么可以帮您？", "亲爱的，绝对没有副作用", "这是公司规定，我也没办法", "您好，yyds，还有其他问题吗"]
        let conversation = [
            message(0, "CUSTOMER", number % 2 == 0 ? "我要退货，太差了" : "怀孕能吃吗"), message(1, "AGENT", replies[number % 4]),
            message(2, "AGENT", replies[number * 7 % 4]),
        ]
        return number % 5 == 0 ? conversation : conversation + [event(3, #""resolved":{}"#)]
    }

    private static var input: [UInt8] {
        EvaluateTests.transcripts(150) + Array((events.joined(separator: "\n") + "\n").utf8)
    }

    /// The hundredths of a JSON number, exactly.
    private func hundredths(_ value: Any?) throws -> Int64 { try #require(value as? Double).hundredths }

    /// Checks that before + change = after, for sums, means and counts.
    private func expectAddsUp(_ object: [String: Any], _ counts: String) throws {
        let parts = try ["before", "change", "after"].map { try #require(object[$0] as? [String: Any]) }
        for name in ["sum", "mean"] where !parts.contains(where: { $0[name] is NSNull }) {
            let numbers = try parts.map { try hundredths($0[name]) }
            #expect(numbers[0] + numbers[1] == numbers[2], "\(name) of \(object)")
        }
        let numbers = try parts.map { try #require($0[counts] as? Int) }
        #expect(numbers[0] + numbers[1] == numbers[2])
    }

    @Test("the same policy twice changes nothing")
    func same() async throws {
        let run = try await replay(["--from", "-"], input: Self.input, before: "pharma-v2", after: "pharma-v2")
        #expect(run.status == 0)
        let object = try run.json()
        #expect((object["moved"] as? [Any])?.isEmpty == true)
        for list in ["agents", "teams", "criteria"] {
            for line in try #require(object[list] as? [[String: Any]]) {
                #expect(line["changed"] as? Int == 0)
                let change = try #require(line["change"] as? [String: Any])
                #expect(try hundredths(change["sum"]) == 0)
            }
        }
    }

    @Test("a replay is the same bytes every time, for every number of threads, in both formats")
    func deterministic() async throws {
        for format in ["text", "json"] {
            var outputs: Set<[UInt8]> = []
            for threads in ["1", "2", "5", "2"] {
                let run = try await replay(
                    ["--from", "-", "--threads", threads, "--format", format], input: Self.input)
                #expect(run.status == 0)
                outputs.insert(run.output)
            }
            #expect(outputs.count == 1)
        }
    }

    @Test("old plus difference is new: in sums, means and counts, per agent, team and criterion")
    func addsUp() async throws {
        let object = try await replay(["--from", "-"], input: Self.input).json()
        try expectAddsUp(try #require(object["all"] as? [String: Any]), "scored")
        for list in ["agents", "teams"] {
            for line in try #require(object[list] as? [[String: Any]]) { try expectAddsUp(line, "scored") }
        }
        for line in try #require(object["criteria"] as? [[String: Any]]) { try expectAddsUp(line, "applied") }
    }

    @Test("the sums are those of the evaluations by either policy")
    func sums() async throws {
        let object = try await replay(["--from", "-"], input: Self.input).json()
        let all = try #require(object["all"] as? [String: Any])
        let criteria = try #require(object["criteria"] as? [[String: Any]])
        for (side, policy) in [("before", "pharma-v1"), ("after", "pharma-v2")] {
            let lines = try await AssayProcess.run(["evaluate", "-", "--policy", policy], input: Self.input).lines
            var score: Int64 = 0
            var count = 0
            var lost: [String: Int64] = [:]
            for line in lines {
                let evaluation = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                if let points = evaluation["score"] as? Double {
                    score += points.hundredths
                    count += 1
                }
                for deduction in evaluation["deductions"] as? [[String: Any]] ?? [] {
                    lost[try #require(deduction["criterion"] as? String), default: 0] -= try hundredths(
                        deduction["points"])
                }
            }
            #expect(all["episodes"] as? Int == lines.count)
            let numbers = try #require(all[side] as? [String: Any])
            #expect(try hundredths(numbers["sum"]) == score)
            #expect(numbers["scored"] as? Int == count)
            for line in criteria {
                let toll = try #require(line[side] as? [String: Any])
                #expect(try hundredths(toll["sum"]) == lost[try #require(line["criterion"] as? String)] ?? 0)
            }
        }
    }

    @Test("agents and teams share all episodes among them, and those that moved most stand first")
    func groups() async throws {
        let object = try await replay(["--from", "-", "--top", "7"], input: Self.input).json()
        let all = try #require(object["all"] as? [String: Any])
        #expect(object["open"] as? Int == 18)
        for list in ["agents", "teams"] {
            let lines = try #require(object[list] as? [[String: Any]])
            #expect(lines.compactMap { $0["episodes"] as? Int }.reduce(0, +) == all["episodes"] as? Int)
            #expect(lines.count == (list == "agents" ? 4 : 3))
        }
        let moved = try #require(object["moved"] as? [[String: Any]])
        let changes = try moved.map { try hundredths($0["change"]).magnitude }
        #expect(changes.count == 7 && changes == changes.sorted(by: >))
        for episode in moved {
            let (before, change) = (try hundredths(episode["before"]), try hundredths(episode["change"]))
            #expect(try before + change == hundredths(episode["after"]))
            #expect((episode["points"] as? [Any])?.isEmpty == false)
        }
    }

    @Test("several files are one history, and compressed ones are read")
    func files() async throws {
        try await Scratch.with { scratch in
            let lines = Self.events
            let first = try scratch.text("a.ndjson", lines.prefix(200).joined(separator: "\n") + "\n")
            let rest = Array(lines.dropFirst(200).joined(separator: "\n").utf8)
            let second = try scratch.file("b.zst", try ZstdCompressor().compress(rest)).path
            let run = try await replay(["--from", first, second])
            let whole = try await replay(["--from", "-"], input: Array(lines.joined(separator: "\n").utf8))
            #expect(run.status == 0)
            #expect(run.output == whole.output)
        }
    }

    @Test("lines that cannot be used are told and fail, and the rest is reported")
    func unusable() async throws {
        let run = try await replay(["--from", "-"], input: Array("{\n".utf8) + Self.input)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("<stdin>:1: the line ends in the middle of the JSON"))
        #expect(try run.json()["all"] != nil)
    }

    @Test("wrong usage is told")
    func usage() async throws {
        #expect(try await replay([]).status == 64)
        #expect(try await replay(["--from", "-", "--from-topic"]).status == 64)
        let setting = try await replay(["--from", "-", "--kafka-group-id", "x"])
        #expect(setting.status == 64)
        #expect(setting.errors.contains("'--kafka-group-id' has no meaning with --from"))
        #expect(try await replay(["--from", "/nowhere"]).status == 66)
        let version = try await replay(["--from", "-"], before: "pharma-v2@9")
        #expect(version.status == 64 && version.errors.contains("pharma-v2 has no version '9'; versions: 2.2.0"))
    }

    @Test("the text names both policies, the scores and what moved")
    func text() async throws {
        let run = try await replay(["--from", "-", "--format", "text", "--top", "1"], input: Self.input)
        #expect(run.text.hasPrefix("pharma-v1 1.1.0 → pharma-v2 2.2.0\n\n240 episodes, 18 of them still open; "))
        #expect(run.lines.contains { $0.hasPrefix("acme/a-0 ") })
        #expect(run.lines.contains { $0.hasPrefix("offline/(none) ") })
        #expect(run.lines.contains { $0.hasPrefix("soothe-first ") && $0.hasSuffix("Soothes first, then solves") })
        #expect(run.text.contains("\nmoved most\n  "))
    }

    @Test("a topic gives the same as a file of its records, whatever they are written in")
    func topic() async throws {
        let cluster = try MockCluster()
        try cluster.createTopic("cs.conversations", partitions: 2)
        var kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "replay")
        kafka.topics = TopicNames(prefix: "cs.")
        kafka.statisticsInterval = .zero
        let writer = try KafkaWriter(kafka, logger: .silent)
        let compressor = try ZstdCompressor()
        for (index, line) in Self.events.enumerated() {
            guard case .event(let event) = try OfflineLine(json: Array(line.utf8)) else { continue }
            var record = KafkaWriter.Record(
                key: event.key, value: event.value, headers: [], timestamp: event.at,
                partition: Int32(event.key.reduce(0) { $0 + Int($1) } % 2))
            if index % 3 == 1 {
                record.value = Array(line.utf8)
                record.headers = [("content-type", Array("application/json".utf8))]
            } else if index % 3 == 2 {
                record.value = try compressor.compress(event.value)
                record.headers = [("content-encoding", Array("zstd".utf8))]
            }
            try writer.write(record, to: "cs.conversations")
        }
        try writer.flush(within: .seconds(10))
        writer.close()
        let arguments = [
            "--from-topic", "--kafka-bootstrap-servers", cluster.bootstrapServers, "--kafka-topic-prefix", "cs.",
            "--kafka-group-id", "replay", "--log-level", "error",
        ]
        let run = try await replay(arguments)
        #expect(run.status == 0, "\(run.errors)")
        let file = try await replay(["--from", "-"], input: Array(Self.events.joined(separator: "\n").utf8))
        #expect(run.output == file.output)
        #expect(try await replay(arguments).output == run.output)
    }
}
