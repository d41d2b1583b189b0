// A log whose sensitive records are sealed, over the simulated one.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Quality
import Simulation
import Testing
import Wire

@testable import Sealing

@Suite("Sealed log")
struct SealedLogTests {
    private static let old = MasterKeys.newLine(id: "old")
    private static let new = MasterKeys.newLine(id: "new")
    private static let said = "我的身份证号是 110101199003070011"

    private let cluster = MemoryCluster(partitions: 1)

    private func log(_ lines: String...) throws -> SealedLog<MemoryLog> {
        SealedLog(MemoryLog(cluster: cluster), lines.isEmpty ? nil : try MasterKeys(text: lines.joined()))
    }

    /// A letter whose detail quotes its record, as one about an unknown encoding does.
    private static func letter(of conversation: String) -> [UInt8] {
        let source = SourceRecord(
            topic: "conversations", partition: 0, offset: 41, timestamp: 7, key: Array("acme/\(conversation)".utf8),
            value: Array(said.utf8), headers: [("trace", Array(said.utf8)), ("none", nil)])
        return source.deadLetter(Complaint(.unknownEncoding, "content-encoding \"\(said)\" is not known"))
    }

    /// Commits a checkpoint, a letter and an evaluation of a conversation.
    private func write(_ log: SealedLog<MemoryLog>, conversation: String = "c-1") throws {
        var outbox = Outbox()
        for (topic, value) in [
            (.checkpoints, Array(Self.said.utf8)), (.deadLetters, Self.letter(of: conversation)),
            (.deadLetters, Self.letter(of: conversation)), (.evaluations, Array("numbers".utf8)),
        ] as [(Topic, [UInt8])] {
            let key = outbox.bytes.appendRange("acme/\(conversation)".utf8)
            let range = outbox.bytes.appendRange(value)
            outbox.effects.append(Effect(topic: topic, partition: 0, key: key, value: range))
        }
        try log.send(outbox)
        try log.commit([])
    }

    private func restored(_ log: SealedLog<MemoryLog>) throws -> [String] {
        var batch = RecordBatch()
        let place = TopicPartition(.checkpoints, 0)
        var next: Int64? = 0
        let end = try log.endOffset(place)
        while let from = next { next = try log.read(place, from: from, until: end, limit: 10, into: &batch) }
        return batch.records.map { $0.value.map { batch.bytes.string($0) } ?? "deleted" }
    }

    private var dataKeys: DataKeys {
        cluster.content(.dataKeys).reduce(into: DataKeys()) { $0.take(name: $1.key ?? [], value: $1.value) }
    }

