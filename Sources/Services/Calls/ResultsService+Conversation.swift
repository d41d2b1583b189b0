// One conversation: its page, its reviews, and transcripts that are scored at once.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Wire

extension ResultsService {
    /// A transcript, and a policy, have no more bytes.
    private static let mostTranscript = 4 << 20
    private static let mostPolicy = 1 << 20

    /// Scores a transcript.
    package func evaluate(
        _ request: ProtoEvaluateRequest, _ caller: Caller
    ) async throws(Refusal) -> ProtoEvaluateResponse {
        _ = try sight(.evaluate, caller)
        guard (1...Self.mostTranscript).contains(request.transcriptJson.utf8.count) else {
            throw .invalid(
                "transcript_json", "A transcript is one JSON object of at most \(Self.mostTranscript) bytes.")
        }
        guard request.policyYaml.utf8.count <= Self.mostPolicy else {
            throw .invalid("policy_yaml", "A policy has at most \(Self.mostPolicy) bytes.")
        }
        guard request.policy.isEmpty || request.policyYaml.isEmpty else {
            throw .invalid("policy", "Name a policy or send its text, not both.")
        }
        guard scorers.enter() else {
            throw .busy("Too many transcripts are scored at the moment.", retryAfter: .seconds(1))
        }
        defer { scorers.leave() }
        let evaluation = try await sources.evaluate(request)
        return ProtoEvaluateResponse.with { $0.evaluation = evaluation }
    }

    /// One episode with its dialogue.
    package func getConversation(
        _ request: ProtoGetConversationRequest, _ caller: Caller
    ) async throws(Refusal) -> ProtoConversationPage {
        let sight = try sight(.getConversation, caller)
        let held = try await find(request.conversationID, request.episode, sight, .getConversation)
        let name = "\(held.traits.conversation)/\(held.traits.episode)"
        try noteReading(.getConversation, caller, [name])
        guard dialogues.enter() else {
            throw .busy("Too many dialogues are read at the moment.", retryAfter: .seconds(1))
        }
        defer { dialogues.leave() }
        let evaluation: ProtoEvaluation = try held.message()
        let dialogue = try await sources.dialogue(evaluation, held.timestamp)
        let ladders = try view.alerts { shelf throws(Refusal) in shelf.alerts(of: held.traits.episodeKey) }
        var alerts: [ProtoAlert] = []
        for ladder in ladders { for step in ladder.steps { alerts.append(try step.message()) } }
        alerts.sort { ($0.atMs, $0.step.rawValue) < ($1.atMs, $1.step.rawValue) }
        let latest = try view.evaluations { shelf throws(Refusal) in
            shelf.episodes(of: held.traits.conversation, tenant: caller.tenant).filter { episode in
                shelf.evaluation(held.traits.conversation, episode, tenant: caller.tenant).map {
                    sight.covers($0.traits)
                }
                    ?? false
            }
        }
        let episodes = latest.contains(held.traits.episode) ? latest : ([held.traits.episode] + latest).sorted()
        return ProtoConversationPage.with {
            $0.evaluation = evaluation
            $0.episodes = episodes
            $0.entries = dialogue.entries
            $0.points = dialogue.points
            $0.notApplicable = dialogue.notApplicable
            $0.forPeople = dialogue.forPeople
            $0.dialogueMissing = dialogue.missing
            $0.rubric = dialogue.rubric
            $0.alerts = alerts
        }
    }

    /// The newest evaluation of an episode that the caller may see, be it held or read again from its topic. What it may not see is not
    /// there for it; that somebody asked is noted.
    private func find(
        _ conversation: String, _ episode: UInt32, _ sight: Sight, _ call: Call
    ) async throws(Refusal) -> Held<EvaluationTraits> {
        guard (1...512).contains(conversation.utf8.count) else {
            throw .invalid("conversation_id", "Name a conversation.")
        }
        let held = try await newest(conversation, episode, tenant: sight.caller.tenant)
        if let held, !sight.covers(held.traits) {
            let name = "\(held.traits.conversation)/\(held.traits.episode)"
            try log.note(
                AccessEntry(
                    at: sources.now(), call: call.rawValue, caller: sight.caller, outcome: "NOT_VISIBLE", names: [name],
                    count: 0))
        }
        guard let held, sight.covers(held.traits) else {
            guard view.knowsEarlier else {
                throw .unavailable(
                    "It is not among the latest evaluations, and the gateway still reads where earlier ones stand.",
                    retryAfter: .seconds(10))
            }
            throw .notFound(
                "conversation", conversation,
                "There is no evaluation of it among those that this gateway can find (gateway.reviewable) and this token may see. "
                    + "Earlier ones are found by the number of their episode.")
        }
        return held
    }

