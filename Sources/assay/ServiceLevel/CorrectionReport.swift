// What `assay sla corrections` says.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Writes corrections as text and as JSON.
struct CorrectionReport {
    let corrections: Corrections
    /// How many episodes were judged.
    let episodes: Int64
    let policy: PolicySet
    /// What was corrected, in words.
    let correction: String

    private var name: String {
        "\(policy.versions[0].name) \(policy.versions.map(\.version).joined(separator: ", "))"
    }

    // MARK: Text

    /// The report for people.
    var text: String {
        let changes = corrections.changes
        let retracted = changes.count(where: \.isRetracted)
        let new = changes.count(where: \.isNewBreach)
        var lines = [
            "\(name), \(correction): \(Int(episodes).grouped) episodes, of which \(corrections.episodes.grouped) change",
            "\(retracted.grouped) breaches are retracted, \(new.grouped) are new; nothing was published",
        ]
        if !changes.isEmpty { lines += ["", "Clocks"] + rows(changes.map(row)) }
        let compensations = corrections.compensations
        if !compensations.isEmpty {
            let heads = ["tally", "month", "clock", "met", "breached", "abandoned", "cancelled", "business time"]
            lines += [
                "", "Compensations of tallies, by the month of \(policy.zone.identifier) in which episodes started",
            ]
            lines += TextTable.lines([heads] + compensations.map(row), rightAligned: Set(3...7)).map { "  " + $0 }
        }
        if !corrections.scores.isEmpty {
            lines += ["", "Scores"] + rows(corrections.scores.map(row))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func rows(_ rows: [[String]]) -> [String] { TextTable.lines(rows).map { "  " + $0 } }

    private func row(_ change: Corrections.Change) -> [String] {
        let (before, after) = (change.before, change.after)
        func holder(_ cycle: EpisodeOutcome.Cycle) -> String { cycle.agent.isEmpty ? "queue" : cycle.agent }
        let holders = holder(before) == holder(after) ? holder(before) : "\(holder(before)) → \(holder(after))"
        return [
            "\(change.tenant)/\(change.conversation) episode \(change.episode)", "\(before.clock) \(before.number)",
            "\(Self.word(before.outcome)) → \(Self.word(after.outcome))",
            "\(Self.span(before.elapsed)) → \(Self.span(after.elapsed)) of \(Self.span(before.target))", holders,
            "from \(Instant(milliseconds: before.startedAt).iso)",
        ]
    }

    private func row(_ place: Corrections.Place, _ sum: Corrections.Compensation) -> [String] {
        func signed(_ number: Int64) -> String { number > 0 ? "+\(number)" : "\(number)" }
        return [
            "\(place.tenant)/\(place.subject)", place.month, place.clock, signed(sum.met), signed(sum.breached),
            signed(sum.abandoned), signed(sum.cancelled),
            (sum.elapsed > 0 ? "+" : sum.elapsed < 0 ? "-" : "") + Self.span(Int64(sum.elapsed.magnitude)),
        ]
    }

    private func row(_ score: Corrections.ScoreChange) -> [String] {
        func written(_ score: Int64?) -> String { score?.writtenHundredths ?? "none" }
        return [
            "\(score.tenant)/\(score.conversation) episode \(score.episode)",
            "\(written(score.before)) → \(written(score.after))",
        ]
    }

    private static func word(_ outcome: ProtoClockResult.Outcome) -> String {
        switch outcome {
        case .met: "met"
        case .breached: "breached"
        case .abandoned: "abandoned"
        case .cancelled: "cancelled"
        case .open, .unspecified, .UNRECOGNIZED: "open"
        }
    }

    /// A length of business time, "26:00:05" with hours of any number, "-" when there is none.
    private static func span(_ milliseconds: Int64?) -> String {
        guard let milliseconds else { return "-" }
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = milliseconds / 1000
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    // MARK: JSON

    /// The report for programs.
    var json: String {
        func cycle(_ cycle: EpisodeOutcome.Cycle) -> OrderedJSON {
            .object([
                ("outcome", .string(Self.word(cycle.outcome))), ("agent", .string(cycle.agent)),
                ("team", .string(cycle.team)), ("elapsedMs", cycle.elapsed.map { .integer($0) } ?? .null),
            ])
        }
        let changes = corrections.changes.map { change in
            OrderedJSON.object([
                ("tenant", .string(change.tenant)), ("conversation", .string(change.conversation)),
                ("episode", .integer(Int64(change.episode))), ("clock", .string(change.before.clock)),
                ("cycle", .integer(Int64(change.before.number))), ("startedAtMs", .integer(change.before.startedAt)),
                ("targetMs", .integer(change.before.target)), ("before", cycle(change.before)),
                ("after", cycle(change.after)),
            ])
        }
        let compensations = corrections.compensations.map { place, sum in
            OrderedJSON.object([
                ("tenant", .string(place.tenant)), ("subject", .string(place.subject)),
                ("month", .string(place.month)), ("clock", .string(place.clock)), ("met", .integer(sum.met)),
                ("breached", .integer(sum.breached)), ("abandoned", .integer(sum.abandoned)),
                ("cancelled", .integer(sum.cancelled)), ("elapsedMs", .integer(sum.elapsed)),
            ])
        }
        let scores = corrections.scores.map { score in
            OrderedJSON.object([
                ("tenant", .string(score.tenant)), ("conversation", .string(score.conversation)),
                ("episode", .integer(Int64(score.episode))), ("before", .optional(score.before)),
                ("after", .optional(score.after)),
            ])
        }
        return OrderedJSON.object([
            ("policy", .string(name)), ("correction", .string(correction)), ("zone", .string(policy.zone.identifier)),
            ("episodes", .integer(episodes)), ("changedEpisodes", .count(corrections.episodes)),
            ("retracted", .count(corrections.changes.count(where: \.isRetracted))),
            ("newBreaches", .count(corrections.changes.count(where: \.isNewBreach))), ("clocks", .array(changes)),
            ("compensations", .array(compensations)), ("scores", .array(scores)),
        ]).text + "\n"
    }
}
