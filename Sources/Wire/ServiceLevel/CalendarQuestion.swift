// A question about business time, as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// What a question has: where its values stand in the line.
struct CalendarQuestion {
    /// A calendar, as it is written.
    enum Calendar {
        case name(JSONCursor.Text)
        case object(Range<Int>)
        /// The one of the question before.
        case cached(CachedCalendar)
        case other
    }

    /// A value that should be a string.
    private enum Value {
        case text(JSONCursor.Text)
        case other
    }

    /// The value of "id"; it is echoed.
    private(set) var id: Range<Int>?
    private(set) var calendar: Calendar?
    private var start: Value?
    private var end: Value?
    private var target: Value?
    private var pauses: Range<Int>?
    private var unknown: String?

    private static let members = ["id", "calendar", "start", "end", "target", "pauses"]

    /// Of a question without an answer.
    static let noDeadline = "the calendar has not so much working time before 2100; ask for less, or give it more hours"

    /// Finds the values in a line. What was found before an error is kept, so that the answer can have the question's id.
    ///
    /// - Throws: `CalendarFault` when the line is not one JSON object.
    mutating func read(_ bytes: UnsafeRawBufferPointer, cache: inout CalendarCache) throws(CalendarFault) {
        guard UTF8Scan.scalars(in: bytes) != nil else {
            throw CalendarFault(
                "byte \((UTF8Scan.firstMalformed(in: bytes) ?? 0) + 1) is not UTF-8; convert the input to UTF-8")
        }
        var cursor = JSONCursor(bytes)
        do throws(JSONCursor.Fault) {
            guard cursor.peek() != 0 || cursor.index < bytes.count else { throw cursor.fault("the line is empty") }
            try cursor.expect("{", "the line is not a JSON object")
            var isFirst = true
            while try !cursor.ends("}", isFirst: isFirst) {
                isFirst = false
                try readMember(&cursor, cache: &cache)
            }
            _ = cursor.peek()
            guard cursor.index == bytes.count else {
                throw cursor.fault("something follows the object; write one question a line")
            }
        } catch {
            throw CalendarFault("byte \(error.place): \(error.problem)")
        }
    }

    private mutating func readMember(
        _ cursor: inout JSONCursor, cache: inout CalendarCache
    ) throws(JSONCursor.Fault) {
        let key = try cursor.key()
        let place = cursor.with(key) { name in
            name.isWord("id")
                ? 0
                : name.isWord("calendar")
                    ? 1
                    : name.isWord("start")
                        ? 2 : name.isWord("end") ? 3 : name.isWord("target") ? 4 : name.isWord("pauses") ? 5 : 6
        }
        switch place {
        case 0: id = try cursor.skipValue()
        case 1: try readCalendar(&cursor, cache: &cache)
        case 2: start = try value(&cursor)
        case 3: end = try value(&cursor)
        case 4: target = try value(&cursor)
        case 5:
            let isNull = cursor.peek() == UInt8(ascii: "n")
            let range = try cursor.skipValue()
            pauses = isNull ? nil : range
        default:
            if unknown == nil { unknown = cursor.string(key) }
            _ = try cursor.skipValue()
        }
    }

    private mutating func readCalendar(
        _ cursor: inout JSONCursor, cache: inout CalendarCache
    ) throws(JSONCursor.Fault) {
        switch cursor.peek() {
        case UInt8(ascii: "{"):
            if let known = cache.takeLast(&cursor) {
                calendar = .cached(known)
            } else {
                calendar = .object(try cursor.skipValue())
            }
        case UInt8(ascii: "\""): calendar = .name(try cursor.string())
        default:
            calendar = .other
            _ = try cursor.skipValue()
        }
    }

    /// A string, or something else; nothing for null.
    private func value(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) -> Value? {
        if cursor.peek() == UInt8(ascii: "\"") { return .text(try cursor.string()) }
        let isNull = cursor.peek() == UInt8(ascii: "n")
        _ = try cursor.skipValue()
        return isNull ? nil : .other
    }
}

extension CalendarQuestion {
    /// What is asked.
    enum Goal {
        case target(Milliseconds)
        case end(Instant)
    }

    /// What a question says, apart from its calendar.
    struct Terms {
        var start: Instant
        var goal: Goal
        var pauses: PauseSet

