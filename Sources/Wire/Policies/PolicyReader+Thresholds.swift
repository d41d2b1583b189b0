// Reads the thresholds of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The thresholds by name, in the order of the file. The clocks have been read.
    ///
    /// - Parameter preset: those of presets.
    /// - Parameter kept: the kinds of subjects of which there are tallies beside the standard ones.
    /// - Parameter comparesTeams: whether the policy names teams to be compared.
    /// - Parameter tellsRepeats: whether it tells repeated contacts apart.
    /// - Parameter programmes: the survey programmes that it names.
    /// - Parameter integrity: the integrity signals that it counts.
    /// - Parameter themes: the themes of complaints that it names.
    mutating func thresholds(
        _ node: Node?, preset: Entries, kept: [SubjectKind], comparesTeams: Bool, tellsRepeats: Bool,
        programmes: [String],
        _ integrity: IntegrityPolicy?, _ themes: [ComplaintTheme]
    ) -> [Threshold] {
        let entries = PolicyReader.merged(entries(node, of: "thresholds") ?? [], preset)
        if entries.count > PolicyReader.mostThresholds, let node {
            refuse(
                node, "there are \(entries.count) thresholds",
                "keep the \(PolicyReader.mostThresholds) that matter most: each is decided for each fact")
        }
        return entries.compactMap { name, key, value in
            guard let name = identifier(key, "the threshold"),
                let threshold = threshold(name, value, SubjectKind.standard + kept)
            else { return nil }
            if threshold.figure.kind.comparesTeams, !comparesTeams || threshold.subjects != [.all] {
                refuse(
                    value, "the threshold '\(name)' compares teams",
                    "write 'of: [all]', and name the teams: 'tallies: { compare-teams: […] }'")
            }
            if let programme = threshold.figure.programme, !programmes.contains(programme) {
                refuse(
                    value, "the threshold '\(name)' is about the survey programme '\(programme)', which is not named",
                    "name it in the policy: 'surveys: { programmes: { \(programme): … } }'")
            }
            check(threshold, at: value, integrity)
            check(threshold, at: value, themes)
            if threshold.figure.kind.isOfContacts, !tellsRepeats {
                refuse(
                    value, "the threshold '\(name)' is about contacts, which are not held against each other",
                    "add 'repeat-contacts: …' to the policy")
            }
            if threshold.figure.kind == .channelGap, threshold.subjects != [.all] || threshold.windows != [.month] {
                refuse(
                    value, "the threshold '\(name)' compares the channels of each customer",
                    "write 'of: [all]' and 'windows: [month]': no other tally has that")
            }
            return threshold
        }
    }

    /// The most thresholds of a policy.
    private static let mostThresholds = 64

    private mutating func threshold(_ name: String, _ node: Node, _ kept: [SubjectKind]) -> Threshold? {
        let what = "the threshold '\(name)'"
        guard
            let fields = fields(
                node, of: what, required: ["figure", "of", "windows", "least", "receivers"],
                optional: [
                    "clock", "abandoned", "above", "each", "target", "alert", "clear", "weeks", "worse-by", "analysis",
                    "mending", "programme", "theme",
                ])
        else { return nil }
        let figure = figure(fields, node, of: what)
        let subjects = subjects(fields["of"], among: kept, of: what)
        let windows = windows(fields["windows"], of: what)
        let least = count(fields["least"], "'least' of \(what)", in: 1...1_000_000_000)
        let receivers = list(fields["receivers"], of: "'receivers' of \(what)").compactMap {
            identifier($0, "a receiver of \(what)")
        }
        guard let figure, let yardstick = yardstick(fields, node, of: figure, windows, what), let least else {
            return nil
        }
        return Threshold(
            name: name, figure: figure, subjects: subjects, windows: windows, yardstick: yardstick, least: Int64(least),
            receivers: receivers, duties: duties(fields, of: what))
    }

    /// What is due when it is raised at the end of its window.
    private mutating func duties(_ fields: [String: Node], of what: String) -> [Duty] {
        Duty.Kind.allCases.compactMap { kind in
            guard let node = fields[kind.word] else { return nil }
            let what = "'\(kind.word)' of \(what)"
            guard let parts = self.fields(node, of: what, required: ["within", "receivers"]),
                let within = duration(parts["within"], "'within' of \(what)")
            else { return nil }
            return Duty(kind: kind, within: within, receivers: self.receivers(parts["receivers"], of: what))
        }
    }

    // MARK: The figure

    /// The figure that is named, with what it needs.
    mutating func figure(_ fields: [String: Node], _ node: Node, of what: String) -> Figure? {
        guard let field = fields["figure"], let word = text(field, "'figure' of \(what)") else { return nil }
        guard let kind = Figure.Kind.allCases.first(where: { $0.word == word }) else {
            refuse(field, unknown: "figure", word, among: Figure.Kind.allCases.map(\.word))
            return nil
        }
        for (key, isNeeded, remedy) in [
            ("clock", kind.isOfClock, "add 'clock: …', one of the policy's"),
            (
                "abandoned", kind.countsOutcomes,
                "add 'abandoned: counted' or 'abandoned: left-out': clocks whose episode ended first"
            ),
            ("each", kind.comparesTeams, "add 'each: …': so many answers a team needs to be compared"),
            ("programme", kind.isOfProgramme, "add 'programme: …', one of the policy's survey programmes"),
            ("theme", kind.isOfTheme, "add 'theme: …', one of the policy's"),
            ("above", kind.hasLimit, "add 'above: …': answers that took longer are outliers"),
        ] {
            if isNeeded, fields[key] == nil { refuse(node, "\(what) has no '\(key)'", remedy) }
            if !isNeeded, let field = fields[key], key != "programme" || !kind.mayBeOfProgramme {
                refuse(field, "\(what) has '\(key)', and \(word) has none", "drop '\(key)'")
            }
        }
        let counts = countsAbandoned(fields["abandoned"], of: what)
        let limit = fields["above"].flatMap { duration($0, "'above' of \(what)") }
        guard !kind.hasLimit || limit != nil else { return nil }
        let countsAbandoned = counts && kind.countsOutcomes
        if kind.comparesTeams {
            let each = count(fields["each"], "'each' of \(what)", in: 1...1_000_000)
            return each.map { Figure(kind, leastEach: Int64($0)) }
        }
        if kind.isOfTheme {
            return identifier(fields["theme"], "'theme' of \(what)").map { Figure(kind, theme: $0) }
        }
        let programme = fields["programme"].flatMap { identifier($0, "'programme' of \(what)") }
        if kind.isOfProgramme, programme == nil { return nil }
        guard kind.isOfClock else {
            return Figure(
                kind, countsAbandoned: countsAbandoned, programme: kind.mayBeOfProgramme ? programme : nil)
        }
        guard let clock = clock(fields["clock"], of: what) else { return nil }
        return Figure(kind, of: clock, countsAbandoned: countsAbandoned, above: kind.hasLimit ? limit : nil)
    }

    private mutating func countsAbandoned(_ node: Node?, of what: String) -> Bool {
        guard let node, let word = text(node, "'abandoned' of \(what)") else { return false }
        if !["counted", "left-out"].contains(word) {
            refuse(node, "'abandoned' of \(what) is '\(word)'", "write counted or left-out")
        }
        return word == "counted"
    }

    private mutating func subjects(_ node: Node?, among kept: [SubjectKind], of what: String) -> [SubjectKind] {
        list(node, of: "'of' of \(what)").reduce(into: []) { kinds, node in
            guard let kind = subjectKind(node, "'of' of \(what)") else { return }
            if !kept.contains(kind) {
                refuse(
                    node, "\(what) is about \(kind.word), of which no tallies are kept",
                    "add it to the policy: 'tallies: { by: [\(kind.word)] }'")
            }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
    }

    private mutating func windows(_ node: Node?, of what: String) -> [WindowKind] {
        list(node, of: "'windows' of \(what)").reduce(into: []) { windows, node in
            guard let word = text(node, "a window of \(what)") else { return }
            guard let kind = WindowKind.allCases.first(where: { $0.word == word }) else {
                return refuse(node, unknown: "window", word, among: WindowKind.allCases.map(\.word))
            }
            if !windows.contains(kind) { windows.append(kind) }
        }
    }

    // MARK: The lines

    private mutating func yardstick(
        _ fields: [String: Node], _ node: Node, of figure: Figure, _ windows: [WindowKind], _ what: String
    ) -> Threshold.Yardstick? {
        switch (fields["target"] ?? fields["alert"], fields["weeks"] ?? fields["worse-by"]) {
        case (nil, nil):
            refuse(
                node, "\(what) is held against nothing",
                "add 'target: …' and 'alert: …', or 'weeks: …' and 'worse-by: …' to hold it against earlier weeks")
            return nil
        case (_?, let node?):
            refuse(
                node, "\(what) is held against a target and against earlier weeks",
                "make two of it, one with 'target' and 'alert', one with 'weeks' and 'worse-by'")
            return nil
        case (_?, nil): return target(fields, node, of: figure, what)
        case (nil, _?): return earlierWeeks(fields, node, of: figure, windows, what)
        }
    }

    private mutating func target(
        _ fields: [String: Node], _ node: Node, of figure: Figure, _ what: String
    ) -> Threshold.Yardstick? {
        for key in ["target", "alert"] where fields[key] == nil {
            refuse(node, "\(what) has no '\(key)'", "add '\(key): …'; both may be the same")
        }
        let target = line(fields["target"], "the target of \(what)", figure.kind.unit)
        let alert = line(fields["alert"], "the alert line of \(what)", figure.kind.unit)
        let clear = fields["clear"].map { line($0, "the clear line of \(what)", figure.kind.unit) } ?? target
        guard let target, let alert, let clear, let alertNode = fields["alert"] else { return nil }
        let side = figure.kind.isBetterHigher ? "higher" : "lower"
        func isBetter(_ value: Fraction, than line: Fraction) -> Bool {
            figure.kind.isBetterHigher ? line.isLess(than: value) : value.isLess(than: line)
        }
        if isBetter(alert, than: target) {
            refuse(
                alertNode, "the alert line of \(what) is better than its target",
                "\(figure.kind.word) is the better the \(side) it is: alert at the target or beyond it")
        } else if isBetter(alert, than: clear) {
            refuse(
                fields["clear"] ?? alertNode, "the clear line of \(what) is worse than its alert line",
                "\(figure.kind.word) is the better the \(side) it is: clear at the alert line or before it")
        }
        return .target(target, alert: alert, clear: clear)
    }

    /// A number in the unit of the figure: percent, points, a rating, a length of time.
    private mutating func line(_ node: Node?, _ what: String, _ unit: Figure.Unit) -> Fraction? {
        switch unit {
        case .milliseconds: return duration(node, what).map { Fraction($0.count, over: 1) }
        case .perEpisode: return number(node, what, 0...1_000, "").map { Fraction($0, over: 100) }
        case .number: return count(node, what, in: 0...1_000_000_000).map { Fraction(Int64($0), over: 1) }
        case .share: return number(node, what, 0...100, "percent").map { Fraction($0, over: 10_000) }
        case .netShare: return number(node, what, -100...100, "").map { Fraction($0, over: 10_000) }
        case .hundredths: return number(node, what, 0...100, "points").map { Fraction($0, over: 1) }
        case .rating: return number(node, what, 1...5, "").map { Fraction($0, over: 100) }
        case .ratingGap: return number(node, what, 0...4, "").map { Fraction($0, over: 100) }
        }
    }

    /// Hundredths of a number within bounds.
    private mutating func number(
        _ node: Node?, _ what: String, _ bounds: ClosedRange<Int64>, _ unit: String
    ) -> Int64? {
        guard let node, let text = text(node, what) else { return nil }
        let isNegative = text.hasPrefix("-")
        let number = Points(written: isNegative ? String(text.dropFirst()) : text).map { points in
            Int64(points.hundredths) * (isNegative ? -1 : 1)
        }
        guard let number, (bounds.lowerBound * 100...bounds.upperBound * 100).contains(number) else {
            refuse(
                node, "\(what) is '\(text)'",
                "write a number from \(bounds.lowerBound) to \(bounds.upperBound) with at most two decimals"
                    + (unit.isEmpty ? "" : ", in \(unit)"))
            return nil
        }
        return number
    }

    // MARK: Earlier weeks

    private mutating func earlierWeeks(
        _ fields: [String: Node], _ node: Node, of figure: Figure, _ windows: [WindowKind], _ what: String
    ) -> Threshold.Yardstick? {
        for key in ["weeks", "worse-by"] where fields[key] == nil {
            refuse(node, "\(what) has no '\(key)'", "add '\(key): …'")
        }
        if windows.contains(.month), let node = fields["windows"] {
            refuse(
                node, "\(what) holds months against earlier weeks",
                "only hours, days and weeks have the like of them earlier")
        }
        if figure.kind.unit == .netShare, let node = fields["figure"] {
            refuse(
                node, "\(what) holds \(figure.kind.word) against earlier weeks",
                "it may be 0 or below, where so much of it says nothing: give a target")
        }
        let weeks = count(fields["weeks"], "'weeks' of \(what)", in: 1...PolicyReader.mostWeeks)
        // What is better the higher it is cannot be worse by more than all of it.
        let most: Int64 = figure.kind.isBetterHigher ? 100 : 10_000
        let alert = number(fields["worse-by"], "'worse-by' of \(what)", 1...most, "percent of what is usual")
        let clear = fields["clear"].map { number($0, "'clear' of \(what)", 0...most, "percent of what is usual") } ?? 0
        guard let weeks, let alert, let clear else { return nil }
        if clear > alert, let node = fields["clear"] {
            refuse(
                node, "the clear line of \(what) is worse than its alert line", "write at most what 'worse-by' says")
        }
        func factor(_ hundredths: Int64) -> Fraction {
            Fraction(10_000 + (figure.kind.isBetterHigher ? -hundredths : hundredths), over: 10_000)
        }
        return .earlierWeeks(weeks, alert: factor(alert), clear: factor(clear))
    }

    /// The most weeks that are looked back.
    private static let mostWeeks = 26
}
