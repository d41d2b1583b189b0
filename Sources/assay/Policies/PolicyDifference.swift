// What two policies differ in.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// Compares two policies, criterion by criterion and word by word.
struct PolicyDifference {
    let before: Policy
    let after: Policy
    private let beforeWording: CheckWording
    private let afterWording: CheckWording
    private let language: PageLanguage

    /// So many entries of a lexicon that came or went are shown.
    static let shownEntries = 20

    /// The differences between two policies.
    init(from before: Policy, to after: Policy, in language: PageLanguage) {
        self.before = before
        self.after = after
        self.language = language
        let wording = language.wordings[0]
        beforeWording = CheckWording(before, in: wording)
        afterWording = CheckWording(after, in: wording)
    }

    /// The differences as lines; none when there are none besides names and versions.
    var lines: [String] {
        let sections = [
            ("policy", settings), ("clocks", clocks), ("thresholds", thresholds), ("dimensions", dimensions),
            ("criteria", criteria),
            ("lexicons", lexicons),
        ]
        return sections.flatMap { title, lines in lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" } }
    }

    private func change(_ what: String, _ before: String, _ after: String) -> [String] {
        before == after ? [] : ["\(what): \(before) → \(after)"]
    }

    // MARK: Settings

    private var settings: [String] {
        let span = beforeWording.span
        let zone = before.zone
        func scoring(_ policy: Policy) -> String {
            policy.scoring.notApplicable == .redistribute ? "redistribute" : "blank"
        }
        func receivers(_ policy: Policy) -> String {
            policy.scoring.fatalReceivers.isEmpty ? "nobody" : policy.scoring.fatalReceivers.joined(separator: ", ")
        }
        return change("policy", before.name, after.name)
            + change("version", before.version, after.version)
            + change(
                "in force from", before.effectiveFrom.written(in: zone) ?? "",
                after.effectiveFrom.written(in: zone) ?? "")
            + change("zone", before.zone.identifier, after.zone.identifier)
            + change("surveys", beforeWording.surveys(before.surveys), afterWording.surveys(after.surveys))
            + change("reviews are waited for", span(before.keeping.reviews), span(after.keeping.reviews))
            + change("reopening is waited for", span(before.keeping.reopening), span(after.keeping.reopening))
            + change("further tallies by", subjects(before), subjects(after))
            + change("teams that are compared", teams(before), teams(after))
            + change(
                "rates are standardised by", before.standardisedBy?.word ?? "nothing",
                after.standardisedBy?.word ?? "nothing")
            + change("clocks are credited to", before.clockCredit.rawValue, after.clockCredit.rawValue)
            + change("episodes are credited to", before.episodeCredit.rawValue, after.episodeCredit.rawValue)
            + change(
                "a pause is late with less of the target left than", "\(before.latePausePercent)%",
                "\(after.latePausePercent)%")
            + change(
                "a month is closed after its end", before.monthsCloseAfter.map(span) ?? "never",
                after.monthsCloseAfter.map(span) ?? "never")
            + change(
                "tallies are kept", beforeWording.retention(before.tallyRetention),
                afterWording.retention(after.tallyRetention))
            + change("repeated contacts", repeats(before, beforeWording), repeats(after, afterWording))
            + change("themes of complaints", themes(before), themes(after))
            + change("integrity signals", integrity(before, beforeWording), integrity(after, afterWording))
            + change("allowed skew", span(before.allowedSkew), span(after.allowedSkew))
            + change("dimensions in which nothing applies", scoring(before), scoring(after))
            + change("fatal score", before.scoring.fatalScore.written, after.scoring.fatalScore.written)
            + change("fatal failures are told to", receivers(before), receivers(after))
    }

    private func teams(_ policy: Policy) -> String {
        policy.comparedTeams.isEmpty ? "none" : policy.comparedTeams.joined(separator: ", ")
    }

    private func repeats(_ policy: Policy, _ wording: CheckWording) -> String {
        policy.repeats.map(wording.repeats) ?? "not told apart"
    }

    private func themes(_ policy: Policy) -> String {
        let lines = policy.themes.map { theme in
            let words = policy.lexicons.indices.filter { theme.lexicons.contains(UInt8($0)) }
            let parts = words.map { policy.lexicons[$0].name } + theme.reasons.map { "reason \($0)" }
            return "\(theme.name) by \(parts.joined(separator: ", "))"
        }
        return lines.isEmpty ? "not told apart" : lines.joined(separator: "; ")
    }

    private func integrity(_ policy: Policy, _ wording: CheckWording) -> String {
        policy.integrity.map(wording.integrity) ?? "not counted"
    }

    private func subjects(_ policy: Policy) -> String {
        policy.tallySubjects.isEmpty ? "nothing" : policy.tallySubjects.map(\.word).joined(separator: ", ")
    }

    private var clocks: [String] {
        ClockKind.allCases.flatMap { kind -> [String] in
            let old = before.allClocks.first { $0.kind == kind }
            let new = after.allClocks.first { $0.kind == kind }
            func words(_ clock: ClockPolicy) -> String { beforeWording.clock(clock) }
            switch (old, new) {
            case (nil, nil): return []
            case (let old?, nil): return ["- \(kind.word): \(words(old))"]
            case (nil, let new?): return ["+ \(kind.word): \(words(new))"]
            case (let old?, let new?): return change(kind.word, words(old), afterWording.clock(new))
            }
        }
    }

    private var thresholds: [String] {
        let names = Set((before.thresholds + after.thresholds).map(\.name)).sorted()
        return names.flatMap { name -> [String] in
            let old = before.thresholds.first { $0.name == name }.map(beforeWording.threshold)
            let new = after.thresholds.first { $0.name == name }.map(beforeWording.threshold)
            switch (old, new) {
            case (let old?, nil): return ["- \(name): \(old)"]
            case (nil, let new?): return ["+ \(name): \(new)"]
            default: return pair(name, old ?? "", new ?? "")
            }
        }
    }

    // MARK: Rubric

    private var dimensions: [String] {
        func share(_ dimension: Dimension) -> String {
            dimension.bonusCap.map { "bonus of at most \($0.written)" } ?? "\(dimension.weight.written) %"
        }
        let (old, new) = (before.rubric.dimensions, after.rubric.dimensions)
        var lines: [String] = []
        for dimension in old where !new.contains(where: { $0.id == dimension.id }) {
            lines.append("- \(dimension.id): \(share(dimension))")
        }
        for dimension in new {
            guard let was = old.first(where: { $0.id == dimension.id }) else {
                lines.append("+ \(dimension.id): \(share(dimension))")
                continue
            }
            lines += change(dimension.id, share(was), share(dimension))
        }
        let common = { (dimensions: [Dimension], others: [Dimension]) in
            dimensions.map(\.id).filter { id in others.contains { $0.id == id } }.joined(separator: ", ")
        }
        return lines + change("order", common(old, new), common(new, old))
    }

    private var criteria: [String] {
        let (old, new) = (before.criteria, after.criteria)
        var lines: [String] = []
        for (dimension, criterion) in old where !new.contains(where: { $0.criterion.id == criterion.id }) {
            lines += whole("-", criterion, in: dimension, beforeWording)
        }
        for (dimension, criterion) in new {
            guard let was = old.first(where: { $0.criterion.id == criterion.id }) else {
                lines += whole("+", criterion, in: dimension, afterWording)
                continue
            }
            let changes = changes(was, (dimension, criterion))
            if !changes.isEmpty { lines += ["~ \(criterion.id) (\(title(criterion)))"] + changes.map { "    \($0)" } }
        }
        return lines
    }

    private func title(_ criterion: Criterion) -> String { language.title(criterion.title) }

    private func whole(
        _ sign: String, _ criterion: Criterion, in dimension: Dimension, _ wording: CheckWording
    ) -> [String] {
        let fatal = criterion.isFatal ? ", fatal" : ""
        let head = "\(sign) \(criterion.id) (\(title(criterion))): \(dimension.id), \(criterion.points.written) points"
        return [
            "\(head), \(criterion.severity.word)\(fatal), \(criterion.requirements.joined(separator: " "))",
            "    \(wording.check(of: criterion, isBonus: dimension.bonusCap != nil))",
            "    \(wording.applicability(of: criterion))",
        ]
    }

    private func changes(
        _ old: (dimension: Dimension, criterion: Criterion), _ new: (dimension: Dimension, criterion: Criterion)
    ) -> [String] {
        let (was, now) = (old.criterion, new.criterion)
        var lines = change("dimension", old.dimension.id, new.dimension.id)
        lines += change("points", was.points.written, now.points.written)
        lines += change("severity", was.severity.word, now.severity.word)
        lines += change("fatal", "\(was.isFatal)", "\(now.isFatal)")
        lines += change(
            "requirements", was.requirements.joined(separator: " "), now.requirements.joined(separator: " "))
        lines += change("title", language.title(was.title), language.title(now.title))
        lines += pair(
            "check", beforeWording.check(of: was, isBonus: old.dimension.bonusCap != nil),
            afterWording.check(of: now, isBonus: new.dimension.bonusCap != nil))
        return lines + pair("applies", beforeWording.applicability(of: was), afterWording.applicability(of: now))
    }

    /// Long texts before and after, below each other.
    private func pair(_ what: String, _ before: String, _ after: String) -> [String] {
        before == after ? [] : ["\(what) before: \(before)", "\(what) after:  \(after)"]
    }

    // MARK: Lexicons

    private var lexicons: [String] {
        let names = Set(before.lexicons.map(\.name)).union(after.lexicons.map(\.name)).sorted()
        return names.flatMap { name -> [String] in
            let old = before.lexicons.first { $0.name == name }
            let new = after.lexicons.first { $0.name == name }
            switch (old, new) {
            case (let old?, nil): return ["- \(name): \(size(old))"]
            case (nil, let new?): return ["+ \(name): \(size(new))"]
            case (let old?, let new?):
                let changes = changes(old, new)
                return changes.isEmpty ? [] : ["~ \(name)"] + changes.map { "    \($0)" }
            case (nil, nil): return []
            }
        }
    }

    private func size(_ lexicon: Lexicon) -> String {
        "\(lexicon.phrases.count) phrases, \(lexicon.patterns.count) patterns, \(lexicon.exempt.count) exempt"
    }

    private func changes(_ old: Lexicon, _ new: Lexicon) -> [String] {
        var lines = entries("phrases", old.phrases, new.phrases)
        lines += entries("patterns", old.patterns.map(\.written), new.patterns.map(\.written))
        lines += entries("exempt", old.exempt, new.exempt)
        lines += change("detector", old.detector?.name ?? "none", new.detector?.name ?? "none")
        lines += change(
            "words in quotation marks", old.countsQuoted ? "count" : "do not", new.countsQuoted ? "count" : "do not")
        lines += change("guards", guards(old, in: before), guards(new, in: after))
        let editions = { (lexicon: Lexicon) in
            lexicon.variants.map { [$0.edition.brand, $0.edition.language].compactMap { $0 }.joined(separator: "/") }
        }
        lines += entries("editions", editions(old), editions(new))
        for (was, now) in zip(old.variants, new.variants) where was.edition == now.edition && was != now {
            let edition = [now.edition.brand, now.edition.language].compactMap { $0 }.joined(separator: "/")
            lines += entries("phrases for \(edition)", was.phrases, now.phrases)
            lines += entries("patterns for \(edition)", was.patterns.map(\.written), now.patterns.map(\.written))
            lines += entries("exempt for \(edition)", was.exempt, now.exempt)
            lines += change("replaces for \(edition)", "\(was.replaces)", "\(now.replaces)")
        }
        return lines
    }

    private func guards(_ lexicon: Lexicon, in policy: Policy) -> String {
        let words = lexicon.guards.map { rule in
            let names = rule.lexicons.members.map { policy.lexicons[$0].name }.joined(separator: ", ")
            return "\(names) within \(rule.distance) \(rule.side == .before ? "before" : "behind")"
        }
        return words.isEmpty ? "none" : words.joined(separator: "; ")
    }

    private func entries(_ what: String, _ old: [String], _ new: [String]) -> [String] {
        func line(_ sign: String, _ words: [String]) -> [String] {
            guard !words.isEmpty else { return [] }
            let more = words.count - PolicyDifference.shownEntries
            let shown = words.prefix(PolicyDifference.shownEntries).joined(separator: " · ")
            return ["\(sign)\(words.count) \(what): \(shown)\(more > 0 ? " … and \(more) more" : "")"]
        }
        let (olds, news) = (Set(old), Set(new))
        return line("+", new.filter { !olds.contains($0) }) + line("-", old.filter { !news.contains($0) })
    }
}
