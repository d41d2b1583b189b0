// Evaluations as lines of JSON.
// SPDX-License-Identifier: Apache-2.0
import SwiftProtobuf
import Testing
import Wire

@Suite("evaluation JSON")
struct EvaluationJSONTests {
    private static var evaluation: ProtoEvaluation {
        var evaluation = ProtoEvaluation()
        evaluation.tenant = "t"
        evaluation.conversationID = "c \"1\"\n"
        evaluation.episode = 1
        evaluation.policyVersion = "2.0.0"
        evaluation.startedAtMs = 946_684_800_000
        evaluation.ended = true
        evaluation.score = 93.33
        var dimension = ProtoDimensionScore()
        dimension.id = "attitude"
        dimension.weight = 30
        dimension.score = 87.5
        evaluation.dimensions = [dimension, ProtoDimensionScore()]
        var deduction = ProtoDeduction()
        deduction.criterion = "greeting"
        deduction.points = 6.67
        deduction.evidence.messageID = "2"
        evaluation.deductions = [deduction]
        evaluation.counts.records = 3
        return evaluation
    }

    private static func text(_ evaluation: ProtoEvaluation) -> String {
        String(decoding: EvaluationJSON.line(evaluation), as: UTF8.self)
    }

    @Test("fields are in the order of the schema, numbers are the decimals that were meant")
    func line() {
        #expect(
            Self.text(Self.evaluation) == #"""
                {"tenant":"t","conversationId":"c \"1\"\n","episode":1,"policyVersion":"2.0.0","startedAtMs":"946684800000",\#
                "ended":true,"score":93.33,"dimensions":[{"id":"attitude","weight":30.0,"score":87.5},{}],\#
                "deductions":[{"criterion":"greeting","points":6.67,"evidence":{"messageId":"2"}}],"counts":{"records":3}}

                """#)
    }

    @Test("every hundredth of a point prints as its decimal")
    func decimals() {
        var evaluation = ProtoEvaluation()
        for hundredths in 0...10_000 {
            evaluation.score = Double(hundredths) / 100
            let fraction = String(100 + hundredths % 100).dropFirst()
            let digits = fraction.last == "0" ? fraction.dropLast() : fraction
            #expect(Self.text(evaluation).contains("\"score\":\(hundredths / 100).\(digits),"))
        }
    }

    @Test("what everybody looks for is there without a value too: a missing score is null")
    func missing() {
        #expect(Self.text(ProtoEvaluation()) == #"{"ended":false,"score":null,"dimensions":[],"deductions":[]}"# + "\n")
    }

    @Test("a reader of proto3 JSON gets the same evaluation back")
    func roundTrip() throws {
        var withoutScore = Self.evaluation
        withoutScore.clearScore()
        withoutScore.ended = false
        withoutScore.deductions = []
        for evaluation in [Self.evaluation, withoutScore] {
            #expect(try ProtoEvaluation(jsonUTF8Bytes: EvaluationJSON.line(evaluation)) == evaluation)
        }
    }
}
