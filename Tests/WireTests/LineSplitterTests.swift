// Lines of a stream, whatever the borders of its chunks.
// SPDX-License-Identifier: Apache-2.0
import Testing
import Wire

@Suite("line splitter")
struct LineSplitterTests {
    private typealias Line = LineSplitter.Line

    /// The lines of `text` in chunks that end before each of `borders`.
    private static func lines(_ text: [UInt8], limit: Int, borders: [Int] = []) -> [Line] {
        var splitter = LineSplitter(limit: limit)
        var lines: [Line] = []
        var start = 0
        for border in borders + [text.count] {
            splitter.append(text.span.bytes.extracting(start..<border), into: &lines)
            start = border
        }
        splitter.finish(into: &lines)
        return lines
    }

    /// The lines of `text`, found byte by byte.
    private static func expected(_ text: [UInt8], limit: Int) -> [Line] {
        var pieces = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let last = pieces.removeLast()
        pieces = pieces.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        if !last.isEmpty { pieces.append(last) }
        return pieces.enumerated().map { index, bytes in
            Line(number: index + 1, content: bytes.count <= limit ? .bytes(bytes) : .tooLong(length: bytes.count))
        }
    }

    private static func text(_ lines: [Line]) -> [String] {
        lines.map { line in
            switch line.content {
            case .bytes(let bytes): "\(line.number):\(String(decoding: bytes, as: UTF8.self))"
            case .tooLong(let length): "\(line.number):too long (\(length))"
            }
        }
    }

    @Test(
        "lines are numbered from 1 and lose their ends",
        arguments: [
            ("", []),
            ("a", ["1:a"]),
            ("a\n", ["1:a"]),
            ("a\nb", ["1:a", "2:b"]),
            ("a\r\nb\r\n", ["1:a", "2:b"]),
            ("\n\na\n", ["1:", "2:", "3:a"]),
            ("\r\n", ["1:"]),
            ("a\rb\n", ["1:a\rb"]),
            ("a\r\r\n", ["1:a\r"]),
            ("a\r", ["1:a\r"]),
            ("你好\n再见", ["1:你好", "2:再见"]),
        ])
    func ends(text: String, expected: [String]) {
        #expect(Self.text(Self.lines(Array(text.utf8), limit: 100)) == expected)
    }

    @Test("a line of the limit is kept, one byte more is told with its length; the end of a line does not count")
    func limit() {
        let text = "1234\n12345\r\n123456\n12345678901234567890\r\n\nab\n123456"
        #expect(
            Self.text(Self.lines(Array(text.utf8), limit: 5)) == [
                "1:1234", "2:12345", "3:too long (6)", "4:too long (20)", "5:", "6:ab", "7:too long (6)",
            ])
        #expect(Self.text(Self.lines(Array("12345\r".utf8), limit: 5)) == ["1:too long (6)"])
    }

    @Test("chunk borders at every two positions give the same lines")
    func everyBorder() {
        let text = Array("ab\r\n\r\n12345\r\n123456\r\n\n1234567890\nx\r\ry\n12345\r".utf8)
        let expected = Self.expected(text, limit: 5)
        for first in 0...text.count {
            for second in first...text.count {
                #expect(Self.lines(text, limit: 5, borders: [first, second]) == expected, "\(first), \(second)")
            }
        }
        #expect(Self.lines(text, limit: 5, borders: Array(0...text.count)) == expected)
    }

    @Test("random text in random chunks gives the lines found byte by byte")
    func randomText() {
        var generator = ZstdSampleGenerator(seed: 6)
        for _ in 0..<300 {
            let count = Int.random(in: 0...200, using: &generator)
            let text = (0..<count).map { _ in "\n\rabcdefgh".utf8.randomElement(using: &generator) ?? 0 }
            let borders = (0..<5).map { _ in Int.random(in: 0...count, using: &generator) }.sorted()
            let limit = Int.random(in: 1...20, using: &generator)
            #expect(Self.lines(text, limit: limit, borders: borders) == Self.expected(text, limit: limit))
        }
    }

    @Test("a splitter that has finished starts the next stream at line 1")
    func nextStream() {
        var splitter = LineSplitter(limit: 10)
        var lines: [Line] = []
        for text in ["a\nb", "c\n", "", "d"] {
            splitter.append(Array(text.utf8), into: &lines)
            splitter.finish(into: &lines)
        }
        #expect(Self.text(lines) == ["1:a", "2:b", "1:c", "1:d"])
    }

    @Test("zero bytes and bytes that are no UTF-8 are kept as they are")
    func anyBytes() {
        let text: [UInt8] = [0, 0xFF, 0x0A, 0xC3, 0x0A, 0x00]
        #expect(Self.lines(text, limit: 10) == Self.expected(text, limit: 10))
    }
}
