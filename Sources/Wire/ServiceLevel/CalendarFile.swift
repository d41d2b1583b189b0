// A calendar as a YAML or JSON file.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Yams

/// A calendar with its versions as a file. `deploy/calendars.md` documents the format; a test reads its examples. A JSON object as
/// `assay sla batch` takes it is such a file, too.
package enum CalendarFile {
    /// The calendar of one file; `file` is its name in messages, and the calendar's when the file gives it none.
    ///
    /// - Throws: `PolicyError` with all mistakes of the file, each with its line and how to mend it.
    package static func decode(yaml: String, file: String) throws(PolicyError) -> CalendarSet {
        let root = try PolicyReader.root(of: yaml, file: file, begins: "calendar")
        var reader = PolicyReader(file: file)
        let calendar = reader.calendar(root)
        guard reader.issues.isEmpty, let calendar else { throw PolicyError(reader.issues.inOrder) }
        return calendar
    }

    /// What a version says, before it is compiled.
    struct Draft {
        /// The hours of a date.
        enum Hours {
            case windows([DailyWindow])
            /// Those of a weekday, 0 for Monday.
            case weekday(Int)
        }

        var zone: ZoneRules?
        var week: [Int: [DailyWindow]] = [:]
        var days: [(days: ClosedRange<Int>, hours: Hours)] = []
        var settled: ClosedRange<Int>?

        var plan: CalendarPlan {
            var plan = CalendarPlan()
            for weekday in 0..<7 { plan.setWeekday(weekday, to: week[weekday] ?? []) }
            for (days, hours) in days {
                switch hours {
                case .windows(let windows): plan.setDays(days, to: windows)
                case .weekday(let weekday): plan.setDays(days, toWeekday: weekday)
                }
            }
            return plan
        }
    }

    /// The draft of the calendar that others may extend.
    static let chinaOffice: Draft? = {
        var reader = PolicyReader(file: "cn-office")
        guard let root = try? PolicyReader.root(of: ChinaOffice.yaml, file: "cn-office") else { return nil }
        return reader.fields(root, of: "the calendar", required: [], optional: CalendarFile.keys).map {
            reader.draft($0)
        }
    }()

    static let versionKeys = ["version", "from", "extends", "zone", "week", "days", "settled"]
    static let keys = ["calendar"] + versionKeys
}

extension PolicyReader {
    /// The calendar that a node says, by the name that it gives itself, else by the given one.
    mutating func calendar(_ root: Node, named given: String? = nil) -> CalendarSet? {
        let before = issues.count
        let hasVersions = root.mapping?.contains { $0.key.scalar?.string == "versions" } ?? false
        let keys = hasVersions ? ["calendar", "versions"] : CalendarFile.keys
        guard let fields = fields(root, of: "a calendar", required: [], optional: keys) else { return nil }
        let name = fields["calendar"].map { identifier($0, "the calendar") } ?? given ?? file
        var versions: [CalendarVersion] = []
        if hasVersions {
            for (index, node) in list(fields["versions"], of: "'versions'").enumerated() {
                guard
                    let fields = self.fields(
                        node, of: "a version", required: index == 0 ? ["version"] : ["version", "from"],
                        optional: CalendarFile.versionKeys)
                else { continue }
                if let version = version(fields, at: node) { versions.append(version) }
                refuseOrder(of: versions, fields["from"] ?? node)
            }
        } else if let version = version(fields, at: root) {
            versions.append(version)
        }
        guard issues.count == before, let name, !versions.isEmpty else { return nil }
        return CalendarSet(name: name, versions: versions)
    }

    private mutating func refuseOrder(of versions: [CalendarVersion], _ node: Node) {
        guard versions.count > 1 else { return }
        let (before, last) = (versions[versions.count - 2], versions[versions.count - 1])
        if last.effectiveFrom <= before.effectiveFrom {
            refuse(
                node, "the version '\(last.name)' does not take force after '\(before.name)', which stands before it",
                "put the versions in order, each with an instant of its own")
        }
        if versions.dropLast().contains(where: { $0.name == last.name }) {
            refuse(node, "there are two versions '\(last.name)'", "give each its own name")
        }
    }

