// How far the reading of one partition has come.
// SPDX-License-Identifier: Apache-2.0

/// What the log knows of a partition that it reads for its caller.
struct ReadPosition {
    /// The offset behind the last record handed out, or where reading began; nil from the oldest record on, with none
    /// handed out yet.
    var next: Int64?
    /// The offset at which the reader last found nothing more: `next`, or behind it the markers of transactions.
    var end: Int64?
    /// The caller paused the partition.
    var isPaused = false

    /// Reading begins at that offset; nil for the oldest record.
    init(next: Int64?) { self.next = next }
}
