// The workers of a load test.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import KafkaLog
import Quality

/// Workers by their numbers, from 1: started, killed, halted and stopped as the scenario says. Used from one thread.
final class WorkerFleet {
    private struct Member {
        var process: WorkerProcess
        /// When it goes on; nil while it is not halted.
        var resumesAt: Double?
        var isStopping = false
        /// What earlier processes of its number have used.
        var before = 0.0
    }

    private let executable: URL
    private let folder: URL
    private let arguments: [String]
    private var members: [Int: Member] = [:]
    /// What workers that are gone have used.
    private var spent = 0.0
    /// What went wrong with the workers by itself.
    private(set) var complaints: [String] = []

    /// Workers of a cluster; their logs go to the folder.
    init(_ cluster: LoadCluster, folder: URL, scenario: Scenario) {
        executable = cluster.executable
        self.folder = folder
        arguments =
            ["worker", "--worker-lanes=\(scenario.lanes)", "--worker-policy", scenario.policy] + cluster.options + [
                "--kafka-session-timeout", "\(cluster.kafka.sessionTimeout.count)ms",
                "--kafka-transaction-timeout", "\(cluster.kafka.transactionTimeout.count)ms",
            ] + cluster.workerArguments
    }

    /// Starts so many more.
    ///
    /// - Throws: when a process cannot be started.
    func add(_ count: Int) throws {
        for _ in 0..<count {
            let number = (members.keys.max() ?? 0) + 1
            members[number] = Member(process: try start(number))
        }
    }

    private func start(_ number: Int) throws -> WorkerProcess {
        try WorkerProcess(
            executable: executable,
            arguments: arguments + ["--kafka-instance-id", "load-\(number)"],
            log: folder.appendingPathComponent("worker-\(number).log"))
    }

    /// Whether all of them are live: they have said so.
    var areLive: Bool { members.values.allSatisfy { $0.process.said.contains("is live") } }

    /// Kills a worker and starts it anew.
    ///
    /// - Throws: when its process cannot be started.
    func kill(_ number: Int) throws {
        guard let member = members[number] else { return complain("there is no worker \(number) to kill") }
        let used = member.process.usage().processorSeconds
        member.process.signal(SIGKILL)
        _ = member.process.status(within: 10)
        members[number] = Member(process: try start(number), before: member.before + used)
    }

    /// Halts a worker until a time.
    func pause(_ number: Int, until end: Double) {
        guard members[number] != nil else { return complain("there is no worker \(number) to halt") }
        members[number]?.process.signal(SIGSTOP)
        members[number]?.resumesAt = end
    }

    /// Asks a worker to stop.
    func remove(_ number: Int) {
        guard members[number] != nil else { return complain("there is no worker \(number) to stop") }
        members[number]?.process.signal(SIGTERM)
        members[number]?.isStopping = true
    }

    /// Lets go on whose halt is over, and notes who has ended.
    func tend(now: Double) throws {
        for (number, member) in members {
            if let end = member.resumesAt, end <= now { resume(number) }
            guard let status = member.process.status(within: 0) else { continue }
            spent += member.before + member.process.usage().processorSeconds
            members[number] = nil
            if member.isStopping, status == 0 { continue }
            complain("worker \(number) ended with status \(status): \(lastWords(member))")
            if !member.isStopping { members[number] = Member(process: try start(number)) }
        }
    }

    private func resume(_ number: Int) {
        members[number]?.resumesAt = nil
        members[number]?.process.signal(SIGCONT)
    }

    /// Asks all to stop, and waits for them.
    func stop() {
        for number in members.keys {
            resume(number)
            members[number]?.process.signal(SIGTERM)
        }
        for (number, member) in members.sorted(by: { $0.key < $1.key }) {
            let status = member.process.status(within: 30)
            if status != 0 {
                complain(
                    "worker \(number) stopped with status \(status.map(String.init) ?? "none"): \(lastWords(member))")
            }
        }
    }

    /// What each has said last about its work, by number.
    var summaries: [(number: Int, text: String)] {
        members.sorted { $0.key < $1.key }.map { number, member in
            let line = member.process.said.split(separator: "\n").last { $0.contains("so far:") } ?? ""
            return (number, line.range(of: "so far:").map { String(line[$0.upperBound...].dropFirst()) } ?? "")
        }
    }

    /// What all together have used, and each alone uses of memory.
    func usage() -> (processorSeconds: Double, memory: [Int: Int]) {
        var (seconds, memory) = (spent, [Int: Int]())
        for (number, member) in members {
            let usage = member.process.usage()
            seconds += member.before + usage.processorSeconds
            memory[number] = usage.memory
        }
        return (seconds, memory)
    }

    private func lastWords(_ member: Member) -> String {
        member.process.said.split(separator: "\n").suffix(3).joined(separator: " | ")
    }

    private func complain(_ complaint: String) { complaints.append(complaint) }
}
