// Bonus sections, fatal criteria and what does not apply.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Scoring of bonus sections and fatal criteria")
struct ScoringTests {
    private func evaluation(_ lines: String, scoring: String = "", bonus: Bool = true) throws -> Evaluation {
        let bonusSection = """

              extra:
                bonus: 5
                criteria:
                  thanks:
                    title: { zh: 致谢, en: Thanks }
                    requirements: [S0-010]
                    points: 3
                    check: { expects: { said: thanks } }
                  wish:
                    title: { zh: 祝福, en: Wish }
                    requirements: [S0-010]
                    points: 3.5
                    check: { expects: { said: wish } }
            """
        let yaml = """
            policy: t
            version: "1"
            effective-from: 2020-01-01T00:00:00+08:00
            zone: Asia/Shanghai
            allowed-skew: 5s
            surveys: { window: 24h }
            lexicons:
              leak: { phrases: [机密] }
              slang: { phrases: [yyds] }
              thanks: { phrases: [谢谢] }
              wish: { phrases: [祝您] }
              anger: { phrases: [投诉] }
            \(scoring)
            rubric:
              conduct:
                weight: 70
                criteria:
                  secrets:
                    title: { zh: 保密, en: Secrets }
                    requirements: [S1-003]
                    points: 40
                    severity: critical
                    fatal: true
                    check: { forbids: [leak], each: 20 }
                  wording:
                    title: { zh: 用语, en: Wording }
                    requirements: [S0-013]
                    points: 60
                    check: { forbids: [slang], each: 10 }
              soothing:
                weight: 30
                criteria:
                  soothes:
                    title: { zh: 安抚, en: Soothes }
                    requirements: [S0-016]
                    points: 100
                    when: { said: anger, by: customer }
                    check: { expects: { said: thanks } }\(bonus ? bonusSection : "")
            """
        let text =
            bonus
            ? yaml
            : yaml.replacing("thanks: { phrases: [谢谢] }\n  wish: { phrases: [祝您] }", with: "thanks: { phrases: [谢谢] }")
        let policy = try PolicyFile.decode(yaml: text, file: "t.yaml")
        return Transcript(lines, policy: policy).evaluation()
    }

    private func sum(_ deductions: [Deduction]) -> Points { deductions.reduce(.zero) { $0 + $1.points } }

    @Test("a bonus section awards points on top, with evidence, up to its cap")
    func bonus() throws {
        let both = try evaluation("C 0 在吗\nA 5 谢谢，祝您愉快")
        #expect(both.score == Points(hundredths: 10_500))
        #expect(both.bonus == Points(hundredths: 500))
        #expect(both.awards.map(\.points.hundredths) == [300, 200])
        #expect(both.awards.map(\.evidence.lexicon) == ["thanks", "wish"])
        let one = try evaluation("C 0 在吗\nA 5 yyds，谢谢")
        #expect(one.score == Points(hundredths: 9_300), "10 of 100 points of all weight lost, 3 awarded")
        #expect(one.dimensions.count == 3 && one.dimensions[2].weight == .zero && one.dimensions[2].score == nil)
    }

    @Test("A16, X33: a fatal failure sets the score, and the deductions still add up")
    func fatal() throws {
        let failed = try evaluation("C 0 在吗\nA 5 机密，谢谢")
        #expect(failed.score == .zero && failed.awards.isEmpty && failed.bonus == .zero)
        #expect(failed.fatal == [CriterionPlace(dimension: 0, criterion: 0)])
        #expect(sum(failed.deductions) == .hundred)
        #expect(failed.deductions.count == 1, "one record of evidence for what was lost")
        let twice = try evaluation("C 0 投诉\nA 5 机密，机密，yyds", scoring: "scoring: { fatal-score: 20 }")
        #expect(twice.score == Points(hundredths: 2_000))
        #expect(sum(twice.deductions) == Points(hundredths: 8_000))
        let worse = try evaluation(
            "C 0 投诉\nA 5 机密，机密，yyds yyds yyds yyds yyds yyds", scoring: "scoring: { fatal-score: 20 }")
        #expect(worse.score == .zero, "what is below the fatal score stays")
        #expect(sum(worse.deductions) == .hundred)
    }

    @Test("A13: a dimension in which nothing applies gives its weight away, or leaves the total blank, by policy")
    func notApplicable() throws {
        let shared = try evaluation("C 0 在吗\nA 5 yyds")
        #expect(shared.score == Points(hundredths: 9_000))
        #expect(shared.dimensions[0].weight == .hundred && shared.dimensions[1].score == nil)
        let blank = try evaluation("C 0 在吗\nA 5 yyds", scoring: "scoring: { not-applicable: blank }")
        #expect(blank.score == nil && blank.bonus == .zero && blank.awards.isEmpty)
        #expect(blank.dimensions[0].score == Points(hundredths: 9_000) && blank.dimensions[1].score == nil)
        let full = try evaluation("C 0 投诉\nA 5 yyds", scoring: "scoring: { not-applicable: blank }")
        #expect(full.score == Points(hundredths: 6_300), "7 lost of the first, all of the second")
    }

    @Test("A14: where nothing applies there is no score, and nothing is awarded")
    func nothing() throws {
        let evaluation = try evaluation("C 0 在吗\nB 5 谢谢")
        #expect(evaluation.score == nil && evaluation.awards.isEmpty && evaluation.deductions.isEmpty)
    }
}
