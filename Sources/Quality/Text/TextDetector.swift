// The kinds of things that are found in a text, sets of them, and hits.
// SPDX-License-Identifier: Apache-2.0

/// A kind of thing that is found in a text by its form, not by a list of phrases.
///
/// What each takes for a hit stands at the cases. All are precise rather than complete: a criterion that costs points
/// hangs on them.
package enum TextDetector: UInt8, CaseIterable, Sendable {
    /// A resident identity number: 18 digits with a known province, a date of birth from 1900 to 2099 and the check
    /// character of ISO 7064 MOD 11-2, or the old form of 15 digits with province and date.
    case identityNumber
    /// A mobile or landline number of mainland China, with or without the country's prefix, or an international number
    /// of Hong Kong, Macao or Taiwan. Service numbers (400, 800, short ones) are nobody's and do not hit.
    case phone
    /// A bank card: 13 to 19 digits in an issuer's range that pass the Luhn check.
    case bankCard
    /// A Chinese passport: one of E, G, D, S, P and eight digits, or E, a letter and seven digits.
    case passport
    /// An e-mail address.
    case email
    /// A postal address down to a house or a room: two of its parts in order, one of them with a number.
    case address
    /// A run of 10 to 24 digits that is none of the above, with at most six letters before it.
    case orderNumber
    /// One emoji, with all that joins to it, or one written in brackets: "[微笑]".
    case emoji
    /// Three or more of ！？!?。.~～… in a row, unless they are an ellipsis.
    case punctuationRun
    /// A number in digits or in Chinese numerals. Those inside of durations and dates hit, too; the digits of personal
    /// data, of order numbers and of links do not.
    case number
    /// A span of time: "30分钟", "3~5个工作日", "半小时", "2 hours".
    case duration
    /// A day or a time of day, absolute or relative to today: "2026-11-25", "11月25日", "明天下午3点", "周五", "15:30".
    case date
    /// A link that starts with http://, https:// or www.
    case url

    /// The name in rubrics.
    package var name: String {
        switch self {
        case .identityNumber: "identity-number"
        case .phone: "phone"
        case .bankCard: "bank-card"
        case .passport: "passport"
        case .email: "e-mail"
        case .address: "address"
        case .orderNumber: "order-number"
        case .emoji: "emoji"
        case .punctuationRun: "punctuation-run"
        case .number: "number"
        case .duration: "duration"
        case .date: "date"
        case .url: "url"
        }
    }

    /// The detector of a name in rubrics.
    package init?(name: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// A set of detectors.
package struct DetectorSet: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// A bit for each detector, by its raw value.
    package let rawValue: UInt16

    /// The set of the bits.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The set of one detector.
    package init(_ detector: TextDetector) { rawValue = 1 << UInt16(detector.rawValue) }

    /// The set of some detectors.
    package init(_ detectors: some Sequence<TextDetector>) {
        self = detectors.reduce(into: []) { $0.formUnion(DetectorSet($1)) }
    }

    /// All detectors.
    package static let all = DetectorSet(TextDetector.allCases)

    /// What identifies or locates a person: identity number, phone, bank card, passport, e-mail and address.
    package static let personal = DetectorSet([.identityNumber, .phone, .bankCard, .passport, .email, .address])

    /// Whether the detector is in the set.
    @inline(__always) package func contains(_ detector: TextDetector) -> Bool {
        rawValue &>> UInt16(detector.rawValue) & 1 != 0
    }
}

/// A thing found in a text.
package struct DetectorHit: Sendable, Equatable {
    /// What it is.
    package var detector: TextDetector
    /// Its first byte, counted from the text's first byte.
    package var start: UInt32
    /// The byte behind it, counted from the text's first byte.
    package var end: UInt32

    /// A hit over the bytes from `start` up to `end`.
    package init(detector: TextDetector, start: UInt32, end: UInt32) {
        self.detector = detector
        self.start = start
        self.end = end
    }
}
