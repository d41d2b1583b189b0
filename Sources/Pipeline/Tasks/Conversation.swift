// The state of one conversation in an evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// An episode that ended and still waits for surveys and reviews.
struct EndedEpisode {
    /// Its newest revision, as saved state: most are never looked at again.
    var evaluation: [UInt8]
    /// Its number.
    var number: UInt32
    /// When it ended.
    var endedAt: Instant
    /// To whom its figures belong.
    var credit: Credit
    /// When it is let go.
    var expires: Instant
    /// Records that belong to it and that no published revision contains yet.
    var notedRecords: UInt32 = 0
}

/// The subjects and the hour that an episode's figures go to.
struct Credit: Hashable {
    var tenant: NameID
    var agent: NameID
    var team: NameID
    var channel: NameID
    var hour: Instant
}

/// A survey or review event, or a correction, that waits until its conversation is known up to its time, and for an episode to end
/// (C35), with the record it came in.
struct ParkedEvent {
    enum Content {
        case survey(SurveyEvent)
        case review(ReviewEvent)
        case correction(ClockCorrection)
    }

    var content: Content
    var source: SourceRecord
    var expires: Instant
    /// Whether the conversation is known up to the event's time.
    var isDue = false

    /// When it happened.
    var at: Instant {
        switch content {
        case .survey(let event): event.at
        case .review(let event): event.at
        case .correction(let event): event.at
        }
    }

    /// The order in which they join: that of their times, whatever the order in which they came; at the same time surveys
    /// first, then reviews.
    private var place: (Instant, Int, String) {
        switch content {
        case .survey(let event): (event.at, 0, event.id)
        case .review(let event): (event.at, 1, event.id)
        case .correction(let event): (event.at, 2, event.id)
        }
    }

    static func precedes(_ left: ParkedEvent, _ right: ParkedEvent) -> Bool { left.place < right.place }
}

/// A conversation event that waits for its turn.
struct PendingEvent {
    /// Its place as the source counts; 0 when it does not.
    var sequence: UInt32
    var at: Instant
    /// When it is waited for no longer.
    var due: Instant
    var identity: UInt64
    /// The plain record value: its text is needed when the turn comes.
    var value: [UInt8]
    var traceParent: [UInt8]

    /// Counted ones first, in their order; the others by time.
    static func precedes(_ left: PendingEvent, _ right: PendingEvent) -> Bool {
        (left.sequence &- 1, left.at, left.identity) < (right.sequence &- 1, right.at, right.identity)
    }
}

/// How far a conversation has come in its records.
struct Trail: Equatable {
    /// Records of the conversations topic below this offset are part of the checkpoint that it was loaded from or saved
    /// to last.
    var saved: Int64 = 0
    /// The oldest record whose change no checkpoint contains; `clean` when there is none.
    var unsaved: Int64 = Trail.clean
    /// The next event, as the source counts.
    var nextSequence: UInt32 = 1

    static let clean = Int64.max
}

/// What a conversation may be told apart by, as names of the task.
struct AttributeNames: Hashable {
    var brand: NameID = .none
    var scene: NameID = .none
    var tier: NameID = .none
    var urgencyClass: NameID = .none
    var taskType: NameID = .none
    var language: NameID = .none
    var region: NameID = .none
    var stage = ConversationEvent.Stage.unknown

    /// Their values and the channel.
    func values(_ names: NameTable, channel: NameID) -> ContactAttributes {
        var values = values(names)
        values[.channel] = names.string(channel)
        return values
    }

    /// Their values.
    func values(_ names: NameTable) -> ContactAttributes {
        var values = ContactAttributes()
        guard self != AttributeNames() else { return values }
        if brand != .none { values[.brand] = names.string(brand) }
        if scene != .none { values[.scene] = names.string(scene) }
        if tier != .none { values[.tier] = names.string(tier) }
        if urgencyClass != .none { values[.urgencyClass] = names.string(urgencyClass) }
        if taskType != .none { values[.taskType] = names.string(taskType) }
        if language != .none { values[.language] = names.string(language) }
        if region != .none { values[.region] = names.string(region) }
        if stage != .unknown { values[.stage] = stage.word }
        return values
    }
}

/// What a conversation is at a moment: what a rollback puts back.
struct ConversationState {
    // First what every event reads or changes: it lies together, so that the processor fetches little.

    var trail = Trail()
    var isOpen = false
    var countsForCustomers = true
    /// Whether a gap was passed while no episode was open.
    var hasGap = false
    var channel: NameID = .none
    /// Until when it is kept although nothing of it is open or ended.
    var idleUntil: Instant = .distantPast
    /// Events that wait for their turn: counted ones in their order, then the others by time.
    var pending: [PendingEvent] = []
    /// The clocks that outlive their episodes.
    var followUps = FollowUps()
    var seen = SeenEvents()
    /// The open episode; means nothing while none is open. Not an optional, so that looking at a part does not copy the whole.
    var episode = Episode.none

    var tenant: NameID = .none
    /// What it may be told apart by, beside the channel.
    var attributes = AttributeNames()
    /// Whose contact it is, and about what; only where the policies tell repeated contacts apart.
    var identity = ContactIdentity.unknown
    /// The assignment that came before the customer's first message.
    var assignedAgent: NameID = .none
    var assignedTeam: NameID = .none
    /// Records that came while no episode was open: they count with the next one.
    var waitingRecords: UInt32 = 0
    /// How many episodes it has had.
    var episodes: UInt32 = 0
    var ended: [EndedEpisode] = []
    /// Surveys and reviews that wait, in the order in which they join.
    var parked: [ParkedEvent] = []
    /// What was done behind ended episodes and waits until all topics are known up to it, by time; only where integrity signals are counted.
    var deeds: [LaterDeed] = []
    /// How the latest episode ended; likewise.
    var closing: EpisodeClosing?
    /// When the latest episode ended.
    var lastEnd: Instant = .distantPast

