// Which conversations are drawn for review: by a keyed hash, so that the draw can be proven.
// SPDX-License-Identifier: Apache-2.0

/// A draw of a period. A conversation is drawn when its hash is below the ratio, or when it is among the first of its agent,
/// team or channel by hash, as many as the quota says. Neither depends on the order of the input, nor on who draws: with the
/// secret anybody can compute it again, and nobody can foresee it without (S0-050, S3-066, X39).
package struct Sampling: Sendable {
    /// What a quota is for each value of.
    package enum Stratum: String, CaseIterable, Hashable, Sendable {
        /// The agents who are credited.
        case agent
        /// Their teams.
        case team
        /// The channels.
        case channel
    }

    /// A conversation that may be drawn.
    package struct Candidate: Hashable, Sendable {
        /// `<tenant>/<conversation>`.
        package var key: String
        /// The agents, teams and channels of its episodes.
        package var strata: [Stratum: Set<String>]

        /// A conversation.
        package init(key: String, strata: [Stratum: Set<String>]) {
            self.key = key
            self.strata = strata
        }
    }

    /// Why a conversation was drawn.
    package enum Reason: Hashable, Sendable {
        /// Its hash is below the ratio.
        case ratio
        /// It is that many-th of the value of a stratum, by hash, and the quota is no less.
        case quota(Stratum, String, rank: Int)
    }

    /// A conversation, its hash, and why it was drawn: nothing says that it was not.
    package struct Verdict: Hashable, Sendable {
        /// `<tenant>/<conversation>`.
        package var key: String
        /// The first eight bytes of its keyed hash, the first one highest.
        package var hash: UInt64
        /// Why it was drawn.
        package var reasons: [Reason]
        /// Its place in each of its strata by hash, from 1, and how many there are.
        package var ranks: [Rank]
        /// Whether it was drawn.
        package var isDrawn: Bool { !reasons.isEmpty }
    }

    /// A place by hash among the conversations of an agent, team or channel.
    package struct Rank: Hashable, Sendable {
        /// What the value is of.
        package var stratum: Stratum
        /// The agent, team or channel.
        package var value: String
        /// The place, from 1.
        package var rank: Int
        /// How many there are.
        package var count: Int
    }

    /// The period's name, for instance "2026-11": part of what is hashed.
    package let period: String
    /// The share that is drawn, in millionths.
    package let millionths: UInt64
    /// At least so many of each agent, team or channel.
    package let quotas: [Stratum: Int]
    private let secret: [UInt8]

    /// A draw; `millionths` is 0 to a million.
    package init(period: String, millionths: UInt64, quotas: [Stratum: Int], secret: [UInt8]) {
        self.period = period
        self.millionths = millionths
        self.quotas = quotas
        self.secret = secret
    }

    /// The number of a conversation: the first eight bytes of HMAC-SHA-256 with the secret as key over the period, a line
    /// feed, and `<tenant>/<conversation>`.
    package func hash(_ key: String) -> UInt64 {
        SHA256.hmac(key: secret, Array("\(period)\n\(key)".utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Whether a hash is below the ratio of all hashes.
    package func isBelowRatio(_ hash: UInt64) -> Bool { hash.multipliedFullWidth(by: 1_000_000).high < millionths }

    /// What becomes of each candidate, in the order of the hashes. Of candidates with the same key the first counts.
    package func verdicts(_ candidates: [Candidate]) -> [Verdict] {
        var seen: Set<String> = []
        let ordered = candidates.filter { seen.insert($0.key).inserted }.map { (candidate: $0, hash: hash($0.key)) }
            .sorted { ($0.hash, $0.candidate.key) < ($1.hash, $1.candidate.key) }
        struct Value: Hashable {
            var stratum: Stratum
            var name: String
        }
        var counts: [Value: Int] = [:]
        var places: [[Rank]] = []
        for (candidate, _) in ordered {
            var ranks: [Rank] = []
            for stratum in Stratum.allCases {
                for name in (candidate.strata[stratum] ?? []).sorted() {
                    let place = counts[Value(stratum: stratum, name: name), default: 0] + 1
                    counts[Value(stratum: stratum, name: name)] = place
                    ranks.append(Rank(stratum: stratum, value: name, rank: place, count: 0))
                }
            }
            places.append(ranks)
        }
        return zip(ordered, places).map { entry, ranks in
            let ranks = ranks.map { rank in
                var whole = rank
                whole.count = counts[Value(stratum: rank.stratum, name: rank.value)] ?? 0
                return whole
            }
            var reasons: [Reason] = isBelowRatio(entry.hash) ? [.ratio] : []
            for rank in ranks where rank.rank <= quotas[rank.stratum] ?? 0 {
                reasons.append(.quota(rank.stratum, rank.value, rank: rank.rank))
            }
            return Verdict(key: entry.candidate.key, hash: entry.hash, reasons: reasons, ranks: ranks)
        }
    }
}
