// One run of the demo, from the first topic to the last check.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Dispatch
import Glibc
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Wire

/// Holds everything a run of the demo needs.
final class DemoRun {
    private let demo: Demo
    private let cluster: MockCluster
    private let kafka: KafkaSettings
    private let logger: Logger
    private let policies: PolicySet
    private let workers: [Worker]
    private let source: DemoSource
    private var readers: [(topic: Topic, reader: KafkaReader)] = []
    private var board = DemoBoard()
    private var screen: DemoScreen
    private var started = DispatchTime.now()
    private let isLive: Bool
    private var batch = RecordBatch()

    /// Event time passes so many times as fast as the clock.
    private static let pace: Int64 = 40
    /// What conversations are judged by.
    private static let policy = "pharma-v2"
    /// How long the workers may take to finish what was sent.
    private static let longestDrain = 30

    init(_ demo: Demo) throws {
        self.demo = demo
        var logger = Logger(label: "assay", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .error
        self.logger = logger
        cluster = try MockCluster()
        for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: demo.partitions) }
        var kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "assay-demo")
        kafka.delivery = .atLeastOnce
        self.kafka = kafka
        let policies = DemoRun.watched(try PolicyLoader.preset(DemoRun.policy))
        self.policies = policies
        workers = try (1...2).map { number in
            var settings = kafka
            settings.clientID = "assay-demo-\(number)"
            return try Worker(WorkerSettings(kafka: settings, lanes: 1), policies: policies, logger: logger)
        }
        source = try DemoSource(DemoRun.traffic(demo), pace: DemoRun.pace, kafka: kafka, logger: logger)
        isLive = !demo.plain && isatty(STDOUT_FILENO) == 1
        screen = DemoScreen(policies: policies, durationSeconds: demo.duration, usesColour: isLive)
    }

    /// The policies with a ladder on the first response, and with next responses watched, too: short enough for a demo to show
    /// how alerts come and go.
    private static func watched(_ policies: PolicySet) -> PolicySet {
        PolicySet(
            policies.versions.map { policy in
                var clocks = policy.allClocks
                for index in clocks.indices where clocks[index].kind == .firstResponseHuman {
                    clocks[index].approaching = .seconds(10)
                    clocks[index].ladder = [
                        LadderStep(delay: .seconds(15), receivers: ["manager"]),
                        LadderStep(delay: .seconds(30), receivers: ["director"]),
                    ]
                }
                clocks.append(
                    ClockPolicy(kind: .nextResponse, target: .seconds(22), alerts: true, receivers: ["leader"]))
                return policy.changed(clocks: clocks)
            })
    }

    /// Traffic whose event times begin in the past and reach the present when the demo ends.
    private static func traffic(_ demo: Demo) -> TrafficSettings {
        var settings = TrafficSettings()
        settings.seed = demo.seed
        // Some sources lag: what they report in time, but late, takes breaches back.
        settings.laggingRate = 15
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        settings.start = Instant(milliseconds: Int64(now.tv_sec) * 1000 - Int64(demo.duration) * 1000 * pace)
        let conversationsPerSecond = Double(demo.rate) / Double(settings.eventsPerConversation)
        settings.conversationInterval = Milliseconds(max(1, Int64(1000 * Double(pace) / conversationsPerSecond)))
        return settings
    }

    /// Runs to the end; returns whether every record is accounted for.
    func play() throws -> Bool {
        print(
            "Embedded broker at \(kafka.bootstrapServers), \(demo.partitions) partitions a topic, delivery at least once."
        )
        for topic in [Topic.evaluations, .alerts, .tallies, .deadLetters] {
            readers.append((topic, try KafkaReader(kafka, topic: topic, from: .oldest, logger: logger)))
        }
        for worker in workers { worker.start() }
        let dashboard =
            demo.dashboard ? DemoDashboard(kafka, tenant: TrafficSettings().tenant, policy: DemoRun.policy) : nil
        defer { dashboard?.stop() }
        screen.dashboard = dashboard?.address
        if let address = dashboard?.address {
            print("Dashboard at \(address)")
        } else if demo.dashboard {
            print("No dashboard: 'swift build --product assay-gateway' builds it beside this command.")
        }
        try awaitPartitions()
        started = DispatchTime.now()
        source.activate()
        while elapsed < demo.duration, source.failure == nil {
            try readOutputs(for: 500)
            show()
        }
        try source.finish()
        if let failure = source.failure { throw KafkaError("The demo's source stopped: \(failure)") }
        let account = try drain()
        for worker in workers { worker.stop() }
        while try readOutputs(for: 300) {}
        for (_, reader) in readers { reader.close() }
        let isComplete = summarise(account)
        if let address = dashboard?.address, isLive {
            print("\nThe dashboard at \(address) stays until you press Return.")
            _ = readLine()
        }
        return isComplete
    }

    /// Waits until the workers share the partitions. The mock cluster refuses offsets while they move: what came in that time
    /// would be read, and its dead letters counted, twice.
    private func awaitPartitions() throws {
        while elapsed < DemoRun.longestDrain {
            let owned = workers.map { $0.snapshots.flatMap(\.partitions) }
            if !owned.contains(where: \.isEmpty), owned.joined().count == 2 * demo.partitions { return }
            try readOutputs(for: 100)
        }
    }

    private var elapsed: Int { Int((DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1_000_000_000) }

    /// Reads results for about so long; returns whether there were any.
    @discardableResult
    private func readOutputs(for milliseconds: Int64) throws -> Bool {
        var found = false
        for (topic, reader) in readers {
            if try reader.poll(limit: 10_000, timeout: Milliseconds(milliseconds / Int64(readers.count)), into: &batch)
            {
                try board.take(batch, of: topic)
                found = true
            }
        }
        return found
    }

    /// Waits until everything sent has been applied and everything caused has been read: until two looks agree that nothing is
    /// left. What a worker does after that, as to let a survey that waited join, is in neither.
    private func drain() throws -> Account {
        let end = elapsed + DemoRun.longestDrain
        var account = takeAccount()
        while elapsed < end {
            try readOutputs(for: 500)
            show()
            let before = account
            account = takeAccount()
            if account.isZero, account == before { break }
        }
        return account
    }

    // MARK: The account

    private struct Account: Equatable {
        var sent: Int64
        var evaluated: Int64
        var open: Int64
        var deadLettered: Int64
        var duplicates: Int64

        var isZero: Bool { sent == evaluated + open + deadLettered + duplicates }
    }

    private func takeAccount() -> Account {
        let lanes = workers.flatMap(\.snapshots)
        return Account(
            sent: source.ledger.records, evaluated: Int64(board.recordsEvaluated),
            open: lanes.reduce(0) { $0 + Int64($1.statistics.heldRecords) }, deadLettered: Int64(board.deadLetters),
            duplicates: lanes.reduce(0) { $0 + $1.statistics.duplicates })
    }

    private func summarise(_ account: Account) -> Bool {
        let ledger = source.ledger
        let checks: [(String, Bool)] = [
            ("every record is evaluated, open, a dead letter or a dropped duplicate", account.isZero),
            ("every conversation that ended is evaluated", board.episodes == Int(ledger.ended)),
            ("every unusable record is a dead letter", account.deadLettered == ledger.bad),
            ("every repetition was dropped", account.duplicates == ledger.duplicates),
        ]
        if isLive { show() }
        print("")
        print(
            "records in \(grouped(account.sent)) = evaluated \(grouped(account.evaluated)) + open \(grouped(account.open))"
                + " + dead-lettered \(grouped(account.deadLettered)) + duplicates \(grouped(account.duplicates))"
                + (account.isZero ? "" : "  does not add up"))
        for (what, holds) in checks { print("  \(holds ? "✓" : "✗") \(what)") }
        return checks.allSatisfy(\.1)
    }

    // MARK: The view

    private func show() {
        let moment = DemoScreen.Moment(
            elapsedSeconds: elapsed, ledger: source.ledger, workers: workers.map(\.snapshots), board: board)
        if isLive {
            print("\u{1B}[2J\u{1B}[H" + screen.lines(moment).joined(separator: "\n"))
            fflush(nil)
        } else if elapsed >= nextPlainLine {
            nextPlainLine += 5
            print(screen.lines(moment).joined(separator: "\n") + "\n")
        }
    }

    private var nextPlainLine = 5
}
