// `assay verify` on histories with reviews: figures counted anew from what was published.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@testable import Simulation
@testable import assay

@Suite("Verify, with reviews")
struct VerifyReviewsTests {
    /// What a reader of the committed records finds.
    private func verification(of history: History, _ policies: PolicySet) -> Verification {
        var verification = Verification(
            policies: policies, range: .distantPast..<(.distantFuture), allowsCopies: false)
        for topic in Verification.topics {
            for partition in 0..<history.cluster.partitions {
                let origin = TopicPartition(topic, partition)
                var batch = RecordBatch()
                for record in history.cluster.content(origin) {
                    batch.append(
                        origin: origin, offset: record.offset, timestamp: record.timestamp, key: record.key,
                        value: record.value)
                }
                verification.take(batch)
            }
        }
        verification.conclude()
        return verification
    }

    @Test("facts and tallies of criteria, agents and teams agree with the published reviews")
    func histories() throws {
        var reviewed = 0
        for seed in UInt64(1)...40 {
            var settings = HistorySettings(seed: seed)
            // What is gone from a topic cannot be added up.
            settings.cleaningRate = 0
            guard settings.delivery == .exactlyOnce else { continue }
            let history = History(settings)
            #expect(try history.run() == [])
            let found = verification(of: history, history.policies)
            for check in [Findings.Check.revisions, .facts, .tallies] {
                #expect(found.findings[check] == 0, "seed \(seed): \(found.lines)")
            }
            reviewed += try history.cluster.content(.evaluations).count {
                try ProtoEvaluation(protobuf: $0.value ?? []).review.versions.count > 0
            }
        }
        #expect(reviewed > 100)
    }
}
