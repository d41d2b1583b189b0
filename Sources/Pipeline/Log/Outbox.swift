// What leaves the tasks of a lane, until the lane hands it to the log.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// One record to be written, as ranges of the outbox's bytes.
package struct Effect: Sendable {
    /// Where it goes.
    package var topic: Topic
    /// The partition; nil leaves it to the key.
    package var partition: Int32?
    /// The key; nil for a record without one (only dead letters of such records).
    package var key: ByteRange?
    /// The value, protobuf; nil for a tombstone.
    package var value: ByteRange?
    /// W3C trace context of the record that caused it; nil when that had none.
    package var traceParent: ByteRange?
    /// Whether the value is sealed as a whole: then it is another message than the topic's.
    package var isSealed = false

    /// An effect.
    package init(
        topic: Topic, partition: Int32? = nil, key: ByteRange?, value: ByteRange?, traceParent: ByteRange? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.traceParent = traceParent
    }
}

/// The effects of one or more turns, with their bytes in one place.
package struct Outbox: Sendable {
    /// Keys and values of all effects.
    package var bytes: [UInt8] = []
    /// The effects in the order in which they were caused.
    package var effects: [Effect] = []
    /// W3C trace context of the record that is being applied, for the effects it causes.
    package var traceParent: ByteRange?
    /// The instants that alerts among the effects speak of.
    var alertTimes: [Instant] = []
    /// Criteria of episodes that ended, whose evaluations are among the effects.
    var criteria = CriterionCounts()

    /// An empty outbox.
    package init() {}

    /// Whether nothing waits.
    package var isEmpty: Bool { effects.isEmpty }

    /// Forgets the effects and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        effects.removeAll(keepingCapacity: true)
        traceParent = nil
        alertTimes.removeAll(keepingCapacity: true)
        criteria.removeAll()
    }
}
