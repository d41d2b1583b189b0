// The corrections of a history.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// What people correct in a history: mostly what is there.
enum CorrectionScript {
    /// A correction of a clock that started then, without its conversation, episode and time.
    static func event(from start: Instant, _ random: inout SeededRandom) -> ProtoConversationEvent {
        var corrected = ProtoCorrected()
        let clocks =
            random.chance(perMille: 900)
            ? ["first-response-human", "first-response-any"] : ["next-response", "call-back"]
        corrected.result.clock = random.pick(clocks)
        corrected.result.cycle = 1
        corrected.result.startedAtMs = start.milliseconds + (random.chance(perMille: 30) ? 1 : 0)
        let target = Int64(random.pick([1, 500, 5_000, 60_000, 3_600_000]))
        corrected.result.deadlineMs = start.milliseconds + target
        let answer = Int64(random.number(0...9_000))
        corrected.result.outcome = random.pick([.met, .breached, .breached, .abandoned, .cancelled])
        let isAnswered = corrected.result.outcome == .met || random.chance(perMille: 700)
        if isAnswered, corrected.result.outcome != .abandoned, corrected.result.outcome != .cancelled {
            // Mostly one that fits: the outcome follows from it.
            corrected.result.fulfilledAtMs = start.milliseconds + answer
            corrected.result.elapsedMs = answer
            if random.chance(perMille: 950) { corrected.result.outcome = answer <= target ? .met : .breached }
        }
        if random.chance(perMille: 300) {
            corrected.result.holder.agentID = random.pick(["", "A1", "A2"])
            corrected.result.holder.teamID = random.pick(["", "T1"])
        }
        var event = ProtoConversationEvent()
        event.corrected = corrected
        return event
    }
}
