// Which digits are an identity number, a phone, a bank card, a passport or an order number.
// SPDX-License-Identifier: Apache-2.0

extension DigitRun {
    /// What the digits of the groups up to `last` are; nil when they are nothing known. An `x` stands behind them when
    /// `hasX` says so, a "+" before them when `hasPlus` does.
    func detector(_ last: Int, hasX: Bool, hasPlus: Bool) -> TextDetector? {
        let count = groups[last].digits
        if hasX { return count == 17 && isIdentityNumber(hasX: true) ? .identityNumber : nil }
        guard !groups[last].touchesWord else { return nil }
        switch count {
        case 18 where !hasPlus && isIdentityNumber(hasX: false): return .identityNumber
        case 10...15 where isPhone(last, hasPlus: hasPlus): return .phone
        case 15 where !hasPlus && isOldIdentityNumber(last): return .identityNumber
        case 13...19 where !hasPlus && isBankCard(last): return .bankCard
        case 10...24 where !hasPlus && isOrderNumber(last): return .orderNumber
        default: return nil
        }
    }

    // MARK: Identity numbers

    private static let provinces: [ClosedRange<Int>] = [11...15, 21...23, 31...37, 41...46, 50...54, 61...65]

    private var hasProvince: Bool {
        let code = number(0..<2)
        return Self.provinces.contains { $0.contains(code) } || code == 71 || code == 81 || code == 82
    }

    private func isIdentityNumber(hasX: Bool) -> Bool {
        guard hasProvince, (1900...2099).contains(number(6..<10)),
            Self.isDay(year: number(6..<10), month: number(10..<12), day: number(12..<14))
        else { return false }
        // ISO 7064 MOD 11-2: the digits, weighted by powers of two, and the check character make 1 modulo 11.
        var sum = 0
        for index in 0..<17 { sum = (sum + Int(digits[index])) * 2 % 11 }
        return (sum + (hasX ? 10 : Int(digits[17]))) % 11 == 1
    }

    private func isOldIdentityNumber(_ last: Int) -> Bool {
        let isWritten = last == 0 || last == 2 && size(0) == 6 && size(1) == 6
        return isWritten && hasProvince
            && Self.isDay(year: 1900 + number(6..<8), month: number(8..<10), day: number(10..<12))
    }

    /// Whether there is such a day in the Gregorian calendar.
    static func isDay(year: Int, month: Int, day: Int) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
        return day <= days
    }

    // MARK: Phones

    private func isPhone(_ last: Int, hasPlus: Bool) -> Bool {
        let count = groups[last].digits
        guard last <= 3 || isSpelled(last) && isWholeRow(last) else { return false }
        let prefix = count < 12 ? 0 : number(0..<4) == 86 ? 4 : number(0..<2) == 86 ? 2 : digits[0] == 0 ? 1 : 0
        if isMobile(prefix, count) {
            return isSpelled(last) || isGrouped(last, by: (prefix == 2 ? 2 : 3)...8, lastBy: 3...15)
        }
        if hasPlus || prefix == 4 {
            let country = number(0..<3)
            return prefix > 1 && isLandline(prefix, count)
                || hasPlus && (country == 852 || country == 853) && count == 11 || country == 886 && count == 12
        }
        return digits[0] == 0 && isGrouped(last, by: 3...8, lastBy: 4...12) && isLandline(1, count)
    }

    /// Whether the groups up to `last` are all there are in the row.
    private func isWholeRow(_ last: Int) -> Bool { last == groupCount - 1 && !goesOn }

    private func isMobile(_ start: Int, _ count: Int) -> Bool {
        count - start == 11 && digits[start] == 1 && digits[start + 1] >= 3
    }

    /// Whether the digits from a place on are an area code without its 0, and a subscriber's number.
    private func isLandline(_ start: Int, _ count: Int) -> Bool {
        let isCity = digits[start] == 1 && digits[start + 1] == 0 || digits[start] == 2 && digits[start + 1] != 6
        let subscriber = start + (isCity ? 2 : 3)
        guard isCity || digits[start] >= 3, count > subscriber, digits[subscriber] > 0 else {
            return false
        }
        return isCity ? count - subscriber == 8 : (7...8).contains(count - subscriber)
    }

    // MARK: Cards

    private func isBankCard(_ last: Int) -> Bool {
        let isWritten =
            isSpelled(last)
            ? isWholeRow(last)
            : last == 0 || last <= 4 && isGrouped(last, by: 4...6, lastBy: 1...13)
        return isWritten && hasIssuer(groups[last].digits) && passesLuhn(groups[last].digits)
    }

    private func hasIssuer(_ count: Int) -> Bool {
        let head = number(0..<4)
        switch head {
        case 4000...4999: return count == 13 || count == 16 || count == 19
        case 5100...5599, 2221...2720: return count == 16
        case 3400...3499, 3700...3799: return count == 15
        case 3500...3599, 6000...6099, 6200...6299, 6500...6599: return count >= 16
        case 9558, 9559: return count == 16 || count == 19
        default: return false
        }
    }

    private func passesLuhn(_ count: Int) -> Bool {
        var sum = 0
        for index in 0..<count {
            let isDoubled = (count - index) % 2 == 0
            let digit = Int(digits[index]) * (isDoubled ? 2 : 1)
            sum += digit > 9 ? digit - 9 : digit
        }
        return sum % 10 == 0
    }

    // MARK: Order numbers

    private func isOrderNumber(_ last: Int) -> Bool {
        if last == 2 { return size(0) == 3 && size(1) == 7 && size(2) == 7 }
        return last == 0 && !isService(last)
    }

    /// Whether the groups up to `last` are a 400 or 800 service number.
    func isService(_ last: Int) -> Bool {
        let head = number(0..<3)
        return (head == 400 || head == 800) && groups[last].digits == 10 && last <= 3
            && isGrouped(last, by: 3...4, lastBy: 3...10)
    }
}

