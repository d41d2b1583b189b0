// Figures of whole histories, traced to the conversations that they come from.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@testable import Commands
@testable import assay

/// What workers published in a simulated history.
struct PublishedHistory {
    let policies: PolicySet
    let evaluations: [ProtoEvaluation]
    let facts: [Fact]
    let tallies: [Tally]
    /// The newest tallies.
    let book: TallyBook

    /// The outcome of a seed's history, in which workers were disturbed.
    init(seed: UInt64) throws {
        let history = History(HistorySettings(seed: seed))
        _ = try history.run()
        policies = history.policies
        func values(_ topic: Topic) -> [[UInt8]] {
            (0..<history.cluster.partitions).flatMap { history.cluster.everything(TopicPartition(topic, $0)) }
                .compactMap(\.value)
        }
        evaluations = try values(.evaluations).map { try ProtoEvaluation(protobuf: $0) }
        facts = try values(.facts).map { try Fact.read($0, ByteRange(0..<$0.count)) }
        tallies = try history.cluster.content(.tallies).compactMap { record in
            guard let value = record.value, Tally.isKey((record.key ?? [])[...]) else { return nil }
            return try Tally.read(value, ByteRange(0..<value.count))
        }
        book = try TallySource.book(
            of: TallySource.Found(tallies: tallies), tenant: tallies.first?.tenant, policies.zone)
    }

    /// The explanation of a metric, as the command makes it of topics.
    func explanation(_ metric: Metric, _ subject: String, _ span: WindowSpan) throws -> FigureExplanation {
        var found: FigureExplanation.Found
        if metric.isOfContacts {
            var evidence = ContactEvidence(
                metric: metric, subject: subject, span: span, tenant: book.tenant, policies: policies)
            for fact in facts { evidence.take(fact) }
            found = FigureExplanation.Found(
                source: "", contributions: evidence.contributions, exclusions: evidence.exclusions, judgedBy: [],
                forgotten: evidence.forgotten)
        } else {
            var evidence = FigureEvidence(
                metric: metric, subject: subject, span: span, tenant: book.tenant, policies: policies)
            for evaluation in evaluations { evidence.take(evaluation) }
            found = FigureExplanation.Found(
                source: "", contributions: evidence.contributions, exclusions: evidence.exclusions,
                judgedBy: evidence.judgedBy)
        }
        return FigureExplanation(
            metric: metric, subject: subject, span: span, tenant: book.tenant, zone: policies.zone,
            tallies: book.tallies(subject, in: span), found: found, thresholds: [], least: 30, most: 5)
    }
}

