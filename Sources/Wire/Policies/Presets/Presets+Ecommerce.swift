// The built-in policy "ecommerce".
// SPDX-License-Identifier: Apache-2.0

extension Presets {
    /// The policy "ecommerce" as the file a user would write: it is printed, copied and changed, and read like any other.
    static let ecommerce = #"""
        # An online shop, after the e-commerce platform handbook (S2), which has no numbers: weights, points and
        # limits are ours.
        # The points of the criteria within their dimensions are ours where the handbook leaves them open. The words are
        # those of the standard lexicons: give your own house's words under "lexicons", whole or for single brands.
        policy: ecommerce
        version: "1.1.0"
        effective-from: 2020-01-01T00:00:00+08:00
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        clocks:
          first-response-human: { target: 30s, alerts: true, receivers: [leader] }
          first-response-any: { target: 30s, alerts: false }
        standard-lexicons: "1"
        scoring: { not-applicable: redistribute, fatal-score: 0, fatal-alerts: [supervisor] }

        rubric:
          responsiveness:
            weight: 20
            criteria:
              first-response:
                title: { zh: 首次响应及时, en: Answers first in time }
                requirements: [S2-010]
                points: 40
                severity: major
                check: { clock: first-response-human }
              replies:
                title: { zh: 每个问题三分钟内有回应, en: Answers every question within three minutes }
                requirements: [S2-010]
                points: 35
                check: { replies-within: 3m }
              staged-feedback:
                title: { zh: 需要等待时告知等待时间或进展, en: Gives waiting times or progress while the customer waits }
                requirements: [S2-010]
                points: 25
                when: { wait: customer, longer-than: 3m }
                check: { expects: { said: [please-wait, waiting-notice, progress-update, expected-time, apology] } }
          language-and-attitude:
            weight: 30
            criteria:
              greeting:
                title: { zh: 服务开始时问候客户, en: Greets the customer at the start }
                requirements: [S2-011]
                points: 10
                check: { requires: greeting, in: first 2 }
              courtesy:
                title: { zh: 使用礼貌用语, en: Uses polite words }
                requirements: [S2-011, S2-012]
                points: 15
                check: { requires: courtesy, in: anywhere }
              standard-wording:
                title: { zh: 用语规范，无缩写和不当表情, en: "Standard wording, no abbreviations or improper emoji" }
                requirements: [S2-011]
                points: 10
                check: { forbids: [abbreviation, improper-emoji, own-emotion], each: 5 }
              understands:
                title: { zh: 复杂问题经确认准确理解意图, en: Makes sure of the intent of complex questions }
                requirements: [S2-011]
                points: 15
                when: { message: customer, longer-than: 60 }
                check: { expects: { said: [clarifying-question, confirmation, confirmation-question, restatement] } }
              structured:
                title: { zh: 较长内容分段或分条, en: Puts long content into paragraphs or items }
                requirements: [S2-011]
                points: 5
                check: { structured-above: 200 }
              empathy:
                title: { zh: 客户情绪不佳时表达理解或歉意, en: Shows understanding or regret when the customer is upset }
                requirements: [S2-012]
                points: 20
                check: { follows: [dissatisfaction, worry], by: customer, with: [empathy, apology], within: 3 }
              patience:
                title: { zh: 耐心，不争执、不推诿, en: "Is patient, does not argue or shift blame" }
                requirements: [S2-012]
                points: 20
                severity: major
                check: { forbids: [impatience, arguing, blame-shifting, complaint-threat], each: 20 }
              not-repetitive:
                title: { zh: 不重复发送相同内容, en: Does not send the same message again and again }
                requirements: [S2-012]
                points: 5
                check: { avoids: { message: agent, repeated: true, longer-than: 30 }, each: 2.5 }
          solution:
            weight: 35
            criteria:
              knowledge:
                title: { zh: 规则、商品和售后政策准确, en: "Rules, product and after-sale policy are correct" }
                requirements: [S2-013]
                points: 15
                review: human
              solution-stated:
                title: { zh: 给出明确的解决办法, en: States a clear solution }
                requirements: [S2-022]
                points: 15
                when: { said: [dissatisfaction, worry, unsolved, return-topic, delay-question, repeated-problem], by: customer }
                check: { expects: { said: [solution-stated, solution, process, progress-update, expected-time, follow-up] } }
              lawful-and-reasonable:
                title: { zh: 方案合法合理, en: The solution is lawful and reasonable }
                requirements: [S2-022]
                points: 5
                review: human
              delays-explained:
                title: { zh: 发货或物流问题说明原因或预计时间, en: Answers delivery questions with a reason or a time }
                requirements: [S2-013]
                points: 10
                when: { said: delay-question, by: customer }
                check: { expects: { said: [any-duration, any-date, reason, progress-update, follow-up, acknowledgement, solution] } }
              returns-explained:
                title: { zh: 退换货说明步骤或时限, en: Explains returns by steps or time limits }
                requirements: [S2-013]
                points: 10
                when: { all: [ { said: return-topic, by: customer }, { said: return-topic } ] }
                check: { expects: { said: [step-by-step, process, return-deadline, any-duration, any-date, solution-stated, follow-up] } }
              alternative:
                title: { zh: 无法办理时给出替代办法, en: Offers another way for what cannot be done }
                requirements: [S2-022]
                points: 15
                check: { follows: [cannot], by: agent, with: [next-step], within: 2 }
              not-rejected:
                title:
                  zh: 方案被客户接受，最后没有拒绝或未解决
                  en: "The solution is accepted: no rejection or unsolved problem at the end"
                requirements: [S2-022]
                points: 15
                check: { avoids: { said: [rejection, unsolved], by: customer, in: last 1, after: { message: agent } }, each: 15 }
              no-repeated-description:
                title: { zh: 客户无需重复描述问题, en: The customer need not tell the problem again }
                requirements: [S2-022, S3-006]
                points: 5
                check: { avoids: { said: repeated-problem, by: customer }, each: 5 }
              closing:
                title: { zh: 结束前询问是否还有其他问题, en: Asks at the end whether anything is left }
                requirements: [S2-022]
                points: 10
                check: { requires: closing, in: last 3 }
          compliance:
            weight: 15
            criteria:
              forbidden-promises:
                title: { zh: 不作违规承诺，不引导私下交易, en: "No forbidden promises, no deals off the platform" }
                requirements: [S2-030]
                points: 30
                severity: critical
                fatal: true
                check: { forbids: [forbidden-promise], each: 30 }
              improper-speech:
                title: { zh: 不使用不当言论, en: No improper speech }
                requirements: [S2-030]
                points: 15
                severity: critical
                check: { forbids: [complaint-threat, false-information], each: 15 }
              reviews:
                title: { zh: 不索要好评、不以返利换评价, en: Does not ask or pay for good reviews }
                requirements: [S2-030]
                points: 6
                check: { forbids: [review-solicitation], each: 3 }
              official-channels:
                title: { zh: 不引导到平台外联系, en: Keeps contact on official channels }
                requirements: [S2-030]
                points: 4
                check: { forbids: [off-channel-contact], each: 4 }
              advertising:
                title: { zh: 不用绝对化和夸大宣传用语, en: No superlatives or exaggeration }
                requirements: [S2-030, S4-061]
                points: 15
                check: { forbids: [superlative, exaggeration], each: 5 }
              personal-data:
                title: { zh: 不索要无关的敏感信息, en: Asks for no sensitive data without a purpose }
                requirements: [S2-030, S0-043]
                points: 15
                severity: critical
                when: { not: { any: [ { event: consent, given: true }, { said: data-purpose } ] } }
                check: { forbids: [credential-request, personal-data-request], each: 15 }
              secrets:
                title: { zh: 不泄露他人信息和内部资料, en: Leaks neither other people's data nor internal matters }
                requirements: [S2-030, S4-048]
                points: 15
                severity: critical
                check: { forbids: [leak-of-secrets], each: 15 }
          beyond-expectation:
            bonus: 5
            criteria:
              implicit-need:
                title: { zh: 主动发现隐含需求, en: Finds a need that was not spoken }
                requirements: [S4-035]
                points: 2
                check: { expects: { said: implicit-need } }
              thanked:
                title: { zh: 客户在结尾致谢, en: The customer thanks at the end }
                requirements: [S2-022]
                points: 3
                check: { expects: { said: thanks, by: customer, in: last 2 } }

        """#
}
