// The oracle's reading of closed months.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// The evaluations of a conversation as they stood when the months were closed in which they count.
struct ClosedEvaluations {
    private struct Place {
        var episode: UInt32
        var month: Window
        var closing: Instant
    }

    private let policies: PolicySet
    private var places: [Place] = []
    private var standing: [Evaluation?] = []

    init(_ evaluations: [Evaluation], _ policies: PolicySet) {
        self.policies = policies
        begin(evaluations)
    }

    /// Takes the evaluations as their episodes ended.
    mutating func begin(_ evaluations: [Evaluation]) {
        places = []
        standing = []
        for evaluation in evaluations {
            // Invitations are sent behind the end, in months that may be later ones.
            let first = Window(.month, containing: evaluation.startedAt, zone: policies.zone)
            for month in [first, Window(.month, containing: first.end, zone: policies.zone)] {
                guard let closing = policies.closing(of: month) else { continue }
                places.append(Place(episode: evaluation.episode, month: month, closing: closing))
                standing.append(evaluation.endedAt < closing ? evaluation : nil)
            }
        }
    }

    /// Takes the evaluations as they stand after what happened at a time.
    mutating func note(_ evaluations: [Evaluation], at time: Instant) {
        for index in places.indices where time < places[index].closing {
            guard standing[index] != nil else { continue }
            standing[index] = evaluations.first { $0.episode == places[index].episode }
        }
    }

    /// What was closed: of each month.
    var all: [(month: Window, evaluation: Evaluation)] {
        zip(places, standing).compactMap { place, evaluation in evaluation.map { (place.month, $0) } }
    }

    /// How the closed figures of a cluster's tallies differ from what they should be, one line each.
    static func differences(
        of cluster: MemoryCluster, from expected: [String: Measures], policies: PolicySet
    ) throws -> [String] {
        var differences: [String] = []
        var found: [String: Measures] = [:]
        var newest: [[UInt8]: [UInt8]] = [:]
        for record in cluster.content(.tallies) { newest[record.key ?? []] = record.value }
        for (key, value) in newest.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let range = ByteRange(0..<value.count)
            if ClosingRecord.isKey(key[...]) {
                let closing = try ClosingRecord.read(value, range)
                // Brokers with slow clocks prove later that time has passed, and a closing takes some turns.
                let due = policies.closedBefore(at: cluster.now - policies.allowedSkew - .seconds(60))
                if closing.closedBefore < due {
                    differences.append(
                        "partition \(closing.partition) is closed before \(closing.closedBefore.milliseconds), not \(due.milliseconds), at \(cluster.now.milliseconds)"
                    )
                }
            } else if Tally.isKey(key[...]) {
                let tally = try Tally.read(value, range)
                guard tally.kind == .month else { continue }
                var closed = tally.closed
                closed.contacts = ContactMeasures()
                found[String(decoding: key, as: UTF8.self)] = closed
            }
        }
        for key in Set(found.keys).union(expected.keys).sorted() {
            let (there, due) = (found[key] ?? Measures(), expected[key] ?? Measures())
            if there != due {
                differences.append(
                    "closed \(key): \(there.conversations) conversations, \(there.records) records, \(there.ratings.list) ratings, "
                        + "not \(due.conversations), \(due.records), \(due.ratings.list)")
            }
        }
        return differences
    }
}
