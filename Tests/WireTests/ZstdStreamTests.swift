// Streams of frames, pushed chunk by chunk.
// SPDX-License-Identifier: Apache-2.0
import Testing
import Wire

@Suite("zstd stream encoder and decoder")
struct ZstdStreamTests {
    private static func encoded(
        _ content: [UInt8], by encoder: ZstdStreamEncoder, chunkBytes: Int
    ) throws -> [UInt8] {
        var output: [UInt8] = []
        for start in stride(from: 0, to: content.count, by: chunkBytes) {
            let chunk = content.span.bytes.extracting(start..<min(start + chunkBytes, content.count))
            try encoder.append(chunk, into: &output)
        }
        try encoder.finish(into: &output)
        return output
    }

    @Test("any content comes back as it was, whatever the chunks on both sides", arguments: [1, 30, 100])
    func roundTrip(noise: Int) throws {
        var generator = ZstdSampleGenerator(seed: UInt64(noise))
        for (count, chunkBytes) in [(0, 1), (1, 1), (500, 1), (5000, 7), (300_000, 4096), (300_000, 200_000)] {
            let content = generator.content(count: count, noise: noise)
            let frame = try Self.encoded(content, by: ZstdStreamEncoder(), chunkBytes: chunkBytes)
            #expect(try zstdDecoded(frame, by: ZstdStreamDecoder(), chunkBytes: chunkBytes) == content)
            #expect(try zstdDecoded(frame, by: ZstdStreamDecoder(outputLimit: 10), chunkBytes: 1000) == content)
            #expect(try ZstdDecompressor().decompress(frame, limit: count) == content)
        }
    }

    @Test("one encoder writes frame after frame, which one decoder reads in a row")
    func severalFrames() throws {
        var generator = ZstdSampleGenerator(seed: 3)
        let encoder = try ZstdStreamEncoder(level: 3)
        var contents: [UInt8] = []
        var frames: [UInt8] = []
        for count in [10, 0, 1000, 1] {
            let content = generator.content(count: count, noise: 20)
            contents += content
            frames += try Self.encoded(content, by: encoder, chunkBytes: 100)
        }
        for chunkBytes in [1, 2, 13, 10_000] {
            #expect(try zstdDecoded(frames, by: ZstdStreamDecoder(), chunkBytes: chunkBytes) == contents)
        }
    }

    @Test("the end of the input inside a later frame is told with the start of that frame")
    func cutShort() throws {
        let frame = try ZstdCompressor().compress([1, 2, 3])
        for missing in 1..<frame.count {
            let bytes = Array((frame + ZstdHandMadeFrame.skippable([]) + frame).dropLast(missing))
            #expect(throws: ZstdError.truncated(offset: frame.count + 8)) {
                try zstdDecoded(bytes, by: ZstdStreamDecoder(), chunkBytes: 3)
            }
        }
        let skippable = Array(ZstdHandMadeFrame.skippable([1, 2]).dropLast())
        #expect(throws: ZstdError.truncated(offset: frame.count)) {
            try zstdDecoded(frame + skippable, by: ZstdStreamDecoder(), chunkBytes: 100)
        }
    }

    @Test("what was decoded before the damage is handed out, and the refusal is repeated on every later call")
    func refusalStays() throws {
        let frame = try ZstdCompressor().compress([1, 2, 3])
        let decoder = ZstdStreamDecoder()
        var output: [UInt8] = []
        let error = ZstdError.trailingBytes(offset: frame.count)
        #expect(throws: error) { try decoder.decode(frame + [0, 0, 0, 0], into: &output) }
        #expect(output == [1, 2, 3])
        #expect(throws: error) { try decoder.decode(frame, into: &output) }
        #expect(throws: error) { try decoder.decode([], into: &output) }
        #expect(throws: error) { try decoder.finish() }
        #expect(output == [1, 2, 3])
    }

    @Test("chunks that do not fill a block cost no output until they do")
    func buffers() throws {
        let encoder = try ZstdStreamEncoder()
        var output: [UInt8] = []
        for _ in 0..<100 { try encoder.append([1, 2, 3], into: &output) }
        #expect(output.count < 20)
        try encoder.finish(into: &output)
        #expect(try ZstdDecompressor().decompress(output, limit: 300).count == 300)
    }
}
