// Dead letters that are sealed, as a reader with the keys sees them.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Sealing

/// Opens dead letters with the data keys that stand in their topic. Used from one thread.
struct SealedLetters {
    private let masters: MasterKeys
    private let reader: KafkaReader
    private var keys = DataKeys()
    private var batch = RecordBatch()
    /// Letters that were read and are not opened.
    var waiting: [(key: [UInt8], value: [UInt8])] = []

    init(_ kafka: KafkaSettings, file: String) throws {
        masters = try MasterKeys(text: try String(contentsOfFile: file, encoding: .utf8))
        reader = try KafkaReader(kafka, topic: .dataKeys, from: .oldest, logger: .silent)
    }

    /// Opens those whose keys can be read by now. One that is not sealed is no letter of a run with keys, and stays.
    mutating func takeOpened() throws -> [[UInt8]] {
        while try reader.poll(limit: 1_000, timeout: .zero, into: &batch) {
            for record in batch.records {
                guard let key = record.key else { continue }
                keys.take(name: Array(batch.bytes[key]), value: record.value.map { Array(batch.bytes[$0]) })
            }
        }
        var opened: [[UInt8]] = []
        waiting.removeAll { letter in
            guard DataKeys.name(ofKeyFor: letter.value, key: letter.key) != nil,
                let plain = try? keys.opened(letter.value, key: letter.key, masters)
            else { return false }
            opened.append(plain)
            return true
        }
        return opened
    }

    func close() { reader.close() }
}
