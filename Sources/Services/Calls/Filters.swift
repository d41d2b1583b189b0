// What lists and streams are narrowed by.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// A filter as the streams use it: what passes, and a number for the tokens that go with it.
struct Filter<Traits: Sendable>: Sendable {
    let passes: @Sendable (Traits) -> Bool
    /// The same filter of the same call has the same number, in every gateway.
    let hash: UInt64
}

/// A list of words that lets all pass when it is empty.
private struct Words: Sendable {
    let words: Set<String>

    init(_ words: [String]) { self.words = Set(words) }

    func pass(_ word: String) -> Bool { words.isEmpty || words.contains(word) }

    func pass(any others: [String]) -> Bool { words.isEmpty || others.contains(where: words.contains) }
}

/// No list of a filter is longer.
private let mostWords = 1000

private func check(_ lists: [(name: String, words: [String])]) throws(Refusal) {
    for list in lists where list.words.count > mostWords || list.words.contains(where: { $0.utf8.count > 512 }) {
        throw .invalid(
            "filter.\(list.name)", "At most \(mostWords) names of at most 512 bytes each; narrow the rest on your side."
        )
    }
}

extension ProtoEvaluationFilter {
    /// The filter, narrowed to what may be seen.
    ///
    /// - Throws: `Refusal` when its lists are too long, or its score is no number.
    func filter(_ sight: Sight) throws(Refusal) -> Filter<EvaluationTraits> {
        try check([
            ("agent_ids", agentIds), ("team_ids", teamIds), ("channels", channels), ("policies", policies),
            ("criteria", criteria),
        ])
        let (agents, teams) = (Words(agentIds), Words(teamIds))
        let (channels, policies, criteria) = (Words(self.channels), Words(self.policies), Words(self.criteria))
        guard !hasScoreAtMost || !scoreAtMost.isNaN else {
            throw .invalid("filter.score_at_most", "A score is a number, for instance 60.")
        }
        let most = hasScoreAtMost ? Int64((min(max(scoreAtMost, -1e6), 1e6) * 100).rounded(.down)) : nil
        return Filter(
            passes: { traits in
                sight.covers(traits) && agents.pass(traits.agent) && teams.pass(traits.team)
                    && channels.pass(traits.channel) && policies.pass(traits.policy)
                    && criteria.pass(any: traits.criteria)
                    && (most.map { most in traits.score.map { $0 <= most } ?? false } ?? true)
            }, hash: ResumeToken.hash(of: self))
    }
}

extension ProtoAlertFilter {
    /// The filter, narrowed to what may be seen.
    ///
    /// - Throws: `Refusal` when its lists are too long.
    func filter(_ sight: Sight) throws(Refusal) -> Filter<AlertTraits> {
        try check([
            ("agent_ids", agentIds), ("team_ids", teamIds), ("channels", channels), ("clocks", clocks),
            ("receivers", receivers),
        ])
        let (agents, teams) = (Words(agentIds), Words(teamIds))
        let (channels, clocks, receivers) = (Words(self.channels), Words(self.clocks), Words(self.receivers))
        let steps = Set(self.steps)
        return Filter(
            passes: { traits in
                sight.covers(traits) && agents.pass(traits.agent) && teams.pass(traits.team)
                    && channels.pass(traits.channel) && clocks.pass(traits.clock)
                    && receivers.pass(any: traits.receivers) && (steps.isEmpty || steps.contains(traits.step))
            }, hash: ResumeToken.hash(of: self))
    }
}

extension ProtoTallyFilter {
    /// The filter, narrowed to what may be seen.
    ///
    /// - Throws: `Refusal` when its lists are too long.
    func filter(_ sight: Sight) throws(Refusal) -> Filter<TallyTraits> {
        try check([("subjects", subjects)])
        let subjects = Words(self.subjects)
        let windows = Set(self.windows.map { UInt8(clamping: $0.rawValue) })
        let end = endAfterMs
        return Filter(
            passes: { traits in
                traits.tenant == sight.caller.tenant && subjects.pass(traits.subject)
                    && sight.covers(subject: traits.subject)
                    && (windows.isEmpty || windows.contains(traits.window.rawValue)) && traits.end.milliseconds > end
            }, hash: ResumeToken.hash(of: self))
    }
}