        /// What a calendar should cover to answer it.
        var span: ClosedRange<Instant> {
            switch goal {
            case .end(let end): start...max(start, end)
            case .target(let target): start...(start + CachedCalendar.ahead(of: target))
            }
        }
    }

    /// What the question says.
    ///
    /// - Throws: `CalendarFault` for the first thing that is wrong.
    func terms(_ bytes: UnsafeRawBufferPointer) throws(CalendarFault) -> Terms {
        if let unknown {
            let nearest = NearestName.of(unknown, among: CalendarQuestion.members)
            throw CalendarFault(
                "there is no field \"\(unknown)\"; "
                    + (nearest.map { "did you mean \"\($0)\"?" }
                        ?? "use \(CalendarQuestion.members.joined(separator: ", "))"))
        }
        let cursor = JSONCursor(bytes)
        guard let start else { throw CalendarFault("there is no \"start\"; \(CalendarQuestion.instantExample)") }
        let from = try CalendarQuestion.instant(cursor, start, "start")
        let goal: Goal
        switch (target, end) {
        case (let target?, nil): goal = .target(try CalendarQuestion.length(cursor, target))
        case (nil, let end?): goal = .end(try CalendarQuestion.instant(cursor, end, "end"))
        case (nil, nil):
            throw CalendarFault(
                "there is neither \"target\" nor \"end\"; add \"target\" for a deadline, \"end\" for business time")
        default: throw CalendarFault("there are both \"target\" and \"end\"; ask for one of them")
        }
        return Terms(start: from, goal: goal, pauses: try pauses(bytes))
    }

    private static let instantExample = "write for instance \"2024-02-09T08:30:00Z\" or \"2024-02-09T16:30:00+08:00\""

    private static func instant(
        _ cursor: JSONCursor, _ value: Value, _ name: StaticString
    ) throws(CalendarFault) -> Instant {
        guard case .text(let text) = value, let instant = cursor.with(text, { Instant(iso: $0) }) else {
            let what = if case .text(let text) = value { " \"\(cursor.string(text))\"" } else { "" }
            throw CalendarFault("\"\(name)\"\(what) is no instant with an offset from UTC; \(instantExample)")
        }
        guard BusinessCalendar.horizon.contains(instant) else {
            throw CalendarFault("\"\(name)\" is before 1970 or after 2099; calendars do not reach so far")
        }
        return instant
    }

    private static func length(_ cursor: JSONCursor, _ value: Value) throws(CalendarFault) -> Milliseconds {
        guard case .text(let text) = value, let length = cursor.with(text, { Milliseconds(iso: $0) }) else {
            let what = if case .text(let text) = value { " \"\(cursor.string(text))\"" } else { "" }
            throw CalendarFault(
                "\"target\"\(what) is no length of time; write for instance \"PT2H\", \"PT1H30M\", \"30m\" or, for 24 hours of business "
                    + "time, \"P1D\"")
        }
        return length
    }

    private func pauses(_ bytes: UnsafeRawBufferPointer) throws(CalendarFault) -> PauseSet {
        guard let range = pauses else { return .none }
        var cursor = JSONCursor(bytes, at: range.lowerBound)
        var pauses: [Range<Instant>] = []
        var isFirst = true
        while let (from, to) = try pair(&cursor, isFirst: isFirst) {
            isFirst = false
            let start = try CalendarQuestion.instant(cursor, from, "pauses")
            let end = try CalendarQuestion.instant(cursor, to, "pauses")
            guard start <= end else { throw CalendarFault("a pause ends before it starts; swap its instants") }
            pauses.append(start..<end)
        }
        return PauseSet(pauses)
    }

    /// The next element of the list of pauses; nil at its end.
    private func pair(_ cursor: inout JSONCursor, isFirst: Bool) throws(CalendarFault) -> (Value, Value)? {
        do throws(JSONCursor.Fault) {
            if isFirst { try cursor.expect("[", "") }
            if try cursor.ends("]", isFirst: isFirst) { return nil }
            try cursor.expect("[", "")
            if let from = try value(&cursor), try !cursor.ends("]", isFirst: false), let to = try value(&cursor),
                try cursor.ends("]", isFirst: false)
            {
                return (from, to)
            }
        } catch {}
        throw CalendarFault(
            "\"pauses\" is no list of pairs; write for instance [[\"2024-02-09T09:00:00Z\",\"2024-02-09T09:10:00Z\"]]")
    }
}
