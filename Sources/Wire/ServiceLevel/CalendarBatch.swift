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
                    output += Array(String(time.count).utf8)
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
        let calendar = try calendar(bytes, question, terms)
        switch (terms.goal, calendar) {
        case (.target(let target), .cached(let calendar)):
            return try CalendarBatch.answer(calendar.deadline(from: terms.start, target: target, without: terms.pauses))
        case (.target(let target), .named(let calendar)):
            return try CalendarBatch.answer(calendar.deadline(from: terms.start, target: target, without: terms.pauses))
        case (.end(let end), .cached(let calendar)):
            guard terms.start < end else { return .businessTime(.zero) }
            let covering = calendar.covering(terms.start...end)
            return .businessTime(covering.businessTime(from: terms.start, to: end, without: terms.pauses))
        case (.end(let end), .named(let calendar)):
            return .businessTime(calendar.businessTime(from: terms.start, to: end, without: terms.pauses))
        }
    }

    private static func answer(_ deadline: Instant?) throws(CalendarFault) -> Answer {
        guard let deadline else { throw CalendarFault(CalendarQuestion.noDeadline) }
        return .deadline(deadline)
    }

    private enum Calendar {
        case named(CalendarSet)
        case cached(CachedCalendar)
    }

    private mutating func calendar(
        _ bytes: UnsafeRawBufferPointer, _ question: CalendarQuestion, _ terms: CalendarQuestion.Terms
    ) throws(CalendarFault) -> Calendar {
        switch question.calendar {
        case .cached(let calendar): return .cached(calendar)
        case .object(let range):
            return .cached(try cache.calendar(bytes, range, covering: terms.span))
        case .name(let text):
            let cursor = JSONCursor(bytes)
            if let calendar = cursor.with(text, { library.calendar(named: $0) }) { return .named(calendar) }
            throw CalendarFault(library.complaint(unknown: cursor.string(text)))
        case .other: throw CalendarFault("\"calendar\" is neither an object nor a name")
        case nil:
            throw CalendarFault(
                "there is no \"calendar\"; add an object, or a name: \(library.names.joined(separator: ", "))")
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    fileprivate mutating func append(id: UnsafeRawBufferPointer?) {
        if let id { append(contentsOf: id) } else { append("null") }
    }
}
