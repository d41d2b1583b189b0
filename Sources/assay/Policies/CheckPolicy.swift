// The command `assay policy check`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Says everything that is wrong with a policy, and what is in force from when.
struct CheckPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a policy: every mistake of every file, what is in force from when, and warnings.",
        discussion: """
            Prints every mistake as FILE:LINE:COLUMN: what is wrong; how to mend it. A policy without mistakes is summed up: its \
            versions, from when each is in force, and what it consists of. Warnings name what is valid and probably not meant: \
            criteria that never apply, fatal criteria on very short phrases, points too small to count, unknown requirement ids, \
            lexicons of one check that share phrases, standard lexicons that are not pinned.

            Exit status: 0 without mistakes, 1 with some (with --strict also with warnings), 64 when there is no such policy, 66 \
            when a file cannot be read.
            """)

    @Flag(help: "Warnings fail, too.")
    var strict = false

    @Argument(help: ArgumentHelp("A directory of .yaml files, one such file, or a preset.", valueName: "DIR|FILE|NAME"))
    var policy: String

    func run() throws {
        var isFine = true
        try CommandFailure.reported {
            let report = CheckPolicy.report(try PolicyChoice.files(of: policy))
            isFine = report.mistakes == 0 && (!strict || report.warnings == 0)
            try StandardStreams.write(Array((report.lines.joined(separator: "\n") + "\n").utf8))
        }
        if !isFine { throw ExitCode(1) }
    }

    /// What is said about some files, and how many mistakes and warnings there are.
    static func report(_ files: [(name: String, text: String)]) -> (lines: [String], mistakes: Int, warnings: Int) {
        var lines: [String] = []
        var mistakes = 0
        var policies: PolicySet?
        do throws(PolicyError) {
            policies = try PolicyLoader.load(files: files)
        } catch {
            mistakes = error.issues.count
            lines += error.issues.map(\.description)
        }
        var warnings = 0
        for file in files {
            // A file with mistakes is told by these.
            let found = (try? PolicyWarnings.all(yaml: file.text, file: file.name)) ?? []
            warnings += found.count
            lines += found.map { issue in
                guard let place = issue.place else { return "warning: \(issue.problem); \(issue.remedy)" }
                return "\(place.file):\(place.line):\(place.column): warning: \(issue.problem); \(issue.remedy)"
            }
        }
        if let policies { lines += (lines.isEmpty ? [] : [""]) + summary(policies) }
        let counted = "\(count(mistakes, "mistake")), \(count(warnings, "warning"))"
        lines.append(policies == nil ? "✗ \(counted)" : "✓ \(counted)")
        return (lines, mistakes, warnings)
    }

    private static func count(_ count: Int, _ word: String) -> String {
        "\(count == 0 ? "no" : count.grouped) \(word)\(count == 1 ? "" : "s")"
    }

    private static func summary(_ policies: PolicySet) -> [String] {
        var lines = ["policy \(policies.versions[0].name), zone \(policies.zone.identifier)"]
        for (index, policy) in policies.versions.enumerated() {
            let from = policy.effectiveFrom.written(in: policy.zone) ?? ""
            let next = policies.versions.indices.contains(index + 1) ? policies.versions[index + 1] : nil
            let until = next.flatMap { $0.effectiveFrom.written(in: $0.zone) }.map { " until \($0)" } ?? " on"
            let human = policy.criteria.count { $0.criterion.check == .human }
            let parts = [
                count(policy.rubric.dimensions.count, "dimension"),
                policy.criteria.count == 1 ? "1 criterion" : "\(policy.criteria.count) criteria",
                "\(human) of them for human review", count(policy.lexicons.count, "lexicon"),
                count(policy.allClocks.count, "clock"),
            ]
            lines.append("  version \(policy.version), in force from \(from)\(until)")
            lines.append("    \(parts.joined(separator: ", "))")
        }
        lines.append("  before the first of them the first is in force, too")
        return lines
    }
}
