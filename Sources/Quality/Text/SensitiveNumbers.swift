// How much of the sensitive data in conversations is masked (S4-064).
// SPDX-License-Identifier: Apache-2.0

/// Sensitive numbers in texts, in digits: identity numbers, bank cards, passports and phone numbers that stand there in clear, and what
/// a mask has left of such. The share of masked ones is the coverage of masking.
package struct SensitiveNumbers: Hashable, Sendable {
    /// In clear.
    package var clear: UInt32 = 0
    /// Masked: four or more asterisks beside digits or letters.
    package var masked: UInt32 = 0

    /// None.
    package init() {}

    /// Those of several texts together.
    package static func + (left: SensitiveNumbers, right: SensitiveNumbers) -> SensitiveNumbers {
        var sum = left
        sum.clear += right.clear
        sum.masked += right.masked
        return sum
    }

    /// A landline's number has so many digits at least.
    private static let fewestDigits = 7
    /// What is looked for in clear.
    private static let detectors = DetectorSet([.identityNumber, .bankCard, .passport, .phone])

    /// Those in `bytes[range]`. Texts with few digits and no asterisks, which most are, are read once and quickly.
    package init(in bytes: [UInt8], _ range: Range<Int>, _ room: inout MatchRoom) {
        var digits = 0
        var stars = 0
        var wide = 0
        for byte in bytes[range] {
            if byte &- 0x30 < 10 { digits += 1 }
            if byte == UInt8(ascii: "*") { stars += 1 }
            // Full-width digits begin with EF.
            if byte == 0xEF { wide += 1 }
        }
        if stars >= 4 { masked = SensitiveNumbers.masks(in: bytes, range) }
        guard digits + wide >= SensitiveNumbers.fewestDigits else { return }
        room.detected.forget()
        MatchedText.with(bytes, range) { room.detected.look($0, for: SensitiveNumbers.detectors, everywhere: true) }
        clear = UInt32(room.detected.hits.count)
        room.detected.forget()
    }

    /// Runs of at least four asterisks with a digit or a letter at one side.
    private static func masks(in bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
        func isWord(_ place: Int) -> Bool { range.contains(place) && PhraseTable.isWordByte(bytes[place]) }
        var found: UInt32 = 0
        var place = range.lowerBound
        while place < range.upperBound {
            guard bytes[place] == UInt8(ascii: "*") else {
                place += 1
                continue
            }
            var end = place
            while end < range.upperBound, bytes[end] == UInt8(ascii: "*") { end += 1 }
            if end - place >= 4, isWord(place - 1) || isWord(end) { found += 1 }
            place = end
        }
        return found
    }
}