@Suite("Where figures come from")
struct FigureEvidenceTests {
    @Test(
        "every figure of a report is explained: as it is printed there, and by conversations that add up to it",
        arguments: [UInt64(1), 5])
    func everyPrintedFigure(seed: UInt64) throws {
        let history = try PublishedHistory(seed: seed)
        let book = history.book
        let month = try #require(history.tallies.first { $0.kind == .month && $0.subject == "all" }?.month)
        let report = ServiceReport(book, try #require(ReportingPeriod(month)), least: 2, language: .en)
        #expect(report.printed.count > 60)
        for printed in report.printed {
            let metric = try Metric(printed.metric.name, Metric.Choices(), policies: history.policies)
            let span = try #require(WindowSpan(printed.period, zone: history.policies.zone))
            let explanation = try history.explanation(metric, printed.subject, span)
            #expect(explanation.value == printed.text, "\(explanation.title)")
            #expect(explanation.agrees == true, "\(explanation.title): \(explanation.verdict)")
            #expect(explanation.text.contains(printed.text))
        }
    }

    /// Every figure that there is, of every clock and programme.
    private static var figures: [Figure] {
        Figure.Kind.allCases.flatMap { kind -> [Figure] in
            if kind.isOfClock {
                return [ClockKind.firstResponseHuman, .firstResponseAny, .nextResponse, .recordEntry].flatMap { clock in
                    (kind.countsOutcomes ? [false, true] : [false]).map {
                        Figure(kind, of: clock, countsAbandoned: $0, above: kind.hasLimit ? .seconds(3) : nil)
                    }
                }
            }
            if kind.isOfTheme { return [Figure(kind, theme: "angry"), Figure(kind, theme: "slow")] }
            if kind.isOfProgramme { return [Figure(kind, programme: "instant"), Figure(kind, programme: "monthly")] }
            let alone = Figure(
                kind, countsAbandoned: kind.countsOutcomes, leastEach: kind.comparesTeams ? 1 : nil)
            return kind.mayBeOfProgramme ? [alone, Figure(kind, programme: "instant")] : [alone]
        }
    }

    @Test(
        "invariant 10: what conversations add is what the tallies have, for every figure and subject",
        arguments: [UInt64(4)])
    func everySubject(seed: UInt64) throws {
        let history = try PublishedHistory(seed: seed)
        let months = history.tallies.filter { $0.kind == .month && !$0.subject.hasPrefix("criterion:") }
        for (index, tally) in months.enumerated() {
            let span = try #require(tally.month.flatMap { WindowSpan($0, zone: history.policies.zone) })
            for (place, figure) in Self.figures.enumerated() where (index + place) % 40 == 0 {
                let explanation = try history.explanation(.figure(figure), tally.subject, span)
                #expect(explanation.agrees == true, "\(explanation.title): \(explanation.verdict)")
            }
        }
    }

    @Test(
        "invariant 9: in every tally distributions add up to their n, and shares and means stay within their bounds",
        arguments: UInt64(1)...4)
    func bounds(seed: UInt64) throws {
        let history = try PublishedHistory(seed: seed)
        #expect(history.tallies.count > 100)
        for tally in history.tallies {
            let (measures, place) = (tally.measures, "\(tally.subject) \(tally.kind.word) \(tally.start.milliseconds)")
            for ratings in [measures.ratings] + measures.programmes.entries.map(\.ratings) {
                #expect(ratings.list.allSatisfy { $0 >= 0 } && ratings.list.reduce(0, +) == ratings.answers, "\(place)")
            }
            for entry in measures.programmes.entries {
                #expect(entry.answered <= entry.sent && entry.delivered <= entry.sent, "\(place)")
                #expect(entry.opened <= entry.sent && entry.invited <= measures.conversations, "\(place)")
            }
            for figure in Self.figures {
                guard let value = figure.sample(of: measures)?.value else { continue }
                let (above, below) = (value.numerator, value.denominator)
                let isWithin =
                    switch figure.kind.unit {
                    case .share: 0 <= above && above <= below
                    case .netShare: -below <= above && above <= below
                    case .rating: below <= above && above <= 5 * below
                    // A difference of two means of scores (C33).
                    case .hundredths where figure.kind == .invitationGap: abs(above) <= 10_000 * below
                    default: above >= 0
                    }
                #expect(isWithin, "\(place): \(figure.kind.word) is \(above)/\(below)")
                guard let interval = figure.interval(of: measures) else { continue }
                let point = 100 * Double(above) / Double(below)
                let bounds = figure.kind == .netPromoters ? -100.0...100 : 0...100
                #expect(bounds.contains(interval.lower) && bounds.contains(interval.upper), "\(place)")
                // The adjusted interval of a net promoter score need not contain the score of a few answers.
                #expect(
                    figure.kind == .netPromoters || interval.lower <= point && point <= interval.upper, "\(place)")
            }
        }
    }

