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
        try JSONText.check(line)
        let result = line.withUnsafeBytes { bytes -> Result<AnswerLine, Complaint> in
            do throws(Complaint) {
                return .success(try AnswerLine(bytes))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    private init(_ bytes: UnsafeRawBufferPointer) throws(Complaint) {
        var cursor = JSONCursor(bytes)
        var values: (rating: Range<Int>?, nps: Range<Int>?)
        do throws(JSONCursor.Fault) {
            try cursor.expect("{", "the line is not a JSON object")
            var isFirst = true
            while try !cursor.ends("}", isFirst: isFirst) {
                isFirst = false
                let key = try cursor.key()
                let (isRating, isNPS) = cursor.with(key) { ($0.isWord("rating"), $0.isWord("nps")) }
                let value = try cursor.skipValue()
                if isRating { values.rating = value }
                if isNPS { values.nps = value }
            }
            _ = cursor.peek()
            guard cursor.index == bytes.count else {
                throw cursor.fault("something follows the object; write one answer a line")
            }
        } catch {
            throw Complaint(.malformed, "byte \(error.place): \(error.problem)")
        }
        guard values.rating != nil || values.nps != nil else {
            throw Complaint(.invalid, "there is no answer; write {\"rating\":1…5} or {\"nps\":0…10}")
        }
        rating = try AnswerLine.number(values.rating, bytes, "rating", 1...5)
        recommend = try AnswerLine.number(values.nps, bytes, "nps", 0...10)
    }

    private static func number(
        _ range: Range<Int>?, _ bytes: UnsafeRawBufferPointer, _ name: String, _ scale: ClosedRange<Int>
    ) throws(Complaint) -> Int? {
        guard let range else { return nil }
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        // 5.0 and 5e0 are the number 5; "5" is none.
        guard let value = Double(text), let number = Int(exactly: value), scale.contains(number) else {
            let shown = text.count > 40 ? text.prefix(40) + "…" : text[...]
            throw Complaint(
                .invalid, "\(name) is \(shown); write a whole number from \(scale.lowerBound) to \(scale.upperBound)")
        }
        return number
    }
}
