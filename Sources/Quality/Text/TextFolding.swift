// The rule by which texts are made alike before phrases are looked for (A18).
// SPDX-License-Identifier: Apache-2.0

/// A folded text, and where its bytes came from.
package struct FoldedText: Sendable {
    /// The folded text, UTF-8.
    package private(set) var bytes: [UInt8] = []
    /// For each folded byte the place of its character's first byte in the original, counted from the text's first byte.
    private var starts: [UInt32] = []
    /// For each folded byte the place behind its character in the original.
    private var ends: [UInt32] = []

    /// No text.
    package init() {}

    /// The bytes of the original from which the folded bytes of a range, which is not empty, came.
    package func original(_ start: UInt32, _ end: UInt32) -> (start: UInt32, end: UInt32) {
        (starts[Int(start)], ends[Int(end) - 1])
    }

    fileprivate mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    fileprivate mutating func append(_ byte: UInt8, from start: Int, to end: Int) {
        bytes.append(byte)
        starts.append(UInt32(truncatingIfNeeded: start))
        ends.append(UInt32(truncatingIfNeeded: end))
    }

    fileprivate mutating func append(_ scalar: UInt32, from start: Int, to end: Int) {
        if scalar < 0x80 {
            append(UInt8(truncatingIfNeeded: scalar), from: start, to: end)
        } else if scalar < 0x800 {
            append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6), from: start, to: end)
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F), from: start, to: end)
        } else {
            append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12), from: start, to: end)
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F), from: start, to: end)
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F), from: start, to: end)
        }
    }
}

