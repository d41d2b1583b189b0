// Reads transcripts: whole conversations as JSON, for offline evaluation.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// A conversation that is over, as a list of turns of which at least one is the customer's.
package struct Transcript: Equatable, Sendable {
    /// One message.
    package struct Turn: Equatable, Sendable {
        /// Who wrote it.
        package var role: Role
        /// The agent's number; may be empty.
        package var agent: String
        /// What was written.
        package var text: String
        /// When.
        package var at: Instant
        /// Whether `at` was not stated and is set by rule.
        package var isTimeEstimated: Bool

        /// A message.
        package init(role: Role, agent: String, text: String, at: Instant, isTimeEstimated: Bool) {
            self.role = role
            self.agent = agent
            self.text = text
            self.at = at
            self.isTimeEstimated = isTimeEstimated
        }
    }

    /// Identifies the conversation, 1 to 256 bytes.
    package var id: String
    /// The channel.
    package var channel: String
    /// The tenant.
    package var tenant: String
    /// What was said, in order.
    package var turns: [Turn]

    /// A conversation.
    package init(id: String, channel: String, tenant: String, turns: [Turn]) {
        self.id = id
        self.channel = channel
        self.tenant = tenant
        self.turns = turns
    }
}

/// Reads `Transcript`.
package enum TranscriptReader {
    /// The time of a first turn that states none: 2000-01-01T00:00:00Z.
    package static let firstTime = Instant(milliseconds: 946_684_800_000)
    /// How long after the turn before it a turn is placed that states no time.
    package static let spacing = Milliseconds.seconds(10)

    /// The transcript in a JSON object; fields that `Transcript` does not have are passed over.
    ///
    /// - Throws: `Complaint` that names the turn and says how to mend it.
    static func read(json: [UInt8]) throws(Complaint) -> Transcript {
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = true
        let proto: ProtoTranscript
        do {
            proto = try ProtoTranscript(jsonUTF8Bytes: json, options: options)
        } catch {
            throw JSONText.complaint(json, as: "a transcript", error)
        }
        return try transcript(proto)
    }

    /// Checks a transcript and gives its turns times.
    ///
    /// - Throws: `Complaint` that names the turn and says how to mend it.
    static func transcript(_ proto: ProtoTranscript) throws(Complaint) -> Transcript {
        typealias Limit = ConversationReader.Limit
        guard !proto.id.isEmpty else { throw Complaint(.invalid, "the transcript has no id; give it one") }
        try bound(proto.id, Limit.conversation, "id")
        try bound(proto.channel, Limit.identifier, "channel")
        try bound(proto.tenant, Limit.tenant, "tenant")
        guard !proto.tenant.utf8.contains(RecordKey.separator) else {
            throw Complaint(.invalid, "the tenant contains \"/\"; leave it out")
        }
        guard !proto.turns.isEmpty else { throw Complaint(.invalid, "the transcript has no turns; drop the line") }
        let turns = try turns(proto.turns)
        guard turns.contains(where: { $0.role == .customer }) else {
            throw Complaint(
                .invalid, "no turn is the customer's, so nobody was served; check the roles, or drop the line")
        }
        return Transcript(
            id: proto.id, channel: proto.channel.isEmpty ? "chat" : proto.channel,
            tenant: proto.tenant.isEmpty ? "offline" : proto.tenant, turns: turns)
    }

    private static func turns(_ protos: [ProtoTurn]) throws(Complaint) -> [Transcript.Turn] {
        var turns: [Transcript.Turn] = []
        turns.reserveCapacity(protos.count)
        for proto in protos {
            let name = "turn \(turns.count + 1)"
            try bound(proto.agentID, ConversationReader.Limit.identifier, "agent_id of \(name)")
            try bound(proto.text, ConversationReader.Limit.text, "text of \(name)")
            turns.append(
                Transcript.Turn(
                    role: try role(proto.role, name), agent: proto.agentID, text: proto.text,
                    at: try time(of: proto, after: turns.last, name), isTimeEstimated: !proto.hasAtMs))
        }
        return turns
    }

    private static func role(_ word: String, _ name: String) throws(Complaint) -> Role {
        switch word {
        case "customer": return .customer
        case "agent": return .agent
        case "bot": return .bot
        case "system": return .system
        default:
            let problem = word.isEmpty ? "has no role" : "has the unknown role \"\(word.prefix(40))\""
            throw Complaint(.invalid, "\(name) \(problem); use customer, agent, bot or system")
        }
    }

    /// The stated time, else one by rule.
    private static func time(
        of turn: ProtoTurn, after previous: Transcript.Turn?, _ name: String
    ) throws(Complaint) -> Instant {
        guard turn.hasAtMs else { return previous.map { $0.at + spacing } ?? firstTime }
        guard turn.atMs > 0, turn.atMs < ConversationReader.Limit.time else {
            throw Complaint(
                .invalid,
                "\(name) has the time \(turn.atMs); at_ms is in milliseconds since 1970, or null when it is not known")
        }
        return Instant(milliseconds: turn.atMs)
    }

    private static func bound(_ text: String, _ limit: Int, _ name: @autoclosure () -> String) throws(Complaint) {
        guard text.utf8.count <= limit else {
            throw Complaint(.invalid, "the \(name()) has \(text.utf8.count) bytes; it must have at most \(limit)")
        }
    }
}
