// How far a task has come in one of its sources.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Offsets of one input partition.
struct SourceProgress {
    /// The next offset to be read; nil before the first record.
    var next: Int64?
    /// Records below this offset were applied before: their effects are published, and some of their changes are not in
    /// a checkpoint.
    var replayEnd: Int64 = .min

    func isReplay(_ offset: Int64) -> Bool { offset < replayEnd }
}

/// What an evaluation task leaves in the metadata of its committed position, to find it after a restart.
struct PositionMetadata: Equatable {
    /// The oldest record whose change is not in a checkpoint; the position itself when there is none.
    var replayFrom: Int64
    /// The largest event time before that record.
    var streamTime: Instant
    /// As far as time was known to have come at the position.
    var certainTime: Instant

    init(replayFrom: Int64, streamTime: Instant, certainTime: Instant) {
        self.replayFrom = replayFrom
        self.streamTime = streamTime
        self.certainTime = certainTime
    }

    /// Reads what `text` writes, whatever words follow; nil for anything else, for instance the metadata of another tool.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count >= 4, words[0] == "v2", let from = Int64(words[1]), let stream = Int64(words[2]),
            let certain = Int64(words[3])
        else { return nil }
        self.init(
            replayFrom: from, streamTime: Instant(milliseconds: stream), certainTime: Instant(milliseconds: certain))
    }

    var text: String { "v2 \(replayFrom) \(streamTime.milliseconds) \(certainTime.milliseconds)" }
}
