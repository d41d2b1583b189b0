// What goes wrong in a history, and the coordinator of its group.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality

extension History {
    private var leading: [TopicPartition] {
        Topic.leading.flatMap { topic in (0..<cluster.partitions).map { TopicPartition(topic, $0) } }
    }

    // MARK: The coordinator

    /// Takes notice of who is gone, lets new members start, and gives partitions that are nobody's to somebody.
    func coordinate() {
        for (log, noticedAt) in dead where isHealing || noticedAt <= step {
            note("\(log.id).\(log.member) has expired")
            log.expire()
        }
        dead.removeAll { isHealing || $0.noticedAt <= step }
        for index in slots.indices where slots[index].member == nil && (isHealing || slots[index].startAt <= step) {
            start(index)
        }
        let free = leading.filter { cluster.group.owners[$0] == nil }
        leaving.subtract(free)
        guard isHealing || random.chance(perMille: 400) else { return }
        var shares: [[TopicPartition]] = slots.map { _ in [] }
        for partition in free {
            if let index = anyone() { shares[index].append(partition) }
        }
        for (index, share) in shares.enumerated() where !share.isEmpty {
            note("\(slots[index].member?.name ?? "") gets \(share)")
            slots[index].member?.log.assign(share)
        }
    }

    /// A member that is awake, if possible.
    private func anyone() -> Int? {
        let present = slots.indices.filter { slots[$0].member != nil }
        let awake = present.filter { slots[$0].member.map { step >= $0.frozenUntil } ?? false }
        if !awake.isEmpty { return random.pick(awake) }
        return present.isEmpty ? nil : random.pick(present)
    }

    private func start(_ index: Int) {
        let member = SimulatedMember(
            cluster, id: slots[index].id, settings, policies: policies, random: &random)
        if trace != nil {
            member.log.trace = { [unowned self, unowned member] what in note("\(member.name) \(what)") }
        }
        member.log.fault = { [unowned self, unowned member] operation in fault(operation, of: member) }
        member.log.before = { [unowned self, unowned member] in interleave(with: member) }
        member.log.stalled = Set(stalls.keys)
        slots[index].member = member
        note("\(member.name) starts")
    }

    // MARK: Failing operations

    private func fault(_ operation: MemoryLog.Operation, of member: SimulatedMember) -> LogError? {
        guard !isHealing else { return nil }
        if operation == .commit {
            if time < member.slowUntil { return .undecided("slow") }
            if random.chance(perMille: settings.slowCommitRate) {
                counts.slowCommits += 1
                member.slowUntil = time + Milliseconds(Int64(random.number(200...5_000)))
                return .undecided("slow")
            }
        }
        guard random.chance(perMille: settings.faultRate) else { return nil }
        counts.faults += 1
        switch operation {
        case .commit, .flush: return random.pick([.undecided("fault"), .aborted("fault"), .retriable("fault")])
        case .commitAnswer: return .undecided("fault")
        case .send: return random.pick([.aborted("fault"), .retriable("fault")])
        default: return .retriable("fault")
        }
    }

    // MARK: Disturbances

    /// What goes wrong in this step, beside operations that fail.
    func disturb() {
        if random.chance(perMille: settings.moveRate) { move() }
        if random.chance(perMille: settings.lossRate) { lose() }
        if random.chance(perMille: settings.crashRate) { crash(random.number(0...1)) }
        if random.chance(perMille: settings.freezeRate) { freeze() }
        if random.chance(perMille: settings.leaveRate) { leave() }
        if random.chance(perMille: settings.fenceRate) { cluster.fence(random.pick(slots).id) }
        if random.chance(perMille: settings.stallRate) { stall() }
        if random.chance(perMille: settings.cleaningRate) { clean() }
        unstall()
    }

    private func anyMember() -> SimulatedMember? { random.pick(slots).member }

    private func some(_ partitions: [TopicPartition]) -> [TopicPartition] {
        partitions.filter { _ in random.chance(perMille: 400) }
    }

    /// Asks a member for partitions; they go to somebody when it has released them.
    private func move() {
        guard let member = anyMember() else { return }
        let partitions = some(member.log.owned.filter { !leaving.contains($0) })
        guard !partitions.isEmpty else { return }
        counts.moves += partitions.count
        note("\(member.name) is asked for \(partitions)")
        leaving.formUnion(partitions)
        member.log.revoke(partitions)
    }

