// A page about a rubric in HTML.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

extension RubricPage {
    /// The page in HTML.
    var html: String {
        var body = [HTMLPage.element("h1", title), definitions(facts), contents]
        for dimension in policy.rubric.dimensions {
            body.append("<section id=\"d-\(dimension.id.escapedHTML)\">")
            body.append(HTMLPage.element("h2", share(dimension)))
            body += dimension.criteria.map { html($0, in: dimension) }
            body.append("</section>")
        }
        if !lexicons.isEmpty {
            body.append("<section id=\"lexicons\">")
            body.append(HTMLPage.element("h2", language.label("词库", "Lexicons")))
            body += lexicons.map { html($0.lexicon, users: $0.users) }
            body.append("</section>")
        }
        return HTMLPage.page(title: title, language: language.tag, body: body.joined(separator: "\n"))
    }

    private var contents: String {
        var links = policy.rubric.dimensions.map { dimension in
            "<li><a href=\"#d-\(dimension.id.escapedHTML)\">\(share(dimension).escapedHTML)</a></li>"
        }
        if !lexicons.isEmpty {
            links.append("<li><a href=\"#lexicons\">\(language.label("词库", "Lexicons").escapedHTML)</a></li>")
        }
        return "<nav><ul>\n\(links.joined(separator: "\n"))\n</ul></nav>"
    }

    private func html(_ criterion: Criterion, in dimension: Dimension) -> String {
        let badges = badges(criterion, in: dimension).enumerated().map { index, badge in
            let isFatal = criterion.isFatal && badge == language.words("致命", "fatal")
            let isCritical = criterion.severity == .critical && index == 1
            return HTMLPage.element(
                "span", badge, class: isFatal ? "chip fatal" : isCritical ? "chip critical" : "chip")
        }
        let lexicons = lexicons(criterion).map { "<a href=\"#l-\($0.escapedHTML)\">\($0.escapedHTML)</a>" }
        var lines = [
            "<article class=\"card\" id=\"c-\(criterion.id.escapedHTML)\">", "<h3>\(html(criterion.title))</h3>",
        ]
        lines.append(
            "<div><code class=\"faint\">\(criterion.id.escapedHTML)</code> \(badges.joined(separator: " "))</div>")
        lines.append(definitions(sentences(criterion, in: dimension)).replacing("</dl>", with: ""))
        lines.append(HTMLPage.element("dt", language.label("要求", "Requirements")))
        let requirements = requirements(criterion).map { id, title in
            "\(id.escapedHTML) <span lang=\"en\">\(title.escapedHTML)</span>"
        }
        lines.append("<dd>\(requirements.joined(separator: "<br>"))</dd>")
        if !lexicons.isEmpty {
            lines.append(HTMLPage.element("dt", language.label("词库", "Lexicons")))
            lines.append("<dd>\(lexicons.joined(separator: ", "))</dd>")
        }
        return (lines + ["</dl>", "</article>"]).joined(separator: "\n")
    }

    /// A title, each language marked as what it is.
    private func html(_ title: Criterion.Title) -> String {
        language.wordings.map { wording in
            HTMLPage.element(
                "span", wording == .chinese ? title.chinese : title.english, language: wording.tag)
        }.joined(separator: " · ")
    }

    private func definitions(_ entries: [Entry]) -> String {
        let lines = entries.map { entry in
            let tongue = entry.wording?.tag
            return HTMLPage.element("dt", entry.label, language: tongue)
                + HTMLPage.element("dd", entry.text, language: tongue)
        }
        return "<dl>\n\(lines.joined(separator: "\n"))\n</dl>"
    }

    private func html(_ lexicon: Lexicon, users: [String]) -> String {
        let links = users.map { "<a href=\"#c-\($0.escapedHTML)\">\($0.escapedHTML)</a>" }.joined(separator: ", ")
        var lines = ["<details class=\"card\" id=\"l-\(lexicon.name.escapedHTML)\">"]
        lines.append("<summary><strong>\(lexicon.name.escapedHTML)</strong></summary>")
        if !users.isEmpty { lines.append("<p>\(language.label("用于", "Used by").escapedHTML): \(links)</p>") }
        lines.append(definitions(entries(lexicon)))
        lines.append("</details>")
        return lines.joined(separator: "\n")
    }
}