    private mutating func version(_ fields: [String: Node], at node: Node) -> CalendarVersion? {
        let name = fields["version"] == nil ? "1" : version(fields["version"])
        let draft = draft(fields)
        guard let zone = draft.zone else {
            if fields["zone"] == nil, fields["extends"] == nil {
                refuse(node, "the calendar has no 'zone'", "add 'zone: Asia/Shanghai', or another IANA name")
            }
            return nil
        }
        let from = fields["from"].map { beginning($0, zone) } ?? .distantPast
        let settled = draft.settled.map { days in
            CalendarFile.start(of: days.lowerBound, zone)..<CalendarFile.start(of: days.upperBound + 1, zone)
        }
        guard let calendar = BusinessCalendar(draft.plan, zone: zone) else {
            refuse(node, "the calendar has no working time at all", "give a weekday or a date at least one window")
            return nil
        }
        guard let name, let from else { return nil }
        return CalendarVersion(name: name, effectiveFrom: from, calendar: calendar, zone: zone, settled: settled)
    }

    fileprivate mutating func draft(_ fields: [String: Node]) -> CalendarFile.Draft {
        var draft = CalendarFile.Draft()
        if let node = fields["extends"], let base = text(node, "'extends'") {
            if base == "cn-office", let known = CalendarFile.chinaOffice {
                draft = known
                draft.settled = nil
            } else {
                refuse(node, unknown: "calendar to extend", base, among: ["cn-office"])
            }
        }
        if let zone = zone(fields["zone"]) { draft.zone = zone }
        for (name, key, value) in fields["week"].flatMap({ entries($0, of: "'week'") }) ?? [] {
            let weekday = CalendarFault.weekdays.firstIndex(of: name)
            if weekday == nil { refuse(key, unknown: "weekday", name, among: CalendarFault.weekdays) }
            if let weekday, let windows = windows(value, of: name) { draft.week[weekday] = windows }
        }
        for (name, key, value) in fields["days"].flatMap({ entries($0, of: "'days'") }) ?? [] {
            guard let days = WrittenDates.days(name) else {
                refuse(
                    key, "'\(name)' is no date from 1970 to 2099",
                    "write for instance 2024-02-10, or 2024-02-10..2024-02-17 for all of these days")
                continue
            }
            if let hours = hours(value, of: name) { draft.days.append((days, hours)) }
        }
        if let node = fields["settled"], let text = text(node, "'settled'") {
            draft.settled = WrittenDates.days(text)
            if draft.settled == nil {
                refuse(node, "'settled' has no dates", "write for instance 2019-01-01..2026-12-31")
            }
        }
        return draft
    }

    /// A list of windows, or a weekday whose hours a date has.
    private mutating func hours(_ node: Node, of day: String) -> CalendarFile.Draft.Hours? {
        guard let word = node.scalar?.string else { return windows(node, of: day).map { .windows($0) } }
        guard let weekday = CalendarFault.weekdays.firstIndex(of: word) else {
            refuse(
                node, "'\(word)' is neither a list of windows nor a weekday",
                "write [] for a holiday, [\"09:00-18:00\"] for these hours, or mon for those of a Monday")
            return nil
        }
        return .weekday(weekday)
    }

    private mutating func windows(_ node: Node, of day: String) -> [DailyWindow]? {
        guard let sequence = node.sequence else {
            refuse(
                node, "the windows of \(day) are not a list", "write for instance [\"09:00-12:00\", \"13:30-18:00\"]")
            return nil
        }
        var windows: [DailyWindow] = []
        for element in sequence {
            if let window = element.scalar.flatMap({ DailyWindow(written: $0.string) }) {
                windows.append(window)
            } else {
                let text = element.scalar.map { "'\($0.string)'" } ?? "what stands here"
                refuse(
                    element, "\(text) is no window of \(day)",
                    "write for instance \"09:00-12:00\", \"21:00-02:00\" or \"18:00-24:00\"")
            }
        }
        return windows
    }

    /// A date, which begins at its first instant in the zone, or an instant.
    private mutating func beginning(_ node: Node, _ zone: ZoneRules) -> Instant? {
        guard let text = text(node, "'from'") else { return nil }
        if let days = WrittenDates.days(text), days.count == 1 { return CalendarFile.start(of: days.lowerBound, zone) }
        if let instant = Instant(iso: text) { return instant }
        refuse(
            node, "'from' is '\(text)', which is neither a date nor an instant",
            "write for instance 2026-07-01, or 2026-07-01T08:00:00+08:00")
        return nil
    }
}

extension CalendarFile {
    /// The first instant of a date.
    fileprivate static func start(of day: Int, _ zone: ZoneRules) -> Instant {
        zone.instant(local: Int64(day) * 86_400_000)
    }
}
