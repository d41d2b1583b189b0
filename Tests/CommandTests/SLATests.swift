// `assay sla`: deadlines and business time from the command line.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("assay sla")
struct SLATests {
    private static let start = ["--start", "2024-02-09T16:30:00+08:00"]

    @Test("T06: a deadline over the Spring Festival, with a pause; the local time beside it")
    func deadline() async throws {
        let outcome = try await AssayProcess.run(
            [
                "sla", "deadline", "--calendar", "cn-office", "--target", "PT2H", "--pause",
                "2024-02-09T09:00:00Z/2024-02-09T09:10:00Z",
            ]
                + Self.start)
        #expect(outcome.status == 0 && outcome.lines == ["2024-02-18T01:40:00Z"])
        #expect(outcome.errors == "2024-02-18 09:40:00 +08:00 in Asia/Shanghai, by 'cn-office' version 2026-11\n")
    }

    @Test("T24: business time with pauses that overlap")
    func elapsed() async throws {
        let outcome = try await AssayProcess.run(
            [
                "sla", "elapsed", "--calendar", "cn-office", "--end", "2024-02-18T10:00:00.250+08:00",
                "--pause", "2024-02-09T09:00:00Z/2024-02-09T09:10:00Z", "--pause",
                "2024-02-09T09:05:00Z/2024-02-09T09:20:00Z",
            ] + Self.start)
        #expect(outcome.status == 0 && outcome.lines == ["7800250"])
        #expect(
            outcome.errors == "2 h 10 min 0.250 s of business time, by 'cn-office' version 2026-11 in Asia/Shanghai\n")
    }

    @Test("what rests on dates that are not announced yet says so")
    func provisional() async throws {
        let outcome = try await AssayProcess.run(
            ["sla", "deadline", "--calendar", "cn-office", "--start", "2027-02-04T17:30:00+08:00", "--target", "1h"])
        #expect(outcome.lines == ["2027-02-09T01:30:00Z"] && outcome.errors.contains("provisional: "))
    }

    @Test("a file is a calendar, too; without working time left there is no deadline")
    func files() async throws {
        try await Scratch.with { scratch in
            let json = try scratch.file("c.json", Array(#"{"zone":"UTC","days":{"2024-02-10":["09:00-11:00"]}}"#.utf8))
            let arguments = ["sla", "deadline", "--calendar", json.path] + Self.start
            let found = try await AssayProcess.run(arguments + ["--target", "2h"])
            #expect(found.status == 0 && found.lines == ["2024-02-10T11:00:00Z"])
            let none = try await AssayProcess.run(arguments + ["--target", "3h"])
            #expect(none.status == 1 && none.errors.contains("not so much working time before 2100"))
        }
    }

    @Test("T28: wrong usage and wrong calendars say how to mend them")
    func mistakes() async throws {
        func run(_ calendar: String, _ more: [String]) async throws -> AssayProcess.Outcome {
            try await AssayProcess.run(["sla", "deadline", "--calendar", calendar] + more)
        }
        for (arguments, part) in [
            (["--start", "2024-02-09T16:30:00", "--target", "2h"], "no instant with an offset from UTC"),
            (["--start", "1960-02-09T16:30:00Z", "--target", "2h"], "before 1970 or after 2099"),
            (Self.start + ["--target", "P1M"], "no length of time"),
            (Self.start + ["--target", "2h", "--pause", "2024-02-09T09:00:00Z"], "write FROM/TO"),
            (
                Self.start + ["--target", "2h", "--pause", "2024-02-09T09:00:00Z/2024-02-09T08:00:00Z"],
                "swap its instants"
            ),
        ] {
            let outcome = try await run("always", arguments)
            #expect(outcome.status == 64 && outcome.errors.contains(part), "\(outcome.errors)")
        }
        let unknown = try await run("cn-offices", Self.start + ["--target", "2h"])
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean 'cn-office'?"))
        try await Scratch.with { scratch in
            let closed = try scratch.file("closed.yaml", Array("zone: UTC\nweek: { mon: [] }\n".utf8))
            let outcome = try await run(closed.path, Self.start + ["--target", "2h"])
            #expect(
                outcome.status == 78
                    && outcome.errors.contains("closed.yaml:1:1: the calendar has no working time at all"))
        }
    }

    @Test("a batch is answered line by line, and a bad question does not stop it")
    func batch() async throws {
        try await Scratch.with { scratch in
            let file = try scratch.file(
                "short.yaml", Array("calendar: short\nzone: UTC\nweek: { mon: [\"09:00-10:00\"] }\n".utf8))
            let questions = [
                #"{"id":"q1","calendar":"cn-office","start":"2024-02-09T08:30:00Z","target":"PT2H","pauses":[["2024-02-09T09:00:00Z","2024-02-09T09:10:00Z"]]}"#,
                #"{"id":2,"calendar":"#,
                #"{"id":3,"calendar":"short","start":"2024-02-12T09:30:00Z","target":"PT1H"}"#,
                #"{"calendar":{"zone":"UTC","week":{"mon":["21:00-24:00"]}},"start":"2024-02-09T08:30:00Z","end":"2024-02-19T08:30:00Z"}"#,
            ].joined(separator: "\n")
            let outcome = try await AssayProcess.run(
                ["sla", "batch", "-", "--calendar", file.path], input: Array(questions.utf8))
            #expect(outcome.status == 0 && outcome.errors == "4 questions, 1 error\n")
            #expect(
                outcome.lines == [
                    #"{"id":"q1","deadline":"2024-02-18T01:40:00Z"}"#,
                    #"{"id":2,"error":"byte 20: the JSON breaks off"}"#,
                    #"{"id":3,"deadline":"2024-02-19T09:30:00Z"}"#, #"{"id":null,"business_ms":10800000}"#,
                ])
        }
        let missing = try await AssayProcess.run(["sla", "batch", "/nowhere"])
        #expect(missing.status == 66 && missing.errors.contains("/nowhere cannot be read"))
    }
}
