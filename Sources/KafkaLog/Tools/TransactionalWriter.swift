// Writes single records to any topic, each in a transaction of its own.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Quality

package import struct Logging.Logger

/// A producer for tools that must not write a thing twice: making it fences off whoever used its transactional id
/// before and settles what that one left. With delivery at least once it writes without transactions and fences off
/// nobody. Used from one queue.
package final class TransactionalWriter {
    private let writer: KafkaWriter
    private let settings: KafkaSettings
    private var isTransactional: Bool { settings.delivery == .exactlyOnce }

    /// A producer under the settings' transactional id. From now on nothing changes that an earlier one of this id has
    /// written: it is committed or it never will be.
    ///
    /// - Throws: `KafkaError` for settings that are wrong, or when the earlier one could not be settled in time.
    package init(_ settings: KafkaSettings, logger: Logger) throws(KafkaError) {
        self.settings = settings
        writer = try KafkaWriter(settings, role: .effects, logger)
        guard isTransactional else { return }
        try attempt("Taking over transactional id \(settings.transactionalID)") {
            rd_kafka_init_transactions(writer.handle.pointer, $0)
        }
    }

    /// Writes one record and waits until it is committed.
    ///
    /// - Throws: `KafkaError` when it is not there, or when that is not known: a new writer of the same id settles it.
    package func write(_ record: borrowing KafkaWriter.Record, to topic: String) throws(KafkaError) {
        try write([(copy record, topic)])
    }

    /// Writes records, all or none of them, and waits until they are committed. Without transactions those before one that fails may be
    /// there.
    ///
    /// - Throws: as the writing of one record does.
    package func write(_ records: [(record: KafkaWriter.Record, topic: String)]) throws(KafkaError) {
        guard isTransactional else {
            for (record, topic) in records { try writer.write(record, to: topic) }
            return try writer.flush(within: settings.transactionTimeout)
        }
        if let failure = Failure(consuming: rd_kafka_begin_transaction(writer.handle.pointer)) {
            throw refusal(failure, "Beginning a transaction of \(settings.transactionalID)")
        }
        do throws(KafkaError) {
            for (record, topic) in records { try writer.write(record, to: topic) }
            try attempt("Committing the transaction of \(settings.transactionalID)") {
                rd_kafka_commit_transaction(writer.handle.pointer, $0)
            }
            writer.handle.callbacks.forgetUndelivered()
        } catch {
            throw abort(after: error)
        }
    }

    /// Ends; also happens when the writer is let go.
    package func close() { writer.close() }

    // MARK: -

    /// Drops what was written, so that the next record can be, and no reader waits for the transaction's timeout.
    ///
    /// - Returns: the error, with the reason why the record was not delivered where that is known.
    private func abort(after error: KafkaError) -> KafkaError {
        let notes = writer.handle.callbacks
        let reason = notes.undelivered > 0 ? " Not delivered to \(notes.undeliveredReason)." : ""
        // A failure is no news: the transaction has failed already, and its timeout ends it at the latest.
        _ = Failure(
            consuming: rd_kafka_abort_transaction(
                writer.handle.pointer, Int32(clamping: settings.operationTimeout.count)))
        writer.handle.serve()
        notes.forgetUndelivered()
        return KafkaError(error.message + reason)
    }

    /// Makes a call that may be made again: twice, each time within the operation timeout.
    private func attempt(_ what: String, _ call: (Int32) -> OpaquePointer?) throws(KafkaError) {
        for isLast in [false, true] {
            let failure = Failure(consuming: call(Int32(clamping: settings.operationTimeout.count)))
            writer.handle.serve()
            guard let failure else { return }
            if isLast || !failure.isRetriable { throw refusal(failure, what) }
        }
    }

    private func refusal(_ failure: Failure, _ what: String) -> KafkaError {
        let cause = failure.isFatal ? writer.handle.fatalFailure() ?? failure : failure
        let text =
            failure.isFencing || cause.isFencing
            ? "another writer with this id has begun since; it or a later call does the work" : cause.text
        return KafkaError("\(what): \(text)\(writer.handle.latestTrouble).")
    }
}
