// How long a span of time in a text is.
// SPDX-License-Identifier: Apache-2.0

/// How long the spans of time are that agents name in words ("2小时", "半小时", "1-3天", "30 minutes").
///
/// A heuristic for promises (T69): of a range the longer end counts, a day has 24 hours. Nil for what is not definite ("几分钟") or no
/// fixed span (working days, months, years).
package struct PromisedTime {
    private var rest: Substring.UnicodeScalarView

    /// The length of a span as `TextDetector.duration` finds it; more than 100 characters are none.
    package static func length(of text: Substring) -> Milliseconds? {
        guard text.unicodeScalars.count <= 100 else { return nil }
        var view = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars where scalar != " " {
            view.append(Unicode.Scalar(TextKind.folded(scalar.value)) ?? scalar)
        }
        var parser = PromisedTime(rest: Substring.UnicodeScalarView(view[...]))
        return parser.span()
    }

    /// Parts that follow each other, added up.
    private mutating func span() -> Milliseconds? {
        var sum: Int64 = 0
        while !rest.isEmpty {
            guard let part = part(), sum + part <= Clock.longestTarget.count else { return nil }
            sum += part
        }
        return sum > 0 ? Milliseconds(sum) : nil
    }

    /// A number, or the second one of a range, and its unit.
    private mutating func part() -> Int64? {
        var halves = number()
        if let first = halves, skip(["--", "-", "~", "–", "—", "至", "到", "或"]) {
            guard let second = number() else { return nil }
            halves = max(first, second)
        }
        guard var halves else { return nil }
        _ = skip(["-"])
        _ = skip(["个"])
        if skip(["半"]) { halves += 1 }
        guard let unit = unit() else { return nil }
        // "2小时半" is half a unit more, "2小时半小时" is not said.
        if rest.count == 1, skip(["半"]) { halves += 1 }
        return halves * unit / 2
    }

    /// A number, in halves; nil for none, and for one that is not definite.
    private mutating func number() -> Int64? {
        if skip(["半"]) { return 1 }
        if let first = rest.first, ("0"..."9").contains(first) { return arabic() }
        return chinese().map { $0 * 2 }
    }

    private mutating func arabic() -> Int64? {
        var value: Int64 = 0
        while let next = rest.first, ("0"..."9").contains(next), value < 1_000_000 {
            value = value * 10 + Int64(next.value - 48)
            rest.removeFirst()
        }
        var isHalf = false
        if rest.first == ".", rest.dropFirst().first == "5" {
            rest.removeFirst(2)
            isHalf = true
        }
        return rest.first.map { ("0"..."9").contains($0) || $0 == "." } == true ? nil : value * 2 + (isHalf ? 1 : 0)
    }

    /// Numerals below ten thousand.
    private mutating func chinese() -> Int64? {
        var (sum, digit): (Int64, Int64?) = (0, nil)
        var isThere = false
        while let next = rest.first {
            if let value = Numeral.digit(next.value) {
                digit = Int64(value)
            } else if let factor = Numeral.multiplier(next.value), factor <= 1_000 {
                sum += (digit ?? 1) * Int64(factor)
                digit = nil
            } else {
                break
            }
            isThere = true
            rest.removeFirst()
        }
        return isThere && sum < 10_000 ? sum + (digit ?? 0) : nil
    }

    /// Milliseconds of the unit.
    private mutating func unit() -> Int64? {
        for (words, length) in PromisedTime.units where skip(words) { return length }
        return nil
    }

    /// Longer words before those that they begin with.
    private static let units: [(words: [String], length: Int64)] = [
        (["秒钟", "秒", "seconds", "second", "secs", "sec"], 1_000),
        (["分钟", "分", "minutes", "minute", "mins", "min"], 60_000),
        (["刻钟"], 900_000),
        (["小时", "钟头", "钟", "hours", "hour", "hrs", "hr", "h"], 3_600_000),
        (["自然日", "天", "日", "days", "day"], 86_400_000),
        (["星期", "礼拜", "周", "weeks", "week"], 604_800_000),
    ]

    private mutating func skip(_ words: [String]) -> Bool {
        for word in words where rest.starts(with: word.unicodeScalars) {
            rest.removeFirst(word.unicodeScalars.count)
            return true
        }
        return false
    }
}

extension Policy {
    /// The time that an agent promises in a message, where a clock asks for it; nil for none. The hits are those of its scan.
    package func promised(_ bytes: [UInt8], _ text: ByteRange, _ hits: [PhraseHit]) -> Milliseconds? {
        guard !promiseWords.isEmpty else { return nil }
        for hit in hits where promiseWords.contains(hit.lexicon) {
            let range = Int(text.start + hit.start)..<Int(text.start + hit.end)
            var found: [DetectorHit] = []
            TextScanner().scan(bytes, range, for: DetectorSet(.duration), into: &found)
            for duration in found {
                let part = range.lowerBound + Int(duration.start)..<range.lowerBound + Int(duration.end)
                let words = String(decoding: bytes[part], as: UTF8.self)
                if let length = PromisedTime.length(of: words[...]) { return length }
            }
        }
        return nil
    }
}
