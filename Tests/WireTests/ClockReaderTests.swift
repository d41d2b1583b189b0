// Clocks and calendars in a policy file, and the mistakes they can have.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

extension ContactAttributes {
    /// A contact of an urgency class.
    fileprivate static func urgency(_ name: String) -> ContactAttributes {
        var contact = ContactAttributes()
        contact[.urgencyClass] = name
        return contact
    }
}

@Suite("clocks in a policy file")
struct ClockReaderTests {
    private static func yaml(_ clock: String, calendars: String) -> String {
        """
        policy: t
        version: "1"
        effective-from: 2020-01-01T00:00:00+08:00
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        lexicons:
          hello: { phrases: [您好] }
        \(calendars.isEmpty ? "" : "calendars:\n  \(calendars)")
        clocks:
          \(clock)
        rubric:
          d:
            weight: 100
            criteria:
              c:
                title: { zh: 一, en: One }
                requirements: [S0-010]
                points: 100
                check: { requires: hello, in: first 1 }
        """
    }

    private static func policy(_ clock: String, calendars: String = "") throws(PolicyError) -> Policy {
        try PolicyFile.decode(yaml: yaml(clock, calendars: calendars), file: "t.yaml")
    }

    private static func issues(_ clock: String, calendars: String = "") -> [PolicyError.Issue] {
        do throws(PolicyError) {
            _ = try policy(clock, calendars: calendars)
            return []
        } catch {
            return error.issues
        }
    }

    @Test("everything a clock can say is read")
    func everything() throws {
        let policy = try Self.policy(
            """
            resolution:
                target: 2h
                calendar: hotline
                targets:
                  - { class: A, target: 10m, priority: 10, calendar: always }
                  - { class: [B, C], channel: phone, target: none, priority: 20 }
                alerts: true
                receivers: [leader]
                approaching: 30m
                pauses: [waiting-for-customer, ordered]
                ladder:
                  - { after: 15m, receivers: [manager], calendar: cn-office }
                  - { after: 1h, receivers: [director, board] }
              first-response-human: { target: 30s, alerts: false, session-gap: 10m, pauses: [ordered] }
              first-substantive-response: { target: 60s, alerts: false, courtesies: [hello] }
              progress-update: { target: 2h, alerts: false, fulfilled-by: [agent-message, internal-note] }
            """, calendars: "hotline: { zone: Asia/Shanghai, week: { mon: [\"09:00-18:00\"] } }")
        let clock = policy.clocks[0]
        #expect(clock.target == .hours(2) && clock.calendarName == "hotline" && clock.calendar != nil)
        #expect(clock.rules.map(\.target) == [nil, .minutes(10)], "the highest priority first")
        #expect(clock.rules.map(\.calendarName) == ["hotline", "always"])
        #expect(clock.rules[0].conditions.map(\.kind) == [.channel, .urgencyClass])
        #expect(clock.receivers == ["leader"] && clock.approaching == .minutes(30))
        #expect(clock.ladder.map(\.delay) == [.minutes(15), .hours(1)])
        #expect(clock.ladder.map(\.calendarName) == ["cn-office", "always"])
        #expect(clock.receivers(of: .escalated(2)) == ["director", "board"])
        #expect(policy.pauseReasons == ["waiting-for-customer", "ordered"])
        #expect(policy.clocks.map(\.pausesIn) == [3, 2, 0, 0])
        #expect(policy.clocks[1].sessionGap == .minutes(10))
        #expect(policy.courtesies.count == 1)
        #expect(policy.clocks[3].conditions.fulfils == [.agent, .note])
    }

    @Test("T01, T06: a clock counts in its calendar")
    func calendar() throws {
        let policy = try Self.policy("resolution: { target: 1h, calendar: cn-office, alerts: true, receivers: [a] }")
        let friday = try #require(Instant(iso: "2021-09-24T17:30:00+08:00"))
        let clocks = EpisodeClocks(episode: 1, at: friday, policy.clocks, .unknown)
        // The Sunday behind is a make-up working day.
        #expect(clocks.latest[0].deadline == Instant(iso: "2021-09-26T09:30:00+08:00"))
    }

