// The surveys of a conversation of a history.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

extension HistoryScript {
    /// An answer, and perhaps what comes after it: a change, a second answer that does not count, another programme's.
    mutating func survey(after delay: Int) {
        let end = now
        now = now + Milliseconds(Int64(delay))
        let survey = "sv\(episode)"
        answer(survey, "instant", .answered)
        if random.chance(perMille: 250) {
            pass(100...6_000)
            answer(survey, "instant", .changed)
        }
        if random.chance(perMille: 150) {
            pass(100...6_000)
            answer("again\(episode)", "instant", .answered)
        }
        if random.chance(perMille: 150) {
            pass(100...2_500)
            answer(survey, "instant", .answered)
        }
        if random.chance(perMille: 100) {
            pass(100...6_000)
            answer("o\(episode)", "other", .answered)
        }
        if random.chance(perMille: 200) {
            pass(100...6_000)
            answer("m\(episode)", "monthly", .answered)
        }
        now = end
    }

    /// The invitation to the survey of the episode that has just ended.
    mutating func invite(after delay: Int) {
        let end = now
        now = now + Milliseconds(Int64(delay))
        surveys += 1
        var event = ProtoSurveyEvent()
        event.tenant = "acme"
        event.conversationID = id
        event.eventID = "s\(surveys)"
        event.atMs = (Promises.anySurveyOrder ? stamp() : now).milliseconds
        event.surveyID = "sv\(episode)"
        event.programme = "instant"
        event.step = .sent
        event.episode = episode
        append(.surveys, event.protobuf)
        for step in [ProtoSurveyEvent.Step.delivered, .opened, .expired] where random.chance(perMille: 400) {
            pass(50...3_000)
            surveys += 1
            event.eventID = "s\(surveys)"
            event.atMs = (Promises.anySurveyOrder ? stamp() : now).milliseconds
            event.step = step
            append(.surveys, event.protobuf)
        }
        now = end
    }

    /// The customer answers, is spoken to again, and changes the answer.
    mutating func changeMind() {
        answer("sv\(episode)", "instant", .answered)
        pass(300...1_500)
        message(.agent, "您好", by: latestAgent)
        pass(200...1_500)
        answer("sv\(episode)", "instant", .changed)
    }

    private mutating func answer(_ survey: String, _ programme: String, _ step: ProtoSurveyEvent.Step) {
        surveys += 1
        var event = ProtoSurveyEvent()
        event.tenant = "acme"
        event.conversationID = id
        event.eventID = "s\(surveys)"
        event.atMs = (Promises.anySurveyOrder ? stamp() : now).milliseconds
        event.surveyID = survey
        event.programme = programme
        event.step = step
        event.scale = .stars5
        event.rating = Int32(random.number(1...5))
        if random.chance(perMille: 500) { event.recommend = Int32(random.number(0...10)) }
        event.submitted = random.chance(perMille: 900)
        event.test = random.chance(perMille: 60)
        for item in ["speed", "attitude", "other"] where random.chance(perMille: 300) {
            var rated = ProtoItemRating()
            rated.item = item
            rated.rating = Int32(random.number(1...5))
            event.items.append(rated)
        }
        if random.chance(perMille: 200) { event.comment = random.pick(["我要投诉", "yyds", "好"]) }
        for reason in ["slow", "rude", "other"] where random.chance(perMille: 200) { event.reasons.append(reason) }
        let mustName = isReopened && !Promises.anyInterleaving
        if mustName || random.chance(perMille: 300) { event.episode = episode }
        append(.surveys, event.protobuf)
    }
}
