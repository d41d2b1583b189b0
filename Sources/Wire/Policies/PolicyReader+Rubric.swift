// Reads the rubric of a policy file.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Yams

extension PolicyReader {
    /// The rubric. Lexicons and clocks have been read before.
    mutating func rubric(_ node: Node?) -> Rubric? {
        guard let node, let entries = entries(node, of: "the rubric") else {
            hasReadAllChecks = false
            return nil
        }
        var dimensions: [Dimension] = []
        for (name, key, value) in entries {
            _ = identifier(key, "the dimension")
            if let dimension = dimension(name, value) { dimensions.append(dimension) }
        }
        if dimensions.count == entries.count {
            let weighed = dimensions.filter { $0.bonusCap == nil }
            expectHundred(weighed.map { ($0.id, $0.weight) }, "weights of the dimensions", node)
        }
        return Rubric(dimensions: dimensions)
    }

    /// How findings become a score; without the key as `ScoringPolicy` says.
    mutating func scoring(_ node: Node?) -> ScoringPolicy {
        var scoring = ScoringPolicy()
        let keys = ["not-applicable", "fatal-score", "fatal-alerts"]
        guard let fields = fields(node, of: "'scoring'", required: [], optional: keys) else { return scoring }
        scoring.fatalReceivers = receivers(fields["fatal-alerts"], of: "'fatal-alerts'")
        if let node = fields["not-applicable"], let word = text(node, "'not-applicable'") {
            switch word {
            case "redistribute": scoring.notApplicable = .redistribute
            case "blank": scoring.notApplicable = .blank
            default: refuse(node, unknown: "rule", word, among: ["redistribute", "blank"])
            }
        }
        if let node = fields["fatal-score"] {
            let isZero = node.scalar?.string == "0"
            scoring.fatalScore = isZero ? .zero : points(node, "'fatal-score'") ?? .zero
        }
        return scoring
    }

    private mutating func dimension(_ name: String, _ node: Node) -> Dimension? {
        let what = "the dimension '\(name)'"
        let isBonus = node.mapping?.contains { $0.key.scalar?.string == "bonus" } ?? false
        let fields = fields(node, of: what, required: [isBonus ? "bonus" : "weight", "criteria"]) ?? [:]
        let cap = points(fields["bonus"], "the bonus of \(what)")
        let weight = isBonus ? cap.map { _ in .zero } : points(fields["weight"], "the weight of \(what)")
        guard let criteriaNode = fields["criteria"],
            let entries = entries(criteriaNode, of: "'criteria' of \(what)")
        else {
            hasReadAllChecks = false
            return weight.map { Dimension(id: name, weight: $0, bonusCap: cap, criteria: []) }
        }
        var criteria: [Criterion] = []
        var worth: [(name: String, points: Points)] = []
        for (name, key, value) in entries {
            _ = identifier(key, "the criterion")
            if !self.criteria.insert(name).inserted {
                refuse(
                    key, "the criterion '\(name)' is in two dimensions",
                    "rename one: reviews name a criterion by its id alone")
            }
            let (points, criterion) = criterion(name, value)
            if let points { worth.append((name, points)) }
            if let criterion { criteria.append(criterion) }
        }
        for (entry, criterion) in zip(entries, criteria) where isBonus && criterion.isFatal {
            refuse(entry.key, "'\(criterion.id)' of \(what) is fatal", "a bonus section takes nothing: drop 'fatal'")
        }
        if worth.count == entries.count, !isBonus {
            expectHundred(worth, "points of the criteria of \(what)", criteriaNode)
        }
        return weight.map { Dimension(id: name, weight: $0, bonusCap: cap, criteria: criteria) }
    }

    /// A criterion, and its points even when something else of it cannot be read.
    private mutating func criterion(_ name: String, _ node: Node) -> (points: Points?, criterion: Criterion?) {
        let what = "the criterion '\(name)'"
        let isHuman = node.mapping?.contains { $0.key.scalar?.string == "review" } ?? false
        let required = ["title", "requirements", "points", isHuman ? "review" : "check"]
        let fields = fields(node, of: what, required: required, optional: ["severity", "fatal", "when"]) ?? [:]
        let title = title(fields["title"], of: what)
        var requirements: [String] = []
        for element in list(fields["requirements"], of: "'requirements' of \(what)") {
            if let requirement = text(element, "a requirement of \(what)") { requirements.append(requirement) }
        }
        let points = points(fields["points"], "the points of \(what)")
        let severity = severity(fields["severity"], of: what)
        let isFatal = fields["fatal"].map { flag($0, "'fatal' of \(what)") ?? false } ?? false
        let when = condition(fields["when"], of: what)
        let check = isHuman ? human(fields["review"], of: what) : check(fields["check"], of: what, worth: points)
        if check == nil || (fields["when"] != nil && when == nil) { hasReadAllChecks = false }
        guard let title, let points, let check else { return (points, nil) }
        return (
            points,
            Criterion(
                id: name, title: title, requirements: requirements, points: points, severity: severity,
                isFatal: isFatal, when: when, check: check)
        )
    }

    private mutating func severity(_ node: Node?, of what: String) -> Criterion.Severity {
        guard let node, let word = text(node, "the severity of \(what)") else { return .minor }
        guard let severity = Criterion.Severity.allCases.first(where: { $0.word == word }) else {
            refuse(node, unknown: "severity", word, among: Criterion.Severity.allCases.map(\.word))
            return .minor
        }
        return severity
    }

    private mutating func human(_ node: Node?, of what: String) -> Check? {
        guard let node, let word = text(node, "'review' of \(what)") else { return nil }
        guard word == "human" else {
            refuse(node, unknown: "reviewer", word, among: ["human"])
            return nil
        }
        return .human
    }

    /// A title in both languages.
    mutating func title(_ node: Node?, of what: String) -> Criterion.Title? {
        guard let fields = fields(node, of: "the title of \(what)", required: ["zh", "en"]) else { return nil }
        let chinese = text(fields["zh"], "the Chinese title of \(what)")
        let english = text(fields["en"], "the English title of \(what)")
        guard let chinese, let english else { return nil }
        return Criterion.Title(chinese: chinese, english: english)
    }

    /// Notes it when the parts do not sum to exactly 100.
    private mutating func expectHundred(_ parts: [(name: String, points: Points)], _ what: String, _ node: Node) {
        let sum = parts.reduce(0) { $0 + Int64($1.points.hundredths) }
        guard sum != Int64(Points.hundred.hundredths) else { return }
        let written = parts.map { "\($0.name) \($0.points.written)" }.joined(separator: " + ")
        let total = Points(hundredths: Int32(clamping: sum)).written
        refuse(node, "the \(what) sum to \(total), not to 100", parts.isEmpty ? "add some" : "change one of \(written)")
    }
}

extension Criterion.Severity {
    /// Its name in policies and results.
    package var word: String {
        switch self {
        case .minor: "minor"
        case .major: "major"
        case .critical: "critical"
        }
    }
}
