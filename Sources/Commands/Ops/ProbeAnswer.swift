// What a process says about how it is.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// The answer to a probe: all is well unless there is a reason why not.
package struct ProbeAnswer: Equatable, Sendable {
    /// Why the answer is no, each by itself; empty when it is yes.
    package var reasons: [String]

    /// An answer with these reasons why not.
    package init(_ reasons: [String] = []) { self.reasons = reasons }

    /// Whether the answer is yes.
    package var isGood: Bool { reasons.isEmpty }

    /// `{"ok":false,"reasons":["lane 0 restores 3 partitions"]}`, with a line break at its end.
    package var json: String {
        let reasons = reasons.map(JSONString.quoted).joined(separator: ",")
        return "{\"ok\":\(isGood),\"reasons\":[\(reasons)]}\n"
    }
}
