// The options of `assay explain METRIC SUBJECT PERIOD`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// What is read for a figure, and how much of it is shown.
struct FigureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Tallies in a file; may be given again.", valueName: "FILE")) var tallies: [String] = []
    @Option(help: ArgumentHelp("Evaluations in a file; may be given again.", valueName: "FILE"))
    var evaluations: [String] = []
    @Option(
        help: ArgumentHelp(
            "Facts in a file, for figures of customers' contacts; may be given again.", valueName: "FILE"))
    var facts: [String] = []
    @Option(help: ArgumentHelp("The tenant; may be left out when there is one only.", valueName: "NAME"))
    var tenant: String?
    @Option(help: ArgumentHelp("So many conversations are shown.", valueName: "N")) var most = 20
    @Option(help: ArgumentHelp("On how much an agent's figure must rest to be ranked, as in reports.", valueName: "N"))
    var least: Int64 = 30
    @Option(help: "Whether clocks whose episode ended first count among those that ended, in figures of timeliness.")
    var abandoned = ExplainCommand.Abandoned.counted
    @Option(help: ArgumentHelp("Beyond which business time an answer is one of the outliers.", valueName: "LENGTH"))
    var above: String?
    @Option(help: ArgumentHelp("How many answers a team needs, for team-spread.", valueName: "N")) var each: Int64?

    /// Whether nothing of it is given.
    var isEmpty: Bool {
        tallies.isEmpty && evaluations.isEmpty && facts.isEmpty && tenant == nil && above == nil && each == nil
    }

    /// What is read.
    var inputs: ExplainFigure.Inputs {
        ExplainFigure.Inputs(tallies: tallies, evaluations: evaluations, facts: facts)
    }

    /// How much is shown.
    ///
    /// - Throws: `CommandFailure` for numbers below 0 or 1.
    func limits() throws(CommandFailure) -> ExplainFigure.Limits {
        guard most >= 0 else { throw .usage("--most must be at least 0") }
        guard least >= 1 else { throw .usage("--least must be at least 1") }
        return ExplainFigure.Limits(least: least, most: most)
    }

    /// What the metric's name leaves open.
    ///
    /// - Throws: `CommandFailure` when a length of time is none.
    func choices() throws(CommandFailure) -> Metric.Choices {
        var choices = Metric.Choices()
        choices.countsAbandoned = abandoned == .counted
        if let above {
            guard let limit = Milliseconds(written: above), limit > .zero else {
                throw .usage("--above '\(above)' is no length of time; write for instance 90s, 15m, 2h or 1d")
            }
            choices.limit = limit
        }
        if let each {
            guard each >= 1 else { throw .usage("--each must be at least 1") }
            choices.leastEach = each
        }
        return choices
    }
}
