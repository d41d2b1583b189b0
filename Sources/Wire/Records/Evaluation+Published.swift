// A published evaluation as a value again, as far as figures need it.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Evaluation {
    /// The evaluation that was published: with everything that it contributes to figures of subjects, and without what it does not, the
    /// points with their evidence, the review, and whose contact it was.
    ///
    /// - Throws: `Complaint` when its policy version is not in the set, or it has what this version does not know: a figure must not be lost.
    package init(published proto: ProtoEvaluation, policies: PolicySet) throws(Complaint) {
        guard
            let index = policies.versions.firstIndex(where: {
                $0.name == proto.policy && $0.version == proto.policyVersion
            })
        else {
            throw Complaint(
                .invalid,
                "judged by \(proto.policy)@\(proto.policyVersion), a version that is not loaded: keep the files of versions that conversations are judged by"
            )
        }
        let policy = policies.versions[index]
        var clocks: [ClockResult] = []
        for clock in proto.clocks { clocks.append(try ClockResult(published: clock)) }
        self.init(
            tenant: proto.tenant, conversation: proto.conversationID, episode: proto.episode, revision: proto.revision,
            cause: Cause(rawValue: UInt8(clamping: proto.cause.rawValue)) ?? .ended, policyIndex: index,
            channel: proto.channel, agent: proto.agentID, team: proto.teamID,
            startedAt: Instant(milliseconds: proto.startedAtMs), endedAt: Instant(milliseconds: proto.endedAtMs),
            isEnded: proto.ended, score: proto.hasScore ? Points(published: proto.score) : nil, dimensions: [],
            deductions: [], clocks: clocks,
            surveys: proto.surveys.map { SurveyAnswer(published: $0, policy.surveys) },
            counts: EpisodeCounts(published: proto.counts), hasEstimatedTimes: proto.timesEstimated,
            hasGaps: proto.hasGaps_p, countsForCustomers: !proto.excluded, sheet: .empty)
        pauses = proto.pauses.map { count in
            PauseCount(holder: count.hasHolder ? HolderName(count.holder) : nil, pauses: count.pauses, late: count.late)
        }
        for count in proto.integrity { integrity.append(try IntegrityCount(published: count)) }
        for attribute in proto.attributes {
            guard let kind = AttributeKind.allCases.first(where: { $0.word == attribute.name }) else { continue }
            attributes[kind] = attribute.value
        }
        if proto.hasWaiting { spans = EpisodeSpans(published: proto.waiting) }
        isResolved = proto.resolved
        themes = proto.themes
        invitations = proto.invitations.map { SurveyInvitation(published: $0) }
    }
}

extension Points {
    /// The points of a published decimal number: the integer that was computed with.
    fileprivate init(published value: Double) {
        self.init(hundredths: Int32(max(-1e9, min(1e9, value * 100)).rounded()))
    }
}

extension HolderName {
    fileprivate init(_ proto: ProtoHolder) { self.init(agent: proto.agentID, team: proto.teamID) }
}

extension IntegrityCount {
    fileprivate init(published proto: ProtoIntegrityCount) throws(Complaint) {
        guard let signal = IntegritySignal.allCases.first(where: { $0.word == proto.signal }) else {
            throw Complaint(
                .invalid,
                "the integrity signal '\(proto.signal)' is not known to this version: use the one of the workers")
        }
        self.init(
            signal, holder: proto.hasHolder ? HolderName(proto.holder) : nil, of: proto.occasions, found: proto.found)
    }
}

extension ClockResult {
    fileprivate init(published proto: ProtoClockResult) throws(Complaint) {
        guard let kind = ClockKind.byWord[proto.clock],
            let outcome = ClockOutcome(rawValue: UInt8(clamping: proto.outcome.rawValue))
        else {
            throw Complaint(
                .invalid,
                "the clock '\(proto.clock)' or its outcome is not known to this version: use the one of the workers")
        }
        self.init(
            kind: kind, cycle: proto.cycle, startedAt: Instant(milliseconds: proto.startedAtMs),
            fulfilledAt: proto.hasFulfilledAtMs ? Instant(milliseconds: proto.fulfilledAtMs) : nil,
            elapsed: proto.hasElapsedMs ? Milliseconds(proto.elapsedMs) : nil, target: Milliseconds(proto.targetMs),
            outcome: outcome, holder: proto.hasHolder ? HolderName(proto.holder) : nil,
            deadline: proto.hasDeadlineMs ? Instant(milliseconds: proto.deadlineMs) : nil)
    }
}

extension SurveyAnswer {
    /// Which programmes count is what the policy says.
    fileprivate init(published proto: ProtoSurveyAnswer, _ rules: SurveyPolicy) {
        let at = Instant(milliseconds: proto.answeredAtMs)
        let rating = proto.hasRating && (1...5).contains(proto.rating) ? Int(proto.rating) : nil
        let event = SurveyEvent(
            id: "", at: at, survey: proto.surveyID, programme: proto.programme, episode: 0, step: .answered,
            rating: rating, recommend: proto.hasRecommend ? Int(proto.recommend) : nil, isTest: false)
        self.init(event, changes: proto.changes)
        themes = proto.themes
        guard let programme = rules.programme(proto.programme) else { return }
        isOfProgramme = true
        isCounted = programme.isCounted
        items = proto.items.map { SurveyEvent.NamedRating(name: $0.item, rating: Int($0.rating)) }
        reasons = proto.reasons
        hasReason = proto.hasReason_p
    }
}

extension EpisodeCounts {
    fileprivate init(published proto: ProtoCounts) {
        self.init()
        records = proto.records
        customerMessages = proto.customerMessages
        agentMessages = proto.agentMessages
        botMessages = proto.botMessages
        transfers = proto.transfers
        complaints = proto.complaints
        secondComplaints = proto.secondComplaints
        withdrawnComplaints = proto.withdrawnComplaints
        sensitive.clear = proto.sensitiveClear
        sensitive.masked = proto.sensitiveMasked
    }
}

extension EpisodeSpans {
    fileprivate init(published proto: ProtoWaiting) {
        self.init()
        if proto.hasQueueMs { queue = Milliseconds(proto.queueMs) }
        if proto.hasAssignedMs { assigned = Milliseconds(proto.assignedMs) }
        if proto.hasWaitingMs { waiting = Milliseconds(proto.waitingMs) }
        if proto.hasRespondedMs { responded = Milliseconds(proto.respondedMs) }
    }
}

extension SurveyInvitation {
    fileprivate init(published proto: ProtoSurveyInvitation) {
        self.init(programme: proto.programme, survey: proto.surveyID)
        sentAt = proto.hasSentAtMs ? Instant(milliseconds: proto.sentAtMs) : nil
        isDelivered = proto.delivered
        isOpened = proto.opened
        isExpired = proto.expired
        isQuarantined = proto.quarantined
    }
}
