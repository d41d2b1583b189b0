// An answer to a survey, as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

/// A line `{"rating":1…5}` or `{"nps":0…10}`, or both; other members are left alone.
package struct AnswerLine: Hashable, Sendable {
    /// The rating, 1 to 5; nil when the line has none.
    package var rating: Int?
    /// Willingness to recommend, 0 to 10; nil when the line has none.
    package var recommend: Int?

    /// The answer in a line.
    ///
    /// - Throws: `Complaint` that says what is wrong and how to mend it (C09, C18).
    package init(_ line: [UInt8]) throws(Complaint) {
        let places = try JSONMembers.find(["rating", "nps"], in: line)
        guard places[0] != nil || places[1] != nil else {
            throw Complaint(.invalid, "there is no answer; write {\"rating\":1…5} or {\"nps\":0…10}")
        }
        rating = try AnswerLine.number(places[0], line, "rating", 1...5)
        recommend = try AnswerLine.number(places[1], line, "nps", 0...10)
    }

    private static func number(
        _ range: Range<Int>?, _ line: [UInt8], _ name: String, _ scale: ClosedRange<Int>
    ) throws(Complaint) -> Int? {
        guard let range else { return nil }
        let text = String(decoding: line[range], as: UTF8.self)
        // 5.0 and 5e0 are the number 5; "5" is none.
        guard let value = Double(text), let number = Int(exactly: value), scale.contains(number) else {
            let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
            throw Complaint(
                .invalid, "\(name) is \(shown); write a whole number from \(scale.lowerBound) to \(scale.upperBound)")
        }
        return number
    }
}