    /// The newest evaluation of an episode of a tenant; nil when there is none, or it is not known where it stands.
    private func newest(
        _ conversation: String, _ episode: UInt32, tenant: String
    ) async throws(Refusal) -> Held<EvaluationTraits>? {
        let found = try view.evaluations { shelf throws(Refusal) in
            shelf.find(conversation, episode, tenant: tenant)
        }
        switch found {
        case .held(let held): return held
        case .nowhere: return nil
        case .stands(let place, let key):
            let read = try await self.read(place)
            // What came meanwhile is newer.
            let now = try view.evaluations { shelf throws(Refusal) in
                shelf.evaluation(conversation, episode, tenant: tenant)
            }
            return now ?? read.flatMap { $0.traits.episodeKey == key ? $0 : nil }
        }
    }

    /// Reads one evaluation from its topic; nil when retention has removed it.
    private func read(_ place: RecordPlace) async throws(Refusal) -> Held<EvaluationTraits>? {
        guard lookups.enter() else {
            throw .busy("Too many earlier evaluations are read at the moment.", retryAfter: .seconds(1))
        }
        defer { lookups.leave() }
        let reading = try await sources.evaluationsAgain([place.partition: place.offset..<place.offset + 1])
        do throws(Refusal) {
            let records = try await reading.next()
            await reading.close()
            return records?.first { $0.partition == place.partition && $0.offset == place.offset }
        } catch {
            await reading.close()
            throw error
        }
    }

    // MARK: Reviews

    /// Hands a step of a review to the workers.
    package func submitReview(
        _ request: ProtoSubmitReviewRequest, _ caller: Caller
    ) async throws(Refusal) -> ProtoSubmitReviewResponse {
        let sight = try sight(.submitReview, caller)
        var review = request.review
        let held = try await find(review.conversationID, review.episode, sight, .submitReview)
        try sight.check(review.step, of: held.traits)
        let evaluation: ProtoEvaluation = try held.message()
        review.tenant = caller.tenant
        review.episode = held.traits.episode
        review.raterID = caller.agent.isEmpty ? caller.subject : caller.agent
        review.atMs = sources.now().milliseconds
        if review.reviewID.isEmpty {
            review.reviewID =
                evaluation.hasReview
                ? evaluation.review.reviewID : "review-\(held.traits.conversation)-\(held.traits.episode)"
        }
        if review.policyVersion.isEmpty, !review.items.isEmpty { review.policyVersion = evaluation.policyVersion }
        if !review.items.isEmpty, review.policyVersion != evaluation.policyVersion {
            throw .invalid(
                "review.policy_version",
                "The episode was judged by \(evaluation.policyVersion): a sheet uses the same version.")
        }
        if review.revisionSeen == 0 { review.revisionSeen = held.traits.revision }
        guard review.revisionSeen <= held.traits.revision else {
            throw .invalid("review.revision_seen", "There is no revision \(review.revisionSeen) yet.")
        }
        if review.eventID.isEmpty { review.eventID = ResultsService.eventID(of: review) }
        do throws(DecodeError) {
            let bytes: [UInt8] = (try? review.serializedBytes()) ?? []
            _ = try ReviewReader.read(bytes, ByteRange(0..<bytes.count))
        } catch {
            switch error {
            case .malformed(let why), .invalid(let why):
                throw .invalid("review", "The workers would not take it: \(why).")
            }
        }
        try noteReading(.submitReview, caller, ["\(held.traits.conversation)/\(held.traits.episode)"])
        try await sources.submit(review)
        return ProtoSubmitReviewResponse.with {
            $0.eventID = review.eventID
            $0.atMs = review.atMs
        }
    }

    /// An id that a repeated call has again: a hash over everything but the time.
    private static func eventID(of review: ProtoReviewEvent) -> String {
        var timeless = review
        timeless.atMs = 0
        return "gateway-" + String(ResumeToken.hash(of: timeless), radix: 16)
    }
}
