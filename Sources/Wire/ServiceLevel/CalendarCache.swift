// Calendars that questions bring along, compiled once.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Quality

/// A calendar of a question, compiled for as much of the horizon as its questions needed so far: a question about a week does not pay for
/// 130 years, and many questions pay for them once.
final class CachedCalendar {
    /// The JSON that it was read from.
    fileprivate let bytes: [UInt8]
    private let source: CalendarJSON
    private var calendar: BusinessCalendar

    fileprivate init?(_ bytes: [UInt8], _ source: CalendarJSON, covering span: ClosedRange<Instant>) {
        guard let calendar = BusinessCalendar(source.plan, zone: source.zone, covering: span) else { return nil }
        self.bytes = bytes
        self.source = source
        self.calendar = calendar
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
        if let wider = BusinessCalendar(source.plan, zone: source.zone, covering: (first - more)...(last + more)) {
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

/// The calendars of the questions by the bytes of their JSON.
struct CalendarCache {
    /// Each calendar has one place by its hash, from which a new one drives it out: ever new calendars do not fill the memory.
    private static let places = 4_096
    /// Longer ones are only kept until the next one comes.
    private static let longestKept = 16 << 10

    private var zones = ZoneTable()
    private var calendars = [CachedCalendar?](repeating: nil, count: places)
    private var last: CachedCalendar?

    /// The calendar that was asked for last, if its JSON comes next; the cursor then stands behind it. An object ends where its bytes do,
    /// so that equal bytes are an equal object.
    mutating func takeLast(_ cursor: inout JSONCursor) -> CachedCalendar? {
        guard let last, last.bytes.count <= cursor.bytes.count - cursor.index else { return nil }
        let next = cursor.bytes[cursor.index..<(cursor.index + last.bytes.count)]
        guard last.isWritten(as: UnsafeRawBufferPointer(rebasing: next)) else { return nil }
        cursor.skip(last.bytes.count)
        return last
    }

    /// The calendar of a valid JSON object; a new one is compiled for a span at first.
    ///
    /// - Throws: `CalendarFault` that says how to mend it.
    mutating func calendar(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, covering span: ClosedRange<Instant>
    ) throws(CalendarFault) -> CachedCalendar {
        let json = UnsafeRawBufferPointer(rebasing: bytes[range])
        let place = Int(truncatingIfNeeded: ByteHash.hash(json)) & (CalendarCache.places - 1)
        if let known = calendars[place], known.isWritten(as: json) {
            last = known
            return known
        }
        let source = try CalendarJSON(bytes, at: range.lowerBound, zones: &zones)
        guard let calendar = CachedCalendar(Array(json), source, covering: span) else {
            throw CalendarFault("calendar: \(CalendarFault.noWorkingTime)")
        }
        if json.count <= CalendarCache.longestKept { calendars[place] = calendar }
        last = calendar
        return calendar
    }
}
