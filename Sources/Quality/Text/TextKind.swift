// What a character may begin, in a table.
// SPDX-License-Identifier: Apache-2.0

/// What a character may begin. Most begin nothing and are skipped.
enum TextKind: UInt8, Sendable, BitwiseCopyable {
    /// Nothing.
    case other
    /// No width: as if it were not there.
    case ignored
    /// Another form of a character.
    case folded
    /// An ASCII digit.
    case digit
    /// An ASCII letter.
    case letter
    /// "@".
    case at
    /// "+", before a country's prefix.
    case plus
    /// A mark that makes a punctuation run.
    case mark
    /// "[".
    case bracket
    /// "#".
    case hash
    /// An emoji or what joins to one.
    case emoji
    /// A Chinese numeral.
    case numeral
    /// The first character of a word for a day, a weekday or a part of the day, or "半".
    case day
    /// The last character of a part of an address.
    case suffix

    /// The kinds of all characters below U+10000.
    static let table: [TextKind] = {
        var table = [TextKind](repeating: .other, count: 0x10000)
        func set(_ kind: TextKind, _ scalars: some Sequence<UInt32>) {
            for scalar in scalars { table[Int(scalar)] = kind }
        }
        func set(_ kind: TextKind, _ characters: String) { set(kind, characters.unicodeScalars.map(\.value)) }
        for scalar in (0x80..<0x3300 as Range<UInt32>) where !(0x2460..<0x2500).contains(scalar) {
            if Unicode.Scalar(scalar)?.properties.isEmoji == true { set(.emoji, [scalar]) }
        }
        set(.digit, "0123456789")
        set(.letter, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        set(.at, "@")
        set(.plus, "+")
        set(.mark, "!?.~。…")
        set(.bracket, "[")
        set(.hash, "#")
        set(.numeral, Numeral.all)
        set(.day, "今明后昨前大次上下本这周星礼凌早中傍晚夜半")
        set(.suffix, AddressSuffix.triggers)
        set(.folded, 0xFF01...0xFF5E)
        set(.folded, "\u{3000}\u{A0}\u{202F}〜〇")
        set(.folded, traditional.keys)
        set(.ignored, [0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF])
        set(.ignored, 0x200B...0x200F)
        set(.ignored, 0x202A...0x202E)
        set(.ignored, 0x2060...0x206F)
        set(.ignored, 0xFE00...0xFE0F)
        return table
    }()

    /// The same, for texts.
    static let kinds = FixedTable(table)

    /// The characters below U+10000 that may begin something as they look. Most do not and are skipped.
    static let begins = CharacterBits { scalar in
        switch table[Int(scalar)] {
        case .other, .ignored: false
        case .folded: table[Int(folded(scalar))] != .other
        default: true
        }
    }

    /// The kind of a character from U+10000 on.
    static func ofHigh(_ scalar: UInt32) -> TextKind {
        switch scalar {
        case 0x1D7CE...0x1D7FF: .folded
        case 0x1F000...0x1FAFF: .emoji
        case 0xE0000...0xE0FFF: .ignored
        default: .other
        }
    }

    /// The character that a character of the kind `folded` stands for.
    static func folded(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0xFF01...0xFF5E: scalar &- 0xFEE0
        case 0x1D7CE...0x1D7FF: 0x30 &+ (scalar &- 0x1D7CE) % 10
        case 0x3000, 0xA0, 0x202F: 0x20
        case 0x301C: 0x7E
        case 0x3007: Unicode.Scalar("零").value
        default: traditional[scalar] ?? scalar
        }
    }

    /// Traditional characters, and other forms, of those that matter to a detector.
    private static let traditional: [UInt32: UInt32] = {
        let (from, to) = (
            "兩萬億個點後週鐘鍾時區縣號樓單棟鎮鄉層莊園場廈禮內節員處陸歲塊錢條張雙隻種項頁顆盤輛間門鄰裡弍貳叁壹",
            "两万亿个点后周钟钟时区县号楼单栋镇乡层庄园场厦礼内节员处陆岁块钱条张双只种项页颗盘辆间门邻里二二三一"
        )
        return Dictionary(
            zip(from.unicodeScalars.map(\.value), to.unicodeScalars.map(\.value)),
            uniquingKeysWith: { first, _ in first })
    }()
}

/// Chinese numerals.
enum Numeral {
    /// All of them.
    static let all = "零一二三四五六七八九两幺十百千万亿"

    /// The digit that a numeral stands for, for 幺, said for 1 in telephone numbers, and 两, too.
    static func digit(_ scalar: UInt32) -> UInt8? {
        switch Unicode.Scalar(scalar) {
        case "零": 0
        case "一", "幺": 1
        case "二", "两": 2
        case "三": 3
        case "四": 4
        case "五": 5
        case "六": 6
        case "七": 7
        case "八": 8
        case "九": 9
        default: nil
        }
    }

    /// What 十, 百, 千, 万 and 亿 multiply by.
    static func multiplier(_ scalar: UInt32) -> Int? {
        switch Unicode.Scalar(scalar) {
        case "十": 10
        case "百": 100
        case "千": 1_000
        case "万": 10_000
        case "亿": 100_000_000
        default: nil
        }
    }
}
