// Calendars by name: built-in ones, and those of files.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The calendars that questions and commands can name.
package struct CalendarLibrary: Sendable {
    /// The calendars; of two of a name the later one counts.
    private var calendars: [CalendarSet]
    private var keys: [[UInt8]]

    /// The built-in calendars: `always`, and `cn-office`, Monday to Friday from 09:00 to 18:00 in Asia/Shanghai but for the official
    /// holidays and make-up working days of mainland China. The notices are known up to 2026; of 2027 it has only the days that the law
    /// itself fixes, and of later years none: those are provisional.
    package static let builtIn: CalendarLibrary = {
        let always = CalendarVersion(name: "1", calendar: .always, zone: .utc)
        var library = CalendarLibrary(calendars: [CalendarSet(name: "always", versions: [always])], keys: [])
        library.keys = library.calendars.map { Array($0.name.utf8) }
        do throws(PolicyError) {
            library.add(try CalendarFile.decode(yaml: ChinaOffice.yaml, file: "cn-office"))
        } catch {
            preconditionFailure("the built-in calendar is valid: \(error)")
        }
        return library
    }()

    /// The names, for messages.
    package var names: [String] { calendars.map(\.name) }

    /// Adds a calendar; one that has its name is replaced.
    package mutating func add(_ calendar: CalendarSet) {
        if let index = calendars.firstIndex(where: { $0.name == calendar.name }) {
            calendars[index] = calendar
        } else {
            calendars.append(calendar)
            keys.append(Array(calendar.name.utf8))
        }
    }

    /// The calendar of that name.
    package func calendar(named name: String) -> CalendarSet? { calendars.first { $0.name == name } }

    /// The calendar of that name, as a text in place.
    func calendar(named name: UnsafeRawBufferPointer) -> CalendarSet? {
        keys.firstIndex { $0.elementsEqual(name) }.map { calendars[$0] }
    }

    /// What is said of a name that no calendar has.
    package func complaint(unknown name: String) -> String {
        let nearest = name.utf8.count <= 64 ? NearestName.of(name, among: names) : nil
        return "there is no calendar '\(name.prefix(64))'; \(nearest.map { "did you mean '\($0)'? " } ?? "")"
            + "calendars: \(names.joined(separator: ", "))"
    }
}
