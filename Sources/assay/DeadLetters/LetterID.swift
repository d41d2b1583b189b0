// Names one dead letter.
// SPDX-License-Identifier: Apache-2.0

import Commands

/// The place of a dead letter on its topic: it never changes, and no other letter has it.
struct LetterID: Hashable, Comparable, Sendable, CustomStringConvertible {
    var partition: Int32
    var offset: Int64

    /// The letter at that place.
    init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }

    /// The letter of an id such as "0:17".
    ///
    /// - Throws: `CommandFailure` when the text is no id.
    init(_ text: String) throws(CommandFailure) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let partition = Int32(parts[0]), let offset = Int64(parts[1]), partition >= 0,
            offset >= 0
        else {
            throw .usage(
                "'\(text.onOneLine)' is no id of a dead letter: write PARTITION:OFFSET as 'assay deadletters list' shows "
                    + "it, for instance 0:17")
        }
        self.init(partition: partition, offset: offset)
    }

    var description: String { "\(partition):\(offset)" }

    static func < (left: LetterID, right: LetterID) -> Bool {
        (left.partition, left.offset) < (right.partition, right.offset)
    }
}
