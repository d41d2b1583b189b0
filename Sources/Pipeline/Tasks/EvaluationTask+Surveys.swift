// How an evaluation task joins survey events with their conversations.
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
            try apply(survey.event, key: key, tenantLength: survey.tenant.utf8.count, record, batch, &outbox)
        } catch {
            deadLetter(batch.source(of: record), error, &outbox)
        }
    }

    private func apply(
        _ event: SurveyEvent, key: ByteRange, tenantLength: Int, _ record: Record, _ batch: RecordBatch,
        _ outbox: inout Outbox
    ) throws(Complaint) {
        let conversation = conversation(key, tenantLength: tenantLength, batch.bytes)
        let hash = surveyHash(event.id)
        guard !conversation.state.seen.contains(hash) else {
            if isLive { counted.duplicates += 1 }
            return
        }
        try refuseTooMany(record, conversation)
        conversations.willChange(conversation)
        conversation.leavingSince = nil
        conversation.state.seen.insert(hash)
        let window = policies.versions[policies.index(at: event.at)].surveys.window
        let parked = ParkedSurvey(
            event: event, source: batch.source(of: record), expires: max(event.at, streamTime) + window)
        let place =
            conversation.state.parked.firstIndex { ParkedSurvey.precedes(parked, $0) }
            ?? conversation.state.parked.endIndex
        conversation.state.parked.insert(parked, at: place)
        counted.heldRecords += 1
        counted.waitingBytes += parked.source.value?.count ?? 0
        joinDue(conversation, &outbox)
        setTimer(conversation)
        waitForSurveys(conversation)
        // How the records of two topics came one after the other is nothing that a replay brings again.
        save(conversation)
    }

    /// Refuses a survey more than may wait in a conversation.
    private func refuseTooMany(_ record: Record, _ conversation: Conversation) throws(Complaint) {
        let waiting = conversation.state.parked.reduce(record.value?.count ?? 0) { $0 + ($1.source.value?.count ?? 0) }
        guard
            conversation.state.seen.count >= EvaluationTask.mostEvents
                || conversation.state.parked.count >= settings.mostParked
                || waiting > settings.mostParkedBytes && !conversation.state.parked.isEmpty
        else { return }
        throw Complaint(
            .refused,
            "\(conversation.state.parked.count) surveys of the conversation wait for it already, the most there may be: replay "
                + "the dead letter when it has ended")
    }

    /// Survey events and conversation events have ids of their own; both are remembered in one set.
    private func surveyHash(_ id: String) -> UInt64 {
        let bytes = Array("survey/\(id)".utf8)
        return ByteHash.hash(bytes, ByteRange(0..<bytes.count))
    }

    /// Joins the surveys up to whose time conversations and surveys are known with their episodes, in the order of their
    /// times; those without one wait for the next that ends.
    ///
    /// Which episode an answer judges, and which answer came first, must not depend on how far each topic has been read.
    func joinDue(_ conversation: Conversation, _ outbox: inout Outbox) {
        guard !conversation.state.parked.isEmpty else { return }
        var index = 0
        while index < conversation.state.parked.count {
            let event = conversation.state.parked[index].event
            guard event.at <= knownTime else { break }
            conversation.state.parked[index].isDue = true
            guard let episode = endedEpisode(for: event, conversation) else {
                index += 1
                continue
            }
            let survey = unpark(index, conversation)
            join(survey, episode, conversation, &outbox)
        }
    }

    /// Takes a survey from those that wait.
    func unpark(_ index: Int, _ conversation: Conversation) -> ParkedSurvey {
        let survey = conversation.state.parked.remove(at: index)
        counted.waitingBytes -= survey.source.value?.count ?? 0
        return survey
    }

    private func join(
        _ survey: ParkedSurvey, _ index: Int, _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        let held = evaluation(conversation.state.ended[index], conversation)
        switch held.revised(by: survey.event) {
        case .revises(var next):
            next.counts.records += conversation.state.ended[index].notedRecords
            conversation.state.ended[index].notedRecords = 0
            conversation.state.ended[index].evaluation = state(of: next)
            publish(next, replacing: held, credit: conversation.state.ended[index].credit, conversation, &outbox)
        case .noted: conversation.state.ended[index].notedRecords += 1
        case .refused(let why):
            counted.heldRecords -= 1
            deadLetter(survey.source, Complaint(.refused, why), &outbox)
        }
    }

    /// The episode that a survey judges: the one it names, else the latest that ended before the answer. An answer
    /// that was given before any ended judges the first that does.
    private func endedEpisode(for event: SurveyEvent, _ conversation: Conversation) -> Int? {
        let ended = conversation.state.ended
        guard event.episode == 0 else { return ended.firstIndex { $0.number == event.episode } }
        return ended.lastIndex { $0.endedAt <= event.at } ?? ended.indices.first
    }

    /// An evaluation as it is kept.
    func state(of evaluation: Evaluation) -> [UInt8] {
        var writer = StateWriter()
        evaluation.write(to: &writer, policies: policies)
        return writer.bytes
    }

    private func evaluation(_ episode: EndedEpisode, _ conversation: Conversation) -> Evaluation {
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
