// What `assay tail` shows.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Testing
import Wire

@testable import Commands
@testable import assay

@Suite("Tail", .serialized)
struct TailTests {
    /// 2027-01-15T08:00:00.250Z.
    private static let time = Instant(milliseconds: 1_800_000_000_250)

    private static let evaluation: ProtoEvaluation = {
        var evaluation = ProtoEvaluation()
        evaluation.tenant = "acme"
        evaluation.conversationID = "c-1"
        return evaluation
    }()

    /// The lines that a topic's records become, on a cluster with these records.
    private func tail(
        _ topic: Topic, _ records: [KafkaWriter.Record], partitions: Int = 1, most: Int? = nil,
        from: KafkaReader.Beginning = .oldest
    ) throws -> [String] {
        let cluster = try MockCluster()
        try cluster.createTopic(topic.word, partitions: partitions)
        let kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "tail")
        let writer = try KafkaWriter(kafka, logger: .silent)
        for record in records { try writer.write(record, to: topic.word) }
        try writer.flush(within: .seconds(10))
        writer.close()
        let reader = try KafkaReader(kafka, topic: topic, from: from, logger: .silent)
        defer { reader.close() }
        var lines: [UInt8] = []
        try TopicTail(untilEnd: true, most: most).run(reader) { lines += $0 }
        return String(decoding: lines, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func record(
        _ value: [UInt8]?, key: [UInt8]? = Array("acme/c-1".utf8), _ headers: [(name: String, value: [UInt8]?)] = [],
        partition: Int32 = 0
    ) -> KafkaWriter.Record {
        KafkaWriter.Record(key: key, value: value, headers: headers, timestamp: TailTests.time, partition: partition)
    }

    @Test("a record is a line with its place, time, key, schema and value")
    func plain() throws {
        let lines = try tail(.evaluations, [record(TailTests.evaluation.protobuf)])
        #expect(
            lines == [
                #"{"partition":0,"offset":0,"timestamp":"2027-01-15T08:00:00.250Z","key":"acme/c-1","schema":"assay.v1.Evaluation","#
                    + #""value":{"tenant":"acme","conversationId":"c-1"}}"#
            ])
    }

