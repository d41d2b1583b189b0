// Reads dead letters back.
// SPDX-License-Identifier: Apache-2.0

import SwiftProtobuf

extension Complaint {
    /// The complaint in a dead letter that `SourceRecord` wrote.
    package init(deadLetter bytes: [UInt8]) {
        do {
            let letter = try ProtoDeadLetter(serializedBytes: bytes)
            guard let reason = Reason(rawValue: letter.reason.rawValue) else {
                preconditionFailure("a dead letter of ours states its reason")
            }
            self.init(reason, letter.detail)
        } catch {
            preconditionFailure("a dead letter of ours can be decoded: \(error)")
        }
    }
}
