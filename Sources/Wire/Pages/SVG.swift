// What plots are made of.
// SPDX-License-Identifier: Apache-2.0

/// Pieces of SVG in the colours of `HTMLPage`.
package enum SVG {
    /// A number with one decimal at most.
    package static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }

    /// A small text at a place; `anchor` is "start", "middle" or "end".
    package static func text(_ text: String, x: Double, y: Double, anchor: String) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-size=\"11\" fill=\"var(--faint)\">\(text.escapedHTML)</text>"
    }

    /// The `d` of a path through values at places: a missing value interrupts it.
    package static func path(_ values: [Double?], x: (Int) -> Double, y: (Double) -> Double) -> String {
        var isDrawing = false
        var path = ""
        for (index, value) in values.enumerated() {
            guard let value else {
                isDrawing = false
                continue
            }
            path += (isDrawing ? "L" : "M") + "\(number(x(index))) \(number(y(value)))"
            isDrawing = true
        }
        return path
    }
}
