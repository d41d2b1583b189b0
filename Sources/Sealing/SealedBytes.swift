// Sealing and opening with AES-256-GCM.
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// Why something sealed cannot be opened, and how to mend it.
package struct SealingError: Error, Equatable, CustomStringConvertible {
    /// For people; nothing of a key or a content is in it.
    package var description: String

    /// An error that says this.
    package init(_ description: String) { self.description = description }
}

/// Nonce, content and tag in one: 12 bytes, as many as the content has, and 16.
enum SealedBytes {
    /// A random key of 256 bits, from the system's source.
    static func newKey() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// Seals a content under a nonce of its own.
    static func seal(_ content: some DataProtocol, by key: SymmetricKey, with context: [UInt8]) -> Data {
        guard let sealed = try? AES.GCM.seal(content, using: key, authenticating: context).combined else {
            preconditionFailure("a key of 256 bits and a nonce of 96 seal anything")
        }
        return sealed
    }

    /// The content; nil when it was sealed by another key, for another place, or was changed since.
    static func open(_ sealed: some DataProtocol, by key: SymmetricKey, with context: [UInt8]) -> Data? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return try? AES.GCM.open(box, using: key, authenticating: context)
    }
}

extension MasterKeys {
    /// Seals a data key by the current master key.
    func seal(_ key: [UInt8], with context: [UInt8]) -> Data {
        guard let master = self[current] else { preconditionFailure("the current key is one of them") }
        return SealedBytes.seal(key, by: master, with: context)
    }

    /// The data key that a master key has sealed.
    ///
    /// - Throws: `SealingError` when the master key is not known, or is another one than it was.
    func open(_ sealed: Data, by id: String, with context: [UInt8]) throws(SealingError) -> [UInt8] {
        guard let master = self[id] else {
            throw SealingError(
                "it is sealed under the master key '\(id)', and the file of sensitive.keys has \(ids.joined(separator: ", ")): put '\(id)' back above the last line"
            )
        }
        guard let key = SealedBytes.open(sealed, by: master, with: context), key.count == 32 else {
            throw SealingError(
                "it was not sealed by the master key '\(id)' of the file of sensitive.keys, or it was changed: put the right key back under that id"
            )
        }
        return Array(key)
    }
}
