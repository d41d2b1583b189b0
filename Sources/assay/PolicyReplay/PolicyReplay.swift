// Judges a history by two policies at once.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Dispatch
import Pipeline
import Quality
import Synchronization
import Wire

/// Judges lines and records by two policies, and hands out what both made of each episode. Transcripts are judged on many
/// threads, events in their order, on a thread a policy.
struct PolicyReplay {
    private let before: PolicySet
    private let after: PolicySet
    /// The longest line that is judged, in bytes.
    private let lineLimit: Int
    /// How many threads judge transcripts.
    private let threads: Int
    /// Conversations that came as events, a stream for each partition of a topic; files are stream 0.
    private var streams: [Int32: EventReplay] = [:]

    /// A replay by these policies.
    init(before: PolicySet, after: PolicySet, lineLimit: Int, threads: Int) {
        self.before = ProbedPolicies(before).policies
        self.after = ProbedPolicies(after).policies
        self.lineLimit = lineLimit
        self.threads = threads
    }

    /// What became of one line.
    private enum LineResult: Sendable {
        case pair(EpisodePair)
        case event(OfflineEvent)
        case refused(Complaint)
    }

    /// What judges transcripts on one thread.
    private struct Judges {
        var before: TranscriptJudge
        var after: TranscriptJudge
    }

    /// Judges lines, in their order.
    ///
    /// - Returns: what was wrong with which line.
    mutating func take(
        _ lines: [LineSplitter.Line], into comparison: inout PolicyComparison
    ) -> [(line: Int, complaint: Complaint)] {
        let (before, after, limit) = (before, after, lineLimit)
        let results = LineBlocks.results(of: lines, threads: threads) {
            Judges(before: TranscriptJudge(policies: before), after: TranscriptJudge(policies: after))
        } _: { judges, line -> LineResult in
            PolicyReplay.judge(line, limit, &judges, before, after)
        }
        var complaints: [(line: Int, complaint: Complaint)] = []
        var events: [OfflineEvent] = []
        var places: [Int] = []
        for (line, result) in zip(lines, results) {
            switch result {
            case .pair(let pair): comparison.add(pair)
            case .refused(let complaint): complaints.append((line.number, complaint))
            case .event(let event):
                events.append(event)
                places.append(line.number)
            }
        }
        complaints += take(events, partition: 0, into: &comparison).map { (places[$0.index], $0.complaint) }
        return complaints.sorted { $0.line < $1.line }
    }

    private static func judge(
        _ line: LineSplitter.Line, _ limit: Int, _ judges: inout Judges, _ before: PolicySet, _ after: PolicySet
    ) -> LineResult {
        switch line.content {
        case .tooLong(let length): return .refused(.tooLong(length, limit: limit))
        case .bytes(let bytes):
            do throws(Complaint) {
                switch try OfflineLine(json: bytes) {
                case .event(let event): return .event(event)
                case .transcript(let transcript):
                    let old = ProtoEvaluation(judges.before.evaluation(of: transcript), policies: before)
                    let new = ProtoEvaluation(judges.after.evaluation(of: transcript), policies: after)
                    return .pair(EpisodePair(before: EpisodeOutcome(old), after: EpisodeOutcome(new)))
                }
            } catch {
                return .refused(error)
            }
        }
    }

    /// Judges events of a partition, in their order.
    ///
    /// - Returns: what was wrong with which event.
    mutating func take(
        _ events: [OfflineEvent], partition: Int32, into comparison: inout PolicyComparison
    ) -> [(index: Int, complaint: Complaint)] {
        guard !events.isEmpty else { return [] }
        let stream = streams[partition] ?? EventReplay(before: before, after: after)
        streams[partition] = stream
        return stream.take(events, into: &comparison)
    }

    /// The history has ended: what is still open is judged as it stands.
    mutating func finish(into comparison: inout PolicyComparison) {
        for (_, stream) in streams.sorted(by: { $0.key < $1.key }) { stream.finish(into: &comparison) }
        streams = [:]
    }
}

/// One stream of events under two policies.
private final class EventReplay: Sendable {
    private let before: Mutex<EventJudge>
    private let after: Mutex<EventJudge>
    /// Episodes that one policy has evaluated and the other one not yet.
    private let waiting = Mutex(Waiting())

    private struct Waiting {
        var before: [EpisodeOutcome.Key: EpisodeOutcome] = [:]
        var after: [EpisodeOutcome.Key: EpisodeOutcome] = [:]
    }

    init(before: PolicySet, after: PolicySet) {
        self.before = Mutex(EventJudge(policies: before, takesCorrections: false))
        self.after = Mutex(EventJudge(policies: after, takesCorrections: false))
    }

    /// What one policy made of some events.
    private struct Side: Sendable {
        var outcomes: [EpisodeOutcome] = []
        var complaints: [Int: Complaint] = [:]
    }

    func take(
        _ events: [OfflineEvent], into comparison: inout PolicyComparison
    ) -> [(index: Int, complaint: Complaint)] {
        let sides = both { judge in
            var side = Side()
            for (index, event) in events.enumerated() {
                do throws(Complaint) {
                    if let evaluation = try judge.apply(event) { side.outcomes.append(EpisodeOutcome(evaluation)) }
                } catch {
                    side.complaints[index] = error
                }
            }
            return side
        }
        match(sides, into: &comparison)
        // Allowed skews differ: what one policy refuses, the other may take.
        let refused = sides.before.complaints.merging(sides.after.complaints) { first, _ in first }
        return refused.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func finish(into comparison: inout PolicyComparison) {
        match(both { Side(outcomes: $0.openEvaluations.map(EpisodeOutcome.init)) }, into: &comparison)
        let left = waiting.withLock { $0 }
        for (_, outcome) in left.before { comparison.add(only: outcome, isBefore: true) }
        for (_, outcome) in left.after { comparison.add(only: outcome, isBefore: false) }
    }

    /// Lets both judges work at the same time.
    private func both(_ body: @Sendable (borrowing EventJudge) -> Side) -> (before: Side, after: Side) {
        let results = Mutex<(before: Side, after: Side)>((Side(), Side()))
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            if index == 0 {
                let side = before.withLock { body($0) }
                results.withLock { $0.before = side }
            } else {
                let side = after.withLock { body($0) }
                results.withLock { $0.after = side }
            }
        }
        return results.withLock { $0 }
    }

    private func match(_ sides: (before: Side, after: Side), into comparison: inout PolicyComparison) {
        let pairs = waiting.withLock { waiting -> [EpisodePair] in
            var pairs: [EpisodePair] = []
            for outcome in sides.before.outcomes { waiting.before[outcome.key] = outcome }
            for outcome in sides.after.outcomes { waiting.after[outcome.key] = outcome }
            for outcome in sides.after.outcomes {
                guard let before = waiting.before.removeValue(forKey: outcome.key) else { continue }
                waiting.after[outcome.key] = nil
                pairs.append(EpisodePair(before: before, after: outcome))
            }
            for outcome in sides.before.outcomes {
                guard waiting.before[outcome.key] != nil, let after = waiting.after.removeValue(forKey: outcome.key)
                else { continue }
                waiting.before[outcome.key] = nil
                pairs.append(EpisodePair(before: outcome, after: after))
            }
            return pairs
        }
        for pair in pairs { comparison.add(pair) }
    }
}
