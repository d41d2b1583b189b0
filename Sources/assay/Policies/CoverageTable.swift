// What implements each requirement of the handbooks.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

/// The catalogue of requirements held against some policies.
struct CoverageTable {
    /// A criterion of a policy.
    struct Implementer: Equatable {
        var policy: String
        var criterion: String
        var isHuman: Bool

        /// "pharma-v2/greeting".
        var name: String { "\(policy)/\(criterion)" }
    }

    /// What became of a requirement, the best first.
    enum Status: String, CaseIterable {
        /// The software does it.
        case implemented
        /// People judge it, in the reviews of the software.
        case review = "human review"
        /// It comes with later work.
        case later
        /// It is outside the software, for a reason.
        case outside
        /// Nothing does it, and nothing says why.
        case missing
    }

    /// A requirement and what implements it.
    struct Row {
        var requirement: Requirement
        /// The criteria that name it, in the order of the policies.
        var criteria: [Implementer]

        /// What else became of it, as a kind and words.
        var others: [(kind: String, text: String)] { requirement.dispositions.compactMap(\.words) }

        /// Whether the catalogue says that criteria implement it.
        var claimsCriterion: Bool { requirement.dispositions.contains(.criterion) }

        /// The best of what became of it.
        var status: Status {
            var found = requirement.dispositions.compactMap(\.status)
            if !criteria.isEmpty { found.append(criteria.allSatisfy(\.isHuman) ? .review : .implemented) }
            return Status.allCases.first(where: found.contains) ?? .missing
        }

        /// Whether it must be accounted for: rubrics, reviews and security are what the software is for.
        var mustBeThere: Bool { !Set(requirement.modules).isDisjoint(with: CoverageTable.kept) }
    }

    /// The modules whose rows must all be implemented or explained.
    static let kept: [Requirement.Module] = [.rubric, .reviewWorkflow, .security]

    /// All requirements in the order of their ids.
    let rows: [Row]
    /// Ids that criteria name and the catalogue does not have, with these criteria.
    let unknown: [(id: String, criteria: [Implementer])]

    /// The catalogue held against policies.
    init(_ policies: [Policy]) {
        var named: [String: [Implementer]] = [:]
        for policy in policies {
            for (_, criterion) in policy.criteria {
                let implementer = Implementer(
                    policy: policy.name, criterion: criterion.id, isHuman: criterion.check == .human)
                for id in Set(criterion.requirements) { named[id, default: []].append(implementer) }
            }
        }
        rows = Requirement.all.map { Row(requirement: $0, criteria: named[$0.id] ?? []) }
        unknown = named.filter { Requirement.named($0.key) == nil }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// The rows of rubrics, reviews and security that nothing implements or explains.
    var gaps: [Row] { rows.filter { $0.mustBeThere && $0.status == .missing } }

    /// How many rows of a module there are of each status; of those that concern no part of the software for nil.
    func counts(of module: Requirement.Module?) -> [Status: Int] {
        rows.filter { module.map($0.requirement.modules.contains) ?? $0.requirement.modules.isEmpty }
            .reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }
}

extension Requirement.Disposition {
    /// The kind, and what or why; nil for criteria, which name the requirement themselves.
    var words: (kind: String, text: String)? {
        switch self {
        case .criterion: nil
        case .metric(let text): ("metric", text)
        case .clock(let text): ("clock", text)
        case .humanReview(let text): ("human review", text)
        case .workflow(let text): ("workflow", text)
        case .security(let text): ("security", text)
        case .schema(let text): ("schema", text)
        case .policy(let text): ("policy", text)
        case .later(let work, let text): ("later", "with \(work.rawValue): \(text)")
        case .outside(let text): ("outside", text)
        }
    }

    /// What it makes of the requirement; nil for criteria, of which the policies decide.
    fileprivate var status: CoverageTable.Status? {
        switch self {
        case .criterion: nil
        case .metric, .clock, .workflow, .security, .schema, .policy: .implemented
        case .humanReview: .review
        case .later: .later
        case .outside: .outside
        }
    }
}
