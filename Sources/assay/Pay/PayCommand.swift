// The commands `assay pay`: what people are graded and paid by.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import Quality
import Wire

/// Shows and checks KPI and pay models.
struct PayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay",
        abstract: "Show and check KPI and pay models, and propose adjustments.",
        discussion: """
            A model is a built-in one (\(PayFile.presets.joined(separator: ", "))) or a file. What the handbooks leave open is written \
            'open' in the built-in ones: copy one and decide it.
            """,
        subcommands: [ShowPayModel.self, CheckPayModel.self, ProposeAdjustments.self])
}

/// Prints a model.
struct ShowPayModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a model, to be copied and completed.",
        discussion: "Exit status: 0; 64 when there is no such model, 66 when the file cannot be read.")

    @Argument(help: ArgumentHelp("A preset or a file.", valueName: "NAME|FILE"))
    var model: String

    func run() throws {
        try CommandFailure.reported {
            let text = try PayChoice.text(of: model).text
            try StandardStreams.write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
        }
    }
}

/// Says everything that is wrong with a model.
struct CheckPayModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a model: every mistake, and everything that is still open, with its line and remedy.",
        discussion: """
            A model without mistakes is summed up. Given several files, a pay model is also held against the KPI model: it must know every grade.

            Exit status: 0 without mistakes, 1 with some, 64 when there is no such model, 66 when a file cannot be read.
            """)

    @Argument(help: ArgumentHelp("Presets or files.", valueName: "NAME|FILE"))
    var models: [String]

    func run() throws {
        var isFine = true
        try CommandFailure.reported {
            let report = CheckPayModel.report(try models.map { try PayChoice.text(of: $0) })
            isFine = report.mistakes == 0
            try StandardStreams.write(Array((report.lines.joined(separator: "\n") + "\n").utf8))
        }
        if !isFine { throw ExitCode(1) }
    }

    /// What is said about some files, and how many mistakes there are.
    static func report(_ files: [(name: String, text: String)]) -> (lines: [String], mistakes: Int) {
        var lines: [String] = []
        var mistakes = 0
        var kpis: [KPIModel] = []
        var pays: [(file: String, model: PayModel)] = []
        for file in files {
            do throws(PolicyError) {
                switch try PayFile.decode(yaml: file.text, file: file.name) {
                case .kpi(let model): kpis.append(model)
                case .pay(let model): pays.append((file.name, model))
                }
            } catch {
                mistakes += error.issues.count
                lines += error.issues.map(\.description)
            }
        }
        for kpi in kpis {
            for (file, pay) in pays {
                let unpaid = pay.unpaid(of: kpi)
                mistakes += unpaid.count
                lines += unpaid.map {
                    "\(file): the grade '\($0)' of '\(kpi.name)' is worth nothing; add it to 'performance-pay'"
                }
            }
        }
        lines += kpis.map(\.summary) + pays.map(\.model.summary)
        let counted = "\(mistakes == 0 ? "no" : mistakes.grouped) mistake\(mistakes == 1 ? "" : "s")"
        lines.append("\(mistakes == 0 ? "✓" : "✗") \(counted)")
        return (lines, mistakes)
    }
}

/// Finds models by what people call them.
enum PayChoice {
    /// The text of a preset, else of the file.
    ///
    /// - Throws: `CommandFailure` when there is neither, or the file cannot be read.
    static func text(of choice: String) throws(CommandFailure) -> (name: String, text: String) {
        if PayFile.presets.contains(choice) || !FileManager.default.fileExists(atPath: choice) {
            do throws(PolicyError) {
                return ("preset \(choice)", try PayFile.presetText(choice))
            } catch {
                throw .usage("\(error); nor is there a file '\(choice)'")
            }
        }
        do {
            return (choice, try String(contentsOfFile: choice, encoding: .utf8))
        } catch {
            throw .noInput("the model in \(choice) cannot be read: \(error.localizedDescription)")
        }
    }

    /// The KPI model of a choice, and its text.
    ///
    /// - Throws: `CommandFailure` when it cannot be read or is none.
    static func kpi(_ choice: String) throws(CommandFailure) -> (model: KPIModel, text: String) {
        let (content, text) = try content(of: choice)
        guard case .kpi(let model) = content else {
            throw .usage("\(choice) is a pay model; give it by --pay, and a KPI model by --model")
        }
        return (model, text)
    }

    /// The pay model of a choice, and its text.
    ///
    /// - Throws: `CommandFailure` when it cannot be read or is none.
    static func pay(_ choice: String) throws(CommandFailure) -> (model: PayModel, text: String) {
        let (content, text) = try content(of: choice)
        guard case .pay(let model) = content else {
            throw .usage("\(choice) is a KPI model; give it by --model, and a pay model by --pay")
        }
        return (model, text)
    }

    /// Sees to it that a model was in force when a period began.
    ///
    /// No zone is more than 14 hours from UTC: a model that takes force later than that after the first day began was not in force.
    static func expectForce(_ from: Instant, of model: String, _ period: ReportingPeriod) throws(CommandFailure) {
        let start = Instant(milliseconds: period.firstDay * 86_400_000) + .hours(14)
        guard start < from else { return }
        throw .usage(
            "\(model) takes force \(from.written ?? ""), after \(period.label) began; give the version that was in force"
        )
    }

    private static func content(of choice: String) throws(CommandFailure) -> (PayFile.Content, String) {
        let (name, text) = try text(of: choice)
        do throws(PolicyError) {
            return (try PayFile.decode(yaml: text, file: name), text)
        } catch {
            throw .configuration("the model in \(choice) cannot be used:\n\(error)")
        }
    }
}

extension PayModel {
    /// The grades of a KPI model that it does not know.
    func unpaid(of kpi: KPIModel) -> [String] {
        let known = Set(performancePay.grades)
        return kpi.grades.list.map(\.value).filter { !known.contains($0) }
    }

    fileprivate var summary: String {
        let parts = adjustments.map { adjustment in
            switch adjustment.size {
            case .percent(let hundredths): "\(adjustment.id) \(Rational(hundredths: hundredths).written) %"
            case .amount(let cents): "\(adjustment.id) \(cents.written) \(currency)"
            }
        }
        return "pay model \(name) \(version), in \(currency), \(stacking.rawValue) of \(percentagesOf.rawValue): "
            + (parts.isEmpty ? "no adjustments" : parts.joined(separator: ", "))
    }
}

extension KPIModel {
    fileprivate var summary: String {
        let weights = indicators.map { "\($0.id) \($0.weight.written) %" }.joined(separator: ", ")
        let grades = grades.list.map { "\($0.value) from \($0.from.written)" }.joined(separator: ", ")
        return "KPI model \(name) \(version): \(weights); \(grades)"
    }
}
