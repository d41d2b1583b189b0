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
            apply(survey.event, key: key, tenantLength: survey.tenant.utf8.count, record, batch, &outbox)
        } catch {
            deadLetter(batch.source(of: record), error, &outbox)
        }
    }

    private func apply(
        _ event: SurveyEvent, key: ByteRange, tenantLength: Int, _ record: Record, _ batch: RecordBatch,
        _ outbox: inout Outbox
    ) {
        let conversation = conversation(key, tenantLength: tenantLength, record, batch.bytes)
        conversations.willChange(conversation)
        let hash = surveyHash(event.id)
        guard !conversation.state.seen.contains(hash) else {
            if isLive { counted.duplicates += 1 }
            return
        }
        conversation.state.seen.insert(hash)
        if !conversation.state.hasSurveys {
            conversation.state.hasSurveys = true
            hold(record, conversation)
        }
        join(event, batch.source(of: record), conversation, &outbox)
    }

    /// Survey events and conversation events have ids of their own; both are remembered in one set.
    private func surveyHash(_ id: String) -> UInt64 {
        let bytes = Array("survey/\(id)".utf8)
        return ByteHash.hash(bytes, ByteRange(0..<bytes.count))
    }

    /// Joins the survey with its episode, or parks it until one ends.
    private func join(
        _ event: SurveyEvent, _ source: SourceRecord, _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        guard let index = endedEpisode(for: event, conversation) else {
            let window = policies.versions[policies.index(at: event.at)].surveys.window
            conversation.state.parked.append(
                ParkedSurvey(event: event, source: source, expires: max(event.at, streamTime) + window))
            setTimer(conversation)
            return
        }
        let held = conversation.state.ended[index]
        switch held.evaluation.revised(by: event) {
        case .revises(let next):
            conversation.state.ended[index].evaluation = next
            publish(next, replacing: held.evaluation, credit: held.credit, conversation, &outbox)
        case .noted:
            conversation.state.waitingRecords += 1
        case .refused(let why):
            deadLetter(source, Complaint(.refused, why), &outbox)
        }
    }

    /// The episode that a survey judges: the one it names, else the latest that ended before the answer. An answer
    /// that was given before any ended judges the first that does.
    private func endedEpisode(for event: SurveyEvent, _ conversation: Conversation) -> Int? {
        let ended = conversation.state.ended
        guard event.episode == 0 else { return ended.firstIndex { $0.evaluation.episode == event.episode } }
        return ended.lastIndex { $0.evaluation.endedAt <= event.at } ?? ended.indices.first
    }

    /// Joins the surveys that waited for the episode that just ended, in the order in which they came.
    func joinParked(_ conversation: Conversation, _ outbox: inout Outbox) {
        guard !conversation.state.parked.isEmpty else { return }
        let waiting = conversation.state.parked
        conversation.state.parked = []
        for survey in waiting { join(survey.event, survey.source, conversation, &outbox) }
    }
}
