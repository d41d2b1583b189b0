// What people call a figure on the command line.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Wire

/// A number that a report has: a figure of measures, or how many answers with a reason gave this one.
package enum Metric: Equatable {
    /// A figure.
    case figure(Figure)
    /// Answers of a survey programme with a reason, of those with any (S0-057, C37).
    case reason(String, programme: String)

    /// What a name leaves open.
    package struct Choices {
        /// Whether clocks whose episode ended first are among those that ended; as in reports when nothing is said.
        package var countsAbandoned = true
        /// Beyond which business time an answer is an outlier.
        package var limit: Milliseconds?
        /// How many answers a team needs to be compared.
        package var leastEach: Int64?

        /// Nothing is said: figures with a limit, or that compare teams, cannot be asked for.
        package init() {}
    }

    /// What the shares of reasons are called.
    private static let reasonWord = "reason"

    /// The metric of a name, `csat-good-rate`, `clock-timeliness:first-response-human`, `nps:monthly` or `reason:monthly:slow`; the name of
    /// a threshold stands for its figure.
    ///
    /// - Throws: `CommandFailure` that names the nearest name, or what a name needs.
    package init(_ text: String, _ choices: Choices, policies: PolicySet) throws(CommandFailure) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let rest = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        if parts[0] == Metric.reasonWord {
            let names = (rest ?? "").split(separator: ":", maxSplits: 1).map(String.init)
            guard names.count == 2 else {
                throw .usage(
                    "'\(text)' names no reason: write reason:PROGRAMME:REASON, for instance reason:monthly:slow")
            }
            self = .reason(names[1], programme: names[0])
            return
        }
        let thresholds = policies.versions.last?.thresholds ?? []
        if rest == nil, let threshold = thresholds.first(where: { $0.name == text }) {
            self = .figure(threshold.figure)
            return
        }
        guard let kind = Figure.Kind.allCases.first(where: { $0.word == parts[0] || parts[0] == $0.alias }) else {
            let names = Figure.Kind.allCases.map(\.word) + [Metric.reasonWord] + thresholds.map(\.name)
            let nearest = NearestName.of(parts[0], among: names).map { "did you mean '\($0)'? " } ?? ""
            throw .usage(
                "there is no metric '\(parts[0])'; \(nearest)Metrics: \(names.prefix(Figure.Kind.allCases.count + 1).joined(separator: ", "))"
            )
        }
        self = .figure(try Metric.figure(kind, rest, choices))
    }

    private static func figure(
        _ kind: Figure.Kind, _ rest: String?, _ choices: Choices
    ) throws(CommandFailure) -> Figure {
        var clock: ClockKind?
        var programme: String?
        var theme: String?
        if kind.isOfTheme {
            guard let rest else { throw .usage("\(kind.word) is the figure of a theme: write \(kind.word):THEME") }
            theme = rest
        } else if kind.isOfClock {
            let words = ClockKind.allCases.map(\.word)
            guard let found = ClockKind.allCases.first(where: { $0.word == rest }) else {
                let nearest = rest.flatMap { NearestName.of($0, among: words) }.map { "did you mean '\($0)'? " } ?? ""
                throw .usage(
                    "\(kind.word) is the figure of a clock: write \(kind.word):CLOCK; \(nearest)Clocks: \(words.joined(separator: ", "))"
                )
            }
            clock = found
        } else if kind.mayBeOfProgramme {
            programme = rest
            guard programme != nil || !kind.isOfProgramme else {
                throw .usage("\(kind.word) is the figure of a survey programme: write \(kind.word):PROGRAMME")
            }
        } else if let rest {
            throw .usage("\(kind.word) is of no clock and of no survey programme; leave out ':\(rest)'")
        }
        guard !kind.hasLimit || choices.limit != nil else {
            throw .usage("\(kind.word) are counted beyond a limit: add --above LENGTH, for instance --above 1d")
        }
        guard !kind.comparesTeams || choices.leastEach != nil else {
            throw .usage("\(kind.word) compares teams with enough answers: add --each N, for instance --each 30")
        }
        return Figure(
            kind, of: clock, countsAbandoned: kind.countsOutcomes && choices.countsAbandoned,
            above: kind.hasLimit ? choices.limit : nil, leastEach: kind.comparesTeams ? choices.leastEach : nil,
            programme: programme, theme: theme)
    }

    /// Its name, as it is written on the command line.
    package var name: String {
        switch self {
        case .figure(let figure):
            ([figure.kind.word] + [figure.clock?.word, figure.programme, figure.theme].compactMap { $0 }).joined(
                separator: ":")
        case .reason(let reason, let programme): "\(Metric.reasonWord):\(programme):\(reason)"
        }
    }

    /// The figure; nil of a reason.
    package var figure: Figure? { if case .figure(let figure) = self { figure } else { nil } }

    /// What its numbers are.
    package var unit: Figure.Unit { figure?.kind.unit ?? .share }

    /// What measures have for it.
    package func basis(of measures: Measures) -> Figure.Basis {
        switch self {
        case .figure(let figure): return figure.basis(of: measures)
        case .reason(let reason, let programme):
            let entry = measures.programmes[programme]
            return Figure.Basis(sum: entry.reasons[reason].count, counted: entry.reasoned)
        }
    }

    /// Its number; nil when it rests on nothing.
    package func sample(of basis: Figure.Basis) -> Figure.Sample? {
        switch self {
        case .figure(let figure): return figure.sample(of: basis)
        case .reason:
            guard basis.counted > 0 else { return nil }
            return Figure.Sample(value: Fraction(basis.sum, over: basis.counted), counted: basis.counted)
        }
    }

    /// Whether it is found from facts about customers' contacts, not from evaluations.
    package var isOfContacts: Bool { figure?.kind.isOfContacts ?? false }
}

extension Figure.Kind {
    /// Another name under which people know it: what `assay survey summarize` calls the share of good ratings.
    fileprivate var alias: String? { self == .goodRate ? "csat-share" : nil }
}
