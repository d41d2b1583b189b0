// What became of an invitation to a survey.
// SPDX-License-Identifier: Apache-2.0

/// What became of an invitation. Sent, delivered, opened and answered are different things (C32).
package struct SurveyInvitation: Hashable, Sendable {
    /// The programme.
    package var programme: String
    /// The invitation.
    package var survey: String
    /// When it was sent; nil while only something later is known of it.
    package var sentAt: Instant?
    /// Whether it reached the customer.
    package var isDelivered = false
    /// Whether it was opened.
    package var isOpened = false
    /// Whether it expired without an answer (C25).
    package var isExpired = false
    /// Whether its answers are those of a machine and count no more (C23).
    package var isQuarantined = false

    /// The most invitations that are kept of an episode.
    package static let most = 32

    /// An invitation of which nothing is known yet.
    package init(programme: String, survey: String) {
        self.programme = programme
        self.survey = survey
    }
}
