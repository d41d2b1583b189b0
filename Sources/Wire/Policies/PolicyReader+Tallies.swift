// Reads what tallies a policy keeps.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// What `tallies` says.
    struct Tallies {
        /// Further kinds of subjects.
        var subjects: [SubjectKind]
        /// By what rates of agents and teams are standardised (C39).
        var standardisedBy: SubjectDimension?
        /// The teams that are compared.
        var teams: [String]
        /// Who is credited with how clocks went (F10).
        var credit: ClockCredit
        /// Whose an episode is (C27).
        var episodeCredit: EpisodeCredit
        /// With less of its target left, in percent, a pause is late (T68).
        var latePausePercent: Int64
        /// So long after its end a month is closed.
        var monthsCloseAfter: Milliseconds?
        /// How long tallies are kept.
        var retention: TallyRetention
    }

    /// What `tallies` says.
    mutating func tallies(_ node: Node?) -> Tallies {
        let fields = fields(
            node, of: "'tallies'", required: [],
            optional: [
                "by", "standardise", "compare-teams", "credit-clocks", "credit-episodes", "late-pause",
                "close-months-after", "keep",
            ])
        if let node, fields?.isEmpty == true { refuse(node, "'tallies' is empty", "add 'by: …' or 'compare-teams: …'") }
        let standardisedBy = standardised(fields?["standardise"])
        return Tallies(
            subjects: tallySubjects(fields?["by"], standardisedBy), standardisedBy: standardisedBy,
            teams: comparedTeams(fields?["compare-teams"]),
            credit: credit(fields?["credit-clocks"], "'credit-clocks'", usually: ClockCredit.holder),
            episodeCredit: credit(fields?["credit-episodes"], "'credit-episodes'", usually: EpisodeCredit.lastAnswerer),
            latePausePercent: latePause(fields?["late-pause"]),
            monthsCloseAfter: closing(fields?["close-months-after"]), retention: retention(fields?["keep"]))
    }

    private mutating func standardised(_ node: Node?) -> SubjectDimension? {
        guard let node, let word = text(node, "'standardise'") else { return nil }
        let known = SubjectDimension.allCases.filter { $0 != .agent && $0 != .team }
        guard let dimension = known.first(where: { $0.word == word }) else {
            refuse(node, unknown: "dimension of 'standardise'", word, among: known.map(\.word))
            return nil
        }
        return dimension
    }

    /// Who is credited with something; the usual rule where nothing is said.
    private mutating func credit<Rule: RawRepresentable & CaseIterable>(
        _ node: Node?, _ key: String, usually usual: Rule
    ) -> Rule where Rule.RawValue == String {
        guard let node, let word = text(node, key) else { return usual }
        guard let rule = Rule(rawValue: word) else {
            refuse(node, unknown: key, word, among: Rule.allCases.map(\.rawValue))
            return usual
        }
        return rule
    }

    private mutating func latePause(_ node: Node?) -> Int64 {
        guard let node else { return Policy.usualLatePausePercent }
        let what = "'late-pause'"
        guard let word = text(node, what) else { return Policy.usualLatePausePercent }
        guard word.hasSuffix("%"), let percent = Int64(word.dropLast()), (1...99).contains(percent) else {
            refuse(
                node, "\(what) is '\(word)'",
                "write a whole share of the target from 1% to 99%, for instance 10%: a pause is late when less of it is left"
            )
            return Policy.usualLatePausePercent
        }
        return percent
    }

    private mutating func closing(_ node: Node?) -> Milliseconds? {
        guard let node, let span = duration(node, "'close-months-after'") else { return nil }
        guard span > .zero, span <= PolicySet.longestClosing else {
            refuse(
                node, "'close-months-after' is not above 0 and at most 366d",
                "write how long after its end a month waits for late surveys and reviews before its figures are closed, for instance 4d"
            )
            return nil
        }
        return span
    }

    /// How long tallies are kept, by their window.
    private mutating func retention(_ node: Node?) -> TallyRetention {
        guard let node else { return TallyRetention() }
        let what = "'keep' of 'tallies'"
        let fields = fields(node, of: what, required: [], optional: WindowKind.allCases.map(\.word)) ?? [:]
        if fields.isEmpty {
            refuse(node, "\(what) names no window", "write for instance keep: { hour: 60d, day: 400d }")
        }
        var retention = TallyRetention()
        for kind in WindowKind.allCases {
            guard let node = fields[kind.word], let span = duration(node, "'\(kind.word)' of \(what)") else { continue }
            let least = TallyRetention.least(kind)
            if span < least {
                refuse(
                    node,
                    "\(what) keeps \(kind == .hour ? "an hour" : "a \(kind.word)") for less than \(least.count / 86_400_000)d",
                    kind == .month
                        ? "keep months longer: a quarter is the sum of its months"
                        : "keep it longer: what comes late must still find its window")
            }
            retention.keep[kind] = span
        }
        return retention
    }

    /// Refuses tallies that are let go before something of a policy needs them for the last time, and a week for what comes late.
    mutating func refuseTooShort(_ retention: TallyRetention, for policy: Policy, _ node: Node?) {
        guard let node else { return }
        let day: Int64 = 86_400_000
        func need(_ days: Int64, _ kind: WindowKind, _ what: String) {
            guard let span = retention.keep[kind], span.count < (days + 7) * day else { return }
            refuse(
                node,
                "\(what) of version '\(policy.version)' needs each \(kind.word) for \(days)d, and a week for what comes late",
                "keep each \(kind.word) for at least \(days + 7)d")
        }
        for threshold in policy.thresholds {
            for kind in threshold.windows {
                if case .earlierWeeks(let weeks, _, _) = threshold.yardstick {
                    need(Int64(weeks) * 7, kind, "the threshold '\(threshold.name)'")
                }
                for duty in threshold.duties {
                    need(
                        (duty.within.count + day - 1) / day, kind, "what is due about the threshold '\(threshold.name)'"
                    )
                }
            }
        }
        if let closing = policy.monthsCloseAfter {
            // A quarter is closed with its last month.
            need((closing.count + day - 1) / day + 93, .month, "'close-months-after'")
        }
    }

    private mutating func comparedTeams(_ node: Node?) -> [String] {
        let teams = list(node, of: "'compare-teams'").compactMap { text($0, "a team of 'compare-teams'") }
        guard let node else { return [] }
        if teams.count == 1 || Set(teams).count < teams.count || teams.count > TeamMeasures.mostTeams {
            refuse(
                node, "'compare-teams' does not name from two to \(TeamMeasures.mostTeams) different teams",
                "name each of those once that should be equally good")
        }
        return teams
    }

    /// The kinds of subjects of which tallies are kept beside the standard ones, in the order of the file, and behind them what
    /// standardised rates need.
    private mutating func tallySubjects(_ node: Node?, _ standardisedBy: SubjectDimension?) -> [SubjectKind] {
        var kinds: [SubjectKind] = []
        for node in list(node, of: "'by' of 'tallies'") {
            guard let kind = subjectKind(node, "a subject of 'tallies'") else { continue }
            if SubjectKind.standard.contains(kind) {
                refuse(node, "'tallies' names \(kind.word)", "drop it: there always are tallies of it")
            } else if kinds.contains(kind) {
                refuse(node, "'tallies' names \(kind.word) twice", "drop one; the order of dimensions says nothing")
            } else {
                kinds.append(kind)
            }
        }
        for kind in standardisedBy.map(SubjectKind.strata) ?? [] where !kinds.contains(kind) { kinds.append(kind) }
        if kinds.count > PolicyReader.mostTallySubjects, let node {
            refuse(
                node, "'tallies' names \(kinds.count) kinds of subjects",
                "keep the \(PolicyReader.mostTallySubjects) that matter most: each is one more fact of every episode, those of 'standardise' included"
            )
        }
        return kinds
    }

    /// The most further kinds of subjects of a policy.
    private static let mostTallySubjects = 16

    /// The kind of subjects that a word names: dimensions joined by "+".
    mutating func subjectKind(_ node: Node, _ what: String) -> SubjectKind? {
        guard let word = text(node, what) else { return nil }
        let words = word.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        let known = SubjectDimension.allCases.map(\.word)
        if let stranger = words.first(where: { !known.contains($0) }), word != "all" {
            refuse(node, unknown: "subject", stranger, among: ["all"] + known)
            return nil
        }
        guard words.count <= SubjectKind.mostDimensions, let kind = SubjectKind(word: word) else {
            refuse(
                node, "\(what) is '\(word)'",
                "join two or three different dimensions, as in channel+region")
            return nil
        }
        return kind
    }
}
