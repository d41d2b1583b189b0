// What every check and condition is in words.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Checks in words")
struct CheckWordingTests {
    /// A written check or condition, and what it is in both languages.
    typealias Row = (written: String, english: String, chinese: String)

    /// A policy with one criterion, worth 2 points, that has this check.
    private func criterion(_ check: String) throws -> (policy: Policy, criterion: Criterion) {
        let policy = try PolicyFile.decode(
            yaml: """
                policy: words
                version: "1"
                effective-from: 2020-01-01T00:00:00+08:00
                zone: Asia/Shanghai
                allowed-skew: 5s
                surveys: { window: 24h }
                clocks:
                  first-response-human: { target: 30s, alerts: false }
                  first-response-any: { target: 90s, alerts: false }
                lexicons:
                  a: { phrases: [甲甲] }
                  b: { phrases: [乙乙] }
                  c: { phrases: [丙丙] }
                rubric:
                  all:
                    weight: 100
                    criteria:
                      one:
                        title: { zh: 一, en: One }
                        requirements: [S0-010]
                        points: 2
                        check: \(check)
                      two: # so that no lexicon is unused
                        title: { zh: 二, en: Two }
                        requirements: [S0-010]
                        points: 98
                        check: { forbids: [a, b, c], each: 2 }
                """, file: "words.yaml")
        return (policy, try #require(policy.rubric.dimensions.first?.criteria.first))
    }

    private func expect(_ rows: [Row], _ words: (CheckWording, Criterion) throws -> String) throws {
        for row in rows {
            let (policy, criterion) = try criterion(row.written)
            #expect(try words(CheckWording(policy, in: .english), criterion) == row.english)
            #expect(try words(CheckWording(policy, in: .chinese), criterion) == row.chinese)
        }
    }

    @Test("every kind of check is a whole sentence")
    func checks() throws { try expect(Self.checks) { $0.check(of: $1) } }

    @Test("every kind of condition is a clause")
    func conditions() throws {
        let rows = Self.conditions.map { ("{ expects: \($0.written) }", $0.english, $0.chinese) }
        try expect(rows) { wording, criterion in
            guard case .expects(let condition) = criterion.check else { return "" }
            return wording.clause(condition)
        }
    }

    @Test("when a criterion applies is a whole sentence")
    func applicability() throws { try expect(Self.applicability) { $0.applicability(of: $1) } }

    @Test("a bonus section awards what a dimension takes")
    func bonus() throws {
        let (policy, criterion) = try criterion("{ forbids: [a], each: 1 }")
        let english = CheckWording(policy, in: .english).check(of: criterion, isBonus: true)
        #expect(
            english
                == "No message of a human agent has words of 'a'. If there is no place, 2 points of the total are awarded; "
                + "each place takes 1 point of them.")
        let chinese = CheckWording(policy, in: .chinese).check(of: criterion, isBonus: true)
        #expect(chinese == "人工客服的任何消息都不得含有词库“a”的用语；一处也没有则加总分 2 分，每出现一处少加 1 分。")
    }

    @Test("what every preset checks is in words in both languages")
    func presets() throws {
        for name in PolicyLoader.presets {
            for policy in try PolicyLoader.preset(name).versions {
                for criterion in policy.rubric.dimensions.flatMap(\.criteria) {
                    for language in WordingLanguage.allCases {
                        let wording = CheckWording(policy, in: language)
                        #expect(wording.check(of: criterion).hasSuffix(language == .chinese ? "。" : "."))
                        #expect(wording.applicability(of: criterion).hasSuffix(language == .chinese ? "。" : "."))
                    }
                }
            }
        }
    }

    @Test("a pattern is written as a file writes it")
    func patterns() throws {
        for text in ["请{..6}提供{身份证|<number>}", "打了{..6*}{电话|次}", "<duration>内"] {
            #expect(try Pattern.read(text).map(\.written) == [text])
        }
    }

