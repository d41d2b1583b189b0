// The command `assay survey summarize`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Counts answers in a file and prints the figures.
struct SummarizeSurvey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summarize",
        abstract: "Satisfaction and recommendation of answers, one JSON object a line.",
        discussion: """
            A line is {"rating":1…5}, {"nps":0…10} or both; other members are left alone. What is on no such scale is rejected, told with \
            its line, and counts nowhere.

            Prints one JSON object. Shares are in percent: csat_share and good_rate of the ratings of 4 and 5, bad_rate of those of 1 and 2; \
            a 3 is neither. The interval of csat_share is Wilson's, that of nps the adjusted Wald interval, both of 95 % confidence. \
            Figures without answers are null.

            Exit status: 0, also with rejected lines; 64 for wrong usage, 66 when the file cannot be read or is damaged, 74 when the output \
            cannot be written.
            """)

    @Argument(
        help: ArgumentHelp("The answers, plain or compressed with zstd; - for standard input.", valueName: "FILE|-"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "Tell of both whether they are provisional: they rest on fewer answers than so many (1000 of NPS, S4-079).",
            valueName: "N")) var least: Int64?

    /// No line has more bytes.
    private static let longestLine = 1 << 20
    /// So many rejected lines are told one by one.
    private static let toldLines = 10

    func run() throws {
        try CommandFailure.reported {
            if let least, least < 1 { throw CommandFailure.usage("--least must be at least 1") }
            var summary = SurveySummary()
            var rejected = 0
            try LineInput.lines(of: file, lineLimit: SummarizeSurvey.longestLine) { line throws(Complaint) in
                let answer = try AnswerLine(line)
                if let rating = answer.rating { summary.add(rating: rating) }
                if let recommend = answer.recommend { summary.add(recommend: recommend) }
            } complain: { complaint in
                rejected += 1
                if rejected <= SummarizeSurvey.toldLines { StandardStreams.complain(complaint + "\n") }
            }
            if rejected > SummarizeSurvey.toldLines {
                StandardStreams.complain("\((rejected - SummarizeSurvey.toldLines).grouped) more lines were rejected\n")
            }
            try StandardStreams.write(Array((summary.json(rejected: rejected, least: least) + "\n").utf8))
        }
    }
}

extension SurveySummary {
    /// The figures as a JSON object; percentages and means with four decimals at most.
    ///
    /// - Parameter least: how many answers make a figure more than provisional (C43); nil where that is not told.
    func json(rejected: Int, least: Int64? = nil) -> String {
        func number(_ value: Double) -> String {
            let rounded = (value * 10_000).rounded() / 10_000
            return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
        }
        func interval(_ interval: ConfidenceInterval?) -> String {
            interval.map { "[\(number($0.lower)),\(number($0.upper))]" } ?? "null"
        }
        func ratio(_ part: Int64, _ all: Int64, times factor: Double = 100) -> String {
            all == 0 ? "null" : number(Double(part) / Double(all) * factor)
        }
        func provisional(_ answers: Int64) -> [String] { least.map { ["\"provisional\":\(answers < $0)"] } ?? [] }
        let n = ratings.answers
        let rated =
            [
                "\"n\":\(n)", "\"mean\":\(ratio(ratingSum, n, times: 1))", "\"csat_share\":\(ratio(good, n))",
                "\"csat_share_interval\":\(interval(.wilson(good, of: n)))", "\"good_rate\":\(ratio(good, n))",
                "\"bad_rate\":\(ratio(bad, n))",
            ] + provisional(n)
        let net = ConfidenceInterval.netPromoters(promoters: promoters, passives: passives, detractors: detractors)
        let recommended =
            [
                "\"n\":\(recommendations)", "\"value\":\(ratio(promoters - detractors, recommendations))",
                "\"interval\":\(interval(net))", "\"promoters\":\(promoters)", "\"passives\":\(passives)",
                "\"detractors\":\(detractors)",
            ] + provisional(recommendations)
        return "{\"ratings\":{\(rated.joined(separator: ","))},\"nps\":{\(recommended.joined(separator: ","))},"
            + "\"rejected\":\(rejected)}"
    }
}
