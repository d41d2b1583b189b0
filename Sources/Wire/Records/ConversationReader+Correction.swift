// Reads corrections of clocks: generated code, then checks.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

extension ConversationReader {
    /// The correction that an event of these bytes says.
    package static func correction(_ bytes: [UInt8], of event: ConversationEvent) -> ClockCorrection? {
        guard case .corrected(let range) = event.body else { return nil }
        return try? correction(Array(bytes[range]), of: event, id: bytes.string(event.id))
    }

    /// The correction in the bytes of its message.
    ///
    /// - Throws: `DecodeError`: the record is a dead letter.
    static func correction(
        _ message: [UInt8], of event: ConversationEvent, id: String
    ) throws(DecodeError) -> ClockCorrection {
        let proto: ProtoCorrected
        do {
            proto = try ProtoCorrected(serializedBytes: message)
        } catch {
            throw .malformed("not a correction: \(error)")
        }
        try bound(proto)
        guard let kind = ClockKind.byWord[proto.result.clock] else {
            throw .invalid("there is no clock '\(proto.result.clock)'")
        }
        guard let outcome = ClockOutcome(rawValue: UInt8(clamping: proto.result.outcome.rawValue)) else {
            throw .invalid("outcome must be OUTCOME_MET, OUTCOME_BREACHED, OUTCOME_ABANDONED or OUTCOME_CANCELLED")
        }
        var result = ClockResult(
            kind: kind, cycle: proto.result.cycle, startedAt: try time(proto.result.startedAtMs, "started_at_ms"),
            fulfilledAt: proto.result.hasFulfilledAtMs ? try time(proto.result.fulfilledAtMs, "fulfilled_at_ms") : nil,
            elapsed: proto.result.hasElapsedMs ? try duration(proto.result.elapsedMs) : nil,
            target: .zero, outcome: outcome,
            deadline: proto.result.hasDeadlineMs ? try time(proto.result.deadlineMs, "deadline_ms") : nil)
        if proto.result.hasHolder {
            result.holder = HolderName(agent: proto.result.holder.agentID, team: proto.result.holder.teamID)
        }
        let correction = ClockCorrection(id: id, at: event.at, episode: proto.episode, result: result)
        if let contradiction = correction.contradiction { throw .invalid(contradiction) }
        return correction
    }

    private static func bound(_ proto: ProtoCorrected) throws(DecodeError) {
        guard proto.episode > 0 else { throw .invalid("episode must be the number of the episode, from 1") }
        let holder = proto.result.holder
        let names = [
            ("agent_id", holder.agentID), ("team_id", holder.teamID), ("corrected_by", proto.correctedBy),
            ("reason", proto.reason),
        ]
        for (name, text) in names where text.utf8.count > Limit.identifier {
            throw .invalid("\(name) has \(text.utf8.count) bytes; at most \(Limit.identifier)")
        }
    }

    private static func time(_ milliseconds: Int64, _ name: StaticString) throws(DecodeError) -> Instant {
        guard milliseconds > 0, milliseconds < Limit.time else {
            throw .invalid("\(name) must be a time in milliseconds since 1970")
        }
        return Instant(milliseconds: milliseconds)
    }

    private static func duration(_ milliseconds: Int64) throws(DecodeError) -> Milliseconds {
        guard (0..<Limit.time).contains(milliseconds) else {
            throw .invalid("elapsed_ms is \(milliseconds); it must be business time in milliseconds")
        }
        return Milliseconds(milliseconds)
    }
}