    /// Input records that the state holds and no evaluation contains.
    var heldRecords: Int {
        Int(waitingRecords) + (isOpen ? Int(episode.header.counts.records) : 0) + parked.count + pending.count
            + ended.reduce(0) { $0 + Int($1.notedRecords) }
    }

    /// Bytes of events, surveys and reviews that wait.
    var waitingBytes: Int {
        pending.reduce(0) { $0 + $1.value.count } + parked.reduce(0) { $0 + ($1.source.value?.count ?? 0) }
    }

    init() {}

    /// What is left in its place while it is frozen.
    init(frozen trail: Trail) { self.trail = trail }

    /// What a conversation is that begins anew: only its place in the log remains.
    func begunAnew() -> ConversationState {
        var state = ConversationState()
        state.tenant = tenant
        state.trail = Trail(saved: trail.saved, unsaved: trail.unsaved)
        return state
    }
}

/// What a conversation is that nothing has touched for a while: its checkpoint, and what is asked of it without reading it.
struct FrozenState {
    /// The value of its checkpoint.
    var checkpoint: [UInt8]
    var heldRecords: Int32
    var waitingBytes: Int32
    var isOpen: Bool

    /// The state is not changed: `inout` spares a copy of it.
    init(_ state: inout ConversationState, checkpoint: [UInt8]) {
        self.checkpoint = checkpoint
        heldRecords = Int32(clamping: state.heldRecords)
        waitingBytes = Int32(clamping: state.waitingBytes)
        isOpen = state.isOpen
    }
}

/// One conversation.
final class Conversation {
    // First what every event reads or changes, as in the state.

    /// `<tenant>/<id>`, the key of its records.
    let key: [UInt8]
    let keyCount: Int
    /// The beginning of the key, within the object.
    let keyHead: SIMD4<UInt64>
    /// Transaction in which it grew first, and in which anything else of it was changed first.
    var grownIn: UInt32
    var changedIn: UInt32
    /// The earliest timer that is set for it.
    var timer: Instant = .distantFuture
    /// How far the input had come when it was put on the list of those that may be let go; nil while it is not on it.
    var leavingSince: Int64?
    /// Whether it must be saved with the next commit.
    var mustSave = false
    /// Whether the checkpoints topic may hold a record of it.
    var isSaved = false
    var frozen: FrozenState?
    /// Means nothing but its trail while the conversation is frozen.
    var state = ConversationState()

    let hash: UInt64
    /// Length of the tenant in the key.
    let tenantLength: Int
    /// Its place in the table.
    let slot: Int32
    /// Distinguishes the conversations that had the same slot one after the other, and tells which came first.
    let generation: UInt32
    /// One timer behind that which is set, which is set, too: far deadlines are not set again and again.
    var laterTimer: Instant = .distantFuture
    /// The earliest wait for time in all topics that is set for its follow-ups.
    var followUpWait: Instant = .distantFuture

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

    /// A number from every part of the object that an event reads: for reading them early.
    @inline(__always) var glance: Int {
        Int(keyHead.x & 1) &+ Int(grownIn) &+ Int(state.trail.nextSequence) &+ Int(state.channel.index)
            &+ Int(state.episode.header.number) &+ Int(state.episode.header.counts.records)
            &+ Int(state.episode.header.clocks.nextMoment.milliseconds & 1)
    }

    /// A number from every list that an event changes. Counts stand at the beginning of a list's memory.
    @inline(__always) var glanceAtLists: Int {
        state.seen.count &+ state.episode.marks.count &+ state.episode.hits.count &+ state.episode.identifiers.count
            &+ state.episode.header.holders.count &+ state.episode.header.clocks.latest.count
            &+ (frozen?.checkpoint.count ?? 1)
    }

    /// The next instant at which something may have to be done without an event, by the time of the conversations alone: what
    /// waits for the surveys and reviews, too, is not a timer. Here and not in the state, which would be copied for it.
    var nextTimer: Instant {
        if !state.isOpen, state.ended.isEmpty, state.parked.isEmpty, state.pending.isEmpty {
            return leavingSince == nil ? state.idleUntil : .distantFuture
        }
        var next = state.isOpen ? openDeadline : .distantFuture
        for index in state.pending.indices { next = min(next, state.pending[index].due) }
        return next
    }

    /// The next deadline of the open episode. One that an event may meet which waits for others is not looked at before that
    /// is taken.
    private var openDeadline: Instant {
        // Not by `nextDeadline`: a computed property of another module is asked of a copy.
        let next = state.episode.header.clocks.nextMoment
        return firstPending <= next ? .distantFuture : next
    }

    /// The time of the earliest event that waits.
    var firstPending: Instant {
        var first = Instant.distantFuture
        for index in state.pending.indices { first = min(first, state.pending[index].at) }
        return first
    }

    /// Whether nothing is left at `time` that a later record could need: then such a record begins it anew.
    func isForgotten(at time: Instant) -> Bool {
        !state.isOpen && state.idleUntil <= time && state.parked.isEmpty && state.pending.isEmpty
            && state.ended.allSatisfy { $0.expires <= time } && state.followUps.next == .distantFuture
            && state.deeds.isEmpty
    }

    /// Whether it may be let go at `time`: no survey or review may come for what has ended, either.
    func mayLeave(at time: Instant) -> Bool { state.ended.isEmpty && isForgotten(at: time) }

    var idString: String { String(decoding: key[(tenantLength + 1)...], as: UTF8.self) }
}
