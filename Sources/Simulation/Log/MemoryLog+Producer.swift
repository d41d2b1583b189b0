// A member's producer: effects, and in the same breath positions.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
import Quality

extension MemoryLog {
    /// A record on its way to a broker.
    struct Outgoing {
        var partition: TopicPartition
        var key: [UInt8]?
        var value: [UInt8]?
    }

    package func send(_ outbox: borrowing Outbox) throws(LogError) {
        precondition(
            !mustAbort && undecided == nil, "a transaction that failed or is being committed takes nothing more")
        let failure = failure(of: .send)
        // A call that fails may have taken some of the effects.
        for effect in outbox.effects.prefix(failure == nil ? .max : outbox.effects.count / 2) {
            let key = effect.key.map { Array(outbox.bytes[$0]) }
            let number = effect.partition ?? cluster.partition(of: key ?? [])
            let value = effect.value.map { Array(outbox.bytes[$0]) }
            let record = Outgoing(partition: TopicPartition(effect.topic, number), key: key, value: value)
            if effect.topic.holdsState, delivery == .atLeastOnce {
                states.append(record)
            } else {
                outgoing.append(record)
            }
        }
        if let failure {
            mustAbort = true
            throw failure
        }
        // Else they wait, for company or for the commit.
        if !chance(perMille: 500) { try deliver() }
    }

    /// Everything that was sent reaches its broker.
    private func deliver() throws(LogError) {
        for record in outgoing { try deliver(record) }
        outgoing = []
    }

    private func deliver(_ record: Outgoing) throws(LogError) {
        trace?(
            "writes \(record.partition)@\(cluster.end(of: record.partition)) \(String(decoding: record.key ?? [], as: UTF8.self)) \(record.value?.count ?? 0)"
        )
        let stored = MemoryCluster.Stored(
            timestamp: cluster.time(of: record.partition), key: record.key, value: record.value, headers: [:])
        switch delivery {
        case .exactlyOnce: try cluster.write(stored, to: record.partition, by: producer)
        case .atLeastOnce: cluster.logs[record.partition, default: PartitionLog()].append(stored)
        }
    }

    /// Of each partition's records, which go one after the other, the first few arrive; the others never do.
    func deliverSome() {
        let partitions = Set(outgoing.map(\.partition)).sorted()
        for partition in partitions {
            let records = outgoing.filter { $0.partition == partition }
            let count = choices?.number(0...records.count) ?? 0
            // A producer that is fenced off delivers nothing, and nobody is told.
            for record in records.prefix(count) { try? deliver(record) }
        }
        outgoing = []
    }

    package func commit(_ positions: [Position]) throws(LogError) {
        trace?("commits \(positions.map { "\($0.partition)@\($0.next) (\($0.metadata))" })")
        precondition(!mustAbort, "a transaction that failed is aborted")
        precondition(
            undecided.map { $0.positions == positions } ?? true, "a commit is asked for again with the same positions")
        switch delivery {
        case .exactlyOnce: try commitTransaction(positions)
        case .atLeastOnce: try commitInOrder(positions)
        }
    }

    // MARK: Exactly once

    private func commitTransaction(_ positions: [Position]) throws(LogError) {
        if undecided?.isMade != true {
            if let error = failure(of: .commit) { throw try refusal(error, positions) }
            if undecided == nil { try prepare(positions) }
            try cluster.end(producer, isCommit: true)
        } else {
            try cluster.check(producer)
        }
        if let error = fault(.commitAnswer) {
            undecided = (positions, true)
            throw error
        }
        undecided = nil
        trace?("has committed")
    }

    /// Everything is delivered and the positions are part of the transaction: all that is left is to decide it.
    private func prepare(_ positions: [Position]) throws(LogError) {
        try deliver()
        guard !positions.isEmpty else { return }
        do throws(LogError) {
            try cluster.add(positions, by: producer, of: member)
        } catch {
            if case .aborted = error { mustAbort = true }
            throw error
        }
    }

    /// A commit that was not made. Once its outcome is not known, it stays so until it is known.
    private func refusal(_ error: LogError, _ positions: [Position]) throws(LogError) -> LogError {
        switch error {
        case .retriable(let reason) where undecided != nil: return .undecided(reason)
        case .undecided:
            if undecided == nil { try prepare(positions) }
            undecided = (positions, false)
        case .aborted:
            undecided = nil
            mustAbort = true
        case .retriable, .fenced, .fatal: break
        }
        return error
    }

    package func abort(to positions: [Position]) throws(LogError) {
        precondition(undecided == nil, "a commit whose outcome is not known cannot be aborted")
        try perform(.abort)
        switch delivery {
        case .exactlyOnce:
            outgoing = []
            try cluster.end(producer, isCommit: false)
        case .atLeastOnce:
            states = []
            wayBack = mayBeAhead ? positions : []
            deliverSome()
        }
        mustAbort = false
    }

    // MARK: At least once

    private func performInOrder(_ operation: Operation) throws(LogError) {
        switch failure(of: operation) {
        case nil: break
        case .aborted(let reason):
            mustAbort = true
            throw .aborted(reason)
        case .undecided(let reason), .retriable(let reason): throw .retriable(reason)
        case .some(let error): throw error
        }
    }

    /// What was sent cannot be taken back, and asking again does no harm: a failure is never one of an unknown outcome.
    private func commitInOrder(_ positions: [Position]) throws(LogError) {
        try performInOrder(.commit)
        try deliver()
        try performInOrder(.flush)
        if !wayBack.isEmpty {
            try store(wayBack)
            wayBack = []
            mayBeAhead = false
        }
        outgoing = states
        states = []
        try deliver()
        try performInOrder(.flush)
        mayBeAhead = true
        try store(positions)
        mayBeAhead = false
    }

    private func store(_ positions: [Position]) throws(LogError) {
        do throws(LogError) {
            try cluster.group.check(positions, of: member, &cluster.violations)
        } catch {
            if case .aborted = error { mustAbort = true }
            throw error
        }
        cluster.group.store(positions, mayGoBack: true, &cluster.violations)
        if case .some(let error) = fault(.commitAnswer) { throw .retriable("\(error)") }
    }
}
