// The oracle's reading of the clocks that outlive an episode.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// What entries, call-backs and invitations make of the clocks behind the ends of a conversation's episodes: taken moment by moment, in
/// the order of time.
struct OracleFollowUps {
    /// An episode that ended with somebody's answer in it.
    struct End {
        var episode: UInt32
        var at: Instant
        var policy: Policy
        /// Whether an entry was made in it.
        var hasEntry = false
        /// Whether the moments have come to it.
        var isPast = false
        /// Whether something before it has changed its results.
        var isNews = false
    }

    /// Something that may fulfil a clock.
    struct Deed {
        enum Kind { case entry, callBack, invitation, end }

        var kind: Kind
        var at: Instant
        /// The episode that it was done in or, of an invitation, for; nil for none.
        var episode: UInt32?
    }

    /// One clock behind one end.
    struct Clock {
        var episode: UInt32
        var policy: ClockPolicy
        var version: String
        var startedAt: Instant
        var answeredAt: Instant?
        var isBreached = false

        var deadline: Instant { startedAt + (policy.target ?? .zero) }

        /// As an evaluation shows it.
        var result: ClockResult {
            ClockResult(
                kind: policy.kind, startedAt: startedAt, fulfilledAt: answeredAt,
                elapsed: answeredAt.map { $0 - startedAt }, target: policy.target ?? .zero,
                outcome: isBreached ? .breached : answeredAt == nil ? .open : .met, deadline: deadline)
        }
    }

    private(set) var clocks: [Clock] = []
    private var ends: [End]

    /// Clocks behind these ends.
    init(_ ends: [End]) {
        self.ends = ends
        for end in ends {
            for policy in end.policy.followUps {
                clocks.append(
                    Clock(episode: end.episode, policy: policy, version: end.policy.version, startedAt: end.at))
            }
        }
    }

    /// The deadlines, each with its clock.
    var deadlines: [(at: Instant, clock: Int)] { clocks.indices.map { (clocks[$0].deadline, $0) } }

    /// Takes what was done; the episodes whose results it changes, ascending.
    mutating func take(_ deed: Deed) -> [UInt32] {
        let kind: ClockKind
        switch deed.kind {
        case .entry: kind = .recordEntry
        case .callBack: kind = .callBack
        case .invitation: kind = .surveySend
        case .end: return end(deed.episode)
        }
        let waiting = clocks.indices.first { index in
            let clock = clocks[index]
            guard clock.policy.kind == kind, clock.answeredAt == nil else { return false }
            return deed.kind == .invitation ? clock.episode == deed.episode : clock.startedAt <= deed.at
        }
        if let waiting {
            clocks[waiting].answeredAt = max(deed.at, clocks[waiting].startedAt)
            let episode = clocks[waiting].episode
            if let index = ends.firstIndex(where: { $0.episode == episode && !$0.isPast }) {
                ends[index].isNews = true
                return []
            }
            return [episode]
        }
        if deed.kind == .entry, let index = ends.firstIndex(where: { $0.episode == deed.episode }) {
            ends[index].hasEntry = true
        }
        return []
    }

    /// An episode ended: an entry that was made in it is in time.
    private mutating func end(_ episode: UInt32?) -> [UInt32] {
        guard let index = ends.firstIndex(where: { $0.episode == episode }) else { return [] }
        ends[index].isPast = true
        if ends[index].hasEntry,
            let clock = clocks.firstIndex(where: { $0.episode == episode && $0.policy.kind == .recordEntry })
        {
            clocks[clock].answeredAt = clocks[clock].startedAt
            ends[index].isNews = true
        }
        return ends[index].isNews ? [ends[index].episode] : []
    }

    /// A deadline passed.
    mutating func pass(_ clock: Int) -> [UInt32] {
        guard clocks[clock].answeredAt == nil else { return [] }
        clocks[clock].isBreached = true
        return [clocks[clock].episode]
    }

    /// The results of an episode.
    func results(of episode: UInt32) -> [ClockResult] { clocks.filter { $0.episode == episode }.map(\.result) }
}
