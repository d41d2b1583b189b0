// Everything there is to say about one evaluation, whatever it is written in.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Wire

/// An evaluation with its dialogue.
package struct Explanation {
    /// Points that were lost or awarded.
    package struct Point {
        /// Its number on the page, from 1: deductions first.
        package var number: Int
        package var dimension: Dimension
        package var criterion: Criterion
        /// Hundredths of the total: less than zero for lost ones.
        package var hundredths: Int64
        /// Whether the failure is fatal.
        package var isFatal: Bool
        /// Whether it includes what a fatal failure takes off the total.
        package var includesRest: Bool
        /// The message that shows it; nil when the episode as a whole does.
        package var entry: Int?
        /// The passage in its text; nil when the message as a whole shows it.
        package var passage: Range<Int>?
        /// The lexicon that was hit; empty when something is missing.
        package var lexicon: String
    }

    /// Why a criterion did not apply.
    package enum Reason {
        /// Its condition does not hold.
        case condition(Condition)
        /// Its condition cannot be told.
        case unknown(Condition)
        /// What its check looks for was not there.
        case check
    }

    package let evaluation: ProtoEvaluation
    package let policy: Policy
    /// The messages and events of the episode, in order.
    package let entries: [DialogueEntry]
    /// Their texts, masked.
    package let texts: [MaskedText]
    package let points: [Point]
    package let notApplicable: [(dimension: Dimension, criterion: Criterion, reason: Reason)]
    /// What is left to people.
    package let human: [(dimension: Dimension, criterion: Criterion)]
    /// How many episodes the conversation has.
    package let episodes: Int

    /// The explanation of an evaluation without probes.
    package init(
        _ evaluation: ProtoEvaluation, findings: ProbedPolicies.Findings, entries: [DialogueEntry], policy: Policy,
        episodes: Int
    ) {
        self.evaluation = evaluation
        self.policy = policy
        self.episodes = episodes
        let span = Instant(milliseconds: evaluation.startedAtMs)...Instant(milliseconds: evaluation.endedAtMs)
        let shown = entries.enumerated().filter { span.contains($0.element.at) }
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        self.entries = shown
        texts = shown.map { MaskedText($0.text) }
        points = Explanation.points(of: evaluation, entries: shown, policy: policy)
        let others = policy.criteria.filter { !findings.applied.contains($0.criterion.id) }
        let isForPeople = { (criterion: Criterion) in
            criterion.check == .human && (criterion.when == nil || findings.met[criterion.id] != false)
        }
        human = others.filter { isForPeople($0.criterion) }
        notApplicable = others.filter { !isForPeople($0.criterion) }.map { dimension, criterion in
            (dimension, criterion, Explanation.reason(criterion, findings))
        }
    }

    private static func reason(_ criterion: Criterion, _ findings: ProbedPolicies.Findings) -> Reason {
        guard let when = criterion.when else { return .check }
        switch findings.met[criterion.id] {
        case nil: return .unknown(when)
        case false?: return .condition(when)
        case true?: return .check
        }
    }

    private static func points(
        of evaluation: ProtoEvaluation, entries: [DialogueEntry], policy: Policy
    ) -> [Point] {
        let parts =
            evaluation.deductions.map { ($0.dimension, $0.criterion, -$0.points.hundredths, $0.evidence) }
            + evaluation.awards.map { ($0.dimension, $0.criterion, $0.points.hundredths, $0.evidence) }
        var points: [Point] = []
        for (dimensionID, criterionID, hundredths, evidence) in parts {
            guard let dimension = policy.rubric.dimensions.first(where: { $0.id == dimensionID }),
                let criterion = dimension.criteria.first(where: { $0.id == criterionID })
            else { continue }
            let isPassage = evidence.byteEnd > evidence.byteStart
            points.append(
                Point(
                    number: points.count + 1, dimension: dimension, criterion: criterion, hundredths: hundredths,
                    isFatal: evaluation.fatal.contains(criterionID),
                    includesRest: evaluation.fatal.first == criterionID
                        && !points.contains { $0.criterion.id == criterionID },
                    entry: evidence.messageID.isEmpty ? nil : entries.firstIndex { $0.id == evidence.messageID },
                    passage: isPassage ? Int(evidence.byteStart)..<Int(evidence.byteEnd) : nil,
                    lexicon: evidence.lexicon))
        }
        return points
    }

    /// The numbers of the points that a message as a whole shows.
    package func numbers(ofWhole entry: Int) -> [Int] {
        points.filter { $0.entry == entry && $0.passage == nil }.map(\.number)
    }

    /// The pieces of a message's text, each with the numbers of the points that it shows.
    package func pieces(of entry: Int) -> [(text: String, numbers: [Int])] {
        let passages = points.compactMap { point in
            point.entry == entry ? point.passage.map { (point.number, $0) } : nil
        }
        return MarkedText.pieces(count: texts[entry].count, passages).map { range, numbers in
            (texts[entry].text(in: range), numbers)
        }
    }

    /// The passage of a point, masked.
    package func passage(of point: Point) -> String? {
        guard let entry = point.entry, let passage = point.passage else { return nil }
        return texts[entry].text(in: passage)
    }

    // MARK: Words

    /// The score, with two decimals.
    package func score(_ language: PageLanguage) -> String {
        evaluation.hasScore
            ? evaluation.score.hundredths.writtenHundredths
            : language.words("没有总分：没有适用的项目", "no score: nothing applied")
    }

    /// A time of day, or the whole date, in the policy's zone.
    package func time(_ milliseconds: Int64) -> String {
        Instant(milliseconds: milliseconds).written(in: policy.zone) ?? "\(milliseconds)"
    }

    /// What holds for the episode as a whole.
    package func facts(_ language: PageLanguage) -> [(label: String, text: String)] {
        var facts = [
            (language.label("得分", "Score"), score(language)),
            (language.label("标准", "Policy"), "\(evaluation.policy) \(evaluation.policyVersion)"),
            (language.label("渠道", "Channel"), evaluation.channel),
            (language.label("客服", "Agent"), evaluation.agentID),
            (language.label("团队", "Team"), evaluation.teamID),
            (language.label("开始", "Started"), time(evaluation.startedAtMs)),
            (
                evaluation.ended ? language.label("结束", "Ended") : language.label("尚未结束，最近事件", "Open, latest event"),
                time(evaluation.endedAtMs)
            ),
        ]
        var notes: [String] = []
        if evaluation.timesEstimated { notes.append(language.words("时间为推定", "times were estimated")) }
        if evaluation.hasGaps_p { notes.append(language.words("有事件缺失", "events are missing")) }
        if evaluation.excluded { notes.append(language.words("不计入客户指标", "not counted in customer figures")) }
        if !evaluation.fatal.isEmpty {
            let fatal = evaluation.fatal.joined(separator: ", ")
            let most = policy.scoring.fatalScore.written
            notes.append(
                language.words(
                    "致命项不合格（\(fatal)）：总分至多 \(most)", "fatal failure (\(fatal)): the total is at most \(most)"))
        }
        facts.append((language.label("说明", "Notes"), notes.joined(separator: "; ")))
        return facts.filter { !$0.1.isEmpty }
    }

    /// Who wrote a message or did something.
    package func speaker(_ entry: DialogueEntry, _ language: PageLanguage) -> String {
        let role: String =
            switch entry.role {
            case .customer?: language.label("客户", "customer")
            case .agent?: language.label("客服", "agent")
            case .bot?: language.label("机器人", "robot")
            case .system?: language.label("平台", "platform")
            case nil: language.label("事件", "event")
            }
        return entry.author.isEmpty ? role : "\(role) \(entry.author)"
    }

    /// Where a point shows.
    package func place(of point: Point, _ language: PageLanguage) -> String {
        guard let index = point.entry else { return language.words("整段服务", "the episode as a whole") }
        let entry = entries[index]
        let what =
            entry.role == nil
            ? language.words("事件 \(entry.id)", "event \(entry.id)")
            : language.words("消息 \(entry.id)", "message \(entry.id)")
        guard let passage = point.passage else { return what }
        let bytes = language.words(
            "字节 \(passage.lowerBound)–\(passage.upperBound)", "bytes \(passage.lowerBound)–\(passage.upperBound)")
        return "\(what), \(bytes)"
    }

    /// What a fatal failure takes off the total is part of one deduction.
    package func rest(_ language: PageLanguage) -> String {
        language.words("其中包含致命项不合格从总分中扣去的部分。", "This includes what the fatal failure takes off the total.")
    }

    /// A clock in words.
    package func words(_ clock: ProtoClockResult, _ language: PageLanguage) -> String {
        let outcome: String =
            switch clock.outcome {
            case .met: language.words("达标", "met")
            case .breached: language.words("超时", "breached")
            case .open: language.words("尚未到时", "still running")
            case .abandoned: language.words("到时之前已结束", "the episode ended before the deadline")
            case .cancelled: language.words("取消", "cancelled")
            case .unspecified, .UNRECOGNIZED: language.words("不明", "not stated")
            }
        let target = seconds(clock.targetMs)
        guard clock.hasElapsedMs else { return "\(outcome) (\(language.words("目标", "target")) \(target) s)" }
        return "\(outcome) (\(seconds(clock.elapsedMs)) s / \(target) s)"
    }

    /// Seconds without needless zeros.
    private func seconds(_ milliseconds: Int64) -> String {
        let (whole, part) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        guard part != 0 else { return "\(whole)" }
        let digits = String(1000 + part).dropFirst()
        return "\(whole).\(digits)"
    }

    /// Why a criterion did not apply, in a language.
    package func words(_ reason: Reason, of criterion: Criterion, _ wording: CheckWording) -> String {
        switch (reason, wording.language) {
        case (.condition(let when), .chinese): "条件不成立：\(wording.clause(when))。"
        case (.condition(let when), .english): "It is not so that \(wording.clause(when))."
        case (.unknown(let when), .chinese): "无法判断条件（时间为推定或时钟尚无结果）：\(wording.clause(when))。"
        case (.unknown(let when), .english):
            "It cannot be told (times were estimated or a clock is undecided) whether \(wording.clause(when))."
        case (.check, _): wording.applicability(of: criterion)
        }
    }
}
