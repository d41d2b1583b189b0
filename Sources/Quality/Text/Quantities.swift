// Numbers in digits and in Chinese numerals.
// SPDX-License-Identifier: Apache-2.0

/// A number in a text.
struct Quantity {
    /// The first byte.
    var start: Int
    /// The byte behind.
    var end: Int
    /// The number, or a large one; of a decimal the part before the point.
    var value = 0
    /// How many digits or numerals, those before the point.
    var count = 0
    /// Whether it is in Chinese numerals.
    var isChinese = false
    /// Whether 十, 百, 千, 万 or 亿 is in it.
    var hasMultiplier = false
    /// Whether it is digits or numerals only, without point, percent and thousands.
    var isPlain = true

    /// Appends a digit.
    mutating func append(_ digit: UInt8, end: Int) {
        value = min(value * 10 + Int(digit), 99_999_999)
        count += 1
        self.end = end
    }
}

extension TextScan {
    /// Judges the digits from a digit on: a number unless they hang on letters, and perhaps the start of a date or a
    /// duration.
    mutating func quantity(_ first: Glyph, isPlain: Bool) -> Int {
        let quantity = arabic(first)
        time(first, quantity)
        if isPlain { emit(.number, first.start, quantity.end) }
        return quantity.end
    }

    /// Judges the Chinese numerals from a numeral on.
    ///
    /// They are a number when there are three or more of them, when 十 or more is in two, or when a measure word is
    /// behind them. 一 is none behind a word that makes it an article or a part of a word ("每一个", "统一", "第一"),
    /// nor is what looks like a number and is a word: "万一", "千万", "双十一", "十一" (the holiday), "三包".
    mutating func numerals(_ first: Glyph) -> Int {
        let next = reader.glyph(first.end)
        if mayBePersonal(first, next), let end = personalNumber(first, from: first.start, chinese: true) { return end }
        let before = reader.glyph(before: first.start)
        if let end = wordOfNumerals(first, before) { return end }
        guard Self.mayMeasure(next) else { return first.end }
        var quantity = chinese(first)
        if !before.is("第"), mayBeTime(quantity) { time(first, quantity) }
        if let divisor = reader.skip(anyOf: Self.fraction, at: quantity.end), let part = number(at: divisor) {
            quantity.end = part.end
            emit(.number, first.start, quantity.end)
        } else if isNumber(quantity, first, before) {
            emit(.number, first.start, quantity.end)
        }
        return quantity.end
    }

    /// Whether a single numeral before a character may be, or begin, a number, a date or a duration: most, as in "一下", are parts of
    /// words, which this tells without a look at the lists.
    static func mayMeasure(_ next: Glyph) -> Bool {
        next.kind == .numeral || next.kind == .digit || next.kind == .letter || next.isOne(of: behindNumeral)
    }

    private static let behindNumeral = ScalarSet(
        [measures, timeUnits, vague].flatMap(\.scalars)
            + [fraction, longMeasures, units, connectors].flatMap { $0.words.map { $0[0] } })

    /// Whether more than two numerals that are digits begin with these: personal numbers do, most numerals do not.
    private mutating func mayBePersonal(_ first: Glyph, _ next: Glyph) -> Bool {
        Numeral.digit(first.scalar) != nil && Numeral.digit(next.scalar) != nil
            && Numeral.digit(reader.glyph(next.end).scalar) != nil
    }

    /// Whether what stands behind Chinese numerals may make a date or a duration of them.
    private mutating func mayBeTime(_ quantity: Quantity) -> Bool {
        Self.mayBeTimed(reader.glyph(quantity.end))
    }

    /// Whether a single numeral before a character may be, or begin, a date or a duration: less than what `mayMeasure` tells of numbers.
    static func mayBeTimed(_ next: Glyph) -> Bool {
        next.kind == .numeral || next.kind == .digit || next.kind == .letter || next.isOne(of: timed)
    }

    private static let timed = ScalarSet(
        [timeUnits, vague].flatMap(\.scalars) + [units, connectors].flatMap { $0.words.map { $0[0] } })

    /// The place behind numerals that are no number, or no start of one.
    private mutating func wordOfNumerals(_ first: Glyph, _ before: Glyph) -> Int? {
        if first.is("一") {
            return before.isOne(of: Self.beforeOne) ? first.end : nil
        }
        guard let multiplier = Numeral.multiplier(first.scalar), multiplier > 10 else { return nil }
        if let parts = reader.skip(anyOf: Self.percent, at: first.start), let part = number(at: parts) {
            emit(.number, first.start, part.end)
            return part.end
        }
        return reader.skip(anyOf: Self.largeWords, at: first.start) ?? first.end
    }

    /// What makes a 一 behind it a part of a word or an article.
    private static let beforeOne = ScalarSet("每这那另某任同哪第上下前后统唯专单归逐之进不划万初")

    /// Emits the date or the duration that begins with a number.
    private mutating func time(_ first: Glyph, _ quantity: Quantity) {
        guard first.start >= timeEnd else { return }
        if let end = date(first) {
            emit(.date, first.start, end)
            timeEnd = end
        } else if let end = duration(quantity) {
            emit(.duration, first.start, end)
            timeEnd = end
        }
    }

    /// The number in digits or numerals that begins at a place.
    mutating func number(at place: Int) -> Quantity? {
        let first = reader.glyph(place)
        if first.kind == .digit { return arabic(first) }
        return first.kind == .numeral ? chinese(first) : nil
    }

