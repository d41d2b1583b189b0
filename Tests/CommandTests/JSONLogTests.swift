// Log lines as JSON.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Quality
import Synchronization
import Testing

@testable import Commands

@Suite("Log lines as JSON")
struct JSONLogTests {
    private final class Lines: Sendable {
        let list = Mutex<[String]>([])
    }

    @Test("a line is one JSON object: time in UTC, level, message, fields; whatever stands in them")
    func line() throws {
        let handler = JSONLogHandler { _ in }
        let event = LogEvent(
            level: .warning, message: "two\nlines \"and\" \u{1}", metadata: ["b": "x\\", "a": ["1", "2"]], source: "",
            file: "", function: "", line: 0)
        let line = handler.line(event, at: Instant(milliseconds: 1_800_000_000_042))
        #expect(
            line
                == #"{"time":"2027-01-15T08:00:00.042Z","level":"warning","message":"two\nlines \"and\" \u0001","fields":{"a":"[\"1\", \"2\"]","b":"x\\"}}"#
                + "\n")
        #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }

    @Test("fields of the logger and of the line stand together, those of the line win; graver levels only")
    func logger() {
        let lines = Lines()
        var logger = Logger(label: "test") { _ in JSONLogHandler { line in lines.list.withLock { $0.append(line) } } }
        logger[metadataKey: "client"] = "member-0"
        logger.debug("not this")
        logger.info("this")
        logger.error("that", metadata: ["client": "other"])
        let written = lines.list.withLock { $0 }
        #expect(written.count == 2)
        #expect(written[0].hasSuffix(#""level":"info","message":"this","fields":{"client":"member-0"}}"# + "\n"))
        #expect(written[1].hasSuffix(#""message":"that","fields":{"client":"other"}}"# + "\n"))
    }

    @Test("a line without fields has none")
    func bare() {
        let event = LogEvent(level: .info, message: "m", metadata: nil, source: "", file: "", function: "", line: 0)
        #expect(
            JSONLogHandler { _ in }.line(event, at: Instant(milliseconds: 0))
                == #"{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"m"}"# + "\n")
    }
}
