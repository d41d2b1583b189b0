// A policy over a corpus, as a whole and criterion by criterion.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// What one criterion did in one dialogue.
struct CriterionOutcome {
    /// Points lost of the criterion's; nil when it did not apply.
    var lost: Double?
    /// What shows the losses.
    var evidence: [Evidence]
}

/// Judges dialogues by a policy, and by each of its criteria alone.
///
/// Alone, a criterion's points are what it costs by itself: neither criteria that do not apply nor a fatal failure change them.
struct Jury {
    /// A criterion by itself.
    struct Member {
        let id: String
        let dimension: String
        let points: Double
        fileprivate var judge: TranscriptJudge
    }

    private var whole: TranscriptJudge
    private(set) var members: [Member]

    /// The jury of a policy; criteria that only people judge have no seat.
    init(_ policies: PolicySet) {
        whole = TranscriptJudge(policies: policies)
        guard let policy = policies.versions.last else { preconditionFailure("a policy set has a version") }
        members = policy.rubric.dimensions.flatMap { dimension in
            dimension.criteria.filter { $0.check != .human }.map { criterion in
                Member(
                    id: criterion.id, dimension: dimension.id, points: criterion.points.decimal,
                    judge: TranscriptJudge(policies: PolicySet([policy.alone(criterion)])))
            }
        }
    }

    /// The total score; nil when nothing applied.
    mutating func score(_ transcript: Transcript) -> Double? { whole.evaluation(of: transcript).score?.decimal }

    /// What each member found.
    mutating func outcomes(_ transcript: Transcript) -> [CriterionOutcome] {
        members.indices.map { outcome(of: $0, in: transcript) }
    }

    /// What one member found.
    mutating func outcome(of member: Int, in transcript: Transcript) -> CriterionOutcome {
        let evaluation = members[member].judge.evaluation(of: transcript)
        guard let score = evaluation.score else { return CriterionOutcome(lost: nil, evidence: []) }
        return CriterionOutcome(
            lost: (Points.hundred - score).decimal / 100 * members[member].points,
            evidence: evaluation.deductions.map(\.evidence))
    }
}

extension Policy {
    /// The policy with a rubric of that criterion only, and without a fatal failure.
    fileprivate func alone(_ criterion: Criterion) -> Policy {
        var criterion = criterion
        criterion.isFatal = false
        return Policy(
            name: name, version: version, effectiveFrom: effectiveFrom, zone: zone,
            rubric: Rubric(dimensions: [Dimension(id: "alone", weight: .hundred, criteria: [criterion])]),
            lexicons: lexicons, clocks: clocks, surveys: surveys, keeping: keeping, allowedSkew: allowedSkew)
    }
}
