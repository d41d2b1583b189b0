// The built-in policy "pharma-v2": a pharmacy's online customer service.
// SPDX-License-Identifier: Apache-2.0

/// The policy "pharma-v2" as the file a user would write: it is printed, copied and changed, and read like any other.
///
/// Weights, deadlines and criteria are those of the medical e-commerce handbook's second edition; the points of the
/// criteria within their dimensions are ours, as the handbook leaves them open. The lexicons prefer precision: what they
/// miss costs nobody points.
enum PharmaV2 {
    static let name = "pharma-v2"

    static let yaml = rubric + lexicons

    private static let rubric = #"""
        # A pharmacy's online customer service, after the medical e-commerce handbook (S0, second edition):
        # service attitude 30 %, professional knowledge 40 %, communication 20 %, efficiency and compliance 10 %.
        # The lexicons are examples of what agents and customers write: put your own house's words in their place.
        policy: pharma-v2
        version: "2.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        clocks:
          first-response-human: { target: 30s, alerts: true, receivers: [leader] }
          first-response-any: { target: 30s, alerts: false }

        rubric:
          attitude:
            weight: 30
            criteria:
              greeting:
                title: { zh: 服务开始时问候客户, en: Greets the customer at the start }
                requirements: [S0-010, S1-012]
                points: 15
                check: { requires: greeting, in: first 2 }
              courtesy:
                title: { zh: 使用礼貌用语, en: Uses polite words }
                requirements: [S0-010]
                points: 10
                check: { requires: courtesy, in: anywhere }
              prompt-response:
                title: { zh: 三十秒内由人工首次响应, en: A human answers first within 30 seconds }
                requirements: [S0-011]
                points: 20
                check: { clock: first-response-human }
              standard-wording:
                title: { zh: 不用网络流行语、缩写和不当表情, en: "No net slang, abbreviations or improper emoji" }
                requirements: [S0-013, S0-014]
                points: 15
                check: { forbids: [slang, abbreviation, improper-emoji], each: 5 }
              form-of-address:
                title: { zh: 称呼得体，不过分亲昵, en: Addresses the customer properly and not intimately }
                requirements: [S0-015]
                points: 10
                check: { forbids: [intimate-address], each: 5 }
              patience:
                title: { zh: 不争执、不推诿、不表现不耐烦, en: "Does not argue, brush off or show impatience" }
                requirements: [S0-013, S1-015]
                points: 15
                check: { forbids: [impatience], each: 15 }
              empathy:
                title: { zh: 客户情绪不佳时表达理解或歉意, en: Shows understanding or regret when the customer is upset }
                requirements: [S0-016]
                points: 15
                check: { follows: [dissatisfaction, worry], by: customer, with: [empathy, apology], within: 3 }
          expertise:
            weight: 40
            criteria:
              special-populations:
                title: { zh: 对特殊人群告知注意事项, en: Tells special populations what to mind }
                requirements: [S0-024]
                points: 25
                check: { follows: [special-population], by: customer, with: [precaution], within: 3 }
              referral:
                title: { zh: 超出知识范围时建议咨询医生或药师, en: Refers to a doctor or pharmacist beyond own knowledge }
                requirements: [S0-023]
                points: 20
                check: { follows: [medical-question], by: customer, with: [referral], within: 3 }
              verified-claims:
                title: { zh: 不作绝对化或未经证实的表述，不谈个人经验, en: "No absolute or unverified claims, no personal experience" }
                requirements: [S0-022]
                points: 35
                check: { forbids: [unverified-claim], each: 35 }
              authority:
                title: { zh: 无法办理或超出权限时告知流程或负责人员, en: Names the process or person for what the agent cannot do }
                requirements: [S0-027, S1-014]
                points: 20
                check: { follows: [cannot], by: agent, with: [next-step], within: 2 }
          communication:
            weight: 20
            criteria:
              confirmed-question:
                title: { zh: 确认客户的问题, en: Confirms the customer's question }
                requirements: [S0-017]
                points: 20
                check: { requires: confirmation, in: anywhere }
              confirmed-information:
                title: { zh: 用法用量等关键信息以提问再次确认, en: Confirms dosage and other key information by a question }
                requirements: [S0-032]
                points: 20
                check: { follows: [dosage], by: agent, with: [check-question], within: 2 }
              structured:
                title: { zh: 较长内容分段或分条, en: Puts long content into paragraphs or items }
                requirements: [S0-031]
                points: 15
                check: { structured-above: 200 }
              soothe-first:
                title: { zh: 先安抚情绪，再解决问题, en: "Soothes first, then solves" }
                requirements: [S1-015]
                points: 20
                check: { order: [empathy, apology], before: [solution], after: [dissatisfaction] }
              closing:
                title: { zh: 结束前询问是否解决、是否还有其他问题, en: Asks at the end whether all is solved }
                requirements: [S0-036]
                points: 25
                check: { requires: closing, in: last 3 }
          efficiency-and-compliance:
            weight: 10
            criteria:
              replies:
                title: { zh: 每个问题两分钟内有回应, en: Answers every question within two minutes }
                requirements: [S0-034]
                points: 25
                check: { replies-within: 2m }
              personal-data:
                title: { zh: 不索要身份证号、银行卡号、密码等敏感信息, en: "Does not ask for identity, bank card or password data" }
                requirements: [S0-043]
                points: 30
                check: { forbids: [sensitive-request], each: 30 }
              promises:
                title:
                  zh: 不作违规承诺，不索要好评，不引导私下交易
                  en: No forbidden promises, no asking for good reviews, official channels only
                requirements: [S0-042, S2-030]
                points: 25
                check: { forbids: [promise, review-solicitation], each: 25 }
              hand-over-note:
                title: { zh: 转接时留下交接记录, en: Leaves a note at each hand-over }
                requirements: [S0-027, S1-021]
                points: 20
                check: { hand-over-note: true }

        """#
}
