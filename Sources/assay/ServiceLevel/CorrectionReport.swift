// What `assay sla correction` says.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// The breaches that a corrected calendar retracts and adds.
struct CorrectionReport {
    let comparison: PolicyComparison
    let policy: PolicySet
    /// The names of the calendars that were corrected.
    let calendars: [String]

    private typealias Lines = [(line: BreachCorrections.Line, counts: BreachCorrections.Counts)]

    private var breaches: BreachCorrections? { comparison.breaches }
    private var name: String { policy.versions[0].name }
    private var versions: [String] { policy.versions.map(\.version) }

    /// Those that the correction touches, in order.
    private static func touched(_ counts: [BreachCorrections.Line: BreachCorrections.Counts]?) -> Lines {
        (counts ?? [:]).filter(\.value.isTouched).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: Text

    /// The report for people.
    var text: String {
        let episodes = Int(comparison.all.episodes).grouped
        var lines = [
            "Breaches of \(episodes) episodes under \(name) \(versions.joined(separator: ", ")) with the calendar "
                + "\(calendars.joined(separator: ", ")) as it was and corrected; months are those of "
                + "\(policy.zone.identifier) in which the episodes started"
        ]
        if comparison.onlyBefore + comparison.onlyAfter > 0 {
            lines.append(
                "not compared: \(Int(comparison.onlyBefore + comparison.onlyAfter).grouped) episodes that only one of "
                    + "both calendars lets be evaluated")
        }
        guard let breaches else { return lines.joined(separator: "\n") + "\n" }
        let head = ["BEFORE", "RETRACTED", "ADDED", "AFTER"]
        lines +=
            [""] + TextTable.lines([["BREACHES"] + head, ["all"] + row(breaches.all)], rightAligned: [1, 2, 3, 4])
        if breaches.changed == 0 { lines += ["", "The correction changes no breach."] }
        for (title, counts) in [("", breaches.months), ("AGENT", breaches.agents), ("TEAM", breaches.teams)] {
            let rows = CorrectionReport.touched(counts).map { line, counts in
                let place = ["\(line.tenant)/\(line.month)"]
                return place + (title.isEmpty ? [] : [line.name.isEmpty ? "(nobody)" : line.name]) + row(counts)
            }
            guard !rows.isEmpty else { continue }
            let names = title.isEmpty ? ["MONTH"] : ["MONTH", title]
            let numbers = Set(names.count..<(names.count + head.count))
            lines += [""] + TextTable.lines([names + head] + rows, rightAligned: numbers)
        }
        lines += ["", "the score of \(Int(comparison.all.changed).grouped) episodes changes"]
        let changes = breaches.changes
        if !changes.isEmpty {
            lines += ["", "cycles that change (\(changes.count.grouped) of \(breaches.changed.grouped))"]
        }
        lines += changes.map(written)
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ counts: BreachCorrections.Counts) -> [String] {
        ["\(counts.before)", "\(counts.retracted)", "\(counts.added)", "\(counts.after)"]
    }

    private func written(_ change: BreachCorrections.Change) -> String {
        let (before, after) = (change.before, change.after)
        let names = [before, after].map { $0.agent.isEmpty ? "nobody" : "agent \($0.agent)" }
        let holder = names[0] == names[1] ? names[0] : names.joined(separator: " → ")
        let start = Instant(milliseconds: before.startedAt).iso
        return "  \(change.key.tenant)/\(change.key.conversation) episode \(change.episode), \(before.clock) "
            + "\(before.number) of \(start), \(holder): \(before.word) → \(after.word)"
    }

    // MARK: JSON

    /// The report for programs: for each line, before − retracted + added = after.
    var json: String {
        let breaches = breaches ?? BreachCorrections(limit: 0, zone: policy.zone)
        func lines(_ counts: [BreachCorrections.Line: BreachCorrections.Counts], _ what: String?) -> OrderedJSON {
            .array(
                CorrectionReport.touched(counts).map { line, counts in
                    let place = [("tenant", OrderedJSON.string(line.tenant)), ("month", .string(line.month))]
                    return .object(place + (what.map { [($0, .string(line.name))] } ?? []) + members(counts))
                })
        }
        return OrderedJSON.object([
            ("policy", .string(name)), ("versions", .strings(versions)), ("calendars", .strings(calendars)),
            ("zone", .string(policy.zone.identifier)), ("episodes", .integer(comparison.all.episodes)),
            ("notCompared", .integer(comparison.onlyBefore + comparison.onlyAfter)),
            ("scoresChanged", .integer(comparison.all.changed)), ("breaches", .object(members(breaches.all))),
            ("months", lines(breaches.months, nil)), ("agents", lines(breaches.agents, "agent")),
            ("teams", lines(breaches.teams, "team")), ("changed", .count(breaches.changed)),
            ("changes", .array(breaches.changes.map(json))),
        ]).text + "\n"
    }

    private func members(_ counts: BreachCorrections.Counts) -> [(String, OrderedJSON)] {
        [
            ("before", .integer(counts.before)), ("retracted", .integer(counts.retracted)),
            ("added", .integer(counts.added)), ("after", .integer(counts.after)),
        ]
    }

    private func json(_ change: BreachCorrections.Change) -> OrderedJSON {
        func cycle(_ cycle: EpisodeOutcome.Cycle) -> OrderedJSON {
            .object([
                ("outcome", .string(cycle.word)), ("agent", .string(cycle.agent)), ("team", .string(cycle.team)),
                ("targetMs", .integer(cycle.target)), ("elapsedMs", cycle.elapsed.map { .integer($0) } ?? .null),
            ])
        }
        return .object([
            ("tenant", .string(change.key.tenant)), ("conversation", .string(change.key.conversation)),
            ("episode", .integer(Int64(change.episode))), ("clock", .string(change.before.clock)),
            ("cycle", .integer(Int64(change.before.number))), ("startedAtMs", .integer(change.before.startedAt)),
            ("before", cycle(change.before)), ("after", cycle(change.after)),
        ])
    }
}

extension EpisodeOutcome.Cycle {
    /// The outcome in words.
    fileprivate var word: String {
        switch outcome {
        case .met: "met"
        case .breached: "breached"
        case .cancelled: "cancelled"
        case .abandoned: "abandoned"
        case .open, .unspecified, .UNRECOGNIZED: "open"
        }
    }
}
