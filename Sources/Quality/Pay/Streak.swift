// Streaks: so many failures one after the other.
// SPDX-License-Identifier: Apache-2.0

/// When failures in a row are a streak (S3-067: three consecutive tickets; X35).
package struct StreakRule: Hashable, Sendable {
    /// So many in a row: 2 at least.
    package var length: Int
    /// Whether a row goes on across the end of a month.
    package var reset: Reset
    /// How often a longer row counts.
    package var counting: Counting
    /// What makes a ticket one that failed; nil where people tell, and nothing finds the tickets.
    package var failedBy: Failure?

    /// A rule.
    package init(length: Int, reset: Reset, counting: Counting, failedBy: Failure? = nil) {
        precondition(length >= 2, "one failure is no streak")
        self.failedBy = failedBy
        self.length = length
        self.reset = reset
        self.counting = counting
    }

    /// Whether a row goes on across the end of a month.
    package enum Reset: String, CaseIterable, Hashable, Sendable {
        /// Each month begins anew.
        case month
        /// Rows go on (A29).
        case never
    }

    /// How often a longer row counts.
    package enum Counting: String, CaseIterable, Hashable, Sendable {
        /// Once, however long it is.
        case onceARow = "once-a-row"
        /// Each full length: six in a row are two of three.
        case eachFull = "each-full"
    }

    /// What makes a ticket one that failed: any one of these (S3-067: not recorded by the process).
    package struct Failure: Hashable, Sendable {
        /// Criteria that lost points.
        package var criteria: [String]
        /// Clocks that were breached while the agent held the conversation.
        package var clocks: [ClockKind]

        /// Failures of these criteria and clocks.
        package init(criteria: [String], clocks: [ClockKind]) {
            self.criteria = criteria
            self.clocks = clocks
        }
    }

    /// A ticket that was closed, and whether it failed.
    package struct Ticket: Hashable, Sendable {
        /// When it was closed: the order of tickets (X35).
        package var closedAt: Instant
        /// The month of that in the zone of the policy, "2026-11".
        package var month: String
        /// Its id.
        package var id: String
        /// Whether it failed.
        package var failed: Bool

        /// A ticket.
        package init(closedAt: Instant, month: String, id: String, failed: Bool) {
            self.closedAt = closedAt
            self.month = month
            self.id = id
            self.failed = failed
        }
    }

    /// The streaks in an agent's tickets, each as those of its first tickets that make it one. The order of the input does not matter: a
    /// ticket that comes late and did not fail breaks a row that was one before, and what was proposed for it is found no longer (A29).
    package func streaks(in tickets: [Ticket]) -> [[Ticket]] {
        var found: [[Ticket]] = []
        var row: [Ticket] = []
        var month = ""
        var isCounted = false
        for ticket in Set(tickets).sorted(by: { ($0.closedAt, $0.id) < ($1.closedAt, $1.id) }) {
            if !ticket.failed || reset == .month && ticket.month != month {
                row = []
                isCounted = false
            }
            month = ticket.month
            guard ticket.failed else { continue }
            row.append(ticket)
            guard row.count == length else { continue }
            if counting == .eachFull || !isCounted { found.append(row) }
            isCounted = true
            row = []
        }
        return found
    }
}