    private func contains(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Topic.allCases.flatMap { cluster.content($0) }.contains { record in
            let value = record.value ?? []
            return value.indices.contains { value[$0...].starts(with: bytes) }
        }
    }

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch LogError.fatal(let text) {
            return text
        } catch {
            return "\(error)"
        }
    }

    @Test("S3-053, S4-098: what people said is in no record, and the next owner reads it; results are as they were")
    func roundTrip() throws {
        try write(try log(Self.old))
        #expect(!contains(Self.said) && !contains("110101199003070011"))
        #expect(cluster.content(.evaluations).map(\.value) == [Array("numbers".utf8)])
        #expect(try restored(try log(Self.old)) == [Self.said])
        let letters = cluster.content(.deadLetters)
        let sealed = try ProtoDeadLetter(protobuf: letters[0].value ?? [])
        #expect(!sealed.hasValue && sealed.headers.isEmpty && sealed.detail.isEmpty && sealed.offset == 41)
        let masters = try MasterKeys(text: Self.old)
        for letter in letters {
            let opened = try dataKeys.opened(letter.value ?? [], key: letter.key ?? [], masters)
            #expect(opened == Self.letter(of: "c-1"))
        }
        // The two letters that left together have one key.
        #expect(dataKeys.count == 1)
    }

    @Test("without master keys everything is as it was, and what was written without them is read with them")
    func plain() throws {
        try write(try log())
        #expect(contains(Self.said) && cluster.content(.dataKeys).isEmpty)
        #expect(try restored(try log()) == [Self.said] && restored(try log(Self.new)) == [Self.said])
        let letter = cluster.content(.deadLetters)[0]
        #expect(DataKeys.name(ofKeyFor: letter.value ?? [], key: []) == nil)
        #expect(try dataKeys.opened(letter.value ?? [], key: [], try MasterKeys(text: Self.new)) == letter.value)
    }

    @Test("a new master key seals what is new, and the one before opens what is old")
    func rotation() throws {
        try write(try log(Self.old), conversation: "c-1")
        try write(try log(Self.old, Self.new), conversation: "c-2")
        #expect(try restored(try log(Self.old, Self.new)) == [Self.said, Self.said])
        #expect(dataKeys.mastersInUse == ["old": 1, "new": 1])
        let states = cluster.content(.checkpoints).map { SealedState.master(of: ($0.value ?? [])[...]) }
        #expect(states == ["old", "new"])
        let without = failure { _ = try restored(try log(Self.new)) }
        #expect(without.contains("checkpoints[0] offset 0") && without.contains("sealed under the master key 'old'"))
        var keys = dataKeys
        for record in try keys.rewrapped(try MasterKeys(text: Self.old + Self.new)) {
            keys.take(name: record.name, value: record.value)
        }
        #expect(keys.mastersInUse == ["new": 2])
        #expect(try keys.rewrapped(try MasterKeys(text: Self.old + Self.new)).isEmpty)
        for letter in cluster.content(.deadLetters) {
            let opened = try keys.opened(letter.value ?? [], key: letter.key ?? [], try MasterKeys(text: Self.new))
            #expect(try DeadLetter(opened).source.value == Array(Self.said.utf8))
        }
        #expect(throws: SealingError.self) { try dataKeys.rewrapped(try MasterKeys(text: Self.new)) }
    }

    @Test("a checkpoint that cannot be opened does not matter behind which a newer one stands, or a deletion")
    func superseded() throws {
        for conversation in ["c-1", "c-2", "c-3"] { try write(try log(Self.old), conversation: conversation) }
        try write(try log(Self.old, Self.new), conversation: "c-1")
        var outbox = Outbox()
        let key = outbox.bytes.appendRange("acme/c-2".utf8)
        outbox.effects.append(Effect(topic: .checkpoints, partition: 0, key: key, value: nil))
        let plain = try log()
        try plain.send(outbox)
        try plain.commit([])
        #expect(
            failure { _ = try restored(try log(Self.new)) }.contains(
                "the checkpoint cannot be opened: it is sealed under the master key"))
        try write(try log(Self.old, Self.new), conversation: "c-3")
        #expect(try restored(try log(Self.new)) == [Self.said, "deleted", Self.said])
    }

    @Test(
        "what is sealed is opened before anything is sealed, and after: so workers are switched on, and back, one by one"
    )
    func opensOnly() throws {
        try write(try log(Self.old))
        let open = SealedLog(MemoryLog(cluster: cluster), try MasterKeys(text: Self.old), seals: false)
        #expect(try restored(open) == [Self.said])
        try write(open, conversation: "c-2")
        #expect(try restored(try log(Self.old)) == [Self.said, Self.said])
        #expect(dataKeys.count == 1 && contains(Self.said))
    }

    @Test("S3-053: of a record that is cut nothing is in clear but its sizes; opened, it is as it was, and still cut")
    func cut() throws {
        let text = Array(Self.said.utf8)
        let source = SourceRecord(
            topic: "conversations", partition: 0, offset: 41, timestamp: 7, key: Array("acme/c-1".utf8),
            value: text + [UInt8](repeating: 0x20, count: SourceRecord.mostLetterBytes), headers: [("trace", text)])
        let letter = source.deadLetter(Complaint(.invalid, "it is too large"))
        let log = try log(Self.old)
        var outbox = Outbox()
        let key = outbox.bytes.appendRange("acme/c-1".utf8)
        let value = outbox.bytes.appendRange(letter)
        outbox.effects.append(Effect(topic: .deadLetters, partition: 0, key: key, value: value))
        try log.send(outbox)
        try log.commit([])
        #expect(!contains(Self.said) && !contains("too large"))
        let stored = cluster.content(.deadLetters)[0].value ?? []
        let sealed = try #require(try DeadLetter(stored).cut)
        #expect(sealed.valueBytes == source.value?.count && sealed.valueStart.isEmpty && sealed.valueHash.isEmpty)
        #expect(
            try dataKeys.opened(stored, key: Array("acme/c-1".utf8), try MasterKeys(text: Self.old)) == letter)
    }

    @Test("the detail of letters that were sealed before it was stays as it is")
    func detailInClear() throws {
        try write(try log(Self.old))
        let masters = try MasterKeys(text: Self.old)
        var letter = try ProtoDeadLetter(protobuf: cluster.content(.deadLetters)[0].value ?? [])
        letter.detail = "in clear"
        let opened = try dataKeys.opened(letter.protobuf, key: Array("acme/c-1".utf8), masters)
        #expect(try DeadLetter(opened).detail == "in clear")
    }

    @Test("A44: whose keys are forgotten cannot be read any more, others can, and numbers stay")
    func forgetting() throws {
        let log = try log(Self.old)
        for conversation in ["c-1", "c-1", "c-10", "c"] { try write(log, conversation: conversation) }
        var keys = dataKeys
        #expect(keys.names(of: "acme/c-1").count == 2 && keys.names(of: "acme/c-").isEmpty)
        for name in keys.names(of: "acme/c-1") { keys.take(name: name, value: nil) }
        let masters = try MasterKeys(text: Self.old)
        for letter in cluster.content(.deadLetters) {
            let text = failure { _ = try keys.opened(letter.value ?? [], key: letter.key ?? [], masters) }
            let isForgotten = letter.key == Array("acme/c-1".utf8)
            #expect(text.contains("is forgotten, or was never written") == isForgotten && text.isEmpty != isForgotten)
        }
        #expect(cluster.content(.evaluations).count == 4)
    }

    @Test("what was changed, moved or sealed by another key is refused, and says where")
    func forgeries() throws {
        try write(try log(Self.old))
        let checkpoint = cluster.content(.checkpoints)[0].value ?? []
        let letter = cluster.content(.deadLetters)[0].value ?? []
        let masters = try MasterKeys(text: Self.old)
        let key = Array("acme/c-1".utf8)
        let states = StateSealer(masters)
        #expect(try Array(states.open(checkpoint[...], key: key[...])) == Array(Self.said.utf8))
        for index in checkpoint.indices {
            var changed = checkpoint
            changed[index] ^= 1
            guard StateSealer.isSealed(changed[...]) else { continue }
            #expect(throws: SealingError.self) { try states.open(changed[...], key: key[...]) }
        }
        #expect(throws: SealingError.self) { try states.open(checkpoint[...], key: Array("acme/c-2".utf8)[...]) }
        let stranger = StateSealer(try MasterKeys(text: "old" + Self.new.dropFirst(3)))
        #expect(
            failure { _ = try stranger.open(checkpoint[...], key: key[...]) }.contains(
                "not sealed by the master key 'old'"))
        var moved = try ProtoDeadLetter(protobuf: letter)
        moved.offset += 1
        #expect(
            failure { _ = try dataKeys.opened(moved.protobuf, key: key, masters) }.contains("belongs to another record")
        )
        #expect(failure { _ = try restored(try log()) }.contains("name their file in sensitive.keys"))
    }

    @Test("a transaction that fails leaves no key, and the same letters leave with another one")
    func aborted() throws {
        let log = try log(Self.old)
        var outbox = Outbox()
        let key = outbox.bytes.appendRange("acme/c-1".utf8)
        let value = outbox.bytes.appendRange(Self.letter(of: "c-1"))
        outbox.effects.append(Effect(topic: .deadLetters, partition: 0, key: key, value: value))
        try log.send(outbox)
        try log.abort(to: [])
        #expect(cluster.content(.dataKeys).isEmpty)
        try log.send(outbox)
        try log.commit([])
        let letters = cluster.content(.deadLetters)
        #expect(letters.count == 1 && dataKeys.count == 1)
        let opened = try dataKeys.opened(
            letters[0].value ?? [], key: letters[0].key ?? [], try MasterKeys(text: Self.old))
        #expect(opened == Self.letter(of: "c-1"))
    }

    @Test("any bytes for a sealed checkpoint or letter are an error, not a trap", arguments: UInt64(1)...100)
    func hostile(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func noise(_ most: Int) -> [UInt8] { (0..<random.number(0...most)).map { _ in UInt8(random.number(0...255)) } }
        let masters = try MasterKeys(text: Self.old)
        var state = ProtoSealedState()
        state.algorithm = 1
        state.masterKeyID = "old"
        state.content = Data(noise(40))
        state.sealedKey =
            seed % 2 == 0 ? Data(noise(70)) : masters.seal(SealedBytes.newKey(), with: Array("assay.v1 state key".utf8))
        #expect(throws: SealingError.self) { try StateSealer(masters).open(state.protobuf[...], key: []) }
        let bytes = [0x08] + noise(80)
        #expect(throws: SealingError.self) { try StateSealer(masters).open(bytes[...], key: []) }
        _ = SealedState.master(of: bytes[...])
        try write(try log(Self.old))
        var letter = try ProtoDeadLetter(protobuf: cluster.content(.deadLetters)[0].value ?? [])
        letter.sealed.content = Data(noise(60))
        #expect(throws: SealingError.self) {
            try dataKeys.opened(letter.protobuf, key: Array("acme/c-1".utf8), masters)
        }
        var keys = DataKeys()
        keys.take(name: bytes, value: bytes)
        #expect(throws: SealingError.self) { try keys.rewrapped(masters) }
    }
}
