// The newest evaluations.
// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Quality
import Wire

/// The newest revision of each episode, the latest episodes only: those whose results came last stay, of others it is known where they stand.
struct EvaluationShelf {
    private let budget: Int
    private(set) var memory = 0
    private var byEpisode: [EpisodeKey: Held<EvaluationTraits>] = [:]
    /// The episodes of a conversation, ascending.
    private var episodes: [EpisodeKey: [UInt32]] = [:]
    /// In the order in which they came, for letting go; a name may stand here several times.
    private var order: Deque<(key: EpisodeKey, revision: UInt32)> = []
    /// The team in which an agent was seen last, by tenant and agent, and when.
    private var teams: [String: [String: (team: String, at: Instant)]] = [:]
    /// Agents are remembered up to this number in a tenant.
    private static let mostAgents = 200_000

    /// What is not held.
    private(set) var index: EpisodeIndex

    init(budget: Int, index: Int = 0) {
        self.budget = budget
        self.index = EpisodeIndex(budget: index)
    }

    var count: Int { byEpisode.count }

    mutating func take(_ held: Held<EvaluationTraits>) {
        let traits = held.traits
        let key = traits.episodeKey
        note(traits)
        if let old = byEpisode[key] {
            // A conversation that was forgotten meanwhile counts its episodes from the first one again.
            guard (old.traits.startedAt, old.traits.revision) <= (traits.startedAt, traits.revision) else { return }
            memory -= old.memory
        } else {
            let conversation = EvaluationShelf.conversation(traits.tenant, traits.conversation)
            var numbers = episodes[conversation] ?? []
            let place = numbers.firstIndex { $0 > traits.episode } ?? numbers.count
            numbers.insert(traits.episode, at: place)
            episodes[conversation] = numbers
        }
        byEpisode[key] = held
        index.remove(waiting: key)
        memory += held.memory
        order.append((key, traits.revision))
        while memory > budget, let oldest = order.popFirst() { letGo(oldest.key, oldest.revision) }
    }

    /// Takes an evaluation from before those that the shelf began with: it is not held.
    mutating func take(earlier held: Held<EvaluationTraits>) {
        note(held.traits)
        if byEpisode[held.traits.episodeKey] == nil { index.take(held) }
    }

    private mutating func letGo(_ key: EpisodeKey, _ revision: UInt32) {
        guard let held = byEpisode[key], held.traits.revision == revision else { return }
        memory -= held.memory
        byEpisode[key] = nil
        index.take(held)
        let conversation = EvaluationShelf.conversation(key.tenant, key.conversation)
        episodes[conversation]?.removeAll { $0 == key.episode }
        if episodes[conversation]?.isEmpty == true { episodes[conversation] = nil }
    }

    private mutating func note(_ traits: EvaluationTraits) {
        guard !traits.agent.isEmpty, !traits.team.isEmpty else { return }
        let known = teams[traits.tenant]?[traits.agent]
        guard known.map({ $0.at <= traits.endedAt }) ?? ((teams[traits.tenant]?.count ?? 0) < Self.mostAgents) else {
            return
        }
        teams[traits.tenant, default: [:]][traits.agent] = (traits.team, traits.endedAt)
    }

    private static func conversation(_ tenant: String, _ conversation: String) -> EpisodeKey {
        EpisodeKey(tenant: tenant, conversation: conversation, episode: 0)
    }

    /// The team in which an agent was seen last.
    func team(of agent: String, tenant: String) -> String? { teams[tenant]?[agent]?.team }

    /// The episodes of a conversation that are held, ascending.
    func episodes(of conversation: String, tenant: String) -> [UInt32] {
        episodes[EvaluationShelf.conversation(tenant, conversation)] ?? []
    }

    /// The newest evaluation of an episode; of the latest one when its number is 0.
    func evaluation(_ conversation: String, _ episode: UInt32, tenant: String) -> Held<EvaluationTraits>? {
        let number = episode > 0 ? episode : episodes(of: conversation, tenant: tenant).last ?? 0
        return byEpisode[EpisodeKey(tenant: tenant, conversation: conversation, episode: number)]
    }

    /// Where an evaluation is.
    enum Finding {
        case held(Held<EvaluationTraits>)
        case stands(RecordPlace, EpisodeKey)
        case nowhere
    }

    /// Where the newest evaluation of an episode is; of the latest one that is held when its number is 0.
    func find(_ conversation: String, _ episode: UInt32, tenant: String) -> Finding {
        if let held = evaluation(conversation, episode, tenant: tenant) { return .held(held) }
        let key = EpisodeKey(tenant: tenant, conversation: conversation, episode: episode)
        if let held = index.waiting[key] { return .held(held) }
        return index.place(of: key).map { .stands($0, key) } ?? .nowhere
    }

    /// Those that wait for a review by people and pass, by end of the episode: held here, or of before.
    func reviews(limit: Int, _ passes: (EvaluationTraits) -> Bool) -> [Held<EvaluationTraits>] {
        let all = [byEpisode.values.filter(\.traits.waitsForReview), Array(index.waiting.values)].joined()
        return all.filter { passes($0.traits) }.sorted { ListPlace($0.traits) < ListPlace($1.traits) }
            .prefix(limit).map { $0 }
    }

    /// Those that pass, by end of the episode, then by name.
    ///
    /// - Parameter behind: only those that stand behind this one in that order.
    func list(
        latestFirst: Bool, behind: ListPlace?, limit: Int, _ passes: (EvaluationTraits) -> Bool
    ) -> [Held<EvaluationTraits>] {
        let all = byEpisode.values.filter { passes($0.traits) }.map { (place: ListPlace($0.traits), held: $0) }
        let rest = all.filter { entry in
            behind.map { latestFirst ? entry.place < $0 : $0 < entry.place } ?? true
        }
        let sorted = rest.sorted { latestFirst ? $1.place < $0.place : $0.place < $1.place }
        return sorted.prefix(limit).map(\.held)
    }
}

/// Where an evaluation stands in a list: by end, conversation and episode.
struct ListPlace: Comparable {
    var endedAt: Int64
    var conversation: String
    var episode: UInt32

    init(_ traits: EvaluationTraits) {
        endedAt = traits.endedAt.milliseconds
        conversation = traits.conversation
        episode = traits.episode
    }

    /// The place in a page token; nil for another text.
    init?(token: String) {
        let parts = token.split(separator: "/", maxSplits: 2).map(String.init)
        guard parts.count == 3, let endedAt = Int64(parts[0]), let episode = UInt32(parts[1]) else { return nil }
        (self.endedAt, self.episode, conversation) = (endedAt, episode, parts[2])
    }

    /// The place as a page token.
    var token: String { "\(endedAt)/\(episode)/\(conversation)" }

    static func < (left: ListPlace, right: ListPlace) -> Bool {
        (left.endedAt, left.conversation, left.episode) < (right.endedAt, right.conversation, right.episode)
    }
}
