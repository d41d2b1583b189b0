// The state of one conversation in an evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// An episode that ended and still waits for surveys.
struct EndedEpisode {
    /// Its newest revision.
    var evaluation: Evaluation
    /// To whom its figures belong.
    var credit: Credit
    /// When it is let go.
    var expires: Instant
}

/// The subjects and the hour that an episode's figures go to.
struct Credit: Hashable {
    var tenant: NameID
    var agent: NameID
    var team: NameID
    var channel: NameID
    var hour: Instant
}

/// A survey event that waits for its conversation (C35), with the record it came in.
struct ParkedSurvey {
    var event: SurveyEvent
    var source: SourceRecord
    var expires: Instant
}

/// What a conversation is at a moment: what a rollback puts back.
struct ConversationState {
    var tenant: NameID = .none
    var channel: NameID = .none
    var countsForCustomers = true
    /// The assignment that came before the customer's first message.
    var assignedAgent: NameID = .none
    var assignedTeam: NameID = .none
    /// Records that came while no episode was open: they count with the next one.
    var waitingRecords: UInt32 = 0
    /// How many episodes it has had.
    var episodes: UInt32 = 0
    var isOpen = false
    /// The open episode; means nothing while none is open. Not an optional, so that looking at a part does not copy the whole.
    var episode = Episode.none
    var seen = SeenEvents()
    var ended: [EndedEpisode] = []
    var parked: [ParkedSurvey] = []
    /// Until when it is kept although nothing of it is open or ended.
    var idleUntil: Instant = .distantPast
    /// Whether a record of the conversations topic is part of its state.
    var hasEvents = false
    /// Whether a record of the surveys topic is part of its state.
    var hasSurveys = false

    /// Input records that the state holds and no evaluation contains.
    var heldRecords: Int {
        Int(waitingRecords) + (isOpen ? Int(episode.header.counts.records) : 0) + parked.count
    }

    /// Whether nothing is left that a later record could need.
    var isSpent: Bool { !isOpen && ended.isEmpty && parked.isEmpty }
}

/// One conversation.
final class Conversation {
    /// `<tenant>/<id>`, the key of its records.
    let key: [UInt8]
    /// The beginning of the key, within the object.
    let keyHead: SIMD4<UInt64>
    let keyCount: Int
    let hash: UInt64
    /// Length of the tenant in the key.
    let tenantLength: Int
    /// Its place in the table.
    let slot: Int32
    /// Distinguishes the conversations that had the same slot one after the other, and tells which came first.
    let generation: UInt32
    /// Transaction in which it grew first, and in which anything else of it was changed first.
    var grownIn: UInt32
    var changedIn: UInt32
    /// The earliest timer that is set for it.
    var timer: Instant = .distantFuture
    var state = ConversationState()

    init(key: [UInt8], hash: UInt64, tenantLength: Int, slot: Int32, generation: UInt32, transaction: UInt32) {
        self.key = key
        keyHead = ByteHash.head(key, ByteRange(0..<key.count))
        keyCount = key.count
        self.hash = hash
        self.tenantLength = tenantLength
        self.slot = slot
        self.generation = generation
        grownIn = transaction
        changedIn = transaction
    }

    /// A number from every part that an event changes: for reading them early. Counts stand at the beginning of their array's memory; to
    /// read an element the array would be retained, and that waits for the memory.
    @inline(__always) var glance: Int {
        Int(keyHead.x & 1) &+ Int(grownIn) &+ (state.isOpen ? 1 : 0) &+ state.seen.count
            &+ state.episode.marks.count &+ state.episode.hits.count &+ state.episode.identifiers.count
            &+ Int(state.episode.header.counts.records) &+ (state.episode.header.hasEstimatedTimes ? 1 : 0)
    }

    /// The next instant at which something may have to be done without an event. Here and not in the state, which would
    /// be copied for it.
    var nextTimer: Instant {
        if !state.isOpen, state.ended.isEmpty, state.parked.isEmpty { return state.idleUntil }
        var next = state.isOpen ? state.episode.nextDeadline ?? .distantFuture : .distantFuture
        for index in state.ended.indices { next = min(next, state.ended[index].expires) }
        for index in state.parked.indices { next = min(next, state.parked[index].expires) }
        return next
    }

    var idString: String { String(decoding: key[(tenantLength + 1)...], as: UTF8.self) }
}
