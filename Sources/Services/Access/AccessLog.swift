// The record of refusals and of sensitive readings.
// SPDX-License-Identifier: Apache-2.0

import Commands
package import Quality
import Wire

/// One refusal, or one reading of what is sensitive.
package struct AccessEntry: Hashable, Sendable {
    package var at: Instant
    /// The call, or "token" when nobody is known to call.
    package var call: String
    /// Whom the token stands for; nil when there is no good one.
    package var caller: Caller?
    /// "served", or the reason of the refusal.
    package var outcome: String
    /// What was read: conversations with their episodes, agents with their periods. At most `mostNames` of them.
    package var names: [String]
    /// How many there were.
    package var count: Int

    /// So many names stand in one entry.
    package static let mostNames = 50

    /// One line of JSON. It has no content of what was read.
    package var line: String {
        var members: [(String, String)] = [
            ("time", JSONString.quoted(at.written ?? "")), ("call", JSONString.quoted(call)),
            ("outcome", JSONString.quoted(outcome)),
        ]
        if let caller {
            members += [
                ("tenant", JSONString.quoted(caller.tenant)), ("role", JSONString.quoted(caller.role.rawValue)),
                ("subject", JSONString.quoted(caller.subject)),
            ]
        }
        if count > 0 {
            members += [
                ("count", "\(count)"), ("names", "[" + names.map(JSONString.quoted).joined(separator: ",") + "]"),
            ]
        }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}

/// Where entries go. They are written before the answer leaves: what cannot be noted is not served.
package struct AccessLog: Sendable {
    private let write: @Sendable (AccessEntry) throws -> Void

    /// A log that is written by a function.
    package init(_ write: @escaping @Sendable (AccessEntry) throws -> Void) { self.write = write }

    /// Notes an entry.
    ///
    /// - Throws: `Refusal` when it cannot be written.
    func note(_ entry: AccessEntry) throws(Refusal) {
        do {
            try write(entry)
        } catch {
            throw .unavailable(
                "The access log cannot be written, so nothing sensitive is served.", retryAfter: .seconds(5))
        }
    }
}
