// The keys of the tallies topic, and what of it is gone.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing

@testable import Wire

@Suite("Keys of tallies")
struct TallyKeyTests {
    @Test(
        "a key is read as it is written, subjects with slashes included",
        arguments: ["all", "agent:A/1", "team:/", "channel:电话"])
    func roundTrip(subject: String) {
        for kind in WindowKind.allCases {
            let label = Window(kind, containing: .epoch, zone: .utc).label
            let key = TallyKey(tenant: "acme", subject: subject, kind: kind, label: label)
            var bytes: [UInt8] = [7]
            key.append(to: &bytes)
            #expect(bytes.dropFirst().elementsEqual("acme/\(subject)/\(kind.word)/\(label)".utf8))
            #expect(TallyKey(bytes[1...]) == key)
        }
    }

    @Test(
        "other keys of the topic are none",
        arguments: [
            "", "/", "acme/all", "/closing:3", "/horizon:3", "acme/customer:k", "acme/all/year/2026", "acme/hour/2026",
        ])
    func others(key: String) {
        #expect(TallyKey(Array(key.utf8)[...]) == nil)
    }

    @Test("X24: what is gone is read as it is written, and by stock decoders")
    func horizons() throws {
        var horizon = TallyHorizon()
        horizon[.hour] = Instant(milliseconds: 1_794_369_600_000)
        horizon[.month] = .epoch
        let record = HorizonRecord(partition: 5, horizon: horizon)
        var bytes: [UInt8] = [1, 2]
        let range = record.write(appendingTo: &bytes)
        #expect(try HorizonRecord.read(bytes, range) == record)
        let message = try ProtoTally(protobuf: Array(bytes[range])).horizon
        #expect(message.partition == 5 && message.gone.map(\.window) == [.hour, .month])
        #expect(message.gone.map(\.untilMs) == [1_794_369_600_000, 0])
        #expect(HorizonRecord.isKey(record.key[...]) && !Tally.isKey(record.key[...]))
    }

    @Test("damaged records are errors, not traps", arguments: UInt64(1)...200)
    func damaged(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var horizon = TallyHorizon()
        for kind in WindowKind.allCases { horizon[kind] = Instant(milliseconds: Int64(random.number(0...1 << 40))) }
        var bytes: [UInt8] = []
        _ = HorizonRecord(partition: 1, horizon: horizon).write(appendingTo: &bytes)
        for _ in 0...2 { bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255)) }
        let length = random.number(0...bytes.count)
        _ = try? HorizonRecord.read(bytes, ByteRange(0..<length))
    }
}
