// Durations, points and instants as people write them.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Milliseconds {
    private static let units: [(name: String, length: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// A length of time as a whole number and its unit, ms, s, m, h or d (24 hours): "500ms", "30s", "1d". Nil for
    /// anything else.
    package init?(written text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let unit = Milliseconds.units.first(where: { $0.name == text.dropFirst(digits.count) }),
            let number = Int64(digits)
        else { return nil }
        let (count, overflows) = number.multipliedReportingOverflow(by: unit.length)
        guard !overflows else { return nil }
        self.init(count)
    }
}

extension Points {
    /// A decimal number without sign, with at most five digits before the point and two behind it: "15", "7.5", "33.33".
    /// Nil for anything else.
    package init?(written text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard parts.count <= 2, !parts[0].isEmpty, parts[0].count <= 5, digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        let decimals = parts.count == 2 ? parts[1].count : 0
        guard parts.count == 1 || (1...2).contains(decimals), let number = Int32(digits) else { return nil }
        self.init(hundredths: number * (decimals == 0 ? 100 : decimals == 1 ? 10 : 1))
    }

    /// The number without needless zeros: "30", "7.5", "33.33".
    package var written: String {
        let sign = hundredths < 0 ? "-" : ""
        let (whole, part) = Int(hundredths.magnitude).quotientAndRemainder(dividingBy: 100)
        if part == 0 { return "\(sign)\(whole)" }
        return part % 10 == 0 ? "\(sign)\(whole).\(part / 10)" : "\(sign)\(whole).\(part / 10)\(part % 10)"
    }
}

extension Instant {
    /// A date and time of day with its offset from UTC (RFC 3339 without fractions): "2026-01-01T00:00:00+08:00",
    /// "2025-12-31T16:00:00Z". From 1970 to 2999. Nil for anything else.
    package init?(written text: String) {
        var rest = Array(text.utf8)[...]
        guard let year = rest.number(4), rest.takes("-"), let month = rest.number(2), rest.takes("-"),
            let day = rest.number(2), rest.takes("T"), let hour = rest.number(2), rest.takes(":"),
            let minute = rest.number(2), rest.takes(":"), let second = rest.number(2), let offset = rest.offsetMinutes()
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard (1970...2999).contains(year), (1...12).contains(month), day >= 1,
            CivilDate(dayNumber: date.dayNumber) == date,
            hour < 24, minute < 60, second < 60
        else { return nil }
        let minutes = date.dayNumber * 1440 + Int64(hour * 60 + minute - offset)
        self.init(milliseconds: (minutes * 60 + Int64(second)) * 1000)
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard first.map({ Unicode.Scalar($0) == character }) == true else { return false }
        removeFirst()
        return true
    }

    fileprivate mutating func number(_ digits: Int) -> Int? {
        guard count >= digits, prefix(digits).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        defer { removeFirst(digits) }
        return prefix(digits).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// "Z" or "+08:00", up to 18 hours, and then nothing more.
    fileprivate mutating func offsetMinutes() -> Int? {
        if takes("Z") { return isEmpty ? 0 : nil }
        let sign = takes("-") ? -1 : takes("+") ? 1 : 0
        guard sign != 0, let hours = number(2), takes(":"), let minutes = number(2), isEmpty, minutes < 60,
            hours * 60 + minutes <= 18 * 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
