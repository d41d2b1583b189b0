// The clocks that outlive their episodes as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension FollowUps {
    private static let zero = Instant(milliseconds: 0)

    func write(to writer: inout StateWriter, policies: PolicySet) {
        writer.count(cycles.count)
        for cycle in cycles {
            writer.number(cycle.episode)
            writer.text(policies.versions[cycle.policyIndex].version)
            writer.byte(cycle.clock.place)
            cycle.clock.write(to: &writer, base: FollowUps.zero)
            writer.flag(cycle.hasEnded)
            writer.byte(cycle.shown.rawValue)
            writer.instant(cycle.shownEnd, from: cycle.clock.startedAt)
        }
        for list in [happenings, early] {
            writer.count(list.count)
            for happening in list { happening.write(to: &writer) }
        }
    }

    init(from reader: inout StateReader, _ policies: PolicySet) throws(DecodeError) {
        var cycles: [Cycle] = []
        for _ in 0..<(try reader.count(bytesEach: 8)) { cycles.append(try Cycle(from: &reader, policies)) }
        let happenings = try [Happening](from: &reader)
        self.init(cycles: cycles, happenings: happenings, early: try [Happening](from: &reader), policies)
    }
}

extension FollowUps.Cycle {
    fileprivate init(from reader: inout StateReader, _ policies: PolicySet) throws(DecodeError) {
        let episode = try reader.number(as: UInt32.self)
        let policyIndex = try policies.index(ofVersion: reader.text())
        let place = try reader.byte()
        let followUps = policies.versions[policyIndex].followUps
        guard followUps.indices.contains(Int(place)) else {
            throw .invalid(
                "a conversation has a clock that its policy has not: a version of a policy must not be changed")
        }
        let clock = try Clock(
            from: &reader, base: Instant(milliseconds: 0), place: place, rules: followUps[Int(place)].rules.count)
        guard clock.state != .none else { throw .malformed("a clock that outlives its episode is in no state") }
        let hasEnded = try reader.flag()
        let shown = try reader.choice(ClockOutcome.self)
        self.init(
            episode: episode, policyIndex: policyIndex, clock: clock, hasEnded: hasEnded, shown: shown,
            shownEnd: try reader.instant(from: clock.startedAt))
    }
}

extension FollowUps.Happening {
    fileprivate func write(to writer: inout StateWriter) {
        writer.number(events.rawValue)
        writer.instant(at, from: Instant(milliseconds: 0))
        writer.number(episode)
    }
}

extension [FollowUps.Happening] {
    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        self.init()
        for _ in 0..<(try reader.count(bytesEach: 3)) {
            let events = ClockEvents(rawValue: try reader.number())
            let at = try reader.instant(from: Instant(milliseconds: 0))
            append(FollowUps.Happening(events, at: at, episode: try reader.number()))
        }
    }
}
