// A result as the gateway holds it.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// A result: its place on its topic, its bytes, and what it is told apart by. The message itself is made when somebody wants it.
package struct Held<Traits: Sendable>: Sendable {
    /// The partition of the topic.
    package var partition: Int32
    /// The offset in it.
    package var offset: Int64
    /// The broker's time of the record.
    package var timestamp: Instant
    /// The message, as protobuf.
    package var bytes: [UInt8]
    package var traits: Traits

    /// A result.
    package init(partition: Int32, offset: Int64, timestamp: Instant, bytes: [UInt8], traits: Traits) {
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.bytes = bytes
        self.traits = traits
    }

    /// The message.
    ///
    /// - Throws: `Refusal` never in practice: the bytes were decoded once to get the traits.
    func message<M: Message>(_ type: M.Type = M.self) throws(Refusal) -> M {
        do {
            return try M(serializedBytes: bytes)
        } catch {
            throw .broken("A result that was read before cannot be read any more.")
        }
    }

    /// About how much memory it takes: the bytes, and the traits with their texts and places in tables.
    var memory: Int { bytes.count + Held.overhead }

    private static var overhead: Int { MemoryLayout<Held<Traits>>.stride + 384 }
}
