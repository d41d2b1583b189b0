// An evaluation as text for a terminal.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// Writes an explanation as text.
struct ExplanationText {
    private let explanation: Explanation
    private let language: PageLanguage
    private let wordings: [CheckWording]
    private let hasColours: Bool

    /// The text of an explanation, with colours for a terminal or with marks.
    init(_ explanation: Explanation, in language: PageLanguage, hasColours: Bool) {
        self.explanation = explanation
        self.language = language
        self.hasColours = hasColours
        wordings = language.wordings.map { CheckWording(explanation.policy, in: $0) }
    }

    /// The text.
    var text: String {
        let evaluation = explanation.evaluation
        let episode = "\(language.label("第", "episode")) \(evaluation.episode) / \(explanation.episodes)"
        var lines = [bold("\(evaluation.tenant)/\(evaluation.conversationID) · \(episode)"), ""]
        lines += TextTable.lines(explanation.facts(language).map { ["  \($0.label)", $0.text] })
        lines += ["", bold(language.label("对话", "Dialogue"))]
        lines += explanation.entries.indices.flatMap(message)
        let lost = explanation.points.filter { $0.hundredths <= 0 }
        let won = explanation.points.filter { $0.hundredths > 0 }
        lines += section("失分", "Points lost", lost.flatMap(point))
        lines += section("加分", "Points awarded", won.flatMap(point))
        lines += section("维度得分", "Dimensions", TextTable.lines(dimensions, rightAligned: [1, 2, 3]).map { "  \($0)" })
        let clocks = evaluation.clocks.map { "  \($0.clock): \(explanation.words($0, language))" }
        lines += section("时钟", "Clocks", clocks)
        lines += section("不适用", "Did not apply", explanation.notApplicable.flatMap(notApplicable))
        lines += section("留待人工评审", "Left to human review", explanation.human.flatMap(human))
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ chinese: String, _ english: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", bold(language.label(chinese, english))] + lines
    }

    // MARK: Dialogue

    private func message(_ index: Int) -> [String] {
        let entry = explanation.entries[index]
        let time = explanation.time(entry.at.milliseconds).dropFirst(11).prefix(8)
        let whole = explanation.numbers(ofWhole: index)
        var head = "  \(entry.isTimeEstimated ? "~" : " ")\(time)  \(faint(explanation.speaker(entry, language)))"
        if !entry.note.isEmpty { head += " \(faint("(\(language.words(entry.note.masked)))"))" }
        if !whole.isEmpty { head += " \(marked(numbers: whole))" }
        let text = explanation.pieces(of: index).map { $0.numbers.isEmpty ? $0.text : marked($0.text, $0.numbers) }
            .joined()
        guard !text.isEmpty else { return [head] }
        return [head] + text.split(separator: "\n", omittingEmptySubsequences: false).map { "      \($0)" }
    }

    private func marked(_ text: String, _ numbers: [Int]) -> String {
        let list = numbers.map(String.init).joined(separator: ",")
        return hasColours ? "\u{1B}[30;43m\(text)\u{1B}[0m\u{1B}[33m[\(list)]\u{1B}[0m" : "[[\(list): \(text)]]"
    }

    private func marked(numbers: [Int]) -> String {
        let list = "[\(numbers.map(String.init).joined(separator: ","))]"
        return hasColours ? "\u{1B}[33m\(list)\u{1B}[0m" : "[\(list)]"
    }

    // MARK: Points

    private func point(_ point: Explanation.Point) -> [String] {
        let criterion = point.criterion
        let points =
            point.hundredths > 0
            ? colour("+" + point.hundredths.writtenHundredths, 32) : colour(point.hundredths.writtenHundredths, 31)
        let kind = "\(point.dimension.id), \(criterion.severity.word)\(point.isFatal ? ", fatal" : "")"
        var lines = [
            "  \(marked(numbers: [point.number])) \(points)  \(criterion.id) · \(language.title(criterion.title)) (\(kind))"
        ]
        if let passage = explanation.passage(of: point) {
            lines.append(
                "      “\(passage.replacing("\n", with: " "))” · \(explanation.place(of: point, language)) · \(language.label("词库", "lexicon")) '\(point.lexicon)'"
            )
        } else {
            lines.append("      \(explanation.place(of: point, language))")
        }
        let isBonus = point.dimension.bonusCap != nil
        lines += wordings.map { "      \($0.check(of: criterion, isBonus: isBonus))" }
        if point.includesRest { lines.append("      \(explanation.rest(language))") }
        lines += criterion.requirements.map { "      \($0) \(Requirement.named($0)?.title ?? "")" }
        return lines
    }

    private var dimensions: [[String]] {
        let head = [
            language.label("维度", "dimension"), language.label("权重", "weight"), language.label("得分", "score"),
            language.label("适用项", "applied"),
        ]
        return [head]
            + zip(explanation.policy.rubric.dimensions, explanation.evaluation.dimensions).map { dimension, score in
                let weight =
                    dimension.bonusCap.map { "+\($0.written)" } ?? "\(score.weight.hundredths.writtenHundredths) %"
                return [
                    dimension.id, weight, score.hasScore ? score.score.hundredths.writtenHundredths : "–",
                    "\(score.applied)/\(dimension.criteria.count)",
                ]
            }
    }

    private func notApplicable(
        _ part: (dimension: Dimension, criterion: Criterion, reason: Explanation.Reason)
    ) -> [String] {
        ["  \(part.criterion.id) · \(language.title(part.criterion.title))"]
            + wordings.map { "      \(explanation.words(part.reason, of: part.criterion, $0))" }
    }

    private func human(_ part: (dimension: Dimension, criterion: Criterion)) -> [String] {
        ["  \(part.criterion.id) · \(language.title(part.criterion.title)) (\(part.dimension.id))"]
            + wordings.map { "      \($0.check(of: part.criterion, isBonus: part.dimension.bonusCap != nil))" }
    }

    // MARK: Colours

    private func bold(_ text: String) -> String { hasColours ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    private func faint(_ text: String) -> String { hasColours ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
    private func colour(_ text: String, _ code: Int) -> String {
        hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
