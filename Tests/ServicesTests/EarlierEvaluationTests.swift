// Episodes whose evaluations the view holds no longer.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Synchronization
import Testing
import Wire

@testable import Services

@Suite("Earlier evaluations")
struct EarlierEvaluationTests {
    /// A service that holds about two evaluations, has read 50 and knows where all stand.
    private func service(
        _ fake: FakeSources, index: Int = 1 << 20, knowsEarlier: Bool = true, agent: String = "A1"
    ) throws -> ResultsService {
        let service = try fake.service(budget: 8_000, index: index, knowsEarlier: knowsEarlier)
        fake.publish(
            try (0..<50 as Range<Int64>).map {
                try Sample.held(Sample.evaluation("c-\($0)", agent: agent), offset: $0)
            }, to: service)
        #expect(service.view.held(.evaluations) < 10)
        return service
    }

    private func page(
        _ service: ResultsService, _ conversation: String, episode: UInt32 = 1, _ caller: Caller
    ) async throws -> Result<ProtoConversationPage, Refusal> {
        let request = ProtoGetConversationRequest.with {
            $0.conversationID = conversation
            $0.episode = episode
        }
        do throws(Refusal) {
            return .success(try await service.getConversation(request, caller))
        } catch {
            return .failure(error)
        }
    }

    private func code<T>(_ result: Result<T, Refusal>) -> Refusal.Code? {
        if case .failure(let refusal) = result { refusal.code } else { nil }
    }

    @Test("one that was let go is read again from where it stands, and noted as any other")
    func readAgain() async throws {
        let fake = FakeSources()
        let service = try service(fake)
        let page = try await page(service, "c-0", Sample.caller(.agent)).get()
        #expect(page.evaluation.conversationID == "c-0" && page.episodes == [1])
        #expect(fake.entries.withLock { $0 }.last?.names == ["c-0/1"])
        #expect(fake.entries.withLock { $0 }.last?.outcome == "served")
    }

    @Test("it can be appealed, with the revision that stands there as the one that was seen")
    func appeal() async throws {
        let fake = FakeSources()
        let service = try service(fake)
        let request = ProtoSubmitReviewRequest.with {
            $0.review = ProtoReviewEvent.with {
                $0.conversationID = "c-3"
                $0.episode = 1
                $0.step = .appealed
                $0.note = "The customer had written elsewhere."
            }
        }
        _ = try await service.submitReview(request, Sample.caller(.agent))
        let sent = try #require(fake.submitted.withLock { $0 }.first)
        #expect(sent.conversationID == "c-3" && sent.revisionSeen == 1 && sent.raterID == "A1" && sent.tenant == "acme")
    }

    @Test(
        "who may see it is decided by the record: others', other teams' and other tenants' are not there, and asking is noted"
    )
    func access() async throws {
        let fake = FakeSources()
        let service = try service(fake, agent: "A2")
        #expect(code(try await page(service, "c-0", Sample.caller(.agent))) == .notFound)
        #expect(fake.entries.withLock { $0 }.last?.outcome == "NOT_VISIBLE")
        #expect(code(try await page(service, "c-0", Sample.caller(.lead, teams: ["T9"]))) == .notFound)
        #expect(fake.entries.withLock { $0 }.map(\.outcome) == ["NOT_VISIBLE", "NOT_VISIBLE"])
        #expect(code(try await page(service, "c-0", Sample.caller(.quality, tenant: "globex"))) == .notFound)
        #expect(fake.entries.withLock { $0 }.count == 2)
        #expect(try await page(service, "c-0", Sample.caller(.lead)).get().evaluation.agentID == "A2")
        #expect(try await page(service, "c-0", Sample.caller(.quality)).get().evaluation.agentID == "A2")
    }

