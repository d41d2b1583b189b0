// What is checked of a JSON text before it is decoded, and what is said of one that does not decode.
// SPDX-License-Identifier: Apache-2.0

import SwiftProtobuf

/// One line that should be a JSON object.
enum JSONText {
    /// Refuses what is no JSON object at first sight: an empty line, bytes that are not UTF-8.
    ///
    /// - Throws: `Complaint` that says how to mend the line.
    static func check(_ line: [UInt8]) throws(Complaint) {
        guard line.withUnsafeBytes({ UTF8Scan.scalars(in: $0) }) != nil else {
            let place = line.withUnsafeBytes { UTF8Scan.firstMalformed(in: $0) } ?? 0
            throw Complaint(.malformed, "byte \(place + 1) of the line is not UTF-8; convert the input to UTF-8")
        }
        guard let first = line.first(where: { !isSpace($0) }) else {
            throw Complaint(.malformed, "the line is empty; remove it")
        }
        guard first == UInt8(ascii: "{") else {
            throw Complaint(.malformed, "the line is not a JSON object; write one object a line")
        }
    }

    /// What is wrong with a line that was read as `kind` and could not be decoded.
    static func complaint(_ line: [UInt8], as kind: String, _ error: any Error) -> Complaint {
        guard !isCut(line) else {
            let mend = "it was cut short, or its quotes or brackets do not match"
            return Complaint(.malformed, "the line ends in the middle of the JSON; \(mend)")
        }
        guard let error = error as? JSONDecodingError else {
            return Complaint(.malformed, "the line is read as \(kind), and cannot be decoded: \(error)")
        }
        return Complaint(.malformed, "the line is read as \(kind): \(error.words)")
    }

    /// Whether an object of the line has a field of that name, written without escapes.
    static func hasField(_ name: StaticString, _ line: [UInt8]) -> Bool {
        let quote = UInt8(ascii: "\"")
        let wanted = name.withUTF8Buffer { [quote] + $0 + [quote] }
        var rest = line[...]
        while let start = rest.firstIndex(of: quote) {
            rest = rest[start...]
            if rest.starts(with: wanted),
                rest.dropFirst(wanted.count).first(where: { !isSpace($0) }) == UInt8(ascii: ":")
            {
                return true
            }
            rest = rest.dropFirst()
        }
        return false
    }

    /// Whether a line ends inside a string or with an open bracket.
    private static func isCut(_ line: [UInt8]) -> Bool {
        var open = 0
        var isString = false
        var isEscaped = false
        for byte in line {
            if isString {
                isString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
            default: break
            }
        }
        return isString || open > 0
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension JSONDecodingError {
    /// What is wrong with the text, in words.
    var words: String {
        switch self {
        case .truncated: "the JSON breaks off"
        case .trailingGarbage: "something follows the JSON object; write one object a line"
        case .unknownField(let name): "there is no field \"\(name)\""
        case .malformedNumber, .leadingZero: "a number is malformed"
        case .numberRange: "a number is out of its range"
        case .malformedBool: "true or false is expected where something else stands"
        case .malformedString: "a string is expected where something else stands, or it has a malformed escape"
        case .invalidUTF8: "a string is not UTF-8"
        case .unrecognizedEnumValue: "a word is none of those that its field may have"
        case .illegalNull: "null stands in a list"
        case .unquotedMapKey: "a field's name has no quotes"
        case .conflictingOneOf: "the event has more than one body"
        case .messageDepthLimit:
            "objects are nested deeper than \(JSONDecodingOptions().messageDepthLimit) levels; flatten them"
        default: "the JSON is malformed"
        }
    }
}