    @Test("C39: a month's standardised rates are those that its evaluations give", arguments: UInt64(1)...6)
    func standardised(seed: UInt64) throws {
        let history = try PublishedHistory(seed: seed)
        let month = try #require(history.tallies.first { $0.kind == .month && $0.subject == "all" }?.month)
        var newest: [String: ProtoEvaluation] = [:]
        for evaluation in history.evaluations where evaluation.tenant == history.book.tenant {
            let key = "\(evaluation.conversationID)/\(evaluation.episode)/\(evaluation.startedAtMs)"
            if newest[key].map({ $0.revision < evaluation.revision }) ?? true { newest[key] = evaluation }
        }
        // Good ratings and all, by agent and channel. All episodes of the second policy, whose tallies tell channels apart, and those of
        // everything.
        var own: [String: [String: (good: Int128, all: Int128)]] = [:]
        var weights: [String: Int128] = [:]
        let zone = history.policies.zone
        for evaluation in newest.values where evaluation.ended && !evaluation.excluded {
            let start = Instant(milliseconds: evaluation.startedAtMs)
            guard Window(.month, containing: start, zone: zone).label == month else { continue }
            let index = try #require(
                history.policies.versions.firstIndex { $0.version == evaluation.policyVersion })
            let surveys = history.policies.versions[index].surveys
            let ratings = evaluation.surveys.filter { $0.hasRating && surveys.counts($0.programme) }.map(\.rating)
            guard !evaluation.channel.isEmpty else { continue }
            weights[evaluation.channel, default: 0] += Int128(ratings.count)
            guard !evaluation.agentID.isEmpty, history.policies.versions[index].standardisedBy == .channel else {
                continue
            }
            var cell = own[evaluation.agentID]?[evaluation.channel] ?? (0, 0)
            cell = (cell.good + Int128(ratings.count { $0 > 3 }), cell.all + Int128(ratings.count))
            own[evaluation.agentID, default: [:]][evaluation.channel] = cell
        }
        weights = weights.filter { $0.value > 0 }
        for (agent, cells) in own {
            let rate = history.book.standardised(
                Figure(.goodRate), of: .agent, agent, by: .channel,
                history.book.names(of: .channel, months: [month])
            ) { history.book.measures($0, months: [month]) }
            #expect(rate.missing == weights.keys.filter { (cells[$0]?.all ?? 0) == 0 }.sorted())
            #expect(rate.strata.map(\.name) == weights.keys.sorted())
            guard rate.missing.isEmpty, !weights.isEmpty else {
                #expect(rate.sample == nil)
                continue
            }
            var (above, below): (Int128, Int128) = (0, weights.values.reduce(0, +))
            for (channel, weight) in weights {
                let cell = try #require(cells[channel])
                above = above * cell.all + weight * cell.good * (below / weights.values.reduce(0, +))
                below *= cell.all
            }
            let expected = (2 * above * Int128(StandardisedRate.parts) + below) / (2 * below)
            #expect(rate.sample?.value == Fraction(Int64(expected), over: StandardisedRate.parts), "\(agent)")
        }
        // The report has them, and explains what they rest on.
        let report = ServiceReport(
            history.book, try #require(ReportingPeriod(month)), least: 1, language: .en, standardisedBy: .channel)
        let tables = report.tables.filter { $0.title.contains("standardised (channel)") }
        #expect(weights.isEmpty || own.isEmpty || tables.contains { $0.title.hasPrefix("Agents: csat-good-rate") })
        #expect(tables.allSatisfy { table in table.rows.allSatisfy { $0.count == table.columns.count } })
        #expect(report.notes.contains { $0.hasPrefix("Standardised rates are means") })
    }

