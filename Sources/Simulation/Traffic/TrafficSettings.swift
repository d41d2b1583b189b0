// What generated traffic is like.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// What generated traffic is like. Rates are in a thousand.
package struct TrafficSettings: Sendable {
    /// The seed: the same settings and seed give the same records.
    package var seed: UInt64 = 1
    /// The tenant.
    package var tenant = "acme"
    /// Event time of the first conversation.
    package var start = Instant(milliseconds: 1_795_000_000_000)
    /// Conversations begin this often.
    package var conversationInterval = Milliseconds(50)
    /// How many agents there are.
    package var agents = 40
    /// How many teams they work in.
    package var teams = 4
    /// Events of a conversation, on average, the first and last included; at least 8.
    package var eventsPerConversation = 20
    /// Texts go on with further sentences until they have this many bytes.
    package var leastTextBytes = 0
    /// Whether no two texts are the same: each ends with some characters of its own.
    package var hasDistinctTexts = false
    /// Ended conversations that are rated.
    package var surveyRate = 300
    /// Conversations in which the first answer is late.
    package var lateRate = 80
    /// Conversations that nobody ends.
    package var unfinishedRate = 20
    /// Events that are sent twice.
    package var duplicateRate = 10
    /// Records that cannot be used.
    package var badRate = 2
    /// Records written as JSON.
    package var jsonRate = 20
    /// Conversations of which all behind the customer's first message arrives late: a reply that was in time comes when its breach
    /// has been told.
    package var laggingRate = 0
    /// How late that is.
    package var lag = Milliseconds.seconds(60)
    /// How many times as fast people talk as they do in life. A late first answer is as late as ever.
    package var pace = 1

    /// The defaults.
    package init() {}
}

/// What a generated conversation is like.
package struct ConversationTraits: Hashable, Sendable {
    /// The first answer comes more than 30 s after the assignment.
    package var isLate = false
    /// The customer is angry, and rates accordingly.
    package var isAngry = false
    /// An angry customer makes a complaint that is recorded.
    package var hasComplaint = false
    /// Nobody ends it.
    package var isUnfinished = false
    /// It is rated after its end.
    package var isRated = false
    /// The customer comes back after its end: it has a second episode.
    package var isReopened = false
    /// They write English.
    package var isEnglish = false

    /// A plain conversation.
    package init() {}
}

/// One generated record.
package struct TrafficRecord: Sendable {
    /// What it is, for counting.
    package enum Kind: Sendable {
        /// The event of a conversation, or its survey, seen for the first time.
        case event
        /// A repetition.
        case duplicate
        /// A record that cannot be used.
        case bad
    }

    /// Whether it is a survey; otherwise a conversation event.
    package var isSurvey: Bool
    /// What it is, for counting.
    package var kind: Kind
    /// The key.
    package var key: [UInt8]
    /// The value.
    package var value: [UInt8]
    /// Whether the value is JSON.
    package var isJSON: Bool
    /// The event time, also the record's timestamp.
    package var at: Instant
    /// Set on the event that ends an episode.
    package var endsConversation: Bool
}
