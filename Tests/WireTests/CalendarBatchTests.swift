// Questions about business time as lines of JSON.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing
import Wire

@Suite("Questions about business time")
struct CalendarBatchTests {
    private static let calendar =
        #"{"zone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:30-18:00"],"fri":["09:00-18:00"]},"days":{"2024-02-04":["09:00-18:00"],"2024-02-10":[]}}"#

    /// The answers to questions, without their line feeds.
    private func answers(_ lines: String...) -> [String] {
        var batch = CalendarBatch(library: .builtIn)
        return lines.map { line in
            var output: [UInt8] = []
            let isAnswered = batch.answer(Array(line.utf8), into: &output)
            let text = String(decoding: output, as: UTF8.self)
            #expect(text.hasSuffix("}\n") && isAnswered != text.contains(#""error":"#))
            return String(text.dropLast())
        }
    }

    @Test("a deadline and business time, with the calendar in the question, by name, and once more from the cache")
    func forms() {
        let deadline =
            #""calendar":\#(Self.calendar),"start":"2024-02-09T08:30:00Z","target":"PT2H","pauses":[["2024-02-09T09:00:00Z","2024-02-09T09:10:00Z"]]}"#
        let time =
            #"{"id":"q2","calendar":\#(Self.calendar),"start":"2024-02-09T08:30:00Z","end":"2024-02-12T02:00:00.250Z"}"#
        let named =
            #"{"id":"q3","calendar":"cn-office","start":"2024-02-09T08:30:00Z","target":"PT2H","pauses":[["2024-02-09T09:00:00Z","2024-02-09T09:10:00Z"]]}"#
        #expect(
            answers(#"{"id":"q1","# + deadline, time, named, "{" + deadline) == [
                #"{"id":"q1","deadline":"2024-02-12T01:40:00Z"}"#, #"{"id":"q2","business_ms":9000250}"#,
                #"{"id":"q3","deadline":"2024-02-18T01:40:00Z"}"#, #"{"id":null,"deadline":"2024-02-12T01:40:00Z"}"#,
            ])
    }

    @Test("any JSON: white space, order, escapes, and ids of every kind, which come back as they are")
    func json() {
        for id in [
            #""a\"b\u00e9\n""#, "1.50e+3", "-0", "true", "null", "[1, {\"x\":[]}, \"]\"]", "{}", "{\"id\": {\"id\":1}}",
            "\"客服 🙂\"",
            String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000),
        ] {
            let line =
                "\t{ \"target\" :\"PT1H\",\"pauses\" : [ ] ,\"id\":\(id), \"c\\u0061lendar\":\"alw\\u0061ys\" ,\r\n\"start\":\"2024-02-09T08:30:00\\u005a\"} "
            #expect(answers(line) == ["{\"id\":\(id),\"deadline\":\"2024-02-09T09:30:00Z\"}"])
        }
        let escaped =
            #"{"id":1,"calendar":{"z\u006fne":"Asia\/Shanghai","week":{"m\u006fn":["09:00\u002d12:00"]}},"start":"2024-02-12T01:00:00Z","end":"2024-02-13T01:00:00Z"}"#
        #expect(answers(escaped) == [#"{"id":1,"business_ms":10800000}"#])
    }

    @Test("invariant: an end before the start leaves no time, a target of nothing is the start or the next opening")
    func empty() {
        #expect(
            answers(
                #"{"calendar":"always","start":"2024-02-09T08:30:00Z","end":"2024-02-09T08:00:00Z"}"#,
                #"{"calendar":\#(Self.calendar),"start":"2024-02-09T08:30:00Z","end":"2024-02-09T08:00:00Z"}"#,
                #"{"calendar":\#(Self.calendar),"start":"2024-02-09T08:30:00Z","target":"PT0S"}"#,
                #"{"calendar":\#(Self.calendar),"start":"2024-02-09T10:00:00Z","target":"PT0S"}"#) == [
                    #"{"id":null,"business_ms":0}"#, #"{"id":null,"business_ms":0}"#,
                    #"{"id":null,"deadline":"2024-02-09T08:30:00Z"}"#,
                    #"{"id":null,"deadline":"2024-02-12T01:00:00Z"}"#,
                ])
    }

    @Test(
        "what cannot be answered says why, under its id where that can be read",
        arguments: [
            ("", #"{"id":null,"error":"byte 1: the line is empty"}"#),
            ("[]", "the line is not a JSON object"),
            (#"{"id":7"#, #"{"id":7,"error":"byte 8: a comma or a closing bracket is missing"}"#),
            (#"{"id":7,"start":"x"#, "a string does not end"),
            (#"{"id":7,"x":01}"#, "a comma or a closing bracket is missing"),
            (#"{"id":7,"x":1.}"#, "a number is malformed"),
            (#"{"id":7,"x":"\x"}"#, "there is no such escape"),
            (#"{"id":7,"x":tru}"#, "the JSON is malformed"),
            (#"{"id":7,"x":[1,]}"#, "the JSON is malformed"),
            (#"{"id":7,}"#, "a name in quotes is missing"),
            (#"{"id":7} {}"#, "something follows the object"),
            (
                #"{"id":7,"calender":"always","start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                #"did you mean \"calendar\"?"#
            ),
            (
                #"{"id":7,"calendar":"allways","start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                "did you mean 'always'?"
            ),
            (#"{"id":7,"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#, #"there is no \"calendar\""#),
            (#"{"id":7,"calendar":"always","target":"PT1H"}"#, #"there is no \"start\""#),
            (#"{"id":7,"calendar":"always","start":"2024-02-09T08:30:00Z"}"#, #"neither \"target\" nor \"end\""#),
            (
                #"{"id":7,"calendar":"always","start":"2024-02-09T08:30:00Z","target":"PT1H","end":"2024-02-09T08:30:00Z"}"#,
                "both"
            ),
            (#"{"id":7,"calendar":"always","start":1,"target":"PT1H"}"#, #"\"start\" is no instant"#),
            (
                #"{"id":7,"calendar":"always","start":"2024-02-09","target":"PT1H"}"#,
                "no instant with an offset from UTC"
            ),
            (
                #"{"id":7,"calendar":"always","start":"1969-02-09T00:00:00Z","target":"PT1H"}"#,
                "before 1970 or after 2099"
            ),
            (#"{"id":7,"calendar":"always","start":"2024-02-09T08:30:00Z","target":"P1M"}"#, "no length of time"),
            (
                #"{"id":7,"calendar":"always","start":"2024-02-09T08:30:00Z","target":"PT1H","pauses":[["2024-02-09T08:30:00Z"]]}"#,
                "no list of pairs"
            ),
            (
                #"{"id":7,"calendar":"always","start":"2024-02-09T08:30:00Z","target":"PT1H","pauses":[["2024-02-09T08:30:00Z","2024-02-09T08:00:00Z"]]}"#,
                "ends before it starts"
            ),
            (#"{"id":7,"calendar":{},"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#, #"there is no \"zone\""#),
            (
                #"{"id":7,"calendar":{"zone":"UTC","week":{"mon":[]}},"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                "no working time"
            ),
            (
                #"{"id":7,"calendar":{"zone":"Europe/Berln"},"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                "Europe/Berlin"
            ),
            (
                #"{"id":7,"calendar":{"zone":"UTC","week":{"Mon":["09:00-10:00"]}},"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                "no weekday"
            ),
            (
                #"{"id":7,"calendar":{"zone":"UTC","week":{"mon":["9-10"]}},"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                "no window"
            ),
            (
                #"{"id":7,"calendar":{"zone":"UTC","days":{"2024-2-1":[]}},"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                "no date"
            ),
            (
                #"{"id":7,"calendar":{"zone":"UTC","days":{"2024-02-01":["09:00-10:00"]}},"start":"2024-02-09T08:30:00Z","target":"PT1H"}"#,
                "not so much working time before 2100"
            ),
        ])
    func mistakes(line: String, part: String) {
        let answer = answers(line)[0]
        #expect(
            answer.contains(part) && (line.hasPrefix(#"{"id":7"#) == answer.hasPrefix(#"{"id":7,"error":"#)),
            "\(answer)")
        // The next question is answered.
        #expect(
            answers(line, #"{"calendar":"always","start":"2024-02-09T08:30:00Z","target":"PT1H"}"#)[1].contains(
                "deadline"))
    }

    @Test("bytes that are not UTF-8, and any cut of a question, are answered with an error")
    func hostile() {
        var batch = CalendarBatch(library: .builtIn)
        let line = Array(
            #"{"id":"é","calendar":\#(Self.calendar),"start":"2024-02-09T08:30:00Z","target":"PT2H"}"#.utf8)
        for count in 0..<line.count {
            var output: [UInt8] = []
            #expect(!batch.answer(Array(line[..<count]), into: &output))
        }
        var random = SeededRandom(seed: 3)
        for _ in 0..<5_000 {
            var broken = line
            for _ in 0..<random.number(1...4) {
                broken[random.number(below: line.count)] = UInt8(random.number(0...255))
            }
            var output: [UInt8] = []
            _ = batch.answer(broken, into: &output)
            #expect(output.last == UInt8(ascii: "\n") && output.count(where: { $0 == UInt8(ascii: "\n") }) == 1)
        }
    }

    @Test("a calendar that is compiled bit by bit answers as the whole one does")
    func growing() throws {
        var random = SeededRandom(seed: 9)
        let source = try CalendarFile.decode(yaml: Self.calendar, file: "calendar")
        var batch = CalendarBatch(library: .builtIn)
        for index in 0..<3_000 {
            // Forgets what it compiled now and then.
            if index % 50 == 0 { batch = CalendarBatch(library: .builtIn) }
            let start = Instant(milliseconds: Int64(random.number(below: 4_000_000_000)) * 1000)
            let end = start + .seconds(Int64(random.number(below: 90_000_000)))
            let minutes = random.number(below: random.pick([100, 10_000, 1_000_000]))
            let asksDeadline = random.chance(perMille: 500)
            let goal = asksDeadline ? #""target":"PT\#(minutes)M""# : #""end":"\#(end.iso)""#
            var output: [UInt8] = []
            _ = batch.answer(
                Array(#"{"calendar":\#(Self.calendar),"start":"\#(start.iso)",\#(goal)}"#.utf8), into: &output)
            let answer = String(decoding: output, as: UTF8.self)
            if asksDeadline {
                let deadline = source.deadline(from: start, target: .minutes(Int64(minutes)))
                #expect(answer.contains(deadline.map { "\"\($0.iso)\"" } ?? "not so much working time"))
            } else {
                #expect(answer == "{\"id\":null,\"business_ms\":\(source.businessTime(from: start, to: end).count)}\n")
            }
        }
    }

    @Test("a calendar that comes once, again, in turn with others and among those that begin alike is the same one")
    func againAndAgain() throws {
        var random = SeededRandom(seed: 10)
        // Alike for more than a hundred bytes: only the last date tells them apart.
        let calendars = (0..<40).map { index in
            Self.calendar.replacing("2024-02-10", with: "2024-03-\(index % 28 + 1 < 10 ? "0" : "")\(index % 28 + 1)")
                .replacing("\"fri\":[\"09:00", with: "\"fri\":[\"\(index < 20 ? "09" : "10"):00")
        }
        let sources = try calendars.map { try CalendarFile.decode(yaml: $0, file: "calendar") }
        var batch = CalendarBatch(library: .builtIn)
        for _ in 0..<2_000 {
            let index = random.number(below: random.pick([3, 40]))
            let start = Instant(milliseconds: 1_709_000_000_000 + Int64(random.number(below: 4_000_000)) * 1000)
            let minutes = random.number(below: random.pick([100, 2_000, 50_000]))
            let line = #"{"calendar":\#(calendars[index]),"start":"\#(start.iso)","target":"PT\#(minutes)M"}"#
            var output: [UInt8] = []
            #expect(batch.answer(Array(line.utf8), into: &output))
            let deadline = try #require(sources[index].deadline(from: start, target: .minutes(Int64(minutes))))
            #expect(String(decoding: output, as: UTF8.self).contains("\"\(deadline.iso)\""))
        }
        // Of two in one question the last one counts, and nothing of the first.
        let two =
            #"{"calendar":{"zone":"UTC","week":{"tue":["09:00-10:00"]},"days":{"2024-01-01":[]}},"calendar":{"zone":"UTC","week":{"mon":["09:00-10:00"]}},"start":"2024-01-01T00:00:00Z","target":"PT1H"}"#
        #expect(answers(two) == [#"{"id":null,"deadline":"2024-01-01T10:00:00Z"}"#])
    }

    @Test("windows and dates at their limits, whole or at the very end of a line that breaks off")
    func limits() {
        func time(
            _ window: String, on date: String = "2024-02-05", from start: String = "2024-02-05T00:00:00Z"
        )
            -> String
        {
            let calendar = #"{"zone":"UTC","days":{"\#(date)":["\#(window)"]}}"#
            return answers(#"{"calendar":\#(calendar),"start":"\#(start)","end":"2099-12-31T23:59:59Z"}"#)[0]
        }
        for (window, hours) in [("00:00-24:00", 24), ("18:00-24:00", 6), ("21:00-02:00", 5), ("09:00-09:00", 24)] {
            #expect(time(window) == "{\"id\":null,\"business_ms\":\(hours * 3_600_000)}")
        }
        for window in [
            "24:00-01:00", "09:00-24:01", "09:60-10:00", "0x:00-10:00", "09:00-1:000", "09:00 10:00", "09.00-10:00",
            "09:00-10:00 ", "9:00-10:00", "",
        ] {
            #expect(time(window).contains("\\\"\(window)\\\" of \\\"2024-02-05\\\" is no window"))
        }
        for date in ["2024-02-29", "2000-02-29", "1970-01-01", "2099-12-31", "2023-08-31", "2023-11-30"] {
            #expect(time("09:00-10:00", on: date, from: "1970-01-01T00:00:00Z").hasSuffix(":3600000}"))
        }
        for date in [
            "2023-02-29", "2024-02-30", "2024-04-31", "2024-11-31", "2024-13-01", "2024-00-01", "2024-01-00",
            "2100-01-01", "1969-12-31", "2024-1-001", "2024/01/01", "2024-01-01..2024-01-02",
        ] {
            #expect(time("09:00-10:00", on: date).contains("is no date"))
        }
        let first = #"{"id":1,"calendar":{"days":{"2024-02-05":["09:00-10:00""#
        #expect(answers(first)[0].contains("byte 56: a comma or a closing bracket is missing"))
        #expect(answers(#"{"id":1,"calendar":{"days":{"2024-02-05" "#)[0].contains("a colon is missing"))
        #expect(answers(#"{"id":1,"calendar":{"week":{"mon"   []"#)[0].contains("a colon is missing"))
    }
}