    @Test("the newest revision counts, wherever it is; what retention has removed is not there")
    func newest() async throws {
        let fake = FakeSources()
        let service = try service(fake)
        let second = try Sample.held(Sample.evaluation("c-0", revision: 2), offset: 50)
        fake.publish([second], to: service)
        #expect(try await page(service, "c-0", Sample.caller(.quality)).get().evaluation.revision == 2)
        fake.publish(
            try (51..<100 as Range<Int64>).map { try Sample.held(Sample.evaluation("c-\($0)"), offset: $0) },
            to: service)
        #expect(try await page(service, "c-0", Sample.caller(.quality)).get().evaluation.revision == 2)
        fake.topic.withLock { $0.removeAll { $0.traits.conversation == "c-0" } }
        #expect(code(try await page(service, "c-0", Sample.caller(.quality))) == .notFound)
    }

    @Test(
        "those of before the view's beginning are found when they were looked for; until then it is said that they are not known"
    )
    func before() async throws {
        let fake = FakeSources()
        let service = try service(fake, knowsEarlier: false)
        let old = try Sample.held(Sample.evaluation("old"), partition: 1, offset: 7)
        fake.topic.withLock { $0.append(old) }
        let unknown = try await page(service, "old", Sample.caller(.quality))
        #expect(code(unknown) == .unavailable)
        // Names that were never there are answered alike.
        #expect(code(try await page(service, "never", Sample.caller(.quality))) == .unavailable)
        service.view.take(earlier: [old])
        service.view.noteEarlierTaken()
        #expect(try await page(service, "old", Sample.caller(.quality)).get().evaluation.conversationID == "old")
        #expect(code(try await page(service, "never", Sample.caller(.quality))) == .notFound)
        // What the view holds is newer than what is read of before.
        let live = try #require(
            service.view.evaluationFeed.read(from: service.view.evaluationFeed.end.number - 1, limit: 1))
        let name = try #require(live.entries.first?.traits.conversation)
        service.view.take(earlier: [try Sample.held(Sample.evaluation(name, score: 1), partition: 0, offset: 0)])
        #expect(try await page(service, name, Sample.caller(.quality)).get().evaluation.score == 90)
    }

    @Test("the index is bounded: what came first is found no longer")
    func bounded() async throws {
        let fake = FakeSources()
        // Three quarters of it are for places, of 64 bytes each: 12.
        let service = try service(fake, index: 1024)
        #expect(service.view.indexed == 12)
        #expect(code(try await page(service, "c-0", Sample.caller(.quality))) == .notFound)
        #expect(try await page(service, "c-40", Sample.caller(.quality)).get().evaluation.conversationID == "c-40")
    }

    @Test("reviews that wait for people are listed though their evaluations were let go, until they wait no longer")
    func waiting() async throws {
        let fake = FakeSources()
        let service = try fake.service(budget: 8_000, index: 1 << 20)
        let drawn = try Sample.held(Sample.evaluation("drawn", review: .sampled), offset: 0)
        let before = try Sample.held(
            Sample.evaluation("before", team: "T2", endedAt: Sample.now - .hours(100), review: .appealed), partition: 1)
        service.view.take(earlier: [before])
        fake.publish([drawn], to: service)
        fake.publish(
            try (1..<50 as Range<Int64>).map { try Sample.held(Sample.evaluation("c-\($0)"), offset: $0) }, to: service)
        func listed(_ caller: Caller) throws -> [String] {
            try service.listReviews(ProtoListReviewsRequest(), caller).evaluations.map(\.conversationID)
        }
        #expect(try listed(Sample.caller(.quality)) == ["before", "drawn"])
        #expect(try listed(Sample.caller(.lead)) == ["drawn"])
        fake.publish(
            [try Sample.held(Sample.evaluation("drawn", revision: 2, review: .reviewed), offset: 60)], to: service)
        #expect(try listed(Sample.caller(.quality)) == ["before"])
        fake.publish(
            try (61..<90 as Range<Int64>).map { try Sample.held(Sample.evaluation("c-\($0)"), offset: $0) }, to: service
        )
        #expect(try listed(Sample.caller(.quality)) == ["before"])
    }
}
