// Days and times of day.
// SPDX-License-Identifier: Apache-2.0

extension TextScan {
    /// The place behind the date or the time of day that begins with a number.
    ///
    /// - "2026-11-25" (or "/", "."), "20261125", "2026年", "2026年11月25日", "11月", "11月25日", each with a time.
    /// - "11/25" with two digits of day, other than 10: "9/10" is rather a mark.
    /// - "25日" and "25号" alone, when nothing near them says that they are a span, a house or something else.
    /// - "15:30", "9点半", "9点前"; "12点" alone from 7 on, for three points may be made in a list.
    mutating func date(_ first: Glyph) -> Int? {
        guard let number = plainNumber(at: first.start) else { return nil }
        let next = reader.glyph(number.end)
        let day: Int? =
            switch Unicode.Scalar(next.scalar) {
            case "-", "/", ".": number.isChinese ? nil : numericDate(number, next)
            case "年": year(number, next)
            case "月": (1...12).contains(number.value) && Self.isHour(number) ? month(next) : nil
            case "日", "号": bareDay(number, next)
            case ":", "点", "时": nil
            default: Self.compactDay(number, next)
            }
        guard let day else { return bareTime(number, next) }
        return timeBehind(day)
    }

    // MARK: Days

    private mutating func numericDate(_ first: Quantity, _ separator: Glyph) -> Int? {
        guard let second = plainNumber(at: separator.end), !second.isChinese, second.count <= 2 else { return nil }
        let next = reader.glyph(second.end)
        if first.count == 4, (1900...2099).contains(first.value) {
            guard next.scalar == separator.scalar, let third = plainNumber(at: next.end), third.count <= 2,
                !third.isChinese, DigitRun.isDay(year: first.value, month: second.value, day: third.value)
            else { return nil }
            return third.end
        }
        let before = reader.glyph(before: first.start)
        let isAlone =
            !before.isWord && !before.is("/") && !before.is(".") && !next.isWord && !next.is("/") && !next.is("%")
        guard separator.is("/"), isAlone, first.count <= 2, second.count == 2, second.value != 10,
            DigitRun.isDay(year: 2000, month: first.value, day: second.value)
        else { return nil }
        return second.end
    }

    private mutating func year(_ number: Quantity, _ unit: Glyph) -> Int? {
        let isFull = number.count == 4 && (1900...2099).contains(number.value)
        guard isFull || number.count == 2 && !number.hasMultiplier else { return nil }
        let place = reader.skipSpaces(1, at: unit.end)
        if let second = plainNumber(at: place), (1...12).contains(second.value), Self.isHour(second) {
            let next = reader.glyph(second.end)
            if next.is("月") { return month(next) ?? next.end }
        }
        return isFull ? unit.end : nil
    }

    /// The place behind a month, and the day behind it.
    private mutating func month(_ unit: Glyph) -> Int? {
        let place = reader.skipSpaces(1, at: unit.end)
        if let day = plainNumber(at: place), (1...31).contains(day.value), Self.isHour(day) {
            let next = reader.glyph(day.end)
            if next.is("日") || next.is("号") { return next.end }
            if !next.isOne(of: Self.behindCount), next.kind != .digit, !next.is("%") { return day.end }
        }
        if let end = reader.skip("份", at: unit.end) { return end }
        let isSpan = reader.skip(anyOf: Self.behindMonthSpan, at: unit.end) != nil
        return isSpan ? nil : unit.end
    }

    /// What makes the number before it a count and not a day: "3月5次".
    private static let behindCount = ScalarSet("个次天元块件月年小分倍折")

    /// Whether a number is written as those up to 31 are: "5", "05", "十五"; not "一二".
    private static func isHour(_ number: Quantity) -> Bool {
        number.isChinese ? number.hasMultiplier || number.count == 1 : number.count <= 2
    }

    private mutating func bareDay(_ number: Quantity, _ unit: Glyph) -> Int? {
        guard number.isChinese ? number.hasMultiplier && unit.is("号") : number.count <= 2,
            (1...31).contains(number.value)
        else { return nil }
        let before = reader.glyph(before: number.start)
        let next = reader.glyph(unit.end)
        guard !before.isWord, !before.isOne(of: Self.beforeHouse) else { return nil }
        if unit.is("号") { return next.isOne(of: Self.behindHouse) || next.isWord ? nil : unit.end }
        let isSpan = reader.skip(anyOf: Self.behindDaySpan, at: unit.end) != nil
        return isSpan || next.kind == .digit || next.kind == .numeral ? nil : unit.end
    }

