// The coverage of requirements as text, Markdown and JSON.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension CoverageTable {
    /// The modules in the order of the summary; nil for none.
    private static let modules: [Requirement.Module?] = Requirement.Module.allCases + [nil]

    /// As text for a terminal.
    var text: String {
        var lines: [String] = []
        for handbook in Requirement.Handbook.allCases {
            lines.append("\(handbook.rawValue): \(handbook.title)")
            for row in rows where row.requirement.handbook == handbook {
                let modules = row.requirement.modules.map(\.rawValue).joined(separator: ",")
                let head = [row.requirement.id, modules.isEmpty ? "none" : modules, row.status.rawValue]
                lines.append("  \(head.joined(separator: "  "))  \(row.requirement.title)")
                lines += CoverageTable.reasons(row).map { "      \($0)" }
            }
            lines.append("")
        }
        lines += TextTable.lines(summary, rightAligned: [1, 2, 3, 4, 5, 6])
        lines += [""] + verdict
        return lines.joined(separator: "\n") + "\n"
    }

    /// As Markdown.
    var markdown: String {
        var lines = ["# Requirements and what implements them", ""]
        lines.append(markdownRow(summary[0]))
        lines.append(markdownRow(summary[0].map { $0 == "MODULE" ? "---" : "---:" }))
        lines += summary.dropFirst().map(markdownRow)
        lines += [""] + verdict.map(\.escapedMarkdown)
        for handbook in Requirement.Handbook.allCases {
            lines += [
                "", "## \(handbook.rawValue): \(handbook.title)", "",
                "| Id | Requirement | Modules | Status | By what, or why |",
            ]
            lines.append("|---|---|---|---|---|")
            for row in rows where row.requirement.handbook == handbook {
                let reasons = CoverageTable.reasons(row).map(\.escapedMarkdown).joined(separator: "<br>")
                let modules = row.requirement.modules.map(\.rawValue).joined(separator: " ")
                lines.append(
                    markdownRow([
                        row.requirement.id, row.requirement.title.escapedMarkdown, modules, row.status.rawValue,
                        reasons,
                    ]))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func markdownRow(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

    /// As JSON.
    var json: String {
        let rows = rows.map { row in
            OrderedJSON.object([
                ("id", .string(row.requirement.id)), ("handbook", .string(row.requirement.handbook.rawValue)),
                ("title", .string(row.requirement.title)),
                ("modules", .strings(row.requirement.modules.map(\.rawValue))),
                ("sources", .strings(row.requirement.sources.map(\.rawValue))),
                ("status", .string(row.status.rawValue)),
                ("criteria", .strings(row.criteria.map(\.name))),
                (
                    "others",
                    .array(row.others.map { .object([("kind", .string($0.kind)), ("text", .string($0.text))]) })
                ),
            ])
        }
        let modules = CoverageTable.modules.map { module in
            let counts = counts(of: module)
            let numbers = Status.allCases.map { ($0.rawValue, OrderedJSON.count(counts[$0] ?? 0)) }
            return OrderedJSON.object([("module", .string(module?.rawValue ?? "none"))] + numbers)
        }
        let unknown = unknown.map { id, criteria in
            OrderedJSON.object([("id", .string(id)), ("criteria", .strings(criteria.map(\.name)))])
        }
        return OrderedJSON.object([
            ("requirements", .array(rows)), ("modules", .array(modules)), ("unknown", .array(unknown)),
            ("gaps", .strings(gaps.map(\.requirement.id))),
        ]).text + "\n"
    }

    private static func reasons(_ row: Row) -> [String] {
        var reasons: [String] = []
        let criteria = row.criteria.map { $0.isHuman ? "\($0.name) (human)" : $0.name }
        if !criteria.isEmpty { reasons.append("criteria: \(criteria.joined(separator: ", "))") }
        if row.criteria.isEmpty, row.claimsCriterion { reasons.append("no criterion of these policies names it") }
        return reasons + row.others.map { "\($0.kind): \($0.text)" }
    }

    private var summary: [[String]] {
        let head = ["MODULE", "ROWS"] + Status.allCases.map { $0.rawValue.uppercased() }
        return [head]
            + CoverageTable.modules.map { module in
                let counts = counts(of: module)
                let numbers = Status.allCases.map { counts[$0] ?? 0 }
                return [module?.rawValue ?? "none", "\(numbers.reduce(0, +))"] + numbers.map { "\($0)" }
            }
    }

    private var verdict: [String] {
        var lines = unknown.map { id, criteria in
            "✗ \(id) is no requirement of the catalogue, yet \(criteria.map(\.name).joined(separator: ", ")) names it"
        }
        let kept = CoverageTable.kept.map(\.rawValue).joined(separator: ", ")
        if gaps.isEmpty {
            lines.append("✓ every row of \(kept) is implemented or explained")
        } else {
            lines += gaps.map { "✗ \($0.requirement.id) is neither implemented nor explained: \($0.requirement.title)" }
        }
        return lines
    }
}
