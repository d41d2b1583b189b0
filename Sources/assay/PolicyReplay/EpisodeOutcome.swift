// What one policy made of one episode.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// An evaluation, reduced to what is compared.
struct EpisodeOutcome: Sendable, Equatable {
    /// Which episode it is. Its number may differ between policies, its start does not.
    struct Key: Hashable, Comparable, Sendable {
        var tenant: String
        var conversation: String
        var startedAt: Int64

        static func < (left: Key, right: Key) -> Bool {
            (left.tenant, left.conversation, left.startedAt) < (right.tenant, right.conversation, right.startedAt)
        }
    }

    /// Points that were lost or awarded, and what shows it.
    struct Point: Hashable, Comparable, Sendable {
        var criterion: String
        /// Hundredths of the total: less than zero for lost ones.
        var hundredths: Int64
        var message: String
        var start: UInt32
        var end: UInt32
        var lexicon: String

        static func < (left: Point, right: Point) -> Bool {
            (left.criterion, left.message, left.start, left.end, left.hundredths, left.lexicon)
                < (right.criterion, right.message, right.start, right.end, right.hundredths, right.lexicon)
        }
    }

    var key: Key
    var episode: UInt32
    var agent: String
    var team: String
    var isEnded: Bool
    /// Hundredths; nil when nothing applied.
    var score: Int64?
    var points: [Point]
    /// The criteria that applied.
    var applied: Set<String>
    /// The cycles of its clocks.
    var clocks: [Cycle]

    /// One cycle of a clock.
    struct Cycle: Hashable, Sendable {
        /// Which cycle it is: its episode has no other one of this name, whatever the calendar.
        struct Name: Hashable {
            var clock: String
            var number: UInt32
        }

        var clock: String
        var number: UInt32
        var startedAt: Int64
        var outcome: ProtoClockResult.Outcome
        /// In milliseconds of business time.
        var target: Int64
        /// Likewise, until it was fulfilled; nil without that.
        var elapsed: Int64?
        /// When it was fulfilled, and its deadline; nil where there is none.
        var fulfilledAt: Int64?
        var deadline: Int64?
        /// Whom it is credited to; empty for nobody.
        var agent: String
        var team: String

        var name: Name { Name(clock: clock, number: number) }

        fileprivate init(_ result: ProtoClockResult, of evaluation: ProtoEvaluation) {
            clock = result.clock
            number = result.cycle
            startedAt = result.startedAtMs
            outcome = result.outcome
            target = result.targetMs
            elapsed = result.hasElapsedMs ? result.elapsedMs : nil
            fulfilledAt = result.hasFulfilledAtMs ? result.fulfilledAtMs : nil
            deadline = result.hasDeadlineMs ? result.deadlineMs : nil
            agent = result.hasHolder ? result.holder.agentID : evaluation.agentID
            team = result.hasHolder ? result.holder.teamID : evaluation.teamID
        }
    }

    /// The outcome in an evaluation by a probed policy.
    init(_ evaluation: ProtoEvaluation) {
        var evaluation = evaluation
        applied = ProbedPolicies.takeProbes(of: &evaluation).applied
        key = Key(
            tenant: evaluation.tenant, conversation: evaluation.conversationID, startedAt: evaluation.startedAtMs)
        episode = evaluation.episode
        agent = evaluation.agentID
        team = evaluation.teamID
        isEnded = evaluation.ended
        score = evaluation.hasScore ? evaluation.score.hundredths : nil
        clocks = evaluation.clocks.map { Cycle($0, of: evaluation) }
        func point(_ criterion: String, _ hundredths: Int64, _ evidence: ProtoEvidence) -> Point {
            Point(
                criterion: criterion, hundredths: hundredths, message: evidence.messageID, start: evidence.byteStart,
                end: evidence.byteEnd, lexicon: evidence.lexicon)
        }
        points =
            evaluation.deductions.map { point($0.criterion, -$0.points.hundredths, $0.evidence) }
            + evaluation.awards.map { point($0.criterion, $0.points.hundredths, $0.evidence) }
    }
}

/// What both policies made of one episode.
struct EpisodePair: Sendable {
    var before: EpisodeOutcome
    var after: EpisodeOutcome

    /// What the total changed by; nil where one of both has none.
    var change: Int64? {
        guard let before = before.score, let after = after.score else { return nil }
        return after - before
    }
}
