// Scorecards on the wire: the same input gives the same bytes.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Testing
import Wire

@Suite("scorecards")
struct ScorecardTests {
    private static let now = Instant(milliseconds: 1_798_000_000_000)

    private static func input(
        order: Bool = true, hours: Int64 = 16_000, at now: Instant = now
    ) throws -> ScorecardInput {
        let texts = try PayFileTests.examples()
        guard case .kpi(let kpi) = try PayFile.decode(yaml: texts[0], file: "kpi.yaml"),
            case .pay(let pay) = try PayFile.decode(yaml: texts[1], file: "pay.yaml")
        else { throw PolicyError([]) }
        var measures = Measures()
        measures.ratings = Ratings([3, 0, 0, 0, 22])
        measures.handling.handled = 270
        var statements = [
            PayInputs.Statement(id: "h", name: "effective-hours", hundredths: hours, at: .epoch, source: "hr"),
            PayInputs.Statement(id: "p", name: "sampled-pass-rate", hundredths: 9_600, at: .epoch, source: "qa"),
        ]
        for rater in ["B", "C", "D", "E", "F"] {
            statements.append(
                PayInputs.Statement(id: rater, name: "teamwork", hundredths: 8_500, at: .epoch, source: rater))
        }
        var proposals = [
            PayProposal(
                id: "u-1", adjustment: "unrecorded", evidence: ["c-2/1", "c-1/1", "c-3/1"], confirmedAt: .epoch,
                confirmedBy: "QA"),
            PayProposal(id: "u-2", adjustment: "unrecorded", evidence: ["c-4/1"]),
        ]
        if !order {
            statements.reverse()
            proposals.reverse()
        }
        return ScorecardInput(
            tenant: "acme", period: try #require(ReportingPeriod("2026-11")), kpi: (kpi, texts[0]),
            pay: (pay, texts[1]),
            inputs: PayInputs(agent: "A1", measures: measures, statements: statements),
            baseAmount: Cents(300_000), proposals: proposals, now: now)
    }

    @Test("A31: the scorecard on the wire has the composite, its lines and the pay, and reads as the schema says")
    func fields() throws {
        let proto = try ProtoScorecard(serializedBytes: try Self.input().scorecard.protobuf)
        #expect(proto.compositeHundredths == 8_720 && proto.compositeExact == "87.2" && proto.grade == "good")
        #expect(proto.state == .provisional && proto.revision == 1 && proto.period == "2026-11")
        #expect(proto.kpiModel == "service" && proto.policyVersion == "1.0.0" && proto.payModel == "service@1.0.0")
        #expect(CivilDate(dayNumber: Int64(proto.lastDay)).label == "2026-11-30")
        #expect(proto.lines.map(\.valueHundredths) == [9_600, 8_000, 9_000, 8_500])
        #expect(proto.lines.map(\.weightHundredths) == [2_000, 3_000, 3_000, 2_000])
        #expect(proto.lines.map(\.n) == [1, 25, 270, 5] && proto.lines.allSatisfy { $0.state == .counted })
        #expect(proto.lines[2].inputs.map(\.name) == ["handled", "effective-hours"])
        #expect(proto.payLines.map(\.id) == ["performance-pay", "unrecorded", "unrecorded"])
        #expect(proto.payLines.map(\.standing) == [.unspecified, .counts, .proposed])
        #expect(proto.payLines.map(\.hasCents) == [true, true, false])
        #expect(proto.payLines[1].evidence == ["c-1/1", "c-2/1", "c-3/1"])
        #expect(proto.totalCents == 285_000 && proto.currency == "CNY" && proto.inputHash.count == 32)
    }

    @Test("the bytes are those of the generated code")
    func bytes() throws {
        let bytes = try Self.input().scorecard.protobuf
        let again: [UInt8] = try ProtoScorecard(serializedBytes: bytes).serializedBytes()
        #expect(bytes == again)
    }