/// Folds texts, by a declared rule:
///
/// - traditional characters become simplified ones;
/// - full-width letters, digits and the signs ＃％＋－．＠＿ become ASCII, and so do circled and mathematical letters and
///   digits, and Cyrillic and Greek letters that look like Latin ones; spaces of any width become one space character;
///   Chinese punctuation (，。！？：；) stays;
/// - what has no width disappears: zero-width spaces and joiners, marks of direction, variation selectors, soft hyphens, and
///   the skin tones of emoji, so that a sequence becomes its parts;
/// - A to Z and a to z are alike to the matcher; folding leaves them.
///
/// Everything else, bytes that are not UTF-8 included, stays as it is. Folding twice changes nothing more.
package struct TextFolding: Sendable {
    /// Per code point of the first plane a bit: whether folding changes it.
    private let changing: [UInt64]
    /// The simplified form of the characters from `firstIdeograph` on; 0 where it is itself.
    private let simplified: [UInt16]
    private static let firstIdeograph: UInt32 = 0x3400

    /// The rule. Some 60 KiB and two milliseconds: make one and share it.
    package static let standard = TextFolding()

    private init() {
        var simplified = [UInt16](repeating: 0, count: 0xA000 - Int(TextFolding.firstIdeograph))
        var traditional: UInt32?
        for scalar in TraditionalCharacters.pairs.unicodeScalars {
            if let from = traditional {
                simplified[Int(from - TextFolding.firstIdeograph)] = UInt16(scalar.value)
                traditional = nil
            } else {
                traditional = scalar.value
            }
        }
        var changing = [UInt64](repeating: 0, count: 1024)
        for scalar in UInt32(0)...0xFFFF {
            let place = Int(scalar) - Int(TextFolding.firstIdeograph)
            let isTraditional = simplified.indices.contains(place) && simplified[place] != 0
            if isTraditional || TextFolding.sign(scalar) != scalar {
                changing[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63)
            }
        }
        self.simplified = simplified
        self.changing = changing
    }

    /// Whether folding changes the text, which is UTF-8; of other bytes it may say no where something could be folded. Most
    /// texts folding leaves: they are matched as they are.
    package func changes(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the text lies within the bytes")
        let span = bytes.span
        let changing = changing.span
        var index = range.lowerBound
        let end = range.upperBound
        while index < end {
            let lead = span[unchecked: index]
            if lead < 0x80 {
                index &+= 1
            } else if lead & 0xF0 == 0xE0, index &+ 2 < end {
                // A word of the table has 64 code points: all that share the lead and the second byte.
                let word = changing[unchecked: Int(lead & 0x0F) << 6 | Int(span[unchecked: index &+ 1] & 0x3F)]
                if word >> UInt64(span[unchecked: index &+ 2] & 0x3F) & 1 != 0 { return true }
                index &+= 3
            } else if lead & 0xE0 == 0xC0, index &+ 1 < end {
                let word = changing[unchecked: Int(lead & 0x1F)]
                if word >> UInt64(span[unchecked: index &+ 1] & 0x3F) & 1 != 0 { return true }
                index &+= 2
            } else if lead & 0xF8 == 0xF0, index &+ 3 < end {
                if TextFolding.fourByteMayChange(span[unchecked: index &+ 1], span[unchecked: index &+ 2]) {
                    return true
                }
                index &+= 4
            } else {
                index &+= 1
            }
        }
        return false
    }

    /// Whether folding changes a character of the first plane.
    func changes(_ scalar: UInt32) -> Bool { changing[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 != 0 }

    /// Whether a character of four bytes may be a skin tone or a mathematical letter, by its second and third byte.
    @inline(__always)
    static func fourByteMayChange(_ second: UInt8, _ third: UInt8) -> Bool {
        (second == 0x9F && third == 0x8F) || (second == 0x9D && third >= 0x90 && third <= 0x9F)
    }

    /// Folds the text into room that is made empty first.
    package func fold(_ bytes: [UInt8], _ range: Range<Int>, into folded: inout FoldedText) {
        folded.removeAll()
        var index = range.lowerBound
        while index < range.upperBound {
            let length = TextFolding.length(bytes, at: index, end: range.upperBound)
            let start = index - range.lowerBound
            guard length > 1 else {
                folded.append(bytes[index], from: start, to: start + 1)
                index += 1
                continue
            }
            var scalar = UInt32(bytes[index]) & (0x7F >> UInt32(length))
            for place in 1..<length { scalar = scalar << 6 | UInt32(bytes[index + place] & 0x3F) }
            let result = self.folded(scalar)
            if result == scalar {
                for place in 0..<length { folded.append(bytes[index + place], from: start, to: start + length) }
            } else if result != 0 {
                folded.append(result, from: start, to: start + length)
            }
            index += length
        }
    }

    /// The folded text of a phrase.
    package func folded(_ text: String) -> String {
        var room = FoldedText()
        let bytes = Array(text.utf8)
        fold(bytes, 0..<bytes.count, into: &room)
        return String(decoding: room.bytes, as: UTF8.self)
    }

    /// The length of the character at a place; 1 for a byte that starts none.
    private static func length(_ bytes: [UInt8], at index: Int, end: Int) -> Int {
        let lead = bytes[index]
        let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 1
        guard length > 1, index + length <= end else { return 1 }
        for place in 1..<length where bytes[index + place] & 0xC0 != 0x80 { return 1 }
        return length
    }

    /// The scalar it becomes; 0 when it disappears.
    private func folded(_ scalar: UInt32) -> UInt32 {
        if scalar >= TextFolding.firstIdeograph, scalar < 0xA000 {
            let form = simplified[Int(scalar - TextFolding.firstIdeograph)]
            return form == 0 ? scalar : UInt32(form)
        }
        return TextFolding.sign(scalar)
    }

    /// What a scalar that is no ideograph becomes; 0 when it disappears.
    private static func sign(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0..<0xA0: scalar
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: 0x20
        case 0xAD, 0x34F, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: 0
        case 0x370...0x52F: lookAlikes[scalar] ?? scalar
        case 0x24B6...0x24CF: scalar - 0x24B6 + 0x61
        case 0x24D0...0x24E9: scalar - 0x24D0 + 0x61
        case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: scalar - 0xFEE0
        case 0xFF03, 0xFF05, 0xFF0B, 0xFF0D, 0xFF0E, 0xFF20, 0xFF3F: scalar - 0xFEE0
        case 0x1D400...0x1D6A3: (scalar - 0x1D400) % 52 % 26 + 0x61
        case 0x1D7CE...0x1D7FF: (scalar - 0x1D7CE) % 10 + 0x30
        case 0x1F3FB...0x1F3FF: 0
        default: scalar
        }
    }

    /// Cyrillic and Greek letters that are drawn like Latin ones.
    private static let lookAlikes: [UInt32: UInt32] = {
        let pairs: [(String, String)] = [
            ("аеорсухіѕјһԁԛԝ", "aeopcyxisjhdqw"), ("АВЕКМНОРСТХУІЅЈ", "abekmhopctxyisj"), ("οανρτυικ", "oavptuik"),
            ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
        ]
        return pairs.reduce(into: [:]) { table, pair in
            for (look, letter) in zip(pair.0.unicodeScalars, pair.1.unicodeScalars) { table[look.value] = letter.value }
        }
    }()
}
