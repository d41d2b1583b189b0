// Alerts about figures held against the facts, as load tests do it.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Expected alerts about figures")
struct FigureExpectationTests {
    /// What a history published, and what its facts let expect.
    private struct Published {
        var expectation: FigureExpectation
        var alerts: [[UInt8]]
    }

    private static let published = Result {
        var settings = HistorySettings(seed: 11)
        settings.delivery = .exactlyOnce
        let history = History(settings)
        #expect(try history.run().isEmpty)
        var expectation = FigureExpectation(policies: history.policies)
        for partition in 0..<history.cluster.partitions {
            for record in history.cluster.everything(TopicPartition(.facts, partition)) {
                let value = record.value ?? []
                try expectation.take(
                    value, ByteRange(0..<value.count), offset: record.offset, partition: partition,
                    timestamp: record.timestamp)
            }
        }
        return Published(expectation: expectation, alerts: history.cluster.content(.alerts).compactMap(\.value))
    }

    private func complaints(_ alerts: [[UInt8]], _ published: Published, allowsCopies: Bool = false) throws -> [String]
    {
        var ledger = ResultLedger()
        for alert in alerts { try ledger.take(.alerts, alert) }
        return published.expectation.complaints(about: ledger, allowsCopies: allowsCopies)
    }

    @Test("what workers told about figures is what the facts say, no more and no less")
    func right() throws {
        let published = try Self.published.get()
        #expect(published.expectation.count > 20)
        #expect(try complaints(published.alerts, published).isEmpty)
        #expect(try complaints([], published).count == published.expectation.count)
    }

    @Test("an alert about a figure that is missing, doubled, wrong or too much is told")
    func wrong() throws {
        let published = try Self.published.get()
        let place = try #require(
            published.alerts.firstIndex { bytes in
                (try? ProtoAlert(protobuf: bytes)).flatMap { FigureOracle.Statement($0) } != nil
            })
        var fewer = published.alerts
        fewer.remove(at: place)
        #expect(try complaints(fewer, published).map { $0.hasSuffix("is missing") } == [true])
        let doubled = published.alerts + [published.alerts[place]]
        #expect(try complaints(doubled, published).map { $0.hasSuffix("was told 2 times") } == [true])
        #expect(try complaints(doubled, published, allowsCopies: true).isEmpty)
        var alert = try ProtoAlert(protobuf: published.alerts[place])
        alert.figure.counted += 1
        #expect(try complaints(fewer + [alert.protobuf], published).first?.contains(" says ") == true)
        alert.cycle += 100
        #expect(
            try complaints(published.alerts + [alert.protobuf], published).map { $0.hasSuffix("is too much") } == [true]
        )
    }
}
