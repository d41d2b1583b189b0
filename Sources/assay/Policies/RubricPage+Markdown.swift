// A page about a rubric in Markdown.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

extension RubricPage {
    /// The page in Markdown (CommonMark).
    var markdown: String {
        var lines = ["# \(title.escapedMarkdown)", ""]
        lines += facts.map { "- **\($0.label):** \($0.text.escapedMarkdown)" }
        for dimension in policy.rubric.dimensions {
            lines += ["", "## \(share(dimension).escapedMarkdown)"]
            for criterion in dimension.criteria { lines += markdown(criterion, in: dimension) }
        }
        if !lexicons.isEmpty { lines += ["", "## \(language.label("词库", "Lexicons"))"] }
        for (lexicon, users) in lexicons {
            lines += ["", "### \(lexicon.name.escapedMarkdown)", ""]
            if !users.isEmpty {
                lines.append("- \(language.label("用于", "Used by")): \(users.joined(separator: ", ").escapedMarkdown)")
            }
            lines += entries(lexicon).map { "- \($0.label.escapedMarkdown): \($0.text.escapedMarkdown)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func markdown(_ criterion: Criterion, in dimension: Dimension) -> [String] {
        var lines = ["", "### \(language.title(criterion.title).escapedMarkdown)", ""]
        let badges = badges(criterion, in: dimension).joined(separator: " · ")
        lines.append("`\(criterion.id)` · \(badges.escapedMarkdown)")
        lines.append("")
        lines += sentences(criterion, in: dimension).map { "- **\($0.label):** \($0.text.escapedMarkdown)" }
        let requirements = requirements(criterion).map { "\($0.id) \($0.title)" }
        lines.append(
            "- **\(language.label("要求", "Requirements")):** \(requirements.joined(separator: "; ").escapedMarkdown)")
        return lines
    }
}

extension String {
    /// The text with what Markdown takes for marks escaped.
    var escapedMarkdown: String {
        var text = ""
        for character in self {
            if "\\`*_[]<>|#~".contains(character) { text.append("\\") }
            text.append(character.isNewline ? " " : character)
        }
        return text
    }
}
