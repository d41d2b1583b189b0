// Which tallies of a partition are gone, as protobuf.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Which tallies of a partition have been let go: a record of the tallies topic, which is state and no figure.
package struct HorizonRecord: Equatable, Sendable {
    /// The partition.
    package var partition: Int32
    /// What is gone.
    package var horizon: TallyHorizon

    /// Of a partition.
    package init(partition: Int32, horizon: TallyHorizon = TallyHorizon()) {
        self.partition = partition
        self.horizon = horizon
    }

    /// What keys of such records begin with: they belong to no tenant.
    private static let prefix = "/horizon:"

    /// The key of its record.
    package var key: [UInt8] { Array("\(HorizonRecord.prefix)\(partition)".utf8) }

    /// Whether a record of the tallies topic with that key is one, and no tally.
    package static func isKey(_ key: ArraySlice<UInt8>) -> Bool { key.starts(with: prefix.utf8) }

    /// Appends the record's bytes and returns where they are.
    package func write(appendingTo bytes: inout [UInt8]) -> ByteRange {
        let start = bytes.count
        var writer = ProtobufWriter(appendingTo: exchange(&bytes, with: []))
        writer.message(44) { writer in
            writer.unsigned(1, UInt64(partition))
            for kind in WindowKind.allCases {
                guard let gone = horizon[kind] else { continue }
                writer.message(2) { writer in
                    writer.unsigned(1, UInt64(kind.rawValue))
                    writer.signed(2, gone.milliseconds)
                }
            }
        }
        bytes = writer.bytes
        return ByteRange(start..<bytes.count)
    }

    /// The record in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the state in the topic is damaged.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> HorizonRecord {
        try bytes.withUnsafeBytes { buffer -> Result<HorizonRecord, DecodeError> in
            do throws(DecodeError) {
                return .success(try read(ProtobufReader(buffer, range)))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    private static func read(_ reader: ProtobufReader) throws(DecodeError) -> HorizonRecord {
        var reader = reader
        while let tag = try reader.next() {
            guard tag.field == 44 else {
                try reader.skip(tag.type)
                continue
            }
            try reader.expect(.lengthDelimited, tag)
            return try reader.horizonRecord()
        }
        throw .invalid("the record says nothing of which tallies are gone")
    }
}

extension ProtobufReader {
    fileprivate mutating func horizonRecord() throws(DecodeError) -> HorizonRecord {
        var reader = try nested()
        var record = HorizonRecord(partition: 0)
        while let tag = try reader.next() {
            switch tag.field {
            case 1: record.partition = Int32(clamping: try reader.unsigned(tag))
            case 2:
                try reader.expect(.lengthDelimited, tag)
                let (kind, gone) = try reader.goneWindows()
                record.horizon[kind] = gone
            default: try reader.skip(tag.type)
            }
        }
        return record
    }

    private mutating func goneWindows() throws(DecodeError) -> (kind: WindowKind, gone: Instant) {
        var reader = try nested()
        var kind: WindowKind?
        var gone = Instant.epoch
        while let tag = try reader.next() {
            switch tag.field {
            case 1: kind = WindowKind(rawValue: UInt8(clamping: try reader.unsigned(tag)))
            case 2: gone = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            default: try reader.skip(tag.type)
            }
        }
        guard let kind, gone.milliseconds < ConversationReader.Limit.time else {
            throw .invalid("windows that are gone need a length that is known, and a time")
        }
        return (kind, gone)
    }
}
