// Subjects of tallies: their names, and what they are told apart by.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Subjects of tallies")
struct SubjectKindTests {
    private static func evaluation(
        agent: String = "A1", channel: String = "phone", _ attributes: [AttributeKind: String] = [:]
    ) -> Evaluation {
        var evaluation = Evaluation(
            tenant: "acme", conversation: "c", episode: 1, revision: 1, cause: .ended, policyIndex: 0, channel: channel,
            agent: agent, team: "T1", startedAt: Instant(milliseconds: 0), endedAt: Instant(milliseconds: 9),
            isEnded: true, score: nil, dimensions: [], deductions: [], clocks: [], surveys: [], counts: EpisodeCounts(),
            hasEstimatedTimes: false, hasGaps: false, countsForCustomers: true, sheet: ScoreSheet(losses: []))
        for (kind, value) in attributes { evaluation.attributes[kind] = value }
        return evaluation
    }

    @Test("kinds have names, in which dimensions stand in any order, and in one when they are written")
    func words() {
        for kind in SubjectKind.standard + SubjectDimension.allCases.map({ SubjectKind([$0]) }) {
            #expect(SubjectKind(word: kind.word) == kind)
        }
        let strata = SubjectKind(word: "region+channel")
        #expect(strata == SubjectKind([.channel, .region]) && strata?.word == "channel+region")
        for word in ["", "+", "agent+", "agent+agent", "all+agent", "agents", "Agent", "criterion"] {
            #expect(SubjectKind(word: word) == nil, "\(word)")
        }
    }

    @Test("the kind of a subject is known by its name; criteria have none")
    func ofSubjects() {
        #expect(SubjectKind(ofSubject: "all") == .all && SubjectKind(ofSubject: "agent:all") == .agent)
        #expect(SubjectKind(ofSubject: "team:a:b") == .team && SubjectKind(ofSubject: "channel:phone") == .channel)
        #expect(SubjectKind(ofSubject: "channel+region:a+b:c") == SubjectKind([.region, .channel]))
        #expect(SubjectKind(ofSubject: "criterion:greeting") == nil && SubjectKind(ofSubject: "") == nil)
    }

    @Test("S3-081: an episode counts with the values that are known, and with no subject of one that is not")
    func subjects() {
        let evaluation = Self.evaluation([.region: "华东", .taskType: "fault"])
        func subject(_ word: String) -> String? { SubjectKind(word: word)?.subject(of: evaluation) }
        #expect(subject("all") == "all" && subject("agent") == "agent:A1" && subject("region") == "region:华东")
        #expect(subject("region+channel") == "channel+region:phone+华东")
        #expect(subject("task-type+region+team") == "team+task-type+region:T1+fault+华东")
        #expect(subject("brand") == nil && subject("brand+channel") == nil)
    }

    @Test("no two combinations of values have one name")
    func unambiguous() throws {
        let parts = ["a", "+", "%", "%2B", "a+", "+a", "%25", "2B", "a+b", "b"]
        let kind = try #require(SubjectKind(word: "agent+channel"))
        var seen: Set<String> = []
        for agent in parts {
            for channel in parts {
                let subject = try #require(kind.subject(of: Self.evaluation(agent: agent, channel: channel)))
                #expect(seen.insert(subject).inserted, "\(agent) \(channel)")
                #expect(SubjectKind(ofSubject: subject) == kind)
            }
        }
    }

    @Test("C39: who is better in every channel may be worse in total; by strata, and standardised, it is not so")
    func strata() throws {
        func measures(_ met: Int64, of clocks: Int64) -> Measures {
            var measures = Measures()
            measures.firstResponseHuman.met = met
            measures.firstResponseHuman.breached = clocks - met
            return measures
        }
        let figure = Figure(.timeliness, of: .firstResponseHuman)
        func rate(_ measures: [Measures]) throws -> Double {
            let sample = try #require(figure.sample(of: measures, windows: 1))
            return Double(sample.value.numerator) / Double(sample.value.denominator)
        }
        // By channel: easy chats, hard mails.
        let first = [measures(81, of: 87), measures(192, of: 263)]
        let second = [measures(234, of: 270), measures(55, of: 80)]
        for channel in 0..<2 { #expect(try rate([first[channel]]) > rate([second[channel]])) }
        #expect(try rate(first) < rate(second), "Simpson's paradox")
        /// Each stratum weighs as much as it does for everybody: the tallies of the channels say how much that is.
        func standardised(_ strata: [Measures]) throws -> Double {
            let weights = zip(first, second).map { pair in
                Double(pair.0.firstResponseHuman.started + pair.1.firstResponseHuman.started)
            }
            let sum = try zip(weights, strata).reduce(0.0) { try $0 + $1.0 * rate([$1.1]) }
            return sum / weights.reduce(0, +)
        }
        #expect(try standardised(first) > standardised(second))
    }
}
