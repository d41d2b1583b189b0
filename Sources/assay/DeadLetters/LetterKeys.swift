// What opens dead letters.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Sealing

/// What opens dead letters.
struct LetterKeys {
    /// The master keys; nil when there are none.
    let masters: MasterKeys?
    /// The data keys; none without master keys.
    let data: DataKeys

    /// None: what is sealed stays so.
    init() {
        masters = nil
        data = DataKeys()
    }

    /// Reads the topic of data keys, where there are master keys.
    ///
    /// - Throws: `KafkaError` when it cannot be read, `CommandFailure` when the file of master keys cannot.
    init(_ settings: Settings) throws {
        masters = try settings.masterKeys()
        data = masters == nil ? DataKeys() : try DataKeys(settings.kafkaForLetters, logger: settings.logger)
    }

    /// The letter with what was sealed in it.
    ///
    /// - Throws: `SealingError` when it cannot be opened.
    func opened(_ letter: [UInt8], key: [UInt8]) throws(SealingError) -> [UInt8] {
        guard DataKeys.name(ofKeyFor: letter, key: key) != nil else { return letter }
        guard let masters else {
            throw SealingError("the record in it is sealed: name the file of master keys in sensitive.keys")
        }
        return try data.opened(letter, key: key, masters)
    }
}
