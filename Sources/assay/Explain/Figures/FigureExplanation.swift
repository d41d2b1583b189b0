// A figure, explained.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// Everything that is said of one figure of a subject and period: what it is, what it rests on, what is left out, and the conversations
/// that it comes from. How it is written is another matter.
struct FigureExplanation {
    /// What conversations were read.
    struct Found {
        /// What was read, "1,204 evaluations", and what of it was passed over.
        var source: String
        var contributions: [FigureEvidence.Contribution]
        var exclusions: [(exclusion: Exclusion, count: Int)]
        var judgedBy: [(policy: String, count: Int)]
        /// What customers add whose contacts are not kept any more.
        var forgotten = Figure.Basis()

        /// What they add together.
        var sum: Figure.Basis {
            contributions.reduce(into: forgotten) { $0.add($1.basis) }
        }
    }

    let metric: Metric
    let subject: String
    let span: WindowSpan
    let tenant: String
    let zone: ZoneRules
    /// The tallies of the windows; nil when they were not read.
    let tallies: [Tally]?
    /// What the conversations say; nil when they were not read.
    let found: Found?
    /// The thresholds of the policy that watch the figure, with the least number that each needs.
    let thresholds: [(name: String, least: Int64)]
    /// The rate by strata, and standardised; nil where the policy does not say by what, and of other figures and subjects.
    var standardised: StandardisedRate?
    /// How many answers the policy's survey programmes ask for; 1 where they do not (C43).
    var leastAnswers: Int64 = 1
    /// Who rests on less is not ranked in reports.
    let least: Int64
    /// So many conversations are shown.
    let most: Int

    /// What the figure rests on: by the tallies where they were read, else by the conversations.
    var basis: Figure.Basis { tallied ?? found?.sum ?? Figure.Basis() }

    /// What the tallies have.
    var tallied: Figure.Basis? {
        tallies?.reduce(into: Figure.Basis()) { $0.add(metric.basis(of: $1.measures)) }
    }

    /// What the tallies had when their months were closed; nil where nothing came later.
    var closed: Figure.Basis? {
        guard let tallies, tallies.contains(where: \.hasLateChanges) else { return nil }
        return tallies.reduce(into: Figure.Basis()) { $0.add(metric.basis(of: $1.closed)) }
    }

    /// The figure; nil when it rests on nothing.
    var sample: Figure.Sample? { metric.sample(of: basis) }

    /// Whether tallies and conversations say the same; nil when one of them was not read.
    var agrees: Bool? {
        guard let tallied, let found else { return nil }
        return tallied == found.sum
    }

    // MARK: In words

    /// "88.24 %", or that there is none.
    var value: String {
        if let sample { return metric.unit.written(sample.value) }
        return basis.counted > 0
            ? "none: a part is more than its whole, or less than nothing, which cannot be: something was counted wrongly"
            : "none: it rests on nothing (n = 0), which is not 0"
    }

    /// The formula with its counts.
    var formula: String {
        let words = MetricWords(metric)
        guard !words.below.isEmpty else { return "\(words.above) = \(amount(basis.sum))" }
        switch metric.figure?.kind {
        case .medianResponse, .response90, .response95, .response99:
            return "the least time that so many percent of \(basis.counted) answered clocks do not exceed"
        case .winsorisedResponse:
            let sum = sample.map { amount($0.value.numerator) } ?? "0"
            return "\(words.above) / \(words.below) = \(sum) / \(basis.counted)"
        default: return "\(words.above) / \(words.below) = \(amount(basis.sum)) / \(basis.counted)"
        }
    }

    /// What stands above the line, as people read it.
    func amount(_ sum: Int64) -> String {
        switch metric.unit {
        case .milliseconds: Figure.Unit.milliseconds.written(Fraction(sum, over: 1))
        case .hundredths: sum.writtenHundredths
        default: "\(sum)"
        }
    }

    /// The interval in percent; nil for figures that have none.
    var interval: String? {
        guard let figure = metric.figure, let tallies, let sum = Measures(sumOf: tallies.map(\.measures)) else {
            return nil
        }
        return figure.interval(of: sum)?.written
    }

    /// On how much it must rest.
    var minimum: [String] {
        var lines = ["ranked in reports from \(least)" + (basis.counted < least ? ": too few" : "")]
        for threshold in thresholds {
            let few = basis.counted < threshold.least ? ": too few" : ""
            lines.append("threshold '\(threshold.name)' from \(threshold.least)\(few)")
        }
        return lines
    }

    /// Which episodes count.
    var population: String {
        let whose: String
        switch subject {
        case "all": whose = "all episodes that ended"
        case SubjectKind.queue: whose = "clocks and pauses while nobody held the conversation"
        case SubjectKind.bot: whose = "episodes that ended, in which bots answered and nobody else did"
        default: whose = "episodes that ended and are credited to \(subject)"
        }
        return whose + ", \(MetricWords.cohort(of: metric)), in the time zone \(zone.identifier)"
    }

    /// What the counts that stand behind the figure are; only where tallies were read.
    var counts: [(name: String, count: Int64)] {
        guard let figure = metric.figure, let tallies, let sum = Measures(sumOf: tallies.map(\.measures)) else {
            return []
        }
        if figure.clock != nil {
            let clocks = figure.responses(of: sum)
            return [
                ("met", clocks.met), ("breached", clocks.breached), ("abandoned", clocks.abandoned),
                ("cancelled", clocks.cancelled), ("answered", clocks.answered),
            ]
        }
        let entry = figure.programme.map { sum.programmes[$0] }
        switch figure.kind {
        case .goodRate, .badRate, .meanRating:
            return (entry?.ratings ?? sum.ratings).list.enumerated().map { ("rated \($0 + 1)", $1) }
        case .netPromoters:
            return [
                ("promoters", entry?.promoters ?? sum.promoters), ("passives", entry?.passives ?? sum.passives),
                ("detractors", entry?.detractors ?? sum.detractors),
            ]
        default: return []
        }
    }

    /// Until when it is provisional, as customers may come back; nil where it is not.
    var provisionalUntil: Instant? {
        guard metric.isOfContacts else { return nil }
        return tallies?.map(\.provisionalUntil).filter { $0 > .distantPast }.max()
    }

    /// Whether tallies and conversations say the same, in words.
    var verdict: String {
        guard let tallied else { return "not compared: no tallies were read" }
        guard let found else { return "not compared: no conversations were read" }
        let sum = found.sum
        if tallied == sum {
            return "the sum over \(found.contributions.count.grouped) \(unit) is that of the tallies: \(written(sum))"
        }
        return
            "the sum over \(found.contributions.count.grouped) \(unit) differs from the tallies: \(written(sum)), and the tallies have "
            + "\(written(tallied)). Facts that the tallies do not reflect yet, older files, or topics that do not reach back are usual causes; "
            + "'assay verify' tells which record"
    }

    /// What contributions are counted in.
    var unit: String {
        switch metric.figure?.kind {
        case .channelGap: "customers"
        case .some where metric.isOfContacts: "contacts"
        default: "episodes"
        }
    }

    private func written(_ basis: Figure.Basis) -> String {
        let parts = "\(amount(basis.sum)) of \(basis.counted)"
        return metric.figure?.kind.isOfHistogram == true
            ? "\(parts) in \(basis.histogram.buckets.count) buckets" : parts
    }
}
