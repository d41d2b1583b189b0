// What published reviews contribute to the figures of criteria.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

extension ProtoEvaluation {
    /// What the review contributes to each criterion, by its own fields alone: the way of the tasks is not used.
    var criterionContributions: [String: Measures] {
        guard hasReview, ended else { return [:] }
        var sums: [String: Measures] = [:]
        for (criterion, values) in raterValues where values.count > 1 {
            sums[criterion, default: Measures()].agreement = AgreementMeasures(told: values)
        }
        guard let version = review.versions.last else { return sums }
        var automatic: [String: Int64] = [:]
        for deduction in deductions { automatic[deduction.criterion, default: 0] += deduction.points.hundredths }
        var human: [String: Int64] = [:]
        for item in version.items { human[item.criterion] = item.points.hundredths }
        for criterion in Set(human.keys).union(automatic.keys).subtracting(review.withoutAutomatic) {
            let lost = (automatic: automatic[criterion] ?? 0, human: human[criterion] ?? 0)
            guard human[criterion] != nil || lost.automatic > 0 else { continue }
            var accuracy = AccuracyMeasures()
            accuracy.compared = 1
            accuracy.difference = lost.automatic - lost.human
            accuracy.absolute = max(accuracy.difference, -accuracy.difference)
            if lost.automatic > 0, lost.human == 0 { accuracy.falsePositives = 1 }
            if lost.automatic == 0, lost.human > 0 { accuracy.falseNegatives = 1 }
            sums[criterion, default: Measures()].accuracy = accuracy
        }
        return sums
    }

    private var raterValues: [String: [Int64]] {
        var values: [String: [Int64]] = [:]
        for rater in review.raters {
            for item in rater.items { values[item.criterion, default: []].append(item.points.hundredths) }
        }
        return values
    }
}

extension AgreementMeasures {
    /// The sums of one episode, as the schema defines them.
    fileprivate init(told values: [Int64]) {
        self.init()
        self.values = Int64(values.count)
        sum = values.reduce(0, +)
        squares = values.reduce(0) { $0 + $1 * $1 }
        var differences: Int64 = 0
        for first in values.indices {
            for second in values.indices where second > first {
                differences += (values[first] - values[second]) * (values[first] - values[second])
            }
        }
        pairs = 2 * differences / Int64(values.count - 1)
    }
}
