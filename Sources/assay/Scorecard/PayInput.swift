// Where the books of scorecards are read from.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// Reads tallies, supplements, payees and proposals into the books.
enum PayInput {
    /// No line of tallies has more bytes.
    private static let longestLine = 16 << 20

    /// Reads the lines of a file that are not blank.
    ///
    /// - Throws: `CommandFailure` at the first line that cannot be used: nothing is paid by half of an input.
    static func lines(
        of file: String, into books: inout PayBooks, _ body: (inout PayBooks, [UInt8]) throws(Complaint) -> Void
    ) throws(CommandFailure) {
        try lines(of: file) { line throws(Complaint) in try body(&books, line) }
    }

    /// Hands out the lines of a file that are not blank.
    ///
    /// - Throws: `CommandFailure` at the first line that cannot be used.
    static func lines(of file: String, _ body: ([UInt8]) throws(Complaint) -> Void) throws(CommandFailure) {
        try LineInput.lines(of: file, lineLimit: longestLine, body) { complaint throws(CommandFailure) in
            throw .noInput(complaint)
        }
    }

    /// How far topics were read: the offset behind the last record of each partition.
    typealias Ends = [Int32: Int64]

    /// Reads the topic of tallies, and how far months are closed in each partition. Returns how far it was read.
    ///
    /// - Throws: `KafkaError` when it cannot be read, `CommandFailure` when a record is damaged, or when tallies of the period were let go.
    @discardableResult
    static func readTallies(
        _ settings: Settings, of period: ReportingPeriod, into books: inout PayBooks,
        closing: (ClosingRecord) -> Void = { _ in }
    ) throws -> Ends {
        let ends = try read(.tallies, settings) { key, value, _ throws(Complaint) in
            let range = ByteRange(0..<value.count)
            do throws(DecodeError) {
                if HorizonRecord.isKey(key) {
                    books.take(try HorizonRecord.read(value, range).horizon)
                } else if ClosingRecord.isKey(key) {
                    closing(try ClosingRecord.read(value, range))
                } else if Tally.isKey(key) {
                    books.take(try Tally.read(value, range))
                }
            } catch {
                throw Complaint(error)
            }
        }
        try CommandFailure.refuseGone(period, books.horizon)
        return ends
    }

    /// Reads the topic of supplements. What is none is a dead letter of the workers. Returns how far it was read.
    ///
    /// - Throws: `KafkaError` when it cannot be read.
    @discardableResult
    static func readSupplements(_ settings: Settings, into books: inout PayBooks) throws -> Ends {
        let values = ValueReader()
        return try read(.supplements, settings) { _, value, format throws(Complaint) in
            var bytes = value
            let range: ByteRange
            do throws(Complaint) {
                range = try values.plain(&bytes, ByteRange(0..<value.count), format: format, schema: .supplement)
            } catch {
                return
            }
            guard let statement = try? AgentStatement.read(Array(bytes[range])) else { return }
            books.take(statement)
        }
    }

    /// Reads the newest scorecard of each agent and period.
    ///
    /// - Throws: `KafkaError` when the topic cannot be read, `CommandFailure` when a record is damaged.
    static func readScorecards(_ settings: Settings) throws -> [PublishedScorecard] {
        var newest: [ArraySlice<UInt8>: PublishedScorecard] = [:]
        _ = try read(.scorecards, settings) { key, value, _ throws(Complaint) in
            do throws(DecodeError) {
                newest[key] = try PublishedScorecard.read(value)
            } catch {
                throw Complaint(error)
            }
        }
        return newest.values.sorted {
            ($0.tenant, $0.agent, $0.period) < ($1.tenant, $1.agent, $1.period)
        }
    }

    /// Reads the audit to its last entry.
    ///
    /// - Throws: `KafkaError` when the topic cannot be read, `CommandFailure` when the chain is broken.
    static func readAudit(_ settings: Settings, _ body: (AuditEntry) -> Void = { _ in }) throws -> AuditChain {
        var chain = AuditChain()
        _ = try read(.audit, settings) { _, value, _ throws(Complaint) in
            if let fault = chain.take(value) {
                throw Complaint(
                    .invalid, "\(fault); nothing is added to a broken chain: 'assay verify' tells where it is broken")
            }
            if let entry = chain.last { body(entry) }
        }
        return chain
    }

    private static func read(
        _ topic: Topic, _ settings: Settings,
        _ body: (ArraySlice<UInt8>, [UInt8], ValueFormat) throws(Complaint) -> Void
    ) throws -> Ends {
        let scan = TopicScan(kafka: settings.kafka, topic: topic, logger: settings.logger)
        let ranges = try scan.ranges()
        try scan.read(ranges) { batch in
            for record in batch.records {
                guard let value = record.value else { continue }
                do throws(Complaint) {
                    let key = record.key.map { batch.bytes[$0] } ?? []
                    try body(key, Array(batch.bytes[value]), ValueHeaders(record, batch).format)
                } catch {
                    throw CommandFailure.noInput(
                        "\(settings.kafka.topics[topic])[\(record.origin.partition)]@\(record.offset): \(error.detail.onOneLine)"
                    )
                }
            }
            return true
        }
        return ranges.mapValues(\.upperBound)
    }
}

extension CommandFailure {
    /// Does it; what is wrong with the books is an input that cannot be used.
    static func ofBooks<Result>(_ body: () throws(Complaint) -> Result) throws(CommandFailure) -> Result {
        do throws(Complaint) {
            return try body()
        } catch {
            throw .noInput(error.detail.onOneLine)
        }
    }

    /// The one tenant of the books; when there are several, the command was called the wrong way.
    static func tenant(of books: PayBooks) throws(CommandFailure) -> String {
        do throws(Complaint) {
            return try books.onlyTenant()
        } catch {
            throw .usage(error.detail.onOneLine)
        }
    }
}
