// Reads the rubric of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
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
            expectHundred(dimensions.map { ($0.id, $0.weight) }, "weights of the dimensions", node)
        }
        return Rubric(dimensions: dimensions)
    }

    private mutating func dimension(_ name: String, _ node: Node) -> Dimension? {
        let what = "the dimension '\(name)'"
        let fields = fields(node, of: what, required: ["weight", "criteria"]) ?? [:]
        let weight = points(fields["weight"], "the weight of \(what)")
        guard let criteriaNode = fields["criteria"],
            let entries = entries(criteriaNode, of: "'criteria' of \(what)")
        else {
            hasReadAllChecks = false
            return weight.map { Dimension(id: name, weight: $0, criteria: []) }
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
        if worth.count == entries.count { expectHundred(worth, "points of the criteria of \(what)", criteriaNode) }
        return weight.map { Dimension(id: name, weight: $0, criteria: criteria) }
    }

    /// A criterion, and its points even when something else of it cannot be read.
    private mutating func criterion(_ name: String, _ node: Node) -> (points: Points?, criterion: Criterion?) {
        let what = "the criterion '\(name)'"
        let fields = fields(node, of: what, required: ["title", "requirements", "points", "check"]) ?? [:]
        let title = title(fields["title"], of: what)
        var requirements: [String] = []
        for element in list(fields["requirements"], of: "'requirements' of \(what)") {
            if let requirement = text(element, "a requirement of \(what)") { requirements.append(requirement) }
        }
        let points = points(fields["points"], "the points of \(what)")
        let check = check(fields["check"], of: what, worth: points)
        if check == nil { hasReadAllChecks = false }
        guard let title, let points, let check else { return (points, nil) }
        return (
            points, Criterion(id: name, title: title, requirements: requirements, points: points, check: check)
        )
    }

    private mutating func title(_ node: Node?, of what: String) -> Criterion.Title? {
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
