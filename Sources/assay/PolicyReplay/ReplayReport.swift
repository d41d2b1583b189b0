// What a replay says, as text and as JSON.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// Writes the comparison of two policies over a history.
struct ReplayReport {
    let comparison: PolicyComparison
    let before: PolicySet
    let after: PolicySet

    /// A criterion with its numbers.
    struct Line {
        var id: String
        var title: String
        var numbers: PolicyComparison.CriterionLine
    }

    /// The criteria in the order of the new policy's newest version, then those that only older ones or the old policy have.
    var criteria: [Line] {
        var lines: [Line] = []
        var known: Set<String> = []
        for policy in after.versions.reversed() + before.versions.reversed() {
            for (_, criterion) in policy.criteria where known.insert(criterion.id).inserted {
                lines.append(
                    Line(
                        id: criterion.id, title: criterion.title.english,
                        numbers: comparison.criteria[criterion.id] ?? PolicyComparison.CriterionLine()))
            }
        }
        return lines
    }

    private static func name(_ policies: PolicySet) -> String {
        let versions = policies.versions.map(\.version)
        return "\(policies.versions[0].name) \(versions.joined(separator: ", "))"
    }

    private var agents: [(name: PolicyComparison.Name, group: PolicyComparison.Group)] {
        comparison.agents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var teams: [(name: PolicyComparison.Name, group: PolicyComparison.Group)] {
        comparison.teams.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: Text

    /// As text for a terminal.
    var text: String {
        let all = comparison.all
        var lines = ["\(ReplayReport.name(before)) → \(ReplayReport.name(after))", ""]
        lines.append(
            "\(Int(all.episodes).grouped) episodes, \(Int(comparison.open).grouped) of them still open; "
                + "the score of \(Int(all.changed).grouped) changed")
        if comparison.onlyBefore + comparison.onlyAfter > 0 {
            lines.append(
                "not compared: \(Int(comparison.onlyBefore).grouped) episodes that only the first policy evaluated and "
                    + "\(Int(comparison.onlyAfter).grouped) that only the second did")
        }
        let head = ["EPISODES", "BEFORE", "AFTER", "CHANGE", "CHANGED"]
        let right: Set<Int> = [1, 2, 3, 4, 5]
        lines += [""] + TextTable.lines([["MEAN SCORE"] + head, ["all"] + row(all)], rightAligned: right)
        lines +=
            [""]
            + TextTable.lines(
                [["AGENT"] + head] + agents.map { [written($0.name)] + row($0.group) }, rightAligned: right)
        lines +=
            [""]
            + TextTable.lines([["TEAM"] + head] + teams.map { [written($0.name)] + row($0.group) }, rightAligned: right)
        lines += ["", "points of the total, on average an episode; applied and changed are numbers of episodes"]
        lines += TextTable.lines(
            [["CRITERION", "BEFORE", "AFTER", "CHANGE", "APPLIED", "THEN", "CHANGED", ""]] + criteria.map(row),
            rightAligned: [1, 2, 3, 4, 5, 6])
        if !comparison.moved.isEmpty { lines += ["", "moved most"] }
        lines += comparison.moved.flatMap(moved)
        return lines.joined(separator: "\n") + "\n"
    }

    private func written(_ name: PolicyComparison.Name) -> String {
        name.id.isEmpty ? "\(name.tenant)/(none)" : "\(name.tenant)/\(name.id)"
    }

    private func row(_ group: PolicyComparison.Group) -> [String] {
        let (before, after) = (group.before.mean, group.after.mean)
        let change = before.flatMap { before in after.map { ($0 - before).writtenChange } }
        let means = [before, after].map { $0?.writtenHundredths ?? "–" }
        return ["\(group.episodes)"] + means + [change ?? "–", "\(group.changed)"]
    }

    private func mean(_ sum: Int64) -> Int64 {
        comparison.all.episodes == 0 ? 0 : sum.dividedRounding(by: comparison.all.episodes)
    }

    private func row(_ line: Line) -> [String] {
        let (before, after) = (mean(line.numbers.before.points), mean(line.numbers.after.points))
        return [
            line.id, before.writtenHundredths, after.writtenHundredths, (after - before).writtenChange,
            "\(line.numbers.before.applied)", "\(line.numbers.after.applied)", "\(line.numbers.changed)", line.title,
        ]
    }

    private func moved(_ pair: EpisodePair) -> [String] {
        let key = pair.after.key
        let scores = [pair.before.score, pair.after.score].map { $0?.writtenHundredths ?? "–" }
        let agent = pair.after.agent.isEmpty ? "" : ", agent \(pair.after.agent)"
        let head = "\(key.tenant)/\(key.conversation) episode \(pair.after.episode)\(agent)"
        let change = (pair.change ?? 0).writtenChange
        return ["  \(head): \(scores[0]) → \(scores[1]) (\(change))"]
            + ReplayReport.difference(pair).map { sign, point in
                let range = point.end > point.start ? " bytes \(point.start)–\(point.end)" : ""
                let place = point.message.isEmpty ? "the episode" : "message \(point.message)\(range)"
                let lexicon = point.lexicon.isEmpty ? "" : ", '\(point.lexicon)'"
                return "    \(sign) \(point.criterion) \(point.hundredths.writtenChange) (\(place)\(lexicon))"
            }
    }

    /// The points that only one of both outcomes has: - before, + after.
    private static func difference(_ pair: EpisodePair) -> [(sign: String, point: EpisodeOutcome.Point)] {
        func without(_ points: [EpisodeOutcome.Point], _ others: [EpisodeOutcome.Point]) -> [EpisodeOutcome.Point] {
            var left = others.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            return points.filter { point in
                guard let count = left[point], count > 0 else { return true }
                left[point] = count - 1
                return false
            }.sorted()
        }
        return without(pair.before.points, pair.after.points).map { ("-", $0) }
            + without(pair.after.points, pair.before.points).map { ("+", $0) }
    }

    // MARK: JSON

    /// As JSON: sums and means are exact to the hundredth, and before + change = after for each of them.
    var json: String {
        OrderedJSON.object([
            ("before", policy(before)), ("after", policy(after)),
            ("open", .integer(comparison.open)), ("only_before", .integer(comparison.onlyBefore)),
            ("only_after", .integer(comparison.onlyAfter)), ("all", .object(members(comparison.all))),
            ("agents", .array(agents.map { named($0.name, $0.group, "agent") })),
            ("teams", .array(teams.map { named($0.name, $0.group, "team") })),
            ("criteria", .array(criteria.map(json))), ("moved", .array(comparison.moved.map(json))),
        ]).text + "\n"
    }

    private func policy(_ policies: PolicySet) -> OrderedJSON {
        .object([
            ("policy", .string(policies.versions[0].name)), ("versions", .strings(policies.versions.map(\.version))),
        ])
    }

    private func named(_ name: PolicyComparison.Name, _ group: PolicyComparison.Group, _ what: String) -> OrderedJSON {
        .object([("tenant", .string(name.tenant)), (what, .string(name.id))] + members(group))
    }

    private func members(_ group: PolicyComparison.Group) -> [(String, OrderedJSON)] {
        func scores(_ scores: PolicyComparison.Scores) -> OrderedJSON {
            .object([
                ("scored", .integer(scores.count)), ("sum", .hundredths(scores.sum)), ("mean", .optional(scores.mean)),
            ])
        }
        let mean = group.before.mean.flatMap { before in group.after.mean.map { $0 - before } }
        let change = OrderedJSON.object([
            ("scored", .integer(group.after.count - group.before.count)),
            ("sum", .hundredths(group.after.sum - group.before.sum)), ("mean", .optional(mean)),
        ])
        return [
            ("episodes", .integer(group.episodes)), ("changed", .integer(group.changed)),
            ("before", scores(group.before)), ("after", scores(group.after)), ("change", change),
        ]
    }

    private func json(_ line: Line) -> OrderedJSON {
        func toll(_ applied: Int64, _ sum: Int64, _ mean: Int64) -> OrderedJSON {
            .object([("applied", .integer(applied)), ("sum", .hundredths(sum)), ("mean", .hundredths(mean))])
        }
        let (before, after) = (line.numbers.before, line.numbers.after)
        let means = (mean(before.points), mean(after.points))
        return .object([
            ("criterion", .string(line.id)), ("changed", .integer(line.numbers.changed)),
            ("before", toll(before.applied, before.points, means.0)),
            ("after", toll(after.applied, after.points, means.1)),
            ("change", toll(after.applied - before.applied, after.points - before.points, means.1 - means.0)),
        ])
    }

    private func json(_ pair: EpisodePair) -> OrderedJSON {
        let points = ReplayReport.difference(pair).map { sign, point in
            OrderedJSON.object([
                ("side", .string(sign == "-" ? "before" : "after")), ("criterion", .string(point.criterion)),
                ("points", .hundredths(point.hundredths)), ("message_id", .string(point.message)),
                ("byte_start", .integer(Int64(point.start))), ("byte_end", .integer(Int64(point.end))),
                ("lexicon", .string(point.lexicon)),
            ])
        }
        return .object([
            ("tenant", .string(pair.after.key.tenant)), ("conversation", .string(pair.after.key.conversation)),
            ("episode", .integer(Int64(pair.after.episode))), ("agent", .string(pair.after.agent)),
            ("team", .string(pair.after.team)), ("before", .optional(pair.before.score)),
            ("after", .optional(pair.after.score)), ("change", .optional(pair.change)), ("points", .array(points)),
        ])
    }
}
