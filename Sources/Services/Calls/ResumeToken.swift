// Where a stream stands.
// SPDX-License-Identifier: Apache-2.0

import SwiftProtobuf
import Wire

/// A place in a topic: the next offset of each partition. It is the same for every gateway, so a stream goes on at any of them.
struct ResumeToken: Equatable, Sendable {
    var topic: ResultTopic
    /// By partition, the next offset.
    var positions: [Int64]
    /// The filter that it was given for.
    var filter: UInt64

    /// A token has no more bytes.
    private static let mostBytes = 128 << 10

    init(topic: ResultTopic, positions: [Int64], filter: UInt64) {
        self.topic = topic
        self.positions = positions
        self.filter = filter
    }

    /// The place in a token of that topic and filter.
    ///
    /// - Throws: `Refusal` when it is no token of them.
    init(_ bytes: [UInt8], topic: ResultTopic, filter: UInt64) throws(Refusal) {
        let field = "options.resume_token"
        guard bytes.count <= ResumeToken.mostBytes, let proto = try? ProtoWatchPosition(serializedBytes: bytes),
            proto.nextOffsets.allSatisfy({ $0 >= 0 }), !proto.nextOffsets.isEmpty
        else { throw .invalid(field, "This is no token of a stream; send one back as it came.") }
        guard proto.topic == topic.rawValue else {
            throw .invalid(field, "The token is of a stream of \(proto.topic.prefix(64)), not of \(topic.rawValue).")
        }
        guard proto.filterHash == filter else {
            throw .invalid(
                field, "The token was given for another filter: go on with that filter, or begin without a token.")
        }
        self.init(topic: topic, positions: proto.nextOffsets, filter: filter)
    }

    /// The token as clients keep it.
    var bytes: [UInt8] {
        let proto = ProtoWatchPosition.with {
            $0.topic = topic.rawValue
            $0.nextOffsets = positions
            $0.filterHash = filter
        }
        // A message of numbers and a word is always written.
        return (try? proto.serializedBytes()) ?? []
    }

    /// A number for a filter: FNV-1a over its bytes, which are the same wherever they are written.
    static func hash(of filter: some Message) -> UInt64 {
        let bytes: [UInt8] = (try? filter.serializedBytes()) ?? []
        return bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
