// Writes the review of an evaluation.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension EvaluationWriter {
    /// The scores and the review, which are the last fields.
    static func writeReview(of evaluation: Evaluation, policy: Policy, to writer: inout ProtobufWriter) {
        writer.optionalDouble(30, evaluation.automaticScore?.decimal)
        guard let review = evaluation.review else { return }
        writer.optionalDouble(31, review.score(policy)?.decimal)
        writer.message(32) { writer in write(review, policy: policy, to: &writer) }
    }

    private static func write(_ review: Review, policy: Policy, to writer: inout ProtobufWriter) {
        writer.string(1, review.id)
        writer.string(2, review.kind.word)
        writer.unsigned(3, UInt64(review.state.rawValue))
        let criteria = policy.rubric.dimensions.flatMap(\.criteria)
        for rater in review.raters {
            writer.message(4) { writer in
                writer.string(1, rater.rater)
                writer.signed(2, rater.at.milliseconds)
                writer.optionalDouble(3, rater.score?.decimal)
                for index in criteria.indices {
                    writer.criterion(4, criteria[index].id, rater.sheet.lost(index))
                }
            }
        }
        writer.optionalDouble(5, review.spread?.decimal)
        writer.unsigned(6, review.isIncomplete(policy.reviews) ? 1 : 0)
        for version in review.versions {
            writer.message(7) { writer in
                writer.unsigned(1, UInt64(version.cause.rawValue))
                writer.string(2, version.by)
                writer.signed(3, version.at.milliseconds)
                writer.optionalDouble(4, version.score?.decimal)
                for (criterion, cost) in zip(criteria, version.sheet.score(policy).costs) {
                    writer.criterion(5, criterion.id, cost)
                }
            }
        }
        writer.unsigned(8, UInt64(review.corrections.count))
        writer.optionalSigned(9, review.publishedAt?.milliseconds)
        writer.optionalSigned(10, review.acknowledgedAt?.milliseconds)
        writer.optionalSigned(11, review.appealBy?.milliseconds)
        writer.optionalSigned(12, review.appealedAt?.milliseconds)
        writer.optionalSigned(13, review.rulingBy?.milliseconds)
        writer.optionalSigned(14, review.ruledAt?.milliseconds)
        if let ruledAt = review.ruledAt, let due = review.rulingBy { writer.unsigned(15, ruledAt > due ? 1 : 0) }
        writer.unsigned(16, review.isClosed ? 1 : 0)
        for dimension in policy.rubric.dimensions {
            for criterion in dimension.criteria where !criterion.hasAutomaticFigure(in: dimension) {
                writer.repeatedString(17, criterion.id)
            }
        }
    }
}

extension ProtobufWriter {
    /// A criterion that applied, with its points.
    fileprivate mutating func criterion(_ field: UInt32, _ id: String, _ points: Points?) {
        guard let points else { return }
        message(field) { writer in
            writer.string(1, id)
            writer.double(2, points.decimal)
        }
    }
}
