// Alerts about figures of tallies.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Thresholds of tallies")
struct ThresholdTests {
    private static let policies = PolicySet([.withThresholds()])

    @Test(
        "S3-100: raised once, between the lines nothing, cleared at the clear line; the alert says how the figure stood"
    )
    func course() throws {
        let bench = TallyBench(Self.policies)
        try bench.take(met: 8, breached: 1)
        #expect(bench.alerts.isEmpty, "nine are too few")
        try bench.take(met: 0, breached: 1)
        try bench.take(met: 0, breached: 1)
        try bench.take(met: 8, breached: 0)
        #expect(bench.said == ["hour raised 1", "day raised 1"])
        try bench.take(met: 44, breached: 0)
        #expect(bench.said.dropFirst(2) == ["hour cleared 1", "day cleared 1"])
        try bench.take(met: 0, breached: 30)
        #expect(bench.said.dropFirst(4) == ["hour raised 2", "day raised 2"])

        let alert = try #require(bench.alerts.first)
        #expect(alert.tenant == "acme" && alert.conversationID == "team:T1" && alert.teamID == "T1")
        #expect(alert.clock == "first-response-human" && alert.policyVersion == "1" && alert.receivers == ["leader"])
        #expect(alert.agentID.isEmpty && alert.channel.isEmpty && alert.episode == 0 && alert.deadlineMs == 0)
        let figure = alert.figure
        #expect(figure.threshold == "timely" && figure.figure == "clock-timeliness" && figure.least == 10)
        #expect(figure.value.numerator == 8 && figure.value.denominator == 10 && figure.counted == 10)
        #expect(figure.target.numerator == 9_500 && figure.target.denominator == 10_000 && !figure.hasUsual)
        #expect(figure.alertLine.numerator == 9_000 && figure.returnLine.numerator == 9_500)
        #expect(figure.windowLabel == "2027-01-15T08" && figure.nextFactOffset == 2 && alert.atMs == figure.startMs)
    }

    @Test("what is told does not depend on where commits fall, nor on restarts", arguments: UInt64(1)...40)
    func anyCommits(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let facts = (0..<60).map { _ in
            TallyBench.fact(
                subject: random.chance(perMille: 300) ? "team:T2" : "team:T1", hour: random.number(below: 3),
                met: Int64(random.number(below: 6)), breached: Int64(random.number(below: 3)))
        }
        let plain = TallyBench(Self.policies)
        for fact in facts { try plain.apply(fact) }
        try plain.commit()
        #expect(plain.alerts.count > 4)
        let other = TallyBench(Self.policies)
        for fact in facts {
            try other.apply(fact)
            switch random.number(below: 6) {
            case 0, 1: try other.commit()
            case 2: try other.rollBackAndReadAgain()
            case 3: try other.restart()
            default: break
            }
        }
        try other.commit()
        #expect(other.alerts == plain.alerts)
        #expect(other.newest == plain.newest)
    }

    private static let withDuties = PolicySet([
        .withThresholds(duties: [
            Duty(kind: .analysis, within: .hours(24), receivers: ["quality"]),
            Duty(kind: .mending, within: .hours(72), receivers: ["head"]),
        ])
    ])

    /// The day of the fixtures ends at 16 hours from their epoch.
    private let dayEnd = 16 * 3_600

    @Test("S3-120, S3-121: an analysis is due a day after the window's end, mending after three")
    func duties() throws {
        let bench = TallyBench(Self.withDuties)
        try bench.take(met: 0, breached: 30)
        try bench.pass(to: dayEnd + 86_399)
        let before = bench.alerts.count
        try bench.restart()
        try bench.pass(to: dayEnd + 86_400)
        try bench.pass(to: dayEnd + 86_500)
        #expect(bench.alerts.dropFirst(before).map { "\($0.clock) \($0.step)" }.suffix(1) == ["analysis breached"])
        let alert = try #require(bench.alerts.last)
        #expect(alert.receivers == ["quality"] && alert.figure.threshold == "timely" && alert.teamID == "T1")
        #expect(alert.deadlineMs == at(dayEnd + 86_400).milliseconds && alert.targetMs == 86_400_000)
        try bench.supplement(.analysis, at: dayEnd + 90_000)
        #expect(bench.alerts.last?.step == .cleared && bench.alerts.last?.lateByMs == 3_600_000)
        try bench.supplement(.mended, at: dayEnd + 100_000)
        let told = bench.alerts.count
        try bench.pass(to: dayEnd + 500_000)
        #expect(bench.alerts.count == told, "it was mended in time")
    }

