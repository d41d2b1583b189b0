// Writes evaluations as protobuf without generated code.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Writes `Evaluation`. A test holds it against the generated code on random evaluations.
package enum EvaluationWriter {
    /// Appends the evaluation's bytes and returns where they are.
    package static func write(
        _ evaluation: Evaluation, policies: PolicySet, appendingTo bytes: inout [UInt8]
    ) -> ByteRange {
        let start = bytes.count
        var writer = ProtobufWriter(appendingTo: exchange(&bytes, with: []))
        write(evaluation, policy: policies.versions[evaluation.policyIndex], to: &writer)
        bytes = writer.bytes
        return ByteRange(start..<bytes.count)
    }

    private static func write(_ evaluation: Evaluation, policy: Policy, to writer: inout ProtobufWriter) {
        writer.string(1, evaluation.tenant)
        writer.string(2, evaluation.conversation)
        writer.unsigned(3, UInt64(evaluation.episode))
        writer.unsigned(4, UInt64(evaluation.revision))
        writer.unsigned(5, UInt64(evaluation.cause.rawValue))
        writer.string(6, policy.name)
        writer.string(7, policy.version)
        writer.string(8, evaluation.channel)
        writer.string(9, evaluation.agent)
        writer.string(10, evaluation.team)
        writer.signed(11, evaluation.startedAt.milliseconds)
        writer.signed(12, evaluation.endedAt.milliseconds)
        writer.unsigned(13, evaluation.isEnded ? 1 : 0)
        writer.optionalDouble(14, evaluation.score?.decimal)
        for (dimension, score) in zip(policy.rubric.dimensions, evaluation.dimensions) {
            writer.message(15) { writer in
                writer.string(1, dimension.id)
                writer.double(2, score.weight.decimal)
                writer.optionalDouble(3, score.score?.decimal)
                writer.unsigned(4, UInt64(score.applied))
            }
        }
        for deduction in evaluation.deductions { write(deduction, rubric: policy.rubric, to: &writer) }
        for clock in evaluation.clocks { write(clock, to: &writer) }
        for answer in evaluation.surveys { write(answer, to: &writer) }
        writer.message(19) { writer in
            writer.unsigned(1, UInt64(evaluation.counts.records))
            writer.unsigned(2, UInt64(evaluation.counts.customerMessages))
            writer.unsigned(3, UInt64(evaluation.counts.agentMessages))
            writer.unsigned(4, UInt64(evaluation.counts.botMessages))
            writer.unsigned(5, UInt64(evaluation.counts.transfers))
            writer.unsigned(6, UInt64(evaluation.counts.sensitive.clear))
            writer.unsigned(7, UInt64(evaluation.counts.sensitive.masked))
            writer.unsigned(8, UInt64(evaluation.counts.complaints))
            writer.unsigned(9, UInt64(evaluation.counts.secondComplaints))
            writer.unsigned(10, UInt64(evaluation.counts.withdrawnComplaints))
        }
        writer.unsigned(20, evaluation.hasEstimatedTimes ? 1 : 0)
        writer.unsigned(21, evaluation.countsForCustomers ? 0 : 1)
        writer.unsigned(22, evaluation.hasGaps ? 1 : 0)
        for award in evaluation.awards { write(award, rubric: policy.rubric, to: &writer) }
        for place in evaluation.fatal {
            writer.repeatedString(24, policy.rubric.dimensions[place.dimension].criteria[place.criterion].id)
        }
        writeReview(of: evaluation, policy: policy, to: &writer)
        for kind in policy.tallyAttributes where !evaluation.attributes[kind].isEmpty {
            writer.message(33) { writer in
                writer.string(1, kind.word)
                writer.string(2, evaluation.attributes[kind])
            }
        }
        write(evaluation.spans, to: &writer)
        writer.unsigned(35, evaluation.isResolved ? 1 : 0)
        for invitation in evaluation.invitations { write(invitation, to: &writer) }
        for count in evaluation.pauses { write(count, to: &writer) }
        for count in evaluation.integrity { write(count, to: &writer) }
        for theme in evaluation.themes { writer.repeatedString(62, theme) }
    }

    private static func write(_ spans: EpisodeSpans, to writer: inout ProtobufWriter) {
        guard spans != EpisodeSpans() else { return }
        writer.message(34) { writer in
            writer.optionalSigned(1, spans.queue?.count)
            writer.optionalSigned(2, spans.assigned?.count)
            writer.optionalSigned(3, spans.waiting?.count)
            writer.optionalSigned(4, spans.responded?.count)
        }
    }

    private static func write(_ award: Award, rubric: Rubric, to writer: inout ProtobufWriter) {
        let dimension = rubric.dimensions[award.dimension]
        let criterion = dimension.criteria[award.criterion]
        writer.message(23) { writer in
            writer.string(1, criterion.id)
            writer.string(2, dimension.id)
            writer.double(3, award.points.decimal)
            writer.message(4) { write(award.evidence, to: &$0) }
            for requirement in criterion.requirements { writer.repeatedString(5, requirement) }
        }
    }

    static func write(_ evidence: Evidence, to writer: inout ProtobufWriter) {
        writer.string(1, evidence.message)
        writer.unsigned(2, UInt64(evidence.start))
        writer.unsigned(3, UInt64(evidence.end))
        writer.string(4, evidence.lexicon)
    }

    private static func write(_ deduction: Deduction, rubric: Rubric, to writer: inout ProtobufWriter) {
        let dimension = rubric.dimensions[deduction.dimension]
        // A span: a criterion that is taken out of the list is copied.
        let criteria = dimension.criteria.span
        writer.message(16) { writer in
            writer.string(1, criteria[deduction.criterion].id)
            writer.string(2, dimension.id)
            writer.double(3, deduction.points.decimal)
            writer.message(4) { write(deduction.evidence, to: &$0) }
            for requirement in criteria[deduction.criterion].requirements { writer.repeatedString(5, requirement) }
            writer.string(6, criteria[deduction.criterion].severity.word)
        }
    }

    private static func write(_ clock: ClockResult, to writer: inout ProtobufWriter) {
        writer.message(17) { writer in
            writer.string(1, clock.kind.word)
            writer.signed(2, clock.startedAt.milliseconds)
            writer.optionalSigned(3, clock.fulfilledAt?.milliseconds)
            writer.optionalSigned(4, clock.elapsed?.count)
            writer.signed(5, clock.target.count)
            writer.unsigned(6, UInt64(clock.outcome.rawValue))
            writer.unsigned(7, UInt64(clock.cycle))
            if let holder = clock.holder { write(holder, 8, to: &writer) }
            if let deadline = clock.deadline, deadline < .distantFuture {
                writer.optionalSigned(9, deadline.milliseconds)
            }
        }
    }

    private static func write(_ holder: HolderName, _ field: UInt32, to writer: inout ProtobufWriter) {
        writer.message(field) { writer in
            writer.string(1, holder.agent)
            writer.string(2, holder.team)
        }
    }

    private static func write(_ count: PauseCount, to writer: inout ProtobufWriter) {
        writer.message(60) { writer in
            if let holder = count.holder { write(holder, 1, to: &writer) }
            writer.unsigned(2, UInt64(count.pauses))
            writer.unsigned(3, UInt64(count.late))
        }
    }

    private static func write(_ count: IntegrityCount, to writer: inout ProtobufWriter) {
        writer.message(61) { writer in
            if let holder = count.holder { write(holder, 1, to: &writer) }
            writer.string(2, count.signal.word)
            writer.unsigned(3, UInt64(count.of))
            writer.unsigned(4, UInt64(count.found))
        }
    }

    private static func write(_ answer: SurveyAnswer, to writer: inout ProtobufWriter) {
        writer.message(18) { writer in
            writer.string(1, answer.programme)
            writer.string(2, answer.survey)
            writer.signed(3, answer.at.milliseconds)
            writer.optionalZigzag(4, answer.rating.map(Int64.init))
            writer.optionalZigzag(5, answer.recommend.map(Int64.init))
            writer.unsigned(6, UInt64(answer.changes))
            for item in answer.items {
                writer.message(7) { writer in
                    writer.string(1, item.name)
                    writer.zigzag(2, Int64(item.rating))
                }
            }
            for reason in answer.reasons { writer.repeatedString(8, reason) }
            writer.unsigned(9, answer.hasReason ? 1 : 0)
            for theme in answer.themes { writer.repeatedString(10, theme) }
        }
    }

    private static func write(_ invitation: SurveyInvitation, to writer: inout ProtobufWriter) {
        writer.message(36) { writer in
            writer.string(1, invitation.programme)
            writer.string(2, invitation.survey)
            writer.optionalSigned(3, invitation.sentAt?.milliseconds)
            writer.unsigned(4, invitation.isDelivered ? 1 : 0)
            writer.unsigned(5, invitation.isOpened ? 1 : 0)
            writer.unsigned(6, invitation.isExpired ? 1 : 0)
            writer.unsigned(7, invitation.isQuarantined ? 1 : 0)
        }
    }
}

/// Takes the bytes out of their place, so that they are appended to without a copy.
@inline(__always)
func exchange(_ place: inout [UInt8], with value: [UInt8]) -> [UInt8] {
    let old = place
    place = value
    return old
}
