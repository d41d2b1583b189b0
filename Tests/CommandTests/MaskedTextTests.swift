// How personal data are hidden, and texts marked.
// SPDX-License-Identifier: Apache-2.0
import Quality
import Testing

@testable import Commands
@testable import assay

@Suite("Masked texts")
struct MaskedTextTests {
    @Test("letters and digits of what is hidden become asterisks, and places stay those of the original bytes")
    func masking() {
        let text = "电话 138-0013-8000，您好"
        let start = "电话 ".utf8.count
        let masked = MaskedText(Array(text.utf8), hidden: [start..<start + 13])
        #expect(masked.text == "电话 ***-****-****，您好")
        #expect(masked.text(in: start..<start + 3) == "***")
        #expect(masked.text(in: start + 13..<text.utf8.count) == "，您好")
        #expect(MaskedText(Array("北京路5号，好".utf8), hidden: [0..<13]).text == "*****，好")
    }

    @Test("overlapping hits, in any order, hide all that they cover")
    func overlaps() {
        let masked = MaskedText(Array("0123456789".utf8), hidden: [7..<8, 1..<4, 2..<3, 3..<5])
        #expect(masked.text == "0****56*89")
    }

    @Test("control characters, which could steer a terminal, are replaced; lines stay")
    func control() {
        #expect(MaskedText(Array("a\u{1B}[31m\nb\tc\u{2028}".utf8), hidden: []).text == "a\u{FFFD}[31m\nb\tc\u{FFFD}")
    }

    @Test("any bytes and ranges are accepted")
    func anything() {
        let masked = MaskedText([0xFF, 0x41, 0xE4, 0xBD], hidden: [0..<9])
        #expect(!masked.text.isEmpty)
        #expect(masked.text(in: 2..<99).isEmpty == false)
        #expect(masked.text(in: 50..<60).isEmpty)
    }

    @Test("S4-064: what the detectors find is hidden in the printed text, by the rule of each kind")
    func detected() async throws {
        let line = #"{"id":"x","turns":[{"role":"customer","text":"我的手机13800138000"},{"role":"agent","text":"亲爱的，好"}]}"#
        for format in ["text", "html"] {
            let run = try await AssayProcess.run(
                ["explain", "x", "--from", "-", "--format", format], input: Array(line.utf8))
            #expect(run.text.contains("我的手机138****8000"))
            #expect(!run.text.contains("13800138000"))
        }
    }

    @Test("a text is cut where passages begin and end")
    func pieces() {
        let pieces = MarkedText.pieces(count: 10, [(1, 2..<6), (2, 4..<8), (3, 20..<30)])
        #expect(pieces.map(\.range) == [0..<2, 2..<4, 4..<6, 6..<8, 8..<10])
        #expect(pieces.map(\.numbers) == [[], [1], [1, 2], [2], []])
        #expect(MarkedText.pieces(count: 0, []).isEmpty)
        #expect(MarkedText.pieces(count: 3, []).map(\.range) == [0..<3])
    }
}
