// What a load test has shown.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation

/// The report of a run: what was asked for, what was sent, how it was worked off, and the verdict.
struct LoadReport: Sendable {
    /// What was played.
    let scenario: Scenario
    /// Whether the broker was the embedded one, which delivers at least once.
    let isEmbedded: Bool
    /// When the first record was due.
    var start = Instant.epoch
    /// Second by second.
    var samples: [LoadSample] = []
    /// What was done to the workers and the cluster.
    var deeds: [Deed] = []
    /// What was sent.
    private(set) var sent: LoadGenerator.Progress
    /// Records not committed when the last one was sent; nil when the cluster did not say.
    var lagAtEnd: Int?
    /// When everything was worked off, in milliseconds after the start.
    var workedOff: Int64 = 0
    /// What was used until then.
    var usage = LoadUsage(workers: 0, harness: 0, memory: 0)
    /// What had to come out.
    var expected = Counts()
    /// What came out.
    var seen = Counts()
    /// Results that were published again: at least once.
    private(set) var copies = 0
    /// Bytes of the results by topic.
    private(set) var resultBytes: [String: Int] = [:]
    private(set) var latency = Latencies()
    private(set) var alertLatency = Latencies()
    /// What each worker said of its work at its end.
    var workers: [Worker] = []
    /// What `assay verify` said.
    var verified: [String] = []
    /// What is missing, too much or different, and what went wrong: none in a good run.
    var complaints: [String] = []

    /// Something that was done, and when.
    struct Deed: Codable, Sendable {
        var at: Int64
        var what: String
    }

    /// What a worker said.
    struct Worker: Codable, Sendable {
        var number: Int
        var said: String
    }

    /// Results.
    struct Counts: Codable, Equatable, Sendable {
        var evaluations = 0
        var alerts = 0
        var deadLetters = 0
        var scorecards = 0
    }

    /// One objective and whether it was met.
    struct Verdict: Codable, Equatable, Sendable {
        var objective: String
        var found: String
        var isMet: Bool
    }

    /// The report of a run that has not begun.
    init(scenario: Scenario, isEmbedded: Bool) {
        self.scenario = scenario
        self.isEmbedded = isEmbedded
        sent = LoadGenerator(scenario).snapshot
    }

    /// Takes what the generator has sent.
    mutating func take(_ progress: LoadGenerator.Progress) { sent = progress }

    /// Takes what was read of the results.
    mutating func take(_ observer: ResultObserver) {
        seen = Counts(
            evaluations: observer.results.count(.evaluations), alerts: observer.results.count(.alerts),
            deadLetters: observer.results.count(.deadLetters), scorecards: seen.scorecards)
        copies = observer.results.copies
        resultBytes = Dictionary(uniqueKeysWithValues: observer.bytes.map { ($0.key.word, $0.value) })
        latency = observer.latency
        alertLatency = observer.alertLatency
    }

    /// Processor seconds of the workers for a million records; nil when none was sent.
    var costPerMillion: Double? {
        sent.ledger.records == 0 ? nil : usage.workers * 1_000_000 / Double(sent.ledger.records)
    }

    /// Whether all objectives are met and everything came out as it must.
    var isGood: Bool { verdicts.allSatisfy(\.isMet) }

    /// The objectives one by one; correctness first.
    var verdicts: [Verdict] {
        var verdicts = [
            Verdict(
                objective: "every result is there, once and as it must be",
                found: complaints.isEmpty ? "yes" : "\(complaints.count) complaints", isMet: complaints.isEmpty),
            punctuality,
        ]
        verdicts += scenario.objectives.latency.map { Self.verdict("evaluation", latency, $0) }
        verdicts += scenario.objectives.alertLatency.map { Self.verdict("alert", alertLatency, $0) }
        if let most = scenario.objectives.lag {
            verdicts.append(
                Verdict(
                    objective: "at most \(most) records wait when the last one is sent",
                    found: lagAtEnd.map(String.init) ?? "not known", isMet: lagAtEnd.map { $0 <= most } ?? false))
        }
        return verdicts
    }

    /// Whether the generator held its schedule.
    private var punctuality: Verdict {
        let shares = scenario.phases.indices.map { index in
            sent.ledger.phases[index] == 0 ? 0 : sent.late[index] * 1000 / sent.ledger.phases[index]
        }
        let worst = shares.max() ?? 0
        return Verdict(
            objective:
                "the generator holds its schedule: at most \(scenario.objectives.shortfall) ‰ of the records of any phase are "
                + "sent more than \(LoadGenerator.tolerance) ms late",
            found: "\(worst) ‰, \(sent.lateness.text)", isMet: worst <= scenario.objectives.shortfall)
    }

    private static func verdict(
        _ what: String, _ latencies: Latencies, _ objective: Scenario.Percentile
    ) -> Verdict {
        let name = "p" + percent(objective.share)
        guard let value = latencies.value(share: objective.share) else {
            // Nothing was asked of an alert that nobody had to tell.
            return Verdict(
                objective: "\(what) \(name) within \(objective.bound.count) ms", found: "none came",
                isMet: what == "alert")
        }
        return Verdict(
            objective: "\(what) \(name) within \(objective.bound.count) ms", found: "\(value) ms",
            isMet: value <= objective.bound.count)
    }

    /// "99.9" of 9,990 ten-thousandths.
    static func percent(_ share: Int) -> String {
        let (whole, rest) = share.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
    }

    /// Shares whose latencies are told.
    static let shares = [5_000, 9_000, 9_900, 9_990, 9_999]
}
