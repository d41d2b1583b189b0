// Texts with what a detector finds in them, and random numbers with a seed for detectors' tests.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// What a scan finds, as texts.
enum Detected {
    /// The hits of the wanted detectors in a text.
    static func hits(in text: String, for wanted: DetectorSet = .all) -> [DetectorHit] {
        let bytes = Array(text.utf8)
        var hits: [DetectorHit] = []
        TextScanner().scan(bytes, 0..<bytes.count, for: wanted, into: &hits)
        return hits
    }

    /// The texts of the hits of one detector, with "|" between them.
    static func texts(of detector: TextDetector, in text: String) -> String {
        let bytes = Array(text.utf8)
        return hits(in: text, for: DetectorSet(detector))
            .map { String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self) }.joined(separator: "|")
    }

    /// The names of all detectors that hit, each once, in the order of their hits.
    static func names(in text: String) -> [String] {
        hits(in: text).reduce(into: []) { if !$0.contains($1.detector.name) { $0.append($1.detector.name) } }
    }
}

/// Made-up personal numbers: correct in form, of nobody.
struct MadeUp {
    private var generator: DetectorGenerator

    init(seed: UInt64) { generator = DetectorGenerator(state: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func pick<T>(_ some: [T]) -> T { some[number(0...some.count - 1)] }

    mutating func digits(_ count: Int) -> String { (0..<count).map { _ in String(number(0...9)) }.joined() }

    private func padded(_ number: Int, _ count: Int) -> String {
        String(repeating: "0", count: max(0, count - String(number).count)) + String(number)
    }

    /// An identity number of 18 characters. The check character is taken from the standard's table, not computed as in
    /// the scanner.
    mutating func identityNumber() -> String {
        let province = pick([11, 13, 15, 21, 23, 31, 32, 37, 41, 44, 46, 50, 51, 54, 61, 62, 65, 71, 81, 82])
        let birth = padded(number(1900...2099), 4) + padded(number(1...12), 2) + padded(number(1...28), 2)
        let body = "\(province)\(digits(4))\(birth)\(digits(3))"
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return body + String(Array("10X98765432")[sum % 11])
    }

    /// An identity number of 15 digits.
    mutating func oldIdentityNumber() -> String {
        "\(pick([11, 21, 31, 41, 51, 61]))\(digits(4))\(digits(2))\(padded(number(1...12), 2))\(padded(number(1...28), 2))\(digits(3))"
    }

    /// A mobile number.
    mutating func mobile() -> String { "1\(number(3...9))\(digits(9))" }

    /// A bank card of an issuer and a length that go together; none of 15 digits that has a date of birth in it.
    mutating func card() -> String {
        let (head, count) = pick([
            ("62", 16), ("62", 19), ("62", 17), ("4", 16), ("4", 13), ("53", 16), ("2300", 16), ("3712345699", 15),
            ("3530", 16),
        ])
        let body = head + digits(count - head.count - 1)
        let sum = body.reversed().enumerated().reduce(0) { sum, one in
            let digit = (one.element.wholeNumberValue ?? 0) * (one.offset % 2 == 0 ? 2 : 1)
            return sum + digit / 10 + digit % 10
        }
        return body + String((10 - sum % 10) % 10)
    }

    /// A passport number.
    mutating func passport() -> String {
        number(0...1) == 0 ? pick(["E", "G", "D", "S", "P"]) + digits(8) : "E" + pick(["A", "B", "J"]) + digits(7)
    }

    /// An e-mail address.
    mutating func email() -> String {
        let letters = (0..<number(0...6)).map { _ in pick(["a", "k", "z", "_", "7"]) }.joined()
        return pick(["a", "b", "7"]) + letters + "x@"
            + pick(["example.com", "mail.example.cn", "163.com", "13800138000.com"])
    }

    /// The text with its digits written another way: as it is, full-width, or with characters of no width.
    mutating func disguised(_ text: String) -> String {
        switch number(0...3) {
        case 0:
            let wide = text.unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0).map { String(Character($0)) } ?? "" }
            return wide.joined()
        case 1: return text.map { String($0) }.joined(separator: pick(["\u{200B}", "\u{FEFF}", "\u{2060}"]))
        default: return text
        }
    }
}

/// A small generator with a seed, so that a failing case can be run again.
struct DetectorGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
