// Records that are too large for a dead letter, which has their first parts then.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality

/// What a dead letter says of a record of which it has the first parts only.
package struct CutRecord: Equatable, Sendable {
    /// The size of the value in bytes; nil for a tombstone.
    package var valueBytes: Int?
    /// SHA-256 over the whole value; empty for a tombstone, and when it is sealed.
    package var valueHash: [UInt8]
    /// The first bytes of the value.
    package var valueStart: [UInt8]
    /// The size of the key in bytes; 0 when there was none.
    package var keyBytes: Int
    /// How many headers it had.
    package var headers: Int
}

extension SourceRecord {
    /// Key, value and headers of a letter have at most so many bytes together. The largest record that may be written is 32 MiB, of which
    /// the key takes its bytes twice, what was wrong 4 KiB, and sealing a few hundred bytes.
    package static let mostLetterBytes = 20 << 20
    /// The key of a letter has at most so many bytes: it is a part of the key of a record of `data-keys`, too, whose topic has the broker's
    /// own bound.
    package static let mostKeyBytes = 64 << 10
    /// Of value and headers of a record that is cut so many bytes are kept, each.
    package static let keptBytes = 64 << 10

    /// Whether a letter has only its first parts.
    package var isTooLarge: Bool {
        let (keyBytes, valueBytes) = (key?.count ?? 0, value?.count ?? 0)
        return keyBytes > SourceRecord.mostKeyBytes
            || headers.reduce(keyBytes + valueBytes, { $0 + SourceRecord.bytes(of: $1) }) > SourceRecord.mostLetterBytes
    }

    /// The key of its letter: its own, or the first bytes of that.
    package var letterKey: [UInt8]? { key.map { Array($0.prefix(SourceRecord.mostKeyBytes)) } }

    /// The headers that its letter has, in order: all of them, or the first ones.
    var letterHeaders: [(name: String, value: [UInt8]?)] {
        guard isTooLarge else { return headers }
        var room = SourceRecord.keptBytes
        return Array(
            headers.prefix { header in
                room -= SourceRecord.bytes(of: header)
                return room >= 0
            })
    }

    private static func bytes(of header: (name: String, value: [UInt8]?)) -> Int {
        // As many more go around them.
        header.name.utf8.count + (header.value?.count ?? 0) + 16
    }
}

extension CutRecord {
    /// What is said of a record that is cut. Its whole value is read once.
    init(_ source: SourceRecord) {
        valueBytes = source.value?.count
        valueHash = source.value.map(SHA256.hash) ?? []
        valueStart = source.value.map { Array($0.prefix(SourceRecord.keptBytes)) } ?? []
        keyBytes = source.key?.count ?? 0
        headers = source.headers.count
    }

    /// Reads what a letter says.
    init(_ proto: ProtoCutRecord) {
        valueBytes = proto.hasValueBytes ? Int(proto.valueBytes) : nil
        valueHash = [UInt8](proto.valueSha256)
        valueStart = [UInt8](proto.valueStart)
        keyBytes = Int(proto.keyBytes)
        headers = Int(proto.headers)
    }
}

extension ProtoCutRecord {
    init(_ cut: CutRecord) {
        self.init()
        if let bytes = cut.valueBytes { valueBytes = Int64(bytes) }
        valueSha256 = Data(cut.valueHash)
        valueStart = Data(cut.valueStart)
        keyBytes = Int64(cut.keyBytes)
        headers = Int32(clamping: cut.headers)
    }
}
