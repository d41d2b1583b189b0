// The oracle's reading of one conversation.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// One conversation from its first event to its last, in the order that its source counted.
struct OracleStory {
    /// A breach that must be told, and that it was answered late.
    struct Alert {
        var episode: UInt32
        var clock: ClockPolicy
        var startedAt: Instant
        var deadline: Instant
        var policyVersion: String
        /// The first reply after the deadline.
        var lateReply: Instant?
    }

    /// Names as they come.
    private struct Names: NameLookup {
        var list: [String] = []

        mutating func number(_ name: String) -> NameID {
            if name.isEmpty { return .none }
            if let index = list.firstIndex(of: name) { return NameID(Int32(index)) }
            list.append(name)
            return NameID(Int32(list.count - 1))
        }

        func string(_ name: NameID) -> String { name == .none ? "" : list[Int(name.index)] }
    }

    /// A public answer in the open episode.
    private struct Reply {
        var role: Role
        var at: Instant
    }

    private let policies: PolicySet
    private(set) var evaluations: [Evaluation] = []
    private var endedAlerts: [Alert] = []
    private var names = Names()
    private var tenant = ""
    private var name = ""
    private var channel = ""
    private var countsForCustomers = true
    private var attributes = ContactAttributes()
    private var agent = NameID.none
    private var team = NameID.none
    private var episodes: UInt32 = 0
    private var open: Episode?
    private var replies: [Reply] = []
    /// Records while no episode is open count with the next one.
    private var waiting: UInt32 = 0

    init(policies: PolicySet) { self.policies = policies }

    /// All alerts, those of an episode that is still open included: its deadlines pass.
    var alerts: [Alert] { endedAlerts + alerts(endedAt: nil) }

    mutating func tell(_ event: ProtoConversationEvent) {
        let at = Instant(milliseconds: event.atMs)
        tenant = event.tenant
        name = event.conversationID
        if !event.channel.isEmpty { channel = event.channel }
        if open == nil, case .message(let message) = event.body, message.role == .customer, isPublic(message) {
            begin(at)
        }
        if open == nil { waiting += 1 } else { open?.count(recordAt: at) }
        switch event.body {
        case .message(let message): tell(message, at)
        case .assigned(let assigned): assign(assigned.agentID, assigned.teamID)
        case .transferred(let transferred):
            open?.count(transferWithNote: transferred.hasNote_p)
            mark(EventKind(hasNote: transferred.hasNote_p, isEscalation: transferred.escalation), at, event.eventID)
            assign(transferred.toAgentID, transferred.toTeamID)
        case .opened(let opened):
            countsForCustomers = opened.contactKind == .unspecified || opened.contactKind == .customer
            if !opened.brand.isEmpty { attributes[.brand] = opened.brand }
        case .resolved, .closed:
            clocks(.end, at)
            end(at)
        default: break
        }
    }

    /// Keeps an event's mark when the policy of the open episode asks for such.
    private mutating func mark(_ kind: EventKind, _ at: Instant, _ id: String) {
        guard let index = open?.header.policyIndex, policies.versions[index].wantedEvents.contains(kind) else { return }
        open?.record(kind, at: at, id: Array(id.utf8)[...], hits: [])
    }

    private var contact: ContactAttributes {
        var contact = attributes
        contact[.channel] = channel
        return contact
    }

    private mutating func clocks(_ events: ClockEvents, _ at: Instant) {
        guard let index = open?.header.policyIndex else { return }
        let contact = contact
        _ = open?.take(EpisodeClocks.Occurrence(events, at: at), policy: policies.versions[index], contact: contact)
    }

    private mutating func begin(_ at: Instant) {
        episodes += 1
        let index = policies.index(at: at)
        var episode = Episode(
            number: episodes, start: at, policyIndex: index, policy: policies.versions[index], contact: contact)
        episode.header.counts.records = waiting
        episode.assign(agent: agent, team: team)
        open = episode
        replies = []
        waiting = 0
    }

    private mutating func tell(_ message: ProtoMessage, _ at: Instant) {
        guard let index = open?.header.policyIndex, let role = Role(rawValue: UInt8(message.role.rawValue)) else {
            return
        }
        let text = Array(message.text.utf8)
        let range = ByteRange(0..<text.count)
        guard let measure = TextMeasure(text, range) else { return }
        let flags = flags(of: message).union(measure.flags)
        var room = MatchRoom()
        policies.versions[index].scan(text, range, by: role, flags, into: &room)
        let read = ReadMessage(
            at: at, role: role, author: names.number(message.agentID), team: names.number(message.teamID),
            flags: flags, length: measure.length)
        let contact = contact
        _ = open?.record(
            read, id: Array(message.messageID.utf8)[...], hits: room.hits, policy: policies.versions[index],
            contact: contact)
        if isPublic(message), role == .agent || role == .bot { replies.append(Reply(role: role, at: at)) }
    }

    private func isPublic(_ message: ProtoMessage) -> Bool { flags(of: message).isDisjoint(with: .neverAnswers) }

    private func flags(of message: ProtoMessage) -> MessageFlags {
        var flags = MessageFlags.none
        if message.internal { flags.insert(.internal) }
        if message.autoSubmitted { flags.insert(.autoSubmitted) }
        if message.change != .unspecified { flags.insert(.change) }
        if message.role != .customer, message.solicitation || message.origin == .campaign {
            flags.insert(.solicitation)
        }
        return flags
    }

    private mutating func assign(_ agent: String, _ team: String) {
        let agent = names.number(agent)
        let team = names.number(team)
        if open != nil {
            open?.assign(agent: agent, team: team)
        } else {
            self.agent = agent
            self.team = team
        }
    }

    private mutating func end(_ at: Instant) {
        guard let episode = open else { return }
        let policy = policies.versions[episode.header.policyIndex]
        let subject = EpisodeSubject(
            tenant: tenant, conversation: name, channel: channel, countsForCustomers: countsForCustomers,
            attributes: attributes)
        evaluations.append(episode.evaluation(of: subject, policy: policy, endedAt: at, names: names))
        endedAlerts += alerts(endedAt: at)
        agent = episode.header.agent
        team = episode.header.team
        open = nil
    }

    /// The breaches of the open episode: no answer came by the deadline, and the episode did not end before it.
    private func alerts(endedAt end: Instant?) -> [Alert] {
        guard let header = open?.header else { return [] }
        let policy = policies.versions[header.policyIndex]
        return policy.clocks.filter(\.alerts).compactMap { clock in
            let deadline = header.startedAt + (clock.target ?? .zero)
            let times = replies.filter { $0.role == .agent || clock.kind == .firstResponseAny }.map(\.at)
            if times.contains(where: { $0 <= deadline }) { return nil }
            if let end, end < deadline { return nil }
            return Alert(
                episode: header.number, clock: clock, startedAt: header.startedAt, deadline: deadline,
                policyVersion: policy.version, lateReply: times.first)
        }
    }
}
