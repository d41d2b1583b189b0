// Taking up and giving up partitions, and moving in them.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension GroupConsumer {
    /// Tells librdkafka that an assignment was heard of, before anything is read from it.
    ///
    /// Until it is told, librdkafka holds up the partitions that this member has already and the whole group's next
    /// rebalance: too long, as the lane restores its tasks before it calls `start`.
    func acknowledge() throws(LogError) {
        if isCooperative { try incrementallyAssign(PartitionList()) } else { try assignAll() }
        mustMend = true
    }

    /// See `EventLog.start`.
    func start(_ partitions: [(partition: TopicPartition, offset: Int64?)]) throws(LogError) {
        let added = partitions.filter { positions[$0.partition] == nil }
        guard !added.isEmpty else { return }
        for (partition, offset) in added { positions[partition] = ReadPosition(next: offset) }
        do {
            if isCooperative {
                let list = PartitionList()
                for (partition, offset) in added { list.add(partition, offset: offset ?? beginning, names) }
                try incrementallyAssign(list)
            } else {
                try assignAll()
            }
        } catch {
            for (partition, _) in added { positions[partition] = nil }
            throw error
        }
    }

    /// See `EventLog.release`. The group goes on when all it wants back is released.
    func release(_ partitions: [TopicPartition]) throws(LogError) {
        let wanted = !revoked.isEmpty
        let all = released + partitions
        if revoked.isSubset(of: all) {
            if wanted || all.contains(where: { positions[$0] != nil }) { try giveUp(all) }
            revoked = []
            released = []
        } else {
            released = all
            // Nothing more is read from them, though librdkafka keeps them until the rest is released too.
            try pause(partitions)
        }
    }

    /// Takes partitions out of librdkafka's assignment, which also answers a revocation.
    func giveUp(_ partitions: [TopicPartition]) throws(LogError) {
        let held = partitions.filter { positions[$0] != nil }
        let list = PartitionList(held, names)
        // librdkafka remembers a pause over unassigning, and would go on with it should the partition come back.
        try check(list.withList { rd_kafka_resume_partitions(handle.pointer, $0) }, "Giving up \(held)")
        for partition in held { positions[partition] = nil }
        if isCooperative {
            try check(list.withList { rd_kafka_incremental_unassign(handle.pointer, $0) }, "Giving up \(held)")
        } else if positions.isEmpty {
            try check(rd_kafka_assign(handle.pointer, nil), "Giving up all partitions")
        } else {
            try assignAll()
        }
        mustMend = true
    }

    /// See `EventLog.pause`. Partitions that are not being read are left alone.
    func pause(_ partitions: [TopicPartition]) throws(LogError) {
        let held = partitions.filter { positions[$0] != nil }
        guard !held.isEmpty else { return }
        let list = PartitionList(held, names)
        try check(list.withList { rd_kafka_pause_partitions(handle.pointer, $0) }, "Pausing \(held)")
        for partition in held { positions[partition]?.isPaused = true }
    }

    /// See `EventLog.resume`. Partitions that are not being read are left alone.
    func resume(_ partitions: [TopicPartition]) throws(LogError) {
        let held = partitions.filter { positions[$0]?.isPaused == true }
        guard !held.isEmpty else { return }
        let list = PartitionList(held, names)
        try check(list.withList { rd_kafka_resume_partitions(handle.pointer, $0) }, "Resuming \(held)")
        for partition in held { positions[partition]?.isPaused = false }
        // librdkafka resumes where it believes the application to be; the position here is what the application has.
        try seek(held)
    }

    /// See `EventLog.rewind`. A partition that is not being read is left alone.
    func rewind(_ partition: TopicPartition, to offset: Int64) throws(LogError) {
        guard var position = positions[partition] else { return }
        let before = position
        position.next = offset
        position.end = nil
        positions[partition] = position
        do { try seek([partition]) } catch {
            positions[partition] = before
            throw error
        }
    }

    /// Puts every reader back where its caller stands, after a rebalance in a version of librdkafka that may have
    /// skipped records.
    func mend() throws(LogError) {
        guard mustMend else { return }
        if KafkaVersion.linked.skipsRecordsOnRebalance, isCooperative, !positions.isEmpty {
            // Readers that have not started cannot have skipped anything.
            _ = try seekOnce(positions.keys.sorted())
        }
        mustMend = false
    }

    // MARK: -

    private var beginning: Int64 { Int64(RD_KAFKA_OFFSET_BEGINNING) }

    var isCooperative: Bool {
        rd_kafka_rebalance_protocol(handle.pointer).map { String(cString: $0) } == "COOPERATIVE"
    }

    private func incrementallyAssign(_ list: borrowing PartitionList) throws(LogError) {
        try check(list.withList { rd_kafka_incremental_assign(handle.pointer, $0) }, "Taking up partitions")
    }

    /// The eager protocol knows only whole assignments: everything that is being read, each where its reader stands.
    private func assignAll() throws(LogError) {
        let list = PartitionList()
        for (partition, position) in positions { list.add(partition, offset: position.next ?? beginning, names) }
        try check(list.withList { rd_kafka_assign(handle.pointer, $0) }, "Taking up partitions")
        try pause(positions.filter { $0.value.isPaused }.map(\.key))
    }

    /// Moves readers to the positions noted here; a reader that is about to start is asked again for a while.
    private func seek(_ partitions: [TopicPartition]) throws(LogError) {
        var remaining = partitions
        for _ in 0..<Self.seekAttempts {
            remaining = try seekOnce(remaining)
            if remaining.isEmpty { return }
            usleep(Self.seekPauseMicroseconds)
        }
        throw .retriable("Seeking in \(remaining): the readers have not started yet")
    }

    private static var seekAttempts: Int { 50 }
    private static var seekPauseMicroseconds: UInt32 { 10_000 }

    /// Moves readers to the positions noted here and returns those that have not started yet. What was fetched before
    /// is dropped, by librdkafka's own count of versions.
    private func seekOnce(_ partitions: [TopicPartition]) throws(LogError) -> [TopicPartition] {
        let list = PartitionList()
        for partition in partitions { list.add(partition, offset: positions[partition]?.next ?? beginning, names) }
        let timeout = Int32(clamping: operationTimeout.count * KafkaVersion.linked.seekTimeoutFactor)
        try check(list.withList { rd_kafka_seek_partitions(handle.pointer, $0, timeout) }, "Seeking in \(partitions)")
        var remaining: [TopicPartition] = []
        try list.forEach { (element) throws(LogError) in
            guard let partition = element.partition(names), let failure = Failure(element.err) else { return }
            guard failure.code == RD_KAFKA_RESP_ERR__STATE || failure.code == RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS else {
                throw LogError(failure, "Seeking in \(partition)", handle)
            }
            remaining.append(partition)
        }
        return remaining
    }

    private func check(_ error: OpaquePointer?, _ what: @autoclosure () -> String) throws(LogError) {
        if let failure = Failure(consuming: error) { throw LogError(failure, what(), handle) }
    }

    private func check(_ code: rd_kafka_resp_err_t, _ what: @autoclosure () -> String) throws(LogError) {
        if let failure = Failure(code) { throw LogError(failure, what(), handle) }
    }
}