    /// The number in digits or numerals at a place, without points and thousands, of at most eight digits.
    mutating func plainNumber(at place: Int) -> Quantity? {
        let first = reader.glyph(place)
        guard first.kind == .digit else {
            guard first.kind == .numeral else { return nil }
            let number = chinese(first)
            return number.count <= 8 ? number : nil
        }
        var number = Quantity(start: first.start, end: first.end)
        var glyph = first
        while let digit = glyph.digit {
            guard number.count < 8 else { return nil }
            number.append(digit, end: glyph.end)
            glyph = reader.glyph(glyph.end)
        }
        return number
    }

    // MARK: Digits

    private static let physicalUnits = ScalarSet("克米瓦卡帕赫焦伏")

    /// Reads a number from a digit on: with thousands, decimals, percent, 万 and 亿.
    private mutating func arabic(_ first: Glyph) -> Quantity {
        var number = Quantity(start: first.start, end: first.end)
        var glyph = first
        while let digit = glyph.digit {
            number.append(digit, end: glyph.end)
            glyph = reader.glyph(glyph.end)
        }
        if number.count <= 3 {
            while let end = thousandsEnd(glyph) {
                number.isPlain = false
                number.end = end
                glyph = reader.glyph(end)
            }
        }
        if glyph.is("."), let end = decimalsEnd(glyph.end) {
            number.isPlain = false
            number.end = end
            glyph = reader.glyph(end)
        }
        if glyph.is("%") || glyph.is("‰") {
            number.isPlain = false
            number.end = glyph.end
            return number
        }
        for _ in 0..<2 {
            guard let multiplier = Numeral.multiplier(glyph.scalar), multiplier > 10 else { break }
            let next = reader.glyph(glyph.end)
            if next.isOne(of: Self.physicalUnits) || glyph.is("万") && next.is("一") { break }
            number.isPlain = false
            number.end = glyph.end
            glyph = next
        }
        return number
    }

    /// The place behind a comma and three digits.
    private mutating func thousandsEnd(_ comma: Glyph) -> Int? {
        guard comma.is(",") else { return nil }
        var end = comma.end
        for _ in 0..<3 {
            let glyph = reader.glyph(end)
            guard glyph.kind == .digit else { return nil }
            end = glyph.end
        }
        return reader.glyph(end).kind == .digit ? nil : end
    }

    /// The place behind decimals; nil when there is another point and digit behind them, as in a version.
    private mutating func decimalsEnd(_ place: Int) -> Int? {
        var glyph = reader.glyph(place)
        guard glyph.kind == .digit else { return nil }
        var end = place
        while glyph.kind == .digit {
            end = glyph.end
            glyph = reader.glyph(end)
        }
        return glyph.is(".") && reader.glyph(glyph.end).kind == .digit ? nil : end
    }

    // MARK: Numerals

    /// Reads a number from a numeral on.
    private mutating func chinese(_ first: Glyph) -> Quantity {
        var number = Quantity(start: first.start, end: first.end, isChinese: true)
        var (total, section, digit) = (0, 0, 0)
        var glyph = first
        while glyph.kind == .numeral {
            if let value = Numeral.digit(glyph.scalar) {
                number.append(value, end: glyph.end)
                digit = Int(value)
            } else if let multiplier = Numeral.multiplier(glyph.scalar) {
                number.count += 1
                number.end = glyph.end
                if multiplier < 10_000 {
                    section += max(digit, number.count == 1 ? 1 : digit) * multiplier
                } else {
                    total = (total + section + digit) * multiplier
                    section = 0
                }
                digit = 0
                number.hasMultiplier = true
                (total, section) = (min(total, 99_999_999), min(section, 99_999_999))
            }
            glyph = reader.glyph(glyph.end)
        }
        if number.hasMultiplier { number.value = min(total + section + digit, 99_999_999) }
        return number
    }

    private mutating func isNumber(_ number: Quantity, _ first: Glyph, _ before: Glyph) -> Bool {
        if number.count > 2 { return !before.is("双") }
        if number.count == 2, number.hasMultiplier, number.value != 11 { return !before.is("双") }
        if number.count == 1, first.is("二") || first.is("零") || first.is("幺") || before.is("第") { return false }
        return isMeasured(number, first)
    }

    /// Whether a measure word is behind numerals.
    private mutating func isMeasured(_ number: Quantity, _ first: Glyph) -> Bool {
        let measure = reader.glyph(number.end)
        guard measure.isOne(of: Self.measures) else {
            return reader.skip(anyOf: Self.longMeasures, at: number.end) != nil
        }
        let next = reader.glyph(measure.end)
        if measure.is("部") { return !next.is("分") }
        if measure.is("天") { return !next.is("猫") }
        if number.count == 1, first.is("一"), measure.is("块") { return next.is("钱") }
        return !(number.count == 1 && first.is("三") && measure.is("包"))
    }

    private static let measures = ScalarSet(
        "个次天年周秒元块毛件条张位台部本份瓶盒箱袋包片粒颗支枝双套只名家种项页米斤克升折倍级岁人单笔层楼遍趟顿款副根匹辆间节杯碗勺滴寸尺吨组批户袋盘桶座站步期句篇封")
    private static let fraction: WordList = ["分之"]
    private static let percent: WordList = ["百分之"]
    private static let largeWords: WordList = ["万一", "千万", "百万"]
    private static let longMeasures: WordList = [
        "小时", "分钟", "公斤", "公里", "公分", "毫升", "毫克", "毫米", "厘米", "工作日", "星期", "礼拜", "钟头", "刻钟", "分之", "月份",
    ]
}
