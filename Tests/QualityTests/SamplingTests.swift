// The keyed hash against published vectors, and draws that can be proven.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Quality

@Suite("Sampling")
struct SamplingTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("SHA-256: the examples of FIPS 180-4, and lengths around a block")
    func sha256() {
        #expect(
            hex(SHA256.hash(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hex(SHA256.hash([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            hex(SHA256.hash(Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)))
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        #expect(
            hex(SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000)))
                == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
    }

    @Test("HMAC-SHA-256: test cases 1, 2 and 6 of RFC 4231")
    func hmac() {
        #expect(
            hex(SHA256.hmac(key: [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8)))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            hex(SHA256.hmac(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = "Test Using Larger Than Block-Size Key - Hash Key First"
        #expect(
            hex(SHA256.hmac(key: [UInt8](repeating: 0xaa, count: 131), Array(long.utf8)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    private func sampling(
        _ millionths: UInt64, _ quotas: [Sampling.Stratum: Int] = [:], secret: String = "s"
    ) -> Sampling {
        Sampling(period: "2026-11", millionths: millionths, quotas: quotas, secret: Array(secret.utf8))
    }

    /// Agent A0 has most of the conversations, A9 has three.
    private let candidates = (0..<4_000).map { number in
        Sampling.Candidate(
            key: "acme/c\(number)",
            strata: [.agent: [number < 3 ? "A9" : "A\(number % 5)"], .channel: [number % 2 == 0 ? "chat" : "phone"]])
    }

    @Test("S0-050, S3-066, X39: the same secret and period draw the same, in whatever order the conversations come")
    func reproducible() {
        let draw = sampling(20_000, [.agent: 3]).verdicts(candidates)
        #expect(draw == sampling(20_000, [.agent: 3]).verdicts(candidates.reversed() + candidates))
        let drawn = Set(draw.filter(\.isDrawn).map(\.key))
        #expect((50...120).contains(drawn.count), "about two in a hundred, and the quota")
        let others = sampling(20_000, [.agent: 3], secret: "another").verdicts(candidates)
        #expect(Set(others.filter(\.isDrawn).map(\.key)).intersection(drawn).count < 20)
        #expect(draw.map(\.hash) == draw.map(\.hash).sorted())
    }

    @Test("a quota takes the first of each by hash, and all of them where there are fewer")
    func quotas() {
        let draw = sampling(0, [.agent: 5, .channel: 2]).verdicts(candidates)
        func drawn(_ stratum: Sampling.Stratum, _ value: String) -> Int {
            draw.count { verdict in
                verdict.reasons.contains { if case .quota(stratum, value, _) = $0 { true } else { false } }
            }
        }
        #expect((0..<5).allSatisfy { drawn(.agent, "A\($0)") == 5 } && drawn(.agent, "A9") == 3)
        #expect(drawn(.channel, "chat") == 2 && drawn(.channel, "phone") == 2)
        let first = draw.first { $0.ranks.contains { $0.value == "A9" } }
        #expect(first?.reasons.contains(.quota(.agent, "A9", rank: 1)) == true && first?.ranks[0].count == 3)
    }

    @Test("the ratio is exact at its ends: nothing of 0, all of 100 percent")
    func ratios() {
        #expect(sampling(0).verdicts(candidates).allSatisfy { !$0.isDrawn })
        #expect(sampling(1_000_000).verdicts(candidates).allSatisfy { $0.isDrawn })
        #expect(sampling(1_000_000).isBelowRatio(.max) && !sampling(999_999).isBelowRatio(.max))
        #expect(sampling(500_000).isBelowRatio(1 << 63 - 1) && !sampling(500_000).isBelowRatio(1 << 63))
    }

    @Test("what is hashed is the period, a line feed and the key: anybody can compute it")
    func recomputed() {
        let key = SHA256.hmac(key: Array("s".utf8), Array("2026-11\nacme/c1".utf8))
        #expect(sampling(0).hash("acme/c1") == key.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}
