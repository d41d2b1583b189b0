// What a service report says.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// A service report: tables and curves of the figures of a period, each with what it rests on. How it is written is another matter.
struct ServiceReport {
    /// A table; numbers stand on the right.
    struct Table {
        var title: String
        var columns: [String]
        var numbers: Set<Int>
        var rows: [[String]]
    }

    /// The curve of a figure over the days of the period.
    struct Curve {
        var title: String
        var unit: Figure.Unit
        /// Day by day; nil for days on which the figure rests on nothing.
        var points: [(day: String, value: Fraction?)]
    }

    /// A figure that stands in the report, and where: what `assay explain` takes.
    struct Printed {
        var metric: Metric
        var subject: String
        /// "2026-11", of a curve's point the day.
        var period: String
        /// The number as it is written.
        var text: String
    }

    var title: String
    /// Every figure of tables and curves.
    private(set) var printed: [Printed]
    /// What has to be known of the figures.
    var notes: [String]
    var tables: [Table]
    var curves: [Curve]

    private let book: TallyBook
    private let period: ReportingPeriod
    private let language: PageLanguage
    private let least: Int64
    private let standardisedBy: SubjectDimension?
    private let surveys: SurveyPolicy?

    /// The report of a period; who rests on less than `least` is not ranked.
    ///
    /// - Parameter standardisedBy: by what the policy standardises rates; nil when it does not.
    /// - Parameter surveys: what the policy says of surveys; nil when figures of few answers are not marked.
    init(
        _ book: TallyBook, _ period: ReportingPeriod, least: Int64, language: PageLanguage,
        standardisedBy: SubjectDimension? = nil, surveys: SurveyPolicy? = nil
    ) {
        self.standardisedBy = standardisedBy
        self.surveys = surveys
        self.book = book
        self.period = period
        self.language = language
        self.least = least
        title = language.words("客服报告 \(book.tenant) \(period.label)", "Service report \(book.tenant) \(period.label)")
        notes = []
        tables = []
        curves = []
        printed = []
        tables.append(summary())
        curves = makeCurves()
        for (kind, chinese, english) in [
            (SubjectKind.team, "团队", "Teams"), (.channel, "渠道", "Channels"),
        ] where !book.names(of: kind, months: period.months).isEmpty {
            tables.append(comparison(kind, language.label(chinese, english)))
        }
        for figure in [Figure(.meanScore), Figure(.goodRate)] { tables += [ranking(by: figure)].compactMap { $0 } }
        tables += standardised()
        tables += [bestAgents()].compactMap { $0 }
        tables += reasons()
        tables += [raised()].compactMap { $0 }
        notes = makeNotes()
    }

    /// Whether there is anything of the period.
    var isEmpty: Bool { book.measures("all", months: period.months) == nil }

    // MARK: Figures

    /// The figures of everything: those that rest on something, in this order.
    private func figures(of measures: Measures) -> [Figure] {
        let kinds: [Figure.Kind] = [
            .conversations, .handled, .meanScore, .goodRate, .badRate, .meanRating, .netPromoters, .resolutionRate,
            .firstContactLoose, .firstContactStrict, .repeatRate, .complaintRate, .secondComplaintRate, .meanHandOvers,
            .meanQueue, .meanWaiting, .maskingCoverage, .latePauseRate, .emptyReplyRate, .lateHandOverRate, .cycleRate,
            .lateEndingRate, .givenAwayRate, .raisedRate, .loweredRate, .staffAnswerRate, .invitationGap,
        ]
        let clocks = ClockKind.allCases.flatMap { clock -> [Figure] in
            [
                Figure(.timeliness, of: clock, countsAbandoned: true), Figure(.meanResponse, of: clock),
                Figure(.response90, of: clock), Figure(.unansweredRate, of: clock),
            ]
        }
        let programmes = measures.programmes.entries.flatMap { entry in
            [
                Figure(.goodRate, programme: entry.programme), Figure(.netPromoters, programme: entry.programme),
                Figure(.returnRate, programme: entry.programme), Figure(.surveyCoverage, programme: entry.programme),
            ]
        }
        let themes = measures.contacts.themes.entries.map { Figure(.themeCustomers, theme: $0.name) }
        let all = kinds.map { Figure($0) } + [Figure(.channelGap)] + clocks + programmes + themes
        return all.filter { $0.sample(of: measures) != nil }
    }

