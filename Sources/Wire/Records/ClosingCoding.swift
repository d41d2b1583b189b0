// How far months are closed, as protobuf.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// What a task tells all tally tasks: what it will still send changes no closed figure of the months that end at an instant or before.
package struct ClosingMark: Hashable, Sendable {
    /// A task that sends facts.
    package struct Source: Hashable, Comparable, Sendable {
        /// Whether it is a tally task, which makes facts of customers' contacts; else an evaluation task.
        package var isTally: Bool
        /// Its partition.
        package var partition: Int32

        /// A task.
        package init(isTally: Bool, partition: Int32) {
            self.isTally = isTally
            self.partition = partition
        }

        package static func < (left: Source, right: Source) -> Bool {
            (left.isTally ? 1 : 0, left.partition) < (right.isTally ? 1 : 0, right.partition)
        }
    }

    /// Who tells it.
    package var source: Source
    /// How many tasks of that kind there are.
    package var sources: Int32
    /// Months that end at this instant or before are closed there.
    package var closedBefore: Instant
    /// As far as time has come there; a broker's clock has come as far.
    package var known: Instant

    /// A mark.
    package init(source: Source, sources: Int32, closedBefore: Instant, known: Instant) {
        self.source = source
        self.sources = sources
        self.closedBefore = closedBefore
        self.known = known
    }
}

