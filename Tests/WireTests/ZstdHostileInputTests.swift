// Frames that are damaged, cut short or made to harm.
// SPDX-License-Identifier: Apache-2.0
import Testing
import Wire

@Suite("zstd against hostile input")
struct ZstdHostileInputTests {
    /// Frames with a checksum: of known size, of several blocks' kinds, in a dictionary's words, of unknown size.
    private struct Samples {
        let dictionary: ZstdDictionary
        let frames: [(content: [UInt8], frame: [UInt8])]

        init() throws {
            var generator = ZstdSampleGenerator(seed: 43)
            dictionary = try ZstdDictionary(bytes: ZstdToolFramesTests.dictionaryBytes)
            let plain = try ZstdCompressor(level: 3)
            let named = ZstdCompressor(dictionary: dictionary)
            let encoder = try ZstdStreamEncoder()
            var frames: [(content: [UInt8], frame: [UInt8])] = []
            for content in [[], generator.content(count: 300, noise: 20), generator.record(), generator.record()] {
                frames.append((content, try plain.compress(content)))
                frames.append((content, try named.compress(content)))
                var stream: [UInt8] = []
                try encoder.append(content, into: &stream)
                try encoder.finish(into: &stream)
                frames.append((content, stream))
            }
            self.frames = frames
        }
    }

