// The latest alerts.
// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Quality
import Wire

/// Alerts with all that was said of each; those of which something was said last stay.
struct AlertShelf {
    /// One alert.
    struct Ladder {
        var steps: [Held<AlertTraits>] = []
        /// Counts what was said, to find what is old.
        var latest: UInt64 = 0

        /// What was said last.
        var last: Held<AlertTraits>? { steps.last }

        /// Whether it is not over. What is only near its deadline is over when the deadline passes without a breach.
        func isOpen(at now: Instant) -> Bool {
            guard let traits = last?.traits else { return false }
            switch traits.step {
            case .breached, .escalated, .raised: return true
            case .approaching: return now < traits.deadline
            case .cleared, .retracted, .unspecified, .UNRECOGNIZED: return false
            }
        }
    }

    /// So many steps of one alert are kept: the first and the latest.
    private static let mostSteps = 64

    private let budget: Int
    private(set) var memory = 0
    private var ladders: [String: Ladder] = [:]
    /// The alerts of an episode.
    private var byEpisode: [EpisodeKey: [String]] = [:]
    private var order: Deque<(ladder: String, latest: UInt64)> = []
    private var said: UInt64 = 0

    init(budget: Int) { self.budget = budget }

    var count: Int { ladders.count }

    mutating func take(_ held: Held<AlertTraits>) {
        let traits = held.traits
        said += 1
        if ladders[traits.ladder] == nil {
            byEpisode[AlertShelf.episode(traits), default: []].append(traits.ladder)
        }
        var ladder = ladders[traits.ladder] ?? Ladder()
        if ladder.steps.count == AlertShelf.mostSteps { memory -= ladder.steps.remove(at: 1).memory }
        ladder.steps.append(held)
        ladder.latest = said
        ladders[traits.ladder] = ladder
        memory += held.memory
        order.append((traits.ladder, said))
        while memory > budget, let oldest = order.popFirst() {
            guard let gone = ladders[oldest.ladder], gone.latest == oldest.latest else { continue }
            ladders[oldest.ladder] = nil
            memory -= gone.steps.reduce(0) { $0 + $1.memory }
            guard let traits = gone.last?.traits else { continue }
            byEpisode[AlertShelf.episode(traits)]?.removeAll { $0 == oldest.ladder }
            if byEpisode[AlertShelf.episode(traits)]?.isEmpty == true { byEpisode[AlertShelf.episode(traits)] = nil }
        }
    }

    private static func episode(_ traits: AlertTraits) -> EpisodeKey {
        EpisodeKey(tenant: traits.tenant, conversation: traits.conversation, episode: traits.episode)
    }

    /// The alerts of an episode, in the order in which they were first raised.
    func alerts(of episode: EpisodeKey) -> [Ladder] { (byEpisode[episode] ?? []).compactMap { ladders[$0] } }

    /// Those that pass, the latest first.
    func list(limit: Int, _ passes: (Ladder, AlertTraits) -> Bool) -> [Ladder] {
        let all = ladders.values.compactMap { ladder in
            ladder.last.flatMap { passes(ladder, $0.traits) ? (ladder, $0.traits) : nil }
        }
        let sorted = all.sorted { ($1.1.at, $1.1.ladder) < ($0.1.at, $0.1.ladder) }
        return sorted.prefix(limit).map(\.0)
    }
}
