// Who may see and do what.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import SwiftProtobuf
import Synchronization
import Testing
import Wire

@testable import Services

@Suite("Access by role")
struct AccessTests {
    /// What the manual says, call by call, of agent, lead, quality and payroll: whether they may make it.
    static let table: [Call: [Bool]] = {
        let manual = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy/gateway.md")
        let text = (try? String(contentsOf: manual.standardizedFileURL, encoding: .utf8)) ?? ""
        let cells = text.split(separator: "\n").map {
            $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        return cells.reduce(into: [:]) { table, row in
            guard row.count == 5, let call = Call(rawValue: row[0]) else { return }
            table[call] = row.dropFirst().map { $0 != "–" }
        }
    }()

    @Test("every call and role", arguments: Call.allCases)
    func callsByRole(call: Call) async throws {
        let service = try FakeSources().service()
        for (index, role) in [CallerRole.agent, .lead, .quality, .payroll].enumerated() {
            let expected = try #require(Self.table[call])[index]
            do throws(Refusal) {
                _ = try service.sight(call, Sample.caller(role))
                #expect(expected, "\(role) may make \(call)")
            } catch {
                #expect(!expected && error.code == .forbidden, "\(role) may not make \(call): \(error)")
            }
        }
    }

    @Test("agents see their own, leads their team's, quality all, of their tenant only")
    func recordsByRole() throws {
        func sight(_ role: CallerRole, tenant: String = "acme") -> Sight {
            Sight(caller: Sample.caller(role, tenant: tenant)) { ["A1": "T1", "A2": "T1", "A3": "T3"][$0] }
        }
        let own = EvaluationTraits(Sample.evaluation("c"))
        let mate = EvaluationTraits(Sample.evaluation("c", agent: "A2"))
        let other = EvaluationTraits(Sample.evaluation("c", agent: "A3", team: "T3"))
        let nobody = EvaluationTraits(Sample.evaluation("c", agent: "", team: ""))
        #expect([own, mate, other, nobody].map(sight(.agent).covers) == [true, false, false, false])
        #expect([own, mate, other, nobody].map(sight(.lead).covers) == [true, true, false, false])
        #expect([own, mate, other, nobody].map(sight(.quality).covers) == [true, true, true, true])
        #expect([own, mate, other, nobody].map(sight(.payroll).covers) == [false, false, false, false])
        for role in CallerRole.allCases { #expect(!sight(role, tenant: "other").covers(own)) }

        let subjects = [
            "all", "agent:A1", "agent:A2", "agent:A3", "team:T1", "team:T3", "channel:chat", "agent:",
            "agent+channel:A1+chat",
        ]
        #expect(
            subjects.map(sight(.agent).covers(subject:)) == [
                false, true, false, false, false, false, false, false, false,
            ])
        #expect(
            subjects.map(sight(.lead).covers(subject:)) == [false, true, true, false, true, false, false, false, false])
        #expect(subjects.allSatisfy(sight(.quality).covers(subject:)))
        #expect(!subjects.contains(where: sight(.payroll).covers(subject:)))
    }