    private func name(_ figure: Figure) -> String {
        ([figure.kind.word] + [figure.clock?.word, figure.programme, figure.theme].compactMap { $0 }).joined(
            separator: " · ")
    }

    /// The number of a figure as it is written, which is noted.
    private mutating func write(_ metric: Metric, _ subject: String, _ period: String, _ value: Fraction) -> String {
        let text = metric.unit.written(value)
        printed.append(Printed(metric: metric, subject: subject, period: period, text: text))
        return text
    }

    private mutating func summary() -> Table {
        let now = book.measures("all", months: period.months) ?? Measures()
        let before =
            book.hasLetGo(months: period.monthsBefore) ? nil : book.measures("all", months: period.monthsBefore)
        let rows = figures(of: now).compactMap { figure -> [String]? in
            guard let sample = figure.sample(of: now) else { return nil }
            let unit = figure.kind.unit
            let earlier = before.flatMap { figure.sample(of: $0) }
            let value = write(.figure(figure), "all", period.label, sample.value)
            return [
                name(figure), value, interval(figure, now), Int(sample.counted).grouped + mark(figure, sample.counted),
                earlier.map { write(.figure(figure), "all", period.labelBefore, $0.value) } ?? "–",
                earlier.map { change(sample.value, $0.value, unit) } ?? "–",
            ]
        }
        return Table(
            title: language.label("总览", "All together"),
            columns: [
                language.label("指标", "Figure"), language.label("数值", "Value"),
                language.label("95% 置信区间", "95 % interval"), "n", language.label("上期", "Period before"),
                language.label("变化", "Change"),
            ], numbers: [1, 2, 3, 4, 5], rows: rows)
    }

    /// Marks a figure that rests on fewer answers than its programme asks for (C43).
    private func mark(_ figure: Figure, _ counted: Int64) -> String {
        guard let surveys, counted < surveys.least(for: figure) else { return "" }
        return " " + language.label("暂定", "provisional")
    }

    /// The interval of a figure that has one; empty for others.
    private func interval(_ figure: Figure, _ measures: Measures) -> String {
        figure.interval(of: measures)?.written ?? ""
    }

    /// The difference with its sign; of shares in percentage points.
    private func change(_ now: Fraction, _ before: Fraction, _ unit: Figure.Unit) -> String {
        let above =
            Int128(now.numerator) * Int128(before.denominator) - Int128(before.numerator) * Int128(now.denominator)
        let below = Int128(now.denominator) * Int128(before.denominator)
        guard let numerator = Int64(exactly: above), let denominator = Int64(exactly: below) else { return "–" }
        var text = unit.written(Fraction(numerator, over: denominator))
        if unit == .share, text.hasSuffix("%") {
            text = text.dropLast() + "pp"
        }
        return numerator > 0 ? "+" + text : text
    }

    // MARK: Tables

    private mutating func comparison(_ kind: SubjectKind, _ title: String) -> Table {
        let figures = [
            Figure(.conversations), Figure(.meanScore), Figure(.goodRate),
            Figure(.timeliness, of: .firstResponseHuman, countsAbandoned: true),
            Figure(.meanResponse, of: .firstResponseHuman), Figure(.complaintRate),
        ]
        let rows = book.names(of: kind, months: period.months).map { name -> [String] in
            let measures = book.measures("\(kind.word):\(name)", months: period.months) ?? Measures()
            return [name]
                + figures.map { figure in
                    figure.sample(of: measures).map { sample in
                        let n = figure.kind.unit == .number ? "" : " (\(Int(sample.counted).grouped))"
                        return write(.figure(figure), "\(kind.word):\(name)", period.label, sample.value) + n
                    } ?? "–"
                }
        }
        return Table(
            title: title, columns: [kind.word] + figures.map { self.name($0) },
            numbers: Set(1...figures.count), rows: rows)
    }

