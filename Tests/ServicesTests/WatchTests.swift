// Streams: everything once, whatever happens.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Synchronization
import Testing
import Wire

@testable import Services

/// A seeded source of numbers (SplitMix64).
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Streams of results")
struct WatchTests {
    /// Evaluations over two partitions, with gaps in the offsets as transactions leave them.
    private static func topic(_ dice: inout Dice, count: Int) throws -> [Held<EvaluationTraits>] {
        var next: [Int64] = [0, 0]
        var entries: [Held<EvaluationTraits>] = []
        for number in 0..<count {
            let partition = Int.random(in: 0...1, using: &dice)
            next[partition] += Int64.random(in: 0...2, using: &dice)
            let agent = Bool.random(using: &dice) ? "A1" : "A2"
            entries.append(
                try Sample.held(
                    Sample.evaluation("c-\(number)", agent: agent), partition: Int32(partition), offset: next[partition]
                ))
            next[partition] += 1
        }
        return entries
    }

    /// What a reader has seen, and how it goes on.
    private struct Reading {
        var seen: [String] = []
        var options = ProtoWatchOptions.with { $0.beginning = .oldest }
    }

    @Test(
        "resumed at another gateway any number of times, nothing is left out and nothing comes twice",
        arguments: 0..<60 as Range<UInt64>)
    func resumes(seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let entries = try Self.topic(&dice, count: 120)
        let wanted = entries.filter { $0.traits.agent == "A1" }
        let reading = Mutex(Reading())
        while reading.withLock({ $0.seen.count }) < wanted.count {
            // Each time another gateway: it has read a part of the topic, and its feed holds a part of that.
            let fake = FakeSources()
            let service = try fake.service(budget: Int.random(in: 20_000...400_000, using: &dice))
            let first = Int.random(in: 0...120, using: &dice)
            fake.publish(Array(entries.prefix(first)), to: service)
            let request = ProtoWatchEvaluationsRequest.with {
                $0.filter.agentIds = ["A1"]
                $0.options = reading.withLock(\.options)
            }
            let most = reading.withLock(\.seen.count) + Int.random(in: 1...40, using: &dice)
            let pace = Int.random(in: 1...7, using: &dice)
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let later = Array(entries.dropFirst(first))
                    group.addTask {
                        for start in stride(from: 0, to: later.count, by: pace) {
                            fake.publish(Array(later[start..<min(later.count, start + pace)]), to: service)
                            await Task.yield()
                        }
                    }
                    try await service.watchEvaluations(request, Sample.caller(.quality)) { response in
                        guard response.hasEvaluation else { return }
                        let isEnough = reading.withLock { reading in
                            reading.seen.append(response.evaluation.conversationID)
                            reading.options.resumeToken = response.resumeToken
                            return reading.seen.count >= min(most, wanted.count)
                        }
                        if isEnough { throw Enough() }
                    }
                }
            } catch is Enough {}
        }
        let seen = reading.withLock(\.seen)
        // Partitions have no order between each other; within each nothing is out of place.
        #expect(Set(seen).count == seen.count)
        for partition: Int32 in 0...1 {
            let expected = wanted.filter { $0.partition == partition }.map(\.traits.conversation)
            #expect(seen.filter(Set(expected).contains) == expected)
        }
    }

    @Test("tokens go with their topic and filter, and old ones are told so")
    func tokens() async throws {
        let fake = FakeSources()
        let service = try fake.service()
        func refusal(_ change: (inout ProtoWatchEvaluationsRequest) -> Void) async throws -> Refusal? {
            var request = ProtoWatchEvaluationsRequest()
            change(&request)
            do {
                try await service.watchEvaluations(request, Sample.caller(.quality)) { response in
                    if response.hasEvaluation { throw Enough() }
                }
                return nil
            } catch let refusal as Refusal {
                return refusal
            }
        }
        let hash = ResumeToken.hash(of: ProtoEvaluationFilter())
        func token(_ topic: ResultTopic, _ positions: [Int64], _ filter: UInt64) -> [UInt8] {
            ResumeToken(topic: topic, positions: positions, filter: filter).bytes
        }
        #expect(try await refusal { $0.options.resumeToken = .init([1, 2, 3]) }?.code == .invalid)
        #expect(try await refusal { $0.options.resumeToken = .init(token(.alerts, [0, 0], hash)) }?.code == .invalid)
        #expect(try await refusal { $0.options.resumeToken = .init(token(.evaluations, [0, 0], 1)) }?.code == .invalid)
        #expect(
            try await refusal { $0.options.resumeToken = .init(token(.evaluations, [-1, 0], hash)) }?.code == .invalid)
        #expect(
            try await refusal { $0.options.resumeToken = .init(token(.evaluations, [0, 0, 0], hash)) }?.code == .gone)
        #expect(try await refusal { $0.options.heartbeatMs = 5 }?.code == .invalid)
        // The feed begins at 0 and lets go of what does not fit; retention has removed it from the topic as well.
        let small = try fake.service(budget: 1000)
        small.view.take(
            try (0..<50 as Range<Int64>).map { try Sample.held(Sample.evaluation("c-\($0)"), offset: $0) }, next: [:],
            at: Sample.now)
        fake.oldest.withLock { $0 = [40, 0] }
        await #expect(throws: Refusal.self) {
            let request = ProtoWatchEvaluationsRequest.with {
                $0.options.resumeToken = .init(token(.evaluations, [10, 0], hash))
            }
            try await small.watchEvaluations(request, Sample.caller(.quality)) {
                if $0.hasEvaluation { throw Enough() }
            }
        }
    }

    @Test("a stream ends with its token, and when the gateway stops")
    func ends() async throws {
        let fake = FakeSources()
        let service = try fake.service()
        let entries = try (0..<3 as Range<Int64>).map { try Sample.held(Sample.evaluation("c-\($0)"), offset: $0) }
        service.view.take(entries, next: [:], at: Sample.now)
        let caller = Sample.caller(.quality, expires: Sample.now + .seconds(60))
        let request = ProtoWatchEvaluationsRequest.with { $0.options.beginning = .oldest }
        let seen = Mutex(0)
        var refusal: Refusal?
        do {
            try await service.watchEvaluations(request, caller) { response in
                guard response.hasEvaluation else { return }
                let count = seen.withLock { seen in
                    seen += 1
                    return seen
                }
                if count == 3 {
                    fake.time.withLock { $0 = Sample.now + .seconds(61) }
                    service.view.take([try Sample.held(Sample.evaluation("c-9"), offset: 9)], next: [:], at: Sample.now)
                }
            }
        } catch let error as Refusal {
            refusal = error
        }
        #expect(seen.withLock { $0 } == 3 && refusal?.reason == "TOKEN_EXPIRED")
        fake.time.withLock { $0 = Sample.now }
        refusal = nil
        do {
            try await service.watchEvaluations(request, caller) { response in
                if response.evaluation.conversationID == "c-9" { service.stop() }
            }
        } catch let error as Refusal {
            refusal = error
        }
        #expect(refusal?.code == .unavailable)
        #expect(service.counts.snapshot.streams["WatchEvaluations"] == 0)
        let ended = service.counts.snapshot.calls.map { "\($0.key.outcome) \($0.value)" }.sorted()
        #expect(ended == ["UNAUTHENTICATED 1", "UNAVAILABLE 1"] && service.counts.snapshot.cut.isEmpty)
    }

    @Test("ten thousand readers that wait take no place in the feed")
    func waiting() async throws {
        let service = try FakeSources().service(limits: StreamLimits(most: 10_000, mostOfCaller: 10_000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10_000 {
                group.addTask {
                    do {
                        try await service.watchEvaluations(ProtoWatchEvaluationsRequest(), Sample.caller(.quality)) {
                            if $0.hasEvaluation { throw Enough() }
                        }
                    } catch is Enough {}
                }
            }
            while service.view.evaluationFeed.waiting < 10_000 {
                guard service.counts.snapshot.calls.isEmpty else { throw Refusal.broken("a stream has ended") }
                await Task.yield()
            }
            service.view.take([try Sample.held(Sample.evaluation("c-1"))], next: [:], at: Sample.now)
            try await group.waitForAll()
        }
        #expect(service.view.evaluationFeed.waiting == 0)
    }
}
