// Instants as people read them.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Instant {
    /// "2026-11-11T00:00:00.250Z"; nil for instants before 1970, which stand for none, and after the year 9999.
    package var written: String? {
        guard (0..<253_402_300_800_000).contains(milliseconds) else { return nil }
        let (day, time) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let date = CivilDate(dayNumber: day)
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { padded($0, 2) }.joined(
            separator: ":")
        let civil = "\(padded(Int64(date.year), 4))-\(padded(Int64(date.month), 2))-\(padded(Int64(date.day), 2))"
        return "\(civil)T\(clock).\(padded(time % 1000, 3))Z"
    }

    /// "2026-11-11 08:00:00 +08:00": the local time in a zone, to the second. Nil for what is no time of an event.
    package func written(in zone: ZoneRules) -> String? {
        let offset = zone.offset(at: self)
        guard let local = (self + offset).written else { return nil }
        let minutes = abs(offset.count) / 60_000
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        let sign = offset.count < 0 ? "-" : "+"
        let date = local.prefix(10)
        let time = local.dropFirst(11).prefix(8)
        return "\(date) \(time) \(sign)\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
    }
}
