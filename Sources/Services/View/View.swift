// Everything that the gateway holds, folded from the topics of results.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Synchronization
package import Wire

/// The topics that the gateway follows.
package enum ResultTopic: String, Hashable, Sendable, CaseIterable {
    case evaluations, alerts, tallies, scorecards
}

/// How much memory a view takes, about.
package struct ViewBudget: Hashable, Sendable {
    /// Bytes for everything but the index.
    package var bytes: Int
    /// Bytes for knowing where evaluations stand that are not held.
    package var index: Int

    /// A budget.
    package init(bytes: Int, index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    /// Of each thousandth of it: what a shelf or a feed gets.
    func share(_ thousandths: Int) -> Int { max(1, bytes / 1000 * thousandths) }
}

/// The current view: the newest results in bounded memory, and the latest ones in the order in which they came. Read from many tasks;
/// written by whoever follows the topics. Nothing of it is shared between gateways: each folds its own.
package final class View: Sendable {
    fileprivate struct State {
        var evaluations: EvaluationShelf
        var alerts: AlertShelf
        var tallies: TallyShelf
        var scorecards: ScorecardShelf
        var topics: [ResultTopic: Reading] = [:]
        var latestEvent = Instant.distantPast
        /// Whether evaluations of before the beginnings are in the index.
        var knowsEarlier: Bool
        /// Records by second of the gateway's clock, for the rate.
        var recent: [Int64: Int] = [:]
    }

    /// How far a topic was read.
    package struct Reading: Hashable, Sendable {
        /// Records that were read.
        package var records: UInt64 = 0
        /// Records that were there and not read, when it was last asked.
        package var lag: Int64 = 0
        /// Records that could not be used.
        package var unusable: UInt64 = 0
        /// Whether what was there at the start was read.
        package var isRestored = false

        /// Nothing was read.
        package init() {}
    }

    /// Evaluations as they come.
    package let evaluationFeed: Feed<EvaluationTraits>
    /// Alerts as they come.
    package let alertFeed: Feed<AlertTraits>
    /// Tallies as they come.
    package let tallyFeed: Feed<TallyTraits>
    private let state: Mutex<State>

    /// An empty view.
    ///
    /// - Parameters:
    ///   - beginnings: where each topic is read from, by partition.
    ///   - knowsEarlier: whether there is nothing to tell of evaluations before that.
    package init(budget: ViewBudget, beginnings: [ResultTopic: [Int64]], knowsEarlier: Bool = true) {
        state = Mutex(
            State(
                evaluations: EvaluationShelf(budget: budget.share(250), index: budget.index),
                alerts: AlertShelf(budget: budget.share(100)),
                tallies: TallyShelf(budget: budget.share(250)), scorecards: ScorecardShelf(budget: budget.share(100)),
                knowsEarlier: knowsEarlier))
        evaluationFeed = Feed(beginning: beginnings[.evaluations] ?? [], budget: budget.share(150))
        alertFeed = Feed(beginning: beginnings[.alerts] ?? [], budget: budget.share(50))
        tallyFeed = Feed(beginning: beginnings[.tallies] ?? [], budget: budget.share(100))
    }

    // MARK: Taking

    /// Takes evaluations, in the order of their topic.
    package func take(_ evaluations: [Held<EvaluationTraits>], next: [Int32: Int64], at now: Instant) {
        state.withLock { state in
            for evaluation in evaluations {
                state.latestEvent = max(state.latestEvent, evaluation.traits.endedAt)
                state.evaluations.take(evaluation)
            }
            state.note(.evaluations, evaluations.count, now)
        }
        evaluationFeed.append(evaluations, next: next)
    }

    /// Takes evaluations from before the beginnings, in the order of their topic: it is noted where they stand.
    package func take(earlier evaluations: [Held<EvaluationTraits>]) {
        state.withLock { state in
            for evaluation in evaluations { state.evaluations.take(earlier: evaluation) }
        }
    }

    /// Notes that all evaluations from before the beginnings were taken.
    package func noteEarlierTaken() { state.withLock { $0.knowsEarlier = true } }

    /// Takes alerts, likewise.
    package func take(_ alerts: [Held<AlertTraits>], next: [Int32: Int64], at now: Instant) {
        state.withLock { state in
            for alert in alerts {
                state.latestEvent = max(state.latestEvent, alert.traits.at)
                state.alerts.take(alert)
            }
            state.note(.alerts, alerts.count, now)
        }
        alertFeed.append(alerts, next: next)
    }

    /// Takes tallies, likewise.
    package func take(_ tallies: [Held<TallyTraits>], next: [Int32: Int64], at now: Instant) {
        state.withLock { state in
            for tally in tallies { state.tallies.take(tally) }
            state.note(.tallies, tallies.count, now)
        }
        tallyFeed.append(tallies, next: next)
    }

    /// Takes what partitions of the tallies have let go.
    package func take(_ horizons: [HorizonRecord]) {
        guard !horizons.isEmpty else { return }
        state.withLock { state in
            for horizon in horizons { state.tallies.take(horizon) }
        }
    }

    /// Takes scorecards, likewise.
    package func take(_ scorecards: [Held<ScorecardTraits>], at now: Instant) {
        state.withLock { state in
            for scorecard in scorecards { state.scorecards.take(scorecard) }
            state.note(.scorecards, scorecards.count, now)
        }
    }

    /// Notes how far a topic is behind, and records of it that could not be used.
    package func note(_ topic: ResultTopic, lag: Int64, isRestored: Bool, unusable: Int = 0) {
        state.withLock { state in
            state.topics[topic, default: Reading()].lag = lag
            if isRestored { state.topics[topic, default: Reading()].isRestored = true }
            state.topics[topic, default: Reading()].unusable += UInt64(unusable)
        }
    }

    // MARK: Asking

    /// How far the topics were read.
    package var topics: [ResultTopic: Reading] { state.withLock(\.topics) }

    /// Whether everything that was there at the start is in the view.
    package var isRestored: Bool {
        state.withLock { state in ResultTopic.allCases.allSatisfy { state.topics[$0]?.isRestored == true } }
    }

    /// How many results of a topic are held.
    package func held(_ topic: ResultTopic) -> Int {
        state.withLock { state in
            switch topic {
            case .evaluations: state.evaluations.count
            case .alerts: state.alerts.count
            case .tallies: state.tallies.count
            case .scorecards: state.scorecards.count
            }
        }
    }

    /// Whether evaluations of before the beginnings can be found.
    package var knowsEarlier: Bool { state.withLock(\.knowsEarlier) }

    /// Of how many episodes that are not held it is known where their evaluations stand.
    package var indexed: Int { state.withLock { $0.evaluations.index.count } }

    /// About how many bytes the shelves take.
    package var memory: Int {
        state.withLock {
            $0.evaluations.memory + $0.evaluations.index.memory + $0.alerts.memory + $0.tallies.memory
                + $0.scorecards.memory
        }
    }

    /// The latest time of an event that a result told of.
    var latestEvent: Instant { state.withLock(\.latestEvent) }

    /// Results a second over the last minute.
    func rate(at now: Instant) -> Double {
        let second = now.milliseconds / 1000
        return state.withLock { state in
            Double(state.recent.filter { (second - 60..<second).contains($0.key) }.values.reduce(0, +)) / 60
        }
    }

    /// The team in which an agent of a tenant was seen last.
    func team(of agent: String, tenant: String) -> String? {
        state.withLock { $0.evaluations.team(of: agent, tenant: tenant) }
    }

    /// Asks the evaluations.
    func evaluations<R: Sendable>(_ body: (borrowing EvaluationShelf) throws(Refusal) -> R) throws(Refusal) -> R {
        try state.withLock { state throws(Refusal) in try body(state.evaluations) }
    }

    /// Asks the alerts.
    func alerts<R: Sendable>(_ body: (borrowing AlertShelf) throws(Refusal) -> R) throws(Refusal) -> R {
        try state.withLock { state throws(Refusal) in try body(state.alerts) }
    }

    /// Asks the tallies.
    func tallies<R: Sendable>(_ body: (borrowing TallyShelf) throws(Refusal) -> R) throws(Refusal) -> R {
        try state.withLock { state throws(Refusal) in try body(state.tallies) }
    }

    /// Asks the scorecards.
    func scorecards<R: Sendable>(_ body: (borrowing ScorecardShelf) throws(Refusal) -> R) throws(Refusal) -> R {
        try state.withLock { state throws(Refusal) in try body(state.scorecards) }
    }
}

extension View.State {
    fileprivate mutating func note(_ topic: ResultTopic, _ count: Int, _ now: Instant) {
        topics[topic, default: View.Reading()].records += UInt64(count)
        let second = now.milliseconds / 1000
        recent[second, default: 0] += count
        if recent.count > 120 { recent = recent.filter { $0.key > second - 61 } }
    }
}
