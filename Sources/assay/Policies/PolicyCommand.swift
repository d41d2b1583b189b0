// The commands `assay policy`: what conversations are judged by.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Shows, checks and compares policies.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Show, check and compare what conversations are judged by.",
        discussion: """
            A policy is a built-in one (a preset), a directory of .yaml files, each one version of it, or one such file.
            """,
        subcommands: [
            ListPolicies.self, ShowPolicy.self, CheckPolicy.self, DiffPolicies.self, PolicyCoverage.self,
        ])
}

extension Requirement.Handbook {
    /// What it is about.
    var title: String {
        switch self {
        case .s0: "pharmacy e-commerce"
        case .s1: "internet customer service"
        case .s2: "e-commerce platform"
        case .s3: "service processes"
        case .s4: "platform service quality"
        }
    }
}

extension Policy {
    /// The handbook that most of its criteria name, and how many do.
    var handbook: (handbook: Requirement.Handbook, count: Int)? {
        var counts: [Requirement.Handbook: Int] = [:]
        for (_, criterion) in criteria {
            for handbook in Set(
                criterion.requirements.compactMap { Requirement.Handbook(rawValue: String($0.prefix(2))) })
            {
                counts[handbook, default: 0] += 1
            }
        }
        let order = Requirement.Handbook.allCases
        return order.map { ($0, counts[$0] ?? 0) }.filter { $0.1 > 0 }.max { $0.1 < $1.1 }
    }
}
