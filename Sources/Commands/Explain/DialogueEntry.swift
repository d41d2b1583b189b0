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
    package var note: String = ""
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
        func done(_ what: String, by author: String = "", text: String = "") -> DialogueEntry {
            DialogueEntry(id: event.eventID, at: at, author: author, note: what, text: Array(text.utf8))
        }
        switch event.body {
        case .message(let message): self.init(message, at: at)
        case .assigned(let body): self = done("assigned to \(named(body.agentID, body.teamID))")
        case .transferred(let body):
            let what = body.escalation ? "escalated" : "handed over"
            self = done(
                "\(what) to \(named(body.toAgentID, body.toTeamID)), \(body.hasNote_p ? "with" : "without") a note",
                by: body.fromAgentID)
        case .resolved: self = done("resolved")
        case .closed: self = done("closed")
        case .reopened(let body): self = done("reopened", by: body.agentID)
        case .recorded(let body): self = done("entry in the customer file", by: body.agentID, text: body.result)
        case .consent(let body):
            self = done(
                "consent \(body.given ? "given" : "withdrawn")\(body.purpose.isEmpty ? "" : ": \(body.purpose)")")
        case .lookup(let body):
            self = done("looked up\(body.system.isEmpty ? "" : " in: \(body.system)")", by: body.agentID)
        case .complaint(let body):
            self = done("complaint\(body.complaintClass.isEmpty ? "" : ": \(body.complaintClass)")")
        case .classified(let body):
            let words = [body.urgencyClass, body.taskType].filter { !$0.isEmpty }.joined(separator: ", ")
            self = done("classified\(words.isEmpty ? "" : ": \(words)")")
        case .corrected(let body):
            let why = body.reason.isEmpty ? "" : ": \(body.reason)"
            self = done("clock \(body.result.clock) corrected\(why)", by: body.correctedBy)
        case .opened, .stateChanged, nil: return nil
        }
    }

    private init?(_ message: ProtoMessage, at: Instant) {
        guard let role = Role(rawValue: UInt8(clamping: message.role.rawValue)) else { return nil }
        var notes: [String] = []
        if message.internal { notes.append("internal note") }
        if message.autoSubmitted { notes.append("automatic reply") }
        if message.solicitation || message.origin == .campaign { notes.append("invitation") }
        if message.change == .edited { notes.append("edited") }
        if message.change == .deleted { notes.append("withdrawn") }
        self.init(
            id: message.messageID, at: at, role: role, author: message.agentID,
            note: notes.joined(separator: ", "), text: Array(message.text.utf8))
    }
}

/// An agent and a team, as far as they are known.
private func named(_ agent: String, _ team: String) -> String {
    switch (agent.isEmpty, team.isEmpty) {
    case (true, true): "a queue"
    case (true, false): "team \(team)"
    case (false, true): agent
    case (false, false): "\(agent) (team \(team))"
    }
}
