// What the tests of the gateway are made of.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Synchronization
import Wire

@testable import Services

enum Sample {
    static let now = Instant(milliseconds: 1_795_780_000_000)

    static func caller(
        _ role: CallerRole, tenant: String = "acme", agent: String = "A1", teams: Set<String> = ["T1"],
        expires: Instant? = nil
    ) -> Caller {
        Caller(
            tenant: tenant, role: role, subject: "\(role.rawValue)@acme", agent: role == .agent ? agent : "",
            teams: role == .lead ? teams : [], expires: expires)
    }

    static func evaluation(
        _ conversation: String, episode: UInt32 = 1, revision: UInt32 = 1, tenant: String = "acme",
        agent: String = "A1",
        team: String = "T1", score: Double? = 90, endedAt: Instant = now, review: ProtoReview.State? = nil
    ) -> ProtoEvaluation {
        ProtoEvaluation.with {
            $0.tenant = tenant
            $0.conversationID = conversation
            $0.episode = episode
            $0.revision = revision
            $0.policy = "pharma-v2"
            $0.policyVersion = "2.2.0"
            $0.channel = "chat"
            $0.agentID = agent
            $0.teamID = team
            $0.startedAtMs = endedAt.milliseconds - 60_000
            $0.endedAtMs = endedAt.milliseconds
            $0.ended = true
            if let score { $0.score = score }
            if let review { $0.review = ProtoReview.with { $0.state = review } }
        }
    }

    static func held(
        _ evaluation: ProtoEvaluation, partition: Int32 = 0, offset: Int64 = 0
    ) throws -> Held<EvaluationTraits> {
        Held(
            partition: partition, offset: offset, timestamp: now, bytes: try evaluation.serializedBytes(),
            traits: EvaluationTraits(evaluation))
    }

    static func alert(
        _ conversation: String, _ step: ProtoAlert.Step, cycle: UInt32 = 1, at: Int64 = 0, tenant: String = "acme",
        agent: String = "A1", team: String = "T1"
    ) throws -> Held<AlertTraits> {
        let alert = ProtoAlert.with {
            $0.tenant = tenant
            $0.conversationID = conversation
            $0.episode = 1
            $0.clock = "first-response-human"
            $0.cycle = cycle
            $0.step = step
            $0.atMs = now.milliseconds + at
            $0.deadlineMs = now.milliseconds + 30_000
            $0.agentID = agent
            $0.teamID = team
        }
        return Held(
            partition: 0, offset: at, timestamp: now, bytes: try alert.serializedBytes(), traits: AlertTraits(alert))
    }

    static func tally(
        _ subject: String, hour: Int64, conversations: Int64 = 1, tenant: String = "acme"
    ) throws -> Held<TallyTraits> {
        let start = now.milliseconds / 3_600_000 * 3_600_000 + hour * 3_600_000
        let tally = ProtoTally.with {
            $0.tenant = tenant
            $0.subject = subject
            $0.window = .hour
            $0.startMs = start
            $0.endMs = start + 3_600_000
            $0.measures = ProtoMeasures.with {
                $0.conversations = conversations
                $0.scored = conversations
                $0.scoreHundredths = conversations * 8_000
            }
        }
        guard let traits = TallyTraits(tally) else { throw Refusal.broken("a sample is a tally") }
        return Held(partition: 0, offset: hour, timestamp: now, bytes: try tally.serializedBytes(), traits: traits)
    }

    static func scorecard(
        agent: String, period: String = "2026-11", revision: UInt32 = 1
    ) throws -> Held<ScorecardTraits> {
        let scorecard = ProtoScorecard.with {
            $0.tenant = "acme"
            $0.agentID = agent
            $0.period = period
            $0.revision = revision
            $0.compositeHundredths = 8_720
            $0.totalCents = 123_456
            $0.currency = "CNY"
            $0.payLines = [ProtoScorecard.PayLine.with { $0.id = "performance-pay" }]
        }
        return Held(
            partition: 0, offset: 0, timestamp: now, bytes: try scorecard.serializedBytes(),
            traits: ScorecardTraits(scorecard))
    }
}

/// Sources over nothing, and what was asked of them.
final class FakeSources: Sendable {
    let submitted = Mutex<[ProtoReviewEvent]>([])
    let entries = Mutex<[AccessEntry]>([])
    /// Everything that was ever on the topic of evaluations.
    let topic = Mutex<[Held<EvaluationTraits>]>([])
    let oldest = Mutex<[Int64]>([0, 0])
    let time = Mutex(Sample.now)

    func sources() throws -> ServiceSources {
        ServiceSources(
            now: { self.time.withLock { $0 } }, policies: try PolicyLoader.preset("pharma-v2"),
            evaluate: { _ throws(Refusal) in ProtoEvaluation() }, dialogue: { _, _ throws(Refusal) in Dialogue() },
            submit: { review throws(Refusal) in self.submitted.withLock { $0.append(review) } },
            evaluationsAgain: { ranges throws(Refusal) in
                let entries = self.topic.withLock { $0 }.filter { ranges[$0.partition]?.contains($0.offset) == true }
                return FakeCatchUp(entries)
            },
            alertsAgain: { _ throws(Refusal) in FakeCatchUp<AlertTraits>([]) },
            talliesAgain: { _ throws(Refusal) in FakeCatchUp<TallyTraits>([]) },
            oldest: { _ throws(Refusal) in self.oldest.withLock { $0 } })
    }

    /// Puts evaluations on the topic and into the view of a service.
    func publish(_ entries: [Held<EvaluationTraits>], to service: ResultsService) {
        topic.withLock { $0.append(contentsOf: entries) }
        service.view.take(entries, next: [:], at: Sample.now)
    }

    var log: AccessLog { AccessLog { entry in self.entries.withLock { $0.append(entry) } } }

    /// A service whose view is there.
    func service(
        budget: Int = 64 << 20, index: Int = 0, partitions: Int = 2, knowsEarlier: Bool = true,
        limits: StreamLimits = StreamLimits()
    ) throws -> ResultsService {
        let beginning = Array(repeating: Int64(0), count: partitions)
        let view = View(
            budget: ViewBudget(bytes: budget, index: index),
            beginnings: Dictionary(uniqueKeysWithValues: ResultTopic.allCases.map { ($0, beginning) }),
            knowsEarlier: knowsEarlier)
        for topic in ResultTopic.allCases { view.note(topic, lag: 0, isRestored: true) }
        return ResultsService(view: view, sources: try sources(), log: log, limits: limits)
    }
}

/// A piece of a topic in batches of three.
final class FakeCatchUp<Traits: Sendable>: CatchUp {
    private let rest: Mutex<ArraySlice<Held<Traits>>>

    init(_ entries: [Held<Traits>]) { rest = Mutex(entries[...]) }

    func next() async throws(Refusal) -> [Held<Traits>]? {
        rest.withLock { rest in
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(3) }
            return Array(rest.prefix(3))
        }
    }

    func close() async {}
}

/// A stream's reader has had enough.
struct Enough: Error {}
