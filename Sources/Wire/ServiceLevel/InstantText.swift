// Instants as answers write them.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Instant {
    /// "2024-02-18T01:40:00Z"; with milliseconds, "2024-02-18T01:40:00.250Z", where there are some. Of the years 0 to 9999.
    package var iso: String {
        var text: [UInt8] = []
        text.append(self)
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends an instant of the years 0 to 9999 as "2024-02-18T01:40:00Z", with milliseconds where there are some.
    mutating func append(_ instant: Instant) {
        let days = instant.milliseconds.dividedDown(by: 86_400_000)
        let time = Int(instant.milliseconds - days * 86_400_000)
        let date = CivilDate(dayNumber: days)
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { buffer in
            buffer.write(date.year, digits: 4, at: 0)
            buffer[4] = UInt8(ascii: "-")
            buffer.write(date.month, digits: 2, at: 5)
            buffer[7] = UInt8(ascii: "-")
            buffer.write(date.day, digits: 2, at: 8)
            buffer[10] = UInt8(ascii: "T")
            buffer.write(time / 3_600_000, digits: 2, at: 11)
            buffer[13] = UInt8(ascii: ":")
            buffer.write(time / 60_000 % 60, digits: 2, at: 14)
            buffer[16] = UInt8(ascii: ":")
            buffer.write(time / 1000 % 60, digits: 2, at: 17)
            var count = 19
            if time % 1000 != 0 {
                buffer[19] = UInt8(ascii: ".")
                buffer.write(time % 1000, digits: 3, at: 20)
                count = 23
            }
            buffer[count] = UInt8(ascii: "Z")
            append(contentsOf: buffer[...count])
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a number with leading zeros.
    @inline(__always)
    fileprivate func write(_ number: Int, digits: Int, at place: Int) {
        var rest = number
        for index in (place..<(place + digits)).reversed() {
            self[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
