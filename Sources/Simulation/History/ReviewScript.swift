// The reviews of a history.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// What people do with an episode of a history: mostly what makes sense, and sometimes not.
enum ReviewScript {
    private static let criteria: [(id: String, most: Int)] = [
        ("greeting", 2_400), ("closing", 1_800), ("slang", 1_800), ("first-response", 1_000), ("replies", 1_000),
        ("comfort", 1_000), ("hand-over", 1_000),
    ]

    /// The steps of a review, one after the other.
    static func steps(_ random: inout SeededRandom) -> [ProtoReviewEvent.Step] {
        var steps: [ProtoReviewEvent.Step] = random.chance(perMille: 400) ? [.sampled] : []
        for _ in 0..<random.number(0...3) { steps.append(.scored) }
        if random.chance(perMille: 300) { steps.append(.combined) }
        if random.chance(perMille: 300) { steps.append(random.pick([.corrected, .reviewed])) }
        if random.chance(perMille: 600) { steps.append(.published) }
        if random.chance(perMille: 300) { steps.append(.acknowledged) }
        if random.chance(perMille: 400) {
            steps += [.appealed, random.pick([.appealAccepted, .appealRejected, .corrected])]
        }
        if random.chance(perMille: 150) { steps.append(random.pick([.scored, .corrected, .published])) }
        if steps.count > 1, random.chance(perMille: 150) {
            steps.swapAt(random.number(0...steps.count - 1), random.number(0...steps.count - 1))
        }
        return steps
    }

    /// A step, without its conversation and time.
    static func event(_ step: ProtoReviewEvent.Step, _ random: inout SeededRandom) -> ProtoReviewEvent {
        var event = ProtoReviewEvent()
        event.step = step
        event.kind = random.chance(perMille: 60) ? random.pick([.mystery, .expert, .unspecified]) : .sample
        if random.chance(perMille: 20) { event.reviewID = "another" }
        guard step != .acknowledged, step != .appealed else { return event }
        // A1 may be the agent who is judged.
        event.raterID = random.chance(perMille: 60) ? "A1" : random.pick(["Q1", "Q2", "Q3"])
        let mayHaveItems = step == .combined && random.chance(perMille: 400)
        guard [.scored, .corrected, .appealAccepted].contains(step) || mayHaveItems else { return event }
        if random.chance(perMille: 60) { event.policyVersion = random.pick(["0", "1", "2"]) }
        for (id, most) in criteria where random.chance(perMille: 500) || id == "greeting" {
            var item = ProtoItemScore()
            item.criterion = random.chance(perMille: 5) ? "unknown" : id
            item.notApplicable = random.chance(perMille: 100)
            if !item.notApplicable { item.pointsLostHundredths = UInt32(random.pick([0, 0, most / 3, most])) }
            event.items.append(item)
        }
        return event
    }
}
