// A service report as a page.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

extension ServiceReport {
    /// The report as a page that stands by itself: no scripts, nothing from elsewhere, fit for mail and print.
    func page(language: PageLanguage) -> String {
        var body = HTMLPage.element("h1", title) + "\n"
        for (index, table) in tables.enumerated() {
            body += ServiceReport.html(table)
            if index == 0, !curves.isEmpty {
                body += HTMLPage.element("h2", language.label("逐日走势", "Day by day")) + "\n"
                body += curves.map { "<div class=\"card\">\(LinePlot($0).html)</div>\n" }.joined()
            }
        }
        body += "<ul class=\"faint\">\n" + notes.map { HTMLPage.element("li", $0) + "\n" }.joined() + "</ul>\n"
        return HTMLPage.page(title: title, language: language.tag, body: body)
    }

    private static func html(_ table: Table) -> String {
        func row(_ cells: [String], _ element: String) -> String {
            let cells = cells.enumerated().map { index, cell in
                HTMLPage.element(element, cell, class: table.numbers.contains(index) ? "number" : "")
            }
            return "<tr>" + cells.joined() + "</tr>\n"
        }
        return HTMLPage.element("h2", table.title)
            + "\n<div class=\"card\" style=\"overflow-x: auto; overflow-wrap: normal\"><table>\n<thead>"
            + row(table.columns, "th") + "</thead>\n<tbody>\n" + table.rows.map { row($0, "td") }.joined()
            + "</tbody>\n</table></div>\n"
    }
}

/// A curve as SVG: one colour, a baseline, the first and last day, the least and the largest value, and every value as a title.
struct LinePlot {
    private let curve: ServiceReport.Curve
    private static let (width, height) = (720.0, 160.0)
    private static let (left, right, top, bottom) = (70.0, 12.0, 10.0, 24.0)

    init(_ curve: ServiceReport.Curve) { self.curve = curve }

    /// The curve with its heading.
    var html: String {
        let values = curve.points.map { $0.value.map { Double($0.numerator) / Double($0.denominator) } }
        let known = values.compactMap { $0 }
        guard let least = known.min(), let most = known.max() else { return "" }
        let (low, high) = LinePlot.scale(least, most)
        func x(_ index: Int) -> Double {
            let span = LinePlot.width - LinePlot.left - LinePlot.right
            return LinePlot.left + span * Double(index) / Double(max(1, values.count - 1))
        }
        func y(_ value: Double) -> Double {
            LinePlot.top + (LinePlot.height - LinePlot.top - LinePlot.bottom) * (high - value) / (high - low)
        }
        var parts = [
            "<svg viewBox=\"0 0 \(Int(LinePlot.width)) \(Int(LinePlot.height))\" role=\"img\" aria-label=\"\(curve.title.escapedHTML)\" style=\"width: 100%; height: auto\">"
        ]
        for value in [low, high] {
            parts.append(
                "<line x1=\"\(LinePlot.left)\" x2=\"\(LinePlot.width - LinePlot.right)\" y1=\"\(SVG.number(y(value)))\" y2=\"\(SVG.number(y(value)))\" stroke=\"var(--line)\"/>"
            )
            parts.append(
                SVG.text(written(value), x: LinePlot.left - 8, y: y(value) + 4, anchor: "end"))
        }
        parts += [(0, "start"), (values.count - 1, "end")].map { index, anchor in
            SVG.text(curve.points[index].day, x: x(index), y: LinePlot.height - 6, anchor: anchor)
        }
        parts.append(
            "<path d=\"\(SVG.path(values, x: x, y: y))\" fill=\"none\" stroke=\"var(--accent)\" stroke-width=\"2\" stroke-linejoin=\"round\"/>"
        )
        for (index, value) in values.enumerated() {
            guard let value, let exact = curve.points[index].value else { continue }
            let label = "\(curve.points[index].day): \(curve.unit.written(exact))"
            parts.append(
                "<circle cx=\"\(SVG.number(x(index)))\" cy=\"\(SVG.number(y(value)))\" r=\"3\" fill=\"var(--accent)\"><title>\(label.escapedHTML)</title></circle>"
            )
        }
        parts.append("</svg>")
        return HTMLPage.element("h3", curve.title) + parts.joined(separator: "\n")
    }

    /// The lowest and the highest value of the scale: some room around a level curve.
    private static func scale(_ least: Double, _ most: Double) -> (Double, Double) {
        guard least == most else { return (least, most) }
        return least == 0 ? (0, 1) : (least - abs(least) * 0.1, most + abs(most) * 0.1)
    }

    private func written(_ value: Double) -> String {
        curve.unit.written(Fraction(Int64((value * 10_000).rounded()), over: 10_000))
    }
}
