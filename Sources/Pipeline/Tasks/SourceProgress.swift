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

/// How far time has come in the surveys or in the reviews of a partition.
struct CompanionTime: Equatable {
    /// The largest event time so far.
    var latest = Instant.distantPast
    /// As far as they are known: what comes later did not happen before.
    private(set) var known = Instant.distantPast

    /// Nothing is known.
    init() {}

    /// What the metadata of a committed position says; nothing when that is another tool's.
    init(_ metadata: String) {
        guard let metadata = PositionMetadata(metadata) else { return }
        latest = metadata.streamTime
        known = metadata.certainTime
    }

    /// They are known as far as `time`.
    mutating func know(_ time: Instant) { known = max(known, time) }

    /// What is left in the metadata of the position `next`.
    func metadata(next: Int64) -> String {
        PositionMetadata(replayFrom: next, streamTime: latest, certainTime: known).text
    }
}
