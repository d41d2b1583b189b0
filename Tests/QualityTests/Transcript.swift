// Conversations written as lines, judged by a policy.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// A conversation as lines of role, second and text: "C 0 你好", "A 12 您好". Roles: C customer, A agent, B bot, N an agent's note that
/// the customer does not see, H a hand-over without note, h one with a note. "⏎" in a text is a new line. Messages are "m1", "m2" …
struct Transcript {
    let episode: Episode
    /// The texts of the messages by id.
    private(set) var texts: [String: [UInt8]] = [:]
    private let policy: Policy

    init(_ lines: String, policy: Policy, hasEstimatedTimes: Bool = false) {
        var episode = Episode(number: 1, start: Transcript.start, policyIndex: 0, policy: policy)
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2)
            let at = Transcript.start + .seconds(Int64(words[1]) ?? 0)
            if words[0].lowercased() == "h" {
                episode.header.counts.transfers += 1
                if words[0] == "h" { episode.header.counts.transfersWithNote += 1 }
            } else {
                let text = Array(words[2].replacing("⏎", with: "\n").utf8)
                let id = "m\(episode.marks.count + 1)"
                texts[id] = text
                episode.record(text, id: id, role: words[0], at: at, isEstimated: hasEstimatedTimes, policy: policy)
            }
            episode.header.lastAt = at
        }
        self.episode = episode
        self.policy = policy
    }

    /// 2025-10-09T08:53:20Z.
    private static let start = Instant(milliseconds: 1_760_000_000_000)

    private struct NoNames: NameLookup {
        func string(_ name: NameID) -> String { "" }
    }

    /// The evaluation, by the whole policy or by this rubric instead of its own.
    func evaluation(by rubric: Rubric? = nil) -> Evaluation {
        let policy = rubric.map(policy.with) ?? policy
        let subject = EpisodeSubject(tenant: "t", conversation: "c", channel: "chat", countsForCustomers: true)
        return episode.evaluation(of: subject, policy: policy, endedAt: episode.header.lastAt, names: NoNames())
    }

    /// What one criterion of the policy found. Its deductions in the whole evaluation, and whether it applies when it is alone.
    func verdict(of criterion: String) -> Verdict {
        let evaluation = evaluation()
        let lost = evaluation.deductions.filter {
            policy.rubric.dimensions[$0.dimension].criteria[$0.criterion].id == criterion
        }
        if !lost.isEmpty { return .loses(lost.map { passage($0.evidence) }) }
        let alone = policy.rubric.dimensions.flatMap(\.criteria).filter { $0.id == criterion }.map { criterion in
            var criterion = criterion
            criterion.points = .hundred
            return Dimension(id: "alone", weight: .hundred, criteria: [criterion])
        }
        return self.evaluation(by: Rubric(dimensions: alone)).score == nil ? .doesNotApply : .passes
    }

    /// "m2: the passage (lexicon)"; "m2" when the message as a whole shows it, "" when the episode does.
    private func passage(_ evidence: Evidence) -> String {
        guard evidence.end > evidence.start, let text = texts[evidence.message] else { return evidence.message }
        let passage = String(decoding: text[Int(evidence.start)..<Int(evidence.end)], as: UTF8.self)
        return "\(evidence.message): \(passage) (\(evidence.lexicon))"
    }
}

/// What a criterion found in a conversation.
enum Verdict: Equatable, Sendable {
    /// It applies, and nothing is lost.
    case passes
    /// It does not apply.
    case doesNotApply
    /// Points are lost, shown by these passages.
    case loses([String])

    /// Points are lost once.
    static func loses(_ passage: String) -> Verdict { .loses([passage]) }
}

extension Episode {
    /// Takes a message as the evaluation task does: finds the phrases, then records.
    fileprivate mutating func record(
        _ text: [UInt8], id: String, role: Substring, at: Instant, isEstimated: Bool, policy: Policy
    ) {
        var room = MatchRoom()
        let speaker: Role = role == "C" ? .customer : role == "B" ? .bot : .agent
        var flags: MessageFlags = isEstimated ? .timeEstimated : []
        if text.contains(UInt8(ascii: "\n")) { flags.insert(.structured) }
        if role == "N" { flags.insert(.internal) }
        policy.scan(text, ByteRange(0..<text.count), by: speaker, flags, into: &room)
        let message = ReadMessage(
            at: at, role: speaker, author: NameID(0), team: .none,
            flags: flags,
            length: UInt32(String(decoding: text, as: UTF8.self).unicodeScalars.count),
            textHash: policy.textHash(text, ByteRange(0..<text.count)))
        _ = record(message, id: ArraySlice(Array(id.utf8)), hits: room.hits)
    }
}

extension Policy {
    /// The same with another rubric. The phrases are left out: they have been found.
    fileprivate func with(_ rubric: Rubric) -> Policy {
        Policy(
            name: name, version: version, effectiveFrom: effectiveFrom, zone: zone, rubric: rubric,
            lexicons: lexicons.map { Lexicon(name: $0.name, phrases: [], exempt: []) }, clocks: clocks,
            surveys: surveys, allowedSkew: allowedSkew)
    }
}
