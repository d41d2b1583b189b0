// Where every call passes first.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Finds out who calls, by the token.
package struct Gate: Sendable {
    /// Who is let in.
    package enum Admission: Sendable {
        /// Who has a good token.
        case tokens(Tokens)
        /// Everybody, as this caller: for demonstrations on loopback, where an explicit setting says so.
        case open(Caller)
    }

    private let admission: Admission

    /// A gate.
    package init(_ admission: Admission) { self.admission = admission }

    /// Whether everybody is let in.
    package var isOpen: Bool { if case .open = admission { true } else { false } }

    /// Who calls with this text of an `authorization` header.
    ///
    /// - Throws: `Refusal` when there is no token, or it is not good.
    package func caller(authorization: String?, now: Instant) async throws(Refusal) -> Caller {
        switch admission {
        case .open(let caller): return caller
        case .tokens(let tokens):
            guard let authorization else {
                throw .unauthenticated("TOKEN_MISSING", "There is no token: send 'authorization: Bearer …'.")
            }
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw .unauthenticated("TOKEN_MISSING", "The authorization is no bearer token: send 'Bearer …'.")
            }
            return try await tokens.caller(String(parts[1]), now: now)
        }
    }
}