    @Test(
        "A39: the same input gives the same bytes in any order, another input another hash, and time alone changes nothing"
    )
    func deterministic() throws {
        let bytes = try Self.input().scorecard.protobuf
        #expect(try Self.input(order: false).scorecard.protobuf == bytes)
        #expect(try Self.input(at: Self.now + .hours(1)).scorecard.protobuf == bytes)
        let other = try Self.input(hours: 16_001).scorecard
        #expect(try Self.input().scorecard.inputHash != other.inputHash)
    }

    @Test("A37: what is missing is not set, and not 0")
    func missing() throws {
        let proto = try ProtoScorecard(serializedBytes: try Self.input(hours: 0).scorecard.protobuf)
        #expect(!proto.hasCompositeHundredths && proto.compositeExact.isEmpty && proto.grade.isEmpty)
        #expect(!proto.lines[2].hasValueHundredths && proto.lines[2].state == .blockedMissing)
        #expect(!proto.hasTotalCents && proto.payBlockedBy == "there is no grade")
    }

    @Test("lines of assay tail and plain objects are read; deleted records are nothing")
    func lines() throws {
        let plain =
            #"{"tenant":"acme","subject":"agent:A1","window":"WINDOW_KIND_MONTH","startMs":"1793462400000","endMs":"1796054400000"}"#
        let tail = #"{"partition":0,"offset":3,"key":"k","schema":"assay.v1.Tally","value":\#(plain)}"#
        guard case .tally(let tally) = try TallyLine.read(Array(tail.utf8)) else {
            Issue.record("the line has a tally")
            return
        }
        #expect(tally.subject == "agent:A1" && tally.month == "2026-11")
        #expect(try TallyLine.read(Array(plain.utf8)) == .tally(tally))
        #expect(try TallyLine.read(Array(#"{"schema":"assay.v1.Tally","value":null}"#.utf8)) == .nothing)
        let supplement =
            #"{"subject":"agent:A1","supplementId":"s","kind":"KIND_INDICATOR","indicator":"pass-rate","valueHundredths":"9600","firstDay":20758,"lastDay":20787}"#
        let statement = try #require(try PayLine.statement(Array(supplement.utf8)))
        #expect(statement.statement.name == "pass-rate" && statement.statement.hundredths == 9_600)
        let exam = supplement.replacing(
            "KIND_INDICATOR\",\"indicator\":\"pass-rate", with: "KIND_EXAM\",\"part\":\"theory")
        #expect(try PayLine.statement(Array(exam.utf8))?.statement.name == "exam/theory")
        let proposal =
            #"{"agentId":"A1","proposalId":"p","adjustment":"delay","period":"2026-11","evidence":["c-1/1"],"ruling":"RULING_UPHELD"}"#
        #expect(try PayLine.proposal(Array(proposal.utf8))?.proposal.ruling == .upheld)
    }

    @Test(
        "what cannot be used says what to mend",
        arguments: [
            ("[]", "JSON object"), ("{", "byte"), (#"{"subject":"agent:A1"}"#, "kind must be one of"),
            (#"{"kind":"KIND_EXAM","subject":"agent:A1"}"#, "needs subject, supplementId"),
            (#"{"kind":"KIND_INDICATOR","subject":"agent:A1","supplementId":"s"}"#, "indicator"),
            (#"{"kind":"KIND_EXAM","subject":"agent:A1","supplementId":"s","firstDay":2,"lastDay":1}"#, "is after"),
            (
                #"{"kind":"KIND_TRAINING","subject":"agent:A1","supplementId":"s","part":"theory"}"#,
                "only exams have parts"
            ),
            (#"{"kind":"KIND_EXAM","subjekt":"agent:A1"}"#, "is not a supplement"),
        ])
    func mistakes(line: String, problem: String) {
        let complaint = #expect(throws: Complaint.self) { try PayLine.statement(Array(line.utf8)) }
        #expect(complaint?.detail.contains(problem) == true, "\(complaint?.detail ?? "")")
    }
}
