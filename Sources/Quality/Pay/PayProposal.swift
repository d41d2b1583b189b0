// Adjustments as proposals: with evidence, and without force until people confirm them.
// SPDX-License-Identifier: Apache-2.0

/// A proposed penalty or reward. No machine takes money away: it counts when somebody confirmed it and nobody appealed in time, or the
/// appeal was rejected (S3-067, S3-068).
package struct PayProposal: Hashable, Sendable {
    /// Its id; of two with one id the later step counts.
    package var id: String
    /// The adjustment of the pay model.
    package var adjustment: String
    /// What shows it: conversations with their episodes, or documents. At least one.
    package var evidence: [String]
    /// When somebody other than the payee confirmed it; nil when nobody has.
    package var confirmedAt: Instant?
    /// Who did.
    package var confirmedBy: String
    /// When the payee appealed; nil when the payee has not.
    package var appealedAt: Instant?
    /// What became of the appeal; nil while it waits.
    package var ruling: Ruling?

    /// A proposal.
    package init(
        id: String, adjustment: String, evidence: [String], confirmedAt: Instant? = nil, confirmedBy: String = "",
        appealedAt: Instant? = nil, ruling: Ruling? = nil
    ) {
        self.id = id
        self.adjustment = adjustment
        self.evidence = evidence
        self.confirmedAt = confirmedAt
        self.confirmedBy = confirmedBy
        self.appealedAt = appealedAt
        self.ruling = ruling
    }

    /// What became of an appeal.
    package enum Ruling: String, CaseIterable, Hashable, Sendable {
        /// The payee was right: the proposal counts no longer.
        case upheld
        /// The proposal stands.
        case rejected
    }

    /// How far a proposal has come.
    package enum Standing: String, CaseIterable, Hashable, Sendable {
        /// Nobody confirmed it, or only the payee.
        case proposed
        /// It shows nothing.
        case unproven = "without evidence"
        /// Confirmed, and it can still be appealed against.
        case appealable
        /// The appeal waits for its ruling.
        case appealed
        /// The appeal was upheld.
        case dropped
        /// It counts.
        case counts
    }

    /// How far it has come at a time. An appeal after the window is none.
    package func standing(at now: Instant, appeal window: Milliseconds, payee: String) -> Standing {
        guard !evidence.isEmpty else { return .unproven }
        guard let confirmedAt, confirmedAt <= now, !confirmedBy.isEmpty, confirmedBy != payee else { return .proposed }
        let end = confirmedAt + window
        if let appealedAt, appealedAt < end, appealedAt <= now {
            switch ruling {
            case .none: return .appealed
            case .upheld: return .dropped
            case .rejected: return .counts
            }
        }
        return now < end ? .appealable : .counts
    }
}
