// Reads KPI models.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The KPI model of a file.
    mutating func kpiModel(_ root: Node) -> KPIModel? {
        let required = ["kpi", "version", "effective-from", "indicators", "grades"]
        guard let fields = settled(root, of: "a KPI model", required: required) else { return nil }
        let name = identifier(fields["kpi"], "the KPI model")
        let version = version(fields["version"])
        let from = instant(fields["effective-from"], "'effective-from'")
        let indicators = indicators(fields["indicators"])
        let grades = bands(fields["grades"], "the grades", value: "grade", lowest: .zero) { reader, node, what in
            reader.text(node, what)
        }
        if let grades, let node = fields["grades"], Set(grades.list.map(\.value)).count < grades.list.count {
            refuse(node, "two grades have the same name", "give each its own")
        }
        guard let name, let version, let from, let grades else { return nil }
        return KPIModel(name: name, version: version, effectiveFrom: from, indicators: indicators, grades: grades)
    }

    /// The most lines of a model.
    private static let mostIndicators = 64

    private mutating func indicators(_ node: Node?) -> [Indicator] {
        guard let node, let entries = entries(node, of: "indicators") else { return [] }
        if entries.count > PolicyReader.mostIndicators {
            refuse(node, "there are \(entries.count) indicators", "keep \(PolicyReader.mostIndicators) at most")
        }
        let count = issues.count
        let indicators = entries.compactMap { name, key, value in
            identifier(key, "the indicator").flatMap { _ in indicator(name, value) }
        }
        // Weights that could not be read are told by themselves.
        let sum = indicators.reduce(0) { $0 + Int64($1.weight.hundredths) }
        if issues.count == count, sum != Int64(Points.hundred.hundredths) {
            let written = indicators.map { "\($0.id) \($0.weight.written)" }.joined(separator: " + ")
            refuse(
                node, "the weights sum to \(Rational(hundredths: sum).written), not to 100",
                indicators.isEmpty ? "add some indicators" : "change one of \(written)")
        }
        return indicators
    }

    private mutating func indicator(_ id: String, _ node: Node) -> Indicator? {
        let what = "the indicator '\(id)'"
        guard
            let written = self.fields(
                node, of: what, required: ["title", "requirements", "weight", "of", "points"],
                optional: ["least", "when-fewer", "when-missing"]),
            let fields = settled(
                node, of: what, required: [], optional: Array(written.keys.sorted()))
        else { return nil }
        let title = title(fields["title"], of: what)
        let requirements = modelRequirements(fields["requirements"], of: what)
        let weight = points(fields["weight"], "the weight of \(what)")
        let source = source(fields["of"], of: what)
        let normalisation = source.flatMap { self.normalisation(fields["points"], $0, of: what) }
        if let source {
            expectRules(written, node, source, of: what)
        } else if let node = fields["points"] {
            refuseOpenParts(node, of: "'points' of \(what)")
        }
        let least = count(fields["least"], "'least' of \(what)", in: 1...1_000_000_000)
        let fewer = choice(fields["when-fewer"], "'when-fewer' of \(what)", of: Indicator.SmallSample.Otherwise.self)
        let missing = choice(fields["when-missing"], "'when-missing' of \(what)", of: Indicator.Absence.self)
        guard let title, let weight, let source, let normalisation else { return nil }
        if fewer == .team, !source.hasTeamFigure, let place = fields["when-fewer"] {
            refuse(place, "\(what) has no figure of the team", "write block or redistribute")
        }
        if case .parts = source, missing == .redistribute, let place = fields["when-missing"] {
            refuse(
                place, "\(what) has parts, and who lacks one would count without all of them",
                "write block: there is no composite until every part is stated")
        }
        if case .raters(_, let trim) = source, let least, least <= 2 * trim, let place = fields["least"] {
            refuse(
                place, "of \(least) raters of \(what) none is left when \(trim) are trimmed at each end",
                "write \(2 * trim + 1) at least")
        }
        return Indicator(
            id: id, title: title, requirements: requirements, weight: weight, source: source,
            normalisation: normalisation,
            sample: least.flatMap { least in fewer.map { .init(least: Int64(least), otherwise: $0) } },
            whenMissing: missing)
    }

    /// What must be said of a source and what cannot be.
    private mutating func expectRules(
        _ fields: [String: Node], _ node: Node, _ source: Indicator.Source, of what: String
    ) {
        for (key, isNeeded, remedy) in [
            ("least", source.isSampled, "add 'least: …': so many cases it takes to count"),
            ("when-fewer", source.isSampled, "add 'when-fewer: block', 'redistribute' or 'team'"),
            ("when-missing", source.isStated, "add 'when-missing: block' or 'redistribute'"),
        ] {
            if isNeeded, fields[key] == nil { refuse(node, "\(what) has no '\(key)'", remedy) }
            if !isNeeded, let field = fields[key] {
                refuse(field, "\(what) has '\(key)', which says nothing here", "drop '\(key)'")
            }
        }
    }

    // MARK: Sources

    /// What people state beside conversations, as in supplement.proto.
    static let supplements = ["effective-hours", "attendance", "exam", "teamwork", "training", "downtime"]

    private mutating func source(_ node: Node?, of what: String) -> Indicator.Source? {
        guard let node else { return nil }
        let what = "'of' of \(what)"
        let keys = [
            "figure", "clock", "abandoned", "above", "programme", "per-hours", "supplement", "own", "combine", "raters",
            "trim", "exam", "ratings",
        ]
        // What is open or misspelt is told once, and not again as missing.
        let count = issues.count
        guard let fields = settled(node, of: what, required: [], optional: keys), issues.count == count else {
            return nil
        }
        let kinds = ["figure", "supplement", "own", "raters", "exam", "ratings"].filter { fields[$0] != nil }
        guard kinds.count == 1, let kind = kinds.first else {
            refuse(
                node, "\(what) names \(kinds.isEmpty ? "nothing" : kinds.joined(separator: " and "))",
                "write one of { figure: … }, { supplement: …, combine: … }, { own: …, combine: … }, { raters: …, trim: … }, { exam: …, combine: … }, { ratings: … }"
            )
            return nil
        }
        let fits =
            ["figure": ["clock", "abandoned", "above", "programme", "per-hours"], "raters": ["trim"], "ratings": []][
                kind]
            ?? ["combine"]
        for key in fields.keys.sorted() where key != kind && !fits.contains(key) {
            refuse(fields[key] ?? node, "\(what) has '\(key)', and '\(kind)' has none", "drop '\(key)'")
        }
        switch kind {
        case "figure": return figureSource(fields, node, of: what)
        case "ratings": return ratingDeductions(fields["ratings"], "'ratings' of \(what)").map { .ratings($0) }
        case "raters":
            let name = supplement(fields["raters"], "'raters' of \(what)")
            if fields["trim"] == nil {
                refuse(
                    node, "\(what) has no 'trim'",
                    "add 'trim: …': so many of the highest and of the lowest are left out; 0 for none")
            }
            let trim = self.count(fields["trim"], "'trim' of \(what)", in: 0...100)
            return name.flatMap { name in trim.map { .raters(name, trim: $0) } }
        default:
            let parts = kind == "exam" ? examParts(fields["exam"], "'exam' of \(what)") : nil
            let name =
                kind == "exam"
                ? "exam"
                : kind == "own"
                    ? identifier(fields["own"], "'own' of \(what)")
                    : supplement(fields["supplement"], "'supplement' of \(what)")
            if fields["combine"] == nil {
                refuse(
                    node, "\(what) has no 'combine'",
                    "add 'combine: latest', 'mean' or 'sum', for several statements of a period")
            }
            let combination = choice(fields["combine"], "'combine' of \(what)", of: Indicator.Combination.self)
            guard let name, let combination, kind != "exam" || parts != nil else { return nil }
            return parts.map { .parts(name, $0, combination) } ?? .statement(name, combination)
        }
    }

    private mutating func supplement(_ node: Node?, _ what: String) -> String? {
        guard let node, let word = text(node, what) else { return nil }
        guard PolicyReader.supplements.contains(word) else {
            refuse(node, unknown: "supplement", word, among: PolicyReader.supplements)
            return nil
        }
        return word
    }

    private mutating func figureSource(_ fields: [String: Node], _ node: Node, of what: String) -> Indicator.Source? {
        guard let figure = figure(fields, node, of: what) else { return nil }
        if figure.kind.comparesTeams || figure.kind.isOfMonths {
            refuse(node, "\(figure.kind.word) is no figure of an agent", "name another figure")
        }
        if figure.kind.isOfIntegrity {
            refuse(
                node, "\(what) is computed from \(figure.kind.word), an integrity signal",
                "name another figure: signals are for people to look into, and never grade or pay anybody by themselves; have a threshold for it"
            )
        }
        guard let field = fields["per-hours"] else {
            if figure.kind.unit == .number {
                refuse(
                    node, "\(what) counts \(figure.kind.word) whatever the hours are",
                    "add 'per-hours: 8' for so many in each 8 effective hours (A33, X36)")
            }
            return .figure(figure)
        }
        guard figure.kind.unit == .number else {
            refuse(field, "\(figure.kind.word) is no number of cases", "drop 'per-hours'")
            return nil
        }
        return decimal(field, "'per-hours' of \(what)", 1...1_000).map { .perHours(figure, $0) }
    }

    /// What ratings take away (C49).
    private mutating func ratingDeductions(_ node: Node?, _ what: String) -> RatingDeductions? {
        guard let node,
            let fields = settled(
                node, of: what, required: ["few", "minus-each-bad", "target", "minus-each-percent"],
                optional: ["programme"])
        else { return nil }
        let few = count(fields["few"], "'few' of \(what)", in: 1...1_000_000)
        let eachBad = points(fields["minus-each-bad"], "'minus-each-bad' of \(what)")
        let target = decimal(fields["target"], "'target' of \(what)", 0...100)
        let eachPercent = points(fields["minus-each-percent"], "'minus-each-percent' of \(what)")
        let programme = fields["programme"].map { identifier($0, "'programme' of \(what)") }
        guard let few, let eachBad, let target, let eachPercent, programme != .some(nil) else { return nil }
        return RatingDeductions(
            programme: programme ?? nil, few: Int64(few), eachBad: eachBad, target: target, eachPercent: eachPercent)
    }

    // MARK: Points

    private mutating func normalisation(_ node: Node?, _ source: Indicator.Source, of what: String) -> Normalisation? {
        guard let node else { return nil }
        let name = "'points' of \(what)"
        let unit = source.unit
        if let word = node.scalar?.string {
            switch word {
            case "percent":
                if unit == .share || unit == .hundredths || unit == nil, source.isBetterHigher { return .percent }
                refuse(
                    node, "\(what) is no percentage that is the better the higher it is",
                    "write minmax, target or bands")
            case "x20":
                if unit == .rating || unit == nil { return .timesTwenty }
                refuse(node, "\(what) is no rating of 1 to 5", "write percent, minmax, target or bands")
            default:
                refuse(node, unknown: "normalisation", word, among: ["percent", "x20", "minmax", "target", "bands"])
            }
            return nil
        }
        let count = issues.count
        let keys = ["minmax", "target", "cap", "bands"]
        guard let fields = settled(node, of: name, required: [], optional: keys), issues.count == count else {
            return nil
        }
        switch (fields["minmax"], fields["target"], fields["bands"], fields["cap"]) {
        case (let ends?, nil, nil, nil): return minMax(ends, of: name)
        case (nil, let target?, nil, let cap):
            if cap == nil, !fields.isEmpty {
                refuse(node, "\(name) has no 'cap'", "add 'cap: 100': the most points that it gives")
            }
            if !source.isBetterHigher {
                refuse(
                    target, "\(what) is the better the lower it is", "write minmax from the worst to the best number")
            }
            let number = decimal(target, "the target of \(name)", 0...1_000_000)
            if number == .zero { refuse(target, "the target of \(name) is 0", "write what full marks take, or minmax") }
            let most = decimal(cap, "the cap of \(name)", 100...200)
            guard let number, let most, number > .zero else { return nil }
            return .target(number, cap: most)
        case (nil, nil, let list?, nil):
            let lowest = unit?.lowest ?? .zero
            return bands(list, "the bands of \(what)", value: "points", lowest: lowest) { reader, node, what in
                if node?.scalar?.string == "itself" { return .itself }
                return reader.hundredths(node, what, 0...100).map { .points(Points(hundredths: Int32($0))) }
            }.map { .bands($0) }
        default:
            refuse(
                node, "\(name) is not one normalisation",
                "write percent, x20, { minmax: … }, { target: …, cap: … } or { bands: [ … ] }")
            return nil
        }
    }

    private mutating func minMax(_ node: Node, of name: String) -> Normalisation? {
        guard let ends = settled(node, of: "'minmax' of \(name)", required: ["worst", "best"]) else { return nil }
        let worst = decimal(ends["worst"], "'worst' of \(name)", -1_000_000...1_000_000)
        let best = decimal(ends["best"], "'best' of \(name)", -1_000_000...1_000_000)
        guard let worst, let best else { return nil }
        guard worst != best else {
            refuse(node, "the worst and the best of \(name) are the same", "write what 0 points are and what 100 are")
            return nil
        }
        return .minMax(worst: worst, best: best)
    }

    /// Ids of the handbooks' requirements; the list may be empty.
    mutating func modelRequirements(_ node: Node?, of what: String) -> [String] {
        guard let node, node.sequence?.isEmpty != true else { return [] }
        return list(node, of: "'requirements' of \(what)").compactMap { element in
            guard let id = text(element, "a requirement of \(what)") else { return nil }
            if Requirement.named(id) == nil {
                refuse(element, "'\(id)' is no requirement of the handbooks", "write for instance S3-085; [] for none")
            }
            return id
        }
    }
}
