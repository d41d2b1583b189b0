// The commands `assay policy`: what conversations are judged by.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
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

/// The languages of a page.
enum PageLanguage: String, ExpressibleByArgument, CaseIterable {
    case zh, en, both

    /// The languages, in the order in which they are written.
    var wordings: [WordingLanguage] {
        switch self {
        case .zh: [.chinese]
        case .en: [.english]
        case .both: [.chinese, .english]
        }
    }

    /// The language of the page as a whole, a BCP 47 tag.
    var tag: String { self == .en ? "en" : "zh-Hans" }

    /// A label in these languages.
    func label(_ chinese: String, _ english: String) -> String {
        switch self {
        case .zh: chinese
        case .en: english
        case .both: "\(chinese) \(english)"
        }
    }

    /// A text in these languages.
    func words(_ chinese: String, _ english: String) -> String {
        self == .both ? "\(chinese) · \(english)" : label(chinese, english)
    }

    /// A title in these languages.
    func title(_ title: Criterion.Title) -> String { words(title.chinese, title.english) }
}

extension WordingLanguage {
    /// A BCP 47 tag.
    var tag: String { self == .chinese ? "zh-Hans" : "en" }
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
    /// Its criteria with their dimensions, in order.
    var criteria: [(dimension: Dimension, criterion: Criterion)] {
        rubric.dimensions.flatMap { dimension in dimension.criteria.map { (dimension, $0) } }
    }

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

extension Instant {
    /// "2026-11-11 08:00:00 +08:00": the local time in a zone, to the second. Nil for what is no time of an event.
    func written(in zone: ZoneRules) -> String? {
        let offset = zone.offset(at: self)
        guard let local = (self + offset).written else { return nil }
        let minutes = abs(offset.count) / 60_000
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        let sign = offset.count < 0 ? "-" : "+"
        let date = local.prefix(10)
        let time = local.dropFirst(11).prefix(8)
        return "\(date) \(time) \(sign)\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
    }
}
