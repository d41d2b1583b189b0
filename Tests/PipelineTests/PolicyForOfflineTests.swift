// A small policy whose scores can be worked out in the head.
// SPDX-License-Identifier: Apache-2.0
import Quality
import Wire

/// A policy of two dimensions: words (60 %) and time (40 %).
enum PolicyForOfflineTests {
    /// One version.
    static func yaml(
        version: String = "1", from start: String = "2001-01-01T00:00:00Z", courtesy: String = "您好"
    ) -> String {
        """
        policy: test
        version: "\(version)"
        effective-from: \(start)
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 1h }
        clocks:
          first-response-human: { target: 30s, alerts: true, receivers: [leader] }
        rubric:
          words:
            weight: 60
            criteria:
              greeting:
                title: { zh: 问候, en: Greets }
                requirements: [S0-010]
                points: 50
                check: { requires: greeting, in: anywhere }
              slang:
                title: { zh: 网络用语, en: No slang }
                requirements: [S0-013]
                points: 50
                check: { forbids: [slang], each: 25 }
          time:
            weight: 40
            criteria:
              first-response:
                title: { zh: 首次响应, en: First response }
                requirements: [S0-011]
                points: 100
                check: { clock: first-response-human }
        lexicons:
          greeting: { phrases: [\(courtesy)] }
          slang: { phrases: [亲爱哒] }
        """
    }

    /// The policy of one version.
    static func policies() throws -> PolicySet { try PolicyLoader.load(files: [("test.yaml", yaml())]) }
}
