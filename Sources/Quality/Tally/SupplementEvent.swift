// A decoded record of the supplements topic.
// SPDX-License-Identifier: Apache-2.0

/// What somebody states that no conversation shows.
package struct SupplementEvent: Hashable, Sendable {
    /// What is stated.
    package enum Content: Hashable, Sendable {
        /// A duty of a raised threshold in a window was done (S3-120, S3-121).
        case done(Duty.Kind, threshold: String, WindowKind, start: Instant)
        /// Something about an agent or team that scorecards take from the topic themselves, and tallies do not.
        case statement
    }

    /// Its id within the subject.
    package var id: String
    /// When it was stated.
    package var at: Instant
    /// What is stated.
    package var content: Content

    /// A supplement.
    package init(id: String, at: Instant, content: Content) {
        self.id = id
        self.at = at
        self.content = content
    }
}
