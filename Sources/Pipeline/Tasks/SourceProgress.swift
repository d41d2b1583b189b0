// How far a task has come in one of its sources.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Offsets of one input partition.
struct SourceProgress {
    /// The next offset to be read; nil before the first record.
    var next: Int64?
    /// Records below this offset were applied before: their effects are published, their state is not.
    var replayEnd: Int64 = .min

    func isReplay(_ offset: Int64) -> Bool { offset < replayEnd }
}

/// What a task leaves in the metadata of its committed positions, to find it after a restart.
struct PositionMetadata: Equatable {
    /// The oldest offset of this partition that the state rests on.
    var replayFrom: Int64
    /// As far as time was known to have come.
    var time: Instant

    init(replayFrom: Int64, time: Instant) {
        self.replayFrom = replayFrom
        self.time = time
    }

    /// Reads what `text` writes; nil for anything else, for instance the metadata of another tool.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, parts[0] == "v1", let from = Int64(parts[1]), let time = Int64(parts[2]) else {
            return nil
        }
        self.init(replayFrom: from, time: Instant(milliseconds: time))
    }

    var text: String { "v1 \(replayFrom) \(time.milliseconds)" }
}
