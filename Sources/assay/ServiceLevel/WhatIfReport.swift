// What `assay sla what-if` says.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

/// The clocks of a history under one policy or two, by hour of the day.
struct WhatIfReport {
    let clocks: ClockComparison
    let policy: PolicySet
    /// The policy to compare with; nil when there is one policy only.
    let against: PolicySet?

    private static func name(_ policies: PolicySet) -> String {
        "\(policies.versions[0].name) \(policies.versions.map(\.version).joined(separator: ", "))"
    }

    /// The report for people.
    var text: String {
        let names = against.map { "\(WhatIfReport.name(policy)), before: \(WhatIfReport.name($0))" }
        var lines = [
            "Clocks of \(clocks.episodes) episodes under \(names ?? WhatIfReport.name(policy)); hours are those of "
                + "\(policy.zone.identifier) in which the clocks started"
        ]
        if clocks.clocks.isEmpty { lines += ["", "No clock started: has the policy 'clocks', and the history times?"] }
        for clock in clocks.clocks { lines += [""] + section(clock) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ clock: String) -> [String] {
        let total = clocks.total(clock)
        var rows = [["", "started", "met", "breached", "abandoned", "cancelled", "open", "in time"]]
        func row(_ name: String, _ outcomes: ClockComparison.Outcomes) -> [String] {
            [
                name, "\(outcomes.started)", "\(outcomes.met)", "\(outcomes.breached)", "\(outcomes.abandoned)",
                "\(outcomes.cancelled)", "\(outcomes.open)", outcomes.inTime.map { "\($0.writtenHundredths) %" } ?? "-",
            ]
        }
        if against != nil { rows.append(row("before", total.before)) }
        rows.append(row(against == nil ? "all" : "after", total.after))
        var hours = [against == nil ? ["hour", "started", "breached"] : ["hour", "started", "breached", "before"]]
        for (hour, pair) in clocks.byHour(clock, zone: policy.zone) {
            let row = [hour < 10 ? "0\(hour)" : "\(hour)", "\(pair.after.started)", "\(pair.after.breached)"]
            hours.append(against == nil ? row : row + ["\(pair.before.breached)"])
        }
        let right = Set(1...7)
        return [clock] + TextTable.lines(rows, rightAligned: right).map { "  " + $0 }
            + TextTable.lines(hours, rightAligned: right).map { "  " + $0 }
    }

    /// The report for programs.
    var json: String {
        func outcomes(_ outcomes: ClockComparison.Outcomes) -> OrderedJSON {
            .object([
                ("started", .integer(outcomes.started)), ("met", .integer(outcomes.met)),
                ("breached", .integer(outcomes.breached)), ("abandoned", .integer(outcomes.abandoned)),
                ("cancelled", .integer(outcomes.cancelled)), ("open", .integer(outcomes.open)),
                ("inTimePercent", .optional(outcomes.inTime)),
            ])
        }
        func pair(_ pair: ClockComparison.Pair) -> [(String, OrderedJSON)] {
            (against == nil ? [] : [("before", outcomes(pair.before))]) + [("after", outcomes(pair.after))]
        }
        let list = clocks.clocks.map { clock -> OrderedJSON in
            let hours = clocks.byHour(clock, zone: policy.zone).map { hour, both in
                OrderedJSON.object([("hour", .count(hour))] + pair(both))
            }
            return .object([("clock", .string(clock))] + pair(clocks.total(clock)) + [("hours", .array(hours))])
        }
        return OrderedJSON.object([
            ("policy", .string(WhatIfReport.name(policy))),
            ("against", against.map { .string(WhatIfReport.name($0)) } ?? .null),
            ("zone", .string(policy.zone.identifier)), ("episodes", .integer(clocks.episodes)),
            ("clocks", .array(list)),
        ]).text + "\n"
    }
}
