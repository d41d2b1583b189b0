// What single evaluations contribute to figures, by the code of the evaluation task.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Wire

/// Credits evaluations one by one: what the evaluation task sums up over a commit is given for each by itself, so that a figure can be
/// traced to the episodes that it comes from.
package struct EvaluationCredits {
    private let policies: PolicySet
    private var names = NameTable()
    private var table = FactTable()

    /// Credits of evaluations that were judged by these policies.
    package init(policies: PolicySet) { self.policies = policies }

    /// What an evaluation adds to each subject and hour, by subject, then by hour. Figures of criteria are not among them.
    package mutating func facts(of evaluation: Evaluation) -> [Fact] {
        let policy = policies.versions[evaluation.policyIndex]
        let credit = Credit(
            tenant: number(evaluation.tenant), agent: number(evaluation.agent), team: number(evaluation.team),
            channel: number(evaluation.channel),
            hour: Window.hourStart(of: evaluation.startedAt, zone: policy.zone))
        var names = names
        table.add(evaluation, policy, credit: credit, times: 1, cause: 0) { name in
            let bytes = Array(name.utf8)
            return names.name(bytes, ByteRange(0..<bytes.count))
        }
        self.names = names
        defer { table.removeAll() }
        return table.facts(names: names, source: 0)
    }

    private mutating func number(_ name: String) -> NameID {
        let bytes = Array(name.utf8)
        return names.name(bytes, ByteRange(0..<bytes.count))
    }
}
