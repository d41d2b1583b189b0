// Trained dictionaries: what they save, who names them, who may share them.
// SPDX-License-Identifier: Apache-2.0
import Testing
import Wire

@Suite("zstd dictionary")
struct ZstdDictionaryTests {
    private static func records(seed: UInt64, count: Int) -> [[UInt8]] {
        var generator = ZstdSampleGenerator(seed: seed)
        return (0..<count).map { _ in generator.record() }
    }

    private static func trained(seed: UInt64) throws -> ZstdDictionary {
        try .train(samples: records(seed: seed, count: 400), capacity: 4096)
    }

    @Test("training on the same samples gives the same dictionary, within its capacity")
    func training() throws {
        let one = try Self.trained(seed: 1)
        let again = try Self.trained(seed: 1)
        #expect(one.id != 0)
        #expect(one.id == again.id)
        #expect(one.bytes == again.bytes)
        #expect(one.bytes.count <= 4096)
        #expect(one.level == Zstd.defaultLevel)
    }

    @Test("a record in a dictionary's words is smaller, and comes back as it was")
    func roundTrip() throws {
        let dictionary = try Self.trained(seed: 1)
        let compressor = ZstdCompressor(dictionary: dictionary)
        let plain = try ZstdCompressor()
        let decompressor = ZstdDecompressor(dictionaries: [dictionary])
        #expect(compressor.level == dictionary.level)
        #expect(compressor.dictionary === dictionary)
        for record in Self.records(seed: 2, count: 50) {
            let frame = try compressor.compress(record)
            #expect(frame.count < (try plain.compress(record)).count)
            #expect(try decompressor.decompress(frame, limit: record.count) == record)
        }
    }

    @Test("a dictionary stored and read again does the same, at another level too")
    func stored() throws {
        let dictionary = try Self.trained(seed: 1)
        let record = Self.records(seed: 3, count: 1)[0]
        let frame = try ZstdCompressor(dictionary: ZstdDictionary(bytes: dictionary.bytes, level: 9)).compress(record)
        #expect(try ZstdDecompressor(dictionaries: [dictionary]).decompress(frame, limit: 1000) == record)
    }

    @Test("frames of several dictionaries and of none decode with the one they name")
    func severalDictionaries() throws {
        let dictionaries = try [Self.trained(seed: 1), Self.trained(seed: 2)]
        let compressors = try dictionaries.map { ZstdCompressor(dictionary: $0) } + [ZstdCompressor()]
        let decompressor = ZstdDecompressor(dictionaries: dictionaries)
        let records = Self.records(seed: 4, count: 30)
        var row: [UInt8] = []
        for (index, record) in records.enumerated() {
            let frame = try compressors[index % 3].compress(record)
            #expect(try decompressor.decompress(frame, limit: 1000) == record)
            row += frame
        }
        #expect(try decompressor.decompress(row, limit: 100_000) == Array(records.joined()))
        let streamed = try zstdDecoded(row, by: ZstdStreamDecoder(dictionaries: dictionaries), chunkBytes: 11)
        #expect(streamed == Array(records.joined()))
    }

    @Test("one dictionary serves several threads at once")
    func shared() async throws {
        let dictionary = try Self.trained(seed: 1)
        let expected = try Self.records(seed: 5, count: 50).map(ZstdCompressor(dictionary: dictionary).compress)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let compressor = ZstdCompressor(dictionary: dictionary)
                    let decompressor = ZstdDecompressor(dictionaries: [dictionary])
                    let records = Self.records(seed: 5, count: 50)
                    let frames = try records.map(compressor.compress)
                    let decoded = try frames.map { try decompressor.decompress($0, limit: 1000) }
                    return frames == expected && decoded == records
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test("bytes that were not trained are no dictionary")
    func untrained() throws {
        let trained = ZstdToolFramesTests.dictionaryBytes
        let nameless = Array(trained[..<4]) + [0, 0, 0, 0] + trained[8...]
        for bytes in [[], Array(trained[..<100]), [UInt8](repeating: 7, count: 1000), nameless] {
            #expect(throws: ZstdError.self) { try ZstdDictionary(bytes: bytes) }
        }
        #expect(throws: ZstdError.unusableDictionary(reason: "it has 1048577 bytes, 256 to 1048576 are allowed")) {
            try ZstdDictionary(bytes: trained + [UInt8](repeating: 0, count: (1 << 20) + 1 - trained.count))
        }
    }

    @Test("a dictionary with damaged tables is refused, or at least does no harm")
    func damaged() throws {
        let record = Array(#"{"conversation":"C00042","agent":"A17"}"#.utf8)
        let tableBytes = 8..<120
        for index in tableBytes {
            var bytes = ZstdToolFramesTests.dictionaryBytes
            bytes[index] ^= 0xFF
            guard let dictionary = try? ZstdDictionary(bytes: bytes) else { continue }
            let frame = try ZstdCompressor(dictionary: dictionary).compress(record)
            #expect(try ZstdDecompressor(dictionaries: [dictionary]).decompress(frame, limit: 100) == record)
        }
    }

    @Test("samples that no dictionary can come from are refused")
    func unusableSamples() {
        let alike = [[UInt8]](repeating: [1], count: 20)
        for samples in [[], [[]], [[UInt8]](repeating: [], count: 100), alike, Self.records(seed: 1, count: 2)] {
            #expect(throws: ZstdError.self) { try ZstdDictionary.train(samples: samples, capacity: 1024) }
        }
        for capacity in [Int.min, -1, 0, 255, (1 << 20) + 1, Int.max] {
            #expect(throws: ZstdError.self) {
                try ZstdDictionary.train(samples: Self.records(seed: 1, count: 100), capacity: capacity)
            }
        }
    }
}
