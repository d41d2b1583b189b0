// What all commands that play a scenario can be told.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import KafkaLog
import Quality
import Wire

/// Where a scenario is played, and how it differs from what is written.
struct PlayOptions: ParsableArguments {
    @Option(help: "The cluster; without one, librdkafka's mock cluster in this process, which delivers at least once.")
    var bootstrapServers: String?
    @Option(help: "The built 'assay'; without one, the file beside this command.") var assay: String?
    @Option(help: "Worker processes at the start, instead of the scenario's.") var workers: Int?
    @Option(help: "Lanes of each worker, instead of the scenario's.") var lanes: Int?
    @Option(help: "The seed, instead of the scenario's.") var seed: UInt64?
    @Option(help: "All rates in a thousand of the scenario's: 500 is half of them.") var rate: Int?
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A setting of the workers, worker.commit-interval=100ms for instance; may be given again.",
            valueName: "NAME=VALUE"))
    var settings: [String] = []
    @Flag(help: "No line every second.") var quiet = false

    func validate() throws {
        guard (workers ?? 1) >= 1, (lanes ?? 1) >= 1, (1...1_000_000).contains(rate ?? 1) else {
            throw ValidationError("--workers, --lanes and --rate are numbers from 1.")
        }
        _ = try Self.workerArguments(settings)
    }

    /// What the workers are started with beside what the run itself decides.
    static func workerArguments(_ settings: [String]) throws -> [String] {
        try settings.flatMap { setting in
            let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].hasPrefix("worker."),
                !["worker.lanes", "worker.policy"].contains(parts[0])
            else {
                throw ValidationError(
                    "--set is '\(setting)': write worker.NAME=VALUE, worker.commit-interval=100ms for instance. Lanes and policy are the "
                        + "scenario's, and how the cluster is reached the run's.")
            }
            return ["--" + parts[0].replacing(".", with: "-") + "=" + parts[1]]
        }
    }

    /// The scenario as it is to be played.
    ///
    /// - Throws: `ExitCode` after telling what is wrong with it.
    func scenario(_ choice: String) throws -> Scenario {
        var scenario: Scenario
        do {
            scenario = try ScenarioFile.load(choice)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(65)
        }
        if let seed { scenario.seed = seed }
        if let workers { scenario.workers = workers }
        if let lanes { scenario.lanes = lanes }
        if let rate { scenario = scenario.scaled(rate, over: 1000) }
        return scenario
    }

    /// Plays a scenario; the workers' logs go to the folder.
    ///
    /// - Throws: `ExitCode` after telling why it cannot be played.
    func play(
        _ scenario: Scenario, folder: URL, part: Int = 0, parts: Int = 1, startsAt: Instant? = nil,
        checksResults: Bool = true
    ) throws -> LoadReport {
        do {
            try checkEmbedded(scenario)
            if bootstrapServers != nil { try Self.checkChaos(scenario) }
            let policies = try policies(of: scenario)
            var cluster = try LoadCluster(bootstrapServers, scenario: scenario, executable: try executable())
            cluster.workerArguments = try Self.workerArguments(settings)
            if !quiet { Self.say("the topics begin with \(cluster.prefix)") }
            let run = LoadRun(
                scenario, on: cluster, folder: folder, policies: policies, part: part, parts: parts,
                startsAt: startsAt, checksResults: checksResults
            ) { if !quiet { Self.show($0, scenario) } }
            return try run.play()
        } catch let error as KafkaError {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(69)
        } catch let error as PolicyError {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(65)
        }
    }

    /// Beyond what the embedded broker keeps, a run would show its losses.
    private func checkEmbedded(_ scenario: Scenario) throws(KafkaError) {
        guard bootstrapServers == nil else { return }
        let records = scenario.phases.reduce(0) { $0 + ($1.rate + $1.endRate) / 2 * Int($1.length.count) / 1000 }
        let most = LoadCluster.mostEmbedded * scenario.partitions
        guard records > most else { return }
        throw KafkaError(
            "The scenario sends about \(records) records, and the embedded broker keeps \(most) of \(scenario.partitions) partitions: "
                + "give --bootstrap-servers, or play it with --rate \(max(1, most * 900 / records)).")
    }

    /// On a cluster nobody but its operator can make brokers slow or take them away: a run that left it out would prove less than it says.
    static func checkChaos(_ scenario: Scenario) throws(KafkaError) {
        for action in scenario.chaos {
            switch action.deed {
            case .delay, .outage:
                throw KafkaError(
                    "At \(action.at.count) ms \(action.deed.text): only the embedded broker can be told so. Use 'command' on a cluster, or "
                        + "leave --bootstrap-servers out.")
            default: break
            }
        }
    }

    private func policies(of scenario: Scenario) throws -> PolicySet {
        if PolicyLoader.presets.contains(scenario.policy) { return try PolicyLoader.preset(scenario.policy) }
        guard let files = try PolicyLoader.files(at: scenario.policy) else {
            throw PolicyError([
                PolicyError.Issue(
                    place: nil, problem: "there is no policy '\(scenario.policy)', nor a file or folder of that name",
                    remedy: "presets: \(PolicyLoader.presets.joined(separator: ", "))")
            ])
        }
        return try PolicyLoader.load(files: files)
    }

    private func executable() throws(KafkaError) -> URL {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("assay")
        let executable = assay.map { URL(fileURLWithPath: $0) } ?? beside
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            throw KafkaError(
                "There is no executable \(executable.path): build it with 'swift build -c release --product assay', or give --assay."
            )
        }
        return executable
    }

    private static func show(_ sample: LoadSample, _ scenario: Scenario) {
        let phase = scenario.moment(Milliseconds(sample.at)).map { scenario.phases[$0.phase].name } ?? "working off"
        let latency = sample.high.map { "p99 \($0) ms" } ?? "no evaluation"
        let line =
            "\(sample.at / 1000) s \(phase): \(sample.sent) sent, lag \(sample.lag.map(String.init) ?? "?"), "
            + "\(sample.evaluations) evaluations, \(latency), \(sample.alerts) alerts, "
            + "\((sample.processorSeconds * 10).rounded() / 10) processor s, "
            + "\(sample.memory.values.reduce(0, +) >> 20) MiB"
        say(line)
    }

    private static func say(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
