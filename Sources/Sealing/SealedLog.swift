// A log whose sensitive records are sealed.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
import Quality

/// The log of a lane: what tasks write of what people said leaves it sealed, and comes back opened (S3-053, S4-098). That are checkpoints,
/// with the events and surveys that wait in them, and dead letters, which quote whole records. Results say nothing of what was said.
///
/// Without master keys everything goes through as it is, and a sealed checkpoint is an error that says what is missing.
package final class SealedLog<Base: EventLog>: EventLog {
    /// The log below.
    package let base: Base
    private let masters: MasterKeys?
    private let states: StateSealer?

    /// A log over another one; nil seals nothing.
    package init(_ base: Base, _ masters: MasterKeys?) {
        self.base = base
        self.masters = masters
        states = masters.map(StateSealer.init)
    }

    package func read(
        _ partition: TopicPartition, from offset: Int64, until end: Int64, limit: Int, into batch: inout RecordBatch
    ) throws(LogError) -> Int64? {
        let first = batch.records.count
        let next = try base.read(partition, from: offset, until: end, limit: limit, into: &batch)
        guard partition.topic == .checkpoints else { return next }
        for index in first..<batch.records.count { try open(index, of: &batch) }
        return next
    }

    private func open(_ index: Int, of batch: inout RecordBatch) throws(LogError) {
        let record = batch.records[index]
        guard let value = record.value, StateSealer.isSealed(batch.bytes[value]) else { return }
        func fatal(_ what: String) -> LogError { .fatal("\(record.origin) offset \(record.offset): \(what)") }
        guard let states else {
            throw fatal("the checkpoint is sealed, and there are no master keys: name their file in sensitive.keys")
        }
        let key = record.key.map { batch.bytes[$0] } ?? []
        do throws(SealingError) {
            let content = try states.open(batch.bytes[value], key: key)
            batch.records[index].value = batch.bytes.appendRange(content)
        } catch {
            throw fatal("the checkpoint cannot be opened: \(error)")
        }
    }

    package func send(_ outbox: borrowing Outbox) throws(LogError) {
        guard let masters, let states, outbox.effects.contains(where: \.isSensitive) else {
            return try base.send(outbox)
        }
        var sealed = copy outbox
        var letters = LetterSealer(masters)
        for (index, effect) in outbox.effects.enumerated() where effect.isSensitive {
            guard let value = effect.value else { continue }
            let key = effect.key.map { outbox.bytes[$0] } ?? []
            guard effect.topic == .deadLetters else {
                let content = states.seal(outbox.bytes[value], key: key)
                sealed.effects[index].value = sealed.bytes.appendRange(content)
                sealed.effects[index].isSealed = true
                continue
            }
            sealed.effects[index].value = sealed.bytes.appendRange(
                letters.seal(Array(outbox.bytes[value]), key: Array(key)))
        }
        let keys = letters.keys.map { key in
            let name = sealed.bytes.appendRange(key.name)
            return Effect(topic: .dataKeys, key: name, value: sealed.bytes.appendRange(key.value))
        }
        // A key before what it seals: at least once, it is there when the letter is.
        sealed.effects.insert(contentsOf: keys, at: 0)
        try base.send(sealed)
    }

    // MARK: As it is

    package func commit(_ positions: [Position]) throws(LogError) { try base.commit(positions) }

    package func abort(to positions: [Position]) throws(LogError) { try base.abort(to: positions) }

    package func poll(limit: Int, into batch: inout RecordBatch) throws(LogError) -> LogEvent {
        try base.poll(limit: limit, into: &batch)
    }

    package func committed(_ partitions: [TopicPartition]) throws(LogError) -> [Position] {
        try base.committed(partitions)
    }

    package func start(_ partitions: [(partition: TopicPartition, offset: Int64?)]) throws(LogError) {
        try base.start(partitions)
    }

    package func release(_ partitions: [TopicPartition]) throws(LogError) { try base.release(partitions) }

    package func pause(_ partitions: [TopicPartition]) throws(LogError) { try base.pause(partitions) }

    package func resume(_ partitions: [TopicPartition]) throws(LogError) { try base.resume(partitions) }

    package func rewind(_ partition: TopicPartition, to offset: Int64) throws(LogError) {
        try base.rewind(partition, to: offset)
    }

    package func endOffset(_ partition: TopicPartition) throws(LogError) -> Int64 { try base.endOffset(partition) }

    package func isCaughtUp(_ partition: TopicPartition) throws(LogError) -> Bool { try base.isCaughtUp(partition) }

    package func close() { base.close() }
}

extension Effect {
    /// Whether it has something that people said.
    fileprivate var isSensitive: Bool { (topic == .checkpoints || topic == .deadLetters) && value != nil }
}
