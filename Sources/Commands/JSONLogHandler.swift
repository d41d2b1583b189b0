// Log lines as JSON.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Logging
import Quality
import Synchronization
import Wire

/// Writes one JSON object a line: `time` (UTC, RFC 3339 with milliseconds), `level`, `message`, and `fields` with texts by name where
/// there are any.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel = Logger.Level.info
    private let write: @Sendable (String) -> Void

    /// Lines of several threads must not be mixed up.
    private static let standardErrorTurn = Mutex(())

    /// A handler that gives its lines, line break included, to that function.
    package init(write: @escaping @Sendable (String) -> Void) { self.write = write }

    /// A handler that writes to standard error.
    package static var standardError: JSONLogHandler {
        JSONLogHandler { line in standardErrorTurn.withLock { _ in StandardStreams.complain(line) } }
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let time = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        write(line(event, at: time))
    }

    /// The line of an event that came at that time.
    func line(_ event: LogEvent, at time: Instant) -> String {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        let texts = fields.sorted { $0.key < $1.key }.map { key, value in
            "\(JSONString.quoted(key)):\(JSONString.quoted("\(value)"))"
        }
        let rest = texts.isEmpty ? "" : ",\"fields\":{\(texts.joined(separator: ","))}"
        return
            "{\"time\":\"\(time.written ?? "")\",\"level\":\"\(event.level.rawValue)\",\"message\":\(JSONString.quoted("\(event.message)"))\(rest)}\n"
    }
}
