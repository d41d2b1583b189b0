// The evaluations that a sample is drawn from.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Pipeline
import Quality
import Wire

/// Reads evaluations and keeps of each episode what the draw needs. Memory grows with the number of episodes.
struct SampleInput {
    private struct EpisodeKey: Hashable {
        var conversation: String
        var episode: UInt32
    }

    private struct Episode {
        var revision: UInt32
        var strata: [(Sampling.Stratum, String)]
        /// Why it is left out; nil when it is not.
        var omission: Omission?
    }

    /// Why an episode is left out.
    enum Omission: CaseIterable {
        case open
        case excluded
        case otherPeriod

        var text: String {
            switch self {
            case .open: "not ended"
            case .excluded: "not of customers"
            case .otherPeriod: "of other periods"
            }
        }
    }

    /// A line of evaluations has no more bytes.
    private static let longestLine = 16 << 20

    let period: String
    let kind: WindowKind
    let zone: ZoneRules
    /// Lines that could not be used.
    private(set) var unusable = 0
    private var episodes: [EpisodeKey: Episode] = [:]

    init(period: String, kind: WindowKind, zone: ZoneRules) {
        self.period = period
        self.kind = kind
        self.zone = zone
    }

    /// Reads a file. Lines that are no evaluation are reported on standard error.
    ///
    /// - Throws: `CommandFailure` when the file cannot be read or is damaged.
    mutating func read(_ file: String) throws(CommandFailure) {
        var input = try LineInput(path: file, lineLimit: SampleInput.longestLine)
        while true {
            let chunk = input.next()
            for line in chunk.lines { take(line, of: file) }
            switch chunk.end {
            case nil: break
            case .complete: return
            case .empty: throw .noInput("\(file) is empty; give it evaluations, as 'assay evaluate' writes them")
            case .damaged(let line, let error): throw .noInput("\(file):\(line): \(error)")
            case .unreadable(_, let failure): throw failure
            }
        }
    }

    private mutating func take(_ line: LineSplitter.Line, of file: String) {
        do throws(Complaint) {
            guard case .bytes(let bytes) = line.content else {
                throw Complaint(.invalid, "the line has more than \(SampleInput.longestLine.grouped) bytes")
            }
            take(try EvaluationJSON.evaluation(bytes))
        } catch {
            unusable += 1
            StandardStreams.complain("\(file):\(line.number): \(error.detail.onOneLine)\n")
        }
    }

    private mutating func take(_ evaluation: ProtoEvaluation) {
        let key = EpisodeKey(
            conversation: "\(evaluation.tenant)/\(evaluation.conversationID)", episode: evaluation.episode)
        guard evaluation.revision >= episodes[key]?.revision ?? 0 else { return }
        let strata = [
            (Sampling.Stratum.agent, evaluation.agentID), (.team, evaluation.teamID), (.channel, evaluation.channel),
        ]
        episodes[key] = Episode(
            revision: evaluation.revision, strata: strata.filter { !$0.1.isEmpty }, omission: omission(of: evaluation))
    }

    private func omission(of evaluation: ProtoEvaluation) -> Omission? {
        if !evaluation.ended { return .open }
        if evaluation.excluded { return .excluded }
        let start = Instant(milliseconds: evaluation.startedAtMs)
        return Window(kind, containing: start, zone: zone).label == period ? nil : .otherPeriod
    }

    /// The conversations that may be drawn.
    var candidates: [Sampling.Candidate] {
        var strata: [String: [Sampling.Stratum: Set<String>]] = [:]
        for (key, episode) in episodes where episode.omission == nil {
            var known = strata.removeValue(forKey: key.conversation) ?? [:]
            for (stratum, value) in episode.strata { known[stratum, default: []].insert(value) }
            strata[key.conversation] = known
        }
        return strata.map { Sampling.Candidate(key: $0.key, strata: $0.value) }
    }

    /// How many episodes are left out for a reason.
    func count(_ omission: Omission) -> Int { episodes.values.count { $0.omission == omission } }

    /// Why the episodes of a conversation are left out; nothing for one that is not there.
    func omissions(of conversation: String) -> [Omission] {
        let found = Set(episodes.filter { $0.key.conversation == conversation }.compactMap(\.value.omission))
        return Omission.allCases.filter(found.contains)
    }

    /// The conversations that a name stands for: `tenant/conversation`, or the conversation of any tenant.
    func conversations(named name: String) -> [String] {
        Set(episodes.keys.map(\.conversation)).filter { $0 == name || $0.hasSuffix("/" + name) }.sorted()
    }
}
