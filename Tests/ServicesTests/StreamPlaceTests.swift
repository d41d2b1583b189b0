// Bounds of streams: how many, and how slow their readers may be.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Synchronization
import Testing
import Wire

@testable import Services

@Suite("Places of streams")
struct StreamPlaceTests {
    private func refusal(_ body: () async throws -> Void) async throws -> Refusal? {
        do {
            try await body()
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    @Test("so many streams are open at a time, and so many by one subject; a place is given back when nobody holds it")
    func caps() throws {
        let places = StreamPlaces(StreamLimits(most: 3, mostOfCaller: 2))
        func enter(_ subject: String, tenant: String = "acme") -> (StreamPlace?, Refusal?) {
            var caller = Sample.caller(.quality, tenant: tenant)
            caller.subject = subject
            do throws(Refusal) {
                return (try places.enter(caller), nil)
            } catch {
                return (nil, error)
            }
        }
        let first = enter("a").0
        var second = enter("a").0
        #expect(first != nil && second != nil && places.count == 2)
        let third = enter("a").1
        #expect(third?.code == .busy && third?.reason == "TOO_MANY_STREAMS" && third?.retryAfter == .seconds(30))
        // The same name in another tenant is somebody else.
        let other = enter("a", tenant: "globex").0
        #expect(other != nil && places.count == 3)
        let full = enter("b").1
        #expect(full?.code == .full && full?.reason == "GATEWAY_FULL")
        second = nil
        #expect(second == nil && places.count == 2)
        let again = enter("a").0
        #expect(again != nil && places.count == 3)
        withExtendedLifetime((first, other, again)) {}
    }

    @Test("a refused stream sends nothing, is counted and leaves no trace among the open ones")
    func refused() async throws {
        let fake = FakeSources()
        let service = try fake.service(limits: StreamLimits(most: 1))
        let held = try service.place(.watchAlerts, Sample.caller(.quality))
        let refusal = try await refusal {
            try await service.watchEvaluations(ProtoWatchEvaluationsRequest(), Sample.caller(.quality)) { _ in
                Issue.record("something was sent")
            }
        }
        #expect(refusal?.reason == "GATEWAY_FULL")
        #expect(service.counts.snapshot.streams["WatchEvaluations"] == nil)
        #expect(service.counts.snapshot.calls.map(\.key.outcome) == ["RESOURCE_EXHAUSTED"])
        #expect(service.counts.snapshot.cut.isEmpty)
        withExtendedLifetime(held) {}
    }

    @Test(
        "a reader that takes nothing is cut when its time is over, and gives its place back; one that waits for results is not"
    )
    func slowReader() async throws {
        let fake = FakeSources()
        let service = try fake.service(limits: StreamLimits(patience: .seconds(60)))
        let waits = Mutex(false)
        async let cut: Refusal? = refusal {
            try await service.watchEvaluations(ProtoWatchEvaluationsRequest(), Sample.caller(.quality)) { response in
                guard response.hasEvaluation else { return }
                waits.withLock { $0 = true }
                // As a connection whose reader takes nothing: until it is given up.
                while !Task.isCancelled { await Task.yield() }
                throw CancellationError()
            }
        }
        while service.view.evaluationFeed.waiting == 0 { await Task.yield() }
        // Nothing is under way: however long that lasts, nobody is slow.
        service.places.cut(at: .now + .seconds(3600))
        service.view.take([try Sample.held(Sample.evaluation("c-1"))], next: [:], at: Sample.now)
        while !waits.withLock({ $0 }) { await Task.yield() }
        service.tick(at: .now + .seconds(30))
        #expect(service.places.count == 1)
        service.tick(at: .now + .seconds(61))
        let refusal = try await cut
        #expect(refusal?.code == .busy && refusal?.reason == "READER_TOO_SLOW")
        #expect(service.places.count == 0 && service.counts.snapshot.cut == ["WatchEvaluations": 1])
        #expect(service.counts.snapshot.streams["WatchEvaluations"] == 0)
    }

    @Test("a reader of old results has less time, as others wait for its turn")
    func slowCatchUp() async throws {
        let fake = FakeSources()
        let service = try fake.service(budget: 1000, limits: StreamLimits(patience: .seconds(3600)))
        fake.publish(
            try (0..<50 as Range<Int64>).map { try Sample.held(Sample.evaluation("c-\($0)"), offset: $0) }, to: service)
        let waits = Mutex(false)
        async let cut: Refusal? = refusal {
            let request = ProtoWatchEvaluationsRequest.with { $0.options.beginning = .oldest }
            try await service.watchEvaluations(request, Sample.caller(.quality)) { response in
                guard response.hasEvaluation else { return }
                waits.withLock { $0 = true }
                while !Task.isCancelled { await Task.yield() }
                throw CancellationError()
            }
        }
        while !waits.withLock({ $0 }) { await Task.yield() }
        service.tick(at: .now + .seconds(21))
        #expect(try await cut?.reason == "READER_TOO_SLOW")
        #expect(service.turnstile.count == 0)
    }
}
