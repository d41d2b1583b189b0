// Reads the single values of a policy file.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Yams

extension PolicyReader {
    /// A text that is not blank.
    package mutating func text(_ node: Node?, _ what: String) -> String? {
        guard let node else { return nil }
        guard let text = node.scalar?.string else {
            refuse(node, "\(what) is not a text", "write it on the line of its key")
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            refuse(node, "\(what) is empty", "write it behind the colon")
            return nil
        }
        return text
    }

    /// A name: 1 to 64 lower-case letters, digits and hyphens, a letter first.
    package mutating func identifier(_ node: Node?, _ what: String) -> String? {
        guard let node, let text = text(node, what) else { return nil }
        let bytes = Array(text.utf8)
        let isName = bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        guard isName, bytes.count <= 64, (0x61...0x7A).contains(bytes[0]) else {
            refuse(
                node, "\(what) '\(text)' is not a name",
                "use 1 to 64 lower-case letters, digits and hyphens, a letter first")
            return nil
        }
        return text
    }

    /// A version: 1 to 64 visible ASCII characters.
    mutating func version(_ node: Node?) -> String? {
        guard let node, let text = text(node, "the version") else { return nil }
        guard text.utf8.count <= 64, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            refuse(
                node, "the version '\(text)' is not 1 to 64 visible ASCII characters", "write for instance \"2.0.0\"")
            return nil
        }
        return text
    }

    /// `true` or `false`.
    package mutating func flag(_ node: Node?, _ what: String) -> Bool? {
        guard let node, let text = text(node, what) else { return nil }
        if text == "true" { return true }
        if text == "false" { return false }
        refuse(node, "\(what) is '\(text)'", "write true or false")
        return nil
    }

    /// A whole number within bounds.
    package mutating func count(_ node: Node?, _ what: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let node, let text = text(node, what) else { return nil }
        guard let count = Int(text), bounds.contains(count) else {
            refuse(
                node, "\(what) is '\(text)'",
                "write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
            return nil
        }
        return count
    }

    /// A length of time above zero, at most ten years of 366 days.
    package mutating func duration(_ node: Node?, _ what: String) -> Milliseconds? {
        guard let node, let text = text(node, what) else { return nil }
        guard let duration = Milliseconds(written: text), duration > .zero, duration <= .hours(24 * 3660) else {
            refuse(
                node, "\(what) '\(text)' is not a length of time above zero, of ten years at most",
                "write a whole number and its unit, for instance 500ms, 30s, 2m, 2h or 1d")
            return nil
        }
        return duration
    }

    /// Points or a percentage above 0, up to 100, with at most two decimals.
    mutating func points(_ node: Node?, _ what: String) -> Points? {
        guard let node, let text = text(node, what) else { return nil }
        guard let points = Points(written: text), points > .zero, points <= .hundred else {
            refuse(
                node, "\(what) '\(text)' is not a number of points",
                "write a number above 0, up to 100, with at most two decimals")
            return nil
        }
        return points
    }

    /// A point in time.
    mutating func instant(_ node: Node?, _ what: String) -> Instant? {
        guard let node, let text = text(node, what) else { return nil }
        guard let instant = Instant(iso: text), instant >= .epoch else {
            refuse(
                node, "\(what) '\(text)' is not a date and time with its offset from UTC, from 1970 on",
                "write for instance 2026-01-01T00:00:00+08:00 or 2025-12-31T16:00:00Z")
            return nil
        }
        return instant
    }
}
