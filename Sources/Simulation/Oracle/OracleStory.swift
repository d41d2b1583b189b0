// The oracle's reading of one conversation.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// One conversation from its first event to its last, in the order that its source counted.
struct OracleStory {
    /// What clocks wait for in the open episode.
    private struct Happening {
        enum Kind { case customer, agent, bot, handOver }

        var kind: Kind
        var at: Instant
    }

    /// A cycle of a clock.
    private struct Cycle {
        var startedAt: Instant
        var answeredAt: Instant?
    }

    private let policies: PolicySet
    private(set) var evaluations: [Evaluation] = []
    private var endedAlerts: [Alert] = []
    private var names = OracleNames()
    private var tenant = ""
    private var name = ""
    private var channel = ""
    private var countsForCustomers = true
    private var attributes = ContactAttributes()
    private var identity = ContactIdentity()
    private var agent = NameID.none
    private var team = NameID.none
    private var episodes: UInt32 = 0
    private var open: Episode?
    /// Who had the open episode from when on, in the order that the source counted; without an agent it was in a queue.
    private var holds: [(from: Instant, agent: String, team: String)] = []
    private var happened: [Happening] = []
    private var hasAnswer = false
    /// When the clocks of the open episode stood still, and why.
    private var pauses = OraclePauses()
    /// The first words of each episode that are fatal.
    private(set) var fatal: [Fatal] = []
    /// The ends behind which clocks go on, and what may fulfil these, in the order that the source counted.
    private(set) var ends: [OracleFollowUps.End] = []
    private(set) var deeds: [OracleFollowUps.Deed] = []
    /// What integrity signals of the open episode are made of, how the episode before it ended, and what is done behind ends.
    private var signals = OracleIntegrity()
    private var closing: OracleIntegrity.Closing?
    private(set) var laterDeeds: [OracleIntegrity.Deed] = []
    /// Records while no episode is open count with the next one.
    private var waiting: UInt32 = 0

    /// What clients called their messages (F20).
    private var tokens: Set<String> = []

    init(policies: PolicySet) { self.policies = policies }

    /// All alerts of clocks of episodes, those of an episode that is still open included: its deadlines pass.
    var alerts: [Alert] { endedAlerts + alerts(endedAt: nil) }

    /// Whether an episode is open at the end of the input.
    func isOpen(_ number: UInt32) -> Bool { open?.header.number == number }

