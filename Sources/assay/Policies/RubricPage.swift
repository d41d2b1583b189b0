// What a page about a rubric says, whatever it is written in.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// A rubric as a page for a quality manager.
struct RubricPage {
    let policy: Policy
    let language: PageLanguage
    /// A wording in each language of the page.
    let wordings: [CheckWording]

    /// The page of a policy.
    init(_ policy: Policy, in language: PageLanguage) {
        self.policy = policy
        self.language = language
        wordings = language.wordings.map { CheckWording(policy, in: $0) }
    }

    /// A label with what it stands for, in one language or in that of the page.
    struct Entry {
        var label: String
        var text: String
        /// The language of the text; nil for that of the page.
        var wording: WordingLanguage?
    }

    /// The page's title.
    var title: String { "\(policy.name) \(policy.version)" }

    /// What holds for the policy as a whole.
    var facts: [Entry] {
        var facts = [
            entry("生效时间", "In force from", policy.effectiveFrom.written(in: policy.zone) ?? ""),
            entry("时区", "Zone", policy.zone.identifier),
            entry(
                "维度与权重", "Dimensions and weights",
                policy.rubric.dimensions.map(share).joined(separator: "; ")),
        ]
        let notApplicable =
            policy.scoring.notApplicable == .redistribute
            ? language.words("其权重按比例分给其他维度", "the others share its weight")
            : language.words("不给总分", "there is no total score")
        facts.append(entry("某维度全不适用时", "A dimension in which nothing applies", notApplicable))
        if policy.criteria.contains(where: { $0.criterion.isFatal }) {
            let most = policy.scoring.fatalScore.written
            let told = policy.scoring.fatalReceivers.joined(separator: ", ")
            let text = language.words("总分至多 \(most)", "the total is at most \(most)")
            let alert = told.isEmpty ? "" : language.words("，立即告警 \(told)", ", \(told) is told at once")
            facts.append(entry("致命项不合格时", "A fatal failure", text + alert))
        }
        facts += policy.allClocks.map { clock in
            entry("时钟", "Clock", ([clock.kind.word] + wordings.map { $0.clock(clock) }).joined(separator: " · "))
        }
        facts += policy.thresholds.map { threshold in
            let lines = wordings.map { $0.threshold(threshold) }
            return entry("阈值", "Threshold", ([threshold.name] + lines).joined(separator: " · "))
        }
        if !policy.tallySubjects.isEmpty {
            let kinds = policy.tallySubjects.map(\.word).joined(separator: ", ")
            facts.append(entry("另按以下统计", "Further tallies by", kinds))
        }
        if policy.clockCredit == .agent {
            facts.append(entry("时钟责任人", "Clocks are credited to", policy.clockCredit.rawValue))
        }
        if policy.episodeCredit != .lastAnswerer {
            facts.append(entry("会话责任人", "Episodes are credited to", policy.episodeCredit.rawValue))
        }
        if !policy.pauseReasons.isEmpty {
            let left = "\(policy.latePausePercent)%"
            facts.append(entry("剩余不足即为临期暂停", "A pause is late with less than this of the target left", left))
        }
        if let span = policy.monthsCloseAfter {
            facts.append(
                entry("月份结账", "A month is closed", wordings.map { $0.closing(after: span) }.joined(separator: " · ")))
        }
        if !policy.tallyRetention.keep.isEmpty {
            facts.append(
                entry(
                    "统计保留", "Tallies are kept",
                    wordings.map { $0.retention(policy.tallyRetention) }.joined(separator: " · ")))
        }
        if !policy.comparedTeams.isEmpty {
            facts.append(entry("比较团队", "Teams that are compared", policy.comparedTeams.joined(separator: ", ")))
        }
        if let dimension = policy.standardisedBy {
            facts.append(entry("标准化分层", "Rates are standardised by", dimension.word))
        }
        if let rules = policy.repeats {
            let texts = wordings.map { $0.repeats(rules) }
            facts.append(entry("重复来访", "Repeated contacts", texts.joined(separator: " · ")))
        }
        if let rules = policy.integrity {
            let texts = wordings.map { $0.integrity(rules) }
            facts.append(entry("诚信信号", "Integrity signals", texts.joined(separator: " · ")))
        }
        if !policy.themes.isEmpty {
            let names = policy.themes.map(\.name).joined(separator: ", ")
            facts.append(entry("投诉主题（按词语推断）", "Themes of complaints, by words and codes alone", names))
        }
        facts.append(entry("问卷", "Surveys", wordings.map { $0.surveys(policy.surveys) }.joined(separator: " · ")))
        return facts
    }