    private static let beforeHouse = ScalarSet("第路街巷弄道村组区栋幢座庄甲乙丙附院里-/.:~")
    private static let behindHouse = ScalarSet("楼栋幢线客库仓店码机柜院窗门车房电铺公坑字")
    private static let behindMonthSpan: WordList = ["内", "以内", "之内", "以上", "左右", "龄", "大", "饼"]
    private static let shortParts: WordList = ["早", "晚"]
    private static let clockEnds: WordList = ["半", "整", "钟", "一刻", "三刻"]
    private static let besideClock: WordList = ["前", "后", "之前", "以前", "之后", "以后", "左右"]
    private static let behindDaySpan: WordList = [
        "内", "以内", "之内", "后", "以后", "之后", "以上", "左右", "无理由", "价保", "保价", "免费", "包退", "包换", "退货", "退换", "常",
        "游",
    ]

    private static func compactDay(_ number: Quantity, _ next: Glyph) -> Int? {
        guard number.count == 8, !number.isChinese, !next.isWord, number.value >= 19_000_101,
            number.value < 21_000_000
        else { return nil }
        let (year, month, day) = (number.value / 10_000, number.value / 100 % 100, number.value % 100)
        return DigitRun.isDay(year: year, month: month, day: day) ? number.end : nil
    }

    // MARK: Words

    /// Emits the date that begins with a word, or the duration that begins with 半.
    mutating func day(_ first: Glyph) -> Int {
        guard first.start >= timeEnd, Self.mayBeDay(reader.glyph(first.end)) else { return first.end }
        if first.is("半") { return half(first) }
        guard let end = namedDay(first) ?? weekday(first) ?? partOfDay(first) else { return first.end }
        emit(.date, first.start, end)
        timeEnd = end
        return first.end
    }

    /// Whether a character stands second in a word for a day, or may stand behind a part of the day: most that begin like one
    /// are other words, which this tells without a look at the lists.
    static func mayBeDay(_ second: Glyph) -> Bool {
        second.kind == .digit || second.kind == .numeral || second.is(" ") || second.isOne(of: seconds)
    }

    private static let seconds = ScalarSet(
        [days, weeks, parts].flatMap { $0.words.compactMap { $0.dropFirst().first } } + halfUnits.words.map { $0[0] }
            + weeks.words.map { $0[0] } + "个一二三四五六日天".unicodeScalars.map(\.value))

    private static let days: WordList = [
        "大后天", "大前天", "今天", "明天", "后天", "昨天", "前天", "今日", "明日", "昨日", "次日", "今晚", "明晚", "昨晚", "今早", "明早", "今晨",
    ]

    private mutating func namedDay(_ first: Glyph) -> Int? {
        guard let end = reader.skip(anyOf: Self.days, at: first.start) else { return nil }
        let next = reader.glyph(end)
        if first.is("后") || first.is("前") || first.is("次") || first.is("明") {
            let before = reader.glyph(before: first.start)
            let isOther = first.is("明") ? next.is("期") : before.isOne(of: Self.beforeDays) || before.kind == .numeral
            if isOther || before.kind == .digit || next.is("猫") || next.is("数") { return nil }
        }
        return timeBehind(end)
    }

    /// What makes another word of 后天, 前天 and 次日: "以后天天", "提前天数", "3天后天猫".
    private static let beforeDays = ScalarSet("以之然最今先前提目天多每几")

    private static let weeks: WordList = ["周", "星期", "礼拜"]
    private static let weekdays = ScalarSet("一二三四五六日天")
    private static let behindWeekday = ScalarSet("次回福年期岁边刊零一二三四五六七八九十百千个件")

    private mutating func weekday(_ first: Glyph) -> Int? {
        var place = first.start
        if first.isOne(of: Self.beforeWeek) {
            place = reader.skip("个", at: first.end) ?? first.end
        } else if isCounted(first) {
            return nil
        }
        guard let name = reader.skip(anyOf: Self.weeks, at: place) else { return nil }
        let day = reader.glyph(name)
        guard day.isOne(of: Self.weekdays), !reader.glyph(day.end).isOne(of: Self.behindWeekday) else { return nil }
        return timeBehind(day.end)
    }

    private static let beforeWeek = ScalarSet("上下本这")

    /// Whether a number, with 个 or not, is before a word: "一周一次", "两个星期".
    private mutating func isCounted(_ first: Glyph) -> Bool {
        var before = reader.glyph(before: first.start)
        if before.is("个") { before = reader.glyph(before: before.start) }
        return before.kind == .digit || before.kind == .numeral || before.is("几") || before.is("半")
    }