    private mutating func ranking(by figure: Figure) -> Table? {
        let entries = book.names(of: .agent, months: period.months).compactMap { name -> Ranking.Entry? in
            let measures = book.measures("agent:\(name)", months: period.months)
            return measures.flatMap { figure.sample(of: $0) }.map { Ranking.Entry(name: name, sample: $0) }
        }
        guard !entries.isEmpty else { return nil }
        let ranking = Ranking(entries, least: least, isBetterHigher: figure.kind.isBetterHigher)
        let rows = ranking.entries.map { entry in
            [
                entry.rank.map { "\($0)" } ?? "–", entry.name,
                write(.figure(figure), "agent:\(entry.name)", period.label, entry.sample.value),
                Int(entry.sample.counted).grouped,
            ]
        }
        return Table(
            title: language.label("客服排名", "Agents ranked") + ": " + name(figure),
            columns: [language.label("名次", "Rank"), "agent", name(figure), "n"], numbers: [0, 2, 3], rows: rows)
    }

    /// Who does best by the score and by the customers' ratings together (S0-076, S0-078).
    private mutating func bestAgents() -> Table? {
        let (score, rating) = (Figure(.meanScore), Figure(.meanRating))
        let candidates = book.names(of: .agent, months: period.months).compactMap { name in
            let measures = book.measures("agent:\(name)", months: period.months) ?? Measures()
            return score.sample(of: measures).flatMap { first in
                rating.sample(of: measures).map { BestAgents.Candidate(name: name, score: first, rating: $0) }
            }
        }
        let ranking = BestAgents(candidates, least: least)
        guard !ranking.entries.isEmpty else { return nil }
        let rows = ranking.entries.map { entry in
            let name = entry.candidate.name
            return [
                "\(entry.rank)", name,
                write(.figure(score), "agent:\(name)", period.label, entry.candidate.score.value),
                "\(entry.scoreRank)", Int(entry.candidate.score.counted).grouped,
                write(.figure(rating), "agent:\(name)", period.label, entry.candidate.rating.value),
                "\(entry.ratingRank)", Int(entry.candidate.rating.counted).grouped, "\(entry.sum)",
            ]
        }
        let rank = language.label("名次", "Rank")
        return Table(
            title: language.label("优秀客服评选", "Best agents: score and rating together"),
            columns: [
                rank, "agent", name(score), rank, "n", name(rating), rank, "n", language.label("名次之和", "Sum of ranks"),
            ], numbers: [0, 2, 3, 4, 5, 6, 7, 8], rows: rows)
    }

    /// Why ratings were bad, programme by programme.
    private mutating func reasons() -> [Table] {
        let measures = book.measures("all", months: period.months) ?? Measures()
        return measures.programmes.entries.filter { $0.reasoned > 0 }.map { entry in
            let rows = entry.reasons.entries.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map { reason in
                [
                    reason.name, Int(reason.count).grouped,
                    write(
                        .reason(reason.name, programme: entry.programme), "all", period.label,
                        Fraction(reason.count, over: entry.reasoned)),
                ]
            }
            return Table(
                title: language.label("差评原因", "Reasons of bad ratings") + ": " + entry.programme,
                columns: [
                    language.label("原因", "Reason"), "n",
                    language.label("占有原因的答卷（可多选）", "of answers with a reason; several are allowed"),
                ], numbers: [1, 2], rows: rows)
        }
    }

    private func standardised() -> [Table] {
        guard let standardisedBy else { return [] }
        return [Figure(.goodRate), Figure(.meanScore)].flatMap { figure in
            [SubjectKind.agent, .team].compactMap { kind in
                ServiceReport.standardised(
                    figure, of: kind, by: standardisedBy, book, months: period.months, least: least, language: language)
            }
        }
    }

