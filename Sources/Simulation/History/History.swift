// A simulated history: members under everything that can go wrong, then a while in peace.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
package import Quality

/// Two members of a group on a cluster, while conversations come in.
///
/// First everything may happen that the settings allow: operations fail, partitions move, members die, stand still and
/// wake up as zombies. Then it heals: all records come, all deadlines pass, and what is committed in the end must be
/// what the oracle says.
package final class History {
    /// What went wrong so far, for tests that ask whether it was enough.
    package struct Counts: Sendable {
        /// Operations that failed.
        package var faults = 0
        /// Members that were fenced off.
        package var fencings = 0
        /// Partitions that moved.
        package var moves = 0
        /// Members that lost partitions.
        package var losses = 0
        /// Members that died.
        package var crashes = 0
        /// Members that stood still.
        package var freezes = 0
        /// Members that ended as they were told to.
        package var leaves = 0
        /// Compactions and removals of old records.
        package var cleanings = 0
        /// Commits that members heard of late.
        package var slowCommits = 0

        /// Nothing yet.
        package init() {}
    }

    /// A place for a worker with a transactional id of its own.
    struct Slot {
        let id: String
        var member: SimulatedMember?
        /// The step in which the next member starts when there is none.
        var startAt = 0
    }

    let settings: HistorySettings
    package let cluster: MemoryCluster
    package let policies: PolicySet
    var random: SeededRandom
    private(set) var time = HistoryInput.start
    private(set) var step = 0
    private var arrivals: ArraySlice<HistoryInput.Arrival>
    /// What has come into the log.
    private(set) package var input: [InputRecord] = []

    var slots = [Slot(id: "w0"), Slot(id: "w1")]
    /// Replaced by others with their ids, and not aware of it.
    var zombies: [SimulatedMember] = []
    /// Members that died, and the step in which the coordinator takes notice.
    var dead: [(log: MemoryLog, noticedAt: Int)] = []
    /// Partitions that their members were asked to release.
    var leaving: Set<TopicPartition> = []
    /// Partitions from which nothing comes until a step.
    var stalls: [TopicPartition: Int] = [:]
    /// Members in the midst of a turn.
    private var underWay: [SimulatedMember] = []
    var isHealing = false
    package var counts = Counts()
    /// Told what happens, line by line, to find out why a history fails.
    package var trace: ((String) -> Void)?
    /// What must never happen, and did.
    private(set) var failures: [String] = []

    /// The longest safety phase, in steps.
    private static let mostSteps = 900

    /// The history of these settings, before its first step.
    package init(_ settings: HistorySettings) {
        self.settings = settings
        let plan = HistoryInput(settings)
        policies = plan.policies
        arrivals = (settings.orderSeed.map(plan.reordered) ?? plan.arrivals)[...]
        random = SeededRandom(seed: settings.seed ^ 0xAC710_9 ^ (settings.orderSeed ?? 0))
        cluster = MemoryCluster(partitions: settings.partitions)
        let error = Int(settings.brokerError.count)
        cluster.clockSkews = (0..<settings.partitions).map { _ in Milliseconds(Int64(random.number(-error...error))) }
        cluster.transactionTimeout = settings.transactionTimeout
        cluster.pass(to: time)
        let longest = Int(settings.longestMarkerDelay.count)
        var delays = SeededRandom(seed: random.next())
        cluster.markerDelay = { [unowned self] in
            isHealing ? .zero : Milliseconds(Int64(delays.number(0...longest)))
        }
    }

    /// Runs it to its end and tells what came out wrongly: nothing, if all is well.
    package func run() throws -> [String] {
        while step < History.mostSteps, !arrivals.isEmpty || step < 200, failures.isEmpty { takeStep() }
        heal()
        let oracle = try Oracle.reading(input, policies: policies)
        let figures = try FigureOracle.reading(cluster, policies: policies)
        let expected = oracle.outcome(keeping: figures)
        let found = try Outcome(cluster)
        return try failures + cluster.violations + found.differences(from: expected, delivery: settings.delivery)
            + figures.differences(of: cluster, delivery: settings.delivery)
            + differencesOfClosedMonths(oracle)
    }

    /// Sources whose clocks are wrong tell of what happened before a closing after what happened later: then the times of revisions do not
    /// ascend, and what was closed is no state that an episode ever had.
    private func differencesOfClosedMonths(_ oracle: Oracle) throws -> [String] {
        guard policies.closesMonths, settings.clockError == .zero else { return [] }
        return try ClosedEvaluations.differences(of: cluster, from: oracle.closedFigures, policies: policies)
    }

    /// One step of somebody.
    private func takeStep() {
        step += 1
        passTime()
        coordinate()
        disturb()
        if let member = slots[random.number(0...1)].member, step >= member.frozenUntil { turn(member) }
        if !zombies.isEmpty, random.chance(perMille: 300) { turn(random.pick(zombies)) }
    }

    // MARK: Time

    /// A little time; or more when nothing is under way and nothing comes for a while.
    private func passTime() {
        var span = Milliseconds(random.pick([20, 50, 100, 250, 600]))
        if let next = arrivals.first?.at, next - time > .seconds(2), isQuiet {
            span = Milliseconds(min((next - time).count, Int64(random.pick([1_500, 20_000, 400_000]))))
        }
        pass(span)
    }

    /// Lets time pass: records come, markers are written, transactions time out.
    func pass(_ span: Milliseconds) {
        time = time + span
        while let arrival = arrivals.first, arrival.at <= time {
            arrivals.removeFirst()
            cluster.pass(to: arrival.at)
            append(arrival)
        }
        cluster.pass(to: time)
    }

    private func append(_ arrival: HistoryInput.Arrival) {
        let partition = TopicPartition(arrival.topic, cluster.partition(of: arrival.key))
        if arrival.isAborted { return cluster.appendAborted(partition, key: arrival.key, value: arrival.value) }
        let timestamp = settings.hasAppendTimes ? cluster.time(of: partition) : arrival.happened
        note("\(partition)@\(cluster.end(of: partition)) \(arrival.what)")
        let place = cluster.append(arrival.topic, key: arrival.key, value: arrival.value, timestamp: timestamp)
        let record = MemoryCluster.Stored(
            offset: place.offset, timestamp: timestamp, key: arrival.key, value: arrival.value, headers: [:])
        input.append(InputRecord(origin: partition, record: record))
    }

    /// Whether nobody who is awake waits for a commit.
    private var isQuiet: Bool {
        slots.allSatisfy { slot in slot.member.map { step < $0.frozenUntil || $0.log.isIdle } ?? true }
    }

    // MARK: Turns

    /// A turn, and what follows when it fails: one that is fenced off joins anew, if nobody has taken its place.
    func turn(_ member: SimulatedMember) {
        underWay.append(member)
        defer { underWay.removeLast() }
        do throws(LogError) {
            try member.turn(time)
        } catch {
            note("\(member.name): \(error)")
            // It died in the midst of its turn.
            if member.log.isClosed { return }
            switch error {
            case .retriable: break
            case .fenced:
                counts.fencings += 1
                remove(member)
            case .aborted, .undecided, .fatal: fail("\(member.log.id) in step \(step): \(error)")
            }
        }
    }

    /// Between two operations of a member time may pass, and another one may take a turn.
    func interleave(with member: SimulatedMember) {
        guard !isHealing, underWay.count == 1, random.chance(perMille: settings.interleavingRate) else { return }
        pass(Milliseconds(random.pick([0, 1, 50, 1_000])))
        if random.chance(perMille: settings.crashRate), let index = slots.firstIndex(where: { $0.member === member }) {
            return crash(index)
        }
        let others = (slots.compactMap(\.member) + zombies).filter { $0 !== member && step >= $0.frozenUntil }
        if !others.isEmpty { turn(random.pick(others)) }
    }

    /// Closes the log of a member that is at its end.
    func remove(_ member: SimulatedMember) {
        member.log.close()
        zombies.removeAll { $0 === member }
        for index in slots.indices where slots[index].member === member {
            slots[index].member = nil
            slots[index].startAt = step
        }
    }

    func fail(_ what: String) { failures.append(what) }

    /// Tells whoever wants to know.
    func note(_ what: @autoclosure () -> String) {
        if let trace { trace("\(step) +\((time - HistoryInput.start).count) \(what())") }
    }

    // MARK: Healing

    /// From now on nothing goes wrong any more.
    private func heal() {
        note("from now on nothing goes wrong")
        isHealing = true
        stalls = [:]
        unstall()
        for slot in slots { slot.member?.frozenUntil = 0 }
        settle()
        // What waits for time alone: deadlines, then answers to nothing.
        for span in [Milliseconds.seconds(7), .seconds(7), .seconds(60), settings.surveyWindow, .seconds(60)] {
            pass(span)
            settle()
        }
    }

    /// Takes rounds until everything is applied and committed, and some more.
    private func settle() {
        var rounds = 0
        var roundsAtTime = 0
        while failures.isEmpty, !isSettled || roundsAtTime < History.fewestRounds {
            rounds += 1
            roundsAtTime += 1
            guard rounds < History.mostRounds else { return fail("it does not settle: \(unsettled())") }
            if let next = arrivals.first?.at, next > time, isQuiet {
                pass(next - time)
                roundsAtTime = 0
            }
            takeRound()
        }
        checkReplays()
    }

    /// A replay is as long as the interval of checkpoints at most, and what may come late.
    private func checkReplays() {
        guard Promises.shortReplay, settings.mostSavedForAge > settings.conversations else { return }
        for number in 0..<cluster.partitions {
            let partition = TopicPartition(.conversations, number)
            guard let position = cluster.committed(partition), let replay = position.replay,
                replay.from < position.next,
                let first = cluster.content(partition).first(where: { $0.offset >= replay.from }),
                let span = replay.certainTime.map({ $0 - first.timestamp }), span > .seconds(70)
            else { continue }
            fail("\(partition) is replayed from \(replay.from) to \(position.next): \(span.count) ms")
        }
    }

    /// Turns of every member until what time alone causes is committed, after the last time it was passed over.
    private static let fewestRounds = 6
    /// No history needs so many turns of every member.
    private static let mostRounds = 3_000

    private func takeRound() {
        step += 1
        pass(Milliseconds(120))
        coordinate()
        for zombie in zombies {
            turn(zombie)
            if random.chance(perMille: 100) { remove(zombie) }
        }
        for member in slots.compactMap(\.member) { turn(member) }
    }

    /// Whether everything that came is applied and committed.
    private var isSettled: Bool { arrivals.isEmpty && zombies.isEmpty && isQuiet && unsettled().isEmpty }

    /// What is not: partitions that are not committed to their ends, and members that are not live.
    private func unsettled() -> [String] {
        let topics: [Topic] = [.conversations, .surveys, .reviews, .facts]
        let behind = topics.flatMap { topic in (0..<cluster.partitions).map { TopicPartition(topic, $0) } }.filter {
            (cluster.last(of: $0) ?? -1) >= (cluster.committed($0)?.next ?? 0)
        }
        return behind.map(\.description) + slots.filter { $0.member?.lane.isLive != true }.map(\.id)
    }
}
