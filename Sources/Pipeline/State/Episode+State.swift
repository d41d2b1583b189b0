// An open episode as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension Episode {
    func write(to writer: inout StateWriter, policies: PolicySet, names: NameTable) {
        writer.instant(header.startedAt, from: Instant(milliseconds: 0))
        let start = header.startedAt
        writer.number(header.number)
        writer.text(policies.versions[header.policyIndex].version)
        writer.instant(header.lastAt, from: start)
        writer.text(names.string(header.agent))
        writer.text(names.string(header.team))
        writer.byte(
            (header.agentAnswered ? 1 : 0) | (header.hasEstimatedTimes ? 2 : 0) | (header.hasGaps ? 4 : 0)
                | (header.fatalTold != 0 ? 8 : 0) | (header.acceptedAt == nil ? 0 : 16)
                | (header.notes.isEmpty ? 0 : 32))
        if header.fatalTold != 0 { writer.bits(header.fatalTold) }
        if let acceptedAt = header.acceptedAt { writer.instant(acceptedAt, from: start) }
        header.counts.write(to: &writer)
        writer.count(header.holders.count)
        for holder in header.holders {
            writer.instant(holder.since, from: start)
            writer.text(names.string(holder.agent))
            writer.text(names.string(holder.team))
        }
        if !header.notes.isEmpty { header.writeNotes(to: &writer, names: names) }
        header.clocks.write(to: &writer, base: start)
        writer.count(marks.count)
        var before = start
        var hit = 0
        let hits = hits.span
        for (index, mark) in marks.enumerated() {
            let first = hit
            while hit < hits.count, hits[hit].mark == index { hit += 1 }
            write(mark, hits.extracting(first..<hit), before: before, to: &writer)
            before = mark.at
        }
        writer.bytes.append(contentsOf: identifiers)
    }

    /// A mark and its hits.
    private func write(_ mark: Mark, _ hits: Span<LexiconHit>, before: Instant, to writer: inout StateWriter) {
        let most = 2 + (5 + 3 * hits.count) * StateWriter.mostBytes
        writer.bytes.append(addingCapacity: most) { room in
            room.append(mark.role.rawValue << 6 | mark.flags.rawValue)
            room.instant(mark.at, from: before)
            room.number(UInt64(mark.length))
            room.number(UInt64(mark.identifierLength))
            let more: Int = (mark.event != .message ? 1 : 0) | (mark.textHash != 0 ? 2 : 0)
            room.number(UInt64(hits.count << 2 | more))
            if more & 1 != 0 { room.append(mark.event.rawValue) }
            if more & 2 != 0 { room.number(UInt64(mark.textHash)) }
            var start: UInt32 = 0
            for place in hits.indices {
                let hit = hits[place]
                room.signed(Int64(hit.start) - Int64(start))
                room.number(UInt64(hit.end - hit.start))
                room.append(hit.lexicon)
                start = hit.start
            }
        }
    }

    init(from reader: inout StateReader, policies: PolicySet, names: inout NameTable) throws(DecodeError) {
        let start = try reader.instant(from: Instant(milliseconds: 0))
        let number = try reader.number(as: UInt32.self)
        let policyIndex = try policies.index(ofVersion: reader.text())
        let lastAt = try reader.instant(from: start)
        let agent = try reader.name(&names)
        let team = try reader.name(&names)
        let flags = try reader.byte()
        let fatalTold = flags & 8 != 0 ? try reader.bits() : 0
        let acceptedAt = flags & 16 != 0 ? try reader.instant(from: start) : nil
        let counts = try EpisodeCounts(from: &reader)
        var holders: [Holder] = []
        for _ in 0..<(try reader.count(bytesEach: 3)) {
            let since = try reader.instant(from: start)
            let agent = try reader.name(&names)
            holders.append(Holder(since: since, agent: agent, team: try reader.name(&names)))
        }
        let notes = flags & 32 != 0 ? try EpisodeHeader.notes(from: &reader, base: start, names: &names) : []
        var header = EpisodeHeader(
            number: number, policyIndex: policyIndex, startedAt: start, lastAt: lastAt,
            clocks: try EpisodeClocks(from: &reader, base: start, policies.versions[policyIndex]))
        header.agent = agent
        header.team = team
        header.holders = holders
        header.acceptedAt = acceptedAt
        header.agentAnswered = flags & 1 != 0
        header.hasEstimatedTimes = flags & 2 != 0
        header.hasGaps = flags & 4 != 0
        header.fatalTold = fatalTold
        header.notes = notes
        header.counts = counts
        let count = try reader.count(bytesEach: 5)
        guard count <= Episode.mostMessages else { throw .malformed("an episode of the state has too many marks") }
        var marks: [Mark] = []
        marks.reserveCapacity(count)
        var hits: [LexiconHit] = []
        var before = start
        for index in 0..<count {
            let mark = try Mark(from: &reader, index: UInt16(index), before: before, hits: &hits)
            before = mark.at
            marks.append(mark)
        }
        let length = marks.reduce(0) { $0 + Int($1.identifierLength) }
        self.init(header: header, marks: marks, hits: hits, identifiers: try reader.raw(length))
    }
}

extension Mark {
    fileprivate init(
        from reader: inout StateReader, index: UInt16, before: Instant, hits: inout [LexiconHit]
    ) throws(DecodeError) {
        let kind = try reader.byte()
        guard let role = Role(rawValue: kind >> 6) ?? (kind >> 6 == 0 ? .system : nil) else {
            throw .malformed("a mark of the state has no role")
        }
        let at = try reader.instant(from: before)
        let length = try reader.number(as: UInt32.self)
        let identifierLength = try reader.number(as: UInt16.self)
        let head = try reader.number(as: Int.self)
        let event = head & 1 != 0 ? try reader.choice(EventKind.self) : .message
        let textHash = head & 2 != 0 ? try reader.number(as: UInt32.self) : 0
        let count = head >> 2
        guard count <= Episode.mostHitsPerMessage + LexiconSet.mostLexicons else {
            throw .malformed("a mark of the state has too many hits")
        }
        var start: Int64 = 0
        for _ in 0..<count {
            start &+= try reader.signed()
            let length = try reader.number(as: UInt32.self)
            let lexicon = try reader.byte()
            guard let first = UInt32(exactly: start), Int(lexicon) < LexiconSet.mostLexicons,
                first <= UInt32.max - length
            else {
                throw .malformed("a hit of the state is out of bounds")
            }
            hits.append(LexiconHit(mark: index, start: first, end: first + length, lexicon: lexicon))
        }
        self.init(
            at: at, length: length, identifierLength: identifierLength, role: role,
            flags: MessageFlags(rawValue: kind & 63), event: event, textHash: textHash)
    }
}
