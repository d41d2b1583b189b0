// Corrections of breaches as events of the conversations topic.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// The events that publish what a corrected calendar changes (T30): one a cycle of an ended episode, in the order of the changes.
///
/// Their ids follow from what they say, so that publishing them again corrects nothing twice.
struct CorrectionEvents {
    /// The events.
    private(set) var events: [ProtoConversationEvent] = []
    /// Cycles of episodes that are still open in the history.
    private(set) var open = 0

    /// The events of changes that were found at a time, by these calendars.
    init(_ changes: [BreachCorrections.Change], at time: Instant, calendars: [String]) {
        let reason = String(calendars.joined(separator: ", ").prefix(CorrectionEvents.longestReason))
        for change in changes {
            guard change.isEnded, let corrected = CorrectionEvents.body(change) else {
                open += 1
                continue
            }
            var event = ProtoConversationEvent()
            event.tenant = change.key.tenant
            event.conversationID = change.key.conversation
            event.eventID = CorrectionEvents.id(corrected)
            event.atMs = time.milliseconds
            event.corrected = corrected
            event.corrected.correctedBy = "assay sla correction"
            event.corrected.reason = reason
            events.append(event)
        }
    }

    /// Characters of the reason: a name of a calendar may have four bytes each.
    private static let longestReason = 32

    /// The lines of a file: the proto3 JSON of one event each.
    var lines: [UInt8] { events.flatMap { $0.json + [UInt8(ascii: "\n")] } }

    private static func body(_ change: BreachCorrections.Change) -> ProtoCorrected? {
        let after = change.after
        guard after.outcome != .open, let deadline = after.deadline else { return nil }
        var corrected = ProtoCorrected()
        corrected.episode = change.episode
        corrected.result.clock = after.clock
        corrected.result.cycle = after.number
        corrected.result.startedAtMs = after.startedAt
        corrected.result.deadlineMs = deadline
        corrected.result.outcome = after.outcome
        if let fulfilledAt = after.fulfilledAt, let elapsed = after.elapsed {
            corrected.result.fulfilledAtMs = fulfilledAt
            corrected.result.elapsedMs = elapsed
        }
        corrected.result.holder.agentID = after.agent
        corrected.result.holder.teamID = after.team
        return corrected
    }

    /// "correction/<episode>/<clock>/<cycle>/<deadline>/<outcome>": at most 128 bytes.
    private static func id(_ corrected: ProtoCorrected) -> String {
        let result = corrected.result
        return
            "correction/\(corrected.episode)/\(result.clock)/\(result.cycle)/\(result.deadlineMs)/\(result.outcome.rawValue)"
    }
}
