// What brokers answered about the partitions of a list.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension PartitionList {
    /// The offsets that a call has put into the list, by partition; those below zero, which stand for none, are left out.
    ///
    /// - Throws: `KafkaError` when the call failed, or a partition has an error; `what` tells what was asked.
    borrowing func answers(
        _ failure: Failure?, _ what: String, _ handle: KafkaHandle
    ) throws(KafkaError) -> [Int32: Int64] {
        handle.serve()
        var failure = failure
        var offsets: [Int32: Int64] = [:]
        forEach { answer in
            failure = failure ?? Failure(answer.err)
            if answer.offset >= 0 { offsets[answer.partition] = answer.offset }
        }
        if let failure { throw KafkaError("\(what): \(failure.text)\(handle.latestTrouble).") }
        return offsets
    }
}
