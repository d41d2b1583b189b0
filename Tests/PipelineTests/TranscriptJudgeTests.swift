// Whole conversations, judged at once.
// SPDX-License-Identifier: Apache-2.0
import Pipeline
import Quality
import Testing
import Wire

@Suite("transcript judge")
struct TranscriptJudgeTests {
    private static let start = TranscriptReader.firstTime

    /// A transcript of turns ten seconds apart; `stated` tells whether their times are.
    private static func transcript(_ turns: [(Role, String)], seconds: [Int64]? = nil) -> Transcript {
        let turns = turns.enumerated().map { index, turn in
            let at = start + .seconds(seconds?[index] ?? Int64(index) * 10)
            return Transcript.Turn(
                role: turn.0, agent: turn.0 == .agent ? "A7" : "", text: turn.1, at: at, isTimeEstimated: seconds == nil
            )
        }
        return Transcript(id: "x", channel: "chat", tenant: "offline", turns: turns)
    }

    private static func evaluation(_ transcript: Transcript) throws -> Evaluation {
        var judge = TranscriptJudge(policies: try PolicyForOfflineTests.policies())
        return judge.evaluation(of: transcript)
    }

    @Test("without times, clocks are not published and criteria of time do not apply")
    func estimatedTimes() throws {
        let evaluation = try Self.evaluation(Self.transcript([(.customer, "在吗"), (.agent, "您好"), (.customer, "好")]))
        #expect(evaluation.hasEstimatedTimes)
        #expect(evaluation.clocks.isEmpty)
        #expect(evaluation.dimensions.map(\.applied) == [2, 0])
        #expect(evaluation.dimensions.map(\.score) == [.hundred, nil])
        #expect(evaluation.score == .hundred)
        #expect(evaluation.startedAt == Self.start)
        #expect(evaluation.endedAt == Self.start + .seconds(20))
        #expect(evaluation.isEnded)
        #expect(evaluation.agent == "A7")
        #expect(evaluation.episode == 1)
    }

    @Test(
        "with times, a late first response costs its points and shows its message; one at the deadline does not (T55)")
    func statedTimes() throws {
        let late = Self.transcript([(.customer, "在吗"), (.agent, "您好")], seconds: [0, 31])
        let evaluation = try Self.evaluation(late)
        #expect(!evaluation.hasEstimatedTimes)
        #expect(evaluation.clocks.map(\.outcome) == [.breached])
        #expect(evaluation.score == Points(hundredths: 6000))
        #expect(evaluation.deductions.map(\.evidence) == [Evidence(message: "2")])
        let inTime = try Self.evaluation(Self.transcript([(.customer, "在吗"), (.agent, "您好")], seconds: [0, 30]))
        #expect(inTime.score == .hundred)
    }

    @Test("one estimated time of the episode makes all clocks uncertain; one before the episode does not")
    func someEstimatedTimes() throws {
        var transcript = Self.transcript([(.agent, "您好"), (.customer, "在吗"), (.agent, "在")], seconds: [0, 10, 60])
        transcript.turns[0].isTimeEstimated = true
        #expect(try Self.evaluation(transcript).clocks.map(\.outcome) == [.breached])
        transcript.turns[2].isTimeEstimated = true
        #expect(try Self.evaluation(transcript).clocks.isEmpty)
    }

    @Test("the episode starts with the first turn of the customer: turns before it are counted and not judged")
    func start() throws {
        let evaluation = try Self.evaluation(
            Self.transcript([(.bot, "b"), (.agent, "您好亲爱哒"), (.customer, "在吗"), (.agent, "在")]))
        #expect(evaluation.startedAt == Self.start + .seconds(20))
        #expect(evaluation.counts.records == 4)
        #expect(evaluation.counts.customerMessages == 1)
        #expect(evaluation.counts.agentMessages == 1)
        #expect(evaluation.counts.botMessages == 0)
        #expect(evaluation.deductions.map(\.evidence) == [Evidence(message: "4")])
    }

    @Test("evidence names the turn by its number from 1, and the bytes")
    func evidence() throws {
        let evaluation = try Self.evaluation(
            Self.transcript([(.bot, ""), (.customer, ""), (.agent, "您好，亲爱哒"), (.agent, ""), (.agent, "亲爱哒")]))
        #expect(
            evaluation.deductions.map(\.evidence) == [
                Evidence(message: "3", start: 9, end: 18, lexicon: "slang"),
                Evidence(message: "5", start: 0, end: 9, lexicon: "slang"),
            ])
        #expect(evaluation.score == Points(hundredths: 5000))
    }

    @Test("nothing applies when nobody but the customer wrote: no score, rather than 0 or 100 (A14)")
    func nothingApplies() throws {
        let evaluation = try Self.evaluation(Self.transcript([(.customer, "在吗"), (.customer, "?")]))
        #expect(evaluation.score == nil)
        #expect(evaluation.deductions.isEmpty)
    }

    @Test("the version in force at the start judges; before the first one took force, the first")
    func version() throws {
        let files = [
            ("new.yaml", PolicyForOfflineTests.yaml(version: "2", from: "2010-01-01T00:00:00Z", courtesy: "欢迎")),
            ("old.yaml", PolicyForOfflineTests.yaml()),
        ]
        var judge = TranscriptJudge(policies: try PolicyLoader.load(files: files))
        var transcript = Self.transcript([(.customer, "在吗"), (.agent, "您好")], seconds: [0, 1])
        #expect(judge.evaluation(of: transcript).policyIndex == 0)
        #expect(judge.evaluation(of: transcript).score == .hundred)
        transcript.turns[0].at = Instant(milliseconds: 1_500_000_000_000)
        transcript.turns[1].at = Instant(milliseconds: 1_500_000_001_000)
        #expect(judge.evaluation(of: transcript).policyIndex == 1)
        #expect(judge.evaluation(of: transcript).score == Points(hundredths: 7000))
    }

    @Test("a judge that has judged judges the next transcript as a new one would")
    func reuse() throws {
        var judge = TranscriptJudge(policies: try PolicyForOfflineTests.policies())
        let transcripts = [
            Self.transcript([(.customer, "a"), (.agent, "亲爱哒")]),
            Self.transcript([(.agent, "x"), (.customer, "亲爱哒"), (.agent, "您好")], seconds: [0, 1, 2]),
        ]
        for transcript in transcripts + transcripts.reversed() {
            #expect(judge.evaluation(of: transcript) == (try Self.evaluation(transcript)))
        }
    }
}
