// What a sample's draw says.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

/// The lines of a draw.
struct SampleReport {
    let sampling: Sampling
    /// The ratio as it was written.
    let ratio: String
    let input: SampleInput
    private let verdicts: [Sampling.Verdict]

    init(sampling: Sampling, ratio: String, input: SampleInput) {
        self.sampling = sampling
        self.ratio = ratio
        self.input = input
        verdicts = sampling.verdicts(input.candidates)
    }

    /// The conversations that are drawn, a line each.
    var drawn: String {
        verdicts.filter(\.isDrawn).map { verdict in
            let reasons = verdict.reasons.map { reason in
                switch reason {
                case .ratio: "ratio"
                case .quota(let stratum, let value, let rank): "\(stratum.rawValue) \(value) #\(rank)"
                }
            }
            return "\(verdict.hash.hexadecimal)\t\(verdict.key)\t\(reasons.joined(separator: ", ").onOneLine)\n"
        }.joined()
    }

    /// How many were drawn of how many.
    var summary: String {
        let drawn = verdicts.filter(\.isDrawn)
        var text =
            "\(drawn.count.grouped) of \(verdicts.count.grouped) conversations drawn for \(sampling.period), "
            + "\(drawn.count { $0.reasons.contains(.ratio) }.grouped) of them by the ratio of \(ratio)"
        let left = SampleInput.Omission.allCases.map { ($0, input.count($0)) }.filter { $0.1 > 0 }
        if !left.isEmpty {
            text += "; episodes left out: " + left.map { "\($0.1.grouped) \($0.0.text)" }.joined(separator: ", ")
        }
        return text + "\n"
    }

    /// Why a conversation was drawn or not; `isThere` says whether it could have been.
    func proof(of name: String) -> (text: String, isThere: Bool) {
        let keys = input.conversations(named: name)
        guard !keys.isEmpty else { return ("\(name.onOneLine) is not among the evaluations that were read\n", false) }
        let proofs = keys.map { key in verdicts.first { $0.key == key }.map(proof) ?? omitted(key) }
        return (proofs.joined(), verdicts.contains { keys.contains($0.key) })
    }

    private func omitted(_ key: String) -> String {
        let reasons = input.omissions(of: key).map(\.text).joined(separator: ", ")
        return "\(key.onOneLine): could not be drawn; its episodes are \(reasons)\n"
    }

    private func proof(_ verdict: Sampling.Verdict) -> String {
        var lines = ["\(verdict.key.onOneLine): \(verdict.isDrawn ? "drawn" : "not drawn")"]
        lines.append(
            "  hash \(verdict.hash.hexadecimal): the first 8 bytes of HMAC-SHA-256(secret, \"\(sampling.period)\\n\(verdict.key.onOneLine)\")"
        )
        let isBelow = verdict.reasons.contains(.ratio)
        lines.append("  the ratio \(ratio) draws hashes below \(limit): \(isBelow ? "it is" : "it is not")")
        for rank in verdict.ranks {
            let quota = sampling.quotas[rank.stratum] ?? 0
            let isFirst = rank.rank <= quota
            lines.append(
                "  \(rank.stratum.rawValue) \(rank.value.onOneLine): number \(rank.rank.grouped) of \(rank.count.grouped) by hash; "
                    + (quota == 0
                        ? "there is no quota"
                        : "the quota draws the first \(quota): \(isFirst ? "it is" : "it is not")"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first hash that the ratio does not draw.
    private var limit: String {
        guard sampling.millionths < 1_000_000 else { return "1" + String(repeating: "0", count: 16) }
        // ⌈millionths · 2⁶⁴ / 10⁶⌉
        let (quotient, remainder) = UInt64(1_000_000).dividingFullWidth((sampling.millionths, 0))
        return (remainder > 0 ? quotient + 1 : quotient).hexadecimal
    }
}

extension UInt64 {
    /// Sixteen hexadecimal digits.
    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