    private func entry(_ chinese: String, _ english: String, _ text: String) -> Entry {
        Entry(label: language.label(chinese, english), text: text)
    }

    /// "attitude 30 %", "extra +5".
    func share(_ dimension: Dimension) -> String {
        guard let cap = dimension.bonusCap else { return "\(dimension.id) \(dimension.weight.written) %" }
        return "\(dimension.id) \(language.label("加分项，至多", "bonus, at most")) \(cap.written)"
    }

    /// Points and how grave a failure is: "10", "critical", "fatal".
    func badges(_ criterion: Criterion, in dimension: Dimension) -> [String] {
        let points = criterion.points.written
        let isOne = criterion.points == Points(hundredths: 100)
        let worth =
            dimension.bonusCap == nil
            ? language.words("\(points) 分", isOne ? "1 point" : "\(points) points")
            : language.words("加 \(points) 分", "+\(points)")
        var badges = [worth]
        switch criterion.severity {
        case .minor: badges.append(language.words("轻微", "minor"))
        case .major: badges.append(language.words("严重", "major"))
        case .critical: badges.append(language.words("重大", "critical"))
        }
        if criterion.isFatal { badges.append(language.words("致命", "fatal")) }
        if criterion.check == .human { badges.append(language.words("人工评审", "human review")) }
        return badges
    }

    /// When the criterion applies and what is checked, in each language.
    func sentences(_ criterion: Criterion, in dimension: Dimension) -> [Entry] {
        wordings.flatMap { wording in
            let isChinese = wording.language == .chinese
            return [
                Entry(
                    label: isChinese ? "检查" : "Check",
                    text: wording.check(of: criterion, isBonus: dimension.bonusCap != nil), wording: wording.language),
                Entry(
                    label: isChinese ? "何时" : "When", text: wording.applicability(of: criterion),
                    wording: wording.language),
            ]
        }
    }

    /// The requirement ids of a criterion with their short titles.
    func requirements(_ criterion: Criterion) -> [(id: String, title: String)] {
        criterion.requirements.map {
            ($0, Requirement.named($0)?.title ?? language.label("目录中没有", "not in the catalogue"))
        }
    }

    /// The lexicons that a criterion names.
    func lexicons(_ criterion: Criterion) -> [String] { criterion.lexicons.members.map { policy.lexicons[$0].name } }

    // MARK: Lexicons

    /// The lexicons in the order of their names, with the criteria that name them.
    var lexicons: [(lexicon: Lexicon, users: [String])] {
        policy.lexicons.enumerated().map { index, lexicon in
            (lexicon, policy.criteria.filter { $0.criterion.lexicons.contains(UInt8(index)) }.map(\.criterion.id))
        }.sorted { $0.lexicon.name < $1.lexicon.name }
    }

    /// What a lexicon has, and what keeps its words from counting.
    func entries(_ lexicon: Lexicon) -> [Entry] {
        var entries = list(lexicon.phrases, lexicon.patterns, lexicon.exempt, label: "")
        if let detector = lexicon.detector { entries.append(entry("检测器", "Detector", detector.name)) }
        for rule in lexicon.guards {
            let names = rule.lexicons.members.map { policy.lexicons[$0].name }.joined(separator: ", ")
            let side = rule.side == .before ? ("之前", "before") : ("之后", "behind")
            entries.append(
                entry(
                    "不计", "Does not count",
                    language.words(
                        "同一句中，\(side.0) \(rule.distance) 个字符以内有词库 \(names) 的用语时",
                        "where words of \(names) stand at most \(rule.distance) characters \(side.1) it, in the same sentence"
                    )))
        }
        if lexicon.countsQuoted {
            entries.append(entry("引号内", "In quotation marks", language.words("也计", "counts, too")))
        }
        for variant in lexicon.variants {
            let edition = [variant.edition.brand, variant.edition.language].compactMap { $0 }.joined(separator: " ")
            let how = variant.replaces ? language.label("替换", "instead") : language.label("追加", "in addition")
            entries += list(variant.phrases, variant.patterns, variant.exempt, label: " (\(edition), \(how))")
        }
        return entries
    }

    private func list(_ phrases: [String], _ patterns: [Pattern], _ exempt: [String], label: String) -> [Entry] {
        var entries: [Entry] = []
        func add(_ chinese: String, _ english: String, _ words: [String]) {
            guard !words.isEmpty else { return }
            let name = language.label(chinese, english) + label
            entries.append(Entry(label: "\(name) (\(words.count))", text: words.joined(separator: " · ")))
        }
        add("短语", "Phrases", phrases)
        add("句式", "Patterns", patterns.map(\.written))
        add("除外", "Exempt", exempt)
        return entries
    }
}
