// The examples of the manual of policy files.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

@Suite("manual of policy files")
struct PolicyManualTests {
    /// The YAML examples of a manual, in order.
    private static func examples(_ page: String = "policies.md", language: String = "yaml") throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("deploy/\(page)"), encoding: .utf8)
        return text.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }

    @Test("the whole policy is valid as it stands")
    func policy() throws {
        let policy = try PolicyFile.decode(yaml: try #require(try Self.examples().first), file: "policies.md")
        #expect(policy.rubric.dimensions.map(\.id) == ["attitude", "compliance", "extra"])
        #expect(policy.rubric.dimensions[2].bonusCap == Points(hundredths: 500))
        #expect(policy.rubric.dimensions[1].criteria.map(\.isFatal) == [true, false])
        #expect(policy.rubric.dimensions[1].criteria[1].check == .human)
    }

    @Test("the clocks and calendars are valid as they stand")
    func clocks() throws {
        let clocks = try #require(try Self.examples("service-levels.md").first)
        let whole = try Self.examples()[0].replacing(
            "clocks:                                    # see service-levels.md", with: clocks + "\nunused:")
        let policy = try PolicyFile.decode(
            yaml: String(whole.replacing(/\nunused:\n[^\n]*/, with: "")), file: "service-levels.md")
        #expect(policy.clocks.count == 4)
        let levels = try Self.examples("service-levels.md")[1]
        let preset = try PolicyFile.decode(
            yaml: try Self.examples()[0].replacing("clocks:  ", with: levels + "clocks:  "), file: "service-levels.md")
        #expect(preset.clocks.count > 8)
        #expect(policy.clocks.first { $0.kind == .resolution }?.calendarName == "support")
        #expect(policy.clocks.first { $0.kind == .resolution }?.ladder.count == 2)
    }

    @Test("the thresholds are valid as they stand")
    func thresholds() throws {
        let examples = try Self.examples()
        let alone = try #require(examples.first { $0.hasPrefix("thresholds:") })
        let whole = try #require(examples.first)
        let policy = try PolicyFile.decode(yaml: whole, file: "policies.md")
        #expect(policy.thresholds.map(\.name) == ["timeliness"])
        let start = try #require(whole.range(of: "thresholds:")).lowerBound
        let end = try #require(whole.range(of: "standard-lexicons:")).lowerBound
        let other = whole.replacingCharacters(in: start..<end, with: alone)
            .replacing(
                "alerts: true, receivers: [leader] }",
                with: "alerts: true, receivers: [leader] }\n  first-response-any: { target: 15s, alerts: false }")
        let thresholds = try PolicyFile.decode(yaml: other, file: "policies.md").thresholds
        #expect(thresholds.map(\.name) == ["timeliness", "overtime", "slower-than-usual"])
        #expect(thresholds.map(\.figure.kind) == [.timeliness, .overtimeRate, .meanResponse])
    }

    @Test("the correction of a clock is one that the reader takes, under the id that the command gives it (T30)")
    func correction() throws {
        let text = try #require(try Self.examples("service-levels.md", language: "json").first)
        guard case .event(let event) = try OfflineLine(json: Array(text.utf8)) else {
            Issue.record("the example is a transcript")
            return
        }
        let read = try ConversationReader.read(event.value, ByteRange(0..<event.value.count))
        let correction = try #require(ConversationReader.correction(event.value, of: read))
        #expect(correction.result.kind == .firstResponseHuman && correction.result.outcome == .met)
        #expect(correction.id.hasSuffix("/\(correction.result.deadline?.milliseconds ?? 0)/2"))
        #expect(correction.result.holder == HolderName(agent: "A", team: "T1"))
    }

    @Test("the themes are valid as they stand")
    func themes() throws {
        let examples = try Self.examples()
        let alone = try #require(examples.first { $0.hasPrefix("themes:") })
        let repeats = try #require(examples.first { $0.hasPrefix("repeat-contacts:") })
        let whole = try #require(examples.first)
        let line = try #require(whole.split(separator: "\n").first { $0.hasPrefix("surveys:") })
        let text = whole.replacing(line, with: "\(line)\n\(repeats)\(alone)")
            .replacing("  promise: { phrases", with: "  complex-process: { phrases: [流程太复杂] }\n  promise: { phrases")
        let policy = try PolicyFile.decode(yaml: text, file: "policies.md")
        #expect(policy.themes.map(\.name) == ["process-complex"])
        #expect(policy.thresholds.last?.name == "theme-burst-process-complex")
    }

    @Test("the integrity signals are valid as they stand")
    func integrity() throws {
        let alone = try #require(try Self.examples().first { $0.hasPrefix("integrity:") })
        let surveys = try #require(try Self.examples().first { $0.hasPrefix("surveys:\n") })
        let whole = try #require(try Self.examples().first)
        let line = try #require(whole.split(separator: "\n").first { $0.hasPrefix("surveys:") })
        let policy = try PolicyFile.decode(yaml: whole.replacing(line, with: surveys + alone), file: "policies.md")
        #expect(policy.integrity?.reopenedTimes == 2 && policy.integrity?.invitations == "instant")
        #expect(policy.integrity?.courtesies.count == 2)
    }

    @Test("the lexicons are valid as they stand")
    func lexicons() throws {
        let examples = try Self.examples()
        let lexicons = try #require(examples.last)
        let whole = examples[0].replacing("lexicons:  ", with: "# ")
            .replacing("  promise: { phrases", with: lexicons + "  promise: { phrases")
            .replacing("forbids: [promise]", with: "forbids: [promise, shifting-blame, any-emoji]")
        let policy = try PolicyFile.decode(yaml: whole, file: "policies.md")
        let shifting = try #require(policy.lexicons.first { $0.name == "shifting-blame" })
        #expect(shifting.patterns.count == 2 && shifting.guards.count == 1 && shifting.variants.count == 2)
        #expect(
            policy.hasEditions
                && policy.edition(brand: "acme", language: "") != policy.edition(brand: "", language: "en"))
    }
}
