// The built-in policy "pharma-v2".
// SPDX-License-Identifier: Apache-2.0

extension Presets {
    /// The policy "pharma-v2" as the file a user would write: it is printed, copied and changed, and read like any other.
    static let pharmaV2 = #"""
        # A pharmacy's online customer service, after the medical e-commerce handbook (S0, second edition): service
        # attitude 30 %, professional knowledge 40 %, communication 20 %, efficiency and compliance 10 %.
        # The points of the criteria within their dimensions are ours where the handbook leaves them open. The words are
        # those of the standard lexicons: give your own house's words under "lexicons", whole or for single brands.
        policy: pharma-v2
        version: "2.2.0"
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
            weight: 30
            criteria:
              greeting:
                title: { zh: 服务开始时问候客户, en: Greets the customer at the start }
                requirements: [S0-010, S1-012]
                points: 10
                check: { requires: greeting, in: first 2 }
              courtesy:
                title: { zh: 使用礼貌用语, en: Uses polite words }
                requirements: [S0-010]
                points: 8
                check: { requires: courtesy, in: anywhere }
              prompt-response:
                title: { zh: 三十秒内由人工首次响应, en: A human answers first within 30 seconds }
                requirements: [S0-011]
                points: 15
                severity: major
                check: { clock: first-response-human }
              acknowledged:
                title: { zh: 紧急问题先快速确认收到, en: Acknowledges urgent matters fast }
                requirements: [S0-012]
                points: 5
                check: { follows: [urgent-words], by: customer, with: [acknowledgement, empathy, expected-time, progress-update, follow-up], within: 2 }
              time-told:
                title: { zh: 复杂或紧急问题告知预计处理时间, en: Says how long complex or urgent matters take }
                requirements: [S0-012]
                points: 5
                when: { any: [ { class: [complex, urgent] }, { said: urgent-words, by: customer } ] }
                check: { expects: { said: [any-duration, any-date, waiting-notice] } }
              standard-wording:
                title: { zh: 不用网络流行语、缩写和不当表情, en: "No net slang, abbreviations or improper emoji" }
                requirements: [S0-013, S0-014]
                points: 12
                check: { forbids: [slang, abbreviation, improper-emoji], each: 4 }
              written-language:
                title: { zh: 使用规范书面语，标点不滥用, en: "Writes standard language, without runs of punctuation" }
                requirements: [S0-014]
                points: 5
                check: { avoids: { said: punctuation-run }, each: 1 }
              form-of-address:
                title: { zh: 称呼得体，不过分亲昵, en: Addresses the customer properly and not intimately }
                requirements: [S0-015]
                points: 7
                check: { forbids: [intimate-address], each: 3.5 }
              patience:
                title: { zh: 不争执、不推诿、不表现不耐烦, en: "Does not argue, brush off or show impatience" }
                requirements: [S0-013, S1-015]
                points: 12
                severity: major
                check: { forbids: [impatience, arguing, blame-shifting, complaint-threat], each: 12 }
              empathy:
                title: { zh: 客户情绪不佳时表达理解或歉意, en: Shows understanding or regret when the customer is upset }
                requirements: [S0-016]
                points: 12
                check: { follows: [dissatisfaction, worry], by: customer, with: [empathy, apology], within: 3 }
              listening:
                title: { zh: 耐心倾听，不打断客户, en: Listens and does not cut the customer short }
                requirements: [S0-017]
                points: 3
                check: { forbids: [interruption], each: 3 }
              tailored-help:
                title:
                  zh: 客户行动或操作不便时提供相应协助
                  en: Offers fitting help to a customer with reduced mobility or means
                requirements: [S0-018]
                points: 4
                check: { follows: [limited-ability], by: customer, with: [tailored-help], within: 4 }
              personal-advice:
                title: { zh: 结合客户具体情况给出个性化建议, en: Advice fits the customer's situation }
                requirements: [S0-018]
                points: 2
                review: human
          expertise:
            weight: 40
            criteria:
              special-populations:
                title: { zh: 对特殊人群告知注意事项, en: Tells special populations what to mind }
                requirements: [S0-024]
                points: 15
                severity: major
                check: { follows: [special-population], by: customer, with: [precaution], within: 3 }
              referral:
                title: { zh: 超出知识范围时建议咨询医生或药师, en: Refers to a doctor or pharmacist beyond own knowledge }
                requirements: [S0-023]
                points: 12
                severity: major
                check: { follows: [medical-question], by: customer, with: [referral], within: 3 }
              misleading-medication:
                title:
                  zh: 不作误导用药的绝对化承诺，不劝阻就医
                  en: "No misleading cure claims, no talking out of seeing a doctor"
                requirements: [S0-022, S0-001]
                points: 15
                severity: critical
                fatal: true
                check: { forbids: [absolute-medical-claim, discouraged-care], each: 15 }
              verified-claims:
                title: { zh: 不作绝对化或未经证实的表述，不谈个人经验, en: "No absolute or unverified claims, no personal experience" }
                requirements: [S0-022]
                points: 10
                severity: major
                check: { forbids: [unverified-claim, personal-experience], each: 10 }
              banned-drugs:
                title: { zh: 不推荐政策限制的药品治疗具体疾病, en: Recommends no drug of the banned class for a disease }
                requirements: [S0-022]
                points: 5
                severity: major
                check: { forbids: [banned-drug-advice], each: 5 }
              drug-information:
                title:
                  zh: 药品信息准确
                  en: "Drug information is correct (indication, use, contraindications, reactions, storage, shelf life)"
                requirements: [S0-020, S0-001, S0-021]
                points: 10
                severity: critical
                review: human
              facets-answered:
                title: { zh: 对用法、禁忌、储存等提问有针对性回答, en: Answers questions on the six facets of a drug }
                requirements: [S0-020]
                points: 8
                check: { follows: [facet-question], by: customer, with: [drug-facet, referral], within: 4 }
              sources:
                title: { zh: 用药说明不以网传、道听途说为依据, en: Cites no hearsay as a source on drugs }
                requirements: [S0-021]
                points: 5
                check: { forbids: [hearsay], each: 5 }
              platform-rules:
                title: { zh: 平台规则说明正确, en: States the platform's rules correctly }
                requirements: [S0-025]
                points: 4
                review: human
              return-explained:
                title: { zh: 退换货说明具体步骤或时限, en: Explains returns by steps or dates }
                requirements: [S0-026]
                points: 6
                when: { all: [ { said: return-topic, by: customer }, { said: return-topic } ] }
                check: { expects: { said: [step-by-step, process, return-deadline, any-duration, any-date, solution-stated, follow-up] } }
              authority:
                title: { zh: 无法办理或超出权限时告知流程或负责人员, en: Names the process or person for what the agent cannot do }
                requirements: [S0-027, S1-014]
                points: 10
                check: { follows: [cannot], by: agent, with: [next-step], within: 2 }
          communication:
            weight: 20
            criteria:
              confirmed-question:
                title: { zh: 确认客户的问题, en: Confirms the customer's question }
                requirements: [S0-017]
                points: 15
                check: { expects: { said: [clarifying-question, confirmation, confirmation-question, restatement] } }
              confirmed-information:
                title: { zh: 用法用量等关键信息以提问再次确认, en: Confirms dosage and other key information by a question }
                requirements: [S0-032]
                points: 15
                check: { follows: [dosage, contraindication], by: agent, with: [check-question], within: 2 }
              plain-words:
                title: { zh: 表达简明，不用行话, en: Plain words without jargon }
                requirements: [S0-030]
                points: 8
                check: { forbids: [jargon], each: 2 }
              structured:
                title: { zh: 较长内容分段或分条, en: Puts long content into paragraphs or items }
                requirements: [S0-031]
                points: 10
                check: { structured-above: 200 }
              soothe-first:
                title: { zh: 先安抚情绪，再解决问题, en: "Soothes first, then solves" }
                requirements: [S1-015]
                points: 12
                check: { order: [empathy, apology], before: [solution], after: [dissatisfaction] }
              delay-announced:
                title: { zh: 延迟或变更说明原因和预计时间, en: Gives reason and expected time for a delay or change }
                requirements: [S0-033]
                points: 8
                when: { said: delay-notice }
                check: { expects: { all: [ { said: reason }, { said: [any-duration, any-date] } ] } }
              preliminary-answer:
                title: { zh: 复杂问题两小时内给出初步方案或进展, en: Gives a preliminary solution or progress within two hours }
                requirements: [S0-035]
                points: 8
                when: { class: [complex] }
                check: { expects: { said: [solution-stated, solution, progress-update, expected-time], in: first 2h } }
              closing:
                title: { zh: 结束前询问是否解决、是否还有其他问题, en: Asks at the end whether all is solved }
                requirements: [S0-036]
                points: 12
                check: { requires: closing, in: last 3 }
              call-back:
                title: { zh: 复杂问题约定回访, en: Arranges a call-back for complex matters }
                requirements: [S0-037]
                points: 5
                when: { any: [ { class: [complex] }, { event: escalation } ] }
                check: { expects: { said: [call-back-offer, follow-up] } }
              escalation-told:
                title: { zh: 升级时告知进展和联系人, en: Tells progress and a contact when a matter is escalated }
                requirements: [S0-038]
                points: 7
                when: { event: escalation }
                check:
                  expects:
                    all:
                      - { said: [progress-update, expected-time, follow-up] }
                      - { said: [contact-person, responsible-party] }
          efficiency-and-compliance:
            weight: 10
            criteria:
              replies:
                title: { zh: 每个问题两分钟内有回应, en: Answers every question within two minutes }
                requirements: [S0-034]
                points: 15
                check: { replies-within: 2m }
              credentials:
                title: { zh: 不索要密码和支付安全码, en: Never asks for passwords or security codes }
                requirements: [S0-043]
                points: 15
                severity: critical
                fatal: true
                check: { forbids: [credential-request], each: 15 }
              personal-data:
                title:
                  zh: 不索要身份证号、银行卡号等敏感信息
                  en: Does not ask for identity or bank card data without purpose or consent
                requirements: [S0-043, S4-063]
                points: 15
                severity: critical
                when: { not: { any: [ { event: consent, given: true }, { said: data-purpose } ] } }
                check: { forbids: [sensitive-request], each: 15 }
              secrets:
                title: { zh: 不泄露他人信息和内部资料, en: Leaks neither other people's data nor internal matters }
                requirements: [S0-042, S1-003]
                points: 15
                severity: critical
                fatal: true
                check: { forbids: [leak-of-secrets], each: 15 }
              true-information:
                title: { zh: 不提供或教唆虚假信息, en: Gives and suggests no false information }
                requirements: [S0-042]
                points: 4
                severity: major
                check: { forbids: [false-information], each: 4 }
              facts:
                title: { zh: 所述事实属实, en: What was stated is true }
                requirements: [S0-042]
                points: 4
                severity: major
                review: human
              promises:
                title:
                  zh: 不作违规承诺，不索要好评，不引导私下交易
                  en: No forbidden promises, no asking for good reviews, official channels only
                requirements: [S0-042, S2-030]
                points: 10
                severity: major
                check: { forbids: [promise, review-solicitation], each: 10 }
              verified-data:
                title: { zh: 通过系统核实个人和订单信息后再告知, en: Looks data up in the system before stating them }
                requirements: [S0-044]
                points: 5
                when: { all: [ { event: lookup }, { said: order-statement } ] }
                check: { expects: { event: lookup, before: { said: order-statement } } }
              hand-over-note:
                title: { zh: 转接时留下交接记录, en: Leaves a note at each hand-over }
                requirements: [S0-027, S1-021]
                points: 10
                check: { hand-over-note: true }
              record:
                title: { zh: 处理记录完整具体, en: "The record says concretely what was done" }
                requirements: [S0-045]
                points: 7
                when: { event: record }
                check: { expects: { any: [ { not: { said: vague-record, by: record } }, { said: concrete-record, by: record } ] } }

        """#
}
