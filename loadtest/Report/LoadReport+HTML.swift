// A load report as a page.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension LoadReport {
    /// The report as a page that stands by itself: no scripts, nothing from elsewhere.
    var page: String {
        let title = "Load test \(scenario.name)"
        var body = HTMLPage.element("h1", title) + "\n"
        body += HTMLPage.element(
            "p", isGood ? "All objectives are met." : "Not all objectives are met.", class: isGood ? "won" : "lost")
        body += Self.table(
            ["Objective", "Found", ""],
            verdicts.map { [$0.objective, $0.found, $0.isMet ? "✓" : "✗"] })
        body += HTMLPage.element("h2", "What was played") + facts
        body += HTMLPage.element("h2", "Over time") + plots.map { "<div class=\"card\">\($0.html)</div>\n" }.joined()
        body += HTMLPage.element("h2", "Latency in milliseconds")
        body += Self.table(
            ["", "count"] + Self.shares.map { "p" + Self.percent($0) } + ["largest"],
            [
                Self.row("from the event that ends an episode to its evaluation", latency),
                Self.row("from when a breach is certain to its alert", alertLatency),
                Self.row("from when a record is due to the producer", sent.lateness),
            ])
        body += HTMLPage.element("h2", "Phases")
        body += Self.table(
            ["Phase", "seconds", "records", "records a second", "more than \(LoadGenerator.tolerance) ms late"],
            scenario.phases.enumerated().map { index, phase in
                let records = sent.ledger.phases[index]
                return [
                    phase.name, "\(phase.length.count / 1000)", "\(records)",
                    "\(Int64(records) * 1000 / phase.length.count)", "\(sent.late[index])",
                ]
            })
        body += HTMLPage.element("h2", "What had to come out, and what did")
        body += Self.table(
            ["", "expected", "published"],
            [
                ["evaluations", "\(expected.evaluations)", "\(seen.evaluations)"],
                ["alerts that are certain", "\(expected.alerts)", "\(seen.alerts)"],
                ["dead letters", "\(expected.deadLetters)", "\(seen.deadLetters)"],
                ["provisional scorecards", "\(expected.scorecards)", "\(seen.scorecards)"],
            ])
        if copies > 0 { body += HTMLPage.element("p", "\(copies) results were published again.") }
        body += list("Complaints", complaints.prefix(100).map { $0 })
        body += list("What was done", deeds.map { "\(Double($0.at) / 1000) s: \($0.what)" })
        body += list("What the workers said", workers.map { "worker \($0.number): \($0.said)" })
        body += list("What assay verify said", verified)
        return HTMLPage.page(title: title, language: "en", body: body)
    }

    private var facts: String {
        let rows = [
            (
                "records",
                "\(sent.ledger.records) in \(sent.ledger.conversations) conversations, \(sent.ledger.bytes) bytes"
            ),
            (
                "of these",
                "\(sent.ledger.duplicates) repetitions, \(sent.ledger.bad) that cannot be used, \(sent.ledger.delayed) put off"
            ),
            ("policy", scenario.policy),
            ("workers", "\(scenario.workers) with \(scenario.lanes) lanes each, \(scenario.partitions) partitions"),
            ("broker", isEmbedded ? "embedded, at least once" : "exactly once"),
            ("seed", "\(scenario.seed)"),
            ("worked off", "\(workedOff) ms after the start, of \(scenario.length.count) ms of load"),
            (
                "processor",
                costPerMillion.map {
                    "\(Self.hundredths(usage.workers)) s of the workers: \(Self.hundredths($0)) s for a million records; "
                        + "\(Self.hundredths(usage.harness)) s of the harness"
                } ?? "nothing was sent"
            ),
            ("memory", "\(usage.memory >> 20) MiB for the largest worker"),
            (
                "results",
                resultBytes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) bytes" }.joined(separator: ", ")
            ),
        ]
        return "<dl>"
            + rows.map { HTMLPage.element("dt", $0.0) + HTMLPage.element("dd", $0.1) }.joined() + "</dl>\n"
    }

    private static func hundredths(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

    private static func row(_ name: String, _ latencies: Latencies) -> [String] {
        let values = shares.map { latencies.value(share: $0) } + [latencies.largest]
        return [name, "\(latencies.count)"] + values.map { $0.map(String.init) ?? "–" }
    }

    private func list(_ title: String, _ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        return HTMLPage.element("h2", title) + "<ul>" + lines.map { HTMLPage.element("li", $0) }.joined() + "</ul>\n"
    }

    private static func table(_ columns: [String], _ rows: [[String]]) -> String {
        func row(_ cells: [String], _ element: String) -> String {
            "<tr>"
                + cells.enumerated().map { HTMLPage.element(element, $1, class: $0 == 0 ? "" : "number") }.joined()
                + "</tr>\n"
        }
        return "<div class=\"card\" style=\"overflow-x: auto; overflow-wrap: normal\"><table>\n<thead>"
            + row(columns, "th") + "</thead>\n<tbody>\n" + rows.map { row($0, "td") }.joined()
            + "</tbody>\n</table></div>\n"
    }

    // MARK: Plots

    private var plots: [LoadPlot] {
        [
            plot(
                "Events a second", " ",
                [
                    .init(name: "sent", values: rates { Double($0.sent) }, colour: "--accent"),
                    .init(name: "asked for", values: asked, colour: "--faint"),
                ]),
            plot(
                "Latency of evaluations", " ms",
                [
                    .init(name: "p99", values: samples.map { $0.high.map(Double.init) }, colour: "--lost"),
                    .init(name: "p50", values: samples.map { $0.median.map(Double.init) }, colour: "--accent"),
                ]),
            plot(
                "Records not committed", " ",
                [.init(name: "lag", values: samples.map { $0.lag.map(Double.init) }, colour: "--accent")]),
            plot(
                "Processor of all workers", " cores",
                [.init(name: "cores", values: rates(\.processorSeconds), colour: "--accent")]),
            plot(
                "Memory", " MiB",
                [
                    .init(
                        name: "of all workers",
                        values: samples.map { Double($0.memory.values.reduce(0, +) >> 20) }, colour: "--accent"),
                    .init(
                        name: "of the largest", values: samples.map { Double(($0.memory.values.max() ?? 0) >> 20) },
                        colour: "--faint"),
                ]),
            plot(
                "Results a second", " ",
                [
                    .init(name: "evaluations", values: rates { Double($0.evaluations) }, colour: "--accent"),
                    .init(name: "alerts", values: rates { Double($0.alerts) }, colour: "--lost"),
                ]),
        ]
    }

    private func plot(_ title: String, _ unit: String, _ curves: [LoadPlot.Curve]) -> LoadPlot {
        var begin = 0.0
        var phases: [(at: Double, name: String)] = []
        for phase in scenario.phases {
            phases.append((begin, phase.name))
            begin += Double(phase.length.count) / 1000
        }
        phases.append((begin, "worked off"))
        return LoadPlot(
            title: title, unit: unit.trimmed, times: samples.map { Double($0.at) / 1000 }, curves: curves,
            phases: phases, deeds: deeds.map { (Double($0.at) / 1000, $0.what) })
    }

    /// What a counter grows by in a second, from sample to sample.
    private func rates(_ counter: (LoadSample) -> Double) -> [Double?] {
        samples.indices.map { index in
            let (before, time) =
                index == 0 ? (0, Int64(0)) : (counter(samples[index - 1]), samples[index - 1].at)
            let length = Double(samples[index].at - time) / 1000
            return length > 0 ? (counter(samples[index]) - before) / length : nil
        }
    }

    private var asked: [Double?] { samples.map { scenario.moment(Milliseconds($0.at))?.rate } }
}

extension String {
    /// A single space stands for no unit.
    fileprivate var trimmed: String { self == " " ? "" : self }
}