    @Test("what scorecards are made of is no dead letter, unless scorecards could not use it (S4-027)")
    func statements() throws {
        let bench = TallyBench(Self.withDuties)
        try bench.supplement(.effectiveHours, at: 100) { $0.valueHundredths = 16_000 }
        try bench.supplement(.exam, at: 200) { $0.part = "theory" }
        #expect(bench.letters.isEmpty)
        try bench.supplement(.attendance, at: 300) { ($0.firstDay, $0.lastDay) = (3, 2) }
        #expect(bench.letters.map(\.detail) == ["first_day 3 is after last_day 2"])
    }

    @Test("S3-120: what came late was in time, what is back needs nothing, and the rest is an orphan")
    func dutiesTakenBack() throws {
        let bench = TallyBench(Self.withDuties)
        try bench.take(met: 0, breached: 30)
        try bench.pass(to: dayEnd + 90_000)
        try bench.supplement(.analysis, at: dayEnd + 80_000)
        #expect(bench.alerts.last?.step == .retracted && bench.alerts.last?.reason == .lateEvent)
        try bench.pass(to: dayEnd + 300_000)
        #expect(bench.alerts.last?.clock == "mending" && bench.alerts.last?.step == .breached)
        try bench.take(met: 2_000, breached: 0)
        #expect(bench.alerts.contains { $0.clock == "mending" && $0.step == .cleared && $0.reason == .withdrawn })
        try bench.supplement(.analysis, at: dayEnd + 300_000)
        #expect(bench.letters.map(\.reason) == [.orphan])
    }

    @Test("a late fact of a window that is over decides as any other")
    func lateFacts() throws {
        let bench = TallyBench(Self.policies)
        try bench.take(met: 10, breached: 0, hour: 0)
        try bench.take(met: 30, breached: 0, hour: 5)
        try bench.take(met: 0, breached: 2, hour: 0)
        #expect(bench.said == ["hour raised 1"], "the day is still well")
        #expect(bench.alerts[0].figure.windowLabel == "2027-01-15T08")
        try bench.take(met: 0, breached: -2, hour: 0)
        #expect(bench.said == ["hour raised 1", "hour cleared 1"], "a correction clears it")
        #expect(bench.newest.values.allSatisfy { !$0.thresholds.contains { $0.raised } })
    }

    @Test("the tally says what is raised, and nothing of what never was; other subjects and windows have none")
    func records() throws {
        let bench = TallyBench(Self.policies)
        try bench.apply(TallyBench.fact(subject: "agent:A1", met: 0, breached: 50))
        try bench.apply(TallyBench.fact(subject: "criterion:greeting", met: 0, breached: 50))
        try bench.apply(TallyBench.fact(subject: "team:T1", met: 0, breached: 50))
        try bench.commit()
        #expect(bench.said == ["hour raised 1", "day raised 1"])
        var state = ProtoThresholdState()
        state.name = "timely"
        state.cycle = 1
        state.raised = true
        #expect(bench.newest["team:T1/hour/0"]?.thresholds == [state])
        #expect(bench.newest["team:T1/day/-8"]?.thresholds == [state])
        #expect(
            bench.newest["team:T1/month/-344"]?.thresholds == [] && bench.newest["agent:A1/hour/0"]?.thresholds == [])
    }

    @Test("a window is judged by the version in force at its start; what that has no longer is withdrawn")
    func versions() throws {
        let later = PolicySet([
            .withThresholds(), .withThresholds(version: "2", effectiveFrom: at(3_600), alert: 50),
        ])
        let bench = TallyBench(later)
        try bench.take(met: 8, breached: 2, hour: 0)
        try bench.take(met: 8, breached: 2, hour: 1)
        #expect(bench.said == ["hour raised 1", "day raised 1"], "the second hour has another line")
        try bench.take(met: 0, breached: 20, hour: 1)
        #expect(bench.said.last == "hour raised 1" && bench.alerts.last?.policyVersion == "2")

        try bench.restart(with: .fixture)
        try bench.take(met: 0, breached: 1, hour: 0)
        #expect(bench.said.suffix(2) == ["hour cleared 1", "day cleared 1"])
        let last = try #require(bench.alerts.last)
        #expect(last.reason == .withdrawn && last.figure.threshold == "timely" && !last.figure.hasValue)
        try bench.take(met: 0, breached: 1, hour: 0)
        #expect(bench.alerts.count == 5)
    }

    @Test("S4-070: a team that is slower than in the same hour of the weeks before")
    func earlierWeeks() throws {
        let bench = TallyBench(Self.policies)
        for week in 0..<3 {
            try bench.apply(TallyBench.fact(subject: "team:T1", hour: week * 168, answered: 10, elapsed: 200_000))
        }
        #expect(bench.said.isEmpty, "in the first two weeks nobody knows what is usual, and in the third it is")
        try bench.commit()
        try bench.restart()
        try bench.apply(TallyBench.fact(subject: "team:T1", hour: 3 * 168 + 1, answered: 10, elapsed: 900_000))
        #expect(bench.said.isEmpty, "another hour of the day")
        try bench.apply(TallyBench.fact(subject: "team:T1", hour: 3 * 168, answered: 10, elapsed: 301_000))
        try bench.commit()
        #expect(bench.said == ["hour raised 1"])
        let figure = try #require(bench.alerts.last?.figure)
        #expect(figure.threshold == "usual" && figure.usual.numerator == 400_000 && figure.usual.denominator == 20)
        #expect(!figure.hasTarget && figure.alertLine.numerator == 400_000 * 15_000)
        try bench.apply(TallyBench.fact(subject: "team:T1", hour: 3 * 168, answered: 90, elapsed: 1_600_000))
        #expect(bench.said == ["hour raised 1", "hour cleared 1"])
    }

    @Test("A01: without transactions a fact that comes again decides nothing again")
    func repeatedFacts() throws {
        let bench = TallyBench(Self.policies)
        var fact = TallyBench.fact(subject: "team:T1", met: 0, breached: 10)
        fact.cause = 7
        try bench.apply(fact)
        try bench.apply(fact)
        try bench.commit()
        #expect(bench.said == ["hour raised 1", "day raised 1"])
        #expect(bench.newest["team:T1/hour/0"]?.measures.firstResponseHuman.breached == 10)
    }
}

