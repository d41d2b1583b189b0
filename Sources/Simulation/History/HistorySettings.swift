// What a simulated history is like.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// What a history is like, all of it from its seed. Rates are in a thousand: of records, of operations, or of steps.
package struct HistorySettings: Sendable {
    /// The seed.
    package let seed: UInt64
    /// What a commit promises.
    package var delivery: MemoryLog.Delivery
    /// How many partitions each topic has.
    package var partitions: Int32 = 3
    /// What the same input is brought by in another order, and disturbed by otherwise; nil for the history's own.
    package var orderSeed: UInt64?

    // What is said.

    /// How many conversations there are.
    var conversations: Int
    /// They come in so many bursts.
    var bursts: Int
    /// Length of a burst.
    var burst: Milliseconds
    /// Between two bursts nothing happens for at most so long.
    var longestGap: Milliseconds
    /// Whether ended episodes are rated.
    var hasSurveys: Bool
    /// Whether ended episodes are reviewed by people.
    var hasReviews = false
    /// Whether clocks of episodes are corrected.
    var hasCorrections: Bool
    /// Whether clocks are paused by changes of the state.
    var hasPauses: Bool
    /// Whether figures are dressed up: episodes end instead of an answer, and customers are talked into other ratings. Clients send some messages
    /// again, too.
    var hasDressing: Bool
    /// How long answers join an episode.
    var surveyWindow: Milliseconds
    /// How long after its end a month is closed; nil where months stay open.
    package var monthsCloseAfter: Milliseconds?
    /// How long tallies are kept.
    var tallyRetention = TallyRetention()
    /// Records that come twice.
    var duplicateRate: Int
    /// Records that cannot be used, and gaps in the offsets.
    var badRate: Int
    /// From the moment that something happens until its record stands in the log, at most.
    var longestDelay: Milliseconds
    /// How far a source's clock may be off, in either direction.
    package var clockError: Milliseconds
    /// How far a broker's clock may be off, in either direction.
    var brokerError: Milliseconds
    /// Whether a record's timestamp is when it was appended; else when it happened.
    var hasAppendTimes: Bool

    // What goes wrong.

    /// Operations that fail.
    var faultRate: Int
    /// Commits of which a member does not hear for a while.
    var slowCommitRate: Int
    /// Partitions that move from member to member.
    var moveRate: Int
    /// Members that lose some or all of their partitions.
    var lossRate: Int
    /// Members that die.
    var crashRate: Int
    /// Members that stand still, to wake up as zombies.
    var freezeRate: Int
    /// Members that end as they are told to.
    var leaveRate: Int
    /// Producers that another instance with the same id fences off.
    var fenceRate: Int
    /// Partitions from which nothing comes for a while.
    var stallRate: Int
    /// Compactions and removals of old records.
    var cleaningRate: Int
    /// Markers of transactions come so late, at most.
    var longestMarkerDelay: Milliseconds
    /// Operations of a member before which another one takes a turn, or time passes.
    var interleavingRate: Int
    /// With one commit at most so many conversations are saved for their age.
    var mostSavedForAge: Int
    /// A transaction that is open for so long is aborted.
    var transactionTimeout: Milliseconds

    /// The settings of a seed: some histories are quiet in one respect and wild in another.
    package init(seed: UInt64) {
        var random = SeededRandom(seed: seed ^ 0x5E77_1265)
        self.seed = seed
        delivery = random.chance(perMille: 150) ? .atLeastOnce : .exactlyOnce
        conversations = random.number(10...20)
        bursts = random.number(1...3)
        burst = .seconds(Int64(random.number(15...25)))
        longestGap = random.pick([.seconds(20), .minutes(3), .minutes(40)])
        hasSurveys = random.chance(perMille: 850)
        // Long, so that no answer comes too late; or so short that conversations are forgotten while others go on.
        surveyWindow = hasSurveys ? .hours(24) : .minutes(2)
        duplicateRate = random.pick([0, 50, 200])
        badRate = random.pick([0, 20])
        longestDelay = random.pick([Milliseconds(100), Milliseconds(1_000), Milliseconds(2_500)])
        clockError = random.pick([.zero, Milliseconds(400)])
        brokerError = random.pick([.zero, Milliseconds(900)])
        hasAppendTimes = random.chance(perMille: 700)
        faultRate = random.pick([0, 10, 40, 120])
        slowCommitRate = random.pick([0, 0, 30])
        moveRate = random.pick([0, 10, 20, 40])
        lossRate = random.pick([0, 6, 12, 25])
        crashRate = random.pick([0, 6, 12, 25])
        freezeRate = random.pick([0, 6, 12, 25])
        leaveRate = random.pick([0, 8])
        fenceRate = random.pick([0, 3, 6])
        stallRate = random.pick([0, 20])
        cleaningRate = random.pick([0, 20])
        longestMarkerDelay = random.pick([.zero, Milliseconds(300), Milliseconds(4_000)])
        interleavingRate = random.pick([0, 20, 60])
        mostSavedForAge = random.pick([2, 1_000, 1_000])
        transactionTimeout = random.pick([.seconds(2), .seconds(10)])
        hasReviews = hasSurveys && random.chance(perMille: 700)
        hasCorrections = random.chance(perMille: 600)
        hasPauses = random.chance(perMille: 600)
        hasDressing = seed.isMultiple(of: 2)
        monthsCloseAfter = random.pick([
            nil, Milliseconds(1), .seconds(10), .seconds(40), .minutes(5), .minutes(45),
        ])
        tallyRetention = random.pick([
            TallyRetention(), TallyRetention(), TallyRetention([.hour: .zero]),
            TallyRetention([.hour: .hours(1), .day: .zero]),
        ])
        if delivery == .atLeastOnce, !Promises.zombiesAtLeastOnce { lossRate = 0 }
    }

    /// The parts of a history that can be left out one by one, to see whether it still fails.
    static let parts: [(name: String, leaveOut: @Sendable (inout HistorySettings) -> Void)] = [
        ("failing operations", { $0.faultRate = 0 }), ("slow commits", { $0.slowCommitRate = 0 }),
        ("moves", { $0.moveRate = 0 }), ("losses", { $0.lossRate = 0 }), ("crashes", { $0.crashRate = 0 }),
        ("zombies", { $0.freezeRate = 0 }), ("clean ends", { $0.leaveRate = 0 }), ("fencing", { $0.fenceRate = 0 }),
        ("stalls", { $0.stallRate = 0 }), ("cleaning", { $0.cleaningRate = 0 }),
        ("interleaved operations", { $0.interleavingRate = 0 }), ("late markers", { $0.longestMarkerDelay = .zero }),
        ("duplicates", { $0.duplicateRate = 0 }),
        ("bad records", { $0.badRate = 0 }), ("delays", { $0.longestDelay = .zero }),
        ("wrong clocks of sources", { $0.clockError = .zero }), ("wrong clocks of brokers", { $0.brokerError = .zero }),
        ("retention", { $0.tallyRetention = TallyRetention() }),
        ("closing", { $0.monthsCloseAfter = nil }), ("surveys", { $0.hasSurveys = false }),
        ("reviews", { $0.hasReviews = false }), ("corrections", { $0.hasCorrections = false }),
        ("pauses", { $0.hasPauses = false }), ("dressing up", { $0.hasDressing = false }),
    ]
}

/// What the tasks do not promise yet: histories leave it out.
enum Promises {
    /// Records that come out of their order, within the allowed skew, change nothing.
    static let anyOrder = true
    /// How surveys and conversations are interleaved changes nothing.
    static let anyInterleaving = true
    /// Surveys of a conversation that come out of their order, within the allowed skew, change nothing, however late
    /// their topic is read.
    static let anySurveyOrder = false
    /// Likewise of reviews.
    static let anyReviewOrder = true
    /// A reply that is counted before another one, and happened after it, tells no breach.
    static let anyReplyOrder = false
    /// What happens at about the time of a change of the state, by clocks that are wrong, tells nothing that is retracted later.
    static let anyPauseOrder = false
    /// At least once, a member that has lost its partitions and does not know it yet spoils nothing that others load.
    static let zombiesAtLeastOnce = false
    /// A conversation is restored from its checkpoint: older records may be gone.
    static let shortReplay = true
}
