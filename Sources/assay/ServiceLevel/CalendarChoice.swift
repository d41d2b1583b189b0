// What people name a calendar by: a built-in one, or a file.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Quality
import Wire

/// Loads the calendar that a command is given.
enum CalendarChoice {
    /// The built-in calendar of that name, else that of the file.
    ///
    /// - Throws: `CommandFailure` when there is neither, or the file is no calendar.
    static func load(_ choice: String) throws(CommandFailure) -> CalendarSet {
        if let calendar = CalendarLibrary.builtIn.calendar(named: choice) { return calendar }
        guard FileManager.default.fileExists(atPath: choice) else {
            throw .usage("\(CalendarLibrary.builtIn.complaint(unknown: choice)); nor is there a file '\(choice)'")
        }
        return try file(choice)
    }

    /// The calendar of a file.
    ///
    /// - Throws: `CommandFailure` when it cannot be read or is no calendar.
    static func file(_ path: String) throws(CommandFailure) -> CalendarSet {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .noInput("the calendar in \(path) cannot be read: \(error.localizedDescription)")
        }
        do throws(PolicyError) {
            return try CalendarFile.decode(yaml: text, file: path)
        } catch {
            throw .configuration("the calendar in \(path) cannot be used:\n\(error)")
        }
    }
}