    // MARK: Times

    private static let parts: WordList = [
        "凌晨", "清晨", "早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "半夜", "深夜",
    ]

    /// A part of the day is a date only with a time behind it: "下午3点".
    private mutating func partOfDay(_ first: Glyph) -> Int? {
        guard
            let part = reader.skip(anyOf: Self.parts, at: first.start)
                ?? reader.skip(anyOf: Self.shortParts, at: first.start)
        else { return nil }
        let place = reader.skipSpaces(1, at: part)
        return reader.skip("一点", at: place) == nil ? clockEnd(place) : nil
    }

    /// The place behind the part of the day and the time that follow a day; that place when neither does.
    private mutating func timeBehind(_ day: Int) -> Int {
        var place = reader.skipSpaces(1, at: day)
        var end = day
        place = reader.skip("的", at: place) ?? place
        if let part = reader.skip(anyOf: Self.parts, at: place) {
            end = part
            place = reader.skipSpaces(1, at: part)
        } else if let part = reader.skip(anyOf: Self.shortParts, at: place) {
            place = part
        }
        return clockEnd(place) ?? end
    }

    /// The place behind a time of day: "15:30", "15:30:00", "3点", "3点半", "3点20分".
    private mutating func clockEnd(_ place: Int) -> Int? {
        guard let hour = plainNumber(at: place), hour.value <= 24, Self.isHour(hour) else { return nil }
        let next = reader.glyph(hour.end)
        if next.is(":") { return hour.isChinese ? nil : minutesEnd(next) }
        guard next.is("点") || next.is("时") else { return nil }
        if let end = reader.skip(anyOf: Self.clockEnds, at: next.end) { return end }
        guard let minutes = plainNumber(at: next.end), minutes.value < 60, minutes.count >= 2 || minutes.isChinese
        else {
            return next.end
        }
        let unit = reader.glyph(minutes.end)
        if unit.is("分") { return unit.end }
        return minutes.count == 2 && !minutes.isChinese && unit.kind != .digit ? minutes.end : next.end
    }

    /// The place behind two digits of minutes, and perhaps of seconds.
    private mutating func minutesEnd(_ colon: Glyph) -> Int? {
        guard let minutes = plainNumber(at: colon.end), !minutes.isChinese, minutes.count == 2, minutes.value < 60
        else { return nil }
        let next = reader.glyph(minutes.end)
        guard next.is(":"), let seconds = plainNumber(at: next.end), !seconds.isChinese, seconds.count == 2,
            seconds.value < 60
        else { return next.kind == .letter ? nil : minutes.end }
        return seconds.end
    }

    private mutating func bareTime(_ hour: Quantity, _ next: Glyph) -> Int? {
        guard next.is(":") || next.is("点"), let end = clockEnd(hour.start) else { return nil }
        let before = reader.glyph(before: hour.start)
        if next.is(":") { return before.is(":") || before.is(".") ? nil : end }
        guard !before.is("第"), !before.is(".") else { return nil }
        if end > next.end { return end }
        if !hour.isChinese, hour.value >= 7 { return end }
        let isOne = hour.isChinese && hour.value == 1
        return !isOne && reader.skip(anyOf: Self.besideClock, at: end) != nil ? end : nil
    }

    // MARK: English

    private static let englishDays = Letters.packed(
        words: "today tomorrow tonight monday tuesday thursday friday saturday sunday")
    private static let months = Letters.packed(
        words: "january february march april may june july august october november december jan feb mar apr jun jul aug"
            + " sep sept oct nov dec")

    /// Emits the English date that begins with a word, and returns the place behind: "tomorrow", "Nov 25, 2026".
    mutating func dayWord(_ word: Letters) -> Int? {
        let isLong =
            word.count == 9
            && (word.packed == Letters.packed("wednesda") || word.packed == Letters.packed("yesterda")
                || word.packed == Letters.packed("septembe"))
        if word.isOne(of: Self.englishDays) || isLong && word.packed != Letters.packed("septembe") {
            emit(.date, word.start, word.end)
            return word.end
        }
        guard word.isOne(of: Self.months) || isLong else { return nil }
        let gap = reader.glyph(word.end)
        let point = gap.is(".") ? gap.end : word.end
        let place = reader.skipSpaces(1, at: point)
        guard place > point, let day = plainNumber(at: place), !day.isChinese, (1...31).contains(day.value),
            day.count <= 2
        else { return nil }
        emit(.date, word.start, day.end)
        timeEnd = day.end
        return word.end
    }
}
