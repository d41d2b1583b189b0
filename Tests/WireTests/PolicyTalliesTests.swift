// The further subjects of a policy file: read, and what can be wrong with them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("tallies of a policy file")
struct PolicyTalliesTests {
    private static let line = "surveys: { window: 24h }"

    private static func text(_ tallies: String) -> String {
        PolicySample.with(line, as: "\(line)\ntallies: \(tallies)")
    }

    private static func issues(_ text: String) -> [PolicyError.Issue] {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: text, file: "sample.yaml")
            return []
        } catch {
            return error.issues
        }
    }

    @Test("S3-081, S4-023: they are read; left out, there are none, and nothing is kept for them")
    func read() throws {
        let policy = try PolicyFile.decode(
            yaml: Self.text("{ by: [task-type, region+channel, agent+channel, class+stage+brand] }"),
            file: "sample.yaml")
        #expect(
            policy.tallySubjects.map(\.word) == ["task-type", "channel+region", "agent+channel", "brand+stage+class"])
        #expect(policy.tallyAttributes == [.brand, .stage, .urgencyClass, .taskType, .region])
        let plain = try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml")
        #expect(plain.tallySubjects.isEmpty && plain.tallyAttributes.isEmpty)
    }

    @Test("S4-045: teams that are compared are named, and a line for their spread says how many answers each needs")
    func comparedTeams() throws {
        func text(_ tallies: String, _ of: String) -> String {
            Self.text(tallies)
                + "\nthresholds:\n  it: { figure: team-spread, each: 30, of: [\(of)], windows: [month], target: 10, alert: 10, least: 60, "
                + "receivers: [leader] }\n"
        }
        let policy = try PolicyFile.decode(yaml: text("{ compare-teams: [B, A] }", "all"), file: "sample.yaml")
        #expect(policy.comparedTeams == ["B", "A"] && policy.tallySubjects.isEmpty)
        let threshold = try #require(policy.thresholds.first)
        #expect(threshold.figure == Figure(.teamSpread, leastEach: 30))
        #expect(CheckWording(policy, in: .english).threshold(threshold).contains("teams with at least 30, of all"))
        for wrong in [text("{ compare-teams: [B, A] }", "team"), text("{ by: [region] }", "all")] {
            #expect(Self.issues(wrong).map(\.problem) == ["the threshold 'it' compares teams"])
        }
    }

    @Test("C39: what standardised rates need has tallies, beside those that are named")
    func standardised() throws {
        func policy(_ tallies: String) throws -> Policy {
            try PolicyFile.decode(yaml: Self.text(tallies), file: "sample.yaml")
        }
        let channel = try policy("{ standardise: channel }")
        #expect(channel.standardisedBy == .channel)
        #expect(channel.tallySubjects.map(\.word) == ["agent+channel", "team+channel"])
        let task = try policy("{ by: [region, agent+task-type], standardise: task-type }")
        #expect(task.standardisedBy == .taskType && task.tallyAttributes == [.taskType, .region])
        #expect(task.tallySubjects.map(\.word) == ["region", "agent+task-type", "team+task-type", "task-type"])
        #expect(try policy("{ by: [region] }").standardisedBy == nil)
        for wrong in ["agent", "chanel"] {
            let issues = Self.issues(Self.text("{ standardise: \(wrong) }"))
            #expect(issues.map(\.problem) == ["unknown dimension of 'standardise' '\(wrong)'"], "\(issues)")
        }
    }

    @Test("X24: how long tallies are kept; left out, for ever, and not for less than what is asked of them needs")
    func retention() throws {
        let plain = try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml")
        #expect(plain.tallyRetention == TallyRetention())
        let policy = try PolicyFile.decode(
            yaml: Self.text("{ keep: { hour: 60d, day: 400d, month: 1100d } }"), file: "sample.yaml")
        #expect(
            policy.tallyRetention
                == TallyRetention([.hour: .hours(1_440), .day: .hours(9_600), .month: .hours(26_400)]))
        let wrong = Self.issues(Self.text("{ keep: { hour: 6d, week: 1x, month: 99d, year: 10d } }"))
        #expect(wrong.count == 4)
        #expect(wrong.contains { $0.problem == "'keep' of 'tallies' keeps an hour for less than 7d" })
        #expect(wrong.contains { $0.problem == "'keep' of 'tallies' keeps a month for less than 100d" })
        #expect(Self.issues(Self.text("{ keep: {} }")).map(\.problem) == ["'keep' of 'tallies' names no window"])
    }

    @Test("X24: tallies are not let go before a threshold, a duty or a closing of any version has used them")
    func tooShort() throws {
        func remedies(_ files: String...) -> [String] {
            do throws(PolicyError) {
                _ = try PolicyLoader.load(
                    files: files.enumerated().map { (name: "\($0.offset).yaml", text: $0.element) })
                return []
            } catch {
                return error.issues.map(\.remedy)
            }
        }
        let weeks =
            "\nthresholds:\n  busy: { figure: csat-mean, of: [all], windows: [hour], weeks: 4, worse-by: 50, least: 5, "
            + "receivers: [desk] }\n"
        #expect(remedies(Self.text("{ keep: { hour: 35d } }") + weeks) == [])
        #expect(remedies(Self.text("{ keep: { hour: 34d } }") + weeks) == ["keep each hour for at least 35d"])
        // The last version keeps what an earlier one needs.
        let next = Self.text("{ keep: { hour: 34d } }").replacing("\"1.0.0\"", with: "\"2.0.0\"")
            .replacing("effective-from: 2026", with: "effective-from: 2030")
        #expect(remedies(PolicySample.text + weeks, next) == ["keep each hour for at least 35d"])
        let duty =
            "\nthresholds:\n  late: { figure: csat-mean, of: [all], windows: [day], target: 4, alert: 3, least: 5, receivers: [desk], "
            + "analysis: { within: 9d, receivers: [desk] } }\n"
        #expect(remedies(Self.text("{ keep: { day: 16d } }") + duty) == [])
        #expect(remedies(Self.text("{ keep: { day: 15d } }") + duty) == ["keep each day for at least 16d"])
        #expect(remedies(Self.text("{ close-months-after: 4d, keep: { month: 104d } }")) == [])
        #expect(
            remedies(Self.text("{ close-months-after: 4d, keep: { month: 103d } }"))
                == ["keep each month for at least 104d"])
    }

    @Test(
        "F10, T68: who is credited with clocks, and what is left of a target when a pause is late; both have a default")
    func credit() throws {
        let plain = try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml")
        #expect(plain.clockCredit == .holder && plain.latePausePercent == 10)
        let text = Self.text("{ credit-clocks: agent-of-episode, late-pause: 5% }")
        let policy = try PolicyFile.decode(yaml: text, file: "sample.yaml")
        #expect(policy.clockCredit == .agent && policy.latePausePercent == 5)
        #expect(plain.episodeCredit == .lastAnswerer && policy.episodeCredit == .lastAnswerer)
        let first = Self.text("{ credit-episodes: first-answerer }")
        #expect(try PolicyFile.decode(yaml: first, file: "sample.yaml").episodeCredit == .firstAnswerer)
        let wrong = Self.issues(Self.text("{ credit-episodes: first }"))
        #expect(wrong.map(\.problem) == ["unknown 'credit-episodes' 'first'"])
        let holder = try PolicyFile.decode(yaml: Self.text("{ credit-clocks: holder }"), file: "sample.yaml")
        #expect(holder.clockCredit == .holder && holder.latePausePercent == 10)
        let threshold =
            "\nthresholds:\n  dodging: { figure: late-pause-rate, of: [agent], windows: [month], target: 20, alert: 40, least: 20, "
            + "receivers: [integrity] }\n"
        let line = try #require(try PolicyFile.decode(yaml: text + threshold, file: "sample.yaml").thresholds.first)
        #expect(line.figure == Figure(.latePauseRate) && !line.figure.kind.isBetterHigher)
    }

    @Test("thresholds may be about them")
    func thresholds() throws {
        func text(_ of: String) -> String {
            Self.text("{ by: [region+channel, task-type] }")
                + "\nthresholds:\n  it: { figure: mean-score, of: [\(of)], windows: [week], target: 85, alert: 80, least: 9, "
                + "receivers: [leader] }\n"
        }
        let policy = try PolicyFile.decode(yaml: text("channel+region, task-type, all"), file: "sample.yaml")
        let threshold = try #require(policy.thresholds.first)
        #expect(threshold.subjects.map(\.word) == ["channel+region", "task-type", "all"])
        #expect(CheckWording(policy, in: .english).threshold(threshold).contains("of channel+region/task-type/all"))
        let issues = Self.issues(text("region"))
        #expect(issues.map(\.problem) == ["the threshold 'it' is about region, of which no tallies are kept"])
        #expect(issues.map(\.remedy) == ["add it to the policy: 'tallies: { by: [region] }'"])
    }

    @Test(
        "every mistake is named",
        arguments: [
            ("{}", "'tallies' is empty", "add 'by: …'"),
            ("{ compare-teams: [A] }", "does not name from two to 64 different teams", "each of those once"),
            ("{ compare-teams: [A, B, A] }", "does not name from two to 64 different teams", "each of those once"),
            ("{ credit-clocks: agent }", "unknown 'credit-clocks' 'agent'", "agent-of-episode"),
            ("{ late-pause: 10 }", "'late-pause' is '10'", "from 1% to 99%"),
            ("{ late-pause: 0% }", "'late-pause' is '0%'", "from 1% to 99%"),
            ("{ by: [] }", "is empty", "name at least one"),
            ("{ by: [regions] }", "unknown subject 'regions'", "did you mean 'region'?"),
            ("{ by: [channel+where] }", "unknown subject 'where'", "valid: all, agent"),
            ("{ by: [agent] }", "names agent", "there always are tallies of it"),
            ("{ by: [all] }", "names all", "there always are tallies of it"),
            ("{ by: [all+agent] }", "unknown subject 'all'", "valid: all, agent"),
            ("{ by: [region+region] }", "is 'region+region'", "two or three different dimensions"),
            ("{ by: [agent+team+channel+region] }", "is 'agent+team+channel+region'", "two or three"),
            ("{ by: [channel+region, region+channel] }", "names channel+region twice", "drop one"),
            ("{ by: [[channel, region]] }", "is not a text", "on the line of its key"),
        ])
    func mistakes(tallies: String, problem: String, remedy: String) {
        let issues = Self.issues(Self.text(tallies))
        #expect(issues.count == 1 && issues[0].problem.contains(problem), "\(issues)")
        #expect(issues.first?.remedy.contains(remedy) == true, "\(issues)")
    }

    @Test("there are so many at most")
    func many() {
        let agents = SubjectDimension.allCases.dropFirst().map { "agent+\($0.word)" }
        let teams = SubjectDimension.allCases.dropFirst(2).map { "team+\($0.word)" }
        let text = Self.text("{ by: [\((agents + teams).joined(separator: ", "))] }")
        #expect(Self.issues(text).map(\.problem) == ["'tallies' names 17 kinds of subjects"])
    }
}
