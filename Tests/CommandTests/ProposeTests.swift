// `assay pay propose`: streaks of failed tickets as proposals.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

@Suite("assay pay propose")
struct ProposeTests {
    /// The pay model of the manual.
    private static func model() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("deploy/pay.md"), encoding: .utf8)
        return text.components(separatedBy: "```yaml\n")[2].components(separatedBy: "```")[0]
    }

    /// 2026-11-11T12:00:00+08:00.
    private static let noon: Int64 = 1_794_369_600_000

    private enum Failure { case criterion, clock, none }

    private static func evaluation(
        _ number: Int, days: Int, _ failure: Failure, agent: String = "A1", revision: Int = 1, more: String = ""
    ) -> String {
        let end = noon + Int64(days) * 86_400_000
        let found =
            switch failure {
            case .criterion: #","deductions":[{"criterion":"record-in-time","points":2.5}]"#
            case .clock: #","clocks":[{"clock":"record-entry","outcome":"OUTCOME_BREACHED"}]"#
            case .none: #","deductions":[{"criterion":"greeting","points":2.5}]"#
            }
        return
            #"{"tenant":"acme","conversationId":"c-\#(number)","episode":1,"revision":\#(revision),"agentId":"\#(agent)","#
            + #""startedAtMs":"\#(end - 60_000)","endedAtMs":"\#(end)","ended":true\#(found)\#(more)}"#
    }

    private static let three = [
        evaluation(1, days: 0, .criterion), evaluation(2, days: 1, .clock), evaluation(3, days: 2, .criterion),
    ]

    private static func propose(
        _ lines: [String], period: String = "2026-11", against: String? = nil, model: String? = nil
    ) async throws -> AssayProcess.Outcome {
        try await Scratch.with { scratch in
            var arguments = [
                "pay", "propose", period, "--model", try scratch.text("pay.yaml", try model ?? self.model()),
                "--evaluations", try scratch.text("evaluations.ndjson", lines.joined(separator: "\n")),
            ]
            if let against { arguments += ["--against", try scratch.text("proposals.ndjson", against)] }
            return try await AssayProcess.run(arguments)
        }
    }

    @Test("S3-067: three tickets in a row are one proposal with its evidence, the same whatever the order of the input")
    func streak() async throws {
        let run = try await Self.propose(Self.three)
        #expect(run.status == 0 && run.errors.isEmpty && run.lines.count == 1, "\(run.errors)")
        let proposal = try #require(try PayLine.proposal(Array(run.lines[0].utf8)))
        #expect(proposal.agent == "A1" && proposal.period == "2026-11" && proposal.proposal.adjustment == "unrecorded")
        #expect(proposal.proposal.evidence == ["c-1/1", "c-2/1", "c-3/1"])
        #expect(proposal.proposal.confirmedAt == nil)
        #expect(proposal.proposal.standing(at: .distantFuture, appeal: .zero, payee: "A1") == .proposed)
        let others = [Self.evaluation(9, days: 0, .criterion, agent: "A2")]
        let again = try await Self.propose(Self.three.reversed() + others + Self.three)
        #expect(again.output == run.output)
    }

    @Test("A29: a late ticket that was in order, or a revision, breaks the row; what was proposed is found no longer")
    func broken() async throws {
        let before = try await Self.propose(Self.three).text
        let late = Self.evaluation(4, days: 1, .none).replacing("c-4", with: "c-22")
        let revised = Self.evaluation(2, days: 1, .none, revision: 2)
        let overruled = Self.evaluation(
            3, days: 2, .criterion, revision: 2,
            more: #","review":{"reviewId":"r","versions":[{"items":[{"criterion":"record-in-time"}]}]}"#)
        for line in [late, revised, overruled] {
            let run = try await Self.propose(Self.three + [line], against: before)
            #expect(run.status == 0 && run.output.isEmpty, "\(run.text)")
            #expect(run.complaints.count == 1 && run.errors.contains("of A1 is found no longer: c-1/1, c-2/1, c-3/1"))
        }
    }

    @Test("a row that goes on belongs to the month of its last ticket; each month anew where the model says so")
    func months() async throws {
        let lines = [
            Self.evaluation(1, days: 18, .clock), Self.evaluation(2, days: 19, .clock),
            Self.evaluation(3, days: 20, .clock),
        ]
        #expect(try await Self.propose(lines).output.isEmpty)
        #expect(try await Self.propose(lines, period: "2026-12").lines.count == 1)
        #expect(try await Self.propose(lines, period: "2026-Q4").lines.count == 1)
        let anew = try Self.model().replacing("reset: never", with: "reset: month")
        #expect(try await Self.propose(lines, period: "2026-12", model: anew).output.isEmpty)
    }

    @Test("staff, open episodes and clocks that others let pass are no tickets that failed")
    func exceptions() async throws {
        for more in [#","excluded":true"#, #","ended":false"#] {
            let last = Self.evaluation(3, days: 2, .criterion, more: more)
            #expect(try await Self.propose(Self.three.dropLast() + [last]).output.isEmpty)
        }
        let held = Self.three[1].replacing(
            #""outcome":"OUTCOME_BREACHED""#, with: #""outcome":"OUTCOME_BREACHED","holder":{"agentId":"A2"}"#)
        #expect(try await Self.propose([Self.three[0], held, Self.three[2]]).output.isEmpty)
    }

    @Test("a scorecard reads the proposals, and none counts before it is confirmed")
    func scorecard() async throws {
        let proposals = try await Self.propose(Self.three).text
        try await Scratch.with { scratch in
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let manual = try String(contentsOf: root.appendingPathComponent("deploy/pay.md"), encoding: .utf8)
            let kpi = manual.components(separatedBy: "```yaml\n")[1].components(separatedBy: "```")[0]
            let run = try await AssayProcess.run([
                "scorecard", "A1", "2026-11", "--model", try scratch.text("kpi.yaml", kpi), "--pay",
                try scratch.text("pay.yaml", try Self.model()), "--tallies", try scratch.text("tallies.ndjson", ""),
                "--proposals", try scratch.text("proposals.ndjson", proposals), "--base-amount", "3000.00", "--at",
                "2027-01-01T00:00:00+08:00",
            ])
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    @Test("mistakes say how to mend them")
    func mistakes() async throws {
        let period = try await Self.propose(Self.three, period: "november")
        #expect(period.status == 64 && period.errors.contains("say of which period"))
        let silent = try Self.model().replacing(
            ", failed-by: { criteria: [record-in-time, record-concrete], clocks: [record-entry] }", with: "")
        let rule = try await Self.propose(Self.three, model: silent)
        #expect(rule.status == 78 && rule.errors.contains("add 'failed-by' to a 'streak'"))
        let tenants = try await Self.propose(Self.three + [Self.three[0].replacing("acme", with: "umbra")])
        #expect(tenants.status == 64 && tenants.errors.contains("acme, umbra; add --tenant"))
    }
}
