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
    /// The values of those that were taken, before compression, and where each of them is.
    private var scratch: [UInt8] = []
    private var taken: [Range<Int>] = []

    /// A checkpoint of more bytes is refused: it is none of ours.
    private static let mostBytes = 64 << 20
    /// So many states are taken at most before they are compressed, and so many bytes of them, about.
    private static let mostTaken = 16
    private static let mostTakenBytes = 64 << 10

    init(policies: PolicySet) {
        self.policies = policies
        // Kafka has checksums of its own.
        compressor = ZstdCompressor(dictionary: CheckpointDictionary.current, checksum: false)
        decompressor = ZstdDecompressor(dictionaries: CheckpointDictionary.all)
    }

    /// Takes the state of a checkpoint, as the next of those that are compressed one after the other. For the processor's sake, as records
    /// are read ahead: writing a state and compressing it take much code each, and alternating would fetch both anew each time.
    ///
    /// Nothing of the state and the names is changed: they are `inout` because what is handed over out of an object is copied otherwise.
    mutating func take(_ state: inout ConversationState, names: inout NameTable) {
        var memory: [UInt8] = []
        swap(&memory, &scratch)
        let start = memory.count
        scratch = CheckpointEnvelope.write(next: state.trail.saved, appendingTo: memory) { bytes in
            var writer = StateWriter(appendingTo: bytes)
            state.write(to: &writer, policies: policies, names: names)
            return writer.bytes
        }
        taken.append(start..<scratch.count)
    }

    /// Appends the value of a checkpoint that was taken, by its place among them.
    func compress(_ place: Int, appendingTo bytes: inout [UInt8]) -> ByteRange {
        let start = bytes.count
        do {
            try compressor.compress(scratch, taken[place], appendingTo: &bytes)
        } catch {
            preconditionFailure("a checkpoint can be compressed: \(error)")
        }
        return ByteRange(start..<bytes.count)
    }

    /// Whether those that were taken should be compressed before more are.
    var isFull: Bool {
        taken.count >= CheckpointCoder.mostTaken || scratch.count >= CheckpointCoder.mostTakenBytes
    }

    /// Forgets what was taken.
    mutating func removeAll() {
        scratch.removeAll(keepingCapacity: true)
        taken.removeAll(keepingCapacity: true)
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
