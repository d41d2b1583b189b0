// Reads evaluations back, for those who show them.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

extension ProtoEvaluation {
    /// The evaluation whose bytes `EvaluationWriter` wrote.
    package init(written bytes: [UInt8]) {
        do {
            try self.init(serializedBytes: bytes)
        } catch {
            preconditionFailure("an evaluation of ours can be decoded: \(error)")
        }
    }

    /// The evaluation as its readers get it.
    package init(_ evaluation: Evaluation, policies: PolicySet) {
        var bytes: [UInt8] = []
        _ = EvaluationWriter.write(evaluation, policies: policies, appendingTo: &bytes)
        self.init(written: bytes)
    }
}
