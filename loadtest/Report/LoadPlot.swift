// Curves over time as SVG.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// A plot of some curves over the seconds of a run, with its phases shaded and what was done to the workers marked.
struct LoadPlot {
    /// A curve.
    struct Curve {
        var name: String
        /// By sample; nil where there is no value.
        var values: [Double?]
        /// Its colour: a custom property of the page.
        var colour: String
    }

    var title: String
    /// Behind the numbers of the scale.
    var unit: String
    /// The seconds of the samples.
    var times: [Double]
    var curves: [Curve]
    /// Where phases begin, in seconds, and their names.
    var phases: [(at: Double, name: String)]
    /// When something was done, in seconds, and what.
    var deeds: [(at: Double, what: String)]

    private static let (width, height) = (860.0, 220.0)
    private static let (left, right, top, bottom) = (70.0, 12.0, 22.0, 28.0)

    /// The plot with its heading and legend.
    var html: String {
        let values = curves.flatMap { $0.values.compactMap { $0 } }
        guard let most = values.max(), let last = times.last, last > 0 else { return "" }
        let high = Self.roundUp(most)
        func x(_ time: Double) -> Double {
            Self.left + (Self.width - Self.left - Self.right) * min(1, max(0, time / last))
        }
        func y(_ value: Double) -> Double {
            Self.top + (Self.height - Self.top - Self.bottom) * (1 - value / high)
        }
        var parts = [
            "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(title.escapedHTML)\" style=\"width: 100%; height: auto\">"
        ]
        for (index, phase) in phases.enumerated() {
            let end = index + 1 < phases.count ? phases[index + 1].at : last
            if index.isMultiple(of: 2) {
                parts.append(
                    "<rect x=\"\(SVG.number(x(phase.at)))\" y=\"\(Self.top)\" width=\"\(SVG.number(x(end) - x(phase.at)))\" height=\"\(Self.height - Self.top - Self.bottom)\" fill=\"var(--chip)\"/>"
                )
            }
            parts.append(SVG.text(phase.name, x: x(phase.at) + 3, y: Self.top - 7, anchor: "start"))
        }
        for part in [0.0, 0.5, 1] {
            parts.append(
                "<line x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(SVG.number(y(high * part)))\" y2=\"\(SVG.number(y(high * part)))\" stroke=\"var(--line)\"/>"
            )
            parts.append(
                SVG.text(Self.written(high * part) + unit, x: Self.left - 8, y: y(high * part) + 4, anchor: "end"))
        }
        parts.append(SVG.text("0 s", x: Self.left, y: Self.height - 8, anchor: "start"))
        parts.append(SVG.text("\(Int(last)) s", x: Self.width - Self.right, y: Self.height - 8, anchor: "end"))
        for deed in deeds {
            parts.append(
                "<line x1=\"\(SVG.number(x(deed.at)))\" x2=\"\(SVG.number(x(deed.at)))\" y1=\"\(Self.top)\" y2=\"\(Self.height - Self.bottom)\" stroke=\"var(--lost)\" stroke-dasharray=\"3 3\"><title>\(deed.what.escapedHTML)</title></line>"
            )
        }
        for curve in curves {
            parts.append(
                "<path d=\"\(SVG.path(curve.values, x: { x(times[$0]) }, y: y))\" fill=\"none\" stroke=\"var(\(curve.colour))\" stroke-width=\"1.8\" stroke-linejoin=\"round\"/>"
            )
        }
        parts.append("</svg>")
        let legend = curves.map {
            "<span class=\"chip\"><span style=\"color: var(\($0.colour))\">■</span> \($0.name.escapedHTML)</span>"
        }
        return HTMLPage.element("h3", title) + parts.joined(separator: "\n") + "<p>\(legend.joined(separator: " "))</p>"
    }

    /// The next of 1, 2 and 5 times a power of ten.
    static func roundUp(_ value: Double) -> Double {
        var unit = 1.0
        while unit * 10 <= value { unit *= 10 }
        return [1, 2, 5, 10].map { $0 * unit }.first { $0 >= value } ?? unit * 10
    }

    private static func written(_ value: Double) -> String {
        switch value {
        case 1_000_000...: SVG.number(value / 1_000_000) + " M"
        case 10_000...: SVG.number(value / 1_000) + " k"
        default: SVG.number(value)
        }
    }
}