extension Policy {
    /// The fixture with lines for the figures of teams: hours and days should be timely, and hours as fast as in the two weeks before.
    fileprivate static func withThresholds(
        version: String = "1", effectiveFrom: Instant = .distantPast, alert: Int64 = 90, duties: [Duty] = []
    ) -> Policy {
        let plain = Policy.fixture()
        func percent(_ number: Int64) -> Fraction { Fraction(number * 100, over: 10_000) }
        return Policy(
            name: plain.name, version: version, effectiveFrom: effectiveFrom, zone: plain.zone, rubric: plain.rubric,
            lexicons: plain.lexicons, clocks: plain.clocks, surveys: plain.surveys,
            thresholds: [
                Threshold(
                    name: "timely", figure: Figure(.timeliness, of: .firstResponseHuman), subjects: [.team],
                    windows: duties.isEmpty ? [.hour, .day] : [.day],
                    yardstick: .target(percent(95), alert: percent(alert), clear: percent(95)), least: 10,
                    receivers: ["leader"], duties: duties),
                Threshold(
                    name: "usual", figure: Figure(.meanResponse, of: .firstResponseHuman), subjects: [.team, .all],
                    windows: [.hour], yardstick: .earlierWeeks(2, alert: percent(150), clear: percent(110)), least: 10,
                    receivers: ["quality"]),
            ], allowedSkew: plain.allowedSkew)
    }
}

/// A tally task with the facts and tallies that its successors read.
private final class TallyBench {
    private var policies: PolicySet
    private var task: TallyTask
    private var facts: [Fact] = []
    private var committed = 0
    private var metadata = ""
    private var supplements: Int64 = 0
    private(set) var letters: [ProtoDeadLetter] = []
    private var topic: [[UInt8]] = []
    /// What was committed.
    private(set) var alerts: [ProtoAlert] = []
    private var pending: [ProtoAlert] = []

    init(_ policies: PolicySet) {
        self.policies = policies
        task = TallyTask(partition: 0, policies: policies)
    }

    /// A fact of an hour, counted from the epoch of the fixtures.
    static func fact(
        subject: String, hour: Int = 0, met: Int64 = 0, breached: Int64 = 0, answered: Int64 = 0, elapsed: Int64 = 0
    ) -> Fact {
        var measures = Measures()
        measures.firstResponseHuman.met = met
        measures.firstResponseHuman.breached = breached
        measures.firstResponseHuman.answered = answered
        measures.firstResponseHuman.elapsed = elapsed
        return Fact(
            tenant: "acme", subject: subject, hour: at(hour * 3_600), measures: measures, source: 0)
    }

