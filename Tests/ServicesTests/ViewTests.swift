// The view: newest results in bounded memory.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Testing
import Wire

@testable import Services

@Suite("The gateway's view")
struct ViewTests {
    @Test("of each episode the newest revision is held, whatever the order")
    func newestRevision() throws {
        var shelf = EvaluationShelf(budget: 1 << 20)
        for revision: UInt32 in [2, 1, 3, 2] {
            shelf.take(try Sample.held(Sample.evaluation("c-1", revision: revision)))
        }
        shelf.take(try Sample.held(Sample.evaluation("c-1", episode: 2)))
        #expect(shelf.count == 2)
        #expect(shelf.evaluation("c-1", 1, tenant: "acme")?.traits.revision == 3)
        #expect(shelf.evaluation("c-1", 0, tenant: "acme")?.traits.episode == 2)
        #expect(shelf.episodes(of: "c-1", tenant: "acme") == [1, 2])
        #expect(shelf.evaluation("c-1", 1, tenant: "other") == nil)
    }

    @Test("memory stays within the budget, and the accounts add up")
    func bounded() throws {
        var shelf = EvaluationShelf(budget: 100_000)
        for number in 0..<2_000 {
            shelf.take(try Sample.held(Sample.evaluation("c-\(number % 700)", revision: UInt32(number / 700 + 1))))
            #expect(shelf.memory <= 100_000)
        }
        let all = shelf.list(latestFirst: true, behind: nil, limit: .max) { _ in true }
        #expect(all.count == shelf.count)
        #expect(all.reduce(0) { $0 + $1.memory } == shelf.memory)

        var alerts = AlertShelf(budget: 50_000)
        for number in 0..<1_000 {
            alerts.take(try Sample.alert("c-\(number / 2)", number % 2 == 0 ? .breached : .cleared, at: Int64(number)))
            #expect(alerts.memory <= 50_000)
        }
        #expect(
            alerts.list(limit: .max) { _, _ in true }.reduce(0) { $0 + $1.steps.reduce(0) { $0 + $1.memory } }
                == alerts.memory)

