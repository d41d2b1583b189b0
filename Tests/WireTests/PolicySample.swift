// A small policy that is right, for tests to spoil.
// SPDX-License-Identifier: Apache-2.0

/// A policy file that has one criterion of every kind of check and is right.
enum PolicySample {
    static let text = """
        policy: sample
        version: "1.0.0"
        effective-from: 2026-01-01T00:00:00+08:00
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        clocks:
          first-response-human: { target: 30s, alerts: true, receivers: [leader] }
          first-response-any: { target: 2m, alerts: false }
        lexicons:
          greeting: { phrases: [您好, Hello] }
          slang: { phrases: [酱紫, 给力], exempt: [给力气] }
          anger: { phrases: [投诉] }
          soothing: { phrases: [抱歉] }
          solution: { phrases: [退款] }
        rubric:
          attitude:
            weight: 60.5
            criteria:
              greeting:
                title: { zh: 问候, en: Greets }
                requirements: [S0-010, S1-012]
                points: 33.33
                check: { requires: greeting, in: first 2 }
              wording:
                title: { zh: 用语, en: Wording }
                requirements: [S0-013]
                points: 33.33
                check: { forbids: [slang], each: 5 }
              empathy:
                title: { zh: 同理心, en: Empathy }
                requirements: [S0-016]
                points: 33.34
                check: { follows: [anger], by: customer, with: [soothing], within: 3 }
          efficiency:
            weight: 39.5
            criteria:
              soothe-first:
                title: { zh: 先安抚, en: Soothes first }
                requirements: [S1-015]
                points: 20
                check: { order: [soothing], before: [solution], after: [anger] }
              prompt:
                title: { zh: 首次响应, en: Answers promptly }
                requirements: [S0-011]
                points: 20
                check: { clock: first-response-human }
              replies:
                title: { zh: 响应, en: Replies }
                requirements: [S0-034]
                points: 20
                check: { replies-within: 2m }
              structured:
                title: { zh: 分段, en: Structured }
                requirements: [S0-031]
                points: 20
                check: { structured-above: 200 }
              note:
                title: { zh: 交接, en: Hand-over note }
                requirements: [S1-021]
                points: 20
                check: { hand-over-note: true }
        """

    /// The sample with every occurrence of a passage replaced.
    static func with(_ passage: String, as replacement: String) -> String {
        text.replacing(passage, with: replacement)
    }

    /// The number of the first line that has the passage, from 1.
    static func line(of passage: String, in text: String = text) -> Int? {
        text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(passage) }.map { $0 + 1 }
    }
}
