// The dictionary that checkpoints are compressed with.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What checkpoints have in common, so that each need not repeat it. Trained on the states of generated conversations by
/// `make dictionary`.
///
/// Checkpoints of older dictionaries must stay readable: a new one is put in front, and none is taken away.
package enum CheckpointDictionary {
    /// The one that is written with.
    package static let current = all[0]

    /// Without codes for the literals: a checkpoint takes a quarter less to compress, and 140 bytes instead of 118 on average; the producer's
    /// compression of whole batches makes up for it in the log.
    private static let level = -3

    /// All that may be met, the newest first.
    package static let all = [dictionary(CheckpointDictionaryData.first)]

    private static func dictionary(_ text: String) -> ZstdDictionary {
        guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters),
            let dictionary = try? ZstdDictionary(bytes: [UInt8](data), level: level)
        else { preconditionFailure("the built-in dictionary is one") }
        return dictionary
    }
}
