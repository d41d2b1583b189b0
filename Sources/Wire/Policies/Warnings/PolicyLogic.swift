// What conditions can become, whatever the conversation.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Tells what can be told of conditions without a conversation. What it calls impossible is; of what it calls possible some
/// may not be.
struct PolicyLogic {
    private let lexicons: [Lexicon]

    init(_ policy: Policy) { lexicons = policy.lexicons }

    /// What a condition can become.
    struct Outcomes: Equatable {
        /// Whether it can hold.
        var canHold: Bool
        /// Whether it can fail to hold.
        var canFail: Bool
    }

    /// What a condition can become.
    func outcomes(of condition: Condition) -> Outcomes {
        switch condition {
        case .all(let parts):
            let outcomes = parts.map(outcomes)
            return Outcomes(
                canHold: outcomes.allSatisfy(\.canHold) && !contradict(parts),
                canFail: outcomes.contains(where: \.canFail))
        case .any(let parts):
            let outcomes = parts.map(outcomes)
            return Outcomes(
                canHold: outcomes.contains(where: \.canHold),
                canFail: outcomes.allSatisfy(\.canFail) && !exhaust(parts))
        case .not(let part):
            let outcomes = outcomes(of: part)
            return Outcomes(canHold: outcomes.canFail, canFail: outcomes.canHold)
        case .finds(let selection):
            let most = most(of: selection)
            return Outcomes(
                canHold: selection.atLeast <= min(most, selection.atMost),
                canFail: selection.atLeast > 0 || selection.atMost < most)
        case .attribute, .met: return Outcomes(canHold: true, canFail: true)
        }
    }

    /// Whether two of the parts exclude each other.
    private func contradict(_ parts: [Condition]) -> Bool {
        for (index, part) in parts.enumerated() {
            for other in parts[(index + 1)...] {
                if part == .not(other) || other == .not(part) { return true }
                if case .attribute(let kind, let values) = part, case .attribute(kind, let others) = other,
                    Set(values).isDisjoint(with: others)
                {
                    return true
                }
            }
        }
        return false
    }

    /// Whether one of two parts always holds.
    private func exhaust(_ parts: [Condition]) -> Bool {
        parts.enumerated().contains { index, part in
            parts[(index + 1)...].contains { part == .not($0) || $0 == .not(part) }
        }
    }

    /// At most so many places can be found.
    private func most(of selection: Selection) -> Int {
        let isBeside = selection.relations.allSatisfy { relation in
            outcomes(of: relation.other).canHold && findsPlace(relation.other)
        }
        guard isBeside else { return 0 }
        switch selection.subject {
        case .words(let set, _, let needsAll):
            let found = set.members.filter { canHit(lexicons[$0]) }
            if found.isEmpty || (needsAll && found.count < set.count) { return 0 }
            return .max
        case .messages(let measure, _):
            // Nothing is longer than 15 and shorter than 16 characters.
            if let low = measure.longerThan, let high = measure.shorterThan, high <= low + 1 { return 0 }
            switch selection.part {
            case .firstMessages(let count), .lastMessages(let count): return count
            case .all, .firstTime, .lastTime: return .max
            }
        case .waits, .events: return .max
        }
    }

    /// Whether a condition can find a place; others need one to stand before or behind.
    private func findsPlace(_ condition: Condition) -> Bool {
        switch condition {
        case .all(let parts), .any(let parts): parts.contains(where: findsPlace)
        case .finds(let selection): min(most(of: selection), selection.atMost) > 0
        case .not, .attribute, .met: false
        }
    }

    /// Whether a text can hit the lexicon.
    private func canHit(_ lexicon: Lexicon) -> Bool {
        lexicon.detector != nil || !lexicon.phrases.isEmpty || !lexicon.patterns.isEmpty
            || lexicon.variants.contains { !$0.phrases.isEmpty || !$0.patterns.isEmpty }
    }

    /// Why a check can never apply, besides its criterion's condition; nil when it can.
    func whyItNeverApplies(_ check: Check) -> String? {
        switch check {
        case .follows(let trigger, _, _, _) where !trigger.members.contains { canHit(lexicons[$0]) }:
            "the lexicons of 'follows' have no words"
        case .order(let trigger, _, _) where !trigger.members.contains { canHit(lexicons[$0]) }:
            "the lexicons of 'after' have no words"
        case .order(_, _, let second) where !second.members.contains { canHit(lexicons[$0]) }:
            "the lexicons of 'before' have no words"
        default: nil
        }
    }
}