/// How far months are closed in one partition of the tallies: a record of that topic, which is state and no figure.
package struct ClosingRecord: Hashable, Sendable {
    /// The partition.
    package var partition: Int32
    /// How many evaluation tasks there are; 0 before the first mark of one.
    package var evaluationTasks: Int32 = 0
    /// How many tally tasks there are; 0 before the first mark of one.
    package var tallyTasks: Int32 = 0
    /// How far months are closed at each task that told it.
    package var marks: [ClosingMark.Source: Instant] = [:]
    /// What the partition's own task told the others.
    package var told = Instant.distantPast
    /// The latest time that was told.
    package var known = Instant.distantPast

    /// Of a partition that nothing was told of.
    package init(partition: Int32) { self.partition = partition }

    /// Takes a mark; false when it says nothing new.
    package mutating func take(_ mark: ClosingMark) -> Bool {
        let before = self
        if mark.source.isTally { tallyTasks = mark.sources } else { evaluationTasks = mark.sources }
        marks[mark.source] = max(marks[mark.source] ?? .distantPast, mark.closedBefore)
        known = max(known, mark.known)
        return self != before
    }

    /// Months that end at this instant or before are closed at all evaluation tasks.
    package var closedAtEvaluations: Instant { closed(evaluationTasks, isTally: false) }

    /// Months that end at this instant or before are closed in this partition: their closed figures change no more.
    package var closedBefore: Instant { min(closedAtEvaluations, closed(tallyTasks, isTally: true)) }

    /// The tasks that have not closed the months that end at an instant, ascending; evaluation tasks alone while none has told how many
    /// tally tasks there are.
    package func open(at end: Instant) -> [ClosingMark.Source] {
        let all =
            (0..<max(1, evaluationTasks)).map { ClosingMark.Source(isTally: false, partition: $0) }
            + (0..<tallyTasks).map { ClosingMark.Source(isTally: true, partition: $0) }
        return all.filter { marks[$0] ?? .distantPast < end }
    }

    private func closed(_ tasks: Int32, isTally: Bool) -> Instant {
        guard tasks > 0 else { return .distantPast }
        return (0..<tasks).reduce(.distantFuture) { earliest, partition in
            min(earliest, marks[ClosingMark.Source(isTally: isTally, partition: partition)] ?? .distantPast)
        }
    }

    // MARK: Records

    /// What keys of such records begin with: they belong to no tenant.
    private static let prefix = "/closing:"

    /// The key of its record.
    package var key: [UInt8] { Array("\(ClosingRecord.prefix)\(partition)".utf8) }

    /// Whether a record of the tallies topic with that key is one, and no tally.
    package static func isKey(_ key: ArraySlice<UInt8>) -> Bool { key.starts(with: prefix.utf8) }

    /// Appends the record's bytes and returns where they are.
    package func write(appendingTo bytes: inout [UInt8]) -> ByteRange {
        let start = bytes.count
        var writer = ProtobufWriter(appendingTo: exchange(&bytes, with: []))
        writer.message(43) { writer in
            writer.unsigned(1, UInt64(partition))
            writer.unsigned(2, UInt64(evaluationTasks))
            writer.unsigned(3, UInt64(tallyTasks))
            for (source, closed) in marks.sorted(by: { $0.key < $1.key }) {
                let count = source.isTally ? tallyTasks : evaluationTasks
                writer.closingMark(
                    4, ClosingMark(source: source, sources: count, closedBefore: closed, known: .distantPast))
            }
            if told > .distantPast { writer.signed(5, told.milliseconds) }
            if known > .distantPast { writer.signed(6, known.milliseconds) }
            if closedBefore > .distantPast { writer.signed(7, closedBefore.milliseconds) }
        }
        bytes = writer.bytes
        return ByteRange(start..<bytes.count)
    }

    /// The record in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the state in the topic is damaged.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> ClosingRecord {
        try bytes.withUnsafeBytes { buffer -> Result<ClosingRecord, DecodeError> in
            do throws(DecodeError) {
                return .success(try read(ProtobufReader(buffer, range)))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    private static func read(_ reader: ProtobufReader) throws(DecodeError) -> ClosingRecord {
        var reader = reader
        while let tag = try reader.next() {
            guard tag.field == 43 else {
                try reader.skip(tag.type)
                continue
            }
            try reader.expect(.lengthDelimited, tag)
            return try reader.closingRecord()
        }
        throw .invalid("the record says nothing of how far months are closed")
    }
}

extension ProtobufWriter {
    /// A `ClosingMark` message.
    mutating func closingMark(_ field: UInt32, _ mark: ClosingMark) {
        message(field) { writer in
            writer.unsigned(1, mark.source.isTally ? 1 : 0)
            writer.unsigned(2, UInt64(mark.source.partition))
            writer.unsigned(3, UInt64(mark.sources))
            writer.signed(4, mark.closedBefore.milliseconds)
            if mark.known > .distantPast { writer.signed(5, mark.known.milliseconds) }
        }
    }
}

extension ProtobufReader {
    /// The `ClosingMark` that comes next.
    mutating func closingMark() throws(DecodeError) -> ClosingMark {
        var reader = try nested()
        var mark = ClosingMark(
            source: ClosingMark.Source(isTally: false, partition: 0), sources: 0, closedBefore: .distantPast,
            known: .distantPast)
        while let tag = try reader.next() {
            switch tag.field {
            case 1: mark.source.isTally = try reader.unsigned(tag) != 0
            case 2: mark.source.partition = Int32(clamping: try reader.unsigned(tag))
            case 3: mark.sources = Int32(clamping: try reader.unsigned(tag))
            case 4: mark.closedBefore = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 5: mark.known = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            default: try reader.skip(tag.type)
            }
        }
        guard (1...ClosingMark.mostTasks).contains(mark.sources), (0..<mark.sources).contains(mark.source.partition),
            mark.closedBefore.milliseconds < ConversationReader.Limit.time,
            mark.known.milliseconds < ConversationReader.Limit.time
        else { throw .invalid("a closing mark needs tasks, one of them as its source, and times since 1970") }
        return mark
    }

    fileprivate mutating func closingRecord() throws(DecodeError) -> ClosingRecord {
        var reader = try nested()
        var record = ClosingRecord(partition: 0)
        while let tag = try reader.next() {
            switch tag.field {
            case 1: record.partition = Int32(clamping: try reader.unsigned(tag))
            case 2: record.evaluationTasks = Int32(clamping: try reader.unsigned(tag))
            case 3: record.tallyTasks = Int32(clamping: try reader.unsigned(tag))
            case 4:
                try reader.expect(.lengthDelimited, tag)
                let mark = try reader.closingMark()
                record.marks[mark.source] = mark.closedBefore
            case 5: record.told = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 6: record.known = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            default: try reader.skip(tag.type)
            }
        }
        guard record.evaluationTasks <= ClosingMark.mostTasks, record.tallyTasks <= ClosingMark.mostTasks else {
            throw .invalid("there are more tasks than \(ClosingMark.mostTasks)")
        }
        return record
    }
}

extension ClosingMark {
    /// More partitions than this have no topic that is used.
    static let mostTasks: Int32 = 1_000_000
}
