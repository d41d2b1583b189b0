// The command `assay worker`: judges conversations as they come from Kafka.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality

/// Works until it is told to stop.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Evaluate conversations from Kafka as they come.",
        discussion: """
            Logs to standard error. SIGTERM and SIGINT end it: what was read is committed, the group is left, and it ends within five \
            seconds; a second signal ends it at once. Nothing is lost or published twice either way.

            Exit status: 0 when it was told to stop, 64 for wrong usage, 66 when the file of settings cannot be read, 69 when the cluster \
            cannot be reached or its topics are not as they must be, 70 when a lane could not go on or hung (worker.longest-turn), 78 when a setting or the policy \
            cannot be used.

            \(SettingsOptions.help)
            """)

    @OptionGroup var options: SettingsOptions

    /// How often the lanes are looked at.
    private static let lookInterval = DispatchTimeInterval.milliseconds(200)

    func run() throws {
        try CommandFailure.reported {
            let settings = try options.load().settings
            let signals = StopSignals(logger: settings.logger)
            try WorkerCommand.reporting(settings) {
                let policies = try PolicyChoice.load(settings.required(.policy))
                let health = WorkerHealth(longestTurn: try WorkerCommand.longestTurn(settings))
                let listener = try WorkerOps.start(settings, policies, health)
                defer { listener?.stop() }
                try WorkerCommand.work(settings, policies, signals, health)
            }
        }
    }

    /// Where all lines are JSON, the last one is, too.
    private static func reporting(_ settings: Settings, _ body: () throws -> Void) throws {
        guard settings.required(.logFormat) == "json" else { return try body() }
        do {
            try body()
        } catch let failure as CommandFailure {
            settings.logger.critical("\(failure.message)")
            throw ExitCode(failure.status)
        } catch let error as KafkaError {
            let failure = CommandFailure(error)
            settings.logger.critical("\(failure.message)")
            throw ExitCode(failure.status)
        }
    }

    private static func work(
        _ settings: Settings, _ policies: PolicySet, _ signals: StopSignals, _ health: WorkerHealth
    ) throws {
        var worker = settings.worker
        worker.kafka.masterKeys = try settings.masterKeys()
        let logger = settings.logger
        WorkerNotices.start(of: settings).forEach { logger.log(level: $0.level, "\($0.text)") }
        do {
            worker.evaluation.counts = try checkTopics(worker.kafka, logger)
            TopicNotices.times(settings).forEach { logger.log(level: $0.level, "\($0.text)") }
        } catch {
            // Asked to stop in the meantime: then nobody minds.
            if signals.wait(for: .nanoseconds(0)) { return }
            throw error
        }
        PolicyActivation.note(settings.required(.policy), policies, settings)
        let running = try Worker(worker, policies: policies, logger: logger)
        var watch = WorkerWatch(logger: logger, longestTurn: try longestTurn(settings))
        health.run(running)
        running.start()
        while !signals.wait(for: lookInterval), watch.failure == nil { watch.look(at: running.snapshots) }
        health.stop()
        if watch.failure == nil {
            logger.info("stopping: committing what was read")
        } else {
            signals.endSoon(status: CommandFailure.software("").status)
        }
        running.stop()
        watch.look(at: running.snapshots)
        watch.summarise(running.snapshots)
        if let reason = watch.failure { throw CommandFailure.software(reason) }
        logger.info("stopped")
    }

    /// How long a turn may take at most, in nanoseconds.
    ///
    /// - Throws: `CommandFailure` when it is less than the calls of one turn may take together.
    static func longestTurn(_ settings: Settings) throws(CommandFailure) -> UInt64 {
        let (longest, call) = (settings.duration(.longestTurn), settings.duration(.operationTimeout))
        guard longest.count >= mostCalls * call.count else {
            throw .configuration(
                "worker.longest-turn (\(longest.count) ms) must hold \(mostCalls) calls to the broker, each of kafka.operation-timeout "
                    + "(\(call.count) ms): lengthen the one or shorten the other")
        }
        return UInt64(longest.count) * 1_000_000
    }

    /// A turn makes no more calls to the broker that wait: it settles what was sent, adds positions and commits, the latter two twice at most.
    private static let mostCalls: Int64 = 6

    /// Checks that the topics are there and partitioned alike, and counts the tasks; an error says how to get there.
    private static func checkTopics(_ kafka: KafkaSettings, _ logger: Logger) throws -> TaskCounts {
        let admin = try KafkaAdmin(kafka, logger: logger)
        // A dead letter that is sealed needs the topic of its key.
        let topics = PartitionCounts.topics + (kafka.masterKeys == nil ? [] : [.dataKeys])
        let counts = PartitionCounts(try admin.partitionCounts(topics.map { kafka.topics[$0] }))
        do throws(KafkaError) {
            if kafka.masterKeys != nil { try counts.checkExists(.dataKeys, kafka.topics) }
            return try counts.check(kafka.topics)
        } catch {
            let remedy =
                "'assay topics plan' shows the topics as they should be, 'assay topics create' creates those that are missing."
            throw CommandFailure.unavailable("\(error)\n\(remedy)")
        }
    }
}

/// What a worker says as it begins.
enum WorkerNotices {
    /// How it works, and what the linked librdkafka cannot do well.
    static func start(of settings: Settings) -> [(level: Logger.Level, text: String)] {
        let (kafka, version) = (settings.kafka, KafkaVersion.linked)
        let delivery = kafka.delivery == .exactlyOnce ? "exactly once" : "at least once"
        var notices: [(level: Logger.Level, text: String)] = [
            (
                .info,
                "starting: delivery \(delivery), \(settings.count(.lanes)) lanes, group '\(kafka.groupID)' at \(kafka.bootstrapServers), "
                    + "policy \(settings.required(.policy)), librdkafka \(version.text), "
                    + "memory by \(MemoryAllocator.version.map { "jemalloc " + $0 } ?? "the C library")"
            )
        ]
        if settings.text(.sensitiveKeys) == nil {
            notices.append(
                (
                    .info,
                    "checkpoints and dead letters are not sealed: name a file of master keys in sensitive.keys, or keep the brokers' disks encrypted"
                ))
        }
        if kafka.delivery == .atLeastOnce {
            notices.append(
                (.info, "at least once: after a crash some results are published again, with the identities they had"))
            if version.losesAssignmentOnConsumerCommit {
                notices.append(
                    (
                        .warning,
                        "librdkafka \(version.text) may lose its assignment when it commits while the group rebalances (issue 4059, mended in "
                            + "2.10): the assignor 'range' is used instead, with which every rebalance halts all workers for a moment; "
                            + "install librdkafka 2.10 or later"
                    ))
            }
        }
        return notices
    }
}

extension KafkaVersion {
    /// "2.0.2".
    var text: String { "\(packed >> 24 & 0xFF).\(packed >> 16 & 0xFF).\(packed >> 8 & 0xFF)" }
}
