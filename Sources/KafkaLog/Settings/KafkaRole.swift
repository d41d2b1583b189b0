// The kinds of client this module makes.
// SPDX-License-Identifier: Apache-2.0

/// What a client of librdkafka is for; decides its properties.
enum KafkaRole: Equatable {
    /// The member of the group.
    case member
    /// A consumer without a group: reads for restoring, reads for tools, asks for offsets.
    case side(seesUncommitted: Bool)
    /// Asks what a group has committed, without joining it.
    case groupOffsets
    /// The producer of a lane's effects.
    case effects
    /// A producer for tools and tests.
    case writer
    /// Creates and describes topics.
    case admin

    /// Whether librdkafka calls it a consumer.
    var isConsumer: Bool {
        switch self {
        case .member, .side, .groupOffsets: true
        case .effects, .writer, .admin: false
        }
    }

    /// The word for logs and metrics.
    var word: String {
        switch self {
        case .member: "member"
        case .side(let seesUncommitted): seesUncommitted ? "ends" : "side"
        case .groupOffsets: "group-offsets"
        case .effects: "effects"
        case .writer: "writer"
        case .admin: "admin"
        }
    }
}