    private static let checks: [Row] = [
        (
            #"{ requires: a, in: first 2 }"#,
            "At least one of the first 2 messages of human agents has words of 'a'. Otherwise all 2 points are lost.",
            "人工客服的前 2 条消息中至少一条须含有词库“a”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ requires: a, in: first 1 }"#,
            "The first message of human agents has words of 'a'. Otherwise all 2 points are lost.",
            "人工客服的第一条消息须含有词库“a”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ requires: a, in: last 1 }"#,
            "The last message of human agents has words of 'a'. Otherwise all 2 points are lost.",
            "人工客服的最后一条消息须含有词库“a”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ requires: a, in: last 3 }"#,
            "At least one of the last 3 messages of human agents has words of 'a'. Otherwise all 2 points are lost.",
            "人工客服的最后 3 条消息中至少一条须含有词库“a”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ requires: a, in: anywhere }"#,
            "At least one message of a human agent has words of 'a'. Otherwise all 2 points are lost.",
            "人工客服的消息中至少一条须含有词库“a”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ forbids: [a, b, c], each: 0.5 }"#,
            "No message of a human agent has words of 'a', 'b' or 'c'. Each place costs 0.5 points, all together at most 2 points.",
            "人工客服的任何消息都不得含有词库“a”、“b”或“c”的用语；每出现一处扣 0.5 分，合计最多扣 2 分。"
        ),
        (
            #"{ forbids: [a], each: 2 }"#,
            "No message of a human agent has words of 'a'. The first place costs all 2 points.",
            "人工客服的任何消息都不得含有词库“a”的用语；出现一处即扣除全部 2 分。"
        ),
        (
            #"{ follows: [a], by: customer, with: [b, c], within: 3 }"#,
            "Whenever a message of the customer has words of 'a', one of the next 3 messages of human agents has words of 'b' or 'c'. Otherwise all 2 points are lost.",
            "每当客户的消息含有词库“a”的用语时，人工客服接下来的 3 条消息之一须含有词库“b”或“c”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ follows: [a], by: agent, with: [b], within: 0 }"#,
            "Whenever a message of a human agent has words of 'a', the same message has words of 'b'. Otherwise all 2 points are lost.",
            "每当人工客服的消息含有词库“a”的用语时，同一条消息须含有词库“b”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ follows: [a], by: agent, with: [b], within: 1 }"#,
            "Whenever a message of a human agent has words of 'a', the same message or the next message of human agents has words of 'b'. Otherwise all 2 points are lost.",
            "每当人工客服的消息含有词库“a”的用语时，同一条消息或人工客服的下一条消息须含有词库“b”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ order: [a], before: [b], after: [c] }"#,
            "After the customer's first message with words of 'c', human agents use words of 'a' before they first use words of 'b'. Otherwise all 2 points are lost.",
            "客户首次使用词库“c”的用语之后，人工客服须先使用词库“a”的用语，再首次使用词库“b”的用语；否则扣除全部 2 分。"
        ),
        (
            #"{ clock: first-response-human }"#,
            "A human agent answers within 30 s of the customer's first message (clock 'first-response-human'). Otherwise all 2 points are lost.",
            "人工客服须在客户首条消息后 30 秒内答复（时钟“first-response-human”）；否则扣除全部 2 分。"
        ),
        (
            #"{ clock: first-response-any }"#,
            "A human agent or robot answers within 90 s of the customer's first message (clock 'first-response-any'). Otherwise all 2 points are lost.",
            "人工客服或机器人须在客户首条消息后 90 秒内答复（时钟“first-response-any”）；否则扣除全部 2 分。"
        ),
        (
            #"{ replies-within: 90s }"#,
            "No customer waits longer than 90 s for a message of a human agent or robot, from the oldest unanswered message on. Otherwise all 2 points are lost.",
            "自最早一条未获答复的消息起，客户等待人工客服或机器人回复不得超过 90 秒；否则扣除全部 2 分。"
        ),
        (
            #"{ structured-above: 200 }"#,
            "Every message of a human agent that has more than 200 characters has paragraphs or list marks. Otherwise all 2 points are lost.",
            "人工客服超过 200 个字符的每条消息都须分段或分条；否则扣除全部 2 分。"
        ),
        (
            #"{ hand-over-note: true }"#,
            "Every hand-over, escalations included, carries a note. Otherwise all 2 points are lost.",
            "每次转接（含升级）都须附有交接记录；否则扣除全部 2 分。"
        ),
        (
            #"{ expects: { said: a } }"#,
            "It must be so: words of 'a' occur in messages of human agents. Otherwise all 2 points are lost.",
            "须满足：在人工客服的消息中，词库“a”的用语出现；否则扣除全部 2 分。"
        ),
        (
            #"{ avoids: { said: a }, each: 0.5 }"#,
            "It must not be so: words of 'a' occur in messages of human agents. Each place costs 0.5 points, all together at most 2 points.",
            "不得出现：在人工客服的消息中，词库“a”的用语出现；每出现一处扣 0.5 分，合计最多扣 2 分。"
        ),
        (
            #"{ avoids: { not: { said: a } } }"#,
            "It must not be so: not [words of 'a' occur in messages of human agents]. Otherwise all 2 points are lost.",
            "不得出现：并非（在人工客服的消息中，词库“a”的用语出现）；否则扣除全部 2 分。"
        ),
        (
            #"{ avoids: { all: [ { said: a }, { said: b } ] }, each: 1 }"#,
            "It must not be so: [words of 'a' occur in messages of human agents] and [words of 'b' occur in messages of human agents]. Each place costs 1 point, all together at most 2 points. The places are those of the first part that finds some.",
            "不得出现：（在人工客服的消息中，词库“a”的用语出现）且（在人工客服的消息中，词库“b”的用语出现）；每出现一处扣 1 分，合计最多扣 2 分（以最先有位置的那一部分计）。"
        ),
    ]

