// Sealed checkpoints.
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Wire

/// Seals and opens the values of checkpoints. Used from one queue.
///
/// All of them that a lane writes in a while are sealed by one data key, which stands sealed beside each: so opening needs nothing but the
/// master keys. What a conversation leaves here is deleted when the conversation is.
final class StateSealer {
    private let masters: MasterKeys
    private var key: (plain: SymmetricKey, sealed: Data)?
    private var uses = 0
    /// Data keys by how they are sealed, and under which master key.
    private var opened: [SealedKey: SymmetricKey] = [:]

    private struct SealedKey: Hashable {
        var master: String
        var bytes: Data
    }

    private static let keyContext = Array("assay.v1 state key".utf8)
    private static let context = Array("assay.v1 checkpoint ".utf8)
    /// Random nonces of 96 bits are safe for 2^32 contents of one key; this is far below.
    private static let mostUses = 1 << 24
    private static let mostOpened = 1_024

    init(_ masters: MasterKeys) { self.masters = masters }

    /// Whether a value of the topic is sealed: else it is a zstd frame.
    static func isSealed(_ value: ArraySlice<UInt8>) -> Bool { value.first == 0x08 }

    /// The value of the checkpoint with a key, sealed.
    func seal(_ value: ArraySlice<UInt8>, key recordKey: ArraySlice<UInt8>) -> [UInt8] {
        let key = currentKey()
        var state = ProtoSealedState()
        state.algorithm = 1
        state.masterKeyID = masters.current
        state.sealedKey = key.sealed
        state.content = SealedBytes.seal(value, by: key.plain, with: StateSealer.context + recordKey)
        return state.protobuf
    }

    private func currentKey() -> (plain: SymmetricKey, sealed: Data) {
        uses += 1
        if let key, uses <= StateSealer.mostUses { return key }
        let bytes = SealedBytes.newKey()
        let made = (
            plain: SymmetricKey(data: bytes), sealed: masters.seal(bytes, with: StateSealer.keyContext)
        )
        key = made
        uses = 1
        return made
    }

    /// The value that a checkpoint with a key has sealed.
    ///
    /// - Throws: `SealingError` when it cannot be opened.
    func open(_ value: ArraySlice<UInt8>, key recordKey: ArraySlice<UInt8>) throws(SealingError) -> Data {
        guard let state = try? ProtoSealedState(protobuf: Array(value)), state.algorithm == 1 else {
            throw SealingError("it is sealed in a way that this version does not know, or damaged")
        }
        let key = try key(state)
        guard let content = SealedBytes.open(state.content, by: key, with: StateSealer.context + recordKey) else {
            throw SealingError("it was changed, or belongs to another conversation")
        }
        return content
    }

    private func key(_ state: ProtoSealedState) throws(SealingError) -> SymmetricKey {
        let name = SealedKey(master: state.masterKeyID, bytes: state.sealedKey)
        if let known = opened[name] { return known }
        let key = SymmetricKey(
            data: try masters.open(state.sealedKey, by: state.masterKeyID, with: StateSealer.keyContext))
        if opened.count >= StateSealer.mostOpened { opened.removeAll() }
        opened[name] = key
        return key
    }

}

/// Sealed checkpoints without their keys.
package enum SealedState {
    /// The master key that a checkpoint's value needs; nil when it is not sealed.
    package static func master(of value: ArraySlice<UInt8>) -> String? {
        guard StateSealer.isSealed(value) else { return nil }
        return (try? ProtoSealedState(protobuf: Array(value)))?.masterKeyID
    }
}
