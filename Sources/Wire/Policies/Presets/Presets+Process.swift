// The built-in policy "process".
// SPDX-License-Identifier: Apache-2.0

extension Presets {
    /// The policy "process" as the file a user would write: it is printed, copied and changed, and read like any other.
    static let process = #"""
        # Scripts, records and steps, after the process plan (S3). Points are ours: the plan gives none.
        # The points of the criteria within their dimensions are ours where the handbook leaves them open. The words are
        # those of the standard lexicons: give your own house's words under "lexicons", whole or for single brands.
        policy: process
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        clocks:
          first-response-any: { target: 10s, alerts: false }
        standard-lexicons: "1"

        rubric:
          script:
            weight: 60
            criteria:
              phone-opening:
                title: { zh: 电话开场：问候、公司名和工号, en: "Phone opening: greeting, company and agent number" }
                requirements: [S3-040]
                points: 15
                when: { channel: [phone] }
                check:
                  expects:
                    all:
                      - { said: greeting, in: first 2 }
                      - { said: agent-number, in: first 2 }
                      - { said: company-name, in: first 2 }
              phone-offer:
                title: { zh: 电话开场：主动提供帮助, en: "Phone opening: offers help" }
                requirements: [S3-040]
                points: 5
                when: { channel: [phone] }
                check: { expects: { said: offer-of-help, in: first 2 } }
              online-opening:
                title: { zh: 在线开场问候, en: "Online opening: greets" }
                requirements: [S3-041]
                points: 10
                when: { not: { channel: [phone] } }
                check: { requires: greeting, in: first 1 }
              online-opening-in-time:
                title: { zh: 在线十秒内有问候, en: "Online opening: within ten seconds" }
                requirements: [S3-041]
                points: 10
                when: { not: { channel: [phone] } }
                check: { avoids: { wait: customer, longer-than: 10s, in: first 1 }, each: 10 }
              restated:
                title: { zh: 复述客户需求, en: Restates the need }
                requirements: [S3-042]
                points: 10
                check: { expects: { said: [restatement, confirmation] } }
              confirmed:
                title: { zh: 询问是否正确, en: Asks whether it is right }
                requirements: [S3-042]
                points: 10
                check: { expects: { said: confirmation-question } }
              options:
                title: { zh: 提供可选方案, en: Offers options }
                requirements: [S3-043]
                points: 10
                when: { said: solution-stated }
                check: { expects: { any: [ { said: options }, { said: solution-stated, at-least: 2 } ] } }
              choice-respected:
                title: { zh: 征求客户意见，尊重选择, en: Asks for the customer's choice }
                requirements: [S3-043]
                points: 10
                when: { said: solution-stated }
                check: { expects: { said: [choice-question, check-question] } }
              closing-thanks:
                title: { zh: 结束致谢, en: "Closing: thanks" }
                requirements: [S3-044]
                points: 7
                check: { requires: thanks, in: last 3 }
              closing-contact:
                title: { zh: 结束时告知联系方式, en: "Closing: how to reach us" }
                requirements: [S3-044]
                points: 6
                check: { requires: contact-details, in: last 3 }
              closing-wish:
                title: { zh: 结束祝福, en: "Closing: a wish" }
                requirements: [S3-044]
                points: 7
                check: { requires: wish, in: last 3 }
          records:
            weight: 25
            criteria:
              record-in-time:
                title: { zh: 服务后三十分钟内录入, en: Recorded within 30 minutes after the service }
                requirements: [S3-051]
                points: 35
                when: { event: record }
                check:
                  expects:
                    any:
                      - { event: record, before: { message: anyone }, nth: last }
                      - { event: record, after: { message: anyone }, nth: last, within: 30m }
              record-concrete:
                title: { zh: 记录具体，无含糊表述, en: "The record is concrete, not vague" }
                requirements: [S3-052]
                points: 40
                when: { event: record }
                check: { expects: { any: [ { not: { said: vague-record, by: record } }, { said: concrete-record, by: record } ] } }
              record-masked:
                title: { zh: 记录中不写完整证件号、卡号和电话, en: "The record holds no full identity, card or phone number" }
                requirements: [S3-050, S3-053]
                points: 25
                severity: major
                when: { event: record }
                check: { avoids: { said: [identity-number, bank-card-number, phone-number], by: record }, each: 25 }
          sequence:
            weight: 15
            criteria:
              confirmed-before-solution:
                title: { zh: 先确认问题，再给方案, en: "Confirms first, then solves" }
                requirements: [S3-086, S3-042]
                points: 50
                when: { all: [ { said: [confirmation, confirmation-question, restatement, clarifying-question] }, { said: solution-stated } ] }
                check:
                  expects:
                    said: [confirmation, confirmation-question, restatement, clarifying-question, acknowledgement]
                    before: { said: solution-stated }
              no-skipping:
                title: { zh: 不跳过流程, en: Skips no step }
                requirements: [S3-086]
                points: 25
                severity: major
                check: { forbids: [skipped-process], each: 25 }
              hand-over-note:
                title: { zh: 转接时留下交接记录, en: Leaves a note at each hand-over }
                requirements: [S3-086]
                points: 25
                check: { hand-over-note: true }
          after-solving:
            bonus: 3
            criteria:
              cause-and-prevention:
                title: { zh: 解决后说明原因和预防方法, en: Explains cause and prevention after solving }
                requirements: [S3-016]
                points: 2
                check: { expects: { all: [ { said: cause-explained }, { said: prevention } ] } }
              recommendation-options:
                title:
                  zh: 售前推荐两个以上方案并问清需求
                  en: "Before the sale: asks for the need and offers two or three plans"
                requirements: [S3-011]
                points: 1
                when: { stage: [pre-sale] }
                check: { expects: { all: [ { said: need-question }, { said: options } ] } }

        """#
}
