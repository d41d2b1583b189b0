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
    /// Checkpoints that could not be opened, while a partition is restored: a later one of the same key may make up for it.
    private var unopened: [TopicPartition: [[UInt8]: String]] = [:]

    /// A log over another one.
    ///
    /// - Parameters:
    ///   - masters: what opens and seals; nil leaves everything as it is.
    ///   - seals: whether what leaves is sealed; else what is sealed is only opened.
    package init(_ base: Base, _ masters: MasterKeys?, seals: Bool = true) {
        self.base = base
        self.masters = seals ? masters : nil
        states = masters.map(StateSealer.init)
    }

    package func read(
        _ partition: TopicPartition, from offset: Int64, until end: Int64, limit: Int, into batch: inout RecordBatch
    ) throws(LogError) -> Int64? {
        let first = batch.records.count
        let next = try base.read(partition, from: offset, until: end, limit: limit, into: &batch)
        guard partition.topic == .checkpoints else { return next }
        // Restoring begins with the oldest record.
        if offset == 0 { unopened[partition] = nil }
        var failed: Set<Int> = []
        for index in first..<batch.records.count where !open(index, of: &batch) { failed.insert(index) }
        if !failed.isEmpty {
            batch.records = batch.records.enumerated().filter { !failed.contains($0.offset) }.map(\.element)
        }
        guard next == nil, let left = unopened.removeValue(forKey: partition) else { return next }
        guard let worst = left.min(by: { $0.value < $1.value }) else { return next }
        throw .fatal("\(worst.value) (\(left.count) such conversations)")
    }

    /// Opens a checkpoint; false when it cannot be.
    private func open(_ index: Int, of batch: inout RecordBatch) -> Bool {
        let record = batch.records[index]
        let key = record.key.map { Array(batch.bytes[$0]) } ?? []
        do throws(SealingError) {
            // Nothing that looks into the bytes is held any more when they grow: they are not copied.
            if let content = try content(of: record, key, in: batch) {
                batch.records[index].value = batch.bytes.appendRange(content)
            }
            unopened[record.origin]?[key] = nil
            return true
        } catch {
            unopened[record.origin, default: [:]][key] =
                "\(record.origin) offset \(record.offset): the checkpoint cannot be opened: \(error)"
            return false
        }
    }

    /// What a checkpoint has sealed; nil when it is not sealed.
    private func content(
        of record: Record, _ key: [UInt8], in batch: RecordBatch
    ) throws(SealingError) -> [UInt8]? {
        guard let value = record.value, StateSealer.isSealed(batch.bytes[value]) else { return nil }
        guard let states else {
            throw SealingError("it is sealed, and there are no master keys: name their file in sensitive.keys")
        }
        return Array(try states.open(batch.bytes[value], key: key[...]))
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
