// The built-in policy "pharma-v1".
// SPDX-License-Identifier: Apache-2.0

extension Presets {
    /// The policy "pharma-v1" as the file a user would write: it is printed, copied and changed, and read like any other.
    static let pharmaV1 = #"""
        # A pharmacy's customer service, after the medical e-commerce handbook (S0, first edition): service
        # attitude 40 %, professional knowledge 40 %, communication 20 %.
        # The points of the criteria within their dimensions are ours where the handbook leaves them open. The words are
        # those of the standard lexicons: give your own house's words under "lexicons", whole or for single brands.
        policy: pharma-v1
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
          attitude:
            weight: 40
            criteria:
              greeting:
                title: { zh: 服务开始时问候客户, en: Greets the customer at the start }
                requirements: [S0-010]
                points: 12
                check: { requires: greeting, in: first 2 }
              courtesy:
                title: { zh: 使用礼貌用语, en: Uses polite words }
                requirements: [S0-010]
                points: 8
                check: { requires: courtesy, in: anywhere }
              prompt-response:
                title: { zh: 三十秒内由人工首次响应, en: A human answers first within 30 seconds }
                requirements: [S0-011]
                points: 20
                severity: major
                check: { clock: first-response-human }
              acknowledged:
                title: { zh: 紧急问题先快速确认收到, en: Acknowledges urgent matters fast }
                requirements: [S0-012]
                points: 3
                check: { follows: [urgent-words], by: customer, with: [acknowledgement, empathy, expected-time, progress-update, follow-up], within: 2 }
              time-told:
                title: { zh: 复杂或紧急问题告知预计处理时间, en: Says how long complex or urgent matters take }
                requirements: [S0-012]
                points: 2
                when: { any: [ { class: [complex, urgent] }, { said: urgent-words, by: customer } ] }
                check: { expects: { said: [any-duration, any-date, waiting-notice] } }
              standard-wording:
                title: { zh: 不用网络流行语、缩写和不当表情, en: "No net slang, abbreviations or improper emoji" }
                requirements: [S0-013, S0-014]
                points: 12
                check: { forbids: [slang, abbreviation, improper-emoji], each: 4 }
              form-of-address:
                title: { zh: 称呼得体，不过分亲昵, en: Addresses the customer properly and not intimately }
                requirements: [S0-015]
                points: 6
                check: { forbids: [intimate-address], each: 3 }
              patience:
                title: { zh: 不争执、不推诿、不表现不耐烦, en: "Does not argue, brush off or show impatience" }
                requirements: [S0-013]
                points: 12
                severity: major
                check: { forbids: [impatience, arguing, blame-shifting, complaint-threat], each: 12 }
              empathy:
                title: { zh: 客户情绪不佳时表达理解或歉意, en: Shows understanding or regret when the customer is upset }
                requirements: [S0-016]
                points: 15
                check: { follows: [dissatisfaction, worry], by: customer, with: [empathy, apology], within: 3 }
              confirmed-question:
                title: { zh: 耐心倾听并确认客户的问题, en: Listens and confirms the customer's question }
                requirements: [S0-017]
                points: 10
                check: { expects: { said: [clarifying-question, confirmation, confirmation-question, restatement] } }
          expertise:
            weight: 40
            criteria:
              misleading-medication:
                title:
                  zh: 不作误导用药的绝对化承诺，不劝阻就医
                  en: "No misleading cure claims, no talking out of seeing a doctor"
                requirements: [S0-022, S0-001]
                points: 20
                severity: critical
                fatal: true
                check: { forbids: [absolute-medical-claim, discouraged-care], each: 20 }
              verified-claims:
                title: { zh: 不作绝对化或未经证实的表述，不谈个人经验, en: "No absolute or unverified claims, no personal experience" }
                requirements: [S0-022]
                points: 14
                severity: major
                check: { forbids: [unverified-claim, personal-experience], each: 14 }
              banned-drugs:
                title: { zh: 不推荐政策限制的药品治疗具体疾病, en: Recommends no drug of the banned class for a disease }
                requirements: [S0-022]
                points: 6
                severity: major
                check: { forbids: [banned-drug-advice], each: 6 }
              drug-information:
                title:
                  zh: 药品信息准确（适应症、用法用量、禁忌症）
                  en: "Drug information is correct (indication, use, contraindications)"
                requirements: [S0-020, S0-001]
                points: 15
                severity: critical
                review: human
              facets-answered:
                title: { zh: 对用法、禁忌等提问有针对性回答, en: Answers questions on the use of a drug }
                requirements: [S0-020]
                points: 10
                check: { follows: [facet-question], by: customer, with: [drug-facet, referral], within: 4 }
              sources:
                title: { zh: 用药说明不以网传、道听途说为依据, en: Cites no hearsay as a source on drugs }
                requirements: [S0-021]
                points: 8
                check: { forbids: [hearsay], each: 8 }
              platform-rules:
                title: { zh: 平台规则说明正确, en: States the platform's rules correctly }
                requirements: [S0-025]
                points: 7
                review: human
              return-explained:
                title: { zh: 退换货说明具体步骤或时限, en: Explains returns by steps or dates }
                requirements: [S0-026]
                points: 8
                when: { all: [ { said: return-topic, by: customer }, { said: return-topic } ] }
                check: { expects: { said: [step-by-step, process, return-deadline, any-duration, any-date, solution-stated, follow-up] } }
              authority:
                title: { zh: 无法办理或超出权限时告知流程或负责人员, en: Names the process or person for what the agent cannot do }
                requirements: [S0-027]
                points: 12
                check: { follows: [cannot], by: agent, with: [next-step], within: 2 }
          communication:
            weight: 20
            criteria:
              plain-words:
                title: { zh: 表达简明，不用行话, en: Plain words without jargon }
                requirements: [S0-030]
                points: 15
                check: { forbids: [jargon], each: 3 }
              structured:
                title: { zh: 较长内容分段或分条, en: Puts long content into paragraphs or items }
                requirements: [S0-031]
                points: 20
                check: { structured-above: 200 }
              confirmed-information:
                title: { zh: 用法用量等关键信息以提问再次确认, en: Confirms dosage and other key information by a question }
                requirements: [S0-032]
                points: 25
                check: { follows: [dosage, contraindication], by: agent, with: [check-question], within: 2 }
              preliminary-answer:
                title: { zh: 复杂问题两小时内给出初步答复, en: Gives a preliminary answer within two hours }
                requirements: [S0-035]
                points: 15
                when: { class: [complex] }
                check: { expects: { said: [solution-stated, solution, progress-update, expected-time], in: first 2h } }
              closing:
                title: { zh: 结束前询问是否满意, en: Asks at the end whether the customer is satisfied }
                requirements: [S0-036]
                points: 25
                check: { requires: closing, in: last 3 }

        """#
}
