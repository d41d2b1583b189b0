// Judges whole conversations at once.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Wire

/// Judges transcripts, each by itself: a transcript is a conversation of one episode that is over. Keeps nothing but memory to work in.
package struct TranscriptJudge {
    private let policies: PolicySet
    private var bytes: [UInt8] = []
    private var room = MatchRoom()

    /// A judge by these policies.
    package init(policies: PolicySet) { self.policies = policies }

    /// The evaluation of the episode that starts with the first turn of the customer, whose time selects the policy's version, and ends at
    /// the latest time. Turns before it are part of no episode and only counted. The ids of the messages are the turns' numbers, from 1.
    package mutating func evaluation(of transcript: Transcript) -> Evaluation {
        guard let first = transcript.turns.firstIndex(where: { $0.role == .customer }) else {
            preconditionFailure("a transcript has a turn of the customer")
        }
        let start = transcript.turns[first].at
        let policyIndex = policies.index(at: start)
        let policy = policies.versions[policyIndex]
        var names = NameTable()
        let subject = EpisodeSubject(
            tenant: transcript.tenant, conversation: transcript.id, channel: transcript.channel,
            countsForCustomers: true)
        var episode = Episode(
            number: 1, start: start, policyIndex: policyIndex, policy: policy, contact: subject.attributes)
        episode.header.counts.records = UInt32(transcript.turns.count)
        for (index, turn) in transcript.turns.enumerated().dropFirst(first) {
            record(turn, number: index + 1, in: &episode, of: subject, names: &names, policy: policy)
        }
        _ = episode.take(
            EpisodeClocks.Occurrence(.end, at: episode.header.lastAt), policy: policy, contact: subject.attributes)
        return episode.evaluation(of: subject, policy: policy, endedAt: episode.header.lastAt, names: names)
    }

    private mutating func record(
        _ turn: Transcript.Turn, number: Int, in episode: inout Episode, of subject: EpisodeSubject,
        names: inout NameTable, policy: Policy
    ) {
        bytes.removeAll(keepingCapacity: true)
        let text = bytes.appendRange(turn.text.utf8)
        let agent = bytes.appendRange(turn.agent.utf8)
        let id = bytes.appendRange(String(number).utf8)
        guard let measure = TextMeasure(bytes, text) else { preconditionFailure("a String is UTF-8") }
        policy.scan(bytes, text, by: turn.role, measure.flags, into: &room)
        let message = ReadMessage(
            at: turn.at, role: turn.role, author: names.name(bytes, agent), team: .none,
            flags: turn.isTimeEstimated ? measure.flags.union(.timeEstimated) : measure.flags, length: measure.length,
            textHash: policy.textHash(bytes, text),
            isSubstantive: policy.isSubstantive(text, by: turn.role, room.hits),
            promised: turn.role == .agent ? policy.promised(bytes, text, room.hits) : nil)
        if policy.countsSensitiveNumbers { episode.count(policy.sensitiveNumbers(bytes, text, &room)) }
        _ = episode.record(
            message, id: bytes[id], hits: room.hits, policy: policy, contact: subject.attributes)
        episode.header.lastAt = max(episode.header.lastAt, turn.at)
    }
}
