// What a verification found wrong.
// SPDX-License-Identifier: Apache-2.0

/// Findings by what must hold, with a few examples of each.
struct Findings {
    /// What must hold.
    enum Check: CaseIterable {
        case revisions
        case facts
        case tallies
        case alerts
        case records
        case pay

        /// As a sentence.
        var text: String {
            switch self {
            case .revisions: "every revision was published once, and none is missing"
            case .facts: "facts add up to the newest evaluations"
            case .tallies: "tallies add up to the facts"
            case .alerts: "alerts were told once, and agree with the evaluations and the facts"
            case .records: "every input record is evaluated, held, a dead letter or a repetition"
            case .pay: "scorecards add up, and the audit is a whole chain that knows of them"
            }
        }
    }

    private struct List {
        var count = 0
        var examples: [String] = []
    }

    /// At most so many examples of a check are kept.
    private static let mostExamples = 10
    private var lists: [Check: List] = [:]

    /// Notes that something does not hold.
    mutating func add(_ check: Check, _ example: @autoclosure () -> String) {
        lists[check, default: List()].count += 1
        if lists[check, default: List()].examples.count < Findings.mostExamples {
            lists[check]?.examples.append(example())
        }
    }

    /// Whether everything holds.
    var isEmpty: Bool { lists.isEmpty }

    /// How often a check failed.
    subscript(check: Check) -> Int { lists[check]?.count ?? 0 }

    /// A line a check, and under it the examples.
    var lines: [String] {
        Check.allCases.flatMap { check -> [String] in
            guard let list = lists[check] else { return ["✓ \(check.text)"] }
            let rest = list.count - list.examples.count
            return ["✗ \(check.text): not so \(list.count) times"] + list.examples.map { "    \($0)" }
                + (rest > 0 ? ["    and \(rest) more"] : [])
        }
    }
}
