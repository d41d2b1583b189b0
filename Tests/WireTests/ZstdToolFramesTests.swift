// Frames written by the zstd command line tool, version 1.5.4.
// SPDX-License-Identifier: Apache-2.0
import Testing
import Wire

@Suite("zstd frames of the command line tool")
struct ZstdToolFramesTests {
    private static let hello = Array("hello\n".utf8)
    private static let text = Array(String(repeating: "Guten Tag, wie kann ich helfen?\n", count: 10).utf8)
    private static let zeros = [UInt8](repeating: 0, count: 1_000_000)

    /// What was compressed, how, and what came out.
    private static let frames: [(options: String, content: [UInt8], hex: String)] = [
        ("file", hello, "28b52ffd240631000068656c6c6f0a5388bd91"),
        ("file --no-check", hello, "28b52ffd200631000068656c6c6f0a"),
        ("pipe", hello, "28b52ffd045831000068656c6c6f0a5388bd91"),
        ("pipe --no-check", hello, "28b52ffd005831000068656c6c6f0a"),
        ("empty pipe", [], "28b52ffd240001000099e9d851"),
        (
            "file", text,
            "28b52ffd6440004d01000402477574656e205461672c20776965206b616e6e2069"
                + "63682068656c66656e3f0a0100e818aa7a02c456e52b"
        ),
        (
            "pipe", text,
            "28b52ffd04584d01000402477574656e205461672c20776965206b616e6e206963"
                + "682068656c66656e3f0a0100e818aa7a02c456e52b"
        ),
        (
            "file", zeros,
            "28b52ffda440420f005400001000000100fbff39c0020200100002001000020010"
                + "0002001000020010000200100003120a00ccaeca39"
        ),
        (
            "pipe", zeros,
            "28b52ffd04585400001000000100fbff39c0020200100002001000020010000200"
                + "1000020010000200100003120a00ccaeca39"
        ),
    ]

    @Test("a frame of the tool decodes to what it was made from")
    func decodes() throws {
        let decompressor = ZstdDecompressor()
        for (options, content, hex) in Self.frames {
            let frame = zstdBytes(hex: hex)
            #expect(Zstd.isFrame(frame))
            #expect(try decompressor.decompress(frame, limit: content.count) == content, "\(options)")
        }
    }

    @Test("a frame of the tool decodes in a stream, whatever the chunks")
    func decodesInStream() throws {
        for (options, content, hex) in Self.frames {
            for chunkBytes in [1, 7, 1000] {
                let decoded = try zstdDecoded(zstdBytes(hex: hex), by: ZstdStreamDecoder(), chunkBytes: chunkBytes)
                #expect(decoded == content, "\(options)")
            }
        }
    }

    @Test("frames of the tool in a row decode to their contents in a row, skippable frames between them to nothing")
    func decodesSeveral() throws {
        let skippable = ZstdHandMadeFrame.skippable([1, 2, 3])
        let row = Self.frames.flatMap { skippable + zstdBytes(hex: $0.hex) } + ZstdHandMadeFrame.skippable([])
        let content = Self.frames.flatMap(\.content)
        #expect(try ZstdDecompressor().decompress(row, limit: content.count) == content)
        #expect(try zstdDecoded(row, by: ZstdStreamDecoder(), chunkBytes: 5) == content)
    }

    @Test("a window of --long=27 is accepted in a file and refused in a record, that of --long=31 in both")
    func longWindows() throws {
        let long27 = zstdBytes(hex: "28b52ffd048831000068656c6c6f0a5388bd91")
        let long31 = zstdBytes(hex: "28b52ffd04a831000068656c6c6f0a5388bd91")
        #expect(try zstdDecoded(long27, by: ZstdStreamDecoder(), chunkBytes: 4) == Self.hello)
        #expect(throws: ZstdError.windowTooLarge(window: 1 << 31, limit: 1 << 27)) {
            try zstdDecoded(long31, by: ZstdStreamDecoder(), chunkBytes: 4)
        }
        for (frame, window) in [(long27, UInt64(1) << 27), (long31, UInt64(1) << 31)] {
            #expect(throws: ZstdError.windowTooLarge(window: window, limit: 1 << 23)) {
                try ZstdDecompressor().decompress(frame, limit: 1000)
            }
        }
    }

    /// `zstd --train --maxdict=512`.
    static let dictionaryBytes = zstdBytes(
        hex: """
            37a430ece76ac3002210c892241dffffffffffff97963c7e6b39e75aebffe725a5945226298577d7112114730300006c8099a703
            000004008081101613073c32415c98010000b5060040080000000000060004000000000064aea84ab23d00000000000000000000
            0000000100000004000000080000006572736174696f6e223a2243766572736174696f6e223a22433731353533222c226167656e
            74223a22413235222c2273636f7265223a36342c226368616e766572736174696f6e223a22433937373538222c226167656e7422
            3a22413333222c2273636f7265223a32362c226368616e6572736174696f6e223a22433732363230222c226167656e74223a2241
            3239222c2273636f7265223a35362c226368616e6e6572736174696f6e223a22433331313136222c226167656e74223a22413230
            222c2273636f7265223a34372c226368616e6e766572736174696f6e223a22433535303532222c226167656e74223a224135222c
            2273636f7265223a33322c226368616e6e766572736174696f6e223a22433035373339222c226167656e74223a22413332222c22
            73636f7265223a38302c226368616e6572736174696f6e223a22433138323531222c226167656e74223a22413237222c2273636f
            7265223a32342c226368616e6e22433736343134222c226167656e74223a224133222c2273636f7265223a37
            """)

    @Test("a dictionary of the tool decodes the frame that names it, and a frame that hides its name is refused")
    func dictionary() throws {
        let dictionary = try ZstdDictionary(bytes: Self.dictionaryBytes)
        let decompressor = ZstdDecompressor(dictionaries: [dictionary])
        let named = zstdBytes(
            hex: "28b52ffd27e76ac300440d0100930105cd89787c303b0e0bce24e2f14d97117d408e180204fca4bbe77411c68d401cea7919")
        let content = Array(#"{"conversation":"C00042","agent":"A17","score":93,"channel":"phone"}"#.utf8)
        #expect(dictionary.id == 0x00C3_6AE7)
        #expect(try decompressor.decompress(named, limit: 100) == content)
        #expect(try zstdDecoded(named, by: ZstdStreamDecoder(dictionaries: [dictionary]), chunkBytes: 3) == content)

        let nameless = zstdBytes(
            hex: "28b52ffd24440d0100930105cd89787c303b0e0bce24e2f14d97117d408e180204fca4bbe77411c68d401cea7919")
        #expect(throws: ZstdError.self) { try decompressor.decompress(nameless, limit: 100) }
    }
}

/// All that `decoder` makes of `bytes` pushed in chunks of `chunkBytes`.
func zstdDecoded(_ bytes: [UInt8], by decoder: ZstdStreamDecoder, chunkBytes: Int) throws(ZstdError) -> [UInt8] {
    var output: [UInt8] = []
    var position = 0
    while position < bytes.count {
        let chunk = bytes.span.bytes.extracting(position..<min(position + chunkBytes, bytes.count))
        position += try decoder.decode(chunk, into: &output)
    }
    try decoder.finish()
    return output
}