    @Test(
        "mistakes: ties of priority (T48) and states as selectors (T49) among them",
        arguments: [
            ("resolution: { alerts: false }", "has no 'target'", "add 'target: …'"),
            ("resolution: { target: 1h, alerts: true }", "alerts nobody", "receivers: [leader]"),
            ("resolutions: { target: 1h, alerts: false }", "unknown clock 'resolutions'", "did you mean 'resolution'?"),
            (
                "resolution: { target: 1h, alerts: false, calendar: moon }", "unknown calendar 'moon'",
                "valid: always, cn-office"
            ),
            (
                "resolution: { target: 1h, alerts: false, approaching: 5m }", "has 'approaching' and does not alert",
                "alerts: true"
            ),
            (
                "resolution: { target: 1h, alerts: true, receivers: [a], ladder: [{ after: 1h, receivers: [b] }, { after: 1h, receivers: [c] }] }",
                "is not after the one before", "counted from the deadline"
            ),
            (
                "resolution: { target: 1h, alerts: false, targets: [{ channel: a, target: 1m, priority: 1 }, { channel: b, target: 2m, priority: 1 }] }",
                "two targets have the priority 1", "give each its own"
            ),
            (
                "resolution: { target: 1h, alerts: false, targets: [{ target: 1m, priority: 1 }] }",
                "says nothing about the conversation", "class"
            ),
            (
                "resolution: { target: 1h, alerts: false, targets: [{ state: open, target: 1m, priority: 1 }] }",
                "unknown key 'state'", "valid: target, priority"
            ),
            (
                "resolution: { target: 1h, alerts: false, starts: [dawn] }", "unknown event of clocks 'dawn'",
                "valid: start"
            ),
            (
                "first-substantive-response: { target: 1m, alerts: false }", "does not say what is none",
                "courtesies: [greeting"
            ),
            (
                "next-response: { target: 1m, alerts: false, session-gap: 10m }", "starts again by itself",
                "drop 'session-gap'"
            ),
        ])
    func mistakes(clock: String, problem: String, remedy: String) {
        let issues = Self.issues(clock)
        #expect(issues.count == 1, "\(issues)")
        #expect(issues.first?.problem.contains(problem) == true, "\(issues)")
        #expect(issues.first?.remedy.contains(remedy) == true, "\(issues)")
    }

