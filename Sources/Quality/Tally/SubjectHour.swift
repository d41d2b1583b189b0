// Whose figures, and of which hour.
// SPDX-License-Identifier: Apache-2.0

/// A subject and an hour of a tenant: what facts are summed up by.
package struct SubjectHour: Hashable, Comparable, CustomStringConvertible, Sendable {
    /// The tenant.
    package var tenant: String
    /// The subject, for instance "agent:A101" or "all".
    package var subject: String
    /// The start of the hour in the tenant's zone.
    package var hour: Instant

    /// A subject and an hour.
    package init(tenant: String, subject: String, hour: Instant) {
        self.tenant = tenant
        self.subject = subject
        self.hour = hour
    }

    /// By tenant, subject and hour.
    package static func < (left: SubjectHour, right: SubjectHour) -> Bool {
        (left.tenant, left.subject, left.hour) < (right.tenant, right.subject, right.hour)
    }

    /// For people.
    package var description: String { "\(tenant)/\(subject) in the hour from \(hour.milliseconds) ms" }
}
