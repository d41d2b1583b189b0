// Answers questions about business time, one JSON object a line.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Answers questions as `assay sla batch` takes them: a deadline for a "target", business time for an "end". Not Sendable; it gets faster
/// with what it remembers of earlier questions.
package struct CalendarBatch {
    private let library: CalendarLibrary
    private var cache = CalendarCache()

    /// A batch whose questions may name the calendars of a library.
    package init(library: CalendarLibrary) { self.library = library }

    /// Appends the answer to the question of a line, and a line feed. Returns whether the question could be answered; if not, the answer
    /// says why not.
    package mutating func answer(_ line: [UInt8], into output: inout [UInt8]) -> Bool {
        line.withUnsafeBytes { bytes in
            var question = CalendarQuestion()
            do throws(CalendarFault) {
                let answer = try answer(bytes, &question)
                output.append("{\"id\":")
                output.append(id: question.id.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) })
                switch answer {
                case .deadline(let instant):
                    output.append(",\"deadline\":\"")
                    output.append(instant)
                    output.append("\"}\n")
                case .businessTime(let time):
                    output.append(",\"business_ms\":")
                    output.append(number: time.count)
                    output.append("}\n")
                }
                return true
            } catch {
                output.append("{\"id\":")
                output.append(id: question.id.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) })
                output += Array(",\"error\":\(JSONString.quoted(error.message))}\n".utf8)
                return false
            }
        }
    }

    private enum Answer {
        case deadline(Instant)
        case businessTime(Milliseconds)
    }

    private mutating func answer(
        _ bytes: UnsafeRawBufferPointer, _ question: inout CalendarQuestion
    ) throws(CalendarFault) -> Answer {
        try question.read(bytes, cache: &cache)
        let terms = try question.terms(bytes)
        let calendar: Calendar
        switch question.calendar {
        case .cached(let cached): calendar = .cached(cached)
        case .newcomer(let newcomer):
            if !newcomer.isSeenAgain, let answer = try glance(at: terms) { return answer }
            calendar = .cached(try cache.calendar(bytes, newcomer, covering: terms.span))
        case .name(let text): calendar = .named(try named(bytes, text))
        case .other: throw CalendarFault("\"calendar\" is neither an object nor a name")
        case nil:
            throw CalendarFault(
                "there is no \"calendar\"; add an object, or a name: \(library.names.joined(separator: ", "))")
        }
        return try CalendarBatch.answer(calendar, terms)
    }

    private enum Calendar {
        case named(CalendarSet)
        case cached(CachedCalendar)
    }

    private static func answer(
        _ calendar: Calendar, _ terms: CalendarQuestion.Terms
    ) throws(CalendarFault) -> Answer {
        switch (terms.goal, calendar) {
        case (.target(let target), .cached(let calendar)):
            return try answer(calendar.deadline(from: terms.start, target: target, without: terms.pauses))
        case (.target(let target), .named(let calendar)):
            return try answer(calendar.deadline(from: terms.start, target: target, without: terms.pauses))
        case (.end(let end), .cached(let calendar)):
            guard terms.start < end else { return .businessTime(.zero) }
            let covering = calendar.covering(terms.start...end)
            return .businessTime(covering.businessTime(from: terms.start, to: end, without: terms.pauses))
        case (.end(let end), .named(let calendar)):
            return .businessTime(calendar.businessTime(from: terms.start, to: end, without: terms.pauses))
        }
    }

    /// The answer by the calendar that was read last, when it is within some weeks.
    private mutating func glance(at terms: CalendarQuestion.Terms) throws(CalendarFault) -> Answer? {
        switch terms.goal {
        case .target(let target):
            return try cache.deadlineAtAGlance(from: terms.start, target: target, without: terms.pauses)
                .map(Answer.deadline)
        case .end(let end):
            return try cache.businessTimeAtAGlance(from: terms.start, to: end, without: terms.pauses)
                .map(Answer.businessTime)
        }
    }

    private static func answer(_ deadline: Instant?) throws(CalendarFault) -> Answer {
        guard let deadline else { throw CalendarFault(CalendarQuestion.noDeadline) }
        return .deadline(deadline)
    }

    private func named(_ bytes: UnsafeRawBufferPointer, _ text: JSONCursor.Text) throws(CalendarFault) -> CalendarSet {
        let cursor = JSONCursor(bytes)
        if let calendar = cursor.with(text, { library.calendar(named: $0) }) { return calendar }
        throw CalendarFault(library.complaint(unknown: cursor.string(text)))
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    fileprivate mutating func append(id: UnsafeRawBufferPointer?) {
        if let id { append(contentsOf: id) } else { append("null") }
    }

    /// Appends a number that is not negative, in decimal digits.
    fileprivate mutating func append(number: Int64) {
        let end = count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        self[end...].reverse()
    }
}
