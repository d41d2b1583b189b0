// The changes that no checkpoint contains, oldest first.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Where a replay must begin: the oldest record that changed a conversation since that was saved last.
///
/// Conversations are noted when they change for the first time since then. What is noted is checked lazily: whoever takes
/// a note looks at the conversation to see whether it still holds.
struct UnsavedChanges {
    /// A conversation that changed.
    struct Note {
        /// The record with which it changed.
        var offset: Int64
        var slot: Int32
        var generation: UInt32
        /// As far as time had come.
        var time: Instant
        /// The largest event time before that record.
        var streamTime: Instant
    }

    /// Ascending by offset.
    private var notes: [Note] = []
    private var head = 0

    /// A conversation changed with this record, and with no older one since it was saved.
    mutating func note(_ note: Note) {
        // A rollback leaves notes of records that are read again.
        while let last = notes.last, notes.count > head, last.offset > note.offset { notes.removeLast() }
        notes.append(note)
    }

    /// The oldest change that still holds.
    func oldest(_ holds: (Note) -> Bool) -> Note? { notes[head...].first(where: holds) }

    /// The changes that came up to a time, or with records before an offset, oldest first.
    func changes(until time: Instant, before offset: Int64) -> ArraySlice<Note> {
        notes[head...].prefix { $0.time <= time || $0.offset < offset }
    }

    /// Forgets what holds no more; only after a commit, because a rollback makes it hold again.
    mutating func trim(_ holds: (Note) -> Bool) {
        while head < notes.count, !holds(notes[head]) { head += 1 }
        if head > 1024, head * 2 > notes.count {
            notes.removeFirst(head)
            head = 0
        }
    }
}
