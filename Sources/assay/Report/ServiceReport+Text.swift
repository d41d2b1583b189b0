// A service report as Markdown and as CSV.
// SPDX-License-Identifier: Apache-2.0

import Commands

extension ServiceReport {
    /// The report as Markdown.
    var markdown: String {
        var lines = ["# " + title, ""]
        for table in tables {
            lines += ["## " + table.title, ""]
            lines.append("| " + table.columns.map(ServiceReport.cell).joined(separator: " | ") + " |")
            lines.append(
                "|"
                    + table.columns.indices.map { table.numbers.contains($0) ? " --: " : " --- " }.joined(
                        separator: "|")
                    + "|")
            for row in table.rows { lines.append("| " + row.map(ServiceReport.cell).joined(separator: " | ") + " |") }
            lines.append("")
        }
        lines += notes.map { "- " + $0 }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cell(_ text: String) -> String {
        var cell = ""
        for scalar in text.onOneLine.unicodeScalars {
            if "|\\<>*_`[]".unicodeScalars.contains(scalar) { cell += "\\" }
            cell.unicodeScalars.append(scalar)
        }
        return cell
    }

    /// The tables as CSV (RFC 4180), each row with its table's title first. A cell that a spreadsheet would take for a formula begins with
    /// an apostrophe.
    var csv: String {
        var lines: [String] = []
        for table in tables {
            lines.append(ServiceReport.line([""] + table.columns))
            for row in table.rows { lines.append(ServiceReport.line([table.title] + row)) }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func line(_ cells: [String]) -> String {
        cells.map { cell in
            let isNumber = Double(cell.filter { $0 != "," && $0 != "%" && $0 != " " && $0 != "s" }) != nil
            let isFormula = !isNumber && "=+-@\t\r".contains(cell.first ?? " ")
            let text = (isFormula ? "'" : "") + cell
            guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
            return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }.joined(separator: ",")
    }
}
