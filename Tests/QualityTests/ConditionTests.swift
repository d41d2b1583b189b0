// Conditions on episodes, and what they find.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Conditions")
struct ConditionTests {
    /// A policy whose one criterion has this check, written as in a file; and what it says of a conversation.
    private func verdict(
        _ check: String, when: String? = nil, _ lines: String, estimated: Bool = false
    ) throws -> Verdict {
        let when = when.map { "\n        when: \($0)" } ?? ""
        let yaml = """
            policy: t
            version: "1"
            effective-from: 2020-01-01T00:00:00+08:00
            zone: Asia/Shanghai
            allowed-skew: 5s
            surveys: { window: 24h }
            clocks: { first-response-human: { target: 30s, alerts: false } }
            lexicons:
              sorry: { phrases: [抱歉, 对不起] }
              fix: { phrases: [退款, 补发] }
              anger: { phrases: [投诉] }
              vague: { phrases: [已解决] }
              refund: { phrases: [退款] }
            rubric:
              d:
                weight: 40
                criteria:
                  c:
                    title: { zh: 一, en: One }
                    requirements: [S0-010]
                    points: 100
                    check: \(check)\(when)
              e:
                weight: 60
                criteria:
                  all-lexicons:
                    title: { zh: 二, en: Two }
                    requirements: [S0-010]
                    points: 100
                    check: { forbids: [sorry, fix, anger, vague, refund], each: 0.01 }
            """
        let policy = try PolicyFile.decode(yaml: yaml, file: "t.yaml")
        return Transcript(lines, policy: policy, hasEstimatedTimes: estimated).verdict(of: "c")
    }

    private static let talk = """
        C 0 我要投诉
        A 10 抱歉，马上退款
        C 20 好
        A 200 补发了
        C 210 谢谢你们的帮助谢谢你们的帮助
        C 220 谢谢你们的帮助谢谢你们的帮助
        """

    @Test("said: by whom, where, how often, and all of several")
    func said() throws {
        #expect(try verdict("{ expects: { said: sorry } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { said: sorry, by: customer } }", Self.talk) == .loses("m2"))
        #expect(try verdict("{ expects: { said: sorry, in: last 1 } }", Self.talk) == .loses("m4"))
        #expect(try verdict("{ expects: { said: [sorry, fix], of: all } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { said: [sorry, vague], of: all } }", Self.talk) == .loses("m2"))
        #expect(try verdict("{ expects: { said: fix, at-least: 2 } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { said: fix, at-least: 3 } }", Self.talk) == .loses("m2"))
        #expect(try verdict("{ expects: { said: fix, at-most: 1 } }", Self.talk) == .loses("m2"))
        #expect(try verdict("{ expects: { said: vague, at-most: 0 } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { said: fix, in: first 60s } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { said: sorry, in: last 1m } }", Self.talk) == .loses("m4"))
    }

