// Tokens: good ones, and every other kind.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import JWTKit
import Quality
import Testing

@testable import Services

@Suite("Bearer tokens")
struct TokenTests {
    private let key = ES256PrivateKey()

    private func jwks(_ kid: String = "k1") throws -> String {
        let parameters = try #require(key.publicKey.parameters)
        func url(_ base64: String) -> String {
            base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        return """
            {"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"\(kid)","x":"\(url(parameters.x))","y":"\(url(parameters.y))"}]}
            """
    }

    private func claims(_ change: (inout Services.Claims) -> Void = { _ in }) -> Services.Claims {
        let now = Double(Sample.now.milliseconds) / 1000
        var claims = Services.Claims(
            sub: "u1", exp: ExpirationClaim(value: Date(timeIntervalSince1970: now + 600)), iss: "issuer",
            aud: AudienceClaim(value: ["assay"]),
            tenant: "acme", role: "agent", agent: "A1", teams: nil)
        change(&claims)
        return claims
    }

    private func sign(
        _ claims: Services.Claims, _ key: ES256PrivateKey? = nil, kid: String = "k1"
    ) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: key ?? self.key, kid: JWKIdentifier(string: kid))
        return try await keys.sign(claims, kid: JWKIdentifier(string: kid))
    }

    private func reason(_ token: String) async throws -> String? {
        let tokens = try await Tokens(jwks: jwks(), issuer: "issuer", audience: "assay")
        do throws(Refusal) {
            _ = try await tokens.caller(token, now: Sample.now)
            return nil
        } catch {
            #expect(error.code == .unauthenticated)
            return error.reason
        }
    }

    @Test("a good token names its caller")
    func good() async throws {
        let tokens = try await Tokens(jwks: jwks(), issuer: "issuer", audience: "assay")
        let caller = try await tokens.caller(await sign(claims()), now: Sample.now)
        #expect(caller.tenant == "acme" && caller.role == .agent && caller.agent == "A1" && caller.subject == "u1")
        #expect(caller.expires == Sample.now + .seconds(600))
        let lead = try await tokens.caller(
            await sign(claims { ($0.role, $0.agent, $0.teams) = ("lead", nil, ["T1", "T2"]) }), now: Sample.now)
        #expect(lead.teams == ["T1", "T2"] && lead.agent.isEmpty)
    }

    @Test("every other kind is refused by its reason")
    func bad() async throws {
        let now = Double(Sample.now.milliseconds) / 1000
        #expect(try await reason("x") == "TOKEN_INVALID")
        #expect(try await reason(String(repeating: "x", count: 10_000)) == "TOKEN_TOO_LARGE")
        #expect(try await reason(await sign(claims(), ES256PrivateKey())) == "TOKEN_INVALID")
        let unsigned = "eyJhbGciOiJub25lIn0." + (try await sign(claims())).split(separator: ".")[1] + "."
        #expect(try await reason(String(unsigned)) == "TOKEN_INVALID")
        let forged = (try await sign(claims())).split(separator: ".")
        let payload = try await sign(claims { $0.role = "quality" }, ES256PrivateKey()).split(separator: ".")[1]
        #expect(try await reason([forged[0], payload, forged[2]].joined(separator: ".")) == "TOKEN_INVALID")
        #expect(
            try await reason(await sign(claims { $0.exp = .init(value: Date(timeIntervalSince1970: now - 31)) }))
                == "TOKEN_EXPIRED")
        #expect(
            try await reason(await sign(claims { $0.nbf = .init(value: Date(timeIntervalSince1970: now + 60)) }))
                == "TOKEN_NOT_YET_VALID")
        #expect(try await reason(await sign(claims { $0.iss = "other" })) == "TOKEN_ISSUER")
        #expect(try await reason(await sign(claims { $0.iss = nil })) == "TOKEN_ISSUER")
        #expect(try await reason(await sign(claims { $0.aud = AudienceClaim(value: ["other"]) })) == "TOKEN_AUDIENCE")
        #expect(try await reason(await sign(claims { $0.role = "admin" })) == "TOKEN_ROLE")
        #expect(try await reason(await sign(claims { $0.agent = nil })) == "TOKEN_CLAIMS")
        #expect(try await reason(await sign(claims { $0.role = "lead" })) == "TOKEN_CLAIMS")
        #expect(try await reason(await sign(claims { $0.tenant = "" })) == "TOKEN_CLAIMS")
    }

    @Test("keys that cannot be used are refused at the start")
    func badKeys() async throws {
        let bad = [
            "", "[]", #"{"keys":[]}"#, #"{"keys":[{"kty":"EC"}]}"#,
            try jwks().replacing(#""alg""#, with: #""d":"AAAA","alg""#),
            try jwks().replacing(#""kid":"k1","#, with: "").replacing(
                #"{"keys":["#, with: #"{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","x":"AA","y":"AA"},"#),
        ]
        for text in bad {
            await #expect(throws: Tokens.KeysError.self, "\(text)") {
                _ = try await Tokens(jwks: text, issuer: nil, audience: nil)
            }
        }
    }

    @Test("headers without a bearer token")
    func headers() async throws {
        let gate = Gate(.tokens(try await Tokens(jwks: jwks(), issuer: nil, audience: nil)))
        for header in [nil, "", "Basic abc", "Bearer", "Bearer "] {
            await #expect(throws: Refusal.self) { _ = try await gate.caller(authorization: header, now: Sample.now) }
        }
        let token = try await sign(claims())
        #expect(try await gate.caller(authorization: "bearer \(token)", now: Sample.now).agent == "A1")
    }
}
