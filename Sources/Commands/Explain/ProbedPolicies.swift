// Policies whose evaluations tell which criteria applied.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Wire

/// Policies with probes behind their rubrics, so that evaluations tell which criteria applied: an evaluation itself only
/// counts them by dimension.
///
/// A probe is a dimension without weight that has one criterion: what it finds is told, and the score is the same to the
/// hundredth. Each criterion has a probe of itself, and one of its condition, which fails where that does not hold.
package struct ProbedPolicies: Sendable {
    /// The policies that judge.
    package let policies: PolicySet

    /// The policies with probes; those of conditions only where they are asked for.
    package init(_ policies: PolicySet, ofConditions: Bool = false) {
        self.policies = PolicySet(policies.versions.map { ProbedPolicies.probed($0, ofConditions: ofConditions) })
    }

    /// What the ids of probes begin with: no id of a policy file has a slash.
    private static let applied = "applied/", met = "met/"

    private static func probed(_ policy: Policy, ofConditions: Bool) -> Policy {
        var rubric = policy.rubric
        for (_, criterion) in policy.criteria {
            var probe = criterion
            probe.isFatal = false
            rubric.dimensions.append(
                Dimension(id: applied + criterion.id, weight: .zero, criteria: [probe]))
            guard ofConditions, let when = criterion.when else { continue }
            // A condition that always holds: without one, the probe would ask for a message of an agent.
            probe.when = .not(.attribute(.channel, []))
            probe.check = .expects(when)
            rubric.dimensions.append(Dimension(id: met + criterion.id, weight: .zero, criteria: [probe]))
        }
        return policy.changed(rubric: rubric)
    }

    /// What the probes found.
    package struct Findings {
        /// The criteria that applied.
        package var applied: Set<String> = []
        /// Whether the condition of a criterion holds; nothing for a criterion without one, or where it cannot be told.
        package var met: [String: Bool] = [:]

        /// Nothing was found.
        package init() {}
    }

    /// Takes the probes out of an evaluation, and returns what they found.
    package static func takeProbes(of evaluation: inout ProtoEvaluation) -> Findings {
        var findings = Findings()
        for dimension in evaluation.dimensions where dimension.applied > 0 {
            if dimension.id.hasPrefix(applied) {
                findings.applied.insert(String(dimension.id.dropFirst(applied.count)))
            } else if dimension.id.hasPrefix(met) {
                findings.met[String(dimension.id.dropFirst(met.count))] = true
            }
        }
        for deduction in evaluation.deductions where deduction.dimension.hasPrefix(met) {
            findings.met[deduction.criterion] = false
        }
        evaluation.dimensions.removeAll { $0.id.contains("/") }
        evaluation.deductions.removeAll { $0.dimension.contains("/") }
        return findings
    }
}

extension Double {
    /// The exact hundredths of a number that an evaluation states.
    package var hundredths: Int64 { Int64((self * 100).rounded()) }
}
