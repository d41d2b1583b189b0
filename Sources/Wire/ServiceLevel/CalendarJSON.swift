// A calendar as JSON, as questions bring it.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// A calendar as it is read from JSON: `{"zone":"Asia/Shanghai","week":{"mon":["09:00-12:00"]},"days":{"2024-02-10":[]}}`. The memory is
/// kept from one to the next.
struct CalendarJSON {
    /// Its zone.
    private var zone: ZoneRules?
    /// Its hours.
    private(set) var plan = CalendarPlan()
    /// The first thing that is wrong, though the JSON is valid.
    private var problem: String?

    /// No calendar yet.
    init() {}

    /// Its zone, once it is known that it can be used: then there is some working time, and the plan is in order.
    ///
    /// - Throws: `CalendarFault` that says how to mend it.
    mutating func check() throws(CalendarFault) -> ZoneRules {
        if let problem { throw CalendarFault("calendar: \(problem)") }
        guard let zone else {
            throw CalendarFault("calendar: there is no \"zone\"; add an IANA name, for instance \"Asia/Shanghai\"")
        }
        guard !plan.isEmpty else { throw CalendarFault("calendar: \(CalendarFault.noWorkingTime)") }
        plan.putInOrder()
        return zone
    }

    /// Takes a calendar, whose object is next, in place of the one before.
    ///
    /// - Throws: `JSONCursor.Fault` when it is no valid JSON; what else is wrong is kept for `checked`.
    mutating func read(_ cursor: inout JSONCursor, zones: inout ZoneTable) throws(JSONCursor.Fault) {
        zone = nil
        problem = nil
        plan.removeAll()
        try cursor.expect("{", "an object is missing")
        var isFirst = true
        while try !cursor.ends("}", isFirst: isFirst) {
            isFirst = false
            let key = try cursor.key()
            switch cursor.with(key, { Member($0) }) {
            case .zone: try readZone(&cursor, &zones)
            case .week: try readWeek(&cursor)
            case .days: try readDays(&cursor)
            case nil:
                let name = cursor.string(key)
                let nearest = NearestName.of(name, among: ["zone", "week", "days"])
                refuse(
                    "there is no field \"\(name)\"; \(nearest.map { "did you mean \"\($0)\"?" } ?? "use zone, week, days")"
                )
                _ = try cursor.skipValue()
            }
        }
    }

    private enum Member {
        case zone, week, days

        @inline(__always)
        init?(_ name: UnsafeRawBufferPointer) {
            if name.isWord("zone") {
                self = .zone
            } else if name.isWord("week") {
                self = .week
            } else if name.isWord("days") {
                self = .days
            } else {
                return nil
            }
        }
    }

    private mutating func refuse(_ message: String) {
        if problem == nil { problem = message }
    }

    private mutating func readZone(
        _ cursor: inout JSONCursor, _ zones: inout ZoneTable
    ) throws(JSONCursor.Fault) {
        guard cursor.peek() == UInt8(ascii: "\"") else {
            refuse("\"zone\" is no string; write an IANA name, for instance \"Asia/Shanghai\"")
            _ = try cursor.skipValue()
            return
        }
        let text = try cursor.string()
        do throws(CalendarFault) {
            zone = try zones.zone(cursor, text)
        } catch {
            refuse(error.message)
        }
    }

    private mutating func readWeek(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
        guard try opens(&cursor, "week") else { return }
        var isFirst = true
        while try !cursor.ends("}", isFirst: isFirst) {
            isFirst = false
            if let (weekday, text) = cursor.takesWeekday() {
                try cursor.expectColon()
                try readWindows(&cursor, of: text)
                plan.giveWindows(toWeekday: weekday)
                continue
            }
            let key = try cursor.key()
            let weekday = cursor.with(key, CalendarJSON.weekday)
            if weekday == nil {
                refuse("there is no weekday \"\(cursor.string(key))\"; use mon, tue, wed, thu, fri, sat, sun")
            }
            try readWindows(&cursor, of: key)
            plan.giveWindows(toWeekday: weekday ?? 0)
        }
    }

    /// 0 for "mon".
    private static func weekday(_ name: UnsafeRawBufferPointer) -> Int? {
        guard name.count == 3 else { return nil }
        switch UInt32(name[0]) << 16 | UInt32(name[1]) << 8 | UInt32(name[2]) {
        case 0x6D_6F6E: return 0
        case 0x74_7565: return 1
        case 0x77_6564: return 2
        case 0x74_6875: return 3
        case 0x66_7269: return 4
        case 0x73_6174: return 5
        case 0x73_756E: return 6
        default: return nil
        }
    }

    private mutating func readDays(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
        guard try opens(&cursor, "days") else { return }
        var isFirst = true
        while try !cursor.ends("}", isFirst: isFirst) {
            isFirst = false
            if let (day, text) = cursor.takesDay() {
                try cursor.expectColon()
                try readWindows(&cursor, of: text)
                plan.giveWindows(toDays: day...day)
                continue
            }
            let key = try cursor.key()
            // One date a key: ranges would let a short line name many millions.
            let days = cursor.with(key, WrittenDates.days).flatMap { $0.count == 1 ? $0 : nil }
            if days == nil { refuse("\"\(cursor.string(key))\" \(CalendarFault.date)") }
            try readWindows(&cursor, of: key)
            plan.giveWindows(toDays: days ?? 0...0)
        }
    }

    /// Takes the opening of an object; what is none is refused as a whole.
    private mutating func opens(_ cursor: inout JSONCursor, _ name: StaticString) throws(JSONCursor.Fault) -> Bool {
        if cursor.takes("{") { return true }
        refuse("\"\(name)\" is no object")
        _ = try cursor.skipValue()
        return false
    }

    /// Reads a list of windows, for the plan to give them to a day.
    private mutating func readWindows(
        _ cursor: inout JSONCursor, of key: JSONCursor.Text
    ) throws(JSONCursor.Fault) {
        guard cursor.takes("[") else {
            refuse("\"\(cursor.string(key))\" has no list of windows; write [] where nobody works")
            _ = try cursor.skipValue()
            return
        }
        var isFirst = true
        while try !cursor.ends("]", isFirst: isFirst) {
            isFirst = false
            if let window = cursor.takesWindow() {
                plan.add(window)
                continue
            }
            guard cursor.peek() == UInt8(ascii: "\"") else {
                refuse("a window of \"\(cursor.string(key))\" is no string; write for instance \"09:00-12:00\"")
                _ = try cursor.skipValue()
                continue
            }
            let text = try cursor.string()
            if let window = cursor.with(text, { DailyWindow(written: $0) }) {
                plan.add(window)
            } else {
                refuse("\"\(cursor.string(text))\" of \"\(cursor.string(key))\" \(CalendarFault.window)")
            }
        }
    }
}

/// Why a calendar or a question cannot be used, and how to mend it.
struct CalendarFault: Error {
    var message: String

    init(_ message: String) { self.message = message }

    /// Of a calendar without hours (T28).
    static let noWorkingTime = "it has no working time at all; give a weekday or a date at least one window"
    /// Of what is no window.
    static let window = "is no window; write for instance \"09:00-12:00\", \"21:00-02:00\" or \"18:00-24:00\""
    /// Of what is no date.
    static let date = "is no date from 1970 to 2099; write for instance \"2024-02-10\""
    /// The weekdays from Monday on.
    static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}
