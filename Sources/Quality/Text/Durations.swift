// Spans of time.
// SPDX-License-Identifier: Apache-2.0

extension TextScan {
    /// The place behind the duration that begins with a number.
    ///
    /// - A range is one duration ("1-3天"), and so are parts that follow each other ("2小时30分").
    /// - "3日" is a span before 内, 后 and the like and in a range, else a day of the month; "3月" likewise.
    /// - "十分" and "5分" are none: 分 counts behind hours, and before 内 and the like.
    /// - "几天", "第三天" and "这一天" are none.
    mutating func duration(_ number: Quantity) -> Int? {
        if reader.glyph(before: number.start).is("第") { return nil }
        guard var end = spanEnd(number) else { return nil }
        for _ in 0..<3 {
            guard let next = self.number(at: end), next.start == end || next.isChinese == number.isChinese,
                let further = unitEnd(next.end, next, isRange: false, isFurther: true)
            else { break }
            end = further
        }
        return end
    }

    /// Emits the duration that begins with 半.
    mutating func half(_ half: Glyph) -> Int {
        guard let end = reader.skip(anyOf: Self.halfUnits, at: half.end), !isOtherWord(end) else { return half.end }
        emit(.duration, half.start, end)
        timeEnd = end
        return half.end
    }

    static let halfUnits: WordList = ["个小时", "个多小时", "个钟头", "个月", "个多月", "小时", "分钟", "天", "年"]

    /// The place behind a number or a range, and its unit.
    private mutating func spanEnd(_ number: Quantity) -> Int? {
        if let end = unitEnd(number.end, number, isRange: false, isFurther: false) { return end }
        let place = reader.skipSpaces(1, at: number.end)
        guard let behind = reader.skip(anyOf: Self.connectors, at: place),
            let second = self.number(at: reader.skipSpaces(1, at: behind))
        else { return nil }
        return unitEnd(second.end, second, isRange: true, isFurther: false)
    }

    static let connectors: WordList = ["--", "-", "~", "–", "—", "至", "到", "或"]
    static let vague = ScalarSet("多几来余")
    /// Units, and what stands before one, that are judged one by one, here or as parts of dates.
    static let timeUnits = ScalarSet("年月日号点时分: -")

    /// The place behind a unit of time that begins at a place.
    private mutating func unitEnd(_ place: Int, _ number: Quantity, isRange: Bool, isFurther: Bool) -> Int? {
        var place = place
        let glyph = reader.glyph(place)
        if glyph.isOne(of: Self.vague), number.isPlain { place = glyph.end }
        if let end = reader.skip(anyOf: Self.units, at: place) {
            guard !isOtherWord(end) else { return nil }
            let behind = reader.glyph(end)
            return behind.is("半") && !isFurther && reader.skip(anyOf: Self.halfUnits, at: behind.end) == nil
                ? behind.end : end
        }
        let unit = reader.glyph(place)
        switch Unicode.Scalar(unit.scalar) {
        case "年":
            let next = reader.glyph(unit.end)
            let isSpan = !(number.isPlain && (number.count == 4 && number.value >= 1_000 || number.value < 1))
            guard isSpan, !next.isOne(of: Self.behindYear) else { return nil }
            return next.is("半") ? next.end : unit.end
        case "日":
            return isRange || number.value > 31 || isSpan(unit.end) ? unit.end : nil
        case "月":
            return number.value > 12 || isSpan(unit.end) ? unit.end : nil
        case "分":
            return isFurther || !number.isChinese && isSpan(unit.end) ? unit.end : nil
        default:
            return englishUnitEnd(place)
        }
    }

    /// Chinese units that are one anywhere, the longer before those they begin with.
    static let units: WordList = [
        "个工作日", "工作日", "个自然日", "自然日", "个半小时", "个多小时", "个小时", "小时", "个钟头", "钟头", "个钟", "个半月", "个多月", "个月",
        "个星期", "星期", "个礼拜", "礼拜", "个季度", "分钟", "秒钟", "刻钟", "天", "周", "秒",
    ]
    private static let behindYear = ScalarSet("代级纪龄检款")

    /// Whether what stands behind a unit makes another word of it: "小时候", "天猫", "周年", "秒杀".
    private mutating func isOtherWord(_ end: Int) -> Bool {
        let next = reader.glyph(end)
        guard next.isOne(of: Self.behindUnits) else { return false }
        let unit = reader.glyph(before: end)
        return switch Unicode.Scalar(unit.scalar) {
        case "时": next.is("候")
        case "天": next.isOne(of: Self.behindDay)
        case "周": next.isOne(of: Self.behindWeek)
        case "秒": next.is("杀")
        default: false
        }
    }

    private static let behindDay = ScalarSet("猫然才堂使")
    private static let behindWeek = ScalarSet("年岁边围末转刊")
    private static let behindUnits = ScalarSet("候杀猫然才堂使年岁边围末转刊")

    /// Whether what stands behind 日, 月 or 分 says that a span was meant.
    private mutating func isSpan(_ end: Int) -> Bool { reader.skip(anyOf: Self.behindSpans, at: end) != nil }

    private static let behindSpans: WordList = [
        "内", "以内", "之内", "后", "以后", "之后", "以上", "左右", "无理由", "价保", "保价", "免费", "包退", "包换", "退货", "退换",
    ]

    // MARK: English

    private static let englishUnits = Letters.packed(
        words: "second seconds sec secs minute minutes min mins hour hours hr hrs h day days week weeks month months"
            + " year years")
    private static let dayKinds = Letters.packed(words: "working business calendar")

    /// The place behind an English unit, a space or a hyphen before it or not: "30 minutes", "3 working days".
    private mutating func englishUnitEnd(_ place: Int) -> Int? {
        var first = reader.glyph(place)
        if first.is(" ") || first.is("-") { first = reader.glyph(first.end) }
        guard first.kind == .letter, var word = shortWord(first) else { return nil }
        if word.isOne(of: Self.dayKinds) {
            let gap = reader.glyph(word.end)
            let second = reader.glyph(gap.end)
            guard gap.is(" "), second.kind == .letter, let days = shortWord(second) else { return nil }
            word = days
        }
        return word.isOne(of: Self.englishUnits) ? word.end : nil
    }

    /// A word of at most eight letters with no digit behind.
    mutating func shortWord(_ first: Glyph) -> Letters? {
        var letters = Letters(start: first.start, end: first.start)
        var glyph = first
        while glyph.kind == .letter {
            guard letters.count < 8 else { return nil }
            letters.append(glyph)
            glyph = reader.glyph(glyph.end)
        }
        return glyph.kind == .digit ? nil : letters
    }
}
