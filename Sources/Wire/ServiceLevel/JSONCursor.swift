// Reads JSON in place, without copying it.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Walks over one JSON text, strictly by RFC 8259, in time linear in its length and without recursion. The bytes are UTF-8, which is
/// checked before.
struct JSONCursor {
    /// What is wrong with the text, and at which of its bytes, from 1.
    struct Fault: Error {
        var place: Int
        var problem: StaticString
    }

    /// A string: its bytes between the quotes.
    struct Text {
        var range: Range<Int>
        var hasEscapes: Bool
    }

    let bytes: UnsafeRawBufferPointer
    private(set) var index: Int
    /// The brackets that are open in `skipValue`, the outermost first.
    private var open: [UInt8] = []

    /// A cursor at the start of a text, or within it.
    init(_ bytes: UnsafeRawBufferPointer, at index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    /// The next byte that is no white space, which stays; 0 at the end, as no text has it outside of strings.
    @inline(__always)
    mutating func peek() -> UInt8 {
        while index < bytes.count {
            let byte = bytes[index]
            if byte > 0x20 || !(byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09) { return byte }
            index += 1
        }
        return 0
    }

    /// Takes the next byte that is no white space if it is this one.
    @inline(__always)
    mutating func takes(_ byte: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: byte), index < bytes.count else { return false }
        index += 1
        return true
    }

    /// Goes on behind bytes that are known to be a whole value.
    mutating func skip(_ count: Int) { index += count }

    /// Goes back to where it was.
    mutating func goBack(to index: Int) { self.index = index }

    /// Takes a byte that must come next.
    @inline(__always)
    mutating func expect(_ byte: Unicode.Scalar, _ problem: StaticString) throws(Fault) {
        guard takes(byte) else { throw fault(problem) }
    }

    /// Something is wrong at the next byte.
    func fault(_ problem: StaticString) -> Fault { Fault(place: index + 1, problem: problem) }

    /// Takes what stands between the elements of a list or object, or its end, which is then true. `isFirst` before the first element.
    @inline(__always)
    mutating func ends(_ end: Unicode.Scalar, isFirst: Bool) throws(Fault) -> Bool {
        if takes(end) { return true }
        if isFirst { return false }
        try expect(",", "a comma or a closing bracket is missing")
        return false
    }

    /// Takes the key of an object's member and the colon.
    @inline(__always)
    mutating func key() throws(Fault) -> Text {
        guard peek() == UInt8(ascii: "\"") else { throw fault("a name in quotes is missing") }
        let key = try string()
        try expectColon()
        return key
    }

    /// Takes the colon between a key and its value.
    @inline(__always)
    mutating func expectColon() throws(Fault) { try expect(":", "a colon is missing") }