    mutating func tell(_ told: ProtoConversationEvent) {
        var event = told
        if case .message(let message) = event.body, !message.clientToken.isEmpty, message.change == .unspecified,
            !tokens.insert("\(message.role) \(message.clientToken)").inserted
        {
            event.body = nil
        }
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
        case .assigned(let assigned):
            assign(assigned.agentID, assigned.teamID, at)
            if assigned.acceptedAtMs > 0 {
                open?.accept(at: Instant(milliseconds: min(assigned.acceptedAtMs, event.atMs)))
            }
        case .transferred(let transferred):
            open?.count(transferWithNote: transferred.hasNote_p)
            mark(EventKind(hasNote: transferred.hasNote_p, isEscalation: transferred.escalation), at, event.eventID)
            noteHandOver(transferred, at)
            assign(transferred.toAgentID, transferred.toTeamID, at)
            clocks(.handOver, at)
            if open != nil { happened.append(Happening(kind: .handOver, at: at)) }
        case .opened(let opened):
            countsForCustomers = opened.contactKind == .unspecified || opened.contactKind == .customer
            if !opened.brand.isEmpty { attributes[.brand] = opened.brand }
            if !opened.customerID.isEmpty { identity.customer = opened.customerID }
            if !opened.orderIds.isEmpty { identity.orders = opened.orderIds }
        case .complaint(let complaint):
            switch complaint.status {
            case .unspecified, .received: open?.count(.received, isSecond: complaint.repeated)
            case .withdrawn:
                open?.count(.withdrawn, isSecond: false)
                if open == nil { noteLater(.withdrawal, by: "", at) }
            default: break
            }
        case .classified(let classified):
            if !classified.issueClass.isEmpty { identity.issue = classified.issueClass }
        case .recorded: note(.entry, at)
        case .stateChanged(let changed): pause(changed.reason, at)
        case .resolved, .closed:
            clocks(.end, at)
            if case .resolved = event.body { open?.header.isResolved = true }
            end(at)
        default: break
        }
    }

    /// Notes what may fulfil a clock behind an end: not before the ends that were counted before it.
    private mutating func note(_ kind: OracleFollowUps.Deed.Kind, _ at: Instant) {
        let at = max(at, ends.last?.at ?? .distantPast)
        deeds.append(OracleFollowUps.Deed(kind: kind, at: at, episode: open?.header.number))
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

    private mutating func pause(_ reason: String, _ at: Instant) {
        guard let index = open?.header.policyIndex else { return }
        let policy = policies.versions[index]
        pauses.change(reason, at, policy)
        _ = open?.header.clocks.pause(
            for: policy.pauseReasons.firstIndex(of: reason).map { UInt8($0) }, at: at, certain: .distantPast,
            policy.clocks)
    }

    private mutating func begin(_ at: Instant) {
        episodes += 1
        let index = policies.index(at: at)
        var episode = Episode(
            number: episodes, start: at, policyIndex: index, policy: policies.versions[index], contact: contact)
        episode.header.counts.records = waiting
        episode.assign(agent: agent, team: team, at: at)
        open = episode
        signals = OracleIntegrity()
        if policies.versions[index].integrity != nil { signals.before = closing }
        holds = [(at, names.string(agent), names.string(team))]
        happened = []
        pauses = OraclePauses()
        hasAnswer = false
        waiting = 0
    }

    private mutating func tell(_ message: ProtoMessage, _ at: Instant) {
        if open == nil, message.role == .agent, isPublic(message) { note(.callBack, at) }
        if message.role == .agent, isPublic(message), !message.agentID.isEmpty {
            noteLater(.word, by: message.agentID, at)
        }
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
        guard isPublic(message) else { return }
        if role == .agent || role == .bot { hasAnswer = true }
        if role == .customer { signals.said.append(message.text) }
        if role == .agent { signals.words.append((at, isEmpty(message.text, policies.versions[index]))) }
        if role == .agent, !message.agentID.isEmpty {
            // A word without a team is one of the team that the agent had when the latest word or assignment named one.
            holds.append((at, message.agentID, names.string(open?.header.team ?? .none)))
        }
        if role == .agent, message.text.contains("保证治好") { noteFatal(message, at) }
        switch role {
        case .customer: happened.append(Happening(kind: .customer, at: at))
        case .agent: happened.append(Happening(kind: .agent, at: at))
        case .bot: happened.append(Happening(kind: .bot, at: at))
        case .system: break
        }
    }

    private mutating func noteFatal(_ message: ProtoMessage, _ at: Instant) {
        guard let header = open?.header, !fatal.contains(where: { $0.episode == header.number }) else { return }
        fatal.append(
            Fatal(
                episode: header.number, at: at, message: message.messageID, agent: message.agentID,
                policyVersion: policies.versions[header.policyIndex].version))
    }

    private mutating func assign(_ agent: String, _ team: String, _ at: Instant) {
        let agent = names.number(agent)
        let team = names.number(team)
        if open != nil {
            open?.assign(agent: agent, team: team, at: at)
            holds.append((at, names.string(agent), names.string(team)))
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
            attributes: attributes, identity: identity)
        var evaluation = episode.evaluation(of: subject, policy: policy, endedAt: at, names: names)
        for index in evaluation.clocks.indices {
            evaluation.clocks[index].holder = holder(of: evaluation.clocks[index], in: evaluation, policy)
        }
        readSignals(of: &evaluation, policy)
        evaluations.append(evaluation)
        endedAlerts += alerts(endedAt: at)
        agent = episode.header.agent
        team = episode.header.team
        open = nil
        guard hasAnswer else { return }
        ends.append(OracleFollowUps.End(episode: episode.header.number, at: at, policy: policy))
        deeds.append(OracleFollowUps.Deed(kind: .end, at: at, episode: episode.header.number))
    }

    // MARK: Signals

    private mutating func noteLater(_ kind: OracleIntegrity.Deed.Kind, by agent: String, _ at: Instant) {
        let ended = episodes - (open == nil ? 0 : 1)
        guard ended > 0 else { return }
        laterDeeds.append(OracleIntegrity.Deed(at: at, kind: kind, agent: agent, episode: ended))
    }

    private mutating func noteHandOver(_ transferred: ProtoTransferred, _ at: Instant) {
        guard !transferred.fromBot, !transferred.escalation else { return }
        let hold = holds.last
        let giver = open == nil ? names.string(agent) : hold?.agent ?? ""
        guard !giver.isEmpty, giver != transferred.toAgentID else { return }
        if open != nil { signals.handOvers.append((at, giver, hold?.team ?? "")) }
        noteLater(.handOver, by: giver, at)
    }

    private mutating func readSignals(of evaluation: inout Evaluation, _ policy: Policy) {
        closing = nil
        let isComplaint = evaluation.counts.complaints > 0
        evaluation.themes = policy.themes.filter { theme in
            isComplaint && signals.said.contains { policy.isNamed(theme, in: $0) }
        }.map(\.name)
        guard let rules = policy.integrity else { return }
        let waits = policy.clocks.flatMap { clock in
            cycles(of: clock.kind, from: evaluation.startedAt).map {
                OracleIntegrity.Wait(
                    from: $0.startedAt, until: $0.answeredAt, target: clock.target ?? .zero,
                    pauses: pauses.of(clock, policy))
            }
        }
        let agent = HolderName(agent: evaluation.agent, team: evaluation.team)
        evaluation.integrity = signals.counts(from: evaluation.startedAt, of: agent, waits, rules) { time in
            let hold = holds.last { $0.from <= time }
            return HolderName(agent: hold?.agent ?? "", team: hold?.team ?? "")
        }
        closing = signals.closing(from: evaluation.startedAt, at: evaluation.endedAt, by: agent, waits, rules)
    }

    /// Who had the episode when it was decided how a clock went; nil for the one who is credited with all of it.
    private func holder(of clock: ClockResult, in evaluation: Evaluation, _ policy: Policy) -> HolderName? {
        guard policy.clockCredit == .holder else { return nil }
        let moment =
            switch clock.outcome {
            case .met: clock.fulfilledAt ?? evaluation.endedAt
            case .breached: clock.deadline ?? evaluation.endedAt
            default: evaluation.endedAt
            }
        let hold = holds.last { $0.from <= moment }
        let holder = HolderName(agent: hold?.agent ?? "", team: hold?.team ?? "")
        return holder == HolderName(agent: evaluation.agent, team: evaluation.team) ? nil : holder
    }

    /// What must be told of the clocks of the open episode, which ended or goes on for ever.
    private func alerts(endedAt end: Instant?) -> [Alert] {
        guard let header = open?.header else { return [] }
        let policy = policies.versions[header.policyIndex]
        return policy.clocks.filter(\.alerts).flatMap { clock in
            cycles(of: clock.kind, from: header.startedAt).enumerated().flatMap { number, cycle in
                alerts(of: cycle, clock, policy, endedAt: end).map { step, at in
                    Alert(
                        episode: header.number, clock: clock, cycle: number + 1, step: step, at: at,
                        startedAt: cycle.startedAt, deadline: deadline(of: cycle, clock, policy),
                        policyVersion: policy.version, answeredAt: step == .cleared ? cycle.answeredAt : nil,
                        pauses: pauses.of(clock, policy))
                }
            }
        }
    }

    private func deadline(of cycle: Cycle, _ clock: ClockPolicy, _ policy: Policy?) -> Instant {
        let pauses: [Range<Instant>] = policy.map { self.pauses.of(clock, $0) } ?? []
        return OraclePauses.deadline(from: cycle.startedAt, clock.target ?? .zero, pauses)
    }

    /// The cycles of a clock, in the order that the source counted.
    private func cycles(of kind: ClockKind, from start: Instant) -> [Cycle] {
        var cycles = kind == .firstResponseHuman || kind == .firstResponseAny ? [Cycle(startedAt: start)] : []
        var hasReply = false
        for happening in happened {
            let isAnswer = happening.kind == .agent || happening.kind == .bot
            let answers = kind == .firstResponseAny || kind == .nextResponse ? isAnswer : happening.kind == .agent
            if answers {
                let waiting = cycles.lastIndex { $0.answeredAt == nil || $0.startedAt <= happening.at }
                if let waiting, happening.at < cycles[waiting].answeredAt ?? .distantFuture {
                    cycles[waiting].answeredAt = happening.at
                }
            }
            let starts = kind == .nextResponse ? happening.kind == .customer && hasReply : happening.kind == .handOver
            let isFree = cycles.last.map { $0.answeredAt != nil } ?? true
            if starts, isFree, kind == .nextResponse || kind == .handOverResponse {
                cycles.append(Cycle(startedAt: happening.at))
            }
            hasReply = hasReply || isAnswer
        }
        return cycles
    }

    /// The alerts of a clock that outlived its episode.
    func alerts(of followUp: OracleFollowUps.Clock) -> [Alert] {
        guard followUp.policy.alerts else { return [] }
        let cycle = Cycle(startedAt: followUp.startedAt, answeredAt: followUp.answeredAt)
        return alerts(of: cycle, followUp.policy, nil, endedAt: nil).map { step, at in
            Alert(
                episode: followUp.episode, clock: followUp.policy, cycle: 1, step: step, at: at,
                startedAt: followUp.startedAt, deadline: followUp.deadline, policyVersion: followUp.version,
                answeredAt: step == .cleared ? followUp.answeredAt : nil)
        }
    }

    /// The steps of one cycle: each that was reached before the answer, and before the episode's end.
    private func alerts(
        of cycle: Cycle, _ clock: ClockPolicy, _ policy: Policy?, endedAt end: Instant?
    ) -> [(step: ClockAnnouncement.Step, at: Instant)] {
        let target = clock.target ?? .zero
        let deadline = deadline(of: cycle, clock, policy)
        let answer = cycle.answeredAt ?? .distantFuture
        var steps: [(step: ClockAnnouncement.Step, at: Instant)] = []
        if let lead = clock.approaching, lead < target {
            let near = cycle.startedAt + Milliseconds(target.count - lead.count)
            if near < answer, near <= end ?? .distantFuture { steps.append((.approaching, near)) }
        }
        guard deadline < answer, deadline <= end ?? .distantFuture else { return steps }
        steps.append((.breached, deadline))
        for (index, step) in clock.ladder.enumerated() {
            let at = deadline + step.delay
            let isReached = cycle.answeredAt.map { at < $0 } ?? (at <= end ?? .distantFuture)
            if isReached { steps.append((.escalated(index + 1), at)) }
        }
        if let answer = cycle.answeredAt { steps.append((.cleared, answer)) }
        return steps
    }
}
