// Checks that bytes are UTF-8 and counts their scalars, in one pass.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// One pass over a text: validity, length in Unicode scalars.
enum UTF8Scan {
    /// The number of Unicode scalars; nil when the bytes are not UTF-8 (overlong forms and surrogates included).
    static func scalars(in text: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        var scalars = 0
        let end = text.count
        // From where on it is worth a try whether sixteen characters of three bytes follow: not again where there were others.
        var next = 0
        while index < end {
            if index >= next {
                while index &+ 48 <= end, isSixteen(text, at: index) {
                    index &+= 48
                    scalars &+= 16
                }
                next = index &+ 48
            }
            if index &+ 16 <= end {
                let step = step(text.loadUnaligned(fromByteOffset: index, as: SIMD2<UInt64>.self))
                if step.bytes > 0 {
                    index &+= step.bytes
                    scalars &+= step.scalars
                    continue
                }
            }
            if index + 8 <= end {
                let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 == 0 {
                    index += 8
                    scalars += 8
                    continue
                }
                // Two three-byte characters at once: lead, continuation, continuation, twice. E0 and ED need a closer look.
                if word & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0, isPlain(word), isPlain(word >> 24) {
                    index += 6
                    scalars += 2
                    continue
                }
            }
            if index + 8 > end, end >= 8 {
                // The end of most names: the word that ends with the text, without what was looked at before.
                let word = text.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) >> UInt64(8 * (index + 8 - end))
                if word & 0x8080_8080_8080_8080 == 0 { return scalars + end - index }
            }
            let length = sequenceLength(text, at: index, end: end)
            guard length > 0 else { return nil }
            index += length
            scalars += 1
        }
        return scalars
    }

    /// Whether a range of the buffer is known to be ASCII, as most names are. The last word is read first: of a short range it begins
    /// before it.
    @inline(__always)
    static func isASCII(_ buffer: UnsafeRawBufferPointer, _ range: ByteRange) -> Bool {
        let end = Int(range.end)
        let count = range.count
        guard end >= 8, count > 0 else { return count == 0 }
        var bits = buffer.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self).littleEndian
        if count < 8 {
            bits &>>= UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        } else {
            var place = Int(range.start)
            while place &+ 8 < end {
                bits |= buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                place &+= 8
            }
        }
        return bits & 0x8080_8080_8080_8080 == 0
    }

    /// Whether the 48 bytes at an index are sixteen plain three-byte characters, as Chinese texts are made of.
    @inline(__always)
    private static func isSixteen(_ text: UnsafeRawBufferPointer, at index: Int) -> Bool {
        // In each of the three vectors leads stand at other places, so that all sixteen fit one.
        let one = text.loadUnaligned(fromByteOffset: index, as: SIMD2<UInt64>.self)
        let two = text.loadUnaligned(fromByteOffset: index &+ 16, as: SIMD2<UInt64>.self)
        let three = text.loadUnaligned(fromByteOffset: index &+ 32, as: SIMD2<UInt64>.self)
        // Which bits tell a lead from what continues it, what they must be, and the low halves of leads: where leads are the first of
        // three bytes, the second, the third.
        let (first, second, third): (UInt64, UInt64, UInt64) =
            (0xC0F0_C0C0_F0C0_C0F0, 0xF0C0_C0F0_C0C0_F0C0, 0xC0C0_F0C0_C0F0_C0C0)
        let (firstForm, secondForm, thirdForm): (UInt64, UInt64, UInt64) =
            (0x80E0_8080_E080_80E0, 0xE080_80E0_8080_E080, 0x8080_E080_80E0_8080)
        let (firstLeads, secondLeads, thirdLeads): (UInt64, UInt64, UInt64) =
            (0x000F_0000_0F00_000F, 0x0F00_000F_0000_0F00, 0x0000_0F00_000F_0000)
        var odd = (one & SIMD2(first, second)) ^ SIMD2(firstForm, secondForm)
        odd |= (two & SIMD2(third, first)) ^ SIMD2(thirdForm, firstForm)
        odd |= (three & SIMD2(second, third)) ^ SIMD2(secondForm, thirdForm)
        var low = one & SIMD2(firstLeads, secondLeads)
        low |= two & SIMD2(thirdLeads, firstLeads)
        low |= three & SIMD2(secondLeads, thirdLeads)
        // E0 and ED need a closer look, as in a step.
        let fifteen = SIMD2<UInt64>(repeating: 0x0F0F_0F0F_0F0F_0F0F)
        let thirteen = SIMD2<UInt64>(repeating: 0x0D0D_0D0D_0D0D_0D0D)
        let carry = SIMD2<UInt64>(repeating: 0x1010_1010_1010_1010)
        odd |= (((low &+ fifteen) & ((low ^ thirteen) &+ fifteen)) & carry) ^ carry
        return odd[0] | odd[1] == 0
    }

    /// What sixteen bytes begin with: sixteen ASCII characters or five plain three-byte ones, which is most of what is read; else nothing.
    @inline(__always)
    private static func step(_ vector: SIMD2<UInt64>) -> (bytes: Int, scalars: Int) {
        let high = vector & 0x8080_8080_8080_8080
        if high[0] | high[1] == 0 { return (16, 16) }
        // Lead, continuation, continuation, five times; the sixteenth byte does not matter.
        let form =
            (vector & SIMD2(0xC0F0_C0C0_F0C0_C0F0, 0x00C0_C0F0_C0C0_F0C0))
            ^ SIMD2(0x80E0_8080_E080_80E0, 0x0080_80E0_8080_E080)
        // E0 and ED need a closer look. Adding 15 to the low half of a lead carries unless it is 0, and the same of its difference from 13.
        let leads = SIMD2<UInt64>(0x000F_0000_0F00_000F, 0x0000_000F_0000_0F00)
        let thirteen = SIMD2<UInt64>(0x000D_0000_0D00_000D, 0x0000_000D_0000_0D00)
        let carry = SIMD2<UInt64>(0x0010_0000_1000_0010, 0x0000_0010_0000_1000)
        let low = vector & leads
        let odd = form | (((low &+ leads) & ((low ^ thirteen) &+ leads) & carry) ^ carry)
        return odd[0] | odd[1] == 0 ? (15, 5) : (0, 0)
    }

    /// Where the first byte stands that is not UTF-8; nil when all are. For messages: it reads byte by byte.
    static func firstMalformed(in text: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < text.count {
            let length = sequenceLength(text, at: index, end: text.count)
            guard length > 0 else { return index }
            index += length
        }
        return nil
    }

    /// Whether the three-byte character in the low bytes has a lead whose second byte may be anything: neither E0 nor ED.
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool { word & 0x0F != 0 && word & 0x0F != 0x0D }

    /// Length of the well-formed sequence at an index; 0 when there is none (Unicode, table 3-7).
    @inline(__always)
    private static func sequenceLength(_ text: UnsafeRawBufferPointer, at index: Int, end: Int) -> Int {
        let first = text[index]
        if first < 0x80 { return 1 }
        func continues(_ offset: Int) -> Bool { text[index + offset] & 0xC0 == 0x80 }
        switch first {
        case 0xE0...0xEF:
            guard index + 2 < end, continues(1), continues(2) else { return 0 }
            if first == 0xE0, text[index + 1] < 0xA0 { return 0 }
            if first == 0xED, text[index + 1] > 0x9F { return 0 }
            return 3
        case 0xC2...0xDF:
            return index + 1 < end && continues(1) ? 2 : 0
        case 0xF0...0xF4:
            guard index + 3 < end, continues(1), continues(2), continues(3) else { return 0 }
            if first == 0xF0, text[index + 1] < 0x90 { return 0 }
            if first == 0xF4, text[index + 1] > 0x8F { return 0 }
            return 4
        default:
            return 0
        }
    }

    /// Whether a text has paragraphs or a list of at least two numbered items (S0-031).
    static func isStructured(_ text: UnsafeRawBufferPointer) -> Bool {
        var items = 0
        var previousIsDigit = false
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: "\n") { return true }
            if previousIsDigit, isListMark(text, at: index) { items += 1 }
            previousIsDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return items >= 2
    }

    /// `.` and `)` before something else than a digit, `、`, `．` and `）`.
    private static func isListMark(_ text: UnsafeRawBufferPointer, at index: Int) -> Bool {
        switch text[index] {
        case UInt8(ascii: "."), UInt8(ascii: ")"):
            return index + 1 < text.count && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index + 1])
        case 0xE3:
            return index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] == 0x81
        case 0xEF:
            return index + 2 < text.count && text[index + 1] == 0xBC && [0x89, 0x8E].contains(text[index + 2])
        default:
            return false
        }
    }
}
