// Calendars that questions bring along, compiled once.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Quality

/// A calendar of a question, compiled for as much of the horizon as its questions needed so far: a question about a week does not pay for
/// 130 years, and many questions pay for them once.
final class CachedCalendar {
    /// The JSON that it was read from.
    fileprivate let bytes: [UInt8]
    private let plan: CalendarPlan
    private let zone: ZoneRules
    private var calendar: BusinessCalendar

    fileprivate init?(_ bytes: [UInt8], _ plan: CalendarPlan, _ zone: ZoneRules, covering span: ClosedRange<Instant>) {
        guard let calendar = BusinessCalendar(plan, zone: zone, covering: span) else { return nil }
        self.bytes = bytes
        self.plan = plan
        self.zone = zone
        self.calendar = calendar
    }

    /// Takes the calendar if its JSON is next. An object ends where its bytes do, so that equal bytes are an equal object.
    fileprivate func isNext(_ cursor: inout JSONCursor) -> Bool {
        guard bytes.count <= cursor.bytes.count - cursor.index else { return false }
        let next = cursor.bytes[cursor.index..<(cursor.index + bytes.count)]
        guard isWritten(as: UnsafeRawBufferPointer(rebasing: next)) else { return false }
        cursor.skip(bytes.count)
        return true
    }

    /// Whether these bytes are its JSON.
    fileprivate func isWritten(as json: UnsafeRawBufferPointer) -> Bool {
        bytes.count == json.count
            && bytes.withUnsafeBytes { memcmp($0.baseAddress!, json.baseAddress!, json.count) == 0 }
    }

    /// The calendar, compiled for a span at least.
    func covering(_ span: ClosedRange<Instant>) -> BusinessCalendar {
        let horizon = BusinessCalendar.horizon
        let needed = span.clamped(to: horizon)
        let known = calendar.span
        if known.lowerBound <= needed.lowerBound, needed.upperBound <= known.upperBound { return calendar }
        // Twice as much as asked for: however questions come, each instant is compiled a few times at most.
        let first = min(known.lowerBound, needed.lowerBound)
        let last = max(known.upperBound, needed.upperBound)
        let more = Milliseconds((last - first).count / 2)
        if let wider = BusinessCalendar(plan, zone: zone, covering: (first - more)...(last + more)) {
            calendar = wider
        }
        return calendar
    }

    /// The deadline; nil when there is none within the horizon.
    func deadline(from start: Instant, target: Milliseconds, without pauses: PauseSet) -> Instant? {
        var last = start + CachedCalendar.ahead(of: target)
        while true {
            let calendar = covering(start...last)
            let deadline =
                pauses.isEmpty
                ? calendar.deadline(from: start, target: target)
                : calendar.deadline(from: start, target: target, without: pauses)
            if deadline != nil || calendar.span.upperBound == BusinessCalendar.horizon.upperBound { return deadline }
            last = start + Milliseconds((calendar.span.upperBound - start).count * 4)
        }
    }

    /// In most calendars a deadline comes within four times its target and two weeks.
    static func ahead(of target: Milliseconds) -> Milliseconds {
        Milliseconds(min(target.count, 1 << 50) * 4 + 14 * 86_400_000)
    }
}

/// The calendars of the questions by the bytes of their JSON. One that comes for the second time is compiled and kept; until then it is
/// glanced at.
struct CalendarCache {
    /// A calendar that is not known yet, and was read.
    struct Newcomer {
        /// Where its JSON stands.
        fileprivate var range: Range<Int>
        fileprivate var hash: UInt64
        /// Whether it was seen before.
        fileprivate(set) var isSeenAgain: Bool
    }

    /// Each calendar has one place by its hash, from which another one drives it out: ever new calendars do not fill the memory.
    private static let places = 4_096
    /// Longer ones are only kept until the next one comes.
    private static let longestKept = 16 << 10
    /// So many bytes at the beginning of its JSON mostly tell a calendar from others.
    private static let hintBytes = 64

    private var zones = ZoneTable()
    /// What was read last.
    private var read = CalendarJSON()
    private var glance = CalendarGlance()
    private var calendars = [CachedCalendar?](repeating: nil, count: places)
    /// The hashes of those that were seen.
    private var seen = [UInt64](repeating: 0, count: places)
    /// The calendars by the beginning of their JSON.
    private var hints = [CachedCalendar?](repeating: nil, count: places)
    private var last: CachedCalendar?

    /// Takes a calendar, whose object is next: one that is known, or a newcomer.
    ///
    /// - Throws: `JSONCursor.Fault` when it is no valid JSON.
    mutating func take(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) -> CalendarQuestion.Calendar {
        let start = cursor.index
        if let last, last.isNext(&cursor) { return .cached(last) }
        let beginning = cursor.bytes[start..<min(start + CalendarCache.hintBytes, cursor.bytes.count)]
        let hint = CalendarCache.place(ByteHash.hash(UnsafeRawBufferPointer(rebasing: beginning)))
        if let known = hints[hint], known.isNext(&cursor) {
            last = known
            return .cached(known)
        }
        try read.read(&cursor, zones: &zones)
        let json = UnsafeRawBufferPointer(rebasing: cursor.bytes[start..<cursor.index])
        let hash = ByteHash.hash(json)
        let place = CalendarCache.place(hash)
        if let known = calendars[place], known.isWritten(as: json) {
            hints[hint] = known
            last = known
            return .cached(known)
        }
        let isSeenAgain = seen[place] == hash
        seen[place] = hash
        return .newcomer(Newcomer(range: start..<cursor.index, hash: hash, isSeenAgain: isSeenAgain))
    }

    private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (places - 1) }

    /// The deadline by the calendar that was taken last, a newcomer; nil when the answer takes more than a glance.
    ///
    /// - Throws: `CalendarFault` that says how to mend the calendar.
    mutating func deadlineAtAGlance(
        from start: Instant, target: Milliseconds, without pauses: PauseSet
    ) throws(CalendarFault) -> Instant? {
        let zone = try read.check()
        return glance.deadline(read.plan, zone: zone, from: start, target: target, without: pauses)
    }

    /// The business time by the calendar that was taken last, as `deadlineAtAGlance`.
    mutating func businessTimeAtAGlance(
        from start: Instant, to end: Instant, without pauses: PauseSet
    ) throws(CalendarFault) -> Milliseconds? {
        let zone = try read.check()
        return glance.businessTime(read.plan, zone: zone, from: start, to: end, without: pauses)
    }

    /// The calendar that was taken last, a newcomer, compiled for a span at first. It is known from now on.
    ///
    /// - Throws: `CalendarFault` that says how to mend it.
    mutating func calendar(
        _ bytes: UnsafeRawBufferPointer, _ newcomer: Newcomer, covering span: ClosedRange<Instant>
    ) throws(CalendarFault) -> CachedCalendar {
        let zone = try read.check()
        guard let calendar = CachedCalendar(Array(bytes[newcomer.range]), read.plan, zone, covering: span) else {
            throw CalendarFault("calendar: \(CalendarFault.noWorkingTime)")
        }
        if newcomer.range.count <= CalendarCache.longestKept {
            calendars[CalendarCache.place(newcomer.hash)] = calendar
        }
        last = calendar
        return calendar
    }
}
