// The oracle's reading of pauses.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// When the clocks of an episode stood still, in the order that the source counted.
struct OraclePauses {
    /// From when until when, and for what reason.
    private var stretches: [(from: Instant, until: Instant, reason: String)] = []

    /// The state changed: clocks stand still for a reason that the policy knows, and go on for others.
    mutating func change(_ reason: String, _ at: Instant, _ policy: Policy) {
        if let last = stretches.last, last.until == .distantFuture {
            if last.reason == reason { return }
            stretches[stretches.count - 1].until = at
        }
        if policy.pauseReasons.contains(reason) { stretches.append((at, .distantFuture, reason)) }
    }

    /// Those that a clock knows.
    func of(_ clock: ClockPolicy, _ policy: Policy) -> [Range<Instant>] {
        let known = policy.pauseReasons.enumerated().filter { clock.pausesIn & 1 << UInt32($0.offset) != 0 }.map(
            \.element)
        return stretches.filter { known.contains($0.reason) && $0.from < $0.until }.map { $0.from..<$0.until }
    }

    /// When a target is used up that pauses interrupt.
    static func deadline(from start: Instant, _ target: Milliseconds, _ pauses: [Range<Instant>]) -> Instant {
        var deadline = start + target
        for pause in pauses where start < pause.upperBound && pause.lowerBound < deadline {
            if pause.upperBound == .distantFuture { return .distantFuture }
            deadline = deadline + (pause.upperBound - max(start, pause.lowerBound))
        }
        return deadline
    }

    /// What of a time does not count.
    static func pausedTime(from start: Instant, to end: Instant, _ pauses: [Range<Instant>]) -> Milliseconds {
        pauses.reduce(.zero) { sum, pause in
            let overlap = min(end, pause.upperBound) - max(start, pause.lowerBound)
            return overlap > .zero ? Milliseconds(sum.count + overlap.count) : sum
        }
    }
}