    private static let applicability: [Row] = [
        (
            #"{ requires: a, in: first 2 }"#,
            "Applies when a human agent has written.",
            "适用条件：人工客服发过消息。"
        ),
        (
            #"{ follows: [a], by: customer, with: [b, c], within: 3 }"#,
            "Applies when a message of the customer has words of 'a'.",
            "适用条件：客户的消息含有词库“a”的用语。"
        ),
        (
            #"{ order: [a], before: [b], after: [c] }"#,
            "Applies when the customer uses words of 'c' and a human agent later uses words of 'b'.",
            "适用条件：客户使用过词库“c”的用语，其后人工客服使用过词库“b”的用语。"
        ),
        (
            #"{ clock: first-response-human }"#,
            "Applies when it is decided whether the clock was met, unless times were estimated or a clock it asks for is undecided.",
            "适用条件：该时钟已有结果；时间为推定或所涉时钟尚无结果时不适用。"
        ),
        (
            #"{ replies-within: 90s }"#,
            "Applies when a message of the customer was answered or has waited longer than 90 s, unless times were estimated or a clock it asks for is undecided.",
            "适用条件：客户的消息得到过答复，或等待已超过 90 秒；时间为推定或所涉时钟尚无结果时不适用。"
        ),
        (
            #"{ structured-above: 200 }"#,
            "Applies when a human agent has written a message of more than 200 characters.",
            "适用条件：人工客服发过超过 200 个字符的消息。"
        ),
        (
            #"{ hand-over-note: true }"#,
            "Applies when the conversation was handed over.",
            "适用条件：会话被转接过。"
        ),
        (
            #"{ expects: { said: a, by: anyone, in: first 60s } }"#,
            "Applies when a human agent has written, unless times were estimated or a clock it asks for is undecided.",
            "适用条件：人工客服发过消息；时间为推定或所涉时钟尚无结果时不适用。"
        ),
    ]
}