    @Test("after, before and within, from the first, n-th or last place of another condition")
    func relations() throws {
        #expect(try verdict("{ expects: { said: fix, after: { said: sorry } } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { said: fix, before: { said: sorry } } }", Self.talk) == .loses("m2"))
        #expect(
            try verdict("{ expects: { said: fix, after: { said: fix }, within: 1 } }", Self.talk) == .passes,
            "the second is the first message of agents behind the first")
        #expect(try verdict("{ expects: { said: fix, after: { said: fix }, within: 60s } }", Self.talk) == .loses("m2"))
        #expect(
            try verdict("{ expects: { said: fix, after: { message: customer }, nth: 2 } }", Self.talk) == .passes)
        #expect(
            try verdict("{ expects: { said: fix, after: { message: customer }, nth: last } }", Self.talk)
                == .loses("m2"))
        #expect(
            try verdict("{ expects: { said: fix, after: { said: vague } } }", Self.talk) == .loses("m2"),
            "nothing lies behind what is not there")
    }

    @Test("A22, S1-015: soothing stands before the solution in the same message, by place")
    func order() throws {
        let check = "{ expects: { said: sorry, before: { said: fix } } }"
        #expect(try verdict(check, "C 0 投诉\nA 0 抱歉，退款") == .passes)
        #expect(try verdict(check, "C 0 投诉\nA 0 退款，抱歉") == .loses("m2"))
        #expect(try verdict(check, "C 0 投诉\nA 0 抱歉\nA 0 退款") == .passes)
    }

    @Test("avoids: every place costs, up to the points")
    func avoids() throws {
        #expect(
            try verdict("{ avoids: { said: fix }, each: 30 }", Self.talk)
                == .loses(["m2: 退款 (fix)", "m4: 补发 (fix)"]))
        #expect(try verdict("{ avoids: { said: vague } }", Self.talk) == .passes)
        #expect(try verdict("{ avoids: { not: { said: vague } } }", Self.talk) == .loses("m2"))
        #expect(try verdict("{ avoids: { said: fix, at-least: 3 } }", Self.talk) == .passes)
    }

    @Test("the same words count once, however many lexicons have them")
    func overlapping() throws {
        let lines = "C 0 在吗\nA 5 马上退款，抱歉"
        #expect(try verdict("{ forbids: [fix, sorry, refund], each: 20 }", lines).losses == 2)
        #expect(try verdict("{ expects: { said: [fix, refund], at-least: 2 } }", lines) == .loses("m2"))
        #expect(try verdict("{ expects: { said: [fix, refund], of: all } }", lines) == .passes)
    }

    @Test("messages by length and repetition")
    func messages() throws {
        #expect(try verdict("{ avoids: { message: customer, repeated: true } }", Self.talk) == .loses("m6"))
        #expect(try verdict("{ avoids: { message: agent, repeated: true } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { message: customer, longer-than: 10, at-least: 2 } }", Self.talk) == .passes)
        #expect(try verdict("{ expects: { message: agent, longer-than: 8 } }", Self.talk) == .loses("m2"))
        #expect(try verdict("{ expects: { message: customer, shorter-than: 2 } }", Self.talk) == .passes)
    }

    @Test("waits between roles, and unknown where times are estimated")
    func waits() throws {
        let check = "{ avoids: { wait: customer, longer-than: 2m } }"
        #expect(try verdict(check, Self.talk) == .loses("m3"))
        #expect(try verdict(check, Self.talk, estimated: true) == .doesNotApply)
        #expect(try verdict("{ avoids: { wait: agent, longer-than: 2m } }", Self.talk) == .passes)
        #expect(
            try verdict(
                "{ expects: { any: [ { said: sorry }, { wait: agent, longer-than: 2m } ] } }", Self.talk,
                estimated: true)
                == .passes, "one part decides, whatever the other is")
    }

    @Test("a criterion applies when its condition holds, and is shown by what that found")
    func when() throws {
        let check = "{ expects: { said: vague } }"
        #expect(try verdict(check, when: "{ said: anger, by: customer }", Self.talk) == .loses("m1: 投诉 (anger)"))
        #expect(try verdict(check, when: "{ said: vague }", Self.talk) == .doesNotApply)
        #expect(try verdict(check, when: "{ channel: [phone] }", Self.talk) == .doesNotApply)
        #expect(try verdict(check, when: "{ channel: [phone, chat] }", Self.talk) == .loses("m2"))
        #expect(try verdict(check, when: "{ brand: acme }", Self.talk) == .doesNotApply)
        #expect(try verdict(check, "C 0 在吗") == .doesNotApply, "nobody is judged where no agent wrote")
        #expect(try verdict(check, when: "{ message: customer }", "C 0 在吗") == .loses("m1"), "unless it says when")
        #expect(try verdict("{ expects: { clock: first-response-human } }", Self.talk) == .passes)
    }

    @Test("A23: a phrase that the bot says is not the agent's")
    func bot() throws {
        let lines = "C 0 投诉\nB 1 抱歉\nA 9 退款"
        #expect(try verdict("{ expects: { said: sorry } }", lines) == .loses("m3"))
        #expect(try verdict("{ expects: { said: sorry, by: bot } }", lines) == .passes)
        #expect(try verdict("{ expects: { said: sorry, by: anyone } }", lines) == .passes)
    }
}

extension Verdict {
    /// How often points are lost.
    fileprivate var losses: Int { if case .loses(let passages) = self { passages.count } else { 0 } }
}
