// Metrics in the text format of Prometheus, version 0.0.4.
// SPDX-License-Identifier: Apache-2.0

/// Writes https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format. The same values give the same text.
package enum MetricText {
    /// What an answer with this text has as its content type.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All series, by name and then by labels. Of two series with the same name and labels the first one counts.
    package static func text(_ families: [MetricFamily]) -> String {
        var text = ""
        var rest = families.sorted { $0.name < $1.name }[...]
        while let first = rest.first {
            let same = rest.prefix { $0.name == first.name && $0.kind == first.kind }
            // A name that two give different meanings is the first one's.
            rest = rest.drop { $0.name == first.name }
            append(first, same.flatMap(\.series), to: &text)
        }
        return text
    }

    private static func append(_ family: MetricFamily, _ series: [MetricFamily.Series], to text: inout String) {
        guard !series.isEmpty else { return }
        if !family.meaning.isEmpty { text += "# HELP \(family.name) \(escapedHelp(family.meaning))\n" }
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
        var labelled: [(labels: String, value: MetricFamily.Value)] = []
        var known: Set<String> = []
        for one in series {
            let labels = labelText(one.labels)
            if known.insert(labels).inserted { labelled.append((labels, one.value)) }
        }
        for (labels, value) in labelled.sorted(by: { $0.labels < $1.labels }) {
            append(family.name, labels, value, to: &text)
        }
    }

    private static func append(
        _ name: String, _ labels: String, _ value: MetricFamily.Value, to text: inout String
    ) {
        switch value {
        case .number(let number): text += "\(name)\(braced(labels)) \(self.number(number))\n"
        case .histogram(let bounds, let counts, let sum):
            var count: Int64 = 0
            for (index, inClass) in counts.enumerated() {
                count += inClass
                let bound = index < bounds.count ? number(bounds[index]) : "+Inf"
                let all = (labels.isEmpty ? "" : labels + ",") + "le=\"\(bound)\""
                text += "\(name)_bucket{\(all)} \(count)\n"
            }
            text += "\(name)_sum\(braced(labels)) \(number(sum))\n"
            text += "\(name)_count\(braced(labels)) \(count)\n"
        }
    }

    private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func labelText(_ labels: [(name: String, value: String)]) -> String {
        labels.sorted { $0.name < $1.name }.map { "\($0.name)=\"\(escapedLabel($0.value))\"" }.joined(separator: ",")
    }

    /// Whole numbers without a point, as far as doubles are exact.
    static func number(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: number).map { String($0) } ?? String(number)
    }

    private static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func escapedLabel(_ text: String) -> String {
        escapedHelp(text).replacing("\"", with: "\\\"")
    }
}
