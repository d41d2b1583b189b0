// What stands most often in a calendar, read a word of the machine at a time.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Each of these takes what is next if it is written as mostly, without escapes and sound; else it takes nothing, and what is there must be
/// read byte by byte.
extension JSONCursor {
    /// A window, "09:00-12:00".
    @inline(__always)
    mutating func takesWindow() -> DailyWindow? {
        guard peek() == UInt8(ascii: "\""), bytes.count - index >= 17 else { return nil }
        let first = word(at: 1)
        let second = word(at: 9)
        // Two digits, a colon, two digits, a hyphen, two digits; a colon, two digits, the quote.
        guard first & 0xF0F0_FFF0_F0FF_F0F0 == 0x3030_2D30_303A_3030, second & 0xFFF0_F0FF == 0x2230_303A,
            JSONCursor.areDecimal(first & 0x0F0F_000F_0F00_0F0F), JSONCursor.areDecimal(second & 0x000F_0F00)
        else { return nil }
        let minutes = (JSONCursor.pair(first, at: 24), JSONCursor.pair(second, at: 8))
        guard minutes.0 < 60, minutes.1 < 60,
            let window = DailyWindow(
                from: JSONCursor.pair(first, at: 0) * 60 + minutes.0,
                to: JSONCursor.pair(first, at: 48) * 60 + minutes.1)
        else { return nil }
        skip(13)
        return window
    }

    /// A date from 1970 to 2099 as a key, "2024-02-10", as days since 1970-01-01; not the colon behind it.
    @inline(__always)
    mutating func takesDay() -> (day: Int, text: Text)? {
        guard peek() == UInt8(ascii: "\""), bytes.count - index >= 17 else { return nil }
        let first = word(at: 1)
        let second = word(at: 9)
        // Four digits, a hyphen, two digits, a hyphen; two digits, the quote.
        guard first & 0xFFF0_F0FF_F0F0_F0F0 == 0x2D30_302D_3030_3030, second & 0xFF_F0F0 == 0x22_3030,
            JSONCursor.areDecimal(first & 0x000F_0F00_0F0F_0F0F), JSONCursor.areDecimal(second & 0x0F0F),
            let day = WrittenDates.day(
                year: JSONCursor.pair(first, at: 0) * 100 + JSONCursor.pair(first, at: 16),
                month: JSONCursor.pair(first, at: 40), day: JSONCursor.pair(second, at: 0))
        else { return nil }
        skip(12)
        return (day, Text(range: (index - 11)..<(index - 1), hasEscapes: false))
    }

    /// A weekday as a key, 0 for "mon"; not the colon behind it.
    @inline(__always)
    mutating func takesWeekday() -> (weekday: Int, text: Text)? {
        guard peek() == UInt8(ascii: "\""), bytes.count - index >= 9 else { return nil }
        let weekday: Int
        switch UInt32(truncatingIfNeeded: word(at: 1)) {
        case 0x226E_6F6D: weekday = 0
        case 0x2265_7574: weekday = 1
        case 0x2264_6577: weekday = 2
        case 0x2275_6874: weekday = 3
        case 0x2269_7266: weekday = 4
        case 0x2274_6173: weekday = 5
        case 0x226E_7573: weekday = 6
        default: return nil
        }
        skip(5)
        return (weekday, Text(range: (index - 4)..<(index - 1), hasEscapes: false))
    }

    /// Eight bytes, the first one in the lowest byte.
    @inline(__always)
    private func word(at offset: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: index + offset, as: UInt64.self).littleEndian
    }

    /// Whether no nibble is above nine.
    @inline(__always)
    private static func areDecimal(_ nibbles: UInt64) -> Bool {
        (nibbles &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == 0
    }

    /// Two digits as a number.
    @inline(__always)
    private static func pair(_ word: UInt64, at shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &>> shift & 0xF) &* 10 &+ (word &>> (shift &+ 8) & 0xF))
    }
}