    @Test(
        "C43: figures of fewer answers than their programme asks for are marked, in the report and where they are explained"
    )
    func provisional() throws {
        let history = try PublishedHistory(seed: 1)
        let month = try #require(history.tallies.first { $0.kind == .month && $0.subject == "all" }?.month)
        let period = try #require(ReportingPeriod(month))
        func marked(_ least: Int64) -> [String] {
            let surveys = SurveyPolicy(
                window: .hours(1), programmes: [SurveyProgramme(name: "instant", isCounted: true, least: least)])
            let report = ServiceReport(history.book, period, least: 1, language: .en, surveys: surveys)
            let rows = report.tables.first?.rows.filter { $0[3].hasSuffix(" provisional") } ?? []
            #expect(report.notes.contains { $0.contains("marked provisional") } == (least > 1))
            return rows.map { $0[0] }
        }
        #expect(marked(1).isEmpty)
        let few = marked(1_000_000)
        #expect(few.contains("csat-good-rate") && !few.contains("mean-score") && !few.contains("conversations"))
        var explanation = try history.explanation(
            .figure(Figure(.goodRate)), "all", try #require(WindowSpan(month, zone: history.policies.zone)))
        #expect(!explanation.text.contains("provisional"))
        explanation.leastAnswers = 1_000_000
        #expect(explanation.text.contains("its survey programme asks for 1,000,000 answers"))
    }

    @Test("C39: an explained rate shows its strata, the standardised rate, or what is missing for one")
    func explainedStrata() throws {
        func ratings(_ good: Int64, of answers: Int64) -> Measures {
            var measures = Measures()
            measures.ratings = Ratings([answers - good, 0, 0, 0, good])
            return measures
        }
        func json(_ explanation: FigureExplanation) -> String { explanation.json.filter { !$0.isWhitespace } }
        let history = try PublishedHistory(seed: 1)
        let month = try #require(history.tallies.first { $0.kind == .month && $0.subject == "all" }?.month)
        let span = try #require(WindowSpan(month, zone: history.policies.zone))
        var explanation = try history.explanation(.figure(Figure(.goodRate)), "all", span)
        #expect(!explanation.text.contains("Standardised") && json(explanation).contains("\"standardised\":null"))
        let mail = (name: "mail", own: ratings(192, of: 263), all: ratings(247, of: 343))
        explanation.standardised = StandardisedRate(
            Figure(.goodRate), [mail, (name: "chat", own: ratings(81, of: 87), all: ratings(315, of: 357))])
        #expect(explanation.text.contains("\nStandardised: 83.25 %, 95 % interval "))
        #expect(json(explanation).contains(#""strata":[{"name":"chat","sum":81,"n":87,"weight":357},"#))
        explanation.standardised = StandardisedRate(
            Figure(.goodRate), [mail, (name: "chat", own: nil, all: ratings(315, of: 357))])
        #expect(explanation.text.contains("\nStandardised: none: nothing in chat\n"))
        #expect(json(explanation).contains(#""missing":["chat"]"#))
    }

    @Test("hours, days, weeks and quarters are the sums of their windows")
    func everyWindow() throws {
        let history = try PublishedHistory(seed: 1)
        let zone = history.policies.zone
        for tally in history.tallies where tally.subject == "all" {
            let label = Window(tally.kind, containing: tally.start, zone: zone).label
            let span = try #require(WindowSpan(label, zone: zone))
            #expect(span.kind == tally.kind && span.range == tally.start..<tally.end)
            for figure in [Figure(.handled), Figure(.meanRating), Figure(.returnRate, programme: "instant")] {
                let explanation = try history.explanation(.figure(figure), "all", span)
                #expect(explanation.agrees == true, "\(explanation.title): \(explanation.verdict)")
            }
        }
    }

    @Test("a conversation that is missing is a difference, and said to be one")
    func difference() throws {
        func json(_ explanation: FigureExplanation) -> String { explanation.json.filter { !$0.isWhitespace } }
        let history = try PublishedHistory(seed: 1)
        let month = try #require(history.tallies.first { $0.kind == .month && $0.subject == "all" }?.month)
        let span = try #require(WindowSpan(month, zone: history.policies.zone))
        var evidence = FigureEvidence(
            metric: .figure(Figure(.conversations)), subject: "all", span: span, tenant: nil,
            policies: history.policies)
        let excluded = Set(history.evaluations.filter(\.excluded).map(\.conversationID))
        let lost = try #require(
            history.evaluations.first {
                $0.ended && !excluded.contains($0.conversationID)
                    && span.range.contains(Instant(milliseconds: $0.startedAtMs))
            }?.conversationID)
        for evaluation in history.evaluations where evaluation.conversationID != lost { evidence.take(evaluation) }
        let explanation = FigureExplanation(
            metric: evidence.metric, subject: "all", span: span, tenant: "acme", zone: history.policies.zone,
            tallies: history.book.tallies("all", in: span),
            found: FigureExplanation.Found(
                source: "", contributions: evidence.contributions, exclusions: evidence.exclusions,
                judgedBy: evidence.judgedBy), thresholds: [], least: 30, most: 5)
        #expect(explanation.agrees == false)
        #expect(explanation.text.contains("✗ the sum over") && explanation.text.contains("differs from the tallies"))
    }

    @Test("names of periods are windows, and others are none")
    func periods() throws {
        let zone = ZoneRules(identifier: "Asia/Shanghai", first: .hours(8))
        for (label, kind, count) in [
            ("2026-11", WindowKind.month, 1), ("2026-Q4", .month, 3), ("2026", .month, 12), ("2026-11-11", .day, 1),
            ("2026-W53", .week, 1), ("2027-W01", .week, 1), ("2026-11-11T09", .hour, 1),
        ] {
            let span = try #require(WindowSpan(label, zone: zone))
            #expect(span.kind == kind && span.windows.count == count, "\(label)")
        }
        for label in ["2026-13", "2026-02-30", "2025-W53", "2026-W00", "2026-11-11T24", "2026-11-11T9", "november", ""]
        {
            #expect(WindowSpan(label, zone: zone) == nil, "\(label)")
        }
    }
}
