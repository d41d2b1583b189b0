// What was said and done in a conversation.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
package import Quality
package import Wire

/// A message or an event, as a person reads it.
package struct DialogueEntry {
    /// The id that evidence names it by.
    package var id: String
    /// When it happened.
    package var at: Instant
    /// Whether the time was set by rule.
    package var isTimeEstimated = false
    /// Who wrote it; nil for an event.
    package var role: Role?
    /// The agent's number, or who did it.
    package var author: String = ""
    /// What it is, beside its text: "internal note", "hand-over with a note".
    package var note = Words("", "")
    /// The original bytes of its text.
    package var text: [UInt8]
}

extension DialogueEntry {
    /// The messages of a transcript; their ids are their numbers, from 1.
    package static func all(of transcript: Transcript) -> [DialogueEntry] {
        transcript.turns.enumerated().map { index, turn in
            DialogueEntry(
                id: "\(index + 1)", at: turn.at, isTimeEstimated: turn.isTimeEstimated, role: turn.role,
                author: turn.agent, text: Array(turn.text.utf8))
        }
    }

    /// What an event shows; nil for one that says nothing to a reader.
    package init?(_ event: ProtoConversationEvent) {
        let at = Instant(milliseconds: event.atMs)
        func done(_ chinese: String, _ english: String, by author: String = "", text: String = "") -> DialogueEntry {
            DialogueEntry(
                id: event.eventID, at: at, author: author, note: Words(chinese, english), text: Array(text.utf8))
        }
        switch event.body {
        case .message(let message): self.init(message, at: at)
        case .assigned(let body):
            let holder = Words(holder: body.agentID, body.teamID)
            self = done("分配给 \(holder.chinese)", "assigned to \(holder.english)")
        case .transferred(let body):
            let holder = Words(holder: body.toAgentID, body.toTeamID)
            self = done(
                "\(body.escalation ? "升级" : "转接")给 \(holder.chinese)，\(body.hasNote_p ? "有" : "无")交接说明",
                "\(body.escalation ? "escalated" : "handed over") to \(holder.english), \(body.hasNote_p ? "with" : "without") a note",
                by: body.fromAgentID)
        case .resolved: self = done("已解决", "resolved")
        case .closed: self = done("已关闭", "closed")
        case .reopened(let body): self = done("重新打开", "reopened", by: body.agentID)
        case .recorded(let body):
            self = done("客户档案记录", "entry in the customer file", by: body.agentID, text: body.result)
        case .consent(let body):
            let purpose = body.purpose.isEmpty ? "" : ": \(body.purpose)"
            self = done(
                "\(body.given ? "给予同意" : "撤回同意")\(purpose)", "consent \(body.given ? "given" : "withdrawn")\(purpose)")
        case .lookup(let body):
            self = done(
                "查询\(body.system.isEmpty ? "" : ": \(body.system)")",
                "looked up\(body.system.isEmpty ? "" : " in: \(body.system)")", by: body.agentID)
        case .complaint(let body):
            let what = body.complaintClass.isEmpty ? "" : ": \(body.complaintClass)"
            self = done("投诉\(what)", "complaint\(what)")
        case .classified(let body):
            let words = [body.urgencyClass, body.taskType].filter { !$0.isEmpty }.joined(separator: ", ")
            let what = words.isEmpty ? "" : ": \(words)"
            self = done("分类\(what)", "classified\(what)")
        case .corrected(let body):
            let why = body.reason.isEmpty ? "" : ": \(body.reason)"
            self = done(
                "更正时钟 \(body.result.clock)\(why)", "clock \(body.result.clock) corrected\(why)", by: body.correctedBy)
        case .opened, .stateChanged, nil: return nil
        }
    }

    private init?(_ message: ProtoMessage, at: Instant) {
        guard let role = Role(rawValue: UInt8(clamping: message.role.rawValue)) else { return nil }
        let notes = [
            (message.internal, Words("内部备注", "internal note")),
            (message.autoSubmitted, Words("自动回复", "automatic reply")),
            (message.solicitation || message.origin == .campaign, Words("主动邀约", "invitation")),
            (message.change == .edited, Words("已编辑", "edited")),
            (message.change == .deleted, Words("已撤回", "withdrawn")),
        ].filter(\.0).map(\.1)
        self.init(
            id: message.messageID, at: at, role: role, author: message.agentID,
            note: Words(
                notes.map(\.chinese).joined(separator: "，"), notes.map(\.english).joined(separator: ", ")),
            text: Array(message.text.utf8))
    }
}

extension Words {
    /// An agent and a team, as far as they are known.
    fileprivate init(holder agent: String, _ team: String) {
        switch (agent.isEmpty, team.isEmpty) {
        case (true, true): self.init("队列", "a queue")
        case (true, false): self.init("团队 \(team)", "team \(team)")
        case (false, true): self.init(agent, agent)
        case (false, false): self.init("\(agent)（团队 \(team)）", "\(agent) (team \(team))")
        }
    }
}