    @Test("nobody rates one's own episodes, whether the token names the agent as its subject or beside it")
    func ownEpisodes() throws {
        let traits = EvaluationTraits(Sample.evaluation("c"))
        func refusal(subject: String, agent: String) throws -> String? {
            let caller = Caller(
                tenant: "acme", role: .lead, subject: subject, agent: agent, teams: ["T1"], expires: nil)
            do throws(Refusal) {
                try Sight(caller: caller) { _ in nil }.check(.scored, of: traits)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(try refusal(subject: "A1", agent: "") == "OWN_EPISODE")
        #expect(try refusal(subject: "u-17", agent: "A1") == "OWN_EPISODE")
        #expect(try refusal(subject: "u-17", agent: "") == nil)
        #expect(try refusal(subject: "u-17", agent: "A2") == nil)
    }

    @Test("pay is for the payroll and the agent alone")
    func payIsHidden() throws {
        let service = try FakeSources().service()
        service.view.take([try Sample.held(Sample.evaluation("c-1"))], next: [:], at: Sample.now)
        service.view.take([try Sample.scorecard(agent: "A1"), try Sample.scorecard(agent: "A9")], at: Sample.now)
        func cards(_ role: CallerRole, tenant: String = "acme") throws -> [ProtoScorecard] {
            try service.listScorecards(ProtoListScorecardsRequest(), Sample.caller(role, tenant: tenant)).scorecards
        }
        #expect(try cards(.payroll).map(\.agentID) == ["A1", "A9"])
        #expect(try cards(.payroll).allSatisfy { $0.totalCents == 123_456 && !$0.payLines.isEmpty })
        #expect(try cards(.agent).map(\.agentID) == ["A1"])
        #expect(try cards(.agent).first?.totalCents == 123_456)
        #expect(try cards(.lead).map(\.agentID) == ["A1"])
        for role in [CallerRole.lead, .quality] {
            #expect(
                try cards(role).allSatisfy {
                    !$0.hasTotalCents && $0.payLines.isEmpty && $0.compositeHundredths == 8_720
                })
        }
        #expect(try cards(.quality).count == 2)
        #expect(try cards(.payroll, tenant: "other").isEmpty)
    }

    @Test("pages of scorecards go on behind a place, whether or not a card stands there")
    func scorecardPages() throws {
        let service = try FakeSources().service()
        let places = [("2026-11", "A1"), ("2026-11", "A2"), ("2026-10", "A1"), ("2026-10", "A3"), ("2026-09", "A2")]
        service.view.take(try places.map { try Sample.scorecard(agent: $1, period: $0) }, at: Sample.now)
        var request = ProtoListScorecardsRequest.with { $0.limit = 2 }
        var seen: [String] = []
        repeat {
            let page = try service.listScorecards(request, Sample.caller(.payroll))
            seen += page.scorecards.map { "\($0.period)/\($0.agentID)" }
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        #expect(seen == places.map { "\($0)/\($1)" })
        request.pageToken = "2026-10/A2"
        #expect(try service.listScorecards(request, Sample.caller(.payroll)).scorecards.map(\.agentID) == ["A3", "A2"])
        request.pageToken = "x"
        #expect(throws: Refusal.self) { try service.listScorecards(request, Sample.caller(.payroll)) }
    }

    @Test("what may not be seen is not there, and the log has every refusal and every sensitive reading")
    func refusalsAndReadingsAreNoted() async throws {
        let fake = FakeSources()
        let service = try fake.service()
        service.view.take([try Sample.held(Sample.evaluation("c-1", agent: "A2"))], next: [:], at: Sample.now)
        let request = ProtoGetConversationRequest.with { $0.conversationID = "c-1" }
        await #expect(throws: Refusal.self) { () async throws in
            _ = try await service.answer(.getConversation, Sample.caller(.agent)) { service throws(Refusal) in
                try await service.getConversation(request, Sample.caller(.agent))
            }
        }
        let hidden = try #require(fake.entries.withLock { $0 }.last)
        #expect(hidden.outcome == "NOT_VISIBLE" && hidden.names == ["c-1/1"] && hidden.caller?.role == .agent)
        let missing = ProtoGetConversationRequest.with { $0.conversationID = "c-2" }
        await #expect(throws: Refusal.self) { () async throws in
            _ = try await service.getConversation(missing, Sample.caller(.agent))
        }
        #expect(fake.entries.withLock { $0 }.count == 1, "what is not there for anybody is no refusal")
        _ = try await service.getConversation(request, Sample.caller(.lead))
        let reading = try #require(fake.entries.withLock { $0 }.last)
        #expect(reading.names == ["c-1/1"] && reading.outcome == "served" && reading.caller?.role == .lead)
        await #expect(throws: Refusal.self) { () async throws in
            _ = try await service.answer(.listReviews, Sample.caller(.agent)) { service throws(Refusal) in
                try service.listReviews(ProtoListReviewsRequest(), Sample.caller(.agent))
            }
        }
        #expect(fake.entries.withLock { $0 }.last?.outcome == "ROLE_NOT_ALLOWED")
    }

    @Test("alerts and what figures are made of are noted by whom and of whom they were read")
    func alertsAreNoted() async throws {
        let fake = FakeSources()
        let service = try fake.service()
        service.view.take([try Sample.held(Sample.evaluation("c-1"))], next: [:], at: Sample.now)
        service.view.take(
            [try Sample.alert("c-1", .breached), try Sample.alert("c-2", .breached, agent: "A2", team: "T2")],
            next: [:], at: Sample.now)
        _ = try service.listAlerts(ProtoListAlertsRequest(), Sample.caller(.agent))
        #expect(fake.entries.withLock { $0 }.map(\.call) == ["ListAlerts"])
        #expect(fake.entries.withLock { $0 }.last?.names == ["c-1/1"])
        _ = try service.explain(
            ProtoExplainRequest.with {
                $0.subject = "agent:A1"
                $0.metric = "conversations"
                $0.period = "2026-11"
            }, Sample.caller(.agent))
        let explained = try #require(fake.entries.withLock { $0 }.last)
        #expect(explained.call == "Explain" && explained.names.first?.hasPrefix("agent:A1 ") == true)
        #expect(explained.count == 2 && explained.names.last == "c-1/1" && explained.caller?.role == .agent)
        let request = ProtoWatchAlertsRequest.with { $0.options.beginning = .oldest }
        await #expect(throws: Enough.self) {
            try await service.watchAlerts(request, Sample.caller(.agent)) { if $0.hasAlert { throw Enough() } }
        }
        #expect(fake.entries.withLock { $0 }.last?.call == "WatchAlerts")
        #expect(fake.entries.withLock { $0 }.last?.names == ["c-1/1"])
    }

    @Test("nothing sensitive is served when it cannot be noted")
    func unwritableLog() async throws {
        struct Full: Error {}
        let fake = FakeSources()
        let whole = try fake.service()
        let service = ResultsService(
            view: whole.view, sources: try fake.sources(), log: AccessLog { _ in throw Full() })
        service.view.take([try Sample.held(Sample.evaluation("c-1"))], next: [:], at: Sample.now)
        let request = ProtoGetConversationRequest.with { $0.conversationID = "c-1" }
        await #expect(throws: Refusal.self) { try await service.getConversation(request, Sample.caller(.quality)) }
        #expect(throws: Refusal.self) {
            try service.listEvaluations(ProtoListEvaluationsRequest(), Sample.caller(.quality))
        }
        service.view.take([try Sample.alert("c-1", .breached)], next: [:], at: Sample.now)
        #expect(throws: Refusal.self) { try service.listAlerts(ProtoListAlertsRequest(), Sample.caller(.quality)) }
    }

    @Test("nothing is served before the view is there")
    func restoring() throws {
        let view = View(budget: ViewBudget(bytes: 1 << 20), beginnings: [:])
        let service = ResultsService(view: view, sources: try FakeSources().sources(), log: AccessLog { _ in })
        #expect(throws: Refusal.self) { try service.listAlerts(ProtoListAlertsRequest(), Sample.caller(.quality)) }
        #expect(try service.status(Sample.caller(.quality)).topics.count == 4)
    }
}