    private func lose() {
        guard let member = anyMember() else { return }
        let all = member.log.owned
        lose(random.chance(perMille: 500) ? all : some(all), of: member)
    }

    private func lose(_ partitions: [TopicPartition], of member: SimulatedMember) {
        guard !partitions.isEmpty else { return }
        counts.losses += 1
        note("\(member.name) loses \(partitions)")
        member.log.revoke(partitions, lost: true)
    }

    /// The process of a member dies.
    func crash(_ index: Int) {
        guard let member = slots[index].member else { return }
        counts.crashes += 1
        note("\(member.name) dies")
        member.log.crash()
        slots[index].member = nil
        slots[index].startAt = step + random.pick([0, 5, 60])
        dead.append((member.log, step + random.pick([0, 10, 40])))
    }

    /// The member stands still. The group may go on without it, and another process may take its place and its id.
    private func freeze() {
        let index = random.number(0...1)
        guard let member = slots[index].member, step >= member.frozenUntil else { return }
        counts.freezes += 1
        member.frozenUntil = step + random.number(5...60)
        note("\(member.name) stands still until \(member.frozenUntil)")
        let isZombie = settings.delivery == .exactlyOnce || Promises.zombiesAtLeastOnce
        switch isZombie ? random.number(0...2) : 0 {
        case 0: break
        case 1: lose(member.log.owned, of: member)
        default:
            lose(member.log.owned, of: member)
            zombies.append(member)
            slots[index].member = nil
            slots[index].startAt = step + random.pick([0, 20])
        }
    }

    private func leave() {
        guard let member = anyMember(), step >= member.frozenUntil else { return }
        counts.leaves += 1
        note("\(member.name) leaves")
        do throws(LogError) {
            try member.finish(time)
        } catch {
            switch error {
            case .retriable, .fenced: break
            case .aborted, .undecided, .fatal: fail("finishing \(member.log.id) in step \(step): \(error)")
            }
        }
        remove(member)
    }

    // MARK: Partitions

    private func stall() {
        let topics: [Topic] = [.conversations, .surveys, .reviews, .facts]
        let partition = TopicPartition(random.pick(topics), Int32(random.number(0...Int(cluster.partitions) - 1)))
        stalls[partition] = step + random.number(5...60)
        unstall()
    }

    /// Lets come what has stood still for long enough.
    func unstall() {
        let stalled = stalls.filter { $0.value > step }
        stalls = stalled
        for slot in slots { slot.member?.log.stalled = Set(stalled.keys) }
    }

    /// Compacts a topic of states, or removes records that nobody needs any more.
    private func clean() {
        counts.cleanings += 1
        let number = Int32(random.number(0...Int(cluster.partitions) - 1))
        if random.chance(perMille: 400) {
            let sources: [Topic] = Promises.shortReplay ? [.conversations, .surveys, .reviews, .facts] : [.facts]
            let source = TopicPartition(random.pick(sources), number)
            let needed = cluster.committed(source).map { $0.replay?.from ?? $0.next } ?? 0
            let bound = Int64(random.number(0...Int(needed)))
            note("\(source) is removed before \(bound)")
            return cluster.removeOldest(source, before: bound)
        }
        let partition = TopicPartition(random.pick([.tallies, .checkpoints]), number)
        let bound = random.number(0...Int(cluster.end(of: partition)))
        note("\(partition) is compacted below \(bound)")
        // Nobody takes so long for loading that a tombstone goes before what it ended was passed.
        let isLoading = (slots.compactMap(\.member) + zombies).contains { !$0.lane.isLive }
        cluster.compact(partition, below: Int64(bound), tombstoneLife: isLoading ? .hours(24 * 365) : .minutes(5))
    }
}

extension Position {
    /// Where a replay begins, and the time that the position stands for: as the metadata says.
    var replay: (from: Int64, certainTime: Instant?)? {
        let words = metadata.split(separator: " ")
        guard words.count >= 2, ["v1", "v2"].contains(words[0]), let from = Int64(words[1]) else { return nil }
        return (from, words[0] == "v2" ? Int64(words[3]).map { Instant(milliseconds: $0) } : nil)
    }
}
