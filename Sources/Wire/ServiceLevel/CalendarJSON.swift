// A calendar as JSON, as questions bring it.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// A calendar that was read from JSON: `{"zone":"Asia/Shanghai","week":{"mon":["09:00-12:00"]},"days":{"2024-02-10":[]}}`.
struct CalendarJSON {
    /// Its zone.
    var zone: ZoneRules
    /// Its hours; there is some working time.
    var plan: CalendarPlan

    /// Reads a calendar whose JSON is known to be valid; `start` is where its object begins.
    ///
    /// - Throws: `CalendarFault` that says how to mend it.
    init(
        _ bytes: UnsafeRawBufferPointer, at start: Int, zones: inout ZoneTable
    ) throws(CalendarFault) {
        var reader = Reader(cursor: JSONCursor(bytes, at: start))
        do throws(JSONCursor.Fault) {
            try reader.read(zones: &zones)
        } catch {
            throw CalendarFault("byte \(error.place): \(error.problem)")
        }
        if let problem = reader.problem { throw CalendarFault("calendar: \(problem)") }
        guard let zone = reader.zone else {
            throw CalendarFault("calendar: there is no \"zone\"; add an IANA name, for instance \"Asia/Shanghai\"")
        }
        guard !reader.plan.isEmpty else { throw CalendarFault("calendar: \(CalendarFault.noWorkingTime)") }
        self.zone = zone
        plan = reader.plan
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

/// Walks over the calendar's object. The first thing that is wrong is kept; JSON that is not valid throws.
private struct Reader {
    var cursor: JSONCursor
    var zone: ZoneRules?
    var plan = CalendarPlan()
    var problem: String?
    private var windows: [DailyWindow] = []

    init(cursor: JSONCursor) { self.cursor = cursor }

    mutating func read(zones: inout ZoneTable) throws(JSONCursor.Fault) {
        try cursor.expect("{", "an object is missing")
        var isFirst = true
        while try !cursor.ends("}", isFirst: isFirst) {
            isFirst = false
            let key = try cursor.key()
            switch cursor.with(key, { Member($0) }) {
            case .zone: try readZone(&zones)
            case .week: try readWeek()
            case .days: try readDays()
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

    private mutating func readZone(_ zones: inout ZoneTable) throws(JSONCursor.Fault) {
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

    private mutating func readWeek() throws(JSONCursor.Fault) {
        try forEachMember(of: "week") { reader, key throws(JSONCursor.Fault) in
            let weekday = reader.cursor.with(key, Reader.weekday)
            if weekday == nil {
                reader.refuse(
                    "there is no weekday \"\(reader.cursor.string(key))\"; use mon, tue, wed, thu, fri, sat, sun")
            }
            try reader.readWindows(of: key)
            if let weekday { reader.plan.setWeekday(weekday, to: reader.windows) }
        }
    }

    /// 0 for "mon".
    private static func weekday(_ name: UnsafeRawBufferPointer) -> Int? {
        guard name.count == 3 else { return nil }
        switch (name[0], name[1], name[2]) {
        case (0x6D, 0x6F, 0x6E): return 0
        case (0x74, 0x75, 0x65): return 1
        case (0x77, 0x65, 0x64): return 2
        case (0x74, 0x68, 0x75): return 3
        case (0x66, 0x72, 0x69): return 4
        case (0x73, 0x61, 0x74): return 5
        case (0x73, 0x75, 0x6E): return 6
        default: return nil
        }
    }

    private mutating func readDays() throws(JSONCursor.Fault) {
        try forEachMember(of: "days") { reader, key throws(JSONCursor.Fault) in
            // One date a key: ranges would let a short line name many millions.
            let days = reader.cursor.with(key, WrittenDates.days).flatMap { $0.count == 1 ? $0 : nil }
            if days == nil { reader.refuse("\"\(reader.cursor.string(key))\" \(CalendarFault.date)") }
            try reader.readWindows(of: key)
            if let days { reader.plan.setDays(days, to: reader.windows) }
        }
    }

    private mutating func forEachMember(
        of name: StaticString, _ body: (inout Reader, JSONCursor.Text) throws(JSONCursor.Fault) -> Void
    ) throws(JSONCursor.Fault) {
        guard cursor.takes("{") else {
            refuse("\"\(name)\" is no object")
            _ = try cursor.skipValue()
            return
        }
        var isFirst = true
        while try !cursor.ends("}", isFirst: isFirst) {
            isFirst = false
            try body(&self, try cursor.key())
        }
    }

    /// Reads a list of windows into `windows`.
    private mutating func readWindows(of key: JSONCursor.Text) throws(JSONCursor.Fault) {
        windows.removeAll(keepingCapacity: true)
        guard cursor.takes("[") else {
            refuse("\"\(cursor.string(key))\" has no list of windows; write [] where nobody works")
            _ = try cursor.skipValue()
            return
        }
        var isFirst = true
        while try !cursor.ends("]", isFirst: isFirst) {
            isFirst = false
            guard cursor.peek() == UInt8(ascii: "\"") else {
                refuse("a window of \"\(cursor.string(key))\" is no string; write for instance \"09:00-12:00\"")
                _ = try cursor.skipValue()
                continue
            }
            let text = try cursor.string()
            if let window = cursor.with(text, { DailyWindow(written: $0) }) {
                windows.append(window)
            } else {
                refuse("\"\(cursor.string(text))\" of \"\(cursor.string(key))\" \(CalendarFault.window)")
            }
        }
    }
}
