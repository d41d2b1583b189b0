// The command `assay policy list`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Lists the built-in policies, or the versions of one.
struct ListPolicies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the built-in policies, or the versions in a directory.",
        discussion: """
            Without an argument: each preset with its version, its dimensions and their weights, how many criteria it has and the \
            handbook that most of them stand for; then the versions of the standard lexicons. With a directory: its versions, and \
            from when each is in force.

            Exit status: 0; 64 when there is no such policy, 66 when a file cannot be read, 78 when one is no policy.
            """)

    @Argument(help: ArgumentHelp("A directory of .yaml files, or a preset.", valueName: "DIR|NAME"))
    var policy: String?

    func run() throws {
        try CommandFailure.reported {
            let lines = try policy.map(ListPolicies.versions) ?? ListPolicies.presets()
            try StandardStreams.write(Array((lines.joined(separator: "\n") + "\n").utf8))
        }
    }

    private static func presets() throws(CommandFailure) -> [String] {
        var rows = [["PRESET", "VERSION", "CRITERIA", "HANDBOOK", "DIMENSIONS"]]
        for name in PolicyLoader.presets {
            let policy = try PolicyChoice.version(nil, of: name).policy
            rows.append([
                name, policy.version, "\(policy.criteria.count)", ListPolicies.handbook(policy),
                ListPolicies.dimensions(policy),
            ])
        }
        var library = [["STANDARD LEXICONS", "LEXICONS", "PHRASES", "PATTERNS"]]
        for version in StandardLexicons.versions {
            let lexicons = StandardLexicons.library(version) ?? []
            let phrases = lexicons.reduce(0) { $0 + $1.phrases.count }
            let patterns = lexicons.reduce(0) { $0 + $1.patterns.count }
            library.append([version, lexicons.count.grouped, phrases.grouped, patterns.grouped])
        }
        return TextTable.lines(rows, rightAligned: [2]) + [""] + TextTable.lines(library, rightAligned: [1, 2, 3])
    }

    private static func versions(of choice: String) throws(CommandFailure) -> [String] {
        let policies = try PolicyChoice.load(choice)
        var rows = [["VERSION", "IN FORCE FROM", "CRITERIA", "DIMENSIONS"]]
        for policy in policies.versions {
            rows.append([
                policy.version, policy.effectiveFrom.written(in: policy.zone) ?? "", "\(policy.criteria.count)",
                dimensions(policy),
            ])
        }
        return ["\(policies.versions[0].name), in the zone \(policies.zone.identifier)"]
            + TextTable.lines(rows, rightAligned: [2])
    }

    private static func handbook(_ policy: Policy) -> String {
        policy.handbook.map { "\($0.handbook.rawValue) \($0.handbook.title)" } ?? "none"
    }

    private static func dimensions(_ policy: Policy) -> String {
        policy.rubric.dimensions.map { dimension in
            dimension.bonusCap.map { "\(dimension.id) +\($0.written)" }
                ?? "\(dimension.id) \(dimension.weight.written) %"
        }.joined(separator: ", ")
    }
}
