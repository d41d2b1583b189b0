// Reads exams in parts, and tells what may be said of the sources of indicators.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The parts of an exam with their weights, which sum to 100.
    mutating func examParts(_ node: Node?, _ what: String) -> [Indicator.Part]? {
        guard let node, let entries = entries(node, of: what) else { return nil }
        let parts = entries.compactMap { name, key, value -> Indicator.Part? in
            guard let name = identifier(key, "a part of \(what)"),
                let weight = points(value, "the weight of '\(name)' of \(what)")
            else { return nil }
            return Indicator.Part(name: name, weight: weight)
        }
        guard parts.count == entries.count else { return nil }
        let sum = parts.reduce(0) { $0 + Int64($1.weight.hundredths) }
        guard parts.count > 1, sum == Int64(Points.hundred.hundredths) else {
            refuse(
                node, "the parts of \(what) sum to \(Rational(hundredths: sum).written) in \(parts.count)",
                "write two parts or more that sum to 100, for instance { theory: 40, practice: 60 }; one alone is { supplement: exam, … }"
            )
            return nil
        }
        return parts
    }
}

extension Indicator.Source {
    /// Whether it rests on so many cases or raters.
    var isSampled: Bool {
        switch self {
        case .statement, .parts: false
        case .figure, .perHours, .raters, .ratings: true
        }
    }

    /// Whether it needs something that people state, and is not counted in raters.
    var isStated: Bool {
        switch self {
        case .perHours, .statement, .parts: true
        case .figure, .raters, .ratings: false
        }
    }

    /// Whether the team has the like of it.
    var hasTeamFigure: Bool { if case .figure = self { true } else { false } }

    /// What its numbers are; nil for what people state.
    var unit: Figure.Unit? {
        switch self {
        case .figure(let figure), .perHours(let figure, _): figure.kind.unit
        case .statement, .parts, .raters, .ratings: nil
        }
    }

    /// Whether it is better the higher it is. More work done is better where hours are counted, and so is what people state.
    var isBetterHigher: Bool {
        switch self {
        case .figure(let figure): figure.kind.isBetterHigher
        case .perHours(let figure, _): [.conversations, .handled].contains(figure.kind)
        case .statement(let name, _), .parts(let name, _, _), .raters(let name, _): name != "downtime"
        case .ratings: true
        }
    }
}
