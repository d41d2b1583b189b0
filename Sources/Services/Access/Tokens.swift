// Bearer tokens: who is calling.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import JWTKit
package import Quality

/// Checks bearer tokens (JWT, RFC 7519) against the keys of a JWKS file.
///
/// Claims: `sub`, `exp` (required), `nbf`, `iss` and `aud` as the settings ask for them, `tenant`, `role` ("agent", "lead", "quality",
/// "payroll"), `agent` for role agent and `teams` for role lead. Only signatures by a public key of the file are good: there is no token
/// without one, and none with a shared secret.
package struct Tokens: Sendable {
    /// A token has no more bytes.
    package static let mostBytes = 8 << 10
    /// So far clocks may be apart.
    package static let skew = Milliseconds.seconds(30)

    private let keys: JWTKeyCollection
    /// The names of the keys; empty when there is one without a name.
    private let names: Set<String>
    private let issuer: String?
    private let audience: String?

    /// What a file of keys lacks.
    package struct KeysError: Error, CustomStringConvertible {
        /// What is wrong with it, and how to mend it.
        package let description: String
    }

    /// The keys of a JWKS, and whose tokens are good; nil where every issuer or audience is.
    ///
    /// - Throws: `KeysError` when it is no JWKS, or has no key that signs.
    package init(jwks: String, issuer: String?, audience: String?) async throws(KeysError) {
        self.issuer = issuer
        self.audience = audience
        keys = JWTKeyCollection()
        let set: JWKS
        do {
            set = try JSONDecoder().decode(JWKS.self, from: Data(jwks.utf8))
        } catch {
            throw KeysError(
                description: "it is no JSON Web Key Set: write {\"keys\": [...]} with public keys (RFC 7517)")
        }
        guard !set.keys.isEmpty else { throw KeysError(description: "it has no key: nobody could call") }
        names = Set(set.keys.compactMap { $0.keyIdentifier?.string })
        guard names.count == set.keys.count || set.keys.count == 1 else {
            throw KeysError(description: "its keys need a \"kid\" each, and no two the same one")
        }
        for (index, key) in set.keys.enumerated() {
            guard key.privateExponent == nil else {
                throw KeysError(
                    description: "key \(index + 1) is a private one: write only the public members, without \"d\"")
            }
            do {
                try await keys.add(jwk: key)
            } catch {
                throw KeysError(
                    description:
                        "key \(index + 1) cannot be used: RSA, EC and OKP keys with their \"alg\" can (\(error))")
            }
        }
    }

    /// Whom a token stands for.
    ///
    /// - Throws: `Refusal`: it is forged, expired, for others, or its claims do not say who calls.
    package func caller(_ token: String, now: Instant) async throws(Refusal) -> Caller {
        guard token.utf8.count <= Tokens.mostBytes else {
            throw .unauthenticated("TOKEN_TOO_LARGE", "The token has more than \(Tokens.mostBytes) bytes.")
        }
        try checkHeader(token)
        let claims: Claims
        do {
            claims = try await keys.verify(token, as: Claims.self)
        } catch {
            throw .unauthenticated(
                "TOKEN_INVALID", "The token is not signed by a known key, or lacks a claim: get a new one.")
        }
        return try claims.caller(now: now, issuer: issuer, audience: audience)
    }

    /// What a token says of how it is signed.
    private struct Header: Decodable {
        var kid: String?
        var crit: [String]?
    }

    /// The library takes any key for a token that names an unknown one, and knows no extensions that a token insists on (`crit`).
    private func checkHeader(_ token: String) throws(Refusal) {
        let invalid = Refusal.unauthenticated(
            "TOKEN_INVALID", "The token is not signed by a known key, or lacks a claim: get a new one.")
        guard token.utf8.allSatisfy(Self.isOfToken), let text = token.split(separator: ".").first else { throw invalid }
        let base64 = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padded = base64 + String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let header = try? JSONDecoder().decode(Header.self, from: data),
            header.crit == nil, header.kid.map({ names.isEmpty || names.contains($0) }) ?? (names.count <= 1)
        else { throw invalid }
    }

    /// Base64url and dots: a token goes into the header of a cookie as it is.
    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// What a token says.
struct Claims: JWTPayload {
    var sub: SubjectClaim
    var exp: ExpirationClaim
    var nbf: NotBeforeClaim?
    var iss: IssuerClaim?
    var aud: AudienceClaim?
    var tenant: String
    var role: String
    var agent: String?
    var teams: [String]?

    /// The signature is checked by then; times and names are checked against the settings in `caller`.
    func verify(using key: some JWTAlgorithm) throws {}

    /// Whom it stands for.
    ///
    /// - Throws: `Refusal` that says which claim is not good.
    func caller(now: Instant, issuer: String?, audience: String?) throws(Refusal) -> Caller {
        let expires = Instant(milliseconds: Claims.milliseconds(exp.value))
        guard now < expires + Tokens.skew else {
            throw .unauthenticated("TOKEN_EXPIRED", "The token has expired: get a new one.")
        }
        if let nbf, now + Tokens.skew < Instant(milliseconds: Claims.milliseconds(nbf.value)) {
            throw .unauthenticated("TOKEN_NOT_YET_VALID", "The token is not valid yet.")
        }
        if let issuer, iss?.value != issuer {
            throw .unauthenticated("TOKEN_ISSUER", "The token was issued by somebody else than the gateway trusts.")
        }
        if let audience, aud?.value.contains(audience) != true {
            throw .unauthenticated("TOKEN_AUDIENCE", "The token is for another service (claim aud).")
        }
        guard let role = CallerRole(rawValue: role) else {
            let words = CallerRole.allCases.map(\.rawValue).joined(separator: ", ")
            throw .unauthenticated("TOKEN_ROLE", "The token's role is none of \(words).")
        }
        let names = [tenant, sub.value, agent ?? "-"] + (teams ?? [])
        guard names.allSatisfy({ (1...256).contains($0.utf8.count) }), (teams ?? []).count <= 256 else {
            throw .unauthenticated("TOKEN_CLAIMS", "Names in the token's claims are empty or longer than 256 bytes.")
        }
        guard role != .agent || agent != nil else {
            throw .unauthenticated("TOKEN_CLAIMS", "A token of role agent names the agent (claim agent).")
        }
        guard role != .lead || teams?.isEmpty == false else {
            throw .unauthenticated("TOKEN_CLAIMS", "A token of role lead names the teams (claim teams).")
        }
        return Caller(
            tenant: tenant, role: role, subject: sub.value, agent: agent ?? "",
            teams: role == .lead ? Set(teams ?? []) : [], expires: expires)
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        let limit = Double(Instant.distantFuture.milliseconds)
        return milliseconds.isNaN ? 0 : Int64(min(max(milliseconds, -limit), limit))
    }
}
