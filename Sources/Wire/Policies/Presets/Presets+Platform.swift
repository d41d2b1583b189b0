// The built-in policy "platform".
// SPDX-License-Identifier: Apache-2.0

extension Presets {
    /// The policy "platform" as the file a user would write: it is printed, copied and changed, and read like any other.
    static let platform = #"""
        # A platform's service quality, after the manual S4: service attitude, professional work and compliance.
        # The points of the criteria within their dimensions are ours where the handbook leaves them open. The words are
        # those of the standard lexicons: give your own house's words under "lexicons", whole or for single brands.
        policy: platform
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        clocks:
          first-response-any: { target: 15s, alerts: true, receivers: [quality] }
        standard-lexicons: "1"
        sensitive-numbers: counted

        rubric:
          touch-points:
            weight: 40
            criteria:
              standard-wording:
                title: { zh: 服务用语规范, en: Standard wording }
                requirements: [S4-016]
                points: 25
                check: { forbids: [slang, abbreviation, improper-emoji, own-emotion], each: 5 }
              polite-frame:
                title: { zh: 有问候和礼貌用语, en: Greets and is polite }
                requirements: [S4-016]
                points: 30
                check: { expects: { all: [ { said: greeting, in: first 2 }, { said: courtesy } ] } }
              emotion-control:
                title: { zh: 控制情绪，不推诿，每次最多扣两分, en: "No negative emotion, no shifting of blame" }
                requirements: [S4-017]
                points: 20
                severity: major
                check: { forbids: [impatience, arguing, blame-shifting, own-emotion], each: 10 }
              tone:
                title: { zh: 语气平和, en: The tone is even }
                requirements: [S4-017]
                points: 10
                review: human
              attitude-question:
                title: { zh: 服务态度整体友好, en: Friendly on the whole (compare the questionnaire's item) }
                requirements: [S4-019]
                points: 15
                review: human
          professionalism:
            weight: 30
            criteria:
              restated:
                title: { zh: 复述并确认需求, en: Restates and confirms the need }
                requirements: [S4-033]
                points: 55
                check: { expects: { said: [restatement, confirmation, confirmation-question] } }
              lookup-right:
                title: { zh: 知识库检索准确, en: The right knowledge was looked up }
                requirements: [S4-030]
                points: 10
                review: human
              cause-right:
                title: { zh: 问题归因准确, en: The cause was found rightly }
                requirements: [S4-034]
                points: 10
                review: human
              plan-accepted:
                title: { zh: 方案被客户接受, en: The customer accepts the plan }
                requirements: [S4-037]
                points: 25
                when: { said: [solution-stated, solution] }
                check: { avoids: { said: [rejection, unsolved], by: customer, in: last 1, after: { message: agent } }, each: 25 }
          compliance:
            weight: 30
            criteria:
              no-misleading:
                title: { zh: 无误导和夸大用语, en: No misleading or exaggerated wording }
                requirements: [S4-061]
                points: 20
                severity: major
                check: { forbids: [superlative, exaggeration, absolute-medical-claim], each: 10 }
              true-of-product:
                title: { zh: 产品描述属实, en: What is said of the product is true }
                requirements: [S4-061]
                points: 5
                review: human
              over-collection:
                title: { zh: 不过度收集信息, en: Does not collect more data than needed }
                requirements: [S4-063]
                points: 25
                severity: critical
                when: { not: { any: [ { event: consent, given: true }, { said: data-purpose } ] } }
                check: { forbids: [personal-data-request, over-collection, credential-request], each: 25 }
              masked:
                title: { zh: 客服消息中不写完整证件号和卡号, en: Agents' messages hold no full identity or card number }
                requirements: [S4-064]
                points: 10
                severity: major
                check: { avoids: { said: [identity-number, bank-card-number] }, each: 10 }
              first-asked-responsible:
                title: { zh: 首问负责，不推诿, en: The one who is asked first sees to it }
                requirements: [S4-066]
                points: 20
                severity: major
                check: { forbids: [first-contact-shift], each: 20 }
              sees-it-through:
                title: { zh: 全程负责到底, en: Sees the matter through }
                requirements: [S4-066]
                points: 5
                review: human
              consent-before-transfer:
                title: { zh: 转接前征得客户同意, en: Consent is recorded before data are passed on }
                requirements: [S4-065]
                points: 15
                when: { event: transfer }
                check: { expects: { event: consent, given: true, before: { event: transfer } } }
          personalisation:
            # The handbook wants these in 30 % and 40 % of conversations: they are awarded, not missed.
            bonus: 4
            criteria:
              personalised:
                title: { zh: 个性化沟通（称呼、以往需求）, en: "Personal: name or past needs are mentioned" }
                requirements: [S4-018]
                points: 2
                check: { expects: { said: [personalised-address, past-need] } }
              implicit-need:
                title: { zh: 发现隐含需求, en: Finds a need that was not spoken }
                requirements: [S4-035]
                points: 2
                check: { expects: { said: implicit-need } }

        """#
}
