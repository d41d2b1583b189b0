// The clocks of an open episode as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EpisodeClocks {
    func write(to writer: inout StateWriter, base: Instant) {
        for clock in latest { clock.write(to: &writer, base: base) }
        writer.count(earlier.count)
        for clock in earlier {
            writer.byte(clock.place)
            clock.write(to: &writer, base: base)
        }
        writer.count(pauses.count)
        for pause in pauses {
            writer.instant(pause.start, from: base)
            writer.instant(pause.end, from: base)
            writer.byte(pause.reason)
        }
        writer.instant(repliedAt, from: base)
        writer.instant(stateChangedAt, from: base)
    }

    /// The clocks of an episode that the policy judges.
    init(from reader: inout StateReader, base: Instant, _ policy: Policy) throws(DecodeError) {
        var latest: [Clock] = []
        for (place, clock) in policy.clocks.enumerated() {
            latest.append(try Clock(from: &reader, base: base, place: UInt8(place), rules: clock.rules.count))
        }
        var earlier: [Clock] = []
        for _ in 0..<(try reader.count(bytesEach: 8)) {
            let place = try reader.byte()
            guard policy.clocks.indices.contains(Int(place)) else {
                throw .invalid(
                    "an episode has a clock that its policy has not: a version of a policy must not be changed")
            }
            let rules = policy.clocks[Int(place)].rules.count
            earlier.append(try Clock(from: &reader, base: base, place: place, rules: rules))
        }
        var pauses: [Pause] = []
        for _ in 0..<(try reader.count(bytesEach: 3)) {
            let start = try reader.instant(from: base)
            let end = try reader.instant(from: base)
            let reason = try reader.byte()
            guard start <= end, policy.pauseReasons.indices.contains(Int(reason)) else {
                throw .malformed("a pause of the state is out of bounds")
            }
            pauses.append(Pause(start: start, end: end, reason: reason))
        }
        self.init(
            latest: latest, earlier: earlier, pauses: pauses, repliedAt: try reader.instant(from: base),
            stateChangedAt: try reader.instant(from: base), policy.clocks)
    }
}

extension Clock {
    func write(to writer: inout StateWriter, base: Instant) {
        writer.byte(state.rawValue | (isRetargeted ? 4 : 0) | said.rawValue << 3)
        guard state != .none else { return }
        writer.number(cycle)
        writer.instant(startedAt, from: base)
        writer.signed(target.count)
        writer.byte(rule)
        writer.instant(deadline, from: startedAt)
        if state != .running { writer.instant(endedAt, from: startedAt) }
        if isRetargeted { writer.instant(retargetedAt, from: startedAt) }
        if said.contains(.breached) { writer.byte(steps) }
    }

    init(
        from reader: inout StateReader, base: Instant, place: UInt8, rules: Int
    ) throws(DecodeError) {
        self = .none(place: Int(place))
        let head = try reader.byte()
        guard let state = State(rawValue: head & 3) else { throw .malformed("a clock of the state is in no state") }
        self.state = state
        guard state != .none else { return }
        said = Said(rawValue: head >> 3)
        cycle = try reader.number(as: UInt32.self)
        startedAt = try reader.instant(from: base)
        target = Milliseconds(try reader.signed())
        rule = try reader.byte()
        guard Int(rule) <= rules else {
            throw .invalid("a clock has a target that its policy has not: a version of a policy must not be changed")
        }
        deadline = try reader.instant(from: startedAt)
        if state != .running { endedAt = try reader.instant(from: startedAt) }
        if head & 4 != 0 { retargetedAt = try reader.instant(from: startedAt) }
        if said.contains(.breached) { steps = try reader.byte() }
        let instants = [startedAt, deadline, endedAt, retargetedAt]
        let bounds = Instant.distantPast...Instant.distantFuture
        guard instants.allSatisfy(bounds.contains), (.zero...Clock.longestTarget).contains(target), cycle < .max / 2
        else {
            throw .malformed("a clock of the state is out of bounds")
        }
    }
}
