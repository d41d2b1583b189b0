// Where tallies are read from.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// Reads tallies of their topic or of files, and what cannot be used is told on standard error.
enum TallySource {
    /// A line of tallies has no more bytes.
    private static let longestLine = 16 << 20

    /// Tallies, and which of others there were once.
    struct Found {
        var tallies: [Tally] = []
        /// What some partition let go.
        var horizon = TallyHorizon()
    }

    /// The tallies in the topic, in the order of its partitions.
    ///
    /// - Throws: `KafkaError` when it cannot be read.
    static func topic(_ settings: Settings) throws -> Found {
        var found = Found()
        let scan = TopicScan(kafka: settings.kafka, topic: .tallies, logger: settings.logger)
        try scan.read(scan.ranges()) { batch in
            for record in batch.records {
                guard let value = record.value else { continue }
                let key = record.key.map { batch.bytes[$0] } ?? []
                do throws(DecodeError) {
                    if HorizonRecord.isKey(key) {
                        found.horizon.formUnion(try HorizonRecord.read(batch.bytes, value).horizon)
                    } else if Tally.isKey(key) {
                        found.tallies.append(try Tally.read(batch.bytes, value))
                    }
                } catch {
                    StandardStreams.complain("\(record.origin) offset \(record.offset) is no tally: \(error)\n")
                }
            }
            return true
        }
        return found
    }

    /// The tallies in files: proto3 JSON, one a line, as `assay tail tallies` shows them.
    ///
    /// - Throws: `CommandFailure` when a file cannot be read.
    static func files(_ files: [String]) throws(CommandFailure) -> Found {
        var found = Found()
        for file in files {
            try LineInput.lines(of: file, lineLimit: longestLine) { line throws(Complaint) in
                switch try TallyLine.read(line) {
                case .tally(let tally): found.tallies.append(tally)
                case .horizon(let horizon): found.horizon.formUnion(horizon)
                case .nothing: break
                }
            } complain: {
                StandardStreams.complain($0 + "\n")
            }
        }
        return found
    }

    /// The newest tallies of one tenant: of the named one, or of the only one.
    ///
    /// - Throws: `CommandFailure` when there are none, or of several tenants.
    static func book(
        of found: Found, tenant: String?, _ zone: ZoneRules
    ) throws(CommandFailure) -> TallyBook {
        let tenants = Set(found.tallies.map(\.tenant)).sorted()
        guard let tenant = tenant ?? (tenants.count == 1 ? tenants.first : nil) else {
            throw tenants.isEmpty
                ? .noInput("there are no tallies")
                : .usage("name one of the tenants with --tenant: " + tenants.joined(separator: ", "))
        }
        var book = TallyBook(tenant: tenant, zone: zone)
        book.horizon = found.horizon
        for tally in found.tallies { book.take(tally) }
        return book
    }
}