        var tallies = TallyShelf(budget: 200_000)
        for hour in 0..<400 as Range<Int64> {
            for agent in 0..<5 { tallies.take(try Sample.tally("agent:A\(agent)", hour: hour)) }
            #expect(tallies.memory <= 200_000)
        }
        #expect(tallies.windows(.hour, latest: .max, tenant: "acme").count <= 192)
        let oldest = try Sample.tally("agent:A1", hour: 0)
        tallies.take(oldest)
        #expect(tallies.tally(of: "agent:A1", .hour, oldest.traits.start, tenant: "acme") == nil)
    }

    @Test("a conversation that was forgotten counts from the first episode again: the newer evaluation is shown")
    func again() throws {
        var shelf = EvaluationShelf(budget: 1 << 20)
        shelf.take(try Sample.held(Sample.evaluation("c", revision: 3)))
        shelf.take(try Sample.held(Sample.evaluation("c", revision: 2)))
        #expect(shelf.evaluation("c", 1, tenant: "acme")?.traits.revision == 3)
        let later = Sample.now + .hours(24 * 40)
        shelf.take(try Sample.held(Sample.evaluation("c", revision: 1, endedAt: later)))
        #expect(shelf.evaluation("c", 1, tenant: "acme")?.traits.endedAt == later && shelf.count == 1)
    }

    @Test("records of a partition that came after the start are left to the next start")
    func laterPartitions() throws {
        let feed = Feed<TallyTraits>(beginning: [0], budget: 1 << 20)
        var tally = try Sample.tally("all", hour: 1)
        tally.partition = 3
        feed.append([try Sample.tally("all", hour: 0), tally], next: [3: 9])
        feed.append([], next: [0: 7, 3: 10])
    }

    @Test("X24: tallies that a partition has let go are let go, and no others")
    func horizons() throws {
        var shelf = TallyShelf(budget: 1 << 20)
        var held: [Held<TallyTraits>] = []
        for hour in 0..<4 as Range<Int64> {
            for agent in 0..<2 {
                var tally = try Sample.tally("agent:A\(agent)", hour: hour)
                tally.partition = Int32(agent)
                held.append(tally)
                shelf.take(tally)
            }
        }
        var horizon = TallyHorizon()
        horizon[.hour] = held[3].traits.end
        horizon[.day] = .distantFuture
        shelf.take(HorizonRecord(partition: 1, horizon: horizon))
        let left = held.filter { shelf.tally(of: $0.traits.subject, .hour, $0.traits.start, tenant: "acme") != nil }
        #expect(left.map(\.offset) == [0, 1, 2, 2, 3, 3] && left.prefix(2).allSatisfy { $0.partition == 0 })
        #expect(shelf.count == 6 && shelf.memory == left.reduce(0) { $0 + $1.memory })
        shelf.take(HorizonRecord(partition: 0, horizon: horizon))
        #expect(shelf.windows(.hour, latest: 9, tenant: "acme") == [held[4].traits.start, held[6].traits.start])
    }

    @Test("an alert is open until it is cleared, retracted, or its deadline passes unbreached")
    func ladders() throws {
        var shelf = AlertShelf(budget: 1 << 20)
        shelf.take(try Sample.alert("c-1", .approaching, at: 0))
        shelf.take(try Sample.alert("c-1", .breached, at: 10))
        shelf.take(try Sample.alert("c-2", .breached, at: 11))
        shelf.take(try Sample.alert("c-2", .cleared, at: 12))
        shelf.take(try Sample.alert("c-3", .approaching, at: 13))
        func open(at milliseconds: Int64) -> [String] {
            let now = Sample.now + Milliseconds(milliseconds)
            return shelf.list(limit: .max) { ladder, _ in ladder.isOpen(at: now) }.compactMap {
                $0.last?.traits.conversation
            }
        }
        #expect(open(at: 20) == ["c-3", "c-1"])
        #expect(open(at: 30_000) == ["c-1"])
        #expect(shelf.alerts(of: EpisodeKey(tenant: "acme", conversation: "c-1", episode: 1)).first?.steps.count == 2)
    }

    @Test("pages follow each other without a gap or a repeat while evaluations come")
    func pages() throws {
        let service = try FakeSources().service()
        for number in 0..<25 {
            let evaluation = Sample.evaluation("c-\(number)", endedAt: Sample.now + .seconds(Int64(number / 3)))
            service.view.take([try Sample.held(evaluation)], next: [:], at: Sample.now)
        }
        var request = ProtoListEvaluationsRequest.with { $0.limit = 4 }
        var seen: [String] = []
        repeat {
            let page = try service.listEvaluations(request, Sample.caller(.quality))
            seen += page.evaluations.map(\.conversationID)
            request.pageToken = page.nextPageToken
            let newer = Sample.evaluation("later-\(seen.count)", endedAt: Sample.now + .seconds(100))
            service.view.take([try Sample.held(newer)], next: [:], at: Sample.now)
        } while !request.pageToken.isEmpty
        #expect(seen.count == 25 && Set(seen).count == 25)
    }

    @Test("figures of nothing are not 0, and a figure says what it rests on")
    func figures() throws {
        let service = try FakeSources().service()
        service.view.take([try Sample.tally("all", hour: 0, conversations: 4)], next: [:], at: Sample.now)
        var request = ProtoListFiguresRequest.with {
            $0.subjects = ["all"]
            $0.window = .hour
            $0.metrics = ["conversations", "mean-score", "csat-good-rate"]
        }
        let row = try #require(try service.listFigures(request, Sample.caller(.quality)).rows.first)
        #expect(row.values.map(\.hasValue) == [true, true, false])
        #expect(row.values[0].value == 4 && row.values[1].value == 80 && row.values[1].counted == 4)
        request.metrics = ["no-such-figure"]
        #expect(throws: Refusal.self) { try service.listFigures(request, Sample.caller(.quality)) }
        request.metrics = []
        #expect(throws: Refusal.self) { try service.listFigures(request, Sample.caller(.lead)) }
    }
}
