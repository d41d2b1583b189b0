// Conditions, and what they are in words.
// SPDX-License-Identifier: Apache-2.0

extension CheckWordingTests {
    /// Every kind of condition; read against `EpisodeLook`.
    static let conditions: [Row] = [
        (
            #"{ said: a }"#,
            "words of 'a' occur in messages of human agents",
            "在人工客服的消息中，词库“a”的用语出现"
        ),
        (
            #"{ said: [a, b], by: customer, of: all, in: last 2 }"#,
            "words of each of 'a' and 'b' occur in the last 2 messages of the customer",
            "在客户的最后 2 条消息中，词库“a”和“b”各自的用语出现"
        ),
        (
            #"{ said: a, at-least: 2, at-most: 3 }"#,
            "words of 'a' occur 2 to 3 times in messages of human agents",
            "在人工客服的消息中，词库“a”的用语出现 2 至 3 处"
        ),
        (
            #"{ said: a, at-most: 0 }"#,
            "words of 'a' never occur in messages of human agents",
            "在人工客服的消息中，词库“a”的用语没有出现"
        ),
        (
            #"{ said: a, at-least: 2, at-most: 2 }"#,
            "words of 'a' occur exactly 2 times in messages of human agents",
            "在人工客服的消息中，词库“a”的用语恰好出现 2 处"
        ),
        (
            #"{ said: a, by: record }"#,
            "words of 'a' occur in entries in the customer file",
            "在客户档案的记录中，词库“a”的用语出现"
        ),
        (
            #"{ said: a, by: anyone, in: first 60s }"#,
            "words of 'a' occur in messages of customer, agents and robots within 1 min of the episode's start",
            "在本次服务开始后 1 分钟内客户、客服和机器人的消息中，词库“a”的用语出现"
        ),
        (
            #"{ said: a, by: bot, in: last 2m }"#,
            "words of 'a' occur in messages of robots within the last 2 min of the episode",
            "在本次服务最后 2 分钟内机器人的消息中，词库“a”的用语出现"
        ),
        (
            #"{ said: a, in: last 1 }"#,
            "words of 'a' occur in the last message of a human agent",
            "在人工客服的最后一条消息中，词库“a”的用语出现"
        ),
        (
            #"{ said: a, after: { said: b, by: customer }, within: 3 }"#,
            "words of 'a' occur in messages of human agents, behind the first place where [words of 'b' occur in messages of the customer] and at most 3 messages of human agents away (the same message is 0 away)",
            "在人工客服的消息中，词库“a”的用语出现，且在（在客户的消息中，词库“b”的用语出现）的第 1 处之后、相距至多 3 条人工客服的消息（同一条为 0）"
        ),
        (
            #"{ said: a, before: { message: customer, longer-than: 100 }, nth: last, within: 60s }"#,
            "words of 'a' occur in messages of human agents, before the last place where [there is a message of the customer with more than 100 characters] and at most 1 min away",
            "在人工客服的消息中，词库“a”的用语出现，且在（在客户的消息中，有超过 100 个字符的消息）的最后一处之前、相距至多 1 分钟"
        ),
        (
            #"{ said: a, after: { any: [ { said: b }, { event: lookup } ] }, nth: 2 }"#,
            "words of 'a' occur in messages of human agents, behind the second place where [[words of 'b' occur in messages of human agents] or [there is a look-up in an official system]]",
            "在人工客服的消息中，词库“a”的用语出现，且在（（在人工客服的消息中，词库“b”的用语出现）或（有系统查询））的第 2 处之后"
        ),
        (
            #"{ message: agent, longer-than: 15, shorter-than: 30 }"#,
            "there is a message of a human agent with more than 15 characters and with fewer than 30 characters",
            "在人工客服的消息中，有超过 15 个字符、不足 30 个字符的消息"
        ),
        (
            #"{ message: customer, in: first 1, longer-than: 60 }"#,
            "there is a message of the customer with more than 60 characters, which is the first message of the customer",
            "在客户的第一条消息中，有超过 60 个字符的消息"
        ),
        (
            #"{ message: agent, repeated: true, at-least: 2 }"#,
            "there are at least 2 messages of human agents whose text, of 18 bytes at least, the same side has sent before letter by letter",
            "在人工客服的消息中，至少有 2 条与同一方此前某条消息逐字相同（至少 18 字节）的消息"
        ),
        (
            #"{ message: agent, repeated: false, at-most: 1 }"#,
            "there is at most 1 message of a human agent whose text the same side has not sent before letter by letter",
            "在人工客服的消息中，至多有 1 条与同一方此前各条消息都不逐字相同的消息"
        ),
        (
            #"{ message: anyone, structured: false, longer-than: 200, in: last 3 }"#,
            "there is a message of the customer, an agent or a robot with more than 200 characters and without paragraphs or list marks, among the last 3 messages of customer, agents and robots",
            "在客户、客服和机器人的最后 3 条消息中，有超过 200 个字符、未分段或分条的消息"
        ),
        (
            #"{ message: bot, at-most: 0 }"#,
            "there is no message of a robot",
            "没有机器人的消息"
        ),
        (
            #"{ wait: customer, longer-than: 3m }"#,
            "the customer waits longer than 3 min for an answer, from the oldest unanswered message on",
            "客户等待回复超过 3 分钟，自最早一条未获答复的消息起算"
        ),
        (
            #"{ wait: agent, longer-than: 1h, at-least: 2 }"#,
            "human agents wait for the customer at least 2 times longer than 1 h for an answer, from the oldest unanswered message on",
            "人工客服等待客户回复超过 1 小时（至少出现 2 处），自最早一条未获答复的消息起算"
        ),
        (
            #"{ wait: customer, longer-than: 10s, in: first 1 }"#,
            "the customer waits longer than 10 s for an answer, from the oldest unanswered message on, this being the first message of the customer",
            "就客户的第一条消息而言，客户等待回复超过 10 秒，自最早一条未获答复的消息起算"
        ),
        (
            #"{ event: transfer }"#,
            "there is a hand-over or escalation",
            "有转接或升级"
        ),
        (
            #"{ event: transfer, note: false }"#,
            "there is a hand-over without a note or escalation without a note",
            "有没有交接记录的转接或没有交接记录的升级"
        ),
        (
            #"{ event: escalation, note: true }"#,
            "there is an escalation with a note",
            "有附有交接记录的升级"
        ),
        (
            #"{ event: consent, given: false }"#,
            "there is a consent withdrawn by the customer",
            "有客户撤回授权"
        ),
        (
            #"{ event: lookup, at-least: 2 }"#,
            "there are at least 2 events of the kind look-up in an official system",
            "至少有 2 次系统查询"
        ),
        (
            #"{ event: record, in: last 2 }"#,
            "there is an entry in the customer file, when fewer than 2 messages of customer, agents and robots follow",
            "在其后的消息不足 2 条时，有客户档案记录"
        ),
        (
            #"{ event: complaint, at-most: 0 }"#,
            "there is no complaint",
            "没有投诉"
        ),
        (
            #"{ event: assigned, in: first 30s }"#,
            "there is an assignment to an agent within 30 s of the episode's start",
            "在本次服务开始后 30 秒内，有分配客服"
        ),
        (
            #"{ channel: [chat, phone] }"#,
            "the channel is 'chat' or 'phone'",
            "渠道为“chat”或“phone”"
        ),
        (
            #"{ brand: x }"#,
            "the brand is 'x'",
            "品牌为“x”"
        ),
        (
            #"{ stage: after-sale }"#,
            "the stage of the purchase is 'after-sale'",
            "购买阶段为“after-sale”"
        ),
        (
            #"{ scene: repair }"#,
            "the scene is 'repair'",
            "场景为“repair”"
        ),
        (
            #"{ tier: vip }"#,
            "the customer's tier is 'vip'",
            "客户等级为“vip”"
        ),
        (
            #"{ class: urgent }"#,
            "the urgency class is 'urgent'",
            "紧急程度为“urgent”"
        ),
        (
            #"{ task-type: z }"#,
            "the task type is 'z'",
            "任务类型为“z”"
        ),
        (
            #"{ language: en }"#,
            "the language is 'en'",
            "语言为“en”"
        ),
        (
            #"{ clock: first-response-human }"#,
            "the clock 'first-response-human' (30 s) was met",
            "时钟“first-response-human”（30 秒）达标"
        ),
        (
            #"{ not: { said: a } }"#,
            "not [words of 'a' occur in messages of human agents]",
            "并非（在人工客服的消息中，词库“a”的用语出现）"
        ),
        (
            #"{ all: [ { said: a }, { any: [ { channel: chat }, { not: { event: lookup } } ] } ] }"#,
            "[words of 'a' occur in messages of human agents] and [[the channel is 'chat'] or [not [there is a look-up in an official system]]]",
            "（在人工客服的消息中，词库“a”的用语出现）且（（渠道为“chat”）或（并非（有系统查询）））"
        ),
    ]
}
