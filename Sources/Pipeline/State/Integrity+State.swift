// What integrity signals are made of, as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension ConversationState {
    /// Writes what waits behind ended episodes, and how the latest one ended.
    func writeIntegrity(to writer: inout StateWriter, names: NameTable) {
        let zero = Instant(milliseconds: 0)
        writer.count(deeds.count)
        for deed in deeds {
            writer.byte(deed.kind.rawValue)
            writer.instant(deed.at, from: zero)
            writer.text(names.string(deed.agent))
            writer.number(deed.episode)
        }
        writer.flag(closing != nil)
        closing?.write(to: &writer, base: zero, names: names)
    }

    /// Reads what `writeIntegrity` wrote.
    mutating func readIntegrity(from reader: inout StateReader, names: inout NameTable) throws(DecodeError) {
        let zero = Instant(milliseconds: 0)
        for _ in 0..<(try reader.count(bytesEach: 3)) {
            guard let kind = LaterDeed.Kind(rawValue: try reader.byte()) else {
                throw .malformed("a deed behind an episode of the state is of no kind that is known")
            }
            let at = try reader.instant(from: zero)
            let agent = try reader.name(&names)
            deeds.append(LaterDeed(at: at, kind: kind, agent: agent, episode: try reader.number()))
        }
        if try reader.flag() { closing = try EpisodeClosing(from: &reader, base: zero, names: &names) }
    }
}

extension EpisodeHeader {
    /// Writes the notes of an open episode.
    func writeNotes(to writer: inout StateWriter, names: NameTable) {
        writer.count(notes.count)
        for note in notes {
            switch note {
            case .emptyReply(let mark):
                writer.byte(1)
                writer.number(mark)
            case .handOver(let at, let agent, let team):
                writer.byte(2)
                writer.instant(at, from: startedAt)
                writer.text(names.string(agent))
                writer.text(names.string(team))
            case .reopened(let closing):
                writer.byte(3)
                closing.write(to: &writer, base: startedAt, names: names)
            }
        }
    }

    /// Reads what `writeNotes` wrote.
    static func notes(
        from reader: inout StateReader, base: Instant, names: inout NameTable
    ) throws(DecodeError) -> [IntegrityNote] {
        var notes: [IntegrityNote] = []
        for _ in 0..<(try reader.count(bytesEach: 2)) {
            switch try reader.byte() {
            case 1: notes.append(.emptyReply(mark: try reader.number()))
            case 2:
                let at = try reader.instant(from: base)
                let agent = try reader.name(&names)
                notes.append(.handOver(at: at, agent: agent, team: try reader.name(&names)))
            case 3: notes.append(.reopened(try EpisodeClosing(from: &reader, base: base, names: &names)))
            default: throw .malformed("a note of the state is of no kind that is known")
            }
        }
        return notes
    }
}

extension EpisodeClosing {
    fileprivate func write(to writer: inout StateWriter, base: Instant, names: NameTable) {
        writer.instant(at, from: base)
        writer.text(names.string(agent))
        writer.text(names.string(team))
        writer.number(streak)
        writer.flag(isBeforeDeadline)
    }

    fileprivate init(from reader: inout StateReader, base: Instant, names: inout NameTable) throws(DecodeError) {
        let at = try reader.instant(from: base)
        let agent = try reader.name(&names)
        let team = try reader.name(&names)
        let streak = try reader.number(as: UInt32.self)
        self.init(at: at, agent: agent, team: team, streak: streak, isBeforeDeadline: try reader.flag())
    }
}

extension IntegrityCount {
    func write(to writer: inout StateWriter) {
        writer.byte(signal.rawValue)
        writer.flag(holder != nil)
        holder?.write(to: &writer)
        writer.number(of)
        writer.number(found)
    }

    init(from reader: inout StateReader) throws(DecodeError) {
        let signal = try reader.choice(IntegritySignal.self)
        let holder = try reader.flag() ? HolderName(from: &reader) : nil
        let of = try reader.number(as: UInt32.self)
        self.init(signal, holder: holder, of: of, found: try reader.number())
    }
}
