// A question about business time, as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// What a question has: where its values stand in the line.
struct CalendarQuestion {
    /// A calendar, as it is written.
    enum Calendar {
        case name(JSONCursor.Text)
        /// One that is new, and was read.
        case newcomer(CalendarCache.Newcomer)
        /// One that came before.
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
    /// The pauses, where nothing is wrong with them.
    private var soundPauses: PauseSet?
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
        switch cursor.with(key, { Member($0) }) {
        case .id: id = try cursor.skipValue()
        case .calendar: try readCalendar(&cursor, cache: &cache)
        case .start: start = try CalendarQuestion.value(&cursor)
        case .end: end = try CalendarQuestion.value(&cursor)
        case .target: target = try CalendarQuestion.value(&cursor)
        case .pauses: try readPauses(&cursor)
        case nil:
            if unknown == nil { unknown = cursor.string(key) }
            _ = try cursor.skipValue()
        }
    }

    private enum Member {
        case id, calendar, start, end, target, pauses

        @inline(__always)
        init?(_ name: UnsafeRawBufferPointer) {
            switch name.count {
            case 2 where name.isWord("id"): self = .id
            case 3 where name.isWord("end"): self = .end
            case 5 where name.isWord("start"): self = .start
            case 6 where name.isWord("target"): self = .target
            case 6 where name.isWord("pauses"): self = .pauses
            case 8 where name.isWord("calendar"): self = .calendar
            default: return nil
            }
        }
    }

    private mutating func readCalendar(
        _ cursor: inout JSONCursor, cache: inout CalendarCache
    ) throws(JSONCursor.Fault) {
        switch cursor.peek() {
        case UInt8(ascii: "{"): calendar = try cache.take(&cursor)
        case UInt8(ascii: "\""): calendar = .name(try cursor.string())
        default:
            calendar = .other
            _ = try cursor.skipValue()
        }
    }

    /// Reads the pauses at once if nothing is wrong with them, as mostly; else `terms` says what is.
    private mutating func readPauses(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
        let isNull = cursor.peek() == UInt8(ascii: "n")
        let start = cursor.index
        soundPauses = nil
        do throws(CalendarFault) {
            soundPauses = try CalendarQuestion.pauses(&cursor)
            pauses = start..<cursor.index
        } catch {
            cursor.goBack(to: start)
            let range = try cursor.skipValue()
            pauses = isNull ? nil : range
        }
    }

    /// A string, or something else; nothing for null.
    private static func value(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) -> Value? {
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
        if let soundPauses { return soundPauses }
        guard let range = pauses else { return .none }
        var cursor = JSONCursor(bytes, at: range.lowerBound)
        return try CalendarQuestion.pauses(&cursor)
    }

    /// Takes the list of pauses.
    private static func pauses(_ cursor: inout JSONCursor) throws(CalendarFault) -> PauseSet {
        var pauses: [Range<Instant>] = []
        var isFirst = true
        while let (from, to) = try pair(&cursor, isFirst: isFirst) {
            isFirst = false
            let start = try instant(cursor, from, "pauses")
            let end = try instant(cursor, to, "pauses")
            guard start <= end else { throw CalendarFault("a pause ends before it starts; swap its instants") }
            pauses.append(start..<end)
        }
        return PauseSet(pauses)
    }

    /// The next element of the list of pauses; nil at its end.
    private static func pair(_ cursor: inout JSONCursor, isFirst: Bool) throws(CalendarFault) -> (Value, Value)? {
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
