// How an evaluation task joins survey and review events with their conversations.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    /// Applies a record of the surveys topic, or makes it a dead letter.
    func applySurvey(_ record: Record, _ batch: inout RecordBatch, _ outbox: inout Outbox) {
        do throws(Complaint) {
            let value = try batch.plainValue(of: record, schema: .survey, reader: values)
            let survey: SurveyReader.Survey
            do throws(DecodeError) {
                survey = try SurveyReader.read(batch.bytes, value)
            } catch {
                throw Complaint(error)
            }
            guard let key = record.key,
                batch.bytes[key].elementsEqual(RecordKey.bytes(tenant: survey.tenant, name: survey.conversation))
            else { throw .foreignKey }
            try accept(survey.event.at, of: record)
            let policy = policies.versions[policies.index(at: survey.event.at)]
            var event = survey.event
            event.themes = policy.themes(of: survey.comment, reasons: event.reasons, &room)
            try park(.survey(event), for: policy.surveys.window, key: key, survey.tenant, record, batch, &outbox)
        } catch {
            deadLetter(batch.source(of: record), error, &outbox)
        }
    }

    /// Applies a record of the reviews topic, or makes it a dead letter.
    func applyReview(_ record: Record, _ batch: inout RecordBatch, _ outbox: inout Outbox) {
        do throws(Complaint) {
            let value = try batch.plainValue(of: record, schema: .review, reader: values)
            let review: ReviewReader.Review
            do throws(DecodeError) {
                review = try ReviewReader.read(batch.bytes, value)
            } catch {
                throw Complaint(error)
            }
            guard let key = record.key,
                batch.bytes[key].elementsEqual(RecordKey.bytes(tenant: review.tenant, name: review.conversation))
            else { throw .foreignKey }
            try accept(review.event.at, of: record)
            let window = policies.versions[policies.index(at: review.event.at)].reviews.window
            try park(.review(review.event), for: window, key: key, review.tenant, record, batch, &outbox)
        } catch {
            deadLetter(batch.source(of: record), error, &outbox)
        }
    }

    /// Lets an event wait for its turn, which may have come.
    private func park(
        _ content: ParkedEvent.Content, for window: Milliseconds, key: ByteRange, _ tenant: String, _ record: Record,
        _ batch: RecordBatch, _ outbox: inout Outbox
    ) throws(Complaint) {
        let conversation = conversation(
            key, hash: ByteHash.hash(batch.bytes, key), tenantLength: tenant.utf8.count, batch.bytes)
        let hash = hash(content)
        guard !conversation.state.seen.contains(hash) else {
            if isLive { counted.duplicates += 1 }
            return
        }
        try refuseTooMany(record, conversation)
        conversations.willChange(conversation)
        conversation.leavingSince = nil
        conversation.state.seen.insert(hash)
        var parked = ParkedEvent(content: content, source: batch.source(of: record), expires: .distantPast)
        parked.expires = max(parked.at, streamTime) + window
        insert(parked, conversation, &outbox)
    }

    /// Lets a correction of a clock wait for its turn, which may have come (T30).
    func park(
        _ correction: ClockCorrection, identity: UInt64, _ record: Record, _ batch: RecordBatch,
        _ conversation: Conversation, _ outbox: inout Outbox
    ) throws(Complaint) {
        guard settings.revisions == .inTurn else {
            return try correctAtOnce(correction, identity: identity, record, batch, conversation, &outbox)
        }
        try refuseTooMany(record, conversation)
        conversations.willChange(conversation)
        conversation.state.seen.insert(identity)
        // Of an episode that is open it waits for the end, however long that takes; of others it does not wait.
        let parked = ParkedEvent(
            content: .correction(correction), source: batch.source(of: record), expires: .distantFuture)
        insert(parked, conversation, &outbox)
    }

    private func insert(_ parked: ParkedEvent, _ conversation: Conversation, _ outbox: inout Outbox) {
        let place =
            conversation.state.parked.firstIndex { ParkedEvent.precedes(parked, $0) }
            ?? conversation.state.parked.endIndex
        conversation.state.parked.insert(parked, at: place)
        counted.heldRecords += 1
        counted.waitingBytes += parked.source.value?.count ?? 0
        joinDue(conversation, &outbox)
        setTimer(conversation)
        waitForCompanions(conversation)
        // How the records of two topics came one after the other is nothing that a replay brings again.
        save(conversation)
    }

    /// Refuses a survey or review more than may wait in a conversation.
    private func refuseTooMany(_ record: Record, _ conversation: Conversation) throws(Complaint) {
        let waiting = conversation.state.parked.reduce(record.value?.count ?? 0) { $0 + ($1.source.value?.count ?? 0) }
        guard
            conversation.state.seen.count >= EvaluationTask.mostEvents
                || conversation.state.parked.count >= settings.mostParked
                || waiting > settings.mostParkedBytes && !conversation.state.parked.isEmpty
        else { return }
        throw Complaint(
            .refused,
            "\(conversation.state.parked.count) surveys, reviews and corrections of the conversation wait for it already, the most "
                + "there may be: replay the dead letter when it has ended")
    }

    /// Survey, review and conversation events have ids of their own; all are remembered in one set.
    private func hash(_ content: ParkedEvent.Content) -> UInt64 {
        let name =
            switch content {
            case .survey(let event): "survey/\(event.id)"
            case .review(let event): "review/\(event.id)"
            case .correction(let event): event.id
            }
        let bytes = Array(name.utf8)
        return ByteHash.hash(bytes, ByteRange(0..<bytes.count))
    }

    /// Joins the surveys and reviews up to whose time all topics are known with their episodes, in the order of their times;
    /// those without one wait for the next that ends.
    ///
    /// Which episode an answer judges, and what came first, must not depend on how far each topic has been read.
    /// What clocks that outlive an episode say is one of them: first what happened at a time, then surveys and reviews, then what is
    /// due without anything happening.
    func joinDue(_ conversation: Conversation, _ outbox: inout Outbox) {
        guard settings.revisions == .inTurn else { return }
        var index = 0
        // Not further than an event that waits for its turn: it may end an episode, or fulfil a clock.
        let known = min(knownTime, conversation.firstPending - Milliseconds(1))
        while true {
            let parked =
                index < conversation.state.parked.count ? conversation.state.parked[index].at : Instant.distantFuture
            let happening = conversation.state.followUps.nextHappening
            let deed = conversation.state.deeds.first?.at ?? .distantFuture
            let next = min(parked, happening, deed, conversation.state.followUps.nextMoment)
            guard next <= known, next < .distantFuture else { break }
            if happening == next {
                takeHappening(conversation, &outbox)
            } else if deed == next {
                takeDeed(conversation, &outbox)
            } else if parked == next {
                if !joinParked(index, conversation, &outbox) { index += 1 }
            } else {
                decideFollowUps(at: next, conversation, &outbox)
            }
        }
        waitForFollowUps(conversation)
    }

    /// Joins an event that waits with its episode; false when it goes on waiting for one.
    private func joinParked(_ index: Int, _ conversation: Conversation, _ outbox: inout Outbox) -> Bool {
        if !conversation.state.parked[index].isDue {
            conversation.state.parked[index].isDue = true
            waitForCompanions(until: conversation.state.parked[index].expires, conversation)
        }
        let content = conversation.state.parked[index].content
        if let episode = endedEpisode(for: content, conversation) {
            join(unpark(index, conversation), episode, conversation, &outbox)
        } else if let complaint = goneEpisode(of: content, conversation) {
            counted.heldRecords -= 1
            deadLetter(unpark(index, conversation).source, complaint, &outbox)
        } else {
            return false
        }
        return true
    }

    /// Takes an event from those that wait.
    func unpark(_ index: Int, _ conversation: Conversation) -> ParkedEvent {
        let event = conversation.state.parked.remove(at: index)
        counted.waitingBytes -= event.source.value?.count ?? 0
        return event
    }

    func join(
        _ event: ParkedEvent, _ index: Int, _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        if case .survey(let survey) = event.content, survey.step == .sent {
            invite(conversation.state.ended[index].number, at: survey.at, conversation, &outbox)
        }
        let held = evaluation(conversation.state.ended[index], conversation)
        let verdict =
            switch event.content {
            case .survey(let survey): held.revised(by: survey, of: policies)
            case .review(let review): held.revised(by: review, policies: policies)
            case .correction(let correction): held.revised(by: correction)
            }
        switch verdict {
        case .revises(var next):
            next.counts.records += conversation.state.ended[index].notedRecords
            conversation.state.ended[index].notedRecords = 0
            conversation.state.ended[index].evaluation = state(of: next)
            if case .review(let event) = event.content { keep(index, conversation, after: event, of: next) }
            publish(
                next, replacing: held, at: event.at, credit: conversation.state.ended[index].credit, conversation,
                &outbox)
            if case .correction(let event) = event.content {
                alert(event, next, replacing: held, conversation, &outbox)
            }
        case .noted: conversation.state.ended[index].notedRecords += 1
        case .refused(let why):
            counted.heldRecords -= 1
            deadLetter(event.source, Complaint(.refused, why), &outbox)
        }
    }

    /// Keeps an episode for the steps that may follow one of its review.
    private func keep(_ index: Int, _ conversation: Conversation, after event: ReviewEvent, of evaluation: Evaluation) {
        let rules = policies.versions[evaluation.policyIndex].reviews
        guard let until = evaluation.review?.keptUntil(after: event.at, rules),
            until > conversation.state.ended[index].expires
        else { return }
        conversation.state.ended[index].expires = until
        waitForCompanions(until: until, conversation)
    }

    /// The episode that an event judges: the one it names, else, of a survey, the latest that ended before the answer. An
    /// answer that was given before any ended judges the first that does.
    private func endedEpisode(for content: ParkedEvent.Content, _ conversation: Conversation) -> Int? {
        let ended = conversation.state.ended
        switch content {
        case .survey(let event):
            guard event.episode == 0 else { return ended.firstIndex { $0.number == event.episode } }
            return ended.lastIndex { $0.endedAt <= event.at } ?? ended.indices.first
        case .review(let event): return ended.firstIndex { $0.number == event.episode }
        case .correction(let event): return ended.firstIndex { $0.number == event.episode }
        }
    }

    /// What is said about a review of an episode that was there and has been let go, and about a correction of one that is not there:
    /// waiting for it is of no use.
    private func goneEpisode(of content: ParkedEvent.Content, _ conversation: Conversation) -> Complaint? {
        if case .correction(let event) = content {
            let isOpen = conversation.state.isOpen && event.episode == conversation.state.episodes
            return isOpen ? nil : .correctsNothing(episode: event.episode)
        }
        guard case .review(let event) = content, event.episode <= conversation.state.episodes,
            !conversation.state.isOpen || event.episode < conversation.state.episodes
        else { return nil }
        return Complaint(
            .orphan,
            "episode \(event.episode) of the conversation is not kept any more: reviews join it within the time that "
                + "'reviews' and 'keeping' of the policy say, and every step keeps it for as long again")
    }

    /// Publishes what a correction says of breaches that were told, or should have been.
    private func alert(
        _ correction: ClockCorrection, _ evaluation: Evaluation, replacing old: Evaluation,
        _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        let (kind, cycle) = (correction.result.kind, correction.result.cycle)
        func result(_ evaluation: Evaluation) -> ClockResult? {
            evaluation.clocks.first { $0.kind == kind && $0.cycle == cycle }
        }
        let policy = policies.versions[evaluation.policyIndex]
        guard let now = result(evaluation), let before = result(old),
            let clock = policy.clocks.first(where: { $0.kind == kind }), clock.alerts
        else { return }
        for announcement in now.announcements(replacing: before, at: correction.at) {
            let credited = announcement.step == .retracted ? before.holder : now.holder
            let holder = credited ?? HolderName(agent: evaluation.agent, team: evaluation.team)
            var alert = ClockAlert(
                tenant: evaluation.tenant, conversation: evaluation.conversation, episode: evaluation.episode,
                announcement: announcement, kind: kind, policyVersion: policy.version, channel: evaluation.channel,
                agent: holder.agent, team: holder.team, receivers: clock.receivers(of: announcement.step),
                lateBy: now.lateBy)
            alert.revision = evaluation.revision
            outbox.append(.alerts, key: conversation.key) { $0.appendRange(alert.bytes) }
            counted.alerts += 1
        }
    }

    /// An evaluation as it is kept.
    func state(of evaluation: Evaluation) -> [UInt8] {
        var memory: [UInt8] = []
        swap(&memory, &scratch)
        memory.removeAll(keepingCapacity: true)
        var writer = StateWriter(appendingTo: memory)
        memory = []
        evaluation.write(to: &writer, policies: policies)
        scratch = writer.bytes
        // It is kept for long: as much memory as it needs.
        var state: [UInt8] = []
        state.reserveCapacity(scratch.count)
        state.append(contentsOf: scratch)
        return state
    }

    func evaluation(_ episode: EndedEpisode, _ conversation: Conversation) -> Evaluation {
        var reader = StateReader(episode.evaluation)
        do {
            return try Evaluation(
                from: &reader, tenant: names.string(conversation.state.tenant), conversation: conversation.idString,
                policies: policies)
        } catch {
            preconditionFailure("an evaluation of \(conversation.idString) that was kept can be read: \(error)")
        }
    }
}

extension Complaint {
    /// The episode of a correction is not there.
    static func correctsNothing(episode: UInt32) -> Complaint {
        Complaint(
            .orphan,
            "the conversation has no episode \(episode), or it is not kept any more: corrections join it for as long as surveys and "
                + "reviews do ('surveys', 'reviews' and 'keeping' of the policy); what came too late needs an adjustment by people"
        )
    }
}
