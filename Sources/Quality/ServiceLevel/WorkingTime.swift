// Business time and deadlines, forwards and backwards, with and without pauses.
// SPDX-License-Identifier: Apache-2.0

/// Working time as a scale: every instant has a position on it, the working time that went by before. Everything that is asked about
/// business time is arithmetic with positions. What is asked of instants that the scale does not cover is answered as if no time worked
/// there.
package protocol WorkingTime: Sendable {
    /// Milliseconds of working time before an instant, counted from an origin of the scale's own. Monotone.
    func position(of instant: Instant) -> Int64

    /// Where the scale reaches a position: the least instant of that position, the end of working time before a break; with `after` the
    /// largest one, the start of working time after it. Nil when the scale does not reach it, or with `after` not beyond it.
    func instant(at position: Int64, after: Bool) -> Instant?
}

extension WorkingTime {
    /// The working time of [start, end); zero when `end` is not later. Additive and monotone (invariant 1).
    package func businessTime(from start: Instant, to end: Instant) -> Milliseconds {
        start < end ? Milliseconds(position(of: end) - position(of: start)) : .zero
    }

    /// The least instant until which `target` of working time goes by: the closing itself when the target is exactly the rest of the day
    /// (T21). Without a target it is `start` when that is working time, else the next opening (invariant 2). Nil when the calendar does
    /// not last so long; `target` is not negative.
    package func deadline(from start: Instant, target: Milliseconds) -> Instant? {
        if target <= .zero { return nextOpening(at: start) }
        return instant(at: position(of: start) + target.bounded, after: false)
    }

    /// The latest instant from which `target` of working time goes by until `deadline`; without a target that is `deadline` itself. Nil
    /// when the calendar does not begin so early; `target` is not negative.
    package func start(before deadline: Instant, target: Milliseconds) -> Instant? {
        if target <= .zero { return deadline }
        return instant(at: position(of: deadline) - target.bounded, after: true)
    }

    /// The instant itself when it is working time, else the start of the next working time. Nil when there is none any more.
    package func nextOpening(at instant: Instant) -> Instant? {
        self.instant(at: position(of: instant), after: true)
    }

    /// Whether an instant is working time: an opening is, a closing is not (T19).
    package func isOpen(at instant: Instant) -> Bool { nextOpening(at: instant) == instant }
}

extension WorkingTime {
    /// The working time of [start, end) outside the pauses (T02, T23, T24).
    package func businessTime(from start: Instant, to end: Instant, without pauses: PauseSet) -> Milliseconds {
        guard start < end else { return .zero }
        var time = position(of: end) - position(of: start)
        for pause in pauses.ranges where pause.upperBound > start && pause.lowerBound < end {
            time -= position(of: min(pause.upperBound, end)) - position(of: max(pause.lowerBound, start))
        }
        return Milliseconds(time)
    }

    /// The least instant until which `target` of working time outside the pauses goes by; without a target, the first instant from
    /// `start` on that is working time outside the pauses. Nil when the calendar does not last so long.
    package func deadline(from start: Instant, target: Milliseconds, without pauses: PauseSet) -> Instant? {
        var rest = target.bounded
        var from = start
        for pause in pauses.ranges where pause.upperBound > from {
            if rest <= 0 {
                guard let opening = nextOpening(at: from), opening >= pause.lowerBound else { break }
            } else if pause.lowerBound > from {
                let before = position(of: pause.lowerBound) - position(of: from)
                if before >= rest { break }
                rest -= before
            }
            from = pause.upperBound
        }
        return deadline(from: from, target: Milliseconds(rest))
    }

    /// The latest instant from which `target` of working time outside the pauses goes by until `deadline`; without a target, `deadline`
    /// itself. Nil when the calendar does not begin so early.
    package func start(before deadline: Instant, target: Milliseconds, without pauses: PauseSet) -> Instant? {
        var rest = target.bounded
        guard rest > 0 else { return deadline }
        var until = deadline
        for pause in pauses.ranges.reversed() where pause.lowerBound < until {
            if pause.upperBound < until {
                let after = position(of: until) - position(of: pause.upperBound)
                if after >= rest { break }
                rest -= after
            }
            until = pause.lowerBound
        }
        return start(before: until, target: Milliseconds(rest))
    }

    /// The first instant from this one on that is working time outside the pauses. Nil when there is none any more.
    package func nextOpening(at instant: Instant, without pauses: PauseSet) -> Instant? {
        deadline(from: instant, target: .zero, without: pauses)
    }

    /// Whether an instant is working time outside the pauses.
    package func isOpen(at instant: Instant, without pauses: PauseSet) -> Bool {
        isOpen(at: instant) && !pauses.contains(instant)
    }
}

extension Milliseconds {
    /// The count, at most what no calendar lasts: sums with it do not overflow.
    fileprivate var bounded: Int64 { min(count, 1 << 60) }
}