@Suite("Reviews that are submitted")
struct SubmittedReviewTests {
    private func submit(
        _ role: CallerRole, _ step: ProtoReviewEvent.Step, agent: String = "A1", subject: String? = nil,
        _ change: (inout ProtoReviewEvent) -> Void = { _ in }
    ) async throws -> ProtoReviewEvent? {
        let fake = FakeSources()
        let service = try fake.service()
        service.view.take(
            [try Sample.held(Sample.evaluation("c-1", revision: 3, agent: agent))], next: [:], at: Sample.now)
        var caller = Sample.caller(role)
        if let subject { caller.subject = subject }
        var review = ProtoReviewEvent.with {
            $0.conversationID = "c-1"
            $0.episode = 1
            $0.step = step
            $0.tenant = "somebody-else"
            $0.raterID = "somebody-else"
            $0.atMs = 1
        }
        if [.scored, .corrected].contains(step) { review.items = [ProtoItemScore.with { $0.criterion = "greeting" }] }
        change(&review)
        _ = try await service.submitReview(ProtoSubmitReviewRequest.with { $0.review = review }, caller)
        return fake.submitted.withLock { $0.first }
    }

    @Test("tenant, rater and time are the token's and the gateway's; a repeated call has the same id")
    func whoAndWhen() async throws {
        let review = try #require(try await submit(.quality, .scored))
        #expect(review.tenant == "acme" && review.raterID == "quality@acme" && review.atMs == Sample.now.milliseconds)
        #expect(review.policyVersion == "2.2.0" && review.revisionSeen == 3 && !review.reviewID.isEmpty)
        let again = try #require(try await submit(.quality, .scored))
        #expect(again.eventID == review.eventID)
        let other = try #require(try await submit(.quality, .scored) { $0.note = "other" })
        #expect(other.eventID != review.eventID)
    }

    @Test("agents acknowledge and appeal what is theirs, and nobody rates oneself")
    func steps() async throws {
        #expect(try await submit(.agent, .appealed)?.raterID == "A1")
        #expect(try await submit(.agent, .acknowledged) != nil)
        await #expect(throws: Refusal.self) { try await submit(.agent, .scored) }
        await #expect(throws: Refusal.self) { try await submit(.agent, .appealed, agent: "A2") }
        await #expect(throws: Refusal.self) { try await submit(.quality, .appealed) }
        await #expect(throws: Refusal.self) { try await submit(.quality, .scored, subject: "A1") }
        #expect(try await submit(.lead, .corrected) != nil)
    }

    @Test("what the workers would not take is refused")
    func bad() async throws {
        await #expect(throws: Refusal.self) { try await submit(.quality, .unspecified) }
        await #expect(throws: Refusal.self) { try await submit(.quality, .scored) { $0.policyVersion = "1.0.0" } }
        await #expect(throws: Refusal.self) { try await submit(.quality, .scored) { $0.revisionSeen = 9 } }
        await #expect(throws: Refusal.self) { try await submit(.quality, .scored) { $0.conversationID = "c-2" } }
    }
}
