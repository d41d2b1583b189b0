// Whole values: what goes into a frame comes out of it.
// SPDX-License-Identifier: Apache-2.0
import Testing
import Wire

@Suite("zstd compressor and decompressor")
struct ZstdRoundTripTests {
    private static let contents: [[UInt8]] = {
        var generator = ZstdSampleGenerator(seed: 1)
        let counts = [0, 1, 2, 255, 256, 257, 511, 4000, 65_791, 65_792, 140_000]
        return counts.flatMap { count in [1, 30, 100].map { generator.content(count: count, noise: $0) } }
    }()

    @Test("any content comes back as it was, at any level, with or without a checksum", arguments: [-5, 0, 1, 3, 9])
    func roundTrip(level: Int) throws {
        let decompressor = ZstdDecompressor()
        for checksum in [true, false] {
            let compressor = try ZstdCompressor(level: level, checksum: checksum)
            for content in Self.contents {
                let frame = try compressor.compress(content)
                #expect(try decompressor.decompress(frame, limit: content.count) == content)
            }
        }
    }

    @Test("one compressor gives the same frame for the same content, whatever it compressed before")
    func reuse() throws {
        let compressor = try ZstdCompressor()
        for content in Self.contents {
            #expect(try compressor.compress(content) == ZstdCompressor().compress(content))
        }
    }

    @Test("a range of the source is compressed and decompressed, and appended to what is there")
    func ranges() throws {
        let content = Array("before content after".utf8)
        var output: [UInt8] = [9, 9]
        try ZstdCompressor().compress(content, 7..<14, appendingTo: &output)
        #expect(output[..<2] == [9, 9])
        output.append(7)
        var decoded = Array("the ".utf8)
        try ZstdDecompressor().decompress(output, 2..<output.count - 1, limit: 7, appendingTo: &decoded)
        #expect(decoded == Array("the content".utf8))
    }

    @Test("a frame tells the size of its content, and four bytes of checksum unless they are not wanted")
    func contentSizeAndChecksum() throws {
        let content = [UInt8](repeating: 5, count: 1000)
        let with = try ZstdCompressor().compress(content)
        let without = try ZstdCompressor(checksum: false).compress(content)
        #expect(with.count == without.count + 4)
        #expect(throws: ZstdError.tooLarge(declared: 1000, limit: 999)) {
            try ZstdDecompressor().decompress(with, limit: 999)
        }
    }

    @Test("several frames decode within one limit for all")
    func severalFrames() throws {
        let compressor = try ZstdCompressor()
        let one = [UInt8](repeating: 1, count: 600)
        let two = [UInt8](repeating: 2, count: 400)
        let row = try compressor.compress(one) + compressor.compress(two)
        let decompressor = ZstdDecompressor()
        #expect(try decompressor.decompress(row, limit: 1000) == one + two)
        #expect(throws: ZstdError.tooLarge(declared: 400, limit: 999)) { try decompressor.decompress(row, limit: 999) }
    }

    @Test("a level that libzstd does not have is refused", arguments: [23, 1000, -200_000, Int.min, Int.max])
    func unsupportedLevel(level: Int) {
        #expect(throws: ZstdError.unsupportedLevel(level)) { try ZstdCompressor(level: level) }
        #expect(throws: ZstdError.unsupportedLevel(level)) { try ZstdStreamEncoder(level: level) }
        #expect(throws: ZstdError.unsupportedLevel(level)) { try ZstdDictionary(bytes: [], level: level) }
    }

    @Test("a frame is known by its first four bytes")
    func magicNumber() {
        #expect(Zstd.isFrame([0x28, 0xB5, 0x2F, 0xFD]))
        #expect(Zstd.isFrame(ZstdHandMadeFrame.skippable([])))
        #expect(!Zstd.isFrame([UInt8]()))
        #expect(!Zstd.isFrame([0x28, 0xB5, 0x2F]))
        #expect(!Zstd.isFrame([0x27, 0xB5, 0x2F, 0xFD]))
        #expect(!Zstd.isFrame([0x60, 0x2A, 0x4D, 0x18]))
        #expect(!Zstd.isFrame(Array(#"{"id":1}"#.utf8)))
    }
}
