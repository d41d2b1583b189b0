// What results are told apart by, beside their bytes.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Wire

/// What filters and lists ask about an evaluation.
package struct EvaluationTraits: Hashable, Sendable {
    package var tenant: String
    package var conversation: String
    package var episode: UInt32
    package var revision: UInt32
    package var agent: String
    package var team: String
    package var channel: String
    package var policy: String
    package var startedAt: Instant
    package var endedAt: Instant
    /// Hundredths of a point; nil when nothing applied.
    package var score: Int64?
    /// The criteria that lost points.
    package var criteria: [String]
    /// How far a review by people has come; nil when there is none.
    package var review: ProtoReview.State?

    /// Those of an evaluation.
    package init(_ evaluation: ProtoEvaluation) {
        tenant = evaluation.tenant
        conversation = evaluation.conversationID
        episode = evaluation.episode
        revision = evaluation.revision
        agent = evaluation.agentID
        team = evaluation.teamID
        channel = evaluation.channel
        policy = evaluation.policy
        startedAt = Instant(milliseconds: evaluation.startedAtMs)
        endedAt = Instant(milliseconds: evaluation.endedAtMs)
        score = evaluation.hasScore ? Int64(exactly: (evaluation.score * 100).rounded()) : nil
        var seen: Set<String> = []
        criteria = evaluation.deductions.map(\.criterion).filter { seen.insert($0).inserted }
        review = evaluation.hasReview ? evaluation.review.state : nil
    }

    /// Whether a review of it waits for somebody of quality management: drawn, half scored, in disagreement, appealed.
    var waitsForReview: Bool {
        switch review {
        case .sampled, .scored, .disagreement, .combined, .appealed: true
        default: false
        }
    }

    /// Which episode it is of.
    var episodeKey: EpisodeKey { EpisodeKey(tenant: tenant, conversation: conversation, episode: episode) }
}

/// An episode.
struct EpisodeKey: Hashable, Sendable {
    var tenant: String
    var conversation: String
    var episode: UInt32
}

/// What filters and lists ask about an alert.
package struct AlertTraits: Hashable, Sendable {
    package var tenant: String
    /// The conversation, or the subject of a figure.
    package var conversation: String
    package var episode: UInt32
    package var agent: String
    package var team: String
    package var channel: String
    package var clock: String
    package var receivers: [String]
    package var step: ProtoAlert.Step
    package var at: Instant
    package var deadline: Instant
    /// What all steps of one alert share: the clock cycle, the threshold in its window, or the fatal criterion.
    package var ladder: String

    /// Those of an alert.
    package init(_ alert: ProtoAlert) {
        tenant = alert.tenant
        conversation = alert.conversationID
        episode = alert.episode
        agent = alert.agentID
        team = alert.teamID
        channel = alert.channel
        clock = alert.clock
        receivers = alert.receivers
        step = alert.step
        at = Instant(milliseconds: alert.atMs)
        deadline = Instant(milliseconds: alert.deadlineMs)
        let figure =
            alert.hasFigure ? "\(alert.figure.threshold)/\(alert.figure.window.rawValue)/\(alert.figure.startMs)" : ""
        // A slash is in no tenant; what stands behind it is of one kind for one alert.
        ladder = [
            alert.tenant, alert.conversationID, "\(alert.episode)", alert.clock, "\(alert.cycle)", figure,
            alert.criterion,
        ].joined(separator: "/")
    }

    /// Whether it is about a figure and not a conversation.
    package var isOfFigure: Bool { episode == 0 }

    /// What the access log calls it: its episode, or the subject of its figure.
    var readingName: String { isOfFigure ? conversation : "\(conversation)/\(episode)" }
}

/// What filters and lists ask about a tally.
package struct TallyTraits: Hashable, Sendable {
    package var tenant: String
    package var subject: String
    package var window: WindowKind
    package var start: Instant
    package var end: Instant

    /// Those of a tally; nil for records that are state and no figures.
    package init?(_ tally: ProtoTally) {
        guard !tally.tenant.isEmpty, !tally.hasCustomer, !tally.hasClosing, !tally.hasHorizon,
            let window = WindowKind(rawValue: UInt8(clamping: tally.window.rawValue))
        else { return nil }
        tenant = tally.tenant
        subject = tally.subject
        self.window = window
        start = Instant(milliseconds: tally.startMs)
        end = Instant(milliseconds: tally.endMs)
    }
}

/// What lists ask about a scorecard.
package struct ScorecardTraits: Hashable, Sendable {
    package var tenant: String
    package var agent: String
    package var period: String
    package var revision: UInt32

    /// Those of a scorecard.
    package init(_ scorecard: ProtoScorecard) {
        tenant = scorecard.tenant
        agent = scorecard.agentID
        period = scorecard.period
        revision = scorecard.revision
    }
}
