// The measures of episodes as cases, as protobuf.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension ProtobufWriter {
    /// An `EpisodeOutcomes` message; nothing when all are 0.
    mutating func episodes(_ field: UInt32, _ episodes: EpisodeMeasures) {
        guard episodes != EpisodeMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, episodes.timely)
            writer.zigzag(2, episodes.partlyAbandoned)
            writer.zigzag(3, episodes.late)
            writer.zigzag(4, episodes.abandoned)
        }
    }
}

extension ProtobufReader {
    /// An `EpisodeOutcomes` message in the next field's bytes.
    mutating func episodes(_ tag: Tag) throws(DecodeError) -> EpisodeMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var episodes = EpisodeMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: episodes.timely = try reader.zigzag(tag)
            case 2: episodes.partlyAbandoned = try reader.zigzag(tag)
            case 3: episodes.late = try reader.zigzag(tag)
            case 4: episodes.abandoned = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return episodes
    }
}