    private func raised() -> Table? {
        let states = book.thresholds(months: period.months)
        guard !states.isEmpty else { return nil }
        return Table(
            title: language.label("阈值告警", "Thresholds that were raised"),
            columns: [
                language.label("阈值", "Threshold"), language.label("对象", "Subject"),
                language.label("窗口", "Window"), language.label("次数", "Times"), language.label("状态", "Now"),
            ], numbers: [3],
            rows: states.map { subject, window, state in
                [
                    state.name, subject, window, "\(state.cycle)",
                    state.isRaised ? language.label("未解除", "raised") : language.label("已解除", "cleared"),
                ]
            })
    }

    // MARK: Curves and notes

    private mutating func makeCurves() -> [Curve] {
        let days = book.days("all", months: period.months)
        let figures = [
            Figure(.conversations), Figure(.meanScore), Figure(.goodRate),
            Figure(.timeliness, of: .firstResponseHuman, countsAbandoned: true),
        ]
        return figures.compactMap { figure in
            let points = days.map { day in
                (day, book.tally("all", .day, day).flatMap { figure.sample(of: $0.measures)?.value })
            }
            guard points.count(where: { $0.1 != nil }) > 1 else { return nil }
            for case (let day, let value?) in points { _ = write(.figure(figure), "all", day, value) }
            return Curve(title: name(figure), unit: figure.kind.unit, points: points)
        }
    }

    private func makeNotes() -> [String] {
        let standardised = standardisedBy.map { dimension in
            language.words(
                "标准化比率按 \(dimension.word) 分层加权：各层权重为 all 同期的计数，某层没有数据则不计算；分层的 n 之和可能少于原比率的 n，因为 \(dimension.word) 未知的会话不属于任何层。",
                "Standardised rates are means of the rates by \(dimension.word), each weighing as much as it counts for all in the period; without anything in one of them there is no rate. Episodes of which the \(dimension.word) is not known are in none."
            )
        }
        var notes =
            [standardised].compactMap { $0 } + [
                language.words(
                    "数值右侧的 n 是计入的会话、时钟或答卷数；n 少于 \(least) 的客服列出而不排名。",
                    "n is how many conversations, clocks or answers a figure rests on; agents below \(least) are shown and not ranked."
                ),
                language.words(
                    "均值与百分位不含从未答复的时钟，见 unanswered-rate。",
                    "Means and percentiles leave out clocks that were never answered: see unanswered-rate."),
                language.words("pp 为百分点。", "pp are percentage points."),
                language.words(
                    "优秀客服按均分名次与评分名次之和评选，二者权重相同；只有两项的 n 均不少于 \(least) 的客服参评，同和同名次。",
                    "Best agents are ranked by the sum of their ranks in score and in rating, which weigh alike, among agents of whom both rest on at least \(least); equal sums share a rank."
                ),
            ]
        if surveys?.programmes.contains(where: { $0.least > 1 }) == true {
            notes.append(
                language.words(
                    "标为暂定的满意度与推荐值，其答卷数少于调查方案要求的最小份数。",
                    "Satisfaction and recommendation marked provisional rest on fewer answers than their survey programme asks for."
                ))
        }
        if book.hasLetGo(months: period.monthsBefore) {
            notes.append(
                language.words(
                    "上一期的统计已按策略删除，因此不作比较。",
                    "Tallies of the period before are kept no longer, so nothing is compared with it."))
        }
        let gone = book.goneWithin(months: period.months).filter { $0 != .month }.map(\.word).joined(separator: ", ")
        if !gone.isEmpty {
            notes.append(
                language.words(
                    "本期部分窗口（\(gone)）的统计已按策略删除：曲线可能较晚开始，其阈值告警不再列出。",
                    "Some windows of the period are kept no longer (\(gone)): curves may begin later, and thresholds raised in them are not listed."
                ))
        }
        if let until = book.provisionalUntil(months: period.months) {
            notes.append(
                language.words(
                    "首次解决率与重复来访在 \(until.written ?? "") 之前为暂定值。",
                    "First-contact resolution and repeated contacts are provisional until \(until.written ?? "")."))
        }
        return notes
    }
}
