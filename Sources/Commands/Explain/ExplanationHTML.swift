// An evaluation as a page.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Writes an explanation as HTML.
package struct ExplanationHTML {
    private let explanation: Explanation
    private let language: PageLanguage
    private let wordings: [CheckWording]

    /// The page of an explanation.
    package init(_ explanation: Explanation, in language: PageLanguage) {
        self.explanation = explanation
        self.language = language
        wordings = language.wordings.map { CheckWording(explanation.policy, in: $0) }
    }

    /// The page.
    package var html: String {
        let evaluation = explanation.evaluation
        let title = "\(evaluation.tenant)/\(evaluation.conversationID) · \(evaluation.episode)/\(explanation.episodes)"
        let facts = explanation.facts(language).map {
            HTMLPage.element("dt", $0.label) + HTMLPage.element("dd", $0.text)
        }
        let lost = explanation.points.filter { $0.hundredths <= 0 }
        let won = explanation.points.filter { $0.hundredths > 0 }
        let clocks = evaluation.clocks.map { clock in
            "<p>\(clock.clock.escapedHTML): \(explanation.words(clock, language).escapedHTML)</p>"
        }
        let body =
            [HTMLPage.element("h1", title), "<dl>\(facts.joined(separator: "\n"))</dl>"]
            + section("对话", "Dialogue", explanation.entries.indices.map(message))
            + section("失分", "Points lost", lost.map(point))
            + section("加分", "Points awarded", won.map(point))
            + section("维度得分", "Dimensions", [dimensions])
            + section("时钟", "Clocks", clocks)
            + section("不适用", "Did not apply", explanation.notApplicable.map(notApplicable))
            + section("留待人工评审", "Left to human review", explanation.human.map(human))
        return HTMLPage.page(title: title, language: language.tag, body: body.joined(separator: "\n"))
    }

    private func section(_ chinese: String, _ english: String, _ parts: [String]) -> [String] {
        parts.isEmpty
            ? [] : ["<section>", HTMLPage.element("h2", language.label(chinese, english))] + parts + ["</section>"]
    }

    private func links(_ numbers: [Int]) -> String {
        let links = numbers.map { "<a href=\"#p-\($0)\">\($0)</a>" }.joined(separator: ",")
        return "<sup>\(links)</sup>"
    }

    private func message(_ index: Int) -> String {
        let entry = explanation.entries[index]
        let kind: String =
            switch entry.role {
            case .customer?: "customer"
            case .agent?, .bot?: "agent"
            case .system?, nil: "faint"
            }
        let whole = explanation.numbers(ofWhole: index)
        let estimate = entry.isTimeEstimated ? "~" : ""
        var head = "\(estimate)\(explanation.time(entry.at.milliseconds)) · \(explanation.speaker(entry, language))"
        if !entry.note.isEmpty { head += " · \(language.words(entry.note.masked))" }
        let text = explanation.pieces(of: index).map { piece in
            piece.numbers.isEmpty
                ? piece.text.escapedHTML : "<mark>\(piece.text.escapedHTML)</mark>\(links(piece.numbers))"
        }.joined()
        let mark = whole.isEmpty ? "" : " <mark>\(language.label("整条", "whole").escapedHTML)</mark>\(links(whole))"
        return """
            <div class="message \(kind)" id="m-\(index + 1)"><div class="faint">\(head.escapedHTML)\(mark)</div>\
            <div class="text">\(text)</div></div>
            """
    }

    private func point(_ point: Explanation.Point) -> String {
        let criterion = point.criterion
        let isWon = point.hundredths > 0
        let points = "\(isWon ? "+" : "")\(point.hundredths.writtenHundredths)"
        let place = explanation.place(of: point, language).escapedHTML
        let link = point.entry.map { "<a href=\"#m-\($0 + 1)\">\(place)</a>" } ?? place
        var lines = ["<article class=\"card\" id=\"p-\(point.number)\">"]
        lines.append(
            "<h3>\(point.number). <span class=\"\(isWon ? "won" : "lost")\">\(points)</span> \(title(criterion))</h3>")
        var chips = [point.dimension.id, criterion.severity.word]
        if point.isFatal { chips.append("fatal") }
        let badges = chips.map { HTMLPage.element("span", $0, class: $0 == "fatal" ? "chip fatal" : "chip") }
        lines.append(
            "<div><code class=\"faint\">\(criterion.id.escapedHTML)</code> \(badges.joined(separator: " "))</div>")
        if let passage = explanation.passage(of: point) {
            let lexicon = language.label("词库", "lexicon")
            lines.append(
                "<p><mark>\(passage.escapedHTML)</mark> · \(link) · \(lexicon) <code>\(point.lexicon.escapedHTML)</code></p>"
            )
        } else {
            lines.append("<p>\(link)</p>")
        }
        lines += rules(criterion, in: point.dimension)
        if point.includesRest { lines.append(HTMLPage.element("p", explanation.rest(language), class: "lost")) }
        let requirements = criterion.requirements.map { "\($0) \(Requirement.named($0)?.title ?? "")" }
        lines.append(HTMLPage.element("p", requirements.joined(separator: "; "), class: "faint", language: "en"))
        return (lines + ["</article>"]).joined(separator: "\n")
    }

    private func title(_ criterion: Criterion) -> String {
        language.wordings.map { wording in
            let title = criterion.title
            return HTMLPage.element("span", wording == .chinese ? title.chinese : title.english, language: wording.tag)
        }.joined(separator: " · ")
    }

    private func rules(_ criterion: Criterion, in dimension: Dimension) -> [String] {
        wordings.map { wording in
            HTMLPage.element(
                "p", wording.check(of: criterion, isBonus: dimension.bonusCap != nil), language: wording.language.tag)
        }
    }

    private var dimensions: String {
        let heads = [
            HTMLPage.element("th", language.label("维度", "Dimension")),
            HTMLPage.element("th", language.label("权重", "Weight"), class: "number"),
            HTMLPage.element("th", language.label("得分", "Score"), class: "number"),
            HTMLPage.element("th", language.label("适用项", "Applied"), class: "number"),
        ]
        let rows = zip(explanation.policy.rubric.dimensions, explanation.evaluation.dimensions).map {
            dimension, score in
            let weight = dimension.bonusCap.map { "+\($0.written)" } ?? "\(score.weight.hundredths.writtenHundredths) %"
            let points = score.hasScore ? score.score.hundredths.writtenHundredths : "–"
            let numbers = [weight, points, "\(score.applied)/\(dimension.criteria.count)"]
                .map { HTMLPage.element("td", $0, class: "number") }
            return "<tr>\(HTMLPage.element("td", dimension.id))\(numbers.joined())</tr>"
        }
        return
            "<table><thead><tr>\(heads.joined())</tr></thead><tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
    }

    private func notApplicable(
        _ part: (dimension: Dimension, criterion: Criterion, reason: Explanation.Reason)
    ) -> String {
        let reasons = wordings.map { wording in
            HTMLPage.element(
                "p", explanation.words(part.reason, of: part.criterion, wording), class: "faint",
                language: wording.language.tag)
        }
        return "<article class=\"card\"><h3>\(title(part.criterion))</h3>\(reasons.joined())</article>"
    }

    private func human(_ part: (dimension: Dimension, criterion: Criterion)) -> String {
        "<article class=\"card\"><h3>\(title(part.criterion))</h3>\(rules(part.criterion, in: part.dimension).joined())</article>"
    }
}
