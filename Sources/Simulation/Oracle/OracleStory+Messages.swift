// What the oracle sees in a message.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension OracleStory {
    func isPublic(_ message: ProtoMessage) -> Bool { flags(of: message).isDisjoint(with: .neverAnswers) }

    func flags(of message: ProtoMessage) -> MessageFlags {
        var flags = MessageFlags.none
        if message.internal { flags.insert(.internal) }
        if message.autoSubmitted { flags.insert(.autoSubmitted) }
        if message.change != .unspecified { flags.insert(.change) }
        if message.role != .customer, message.solicitation || message.origin == .campaign {
            flags.insert(.solicitation)
        }
        return flags
    }

    /// The histories have no words of courtesy that stand within others.
    func isEmpty(_ text: String, _ policy: Policy) -> Bool {
        guard let rules = policy.integrity else { return false }
        let courtesies = policy.lexicons.enumerated().filter { rules.courtesies.contains(UInt8($0.offset)) }
        let rest = courtesies.flatMap(\.element.phrases).reduce(text) { $0.replacing($1, with: "") }
        return rest.count { $0.isLetter || $0.isNumber } < rules.leastLetters
    }
}
