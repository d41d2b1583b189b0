// Checkpoints: a conversation's state as a record of the checkpoints topic.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Writes and reads the values of the checkpoints topic: `Checkpoint` messages, compressed with the trained dictionary. Owns
/// zstd contexts and memory to work in; each task has its own.
struct CheckpointCoder {
    private let policies: PolicySet
    private let compressor: ZstdCompressor
    private let decompressor: ZstdDecompressor
    private var scratch: [UInt8] = []

    /// A checkpoint of more bytes is refused: it is none of ours.
    private static let mostBytes = 64 << 20

    init(policies: PolicySet) {
        self.policies = policies
        // Kafka has checksums of its own.
        compressor = ZstdCompressor(dictionary: CheckpointDictionary.current, checksum: false)
        decompressor = ZstdDecompressor(dictionaries: CheckpointDictionary.all)
    }

    /// Appends the value of a checkpoint. Nothing of the state and the names is changed: they are `inout` because what is handed over
    /// out of an object is copied otherwise.
    mutating func write(
        _ state: inout ConversationState, names: inout NameTable, appendingTo bytes: inout [UInt8]
    ) -> ByteRange {
        let plain = self.plain(&state, names: &names)
        let start = bytes.count
        do {
            try compressor.compress(plain, 0..<plain.count, appendingTo: &bytes)
        } catch {
            preconditionFailure("a checkpoint can be compressed: \(error)")
        }
        scratch = plain
        return ByteRange(start..<bytes.count)
    }

    /// The value before compression: what a dictionary is trained on.
    mutating func plain(_ state: inout ConversationState, names: inout NameTable) -> [UInt8] {
        var memory: [UInt8] = []
        swap(&memory, &scratch)
        memory.removeAll(keepingCapacity: true)
        return CheckpointEnvelope.write(next: state.trail.saved, appendingTo: memory) { bytes in
            var writer = StateWriter(appendingTo: bytes)
            state.write(to: &writer, policies: policies, names: names)
            return writer.bytes
        }
    }

    /// The state that a checkpoint's value holds.
    mutating func read(
        _ bytes: [UInt8], _ value: ByteRange, _ context: StateContext, names: inout NameTable
    ) throws(DecodeError) -> ConversationState {
        scratch.removeAll(keepingCapacity: true)
        do {
            try decompressor.decompress(
                bytes, value.indices, limit: CheckpointCoder.mostBytes, appendingTo: &scratch)
        } catch {
            throw .malformed("\(error)")
        }
        let envelope = try CheckpointEnvelope.read(scratch)
        var reader = StateReader(scratch, envelope.state.indices)
        var state = try ConversationState(from: &reader, context, names: &names)
        state.trail.saved = envelope.next
        return state
    }
}
