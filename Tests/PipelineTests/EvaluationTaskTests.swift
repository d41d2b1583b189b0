// Episodes, duplicates and dead letters of the evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Evaluation task")
struct EvaluationTaskTests {
    @Test("a result carries the trace context of the record that caused it, and nothing else does")
    func traceContext() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let context = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        for event in chat.complete(from: 0) {
            try bench.apply(
                .conversations, key: chat.key, value: event.protobuf, timestamp: Instant(milliseconds: event.atMs),
                headers: [("other", [1]), ("traceparent", event.eventID == "e3" ? Array(context.utf8) : nil)])
        }
        #expect(bench.traces == [context])
        var second = Chat("c2")
        try bench.apply(all: second.complete(from: 100))
        try bench.commit()
        #expect(bench.traces.dropFirst().allSatisfy(\.isEmpty) && bench.traces.count > 2)
    }

    @Test(
        "A42: an unknown field is left alone, an unknown channel has the policy's targets for any, an unknown event is kept"
    )
    func evolution() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        for (index, event) in chat.complete(from: 0).enumerated() {
            var event = event
            event.channel = "hologram"
            // Field 900, a text, which no schema has.
            let unknown: [UInt8] = [0xA2, 0x38, 0x03] + Array("new".utf8)
            try bench.apply(
                .conversations, key: chat.key, value: event.protobuf + unknown,
                timestamp: Instant(milliseconds: event.atMs), headers: [])
            if index == 0 {
                // A body that no schema has.
                var later = chat.event(at: 5, .recorded(ProtoRecorded()))
                (later.eventID, later.sequence, later.body) = ("new", 0, nil)
                try bench.apply(
                    .conversations, key: chat.key, value: later.protobuf + [0xAA, 0x38, 0x00], timestamp: at(5),
                    headers: [])
            }
        }
        try bench.commit()
        let evaluation = try #require(bench.evaluations.first)
        // An event that only a later version knows is kept whole, to be replayed to that.
        #expect(bench.letters.map(\.reason) == [.invalid] && bench.letters[0].value.suffix(3) == [0xAA, 0x38, 0x00])
        #expect(evaluation.score == 100 && evaluation.channel == "hologram" && evaluation.counts.records == 3)
        #expect(evaluation.clocks.map(\.outcome) == [.met, .met], "the policy's targets for any channel")
        #expect(bench.facts.contains { $0.subject == "channel:hologram" && $0.measures.conversations == 1 })
    }

    @Test("an episode is evaluated once, when it ends")
    func evaluatesAtTheEnd() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.agent(at: 10))
        #expect(bench.evaluations.isEmpty)
        try bench.apply(chat.resolved(at: 20))
        let evaluation = try #require(bench.evaluations.first)
        #expect(bench.evaluations.count == 1)
        #expect(evaluation.conversationID == "c1" && evaluation.episode == 1 && evaluation.revision == 1)
        #expect(evaluation.score == 100 && evaluation.deductions.isEmpty)
        #expect(evaluation.counts.records == 3)
        #expect(evaluation.agentID == "A17" && evaluation.channel == "chat")
        #expect(evaluation.policyVersion == "1")
    }

    @Test("points lost carry the message and the byte range that show them")
    func deductionsHaveEvidence() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.agent("好的yyds", at: 10), chat.resolved(at: 20))
        let evaluation = try #require(bench.evaluations.first)
        #expect(evaluation.score == 0)
        #expect(evaluation.deductions.map(\.criterion) == ["greeting", "slang"])
        #expect(evaluation.deductions.map(\.points) == [60, 40])
        let evidence = evaluation.deductions[1].evidence
        #expect(
            evidence.messageID == "m2" && evidence.byteStart == 6 && evidence.byteEnd == 10
                && evidence.lexicon == "slang")
    }

    @Test("F08: a reopened conversation is a new episode")
    func reopening() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.apply(chat.event(at: 30, .reopened(ProtoReopened())))
        try bench.apply(all: chat.complete(from: 40))
        #expect(bench.evaluations.map(\.episode) == [1, 2])
        #expect(bench.evaluations.map(\.counts.records) == [3, 4])
        #expect(bench.evaluations[1].startedAtMs == at(40).milliseconds)
    }

    @Test("T39, T40: automatic replies and internal notes neither open an episode nor answer")
    func automaticAndInternalMessages() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        var automatic = ProtoMessage()
        automatic.messageID = "x1"
        automatic.role = .customer
        automatic.autoSubmitted = true
        try bench.apply(chat.event(at: 0, .message(automatic)))
        #expect(bench.task.statistics.open == 0)
        var note = ProtoMessage()
        note.messageID = "x2"
        note.role = .agent
        note.internal = true
        try bench.apply(
            chat.customer(at: 1), chat.event(at: 2, .message(note)), chat.agent(at: 20), chat.resolved(at: 30))
        let human = try #require(bench.evaluations.first?.clocks.first { $0.clock == "first-response-human" })
        #expect(human.elapsedMs == 19_000 && human.outcome == .met)
    }

    @Test("F19: an event with a known id counts once")
    func duplicates() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let events = chat.complete(from: 0)
        for event in events { try bench.apply(event, event) }
        #expect(bench.evaluations.count == 1)
        #expect(bench.evaluations.first?.counts.records == 3)
        #expect(bench.task.statistics.duplicates == 3)
    }

    @Test("A45: the same conversation id in two tenants is two conversations")
    func tenants() throws {
        let bench = TaskBench()
        var one = Chat("c1", tenant: "one")
        var two = Chat("c1", tenant: "two")
        try bench.apply(one.customer(at: 0), two.customer(at: 1), one.agent(at: 2), one.resolved(at: 3))
        #expect(bench.evaluations.map(\.tenant) == ["one"])
        #expect(bench.task.statistics.open == 1)
    }

    @Test("A11: an episode is judged by the version in force when it started")
    func policyVersions() throws {
        let policies = PolicySet([.fixture(version: "1"), .fixture(version: "2", effectiveFrom: at(100))])
        let bench = TaskBench(policies: policies)
        var old = Chat("c1")
        var new = Chat("c2")
        try bench.apply(old.customer(at: 90), new.customer(at: 100), old.agent(at: 110), new.agent(at: 111))
        try bench.apply(old.resolved(at: 120), new.resolved(at: 121))
        #expect(bench.evaluations.map(\.policyVersion) == ["1", "2"])
    }

    @Test("A14: an episode without an agent has no score, not 0 and not 100")
    func nothingApplied() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.resolved(at: 5))
        let evaluation = try #require(bench.evaluations.first)
        #expect(!evaluation.hasScore)
        #expect(evaluation.clocks.allSatisfy { $0.outcome == .abandoned })
    }

    @Test("A06: records that cannot be used are dead letters with their bytes, and the partition goes on")
    func deadLetters() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let good = chat.customer(at: 0)
        var noBody = good
        noBody.body = nil
        try bench.apply(.conversations, key: chat.key, value: [0xFF, 0x01], timestamp: at(0))
        try bench.apply(.conversations, key: chat.key, value: nil, timestamp: at(0))
        try bench.apply(.conversations, key: Array("acme/other".utf8), value: good.protobuf, timestamp: at(0))
        try bench.apply(.conversations, key: nil, value: good.protobuf, timestamp: at(0))
        try bench.apply(.conversations, key: chat.key, value: noBody.protobuf, timestamp: at(0))
        try bench.apply(
            .conversations, key: chat.key, value: good.protobuf, timestamp: at(0),
            headers: [("content-type", Array("text/plain".utf8))])
        #expect(
            bench.letters.map(\.reason) == [
                .malformed, .tombstone, .keyMismatch, .keyMismatch, .invalid, .unknownEncoding,
            ])
        #expect(bench.letters.map(\.offset) == [0, 1, 2, 3, 4, 5])
        #expect(Array(bench.letters[0].value) == [0xFF, 0x01] && !bench.letters[1].hasValue)
        #expect(bench.letters.allSatisfy { !$0.detail.isEmpty && $0.topic == "conversations" })
        try bench.apply(good, chat.agent(at: 10), chat.resolved(at: 20))
        #expect(bench.evaluations.count == 1)
    }

    @Test("T62: an event time far ahead of the broker's is a dead letter and does not move time")
    func futureEvents() throws {
        let bench = TaskBench()
        var waiting = Chat("c1")
        var chat = Chat("c2")
        try bench.apply(waiting.customer(at: 0))
        let future = chat.customer(at: 100_000)
        try bench.apply(.conversations, key: chat.key, value: future.protobuf, timestamp: at(1))
        #expect(bench.letters.map(\.reason) == [.future])
        #expect(bench.alerts.isEmpty)
    }

    @Test("JSON and zstd records are read by their headers")
    func otherForms() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let events = chat.complete(from: 0)
        let json: [(name: String, value: [UInt8]?)] = [("content-type", Array("application/json".utf8))]
        try bench.apply(.conversations, key: chat.key, value: events[0].json, timestamp: at(0), headers: json)
        try bench.apply(
            .conversations, key: chat.key, value: try ZstdCompressor().compress(events[1].protobuf), timestamp: at(10),
            headers: [("content-encoding", Array("zstd".utf8))])
        try bench.apply(
            .conversations, key: chat.key, value: Array("{\"tenant\":".utf8), timestamp: at(11), headers: json)
        try bench.apply(events[2])
        #expect(bench.evaluations.map(\.score) == [100])
        #expect(bench.letters.map(\.reason) == [.malformed])
    }

    @Test("T53: mystery shoppers are evaluated and add nothing to customers' figures")
    func mysteryShoppers() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        var opened = ProtoOpened()
        opened.contactKind = .mystery
        try bench.apply(chat.event(at: 0, .opened(opened)))
        try bench.apply(all: chat.complete(from: 1))
        try bench.commit()
        #expect(bench.evaluations.count == 1 && bench.facts.isEmpty)
    }

    @Test("facts of one commit are one a subject and hour")
    func factsAreCombined() throws {
        let bench = TaskBench()
        for number in 0..<5 {
            var chat = Chat("c\(number)")
            try bench.apply(all: chat.complete(from: number * 30))
        }
        try bench.commit()
        #expect(bench.facts.map(\.subject) == ["agent:A17", "all", "channel:chat"])
        #expect(bench.facts.allSatisfy { $0.measures.conversations == 5 && $0.measures.scoreHundredths == 50_000 })
        #expect(bench.facts.allSatisfy { $0.measures.records == 15 && $0.measures.firstResponseHuman.met == 5 })
    }
}
