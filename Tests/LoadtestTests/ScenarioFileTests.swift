// Scenarios as they are written down.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Quality
import Testing
import Wire

@testable import loadtest

@Suite("Scenario files")
struct ScenarioFileTests {
    private static func issues(_ yaml: String) -> [String] {
        do throws(PolicyError) {
            _ = try ScenarioFile.decode(yaml: yaml, file: "s.yaml")
            return []
        } catch {
            return error.issues.map(\.description)
        }
    }

    @Test("settings of workers are passed on; what the run or the scenario decides is refused")
    func workerSettings() throws {
        let passed = try PlayOptions.workerArguments(["worker.commit-interval=100ms", "worker.memory=1GiB"])
        #expect(passed == ["--worker-commit-interval=100ms", "--worker-memory=1GiB"])
        for wrong in ["worker.lanes=2", "worker.policy=x", "kafka.group-id=x", "worker.memory", "=", ""] {
            #expect(throws: (any Error).self, "\(wrong)") { try PlayOptions.workerArguments([wrong]) }
        }
    }

    @Test("every built-in scenario is read, has its own name, and fits a working day's patience")
    func presets() throws {
        for (name, yaml) in ScenarioPresets.all {
            let scenario = try ScenarioFile.decode(yaml: yaml, file: name)
            #expect(scenario.name == name)
            #expect(scenario.length <= .minutes(5))
        }
    }

    @Test("the manual's example is read, and what it calls the defaults are the defaults")
    func manual() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("loadtest/scenarios.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        let example = try ScenarioFile.decode(yaml: try #require(blocks.first), file: "scenarios.md")
        #expect(example.chaos.count == 5 && example.phases.count == 3)
        let least = try ScenarioFile.decode(
            yaml: """
                scenario: black-friday
                phases: [{ name: warm-up, for: 20s, rate: 1000, to: 5000 }]
                """, file: "least.yaml")
        var expected = example
        expected.phases = Array(example.phases.prefix(1))
        expected.chaos = []
        expected.objectives = .init(latency: [.init(share: 9_900, bound: .seconds(1))])
        #expect(least == expected)
    }

    @Test("a phase changes the mix of the conversations that begin in it, and nothing else")
    func mixes() throws {
        let scenario = try ScenarioFile.decode(
            yaml: """
                scenario: mixes
                conversations: { angry: 50, rated: 100 }
                phases:
                - { name: calm, for: 1s, rate: 10 }
                - { name: wave, for: 1s, rate: 10, angry: 900 }
                """, file: "s.yaml")
        #expect(scenario.phases.map(\.mix.angry) == [50, 900])
        #expect(scenario.phases.map(\.mix.rated) == [100, 100])
    }

    @Test("the rate goes evenly from a phase's start to its end")
    func moments() throws {
        let scenario = try ScenarioFile.decode(
            yaml: """
                scenario: ramp
                phases:
                - { name: up, for: 10s, rate: 100, to: 200 }
                - { name: level, for: 10s, rate: 50 }
                """, file: "s.yaml")
        #expect(scenario.moment(.zero)?.rate == 100)
        #expect(scenario.moment(.seconds(5))?.rate == 150)
        #expect(scenario.moment(.seconds(10))?.phase == 1)
        #expect(scenario.moment(.seconds(20)) == nil)
        #expect(scenario.scaled(1, over: 2).phases.map(\.rate) == [50, 25])
    }

    @Test(
        "what only the embedded broker can be told is refused on a cluster",
        arguments: ["delay: 200ms", "outage: true"])
    func embeddedChaos(deed: String) throws {
        let scenario = try ScenarioFile.decode(
            yaml: """
                scenario: x
                phases: [{ name: a, for: 9s, rate: 5 }]
                chaos: [{ at: 1s, \(deed), for: 1s }]
                """, file: "s.yaml")
        #expect(throws: KafkaError.self) { try PlayOptions.checkChaos(scenario) }
        var calm = scenario
        calm.chaos = [.init(at: .seconds(1), deed: .kill(1))]
        try PlayOptions.checkChaos(calm)
    }

    @Test(
        "a mistake is told with its line and how to mend it",
        arguments: [
            ("phases: []\n", "has no 'scenario'"),
            ("scenario: x\nphases: [{ name: a, for: 1s, rate: 0 }]\n", "write a whole number from 1 to 10000000"),
            ("scenario: x\nphases: [{ name: a, for: 1s, rat: 5 }]\n", "did you mean 'rate'?"),
            (
                "scenario: x\nconversations: { angry: 1001 }\nphases: [{ name: a, for: 1s, rate: 5 }]\n",
                "from 0 to 1000"
            ),
            ("scenario: x\nphases: [{ name: a, for: 1s, rate: 5 }, { name: a, for: 1s, rate: 5 }]\n", "two phases 'a'"),
            (
                "scenario: x\nphases: [{ name: a, for: 9s, rate: 5 }]\nchaos: [{ at: 1s, pause: 1 }]\n",
                "does not say for how long"
            ),
            ("scenario: x\nphases: [{ name: a, for: 9s, rate: 5 }]\nchaos: [{ at: 1s }]\n", "does one thing"),
            (
                "scenario: x\nphases: [{ name: a, for: 9s, rate: 5 }]\nchaos: [{ at: 10s, kill: 1 }]\n",
                "after the last phase"
            ),
            (
                "scenario: x\nphases: [{ name: a, for: 9s, rate: 5 }]\nobjectives: { latency: { p98: 1s } }\n",
                "unknown percentile 'p98'"
            ),
            (
                "scenario: x\nphases: [{ name: a, for: 9s, rate: 5 }]\ndisturbances: { late-by: 2m }\n",
                "write at most 60s"
            ),
        ])
    func mistakes(_ yaml: String, _ expected: String) {
        let issues = Self.issues(yaml)
        #expect(issues.contains { $0.hasPrefix("s.yaml:") && $0.contains(expected) }, "\(issues)")
    }
}
