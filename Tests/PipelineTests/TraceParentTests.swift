// Which trace contexts travel.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Trace context")
struct TraceParentTests {
    private static let valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test(
        "what the W3C calls a traceparent is one",
        arguments: [
            valid, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
            // A later version, as long as one of version 00 or longer.
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-brings",
        ])
    func taken(text: String) {
        #expect(TraceParent.isValid(Array(text.utf8)))
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "00", "00-1-2-01", valid + "-more", valid + "0", valid.uppercased(), "ff" + valid.dropFirst(2),
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
            "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.x",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-\u{1}",
            "01" + valid.dropFirst(2) + "-" + String(repeating: "x", count: 256),
            "张三的电话0af7651916cd43dd8448eb211c80319c-b7ad6b716",
        ])
    func refused(text: String) {
        #expect(!TraceParent.isValid(Array(text.utf8)))
    }

    @Test("a dead letter carries that of the record that it wraps, also of one whose episode did not come")
    func deadLetters() throws {
        let bench = TaskBench()
        let chat = Chat("c1")
        let survey = chat.survey(5, at: 0)
        try bench.apply(
            .surveys, key: chat.key, value: survey.protobuf, timestamp: at(0),
            headers: [("traceparent", Array(Self.valid.utf8))])
        try bench.apply(.conversations, key: chat.key, value: [1], timestamp: at(0), headers: [])
        #expect(bench.traces == [""])
        try bench.advance(to: at(50_000))
        try bench.commit()
        #expect(bench.traces.contains(Self.valid))
    }

    @Test("a result carries none when the record's is malformed")
    func malformed() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        for event in chat.complete(from: 0) {
            try bench.apply(
                .conversations, key: chat.key, value: event.protobuf, timestamp: Instant(milliseconds: event.atMs),
                headers: [("traceparent", Array(Self.valid.uppercased().utf8)), ("traceparent", nil)])
        }
        #expect(!bench.evaluations.isEmpty && bench.traces.allSatisfy(\.isEmpty))
    }
}