    /// Takes a string, whose opening quote is next.
    mutating func string() throws(Fault) -> Text {
        index += 1
        let start = index
        var hasEscapes = false
        while index < bytes.count {
            if index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
                let special = JSONCursor.special(in: word)
                if special == 0 {
                    index += 8
                    continue
                }
                index += special.trailingZeroBitCount / 8
            }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return Text(range: start..<(index - 1), hasEscapes: hasEscapes)
            }
            guard byte >= 0x20 else { throw fault("a control character stands in a string without an escape") }
            index += 1
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try escape()
            }
        }
        throw fault("a string does not end")
    }

    /// A set high bit for the first byte of the word that is a quote, a backslash or a control character, and possibly for some behind it.
    @inline(__always)
    private static func special(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let escapes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let controls = (word &- ones &* 0x20) & ~word
        return ((quotes &- ones) & ~quotes | (escapes &- ones) & ~escapes | controls) & (ones &* 0x80)
    }

    /// Takes an escape behind its backslash.
    private mutating func escape() throws(Fault) {
        guard index < bytes.count else { throw fault("a string does not end") }
        switch bytes[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
        case UInt8(ascii: "u"):
            index += 1
            for _ in 0..<4 {
                guard index < bytes.count, Unicode.Scalar(bytes[index]).properties.isASCIIHexDigit else {
                    throw fault("\\u needs four hexadecimal digits")
                }
                index += 1
            }
        default: throw fault("there is no such escape")
        }
    }

    /// Takes any value and returns where it stands.
    mutating func skipValue() throws(Fault) -> Range<Int> {
        _ = peek()
        let start = index
        open.removeAll(keepingCapacity: true)
        repeat {
            try scalarOrOpening()
            try closings()
        } while !open.isEmpty
        return start..<index
    }

    /// Takes a value that is no list and no object, or the start of one up to its first element.
    private mutating func scalarOrOpening() throws(Fault) {
        while true {
            switch peek() {
            case UInt8(ascii: "{"):
                index += 1
                if takes("}") { return }
                open.append(UInt8(ascii: "}"))
                _ = try key()
            case UInt8(ascii: "["):
                index += 1
                if takes("]") { return }
                open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "\""):
                _ = try string()
                return
            case UInt8(ascii: "t"): return try word("true")
            case UInt8(ascii: "f"): return try word("false")
            case UInt8(ascii: "n"): return try word("null")
            default: return try number()
            }
        }
    }

    /// Takes the closing brackets behind a value, and the comma and the key before the next one.
    private mutating func closings() throws(Fault) {
        while let end = open.last {
            if takes(Unicode.Scalar(end)) {
                open.removeLast()
                continue
            }
            try expect(",", "a comma or a closing bracket is missing")
            if end == UInt8(ascii: "}") { _ = try key() }
            return
        }
    }

    private mutating func word(_ word: StaticString) throws(Fault) {
        guard starts(with: word) else { throw fault("the JSON is malformed") }
        index += word.utf8CodeUnitCount
    }

    private func starts(with word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        return index + count <= bytes.count
            && memcmp(bytes.baseAddress! + index, UnsafeRawPointer(word.utf8Start), count) == 0
    }

    private mutating func number() throws(Fault) {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        if current == UInt8(ascii: "0") {
            index += 1
        } else if !digits() {
            index = start
            throw fault(index < bytes.count ? "the JSON is malformed" : "the JSON breaks off")
        }
        if current == UInt8(ascii: ".") {
            index += 1
            guard digits() else { throw fault("a number is malformed") }
        }
        if current | 0x20 == UInt8(ascii: "e") {
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            guard digits() else { throw fault("a number is malformed") }
        }
    }

    private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

    private mutating func digits() -> Bool {
        let start = index
        while (0x30...0x39).contains(current) { index += 1 }
        return index > start
    }
}

extension JSONCursor {
    /// Calls `body` with the characters of a string, in UTF-8; what it is given must not leave it.
    @inline(__always)
    func with<Result>(_ text: Text, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if !text.hasEscapes { return body(UnsafeRawBufferPointer(rebasing: bytes[text.range])) }
        return JSONCursor.unescaped(bytes[text.range]).withUnsafeBytes(body)
    }

    /// The characters of a string.
    func string(_ text: Text) -> String { with(text) { String(decoding: $0, as: UTF8.self) } }

    /// A string without its escapes; half a pair of surrogates becomes U+FFFD.
    private static func unescaped(_ raw: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        var text: [UInt8] = []
        var units: [UInt16] = []
        var rest = raw
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let kind = rest.popFirst() {
                if kind == UInt8(ascii: "u") {
                    units.append(rest.prefix(4).reduce(0) { $0 << 4 | UInt16(Unicode.Scalar($1).hexDigit) })
                    rest = rest.dropFirst(4)
                    if rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) { continue }
                    text += Array(String(decoding: units, as: UTF16.self).utf8)
                    units.removeAll()
                } else {
                    text.append(plain(kind))
                }
            } else {
                text.append(byte)
            }
        }
        return text
    }

    private static func plain(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these are the bytes of a word.
    @inline(__always)
    func isWord(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount, let base = baseAddress else { return count == word.utf8CodeUnitCount }
        return memcmp(base, word.utf8Start, count) == 0
    }
}

extension Unicode.Scalar {
    /// The value of a hexadecimal digit.
    fileprivate var hexDigit: UInt8 {
        switch self {
        case "0"..."9": UInt8(value - 0x30)
        default: UInt8((value | 0x20) - 0x61 + 10)
        }
    }
}