    @Test("A43: a frame cut short anywhere is told as cut short")
    func truncated() throws {
        let samples = try Samples()
        let decompressor = ZstdDecompressor(dictionaries: [samples.dictionary])
        for (_, frame) in samples.frames {
            for length in 0..<frame.count {
                let start = Array(frame[..<length])
                #expect(throws: ZstdError.truncated(offset: 0)) { try decompressor.decompress(start, limit: 1000) }
                #expect(throws: ZstdError.truncated(offset: 0)) {
                    let decoder = ZstdStreamDecoder(dictionaries: [samples.dictionary])
                    return try zstdDecoded(start, by: decoder, chunkBytes: 100)
                }
            }
        }
    }

    @Test("A43: a frame with one flipped bit is refused or decodes to its content, never to anything else")
    func flippedBits() throws {
        let samples = try Samples()
        let decompressor = ZstdDecompressor(dictionaries: [samples.dictionary])
        var refused = 0
        for (content, frame) in samples.frames {
            for bit in 0..<frame.count * 8 {
                var damaged = frame
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                var output: [UInt8] = [1, 2, 3]
                do throws(ZstdError) {
                    try decompressor.decompress(damaged, 0..<damaged.count, limit: 1000, appendingTo: &output)
                    #expect(output == [1, 2, 3] + content, "bit \(bit)")
                } catch {
                    refused += 1
                    #expect(output == [1, 2, 3], "bit \(bit): \(error)")
                }
            }
        }
        #expect(refused > 0)
    }

    @Test("A43: a stream with one flipped byte is refused or decodes to its content, never to anything else")
    func flippedBytesInStream() throws {
        let samples = try Samples()
        for (content, frame) in samples.frames {
            for index in frame.indices {
                var damaged = frame
                damaged[index] ^= 0xFF
                let decoder = ZstdStreamDecoder(dictionaries: [samples.dictionary])
                if let decoded = try? zstdDecoded(damaged, by: decoder, chunkBytes: 50) {
                    #expect(decoded == content, "byte \(index)")
                }
            }
        }
    }

    @Test("A43: random bytes behind a frame's start are refused or decoded within the limit")
    func noise() {
        var generator = ZstdSampleGenerator(seed: 7)
        let decompressor = ZstdDecompressor()
        for _ in 0..<2000 {
            let count = Int.random(in: 0...60, using: &generator)
            let bytes = [0x28, 0xB5, 0x2F, 0xFD] + generator.content(count: count, noise: 100)
            let output = try? decompressor.decompress(bytes, limit: 5000)
            #expect((output?.count ?? 0) <= 5000)
        }
    }

    @Test("A43: damaged content fails the checksum, and is not handed out")
    func checksumMismatch() throws {
        // A raw block: nothing but the checksum can tell.
        var frame = zstdBytes(hex: "28b52ffd240631000068656c6c6f0a5388bd91")
        frame[9] ^= 1
        #expect(throws: ZstdError.checksumMismatch(offset: 0)) { try ZstdDecompressor().decompress(frame, limit: 100) }
        #expect(throws: ZstdError.checksumMismatch(offset: 0)) {
            try zstdDecoded(frame, by: ZstdStreamDecoder(), chunkBytes: 100)
        }
    }

    @Test("A43: an unknown dictionary id is told with the ids at hand")
    func unknownDictionary() throws {
        let samples = try Samples()
        let frame = try ZstdCompressor(dictionary: samples.dictionary).compress([1, 2, 3])
        let error = ZstdError.unknownDictionary(id: samples.dictionary.id, known: [])
        #expect(throws: error) { try ZstdDecompressor().decompress(frame, limit: 100) }
        #expect(throws: error) { try zstdDecoded(frame, by: ZstdStreamDecoder(), chunkBytes: 100) }

        var other = frame
        other[5] ^= 1
        #expect(
            throws: ZstdError.unknownDictionary(id: samples.dictionary.id ^ 1, known: [samples.dictionary.id])
        ) {
            try ZstdDecompressor(dictionaries: [samples.dictionary]).decompress(other, limit: 100)
        }
    }

    @Test("A43: a bomb that declares its size is refused before anything is allocated")
    func declaredBomb() {
        for size in [1001, UInt64(Int.max), UInt64(Int.max) + 1, UInt64.max] {
            var output: [UInt8] = []
            let frame = ZstdHandMadeFrame.declaring(size)
            #expect(throws: ZstdError.tooLarge(declared: size, limit: 1000)) {
                try ZstdDecompressor().decompress(frame, 0..<frame.count, limit: 1000, appendingTo: &output)
            }
            #expect(output.capacity == 0)
        }
    }

    @Test("A43: a short frame that declares more than its blocks can hold is refused before anything is allocated")
    func impossibleSize() {
        var output: [UInt8] = []
        let frame = ZstdHandMadeFrame.declaring(1 << 40)
        #expect(
            throws: ZstdError.corrupt(offset: 0, reason: "\(frame.count) bytes cannot hold the declared \(1 << 40)")
        ) {
            try ZstdDecompressor().decompress(frame, 0..<frame.count, limit: Int.max, appendingTo: &output)
        }
        #expect(output.capacity == 0)
    }

    @Test("A43: a bomb that hides its size is decoded up to the limit and no further")
    func undeclaredBomb() throws {
        let bomb = ZstdHandMadeFrame.bomb(blocks: 100)
        let size = 100 << 17
        let decompressor = ZstdDecompressor()
        for limit in [0, 1, 1000, (1 << 17) - 1, 1 << 17, (1 << 17) + 1, size - 1] {
            var output: [UInt8] = []
            #expect(throws: ZstdError.tooLarge(declared: nil, limit: limit)) {
                try decompressor.decompress(bomb, 0..<bomb.count, limit: limit, appendingTo: &output)
            }
            #expect(output.isEmpty)
        }
        #expect(try decompressor.decompress(bomb, limit: size).count == size)
        #expect(try decompressor.decompress(bomb, limit: Int.max).count == size)
    }

    @Test("A43: a bomb in a stream is handed out in pieces of bounded size")
    func streamedBomb() throws {
        let bomb = ZstdHandMadeFrame.bomb(blocks: 100)
        let decoder = ZstdStreamDecoder(outputLimit: 1000)
        var (consumed, total, largest) = (0, 0, 0)
        while consumed < bomb.count {
            var output: [UInt8] = []
            consumed += try decoder.decode(bomb.span.bytes.extracting(consumed...), into: &output)
            largest = max(largest, output.count)
            total += output.count
        }
        try decoder.finish()
        #expect(total == 100 << 17)
        #expect(largest <= 1000 + 2 << 17)
    }

    @Test("what does not start with a frame is told apart from what follows one")
    func notAFrame() throws {
        let frame = try ZstdCompressor().compress([1, 2, 3])
        for garbage in [[0], [0x28, 0xB4], [0x27, 0xB5, 0x2F, 0xFD, 0x00, 0x58], Array(#"{"a":1}"#.utf8)] as [[UInt8]] {
            #expect(throws: ZstdError.notAFrame) { try ZstdDecompressor().decompress(garbage, limit: 10) }
            #expect(throws: ZstdError.notAFrame) { try zstdDecoded(garbage, by: ZstdStreamDecoder(), chunkBytes: 1) }
            let trailing = ZstdError.trailingBytes(offset: frame.count)
            #expect(throws: trailing) { try ZstdDecompressor().decompress(frame + garbage, limit: 10) }
            #expect(throws: trailing) { try zstdDecoded(frame + garbage, by: ZstdStreamDecoder(), chunkBytes: 5) }
        }
    }

    @Test("a frame that failed does no harm to the next")
    func recovers() throws {
        let samples = try Samples()
        let decompressor = ZstdDecompressor(dictionaries: [samples.dictionary])
        for (content, frame) in samples.frames {
            var damaged = frame
            damaged[frame.count / 2] ^= 0x55
            _ = try? decompressor.decompress(damaged, limit: 1000)
            _ = try? decompressor.decompress(ZstdHandMadeFrame.bomb(blocks: 2), limit: 1000)
            #expect(try decompressor.decompress(frame, limit: 1000) == content)
        }
    }

    @Test("every error says what is wrong in one sentence")
    func descriptions() {
        let errors: [ZstdError] = [
            .notAFrame, .trailingBytes(offset: 12), .truncated(offset: 0), .corrupt(offset: 3, reason: "r"),
            .checksumMismatch(offset: 0), .unknownDictionary(id: 7, known: [8, 9]), .tooLarge(declared: 9, limit: 8),
            .tooLarge(declared: nil, limit: 8), .windowTooLarge(window: 2, limit: 1), .unusableDictionary(reason: "r"),
            .trainingFailed(reason: "r"), .unsupportedLevel(99), .outOfMemory, .compressionFailed(reason: "r"),
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { $0.description.hasPrefix("zstd: ") && !$0.description.contains("\n") })
        #expect(
            ZstdError.unknownDictionary(id: 7, known: [8, 9]).description
                == "zstd: the frame needs dictionary 7, at hand are [8, 9]; configure the one it was written with"
        )
    }
}
