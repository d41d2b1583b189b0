// What makes a contact the repetition of another one.
// SPDX-License-Identifier: Apache-2.0

/// What makes a contact the repetition of an earlier one of the same customer, and which contacts count (X16, S4-038). Handbooks leave all
/// of this open, so nothing of it has a default.
package struct RepeatRules: Hashable, Sendable {
    /// By what it is told whether two contacts are about the same issue (F31).
    package enum IssueKey: UInt8, CaseIterable, Sendable {
        /// A common order.
        case order
        /// The issue class.
        case issueClass

        /// Its name in policies.
        package var word: String {
            switch self {
            case .order: "order"
            case .issueClass: "issue-class"
            }
        }
    }

    /// A contact that starts so long after the end of another one, or sooner, may repeat it. Elapsed time, above 0.
    package var window: Milliseconds
    /// The keys in the order in which they are asked: the first one that both contacts have decides. Without any, all contacts of a
    /// customer are about the same issue.
    package var keys: [IssueKey]
    /// Whether contacts that have no key in common are about the same issue.
    package var unknownIsSame: Bool
    /// Whether contacts count in which only a bot answered, or nobody did.
    package var countsBots: Bool

    /// Rules.
    package init(window: Milliseconds, keys: [IssueKey], unknownIsSame: Bool, countsBots: Bool) {
        self.window = window
        self.keys = keys
        self.unknownIsSame = unknownIsSame
        self.countsBots = countsBots
    }

    /// Whether two contacts of a customer are about the same issue.
    func isSameIssue(_ left: Contact, _ right: Contact) -> Bool {
        if left.conversation == right.conversation || keys.isEmpty { return true }
        for key in keys {
            switch key {
            case .order where !left.orders.isEmpty && !right.orders.isEmpty:
                return left.orders.contains { right.orders.contains($0) }
            case .issueClass where !left.issue.isEmpty && !right.issue.isEmpty: return left.issue == right.issue
            case .order, .issueClass: continue
            }
        }
        return unknownIsSame
    }
}