    /// What was told: window, step and cycle.
    var said: [String] {
        (alerts + pending).map { alert in
            let kind = WindowKind(rawValue: UInt8(alert.figure.window.rawValue))?.word ?? ""
            return "\(kind) \(alert.step) \(alert.cycle)"
        }
    }

    /// The newest tallies by subject, window's kind and start in hours from the epoch of the fixtures.
    var newest: [String: ProtoTally] {
        topic.reduce(into: [:]) { newest, bytes in
            guard let tally = try? ProtoTally(protobuf: bytes) else { return }
            let kind = WindowKind(rawValue: UInt8(tally.window.rawValue))?.word ?? ""
            newest["\(tally.subject)/\(kind)/\((tally.startMs - at(0).milliseconds) / 3_600_000)"] = tally
        }
    }

    /// Applies a fact of a team and commits.
    func take(met: Int64, breached: Int64, hour: Int = 0) throws {
        try apply(TallyBench.fact(subject: "team:T1", hour: hour, met: met, breached: breached))
        try commit()
    }

    func apply(_ fact: Fact) throws {
        facts.append(fact)
        try feed(facts.count - 1..<facts.count)
    }

    private func feed(_ range: Range<Int>) throws {
        var batch = RecordBatch()
        for index in range {
            var value: [UInt8] = []
            _ = facts[index].write(appendingTo: &value)
            batch.append(
                origin: TopicPartition(.facts, 0), offset: Int64(index), timestamp: at(0),
                key: Array("acme/\(facts[index].subject)".utf8), value: value)
        }
        var outbox = Outbox()
        task.apply(&batch, batch.records.indices, into: &outbox)
        try hear(outbox)
    }

    private func hear(_ outbox: Outbox) throws {
        for effect in outbox.effects {
            let value = Array(outbox.bytes[effect.value ?? .empty])
            if effect.topic == .deadLetters { letters.append(try ProtoDeadLetter(protobuf: value)) }
            guard effect.topic == .alerts else { continue }
            #expect(outbox.bytes.string(effect.key ?? .empty).hasPrefix("acme/"))
            pending.append(try ProtoAlert(protobuf: value))
        }
    }

    /// The supplements are known up to a second, and what that decides is committed.
    func pass(to seconds: Int) throws {
        var outbox = Outbox()
        task.advance(.supplements, to: at(seconds), into: &outbox)
        try hear(outbox)
        try commit()
    }

    /// Something due about the team's day is done.
    func supplement(
        _ kind: ProtoSupplement.Kind, at seconds: Int, _ change: (inout ProtoSupplement) -> Void = { _ in }
    ) throws {
        var supplement = ProtoSupplement()
        supplement.tenant = "acme"
        supplement.subject = "team:T1"
        supplement.supplementID = "s\(supplements)"
        supplement.atMs = at(seconds).milliseconds
        supplement.kind = kind
        supplement.threshold = "timely"
        supplement.window = .day
        supplement.startMs = Window(.day, containing: at(0), zone: policies.zone).start.milliseconds
        change(&supplement)
        var batch = RecordBatch()
        batch.append(
            origin: TopicPartition(.supplements, 0), offset: supplements, timestamp: at(seconds),
            key: Array("acme/team:T1".utf8), value: supplement.protobuf)
        supplements += 1
        var outbox = Outbox()
        task.apply(&batch, 0..<1, into: &outbox)
        try hear(outbox)
        try commit()
    }

    func commit() throws {
        var outbox = Outbox()
        task.prepareCommit(into: &outbox)
        topic += outbox.effects.map { Array(outbox.bytes[$0.value ?? .empty]) }
        metadata = task.positions.first?.metadata ?? ""
        task.commit()
        committed = facts.count
        alerts += pending
        pending = []
    }

    /// The transaction fails, and what it took is read again.
    func rollBackAndReadAgain() throws {
        pending = []
        task.rollBack()
        try feed(committed..<facts.count)
    }

    /// Another task takes over from what is committed.
    func restart(with policies: PolicySet? = nil) throws {
        pending = []
        self.policies = policies ?? self.policies
        task = TallyTask(partition: 0, policies: self.policies)
        var batch = RecordBatch()
        for (offset, value) in topic.enumerated() {
            batch.append(
                origin: TopicPartition(.tallies, 0), offset: Int64(offset), timestamp: at(0), key: [1], value: value)
        }
        try task.load(batch)
        _ = task.begin(at: [
            Position(partition: TopicPartition(.facts, 0), next: Int64(committed), metadata: metadata)
        ])
        try task.endRestore()
        try feed(committed..<facts.count)
    }
}
