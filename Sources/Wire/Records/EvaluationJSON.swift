// Writes evaluations as lines of JSON.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftProtobuf

/// The proto3 JSON of `Evaluation`, one object a line.
package enum EvaluationJSON {
    /// The JSON of an evaluation, and a newline. Fields are in the order of the schema. Those that everybody looks for are written even when
    /// they have no value, which proto3 JSON leaves out otherwise; such ones stand at the end.
    package static func line(_ evaluation: ProtoEvaluation) -> [UInt8] {
        var line = evaluation.json
        line.removeLast()
        func add(_ field: StaticString) {
            if line.count > 1 { line.append(UInt8(ascii: ",")) }
            field.withUTF8Buffer { line += $0 }
        }
        if !evaluation.ended { add(#""ended":false"#) }
        if !evaluation.hasScore { add(#""score":null"#) }
        if evaluation.dimensions.isEmpty { add(#""dimensions":[]"#) }
        if evaluation.deductions.isEmpty { add(#""deductions":[]"#) }
        line += "}\n".utf8
        return line
    }

    /// The evaluation of a line. Fields of later versions are passed over.
    ///
    /// - Throws: `Complaint` when the line is no evaluation.
    package static func evaluation(_ line: [UInt8]) throws(Complaint) -> ProtoEvaluation {
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = true
        let evaluation: ProtoEvaluation
        do {
            evaluation = try ProtoEvaluation(jsonUTF8Data: Data(line), options: options)
        } catch {
            throw Complaint(.malformed, "the line is not the JSON of an evaluation: \(error)")
        }
        guard !evaluation.conversationID.isEmpty, evaluation.episode > 0, evaluation.revision > 0 else {
            throw Complaint(.invalid, "the line is no evaluation: it names no conversation, episode and revision")
        }
        return evaluation
    }
}
