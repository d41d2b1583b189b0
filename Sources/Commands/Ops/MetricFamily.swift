// Metrics as Prometheus has them.
// SPDX-License-Identifier: Apache-2.0

/// All series of one name.
package struct MetricFamily: Equatable, Sendable {
    /// What kind of value the series have.
    package enum Kind: String, Sendable {
        /// Only ever grows, until the process is restarted.
        case counter
        /// Goes up and down.
        case gauge
        /// How many values fell in which class.
        case histogram
    }

    /// The value of a series.
    package enum Value: Equatable, Sendable {
        /// Of a counter or a gauge.
        case number(Double)
        /// Of a histogram: the ascending upper bounds of its classes, how many fell in each with those beyond the last bound at the end,
        /// and the sum of all values.
        case histogram(bounds: [Double], counts: [Int64], sum: Double)
    }

    /// A value with the labels that tell it from the others.
    package struct Series: Equatable, Sendable {
        /// Names and values.
        package var labels: [(name: String, value: String)]
        package var value: Value

        package init(_ labels: [(name: String, value: String)] = [], _ value: Value) {
            self.labels = labels
            self.value = value
        }

        package static func == (left: Series, right: Series) -> Bool {
            left.value == right.value && left.labels.elementsEqual(right.labels, by: ==)
        }
    }

    /// The metric's name.
    package var name: String
    package var kind: Kind
    /// What it means, in a line; empty when nobody has said.
    package var meaning: String
    package var series: [Series]

    package init(_ name: String, _ kind: Kind, _ meaning: String, _ series: [Series]) {
        self.name = name
        self.kind = kind
        self.meaning = meaning
        self.series = series
    }

    /// A family of counters or gauges with at most one label: a number for each of its values.
    package init(
        _ name: String, _ kind: Kind, _ meaning: String, by label: String, _ numbers: [(value: String, number: Double)]
    ) {
        self.init(name, kind, meaning, numbers.map { Series([(label, $0.value)], .number($0.number)) })
    }

    /// A family of one counter or gauge without labels.
    package init(_ name: String, _ kind: Kind, _ meaning: String, _ number: Double) {
        self.init(name, kind, meaning, [Series([], .number(number))])
    }

    /// Whether a text may name a metric: letters, digits, underscores and colons, no digit first.
    package static func isName(_ text: String) -> Bool { isWord(text, others: "_:") }

    /// Whether labels may tell series apart: names of letters, digits and underscores, no digit and no two underscores first, each once,
    /// none of them the one that the format itself puts on classes of histograms; values of at most `longestLabel` bytes.
    package static func areLabels(_ labels: [(name: String, value: String)]) -> Bool {
        Set(labels.map(\.name)).count == labels.count
            && labels.allSatisfy { label in
                isWord(label.name, others: "_") && !label.name.hasPrefix("__") && label.name != "le"
                    && label.value.utf8.count <= longestLabel
            }
    }

    /// The longest value of a label, in bytes.
    package static let longestLabel = 256

    private static func isWord(_ text: String, others: String) -> Bool {
        guard let first = text.first, !(first.isASCII && first.isNumber) else { return false }
        return text.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || others.contains($0) }
    }
}
