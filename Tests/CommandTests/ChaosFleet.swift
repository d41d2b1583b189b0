// The workers of a run of chaos.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import KafkaLog
import Simulation
import Synchronization

/// Three `assay worker` processes that are killed, paused and started anew. Used from one thread.
final class ChaosFleet {
    private struct Member {
        var arguments: [String]
        var command: RunningCommand
        /// When it goes on; nil while it is not paused.
        var pausedUntil: Double?
        /// Until when it is not killed: it has just been paused, and shall find out what it missed.
        var sparedUntil: Double = 0
    }

    private static let size = 3
    private let cluster: [String]
    private let arguments: [[String]]
    private var members: [Member] = []
    private var now: Double = 0

    init(_ plan: ChaosPlan, _ kafka: KafkaSettings) {
        let isExact = plan.delivery == .exactlyOnce
        cluster = [
            "--kafka-bootstrap-servers", kafka.bootstrapServers, "--kafka-group-id", kafka.groupID,
            "--kafka-delivery", isExact ? "exactly-once" : "at-least-once", "--kafka-topic-prefix=" + plan.prefix,
        ]
        let worker =
            ["worker", "--worker-lanes=1", "--kafka-session-timeout", "\(Int(plan.sessionTimeout * 1000))ms"] + cluster
            + (plan.keys.map { ["--sensitive-keys", $0] } ?? [])
            + (isExact ? ["--kafka-transaction-timeout", "4s"] : [])
        // Two have an identity that survives their deaths, and take over at once; what the third leaves must time out.
        arguments = (0..<Self.size).map { number in
            worker + (isExact && number < 2 ? ["--kafka-instance-id", "worker-\(number)"] : [])
        }
    }

    /// Starts all.
    func start() throws { for arguments in arguments { members.append(try Self.member(arguments)) } }

    private static func member(_ arguments: [String]) throws -> Member {
        Member(arguments: arguments, command: try RunningCommand(arguments))
    }

    /// Kills one that runs and starts it anew; returns whether there was one.
    func kill(_ random: inout SeededRandom) throws -> Bool {
        let candidates = members.indices.filter { members[$0].pausedUntil == nil && members[$0].sparedUntil <= now }
        guard !candidates.isEmpty else { return false }
        let victim = random.pick(Array(candidates))
        members[victim].command.signal(SIGKILL)
        members[victim] = try Self.member(members[victim].arguments)
        return true
    }

    /// Whether one is paused.
    var hasPaused: Bool { members.contains { $0.pausedUntil != nil } }

    /// Pauses one that works, until then; returns that time, or nil when none does.
    func pause(_ random: inout SeededRandom, until end: Double) -> Double? {
        guard !hasPaused else { return nil }
        let candidates = members.indices.filter { members[$0].command.said.contains("is live") }
        guard !candidates.isEmpty else { return nil }
        let victim = random.pick(Array(candidates))
        members[victim].command.signal(SIGSTOP)
        members[victim].pausedUntil = end
        return end
    }

    /// Lets go on whose pause is over, and starts anew who has ended without being killed.
    ///
    /// - Returns: what those said.
    func tend(now: Double) throws -> [String] {
        self.now = now
        var complaints: [String] = []
        for index in members.indices {
            if let end = members[index].pausedUntil, end <= now { resume(index) }
            guard members[index].command.hasEnded else { continue }
            complaints.append("a worker ended by itself: \(members[index].command.said)")
            members[index] = try Self.member(members[index].arguments)
        }
        return complaints
    }

    /// Lets go on who is paused.
    func resumeAll() throws { for index in members.indices where members[index].pausedUntil != nil { resume(index) } }

    private func resume(_ index: Int) {
        members[index].pausedUntil = nil
        members[index].sparedUntil = now + 2
        members[index].command.signal(SIGCONT)
    }

    /// What the workers said of late.
    var lastWords: [String] {
        members.indices.flatMap { index in
            ["worker \(index) said:"] + members[index].command.said.split(separator: "\n").suffix(20).map(String.init)
        }
    }

    /// Asks all to stop.
    ///
    /// - Returns: what those said that did not stop as they should.
    func stop() -> [String] {
        for member in members { member.command.signal(SIGTERM) }
        return members.compactMap { member in
            let status = member.command.status(within: 30)
            return status == 0
                ? nil : "a worker stopped with status \(String(describing: status)): \(member.command.said)"
        }
    }

    /// Runs `assay verify`.
    func verify() throws -> AssayProcess.Outcome {
        let arguments = ["verify"] + cluster
        let outcome = Mutex<Result<AssayProcess.Outcome, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        // This is a thread of its own, which may wait.
        Task {
            let result: Result<AssayProcess.Outcome, any Error>
            do { result = .success(try await AssayProcess.run(arguments)) } catch { result = .failure(error) }
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = outcome.withLock({ $0 }) else { preconditionFailure("the outcome is there when it is done") }
        return try result.get()
    }
}