    @Test("the service levels of the handbooks are read, and own clocks take the places of theirs")
    func serviceLevels() throws {
        func policy(_ levels: String, clock: String = "greeting: { target: 7s, alerts: false }") throws -> Policy {
            let top = "standard-lexicons: \"1\"\nservice-levels: \(levels)\nlexicons:"
            let yaml = Self.yaml(clock, calendars: "").replacing("lexicons:", with: top, maxReplacements: 1)
            return try PolicyFile.decode(yaml: yaml, file: "t.yaml")
        }
        let pharma = try policy("sla/pharma")
        #expect(pharma.clocks.map(\.kind).contains(.progressUpdate) && pharma.clocks.last?.target == .seconds(7))
        let complex = pharma.clocks.first { $0.kind == .resolution }?.rules[0]
        #expect(complex?.target == .hours(18) && complex?.calendarName == "cn-office")
        let process = try policy(
            "{ preset: sla/process-abc, need-identification: 5m, plan-recommendation: 10m, escalation-step: 15m }")
        #expect(process.clocks.first { $0.kind == .greeting }?.target == .seconds(7))
        let first = try #require(process.clocks.first { $0.kind == .firstResponseHuman })
        var contact = ContactAttributes.urgency("A")
        #expect(first.goal(for: contact) == ClockPolicy.Goal(target: .minutes(15), rule: 1))
        #expect(first.receivers(of: .escalated(2), rule: 1) == ["ceo"])
        contact = ContactAttributes()
        contact[.stage] = "pre-sale"
        #expect(first.goal(for: contact)?.target == .minutes(5))
        contact[.channel] = "phone"
        #expect(first.goal(for: contact)?.target == .minutes(10))
        let need = try #require(process.clocks.first { $0.kind == .needIdentification })
        #expect(need.goal(for: contact)?.target == .minutes(5) && need.goal(for: .unknown) == nil)
        #expect(!need.words.isEmpty)
        // S3-014: from afar within half an hour, on site within a day, whatever the stage.
        let resolution = try #require(process.clocks.first { $0.kind == .resolution })
        contact[.taskType] = "remote-support"
        #expect(resolution.goal(for: contact)?.target == .minutes(30))
        contact[.taskType] = "on-site-support"
        #expect(resolution.goal(for: contact)?.target == .hours(24))
        let platform = try policy("sla/platform")
        contact = ContactAttributes()
        contact[.scene] = "repair"
        #expect(platform.clocks.first { $0.kind == .firstResponseHuman }?.goal(for: contact)?.target == .hours(2))
        func problems(_ levels: String) -> [String] {
            do {
                _ = try policy(levels)
                return []
            } catch {
                return (error as? PolicyError)?.issues.map { "\($0.problem); \($0.remedy)" } ?? []
            }
        }
        #expect(problems("sla/process").first?.contains("did you mean 'sla/process-abc'?") == true)
        let lost = problems("{ preset: sla/process-abc, escalation-step: 15m }")
        #expect(lost.count == 2 && lost[0].contains("whose number S3-010 has lost"))
        #expect(problems("{ preset: sla/pharma, speed: 3m }").first?.contains("unknown setting of sla/pharma") == true)
    }

    @Test("T28: a calendar without working time is refused, and so is one that nothing uses or that is built in")
    func calendars() {
        let clock = "resolution: { target: 1h, alerts: false, calendar: c }"
        #expect(
            Self.issues(clock, calendars: "c: { zone: Asia/Shanghai, week: {} }").contains {
                $0.problem.contains("no working time at all")
            })
        let unused = Self.issues(
            "resolution: { target: 1h, alerts: false }",
            calendars: "c: { zone: Asia/Shanghai, week: { mon: [\"09:00-18:00\"] } }")
        #expect(unused.map(\.problem) == ["no clock uses the calendar 'c'"])
        let builtIn = Self.issues(
            "resolution: { target: 1h, alerts: false, calendar: always }",
            calendars: "always: { zone: Asia/Shanghai, week: { mon: [\"09:00-18:00\"] } }")
        #expect(builtIn.contains { $0.problem.contains("is built in") })
    }

    @Test("clocks that outlive the episode take no pauses and words of it, and no criterion can use them (S3-051)")
    func followUps() throws {
        let policy = try Self.policy("record-entry: { target: 30m, alerts: true, receivers: [leader] }")
        #expect(policy.clocks.isEmpty && policy.followUps.map(\.kind) == [.recordEntry])
        #expect(policy.allClocks.map(\.target) == [.minutes(30)])
        let wrong = "record-entry: { target: 30m, alerts: false, pauses: [waiting], fulfilled-by: [agent-message] }"
        let problems = Self.issues(wrong).map(\.problem)
        #expect(problems.contains { $0.contains("goes on when the episode has ended: 'pauses' is nothing to it") })
        #expect(problems.contains { $0.contains("it cannot wait for 'agent-message'") })
        let criterion = Self.yaml("call-back: { target: 1h, alerts: false }", calendars: "").replacing(
            "{ requires: hello, in: first 1 }", with: "{ clock: call-back }")
        #expect(throws: PolicyError.self) { _ = try PolicyFile.decode(yaml: criterion, file: "t.yaml") }
    }
}
