// The result of a clock as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension ClockResult {
    func write(to writer: inout StateWriter, base: Instant) {
        writer.byte(kind.rawValue)
        writer.number(cycle)
        writer.instant(startedAt, from: base)
        writer.instant(fulfilledAt ?? .distantFuture, from: base)
        writer.optional(elapsed?.count)
        writer.signed(target.count)
        writer.byte(
            outcome.rawValue | (holder == nil ? 0 : ClockResult.hasHolder)
                | (deadline == nil ? 0 : ClockResult.hasDeadline))
        holder?.write(to: &writer)
        if let deadline { writer.instant(deadline, from: due) }
    }

    /// The deadline where nothing stands still: what it is written from.
    private var due: Instant { Instant(milliseconds: startedAt.milliseconds &+ target.count) }

    /// Beside the outcome: somebody else than the agent of the episode is credited.
    private static let hasHolder: UInt8 = 0x80
    /// Likewise: the deadline is known. It is since layout 6.
    private static let hasDeadline: UInt8 = 0x40

    init(from reader: inout StateReader, base: Instant) throws(DecodeError) {
        let kind = try reader.choice(ClockKind.self)
        let cycle = try reader.number(as: UInt32.self)
        let startedAt = try reader.instant(from: base)
        let fulfilledAt = try reader.instant(from: base)
        let elapsed = try reader.optional().map { Milliseconds($0) }
        let target = Milliseconds(try reader.signed())
        let last = try reader.byte()
        guard let outcome = ClockOutcome(rawValue: last & ~(ClockResult.hasHolder | ClockResult.hasDeadline)) else {
            throw .malformed("a clock of the state has no outcome that is known")
        }
        self.init(
            kind: kind, cycle: cycle, startedAt: startedAt,
            fulfilledAt: fulfilledAt == .distantFuture ? nil : fulfilledAt,
            elapsed: elapsed, target: target, outcome: outcome,
            holder: last & ClockResult.hasHolder != 0 ? try HolderName(from: &reader) : nil)
        if last & ClockResult.hasDeadline != 0 { deadline = try reader.instant(from: due) }
    }
}

extension HolderName {
    func write(to writer: inout StateWriter) {
        writer.text(agent)
        writer.text(team)
    }

    init(from reader: inout StateReader) throws(DecodeError) {
        let agent = try reader.text()
        self.init(agent: agent, team: try reader.text())
    }
}
