// `assay policy list` and `assay policy show`.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Quality
import Testing
import Wire

@testable import Commands
@testable import assay

@Suite("assay policy show")
struct PolicyShowTests {
    @Test("list names every preset with its version, and the standard lexicons")
    func list() async throws {
        let run = try await AssayProcess.run(["policy", "list"])
        #expect(run.status == 0)
        for name in PolicyLoader.presets {
            let version = try PolicyLoader.preset(name).versions[0].version
            #expect(run.lines.contains { $0.hasPrefix(name) && $0.contains(version) && $0.contains("%") })
        }
        #expect(
            run.lines.contains {
                $0.hasPrefix("pharma-v2") && $0.contains("S0 pharmacy e-commerce        attitude 30 %")
            })
        #expect(run.lines.contains { $0.hasPrefix("STANDARD LEXICONS") })
    }

    @Test("list of a directory names its versions and from when they are in force")
    func versions() async throws {
        try await Scratch.with { scratch in
            let directory = try scratch.directory(
                "shop",
                [
                    "b.yaml": PolicyFiles.plain(version: "2", from: "2026-03-01T00:00:00+08:00"),
                    "a.yaml": PolicyFiles.plain(),
                ])
            let run = try await AssayProcess.run(["policy", "list", directory])
            #expect(
                run.lines.dropFirst(2).map { $0.split(separator: "  ")[1] }
                    == ["2020-01-01 00:00:00 +08:00", "2026-03-01 00:00:00 +08:00"])
            let none = try await AssayProcess.run(["policy", "list", directory + "x"])
            #expect(none.status == 64)
            #expect(none.errors.contains("there is no preset"))
        }
    }

    @Test(
        "the Markdown page has each criterion with titles, rule, condition and requirements",
        arguments: ["zh", "en", "both"])
    func markdown(language: String) async throws {
        let run = try await AssayProcess.run(["policy", "show", "pharma-v2", "--lang", language])
        #expect(run.status == 0)
        for (_, criterion) in try PolicyLoader.preset("pharma-v2").versions[0].criteria {
            #expect(run.text.contains("`\(criterion.id)` · "))
            if language != "en" { #expect(run.text.contains(criterion.title.chinese.escapedMarkdown)) }
            if language != "zh" { #expect(run.text.contains(criterion.title.english.escapedMarkdown)) }
        }
        #expect(run.text.contains("S0-010 Polite, positive, patient wording"))
        #expect(run.text.contains("At least one of the first 2 messages of human agents") == (language != "zh"))
        #expect(run.text.contains("人工客服的前 2 条消息中至少一条") == (language != "en"))
    }

    @Test(
        "the HTML page stands by itself, names its language, and closes what it opens", arguments: ["zh", "en", "both"])
    func html(language: String) async throws {
        let run = try await AssayProcess.run(["policy", "show", "internet", "--format", "html", "--lang", language])
        let page = run.text
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language == "en" ? "en" : "zh-Hans")\">"))
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
        #expect(page.contains("prefers-color-scheme: dark"))
        try HTMLCheck.expectWellFormed(page)
        let links = page.matches(of: #/href="#([^"]+)"/#).map { $0.output.1 }
        #expect(links.count > 50)
        for link in Set(links) { #expect(page.contains("id=\"\(link)\"")) }
    }

    @Test("what a file brings is escaped")
    func escaping() async throws {
        try await Scratch.with { scratch in
            let text = PolicyFiles.plain(greetings: "您好, 你好, '<b>&\"hi\"'")
                .replacing("English greets", with: "'<script>alert(1)</script> *x* | y'")
            let file = try scratch.text("a.yaml", text)
            let html = try await AssayProcess.run(["policy", "show", file, "--format", "html"]).text
            #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(html.contains("&lt;b&gt;&amp;&quot;hi&quot;"))
            #expect(!html.contains("<script>"))
            try HTMLCheck.expectWellFormed(html)
            let markdown = try await AssayProcess.run(["policy", "show", file]).text
            #expect(markdown.contains(#"\<script\>alert(1)\</script\> \*x\* \| y"#))
        }
    }

    @Test("the YAML of a preset is a policy that can be used, and the same one")
    func yaml() async throws {
        for name in PolicyLoader.presets {
            let run = try await AssayProcess.run(["policy", "show", name, "--format", "yaml"])
            let copy = try PolicyFile.decode(yaml: run.text, file: "copy.yaml")
            let preset = try PolicyLoader.preset(name).versions[0]
            #expect(copy.rubric == preset.rubric)
            #expect(copy.lexicons == preset.lexicons)
        }
    }

    @Test("a version is chosen; one that is not there is told with those that are")
    func version() async throws {
        try await Scratch.with { scratch in
            let directory = try scratch.directory(
                "shop",
                [
                    "a.yaml": PolicyFiles.plain(version: "1.0"),
                    "b.yaml": PolicyFiles.plain(
                        version: "2.0", from: "2026-03-01T00:00:00+08:00", points: ("70", "30")),
                ])
            let newest = try await AssayProcess.run(["policy", "show", directory])
            #expect(newest.text.hasPrefix("# shop 2.0\n"))
            let first = try await AssayProcess.run([
                "policy", "show", directory, "--version", "1.0", "--format", "yaml",
            ])
            #expect(first.text == PolicyFiles.plain(version: "1.0"))
            let none = try await AssayProcess.run(["policy", "show", directory, "--version", "1.1"])
            #expect(none.status == 64)
            #expect(none.errors.contains("has no version '1.1'; did you mean '1.0'? versions: 1.0, 2.0"))
        }
    }
}

/// Looks whether a page closes what it opens.
enum HTMLCheck {
    /// Elements that have no end.
    private static let open: Set<String> = ["meta", "br", "!DOCTYPE"]

    static func expectWellFormed(_ page: String) throws {
        var stack: [String] = []
        var ids: Set<String> = []
        for match in page.matches(of: #/<(\/?)([a-zA-Z0-9!]+)([^>]*)>/#) {
            let name = String(match.output.2)
            if Self.open.contains(name) { continue }
            if match.output.1.isEmpty { stack.append(name) } else { #expect(stack.popLast() == name) }
            if let id = match.output.3.firstMatch(of: #/ id="([^"]*)"/#)?.output.1 {
                #expect(ids.insert(String(id)).inserted, "the id \(id) is there twice")
            }
        }
        #expect(stack.isEmpty)
    }
}
