// Hides personal data in texts that people see.
// SPDX-License-Identifier: Apache-2.0

/// Hides personal data, each kind by a rule of its own; the rest of the text stays as it is.
///
/// Of an identity number the last six characters are hidden, of a phone the four before the last four digits, of a bank
/// card all but the last four, of a passport the last five, of an e-mail what is before the "@" but its first character
/// (that, too, when it is the only one), of an address everything behind the district. A hidden character becomes a
/// "*", whatever its length in bytes; spaces, hyphens and characters of no width stay.
///
/// A masked text has no hits of identity numbers, phones, bank cards, passports and e-mails: masking it again changes
/// nothing.
package enum Masking {
    /// The text of `bytes[range]` with what the hits cover hidden. The hits count from the range's start; other
    /// detectors' hide nothing. Bytes that are not UTF-8 become U+FFFD.
    package static func masked(_ bytes: [UInt8], _ range: Range<Int>, _ hits: [DetectorHit]) -> String {
        var isHidden = [Bool](repeating: false, count: range.count)
        for place in hidden(bytes, range, hits) { isHidden[place.lowerBound] = true }
        var masked: [UInt8] = []
        masked.reserveCapacity(range.count)
        MatchedText.with(bytes, 0..<bytes.count) { text in
            var reader = TextReader(text, range: range)
            var at = range.lowerBound
            while at < range.upperBound {
                let end = reader.raw(at).end
                if isHidden[at - range.lowerBound] {
                    masked.append(UInt8(ascii: "*"))
                } else {
                    masked += bytes[at..<end]
                }
                at = end
            }
        }
        return String(decoding: masked, as: UTF8.self)
    }

    /// The characters of `bytes[range]` that are to be hidden of what the hits cover, as places counted from the range's
    /// start, hit by hit.
    package static func hidden(_ bytes: [UInt8], _ range: Range<Int>, _ hits: [DetectorHit]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        MatchedText.with(bytes, 0..<bytes.count) { text in
            var reader = TextReader(text, range: range)
            for hit in hits where DetectorSet.personal.contains(hit.detector) {
                places += hidden(hit.detector, glyphs(of: hit, &reader)).map {
                    $0.start - range.lowerBound..<$0.end - range.lowerBound
                }
            }
        }
        return places
    }

    /// The text with what the hits cover hidden.
    package static func masked(_ text: String, _ hits: [DetectorHit]) -> String {
        let bytes = Array(text.utf8)
        return masked(bytes, 0..<bytes.count, hits)
    }

    /// A person's name with all but the surname hidden: "张三丰" becomes "张**". Behind a surname a form of address may
    /// stand: "张先生", "欧阳女士" stay.
    package static func name(_ name: String) -> String {
        let surname = compoundSurnames.contains(String(name.prefix(2))) && name.count > 2 ? 2 : 1
        if honorifics.contains(String(name.dropFirst(surname))) { return name }
        return String(name.prefix(surname)) + String(repeating: "*", count: max(0, name.count - surname))
    }

    private static let honorifics: Set<String> = ["先生", "女士", "小姐", "太太", "老师", "同学", "阿姨", "叔叔"]
    private static let compoundSurnames: Set<String> = [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "南宫", "轩辕", "独孤", "歐陽", "司馬",
        "諸葛",
    ]

    // MARK: Rules

    private static func glyphs(of hit: DetectorHit, _ reader: inout TextReader) -> [Glyph] {
        var glyphs: [Glyph] = []
        let end = min(reader.lower + Int(hit.end), reader.upper)
        var glyph = reader.glyph(min(reader.lower + Int(hit.start), reader.upper))
        while glyph.start < end {
            glyphs.append(glyph)
            glyph = reader.glyph(glyph.end)
        }
        return glyphs
    }

    private static func hidden(_ detector: TextDetector, _ glyphs: [Glyph]) -> ArraySlice<Glyph> {
        let digits = glyphs.filter { $0.digit != nil || Numeral.digit($0.scalar) != nil }
        switch detector {
        case .identityNumber:
            let characters = glyphs.filter { $0.isWord || Numeral.digit($0.scalar) != nil }
            return characters.suffix(6)
        case .phone: return digits.dropLast(4).suffix(4)
        case .bankCard: return digits.dropLast(4)
        case .passport: return digits.suffix(5)
        case .email:
            let local = glyphs.prefix { $0.kind != .at }
            return local.count > 1 ? local.dropFirst() : local
        case .address: return hiddenOfAddress(glyphs)
        default: return []
        }
    }

    /// What is behind the last province, city, district or county before the first number.
    private static func hiddenOfAddress(_ glyphs: [Glyph]) -> ArraySlice<Glyph> {
        var kept = 0
        for (index, glyph) in glyphs.enumerated() {
            if glyph.kind == .digit { break }
            let isEstate = glyph.is("区") && index > 0 && (glyphs[index - 1].is("小") || glyphs[index - 1].is("社"))
            if glyph.isOne(of: administrative), !isEstate { kept = index + 1 }
        }
        return ArraySlice(glyphs.dropFirst(kept).filter { !$0.is(" ") })
    }

    private static let administrative = ScalarSet("省市区县")
}
