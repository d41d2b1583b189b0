// Sealed dead letters, with a key for each subject.
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Wire

/// A data key as its topic has it.
package struct StoredDataKey: Sendable {
    /// The record's key: the subject's, a slash, and the data key's id.
    package var name: [UInt8]
    /// The record's value: a `DataKey`.
    package var value: [UInt8]
}

/// Seals what dead letters quote. Each conversation, or whatever a letter's key names, has keys of its own, which stand in a compacted topic:
/// without their record nothing that they sealed can be read (A44).
///
/// A sealer is for the letters that leave together, and with their keys: one that was kept longer would seal by a key that is forgotten.
struct LetterSealer {
    private let masters: MasterKeys
    /// By subject: the data key and its id.
    private var known: [[UInt8]: (id: String, key: SymmetricKey)] = [:]
    /// The records of the data keys.
    private(set) var keys: [StoredDataKey] = []

    fileprivate static let context = Array("assay.v1 dead-letter ".utf8)
    fileprivate static let keyContext = Array("assay.v1 data key ".utf8)

    init(_ masters: MasterKeys) { self.masters = masters }

    /// A letter with its value, headers and detail sealed, and what is kept of a value that is cut.
    mutating func seal(_ value: [UInt8], key subject: [UInt8]) -> [UInt8] {
        guard var letter = try? ProtoDeadLetter(protobuf: value) else {
            preconditionFailure("a dead letter of ours can be decoded")
        }
        var quoted = ProtoDeadLetter()
        if letter.hasValue { quoted.value = letter.value }
        quoted.headers = letter.headers
        quoted.detail = letter.detail
        if letter.hasCut {
            quoted.cut = letter.cut
            letter.cut.valueStart = Data()
            letter.cut.valueSha256 = Data()
        }
        let (id, key) = dataKey(of: subject)
        let place = "\(letter.topic)[\(letter.partition)]@\(letter.offset)"
        letter.sealed.dataKeyID = id
        letter.sealed.content = SealedBytes.seal(
            quoted.protobuf, by: key, with: LetterSealer.context + Array(place.utf8))
        letter.clearValue()
        letter.headers = []
        letter.detail = ""
        return letter.protobuf
    }

    private mutating func dataKey(of subject: [UInt8]) -> (id: String, key: SymmetricKey) {
        if let key = known[subject] { return key }
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        let id = String(repeating: "0", count: 16 - digits.count) + digits
        let bytes = SealedBytes.newKey()
        keys.append(masters.record(of: bytes, name: DataKeys.name(of: subject, id: id)))
        let made = (id: id, key: SymmetricKey(data: bytes))
        known[subject] = made
        return made
    }
}

extension MasterKeys {
    /// The record of a data key, sealed by the current master key.
    fileprivate func record(of key: [UInt8], name: [UInt8]) -> StoredDataKey {
        var record = ProtoDataKey()
        record.masterKeyID = current
        record.sealedKey = seal(key, with: LetterSealer.keyContext + name)
        return StoredDataKey(name: name, value: record.protobuf)
    }
}

/// The data keys of a cluster, as their topic has them.
package struct DataKeys {
    private var records: [[UInt8]: [UInt8]] = [:]

    /// None.
    package init() {}

    /// How many there are.
    package var count: Int { records.count }

    /// The key of a data key's record.
    static func name(of subject: [UInt8], id: String) -> [UInt8] { subject + Array("/\(id)".utf8) }

    /// Takes the next record of the topic; without a value it says that the key is forgotten.
    package mutating func take(name: [UInt8], value: [UInt8]?) { records[name] = value }

    /// The names of the keys of a subject, "tenant/conversation", ascending.
    package func names(of subject: String) -> [[UInt8]] {
        let length = DataKeys.name(of: Array(subject.utf8), id: "0123456789abcdef").count
        return records.keys.filter { $0.count == length && $0.starts(with: Array((subject + "/").utf8)) }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// How many of them each master key has sealed.
    package var mastersInUse: [String: Int] {
        records.values.reduce(into: [:]) { counts, value in
            counts[(try? ProtoDataKey(protobuf: value))?.masterKeyID ?? "?", default: 0] += 1
        }
    }

    /// The records as they are when the current master key has sealed all of them: those that another one has.
    ///
    /// - Throws: `SealingError` naming the key that cannot be opened.
    package func rewrapped(_ masters: MasterKeys) throws(SealingError) -> [StoredDataKey] {
        var changed: [StoredDataKey] = []
        for (name, value) in records.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard (try? ProtoDataKey(protobuf: value))?.masterKeyID != masters.current else { continue }
            changed.append(masters.record(of: try key(name, value, masters), name: name))
        }
        return changed
    }

    private func key(_ name: [UInt8], _ value: [UInt8], _ masters: MasterKeys) throws(SealingError) -> [UInt8] {
        guard let record = try? ProtoDataKey(protobuf: value) else {
            throw SealingError("the data key \(String(decoding: name, as: UTF8.self)) is damaged: restore the topic")
        }
        do throws(SealingError) {
            return try masters.open(record.sealedKey, by: record.masterKeyID, with: LetterSealer.keyContext + name)
        } catch {
            throw SealingError("the data key \(String(decoding: name, as: UTF8.self)) cannot be opened: \(error)")
        }
    }

    /// The name of the data key that a dead letter with a key is sealed with; nil when nothing in it is sealed.
    package static func name(ofKeyFor letter: [UInt8], key subject: [UInt8]) -> [UInt8]? {
        guard let letter = try? ProtoDeadLetter(protobuf: letter), letter.hasSealed else { return nil }
        return name(of: subject, id: letter.sealed.dataKeyID)
    }

    /// A dead letter with what was sealed in it; as it is when nothing was.
    ///
    /// - Throws: `SealingError` when its key is forgotten, or it cannot be opened.
    package func opened(_ value: [UInt8], key subject: [UInt8], _ masters: MasterKeys) throws(SealingError) -> [UInt8] {
        guard var letter = try? ProtoDeadLetter(protobuf: value), letter.hasSealed else { return value }
        let name = DataKeys.name(of: subject, id: letter.sealed.dataKeyID)
        guard let record = records[name] else {
            throw SealingError(
                "its key \(String(decoding: name, as: UTF8.self)) is forgotten, or was never written: nobody can read what the record said"
            )
        }
        let key = SymmetricKey(data: try key(name, record, masters))
        let place = "\(letter.topic)[\(letter.partition)]@\(letter.offset)"
        guard
            let content = SealedBytes.open(
                letter.sealed.content, by: key, with: LetterSealer.context + Array(place.utf8)),
            let quoted = try? ProtoDeadLetter(protobuf: Array(content))
        else { throw SealingError("it was changed, or belongs to another record") }
        if quoted.hasValue { letter.value = quoted.value }
        letter.headers = quoted.headers
        // Letters of before have it in clear.
        if letter.detail.isEmpty { letter.detail = quoted.detail }
        if quoted.hasCut { letter.cut = quoted.cut }
        letter.clearSealed()
        return letter.protobuf
    }
}
