// A conversation as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// What the parts of a conversation are read with.
struct StateContext {
    /// The record's key: the tenant and the conversation.
    var key: [UInt8]
    var tenantLength: Int
    var policies: PolicySet
}

extension ConversationState {
    private static let zero = Instant(milliseconds: 0)

    /// Nothing of it is changed: `mutating` spares a copy of the whole.
    mutating func write(to writer: inout StateWriter, policies: PolicySet, names: NameTable) {
        let hasAttributes = attributes != AttributeNames()
        let hasRegion = attributes.region != .none
        writer.byte(
            (isOpen ? 1 : 0) | (countsForCustomers ? 2 : 0) | (hasGap ? 4 : 0) | (hasAttributes ? 8 : 0)
                | (hasRegion ? 16 : 0) | (followUps.isEmpty ? 0 : 32) | (identity == .unknown ? 0 : 64)
                | (deeds.isEmpty && closing == nil ? 0 : 128))
        if hasAttributes { attributes.write(to: &writer, names: names) }
        if hasRegion { writer.text(names.string(attributes.region)) }
        if identity != .unknown { identity.write(to: &writer) }
        writer.text(names.string(channel))
        writer.text(names.string(assignedAgent))
        writer.text(names.string(assignedTeam))
        writer.number(waitingRecords)
        writer.number(episodes)
        writer.number(trail.nextSequence)
        writer.instant(lastEnd, from: ConversationState.zero)
        writer.instant(idleUntil, from: lastEnd == .distantPast ? ConversationState.zero : lastEnd)
        if isOpen { episode.write(to: &writer, policies: policies, names: names) }
        writer.count(seen.count)
        writer.bits(seen.all)
        writer.count(ended.count)
        for episode in ended { episode.write(to: &writer, names: names) }
        writer.count(parked.count)
        for event in parked { event.write(to: &writer) }
        writer.count(pending.count)
        for event in pending { event.write(to: &writer) }
        if !followUps.isEmpty { followUps.write(to: &writer, policies: policies) }
        if !deeds.isEmpty || closing != nil { writeIntegrity(to: &writer, names: names) }
    }

    init(from reader: inout StateReader, _ context: StateContext, names: inout NameTable) throws(DecodeError) {
        let flags = try reader.byte()
        tenant = names.name(context.key, ByteRange(0..<context.tenantLength))
        isOpen = flags & 1 != 0
        countsForCustomers = flags & 2 != 0
        hasGap = flags & 4 != 0
        if flags & 8 != 0 { attributes = try AttributeNames(from: &reader, names: &names) }
        if flags & 16 != 0 { attributes.region = try reader.name(&names) }
        if flags & 64 != 0 { identity = try ContactIdentity(from: &reader) }
        channel = try reader.name(&names)
        assignedAgent = try reader.name(&names)
        assignedTeam = try reader.name(&names)
        waitingRecords = try reader.number()
        episodes = try reader.number()
        trail.nextSequence = try reader.number()
        lastEnd = try reader.instant(from: ConversationState.zero)
        idleUntil = try reader.instant(from: lastEnd == .distantPast ? ConversationState.zero : lastEnd)
        if isOpen { episode = try Episode(from: &reader, policies: context.policies, names: &names) }
        let count = try reader.count(bytesEach: 8)
        var hashes: [UInt64] = []
        hashes.reserveCapacity(count)
        for _ in 0..<count { hashes.append(try reader.bits()) }
        seen = SeenEvents(hashes)
        for _ in 0..<(try reader.count()) {
            ended.append(try EndedEpisode(from: &reader, context.policies, tenant: tenant, names: &names))
        }
        for _ in 0..<(try reader.count()) { parked.append(try ParkedEvent(from: &reader, context)) }
        for _ in 0..<(try reader.count()) { pending.append(try PendingEvent(from: &reader)) }
        if flags & 32 != 0 { followUps = try FollowUps(from: &reader, context.policies) }
        if flags & 128 != 0 { try readIntegrity(from: &reader, names: &names) }
        guard reader.isAtEnd else { throw .malformed("the state goes on behind its end") }
    }
}

extension ContactIdentity {
    func write(to writer: inout StateWriter) {
        writer.text(customer)
        writer.text(issue)
        let orders = orders
        writer.count(orders.count)
        for order in orders { writer.text(order) }
    }

    init(from reader: inout StateReader) throws(DecodeError) {
        self.init()
        customer = try reader.text()
        issue = try reader.text()
        var list: [String] = []
        for _ in 0..<(try reader.count()) { list.append(try reader.text()) }
        orders = list
    }
}

extension AttributeNames {
    fileprivate func write(to writer: inout StateWriter, names: NameTable) {
        for name in [brand, scene, tier, urgencyClass, taskType, language] { writer.text(names.string(name)) }
        writer.byte(stage.rawValue)
    }

    fileprivate init(from reader: inout StateReader, names: inout NameTable) throws(DecodeError) {
        brand = try reader.name(&names)
        scene = try reader.name(&names)
        tier = try reader.name(&names)
        urgencyClass = try reader.name(&names)
        taskType = try reader.name(&names)
        language = try reader.name(&names)
        stage = try reader.choice(ConversationEvent.Stage.self)
    }
}

extension EndedEpisode {
    fileprivate func write(to writer: inout StateWriter, names: NameTable) {
        writer.number(number)
        writer.instant(endedAt, from: Instant(milliseconds: 0))
        writer.instant(expires, from: endedAt)
        writer.instant(credit.hour, from: endedAt)
        writer.text(names.string(credit.agent))
        writer.text(names.string(credit.team))
        writer.text(names.string(credit.channel))
        writer.number(notedRecords)
        writer.raw(evaluation)
    }

    fileprivate init(
        from reader: inout StateReader, _ policies: PolicySet, tenant: NameID, names: inout NameTable
    ) throws(DecodeError) {
        number = try reader.number()
        endedAt = try reader.instant(from: Instant(milliseconds: 0))
        expires = try reader.instant(from: endedAt)
        let hour = try reader.instant(from: endedAt)
        let agent = try reader.name(&names)
        let team = try reader.name(&names)
        let channel = try reader.name(&names)
        credit = Credit(tenant: tenant, agent: agent, team: team, channel: channel, hour: hour)
        notedRecords = try reader.number()
        evaluation = try reader.raw()
        // It stays as it is, but it is known now that it can be read.
        var inner = StateReader(evaluation)
        _ = try Evaluation(from: &inner, tenant: "", conversation: "", policies: policies)
    }
}

extension PendingEvent {
    fileprivate func write(to writer: inout StateWriter) {
        writer.number(sequence)
        writer.instant(at, from: Instant(milliseconds: 0))
        writer.instant(due, from: at)
        writer.bits(identity)
        writer.raw(value)
        writer.raw(traceParent)
    }

    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        sequence = try reader.number()
        at = try reader.instant(from: Instant(milliseconds: 0))
        due = try reader.instant(from: at)
        identity = try reader.bits()
        value = try reader.raw()
        traceParent = try reader.raw()
    }
}
