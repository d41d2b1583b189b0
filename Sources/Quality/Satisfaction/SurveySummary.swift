// What answers to surveys come to.
// SPDX-License-Identifier: Apache-2.0

/// Ratings from 1 to 5 and willingness to recommend from 0 to 10, counted. Scales are never mixed (C10), and without answers there is no
/// figure: it is not 0 (C01, C11).
package struct SurveySummary: Hashable, Sendable {
    /// How many answers gave each rating.
    package private(set) var ratings = Ratings()
    /// Answers of 9 and 10 (C17).
    package private(set) var promoters: Int64 = 0
    /// Answers of 7 and 8.
    package private(set) var passives: Int64 = 0
    /// Answers of 0 to 6.
    package private(set) var detractors: Int64 = 0

    /// Ratings from this one on are good (X15, C08).
    package static let goodFrom = 4
    /// Ratings up to this one are bad.
    package static let badUpTo = 2

    /// No answers.
    package init() {}

    /// Counts a rating from 1 to 5.
    package mutating func add(rating: Int) { ratings.add(1, to: rating) }

    /// Counts a willingness to recommend from 0 to 10.
    package mutating func add(recommend: Int) {
        precondition((0...10).contains(recommend), "answers are validated when they are read")
        switch recommend {
        case 9...: promoters += 1
        case 7...8: passives += 1
        default: detractors += 1
        }
    }

    /// Good ratings.
    package var good: Int64 { ratings.good(from: SurveySummary.goodFrom) }

    /// Bad ratings.
    package var bad: Int64 { ratings.answers - ratings.good(from: SurveySummary.badUpTo + 1) }

    /// The sum of the ratings.
    package var ratingSum: Int64 { ratings.list.enumerated().reduce(0) { $0 + Int64($1.offset + 1) * $1.element } }

    /// All who said whether they would recommend.
    package var recommendations: Int64 { promoters + passives + detractors }
}
