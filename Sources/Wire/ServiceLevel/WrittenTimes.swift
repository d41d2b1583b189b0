// Instants, lengths of time, windows and dates as ISO 8601 and calendars write them, read from bytes.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Instant {
    /// An instant of ISO 8601 with its offset from UTC: "2024-02-09T08:30:00Z", "2024-02-09T16:30:00.250+08:00". Seconds, their
    /// fraction and the minutes of the offset may be left out; what is finer than a millisecond is cut off. Of the years 0 to 9999. Nil
    /// for anything else, also for a local time without an offset.
    package init?(iso text: String) {
        var text = text
        guard let instant = text.withUTF8({ Instant(iso: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = instant
    }

    /// As `init(iso:)` for a text, in place.
    init?(iso text: UnsafeRawBufferPointer) {
        var reader = ByteReader(text)
        guard let date = reader.date(), reader.takes("T") || reader.takes("t"),
            let hour = reader.number(2), reader.takes(":"), let minute = reader.number(2)
        else { return nil }
        var second = 0
        var fraction = 0
        if reader.takes(":") {
            guard let number = reader.number(2) else { return nil }
            second = number
            if reader.takes(".") || reader.takes(",") {
                guard let number = reader.milliseconds() else { return nil }
                fraction = number
            }
        }
        guard let offset = reader.offsetMinutes(), reader.isAtEnd, minute < 60, second < 60,
            hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0)
        else { return nil }
        let minutes = date * 1440 + hour * 60 + minute - offset
        self.init(milliseconds: Int64((minutes * 60 + second) * 1000 + fraction))
    }
}

extension Milliseconds {
    /// A length of time of ISO 8601, "PT2H", "PT1H30M", "P1D", or as policies write it, "2h", "30m". Days have 24 hours and weeks seven
    /// days, of business time if it is measured in that; months and years have no fixed length and are refused. The last number may have
    /// decimals if the length is a whole number of milliseconds. Nil for anything else.
    package init?(iso text: String) {
        var text = text
        guard let length = text.withUTF8({ Milliseconds(iso: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = length
    }

    /// As `init(iso:)` for a text, in place.
    init?(iso text: UnsafeRawBufferPointer) {
        var reader = ByteReader(text)
        guard reader.takes("P") else {
            self.init(written: String(decoding: text, as: UTF8.self))
            return
        }
        var sum: Int64 = 0
        var smallest = Int64.max
        var isTime = false
        while !reader.isAtEnd {
            if !isTime, reader.takes("T") {
                isTime = true
                if reader.isAtEnd { return nil }
            }
            guard let (number, scale) = reader.decimal(), let unit = reader.unit(isTime: isTime), unit < smallest,
                scale == 1 || reader.isAtEnd
            else { return nil }
            let (scaled, overflows) = number.multipliedReportingOverflow(by: unit)
            let (more, overflowsToo) = sum.addingReportingOverflow(scaled / scale)
            guard !overflows, !overflowsToo, scaled % scale == 0 else { return nil }
            (sum, smallest) = (more, unit)
        }
        guard smallest < .max else { return nil }
        self.init(sum)
    }
}

extension DailyWindow {
    /// "09:00-18:00", "21:00-02:00", "18:00-24:00". Nil for anything else.
    package init?(written text: String) {
        var text = text
        guard let window = text.withUTF8({ DailyWindow(written: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = window
    }

    init?(written text: UnsafeRawBufferPointer) {
        var reader = ByteReader(text)
        guard let start = reader.timeOfDay(), reader.takes("-"), let end = reader.timeOfDay(), reader.isAtEnd else {
            return nil
        }
        self.init(from: start, to: end)
    }
}

/// Dates, as days since 1970-01-01.
enum WrittenDates {
    /// "2024-02-10", or "2024-02-10..2024-02-17" with both ends, from 1970 to 2099. Nil for anything else.
    static func days(_ text: UnsafeRawBufferPointer) -> ClosedRange<Int>? {
        var reader = ByteReader(text)
        guard let first = reader.date(), first >= 0 else { return nil }
        var last = first
        if !reader.isAtEnd {
            guard reader.takes("."), reader.takes("."), let end = reader.date(), end >= first else { return nil }
            last = end
        }
        // 2100-01-01 is day 47,482.
        return reader.isAtEnd && last < 47_482 ? first...last : nil
    }

    /// A date of the years 1970 to 2099, in which every fourth year has a leap day; nil when there is no such date.
    @inline(__always)
    static func day(year: Int, month: Int, day: Int) -> Int? {
        guard (1970...2099).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year & 3 == 0
        let length = month == 2 ? (isLeap ? 29 : 28) : 30 + ((month ^ month >> 3) & 1)
        guard day <= length else { return nil }
        let beforeMonth = (367 * month - 362) / 12 - (month <= 2 ? 0 : isLeap ? 1 : 2)
        return (year - 1970) * 365 + (year - 1969) / 4 + beforeMonth + day - 1
    }

    /// As `days` for a text.
    static func days(_ text: String) -> ClosedRange<Int>? {
        var text = text
        return text.withUTF8 { days(UnsafeRawBufferPointer($0)) }
    }
}

/// Reads a short text from its first byte on.
private struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    @inline(__always)
    mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// A number of exactly so many digits.
    @inline(__always)
    mutating func number(_ digits: Int) -> Int? {
        guard bytes.count - index >= digits else { return nil }
        var number = 0
        for _ in 0..<digits {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
            index += 1
        }
        return number
    }

    /// A date that there is, as days since 1970-01-01.
    @inline(__always)
    mutating func date() -> Int? {
        guard let year = number(4), takes("-"), let month = number(2), takes("-"), let day = number(2),
            (1...12).contains(month), day >= 1, day <= ByteReader.length(month: month, year: year)
        else { return nil }
        return Int(CivilDate(year: year, month: month, day: day).dayNumber)
    }

    private static func length(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// "09:00" or "24:00", in minutes after midnight.
    mutating func timeOfDay() -> Int? {
        guard let hour = number(2), takes(":"), let minute = number(2), minute < 60,
            hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }

    /// The digits of a fraction of a second, cut off behind the third.
    mutating func milliseconds() -> Int? {
        var number = 0
        var digits = 0
        while let digit = self.number(1) {
            digits += 1
            if digits <= 3 { number = number * 10 + digit }
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 3)..<3 { number *= 10 }
        return number
    }

    /// "Z", "+08:00", "+0800" or "+08", up to 18 hours.
    mutating func offsetMinutes() -> Int? {
        if takes("Z") || takes("z") { return 0 }
        let sign = takes("-") ? -1 : takes("+") ? 1 : 0
        guard sign != 0, let hours = number(2) else { return nil }
        var minutes = 0
        if !isAtEnd {
            _ = takes(":")
            guard let number = number(2) else { return nil }
            minutes = number
        }
        guard minutes < 60, hours * 60 + minutes <= 18 * 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    /// A number with up to nine digits before the point or comma and six behind it, and the power of ten it is to be divided by.
    mutating func decimal() -> (number: Int64, scale: Int64)? {
        var number: Int64 = 0
        var scale: Int64 = 1
        var digits = 0
        while let digit = self.number(1) {
            digits += 1
            number = number * 10 + Int64(digit)
            guard digits <= 9 else { return nil }
        }
        guard digits > 0 else { return nil }
        if takes(".") || takes(",") {
            while let digit = self.number(1) {
                scale *= 10
                number = number * 10 + Int64(digit)
                guard scale <= 1_000_000 else { return nil }
            }
            guard scale > 1 else { return nil }
        }
        return (number, scale)
    }

    /// The length of a unit of ISO 8601.
    mutating func unit(isTime: Bool) -> Int64? {
        if isTime {
            if takes("H") { return 3_600_000 }
            if takes("M") { return 60_000 }
            return takes("S") ? 1_000 : nil
        }
        if takes("W") { return 7 * 86_400_000 }
        return takes("D") ? 86_400_000 : nil
    }
}