    @Test("values in zstd are decompressed, and values in JSON are shown")
    func encodings() throws {
        let zstd = try ZstdCompressor().compress(TailTests.evaluation.protobuf)
        let lines = try tail(
            .evaluations,
            [
                record(zstd, [("content-encoding", Array("zstd".utf8))]),
                record(
                    Array(#"{ "tenant": "acme", "conversationId": "c-1" }"#.utf8),
                    [("content-type", Array("application/json".utf8))]),
            ])
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasSuffix(#""value":{"tenant":"acme","conversationId":"c-1"}}"#) })
    }

    @Test("a tombstone has the value null, a record without a key the key null")
    func nothing() throws {
        let lines = try tail(.tallies, [record(nil, key: nil)])
        #expect(
            lines == [
                #"{"partition":0,"offset":0,"timestamp":"2027-01-15T08:00:00.250Z","key":null,"schema":"assay.v1.Tally","value":null}"#
            ])
    }

    @Test("a value that does not decode is shown in base64 with an error; so is a key that is no text")
    func malformed() throws {
        let lines = try tail(
            .alerts,
            [
                record([0xFF, 0xFF], key: [0xFF]), record([1, 2], [("content-encoding", Array("zstd".utf8))]),
                record([1, 2], [("content-encoding", Array("br\"".utf8))]),
            ])
        #expect(
            lines[0].contains(
                #""keyBase64":"/w==","schema":"assay.v1.Alert","value":"//8=","error":"the value is no assay.v1.Alert"#)
        )
        #expect(lines[1].contains(#""value":"AQI=","error":"the value is not a usable zstd frame"#))
        #expect(
            lines[2].hasSuffix(#""value":"AQI=","error":"content-encoding \"br\"\" is not known; use zstd or none"}"#))
    }

    @Test("the header names the schema; an unknown one leaves it to the topic")
    func schema() throws {
        let lines = try tail(
            .alerts,
            [
                record(TailTests.evaluation.protobuf, [("schema", Array("assay.v1.Evaluation".utf8))]),
                record([], [("schema", Array("else".utf8))]),
            ])
        #expect(lines[0].contains(#""schema":"assay.v1.Evaluation","value":{"tenant":"acme""#))
        #expect(lines[1].contains(#""schema":"assay.v1.Alert","value":{}"#))
    }

    @Test("an alert about a figure says how it stood")
    func figureAlert() throws {
        let figure = Figure(.timeliness, of: .firstResponseHuman)
        let threshold = Threshold(
            name: "timely", figure: figure, subjects: [.team], windows: [.day],
            yardstick: .target(Fraction(95, over: 100), alert: Fraction(90, over: 100), clear: Fraction(95, over: 100)),
            least: 10, receivers: ["leader"])
        let alert = FigureAlert(
            tally: Tally(
                tenant: "acme", subject: "team:T1", kind: .day, start: Instant(milliseconds: 5),
                end: Instant(milliseconds: 9), measures: Measures(), nextFact: 7),
            windowLabel: "2026-11-11",
            notice: ThresholdNotice(
                name: "timely", cycle: 2, step: .raised, threshold: threshold,
                sample: Figure.Sample(value: Fraction(8, over: 10), counted: 10), lines: threshold.lines { _ in nil }),
            policyVersion: "1")
        let lines = try tail(.alerts, [record(alert.bytes)])
        let value = [
            #""value":{"tenant":"acme","conversationId":"team:T1","clock":"first-response-human","cycle":2,"policyVersion":"1","#,
            #""step":"STEP_RAISED","teamId":"T1","receivers":["leader"],"atMs":"5","figure":{"threshold":"timely","#,
            #""figure":"clock-timeliness","window":"WINDOW_KIND_DAY","startMs":"5","endMs":"9","windowLabel":"2026-11-11","#,
            #""value":{"numerator":"8","denominator":"10"},"counted":"10","least":"10","#,
            #""target":{"numerator":"95","denominator":"100"},"alertLine":{"numerator":"90","denominator":"100"},"#,
            #""returnLine":{"numerator":"95","denominator":"100"},"nextFactOffset":"7"}}"#,
        ].joined()
        #expect(lines[0].contains(value), "\(lines[0])")
    }

    @Test("reading ends at the end of all partitions, or after so many records")
    func ends() throws {
        let records = (0..<5).map { record([], partition: $0 % 2) }
        #expect(try tail(.facts, records, partitions: 3).count == 5)
        #expect(try tail(.facts, records, partitions: 3, most: 2).count == 2)
        #expect(try tail(.facts, records, partitions: 3, from: .newest).isEmpty)
        #expect(try tail(.facts, [], partitions: 3).isEmpty)
    }

    @Test("every topic has its schema")
    func schemas() throws {
        #expect(Set(Topic.allCases.map { RecordSchema(of: $0) } + [.sealedState]) == Set(RecordSchema.allCases))
        let values = ValueJSON()
        for schema in RecordSchema.allCases {
            #expect(try values.json(of: [], format: .plain, schema: schema) == Array("{}".utf8))
        }
    }

    @Test("a topic is found by its word or its name, and a misspelt one is told")
    func topics() throws {
        let names = TopicNames(prefix: "cs.", [.alerts: "breaches"])
        #expect(try TopicTail.topic("dead-letters", names) == .deadLetters)
        #expect(try TopicTail.topic("cs.facts", names) == .facts)
        #expect(try TopicTail.topic("breaches", names) == .alerts)
        let failure = #expect(throws: CommandFailure.self) { try TopicTail.topic("evalutions", names) }
        #expect(failure?.message.hasPrefix("there is no topic 'evalutions'; did you mean 'evaluations'? ") == true)
        #expect(failure?.status == 64)
    }

    @Test("timestamps are written to the millisecond; what is none is left out")
    func timestamps() {
        #expect(Instant(milliseconds: 0).written == "1970-01-01T00:00:00.000Z")
        #expect(Instant(milliseconds: 253_402_300_799_999).written == "9999-12-31T23:59:59.999Z")
        #expect(Instant(milliseconds: 253_402_300_800_000).written == nil)
        #expect(Instant(milliseconds: -1).written == nil)
    }
}
