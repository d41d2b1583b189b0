// Pages of HTML that stand by themselves.
// SPDX-License-Identifier: Apache-2.0

/// A page without scripts, and without anything from elsewhere: it can be mailed and printed.
package enum HTMLPage {
    /// The page of a body.
    package static func page(title: String, language: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language.escapedHTML)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="generator" content="assay">
        <title>\(title.escapedHTML)</title>
        <style>
        \(style)
        </style>
        </head>
        <body>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    /// An element with text in it.
    package static func element(_ name: String, _ text: String, class: String = "", language: String? = nil) -> String {
        let kind = `class`.isEmpty ? "" : " class=\"\(`class`)\""
        let tongue = language.map { " lang=\"\($0)\"" } ?? ""
        return "<\(name)\(kind)\(tongue)>\(text.escapedHTML)</\(name)>"
    }

    private static let style = """
        :root { color-scheme: light dark; --text: #1d2430; --faint: #5b6575; --page: #f6f7f9; --card: #ffffff;
          --line: #dde1e8; --accent: #1f5fae; --mark: #ffe08a; --marktext: #3a2c00; --lost: #a32525; --won: #1c7040;
          --chip: #eef1f6; --customer: #eaf2fc; --agent: #eef7ef; }
        @media (prefers-color-scheme: dark) { :root { --text: #e4e7ec; --faint: #9aa4b2; --page: #14171c; --card: #1c2027;
          --line: #323842; --accent: #8ab8f5; --mark: #6b5410; --marktext: #fff3cf; --lost: #ff9b93; --won: #7fd7a0;
          --chip: #272c35; --customer: #1d2a3a; --agent: #1e2d24; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); line-height: 1.55; overflow-wrap: anywhere;
          font-family: system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei",
          "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.7rem; margin: 0 0 1rem; } h2 { font-size: 1.3rem; margin: 2.2rem 0 .8rem; }
        h3 { font-size: 1.05rem; margin: 0 0 .35rem; }
        a { color: var(--accent); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; }
        dt { color: var(--faint); } dd { margin: 0; min-width: 0; }
        @media (max-width: 38rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .45rem; } }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1.1rem;
          margin: .7rem 0; break-inside: avoid; }
        .faint { color: var(--faint); } code { font-size: .88em; }
        .chip { display: inline-block; background: var(--chip); border-radius: .35rem; padding: 0 .45rem; margin: .1rem .15rem .1rem 0;
          font-size: .88em; }
        .fatal, .critical { background: var(--lost); color: var(--card); } .lost { color: var(--lost); } .won { color: var(--won); }
        mark { background: var(--mark); color: var(--marktext); border-radius: .2rem; padding: 0 .1rem; }
        sup { font-size: .7em; } summary { cursor: pointer; } ul, ol { padding-left: 1.3rem; margin: .3rem 0; }
        .message { border-radius: .5rem; padding: .45rem .75rem; margin: .45rem 0; border: 1px solid var(--line); background: var(--card); }
        .customer { background: var(--customer); margin-right: 12%; } .agent, .bot { background: var(--agent); margin-left: 12%; }
        .text { white-space: pre-wrap; } table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        @media print { @page { margin: 12mm; }
          body { background: none; font-size: 9pt; } main { max-width: none; padding: 0; } details > * { display: revert; }
          .card { break-inside: auto; border: none; padding: 0; overflow: visible !important; } svg, tr { break-inside: avoid; }
          h1, h2, h3 { break-after: avoid; } thead { display: table-header-group; } table { font-size: 8pt; }
          th, th.number { white-space: normal; } th, td { padding: .2rem .5rem .2rem 0; } }
        """
}

extension String {
    /// The text with what HTML takes for marks escaped, for text and attribute values alike.
    package var escapedHTML: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