extension TextScan {
    /// Judges the digits from a digit that no letter is before.
    mutating func digits(_ first: Glyph) -> Int {
        if let end = emailEnd(first) { return end }
        if let end = personalNumber(first, from: first.start) { return end }
        return quantity(first, isPlain: true)
    }

    /// Judges a "+": a prefix of a country when digits are right behind.
    mutating func plus(_ plus: Glyph) -> Int {
        let first = reader.glyph(plus.end)
        guard first.kind == .digit else { return plus.end }
        let run = digitRun(first)
        for last in (0..<run.groupCount).reversed()
        where run.detector(last, hasX: false, hasPlus: true) == .phone && !isMasked(plus.start, run.groups[last].end) {
            emit(.phone, plus.start, run.groups[last].end)
            return run.groups[last].end
        }
        return plus.end
    }

    /// Emits the personal number or order number that begins with a digit, and returns the place behind. The longest
    /// wins. A service number yields no hit and is passed over.
    mutating func personalNumber(_ first: Glyph, from start: Int, chinese: Bool = false) -> Int? {
        // Digits one by one are a number from the first on or not at all.
        if !chinese, reader.glyph(first.end).kind != .digit, isInRow(first) { return nil }
        let run = digitRun(first, chinese: chinese)
        guard run.count >= 10 else { return nil }
        var last = run.groupCount - 1
        while last >= 0, run.groups[last].digits >= 10 {
            defer { last -= 1 }
            let group = run.groups[last]
            var end = group.end
            if !chinese && run.isService(last) { return end }
            var found = run.detector(last, hasX: false, hasPlus: false)
            if found == nil, group.digits == 17, group.next | 0x20 == 0x78 {
                let x = reader.glyph(end)
                let behind = reader.glyph(x.end)
                found = behind.isWord || behind.kind == .at ? nil : run.detector(last, hasX: true, hasPlus: false)
                end = x.end
            }
            guard let found, !(chinese && found == .orderNumber) else { continue }
            if isMasked(start, end) { continue }
            // The bracket around an area code.
            let before = run.groups[0].next == 0x29 && last > 0 ? reader.glyph(before: start) : nil
            emit(found, before?.is("(") == true ? before?.start ?? start : start, end)
            return end
        }
        return nil
    }

    /// Whether a digit and a gap are right before a digit.
    private mutating func isInRow(_ first: Glyph) -> Bool {
        let gap = reader.glyph(before: first.start)
        return Self.isGap(gap) && reader.glyph(before: gap.start).kind == .digit
    }

    /// Judges digits right behind letters that begin a word: a passport, or an order number. Returns the place behind.
    mutating func numberWithPrefix(_ first: Glyph, _ letters: Letters) -> Int? {
        let run = digitRun(first)
        guard run.groupCount > 0, !run.groups[0].touchesWord else { return nil }
        let (count, end) = (run.groups[0].digits, run.groups[0].end)
        let initial = Unicode.Scalar(UInt8(truncatingIfNeeded: letters.packed))
        let isPassport =
            count == 8 && letters.count == 1 && "egdsp".unicodeScalars.contains(initial)
            || count == 7 && letters.count == 2 && initial == "e"
        if isPassport, !isMasked(letters.start, end) {
            emit(.passport, letters.start, end)
        } else if (10...24).contains(count), (1...6).contains(letters.count), !isMasked(letters.start, end) {
            emit(.orderNumber, letters.start, end)
        } else {
            return nil
        }
        return end
    }
}
