// The built-in policy "internet".
// SPDX-License-Identifier: Apache-2.0

extension Presets {
    /// The policy "internet" as the file a user would write: it is printed, copied and changed, and read like any other.
    static let internet = #"""
        # The customer service of an internet company, after the handbook S1, which gives no weights: equal ones
        # here; set your own.
        # The points of the criteria within their dimensions are ours where the handbook leaves them open. The words are
        # those of the standard lexicons: give your own house's words under "lexicons", whole or for single brands.
        policy: internet
        version: "1.1.0"
        effective-from: 2020-01-01T00:00:00+08:00
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        standard-lexicons: "1"
        scoring: { not-applicable: redistribute, fatal-score: 0, fatal-alerts: [supervisor] }

        rubric:
          conduct:
            weight: 33.34
            criteria:
              composure:
                title: { zh: 保持冷静客观，不把个人情绪带入工作, en: "Stays calm and objective, brings no mood of one's own" }
                requirements: [S1-001]
                points: 30
                severity: major
                check: { forbids: [own-emotion, impatience, arguing], each: 15 }
              professional-wording:
                title: { zh: 用语体现专业形象, en: Wording conveys a professional image }
                requirements: [S1-002]
                points: 20
                check: { forbids: [slang, abbreviation, improper-emoji, intimate-address], each: 5 }
              appearance:
                title: { zh: 视频客服着装得体, en: Video agents are dressed properly }
                requirements: [S1-002]
                points: 10
                when: { channel: [video] }
                review: human
              confidentiality:
                title:
                  zh: 不泄露个人信息、商业秘密和未公开信息
                  en: "Leaks no personal data, trade secrets or unpublished information"
                requirements: [S1-003]
                points: 40
                severity: critical
                fatal: true
                check: { forbids: [leak-of-secrets], each: 40 }
          communication:
            weight: 33.33
            criteria:
              speech-rate:
                title: { zh: 语音服务吐字清晰、语速适中, en: "On the phone: clear speech at a moderate speed" }
                requirements: [S1-010]
                points: 6
                when: { channel: [phone] }
                review: human
              emoji:
                title: { zh: 表情符号适度, en: Does not overuse emoji }
                requirements: [S1-011]
                points: 6
                check: { avoids: { said: any-emoji, at-least: 6 }, each: 6 }
              fluent-text:
                title: { zh: 文字规范，标点不滥用, en: "Writes cleanly, without runs of punctuation" }
                requirements: [S1-011]
                points: 4
                check: { avoids: { said: punctuation-run }, each: 1 }
              typos:
                title: { zh: 文字流畅，无错别字, en: "Writes fluently, without typing mistakes" }
                requirements: [S1-011]
                points: 4
                review: human
              greeting:
                title: { zh: 按规定问候, en: Greets as prescribed }
                requirements: [S1-012]
                points: 12
                check: { requires: greeting, in: first 2 }
              polite-phrases:
                title: { zh: 使用礼貌用语, en: Uses polite phrases }
                requirements: [S1-012]
                points: 8
                check: { requires: courtesy, in: anywhere }
              closing-words:
                title: { zh: 按规定结束语收尾, en: Closes as prescribed }
                requirements: [S1-012]
                points: 10
                check: { requires: closing-words, in: last 3 }
              clarifies:
                title: { zh: 倾听客户，对复杂问题提问澄清, en: Listens and clarifies complex questions by asking }
                requirements: [S1-013]
                points: 12
                when: { message: customer, longer-than: 60 }
                check: { expects: { said: [clarifying-question, confirmation, confirmation-question, restatement] } }
              no-interruption:
                title: { zh: 不打断客户, en: Does not interrupt }
                requirements: [S1-013]
                points: 4
                check: { forbids: [interruption], each: 4 }
              unsolved-explained:
                title: { zh: 不能解决时说明原因或处理流程, en: Gives reason or process for what cannot be solved }
                requirements: [S1-014]
                points: 8
                check: { follows: [refusal], by: agent, with: [reason, process, next-step, options], within: 3 }
              unsolved-time:
                title: { zh: 暂不能解决时说明预计时效, en: Says when it will be solved }
                requirements: [S1-014]
                points: 4
                when: { any: [ { event: escalation }, { all: [ { said: refusal }, { said: [transfer-words, contact-person] } ] } ] }
                check: { expects: { said: [any-duration, any-date, waiting-notice] } }
              unsolved-follow-up:
                title: { zh: 暂不能解决时说明后续跟进方式, en: Says how it will be followed up }
                requirements: [S1-014]
                points: 4
                when: { any: [ { event: escalation }, { all: [ { said: refusal }, { said: [transfer-words, contact-person] } ] } ] }
                check: { expects: { said: [follow-up, contact-details, call-back-offer] } }
              soothe-first:
                title: { zh: 先安抚情绪，再解决问题, en: "Soothes first, then solves" }
                requirements: [S1-015]
                points: 10
                check: { order: [empathy, apology], before: [solution], after: [dissatisfaction] }
              no-arguing:
                title: { zh: 不与客户争辩, en: Never argues with the customer }
                requirements: [S1-015]
                points: 8
                severity: major
                check: { forbids: [arguing, complaint-threat], each: 8 }
          ability:
            weight: 33.33
            criteria:
              knowledge:
                title: { zh: 熟悉产品、价格、活动规则和流程, en: "Knows product, price, campaign rules and processes" }
                requirements: [S1-020]
                points: 30
                review: human
              solution-stated:
                title: { zh: 独立给出解决办法, en: Gives a solution }
                requirements: [S1-020, S1-021]
                points: 30
                when: { said: [dissatisfaction, worry, unsolved, return-topic, delay-question, repeated-problem], by: customer }
                check: { expects: { said: [solution-stated, solution, next-step] } }
              hand-over-note:
                title: { zh: 超出权限时转接并留交接记录, en: Hands over with a note what is beyond the own authority }
                requirements: [S1-021]
                points: 25
                check: { hand-over-note: true }
              authority:
                title: { zh: 无法办理时告知流程或负责人员, en: Names the process or person for what the agent cannot do }
                requirements: [S1-021]
                points: 15
                check: { follows: [cannot], by: agent, with: [next-step], within: 2 }

        """#
}
