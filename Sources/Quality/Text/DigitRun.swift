// Digits in groups, as personal numbers are written.
// SPDX-License-Identifier: Apache-2.0

/// The digits from a place on, in groups with spaces or hyphens between them: as many as a personal number can have.
struct DigitRun {
    /// A group of digits.
    struct Group {
        /// How many digits the run has up to the end of this group.
        var digits = 0
        /// The byte behind the group.
        var end = 0
        /// The character behind the group.
        var next: UInt32 = 0
        /// Whether a letter is right behind the group, or the "@" of an e-mail.
        var touchesWord = false
    }

    /// No personal number and no order number has more digits than these.
    static let most = 24

    /// The numbers the digits stand for.
    var digits = InlineArray<24, UInt8>(repeating: 0)
    /// How many digits there are.
    var count = 0
    /// The groups that are complete.
    var groups = InlineArray<24, Group>(repeating: Group())
    /// How many groups there are; none when the first is too long.
    var groupCount = 0
    /// Whether there are more digits in this row of groups.
    var goesOn = false
    /// Where the first digits end that are written without a gap.
    var firstEnd = 0

    /// The digits of a range as a number.
    func number(_ range: Range<Int>) -> Int {
        var number = 0
        for index in range { number = number * 10 + Int(digits[index]) }
        return number
    }

    /// How many digits a group has.
    func size(_ group: Int) -> Int { groups[group].digits - (group == 0 ? 0 : groups[group - 1].digits) }

    /// Whether the groups up to the last are one digit each, and more than one.
    func isSpelled(_ last: Int) -> Bool { last > 0 && groups[last].digits == last + 1 }

    /// Whether every group up to the last has a number of digits.
    func isGrouped(_ last: Int, by sizes: ClosedRange<Int>, lastBy lastSizes: ClosedRange<Int>) -> Bool {
        for group in 0..<last where !sizes.contains(size(group)) { return false }
        return lastSizes.contains(size(last))
    }
}

extension TextScan {
    /// Reads the groups of digits from a digit on. Chinese numerals are digits when they are asked for, and then stand
    /// in one group.
    mutating func digitRun(_ first: Glyph, chinese: Bool = false) -> DigitRun {
        var run = DigitRun()
        var glyph = first
        while true {
            var end = glyph.start
            while let digit = chinese ? Numeral.digit(glyph.scalar) : glyph.digit {
                guard run.count < DigitRun.most else {
                    if run.groupCount == 0 { run.firstEnd = digitsEnd(glyph, chinese: chinese) }
                    run.goesOn = true
                    return run
                }
                run.digits[run.count] = digit
                run.count += 1
                end = glyph.end
                glyph = reader.glyph(end)
            }
            run.groups[run.groupCount] = DigitRun.Group(
                digits: run.count, end: end, next: glyph.scalar, touchesWord: glyph.isWord || glyph.kind == .at)
            if run.groupCount == 0 { run.firstEnd = end }
            run.groupCount += 1
            guard !chinese, let next = digitBehindGap(glyph, run) else { return run }
            guard run.groupCount < DigitRun.most else {
                run.goesOn = true
                return run
            }
            glyph = next
        }
    }

    /// The digit behind the gap between two groups that begins with a character. A closing bracket may be in it behind
    /// an area code.
    private mutating func digitBehindGap(_ first: Glyph, _ run: DigitRun) -> Glyph? {
        var glyph = first
        if glyph.is(")"), run.groupCount == 1, run.digits[0] == 0, (3...4).contains(run.count) {
            glyph = reader.glyph(glyph.end)
            if glyph.kind == .digit { return glyph }
        }
        for _ in 0..<3 {
            guard Self.isGap(glyph) else { return nil }
            glyph = reader.glyph(glyph.end)
            if glyph.kind == .digit { return glyph }
        }
        return nil
    }

    /// Whether a character may stand between groups of digits.
    static func isGap(_ glyph: Glyph) -> Bool { glyph.isOne(of: gaps) }

    private static let gaps = ScalarSet(" -‐‑–—−")

    /// The place behind digits without a gap.
    private mutating func digitsEnd(_ first: Glyph, chinese: Bool) -> Int {
        var glyph = first
        var end = first.start
        while chinese ? Numeral.digit(glyph.scalar) != nil : glyph.kind == .digit {
            end = glyph.end
            glyph = reader.glyph(end)
        }
        return end
    }

    /// Whether at least four "*", apart from gaps, stand right before a place or right behind another: the digits between
    /// are what a mask has left over.
    mutating func isMasked(_ start: Int, _ end: Int) -> Bool {
        var place = start
        var stars = 0
        for _ in 0..<20 {
            let glyph = reader.glyph(before: place)
            guard glyph.is("*") || Self.isGap(glyph) else { break }
            if glyph.is("*") { stars += 1 }
            place = glyph.start
        }
        guard stars < 4 else { return true }
        place = end
        stars = 0
        for _ in 0..<20 {
            let glyph = reader.glyph(place)
            guard glyph.is("*") || Self.isGap(glyph) else { break }
            if glyph.is("*") { stars += 1 }
            place = glyph.end
        }
        return stars >= 4
    }
}
