// An evaluation as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Writes and reads evaluations as they are kept for surveys and reviews: without the tenant and the conversation, which
/// their owner knows.
extension Evaluation {
    func write(to writer: inout StateWriter, policies: PolicySet) {
        writer.number(episode)
        writer.number(revision)
        writer.byte(
            cause.rawValue | (pauses.isEmpty ? 0 : Evaluation.hasPauses)
                | (integrity.isEmpty ? 0 : Evaluation.hasIntegrity) | (themes.isEmpty ? 0 : Evaluation.hasThemes))
        writer.text(policies.versions[policyIndex].version)
        writer.text(channel)
        writer.text(agent)
        writer.text(team)
        writer.instant(startedAt, from: Instant(milliseconds: 0))
        writer.instant(endedAt, from: startedAt)
        let told = attributes == .unknown ? [] : AttributeKind.allCases.filter { !attributes[$0].isEmpty }
        writer.byte(
            (isEnded ? 1 : 0) | (hasEstimatedTimes ? 2 : 0) | (hasGaps ? 4 : 0) | (countsForCustomers ? 8 : 0)
                | (told.isEmpty ? 0 : 16) | (spans == EpisodeSpans() ? 0 : 32) | (isResolved ? 64 : 0)
                | (identity == .unknown ? 0 : 128))
        if spans != EpisodeSpans() { spans.write(to: &writer) }
        if !told.isEmpty {
            writer.count(told.count)
            for kind in told {
                writer.byte(kind.rawValue)
                writer.text(attributes[kind])
            }
        }
        if identity != .unknown { identity.write(to: &writer) }
        writer.optional(score.map { Int64($0.hundredths) })
        writer.count(dimensions.count)
        for dimension in dimensions {
            writer.signed(Int64(dimension.weight.hundredths))
            writer.optional(dimension.score.map { Int64($0.hundredths) })
            writer.count(dimension.applied)
        }
        writer.count(deductions.count)
        for deduction in deductions { deduction.write(to: &writer) }
        writer.count(awards.count)
        for award in awards { award.asDeduction.write(to: &writer) }
        writer.count(fatal.count)
        for place in fatal {
            writer.count(place.dimension)
            writer.count(place.criterion)
        }
        writer.count(clocks.count)
        for clock in clocks { clock.write(to: &writer, base: startedAt) }
        writer.count(surveys.count)
        for answer in surveys { answer.write(to: &writer, base: endedAt) }
        counts.write(to: &writer)
        if !pauses.isEmpty {
            writer.count(pauses.count)
            for count in pauses { count.write(to: &writer) }
        }
        if !themes.isEmpty { writer.texts(themes) }
        if !integrity.isEmpty {
            writer.count(integrity.count)
            for count in integrity { count.write(to: &writer) }
        }
        writer.optional(automaticScore.map { Int64($0.hundredths) })
        sheet.write(to: &writer)
        writer.count(invitations.count)
        for invitation in invitations { invitation.write(to: &writer, base: endedAt) }
        writer.flag(review != nil)
        review?.write(to: &writer, base: endedAt)
    }

    init(
        from reader: inout StateReader, tenant: String, conversation: String, policies: PolicySet
    ) throws(DecodeError) {
        let episode = try reader.number(as: UInt32.self)
        let revision = try reader.number(as: UInt32.self)
        let first = try reader.byte()
        guard let cause = Cause(rawValue: first & 0x1F) else {
            throw .malformed("an evaluation of the state has no cause that is known")
        }
        let policyIndex = try policies.index(ofVersion: reader.text())
        let channel = try reader.text()
        let agent = try reader.text()
        let team = try reader.text()
        let startedAt = try reader.instant(from: Instant(milliseconds: 0))
        let endedAt = try reader.instant(from: startedAt)
        let flags = try reader.byte()
        let spans = flags & 32 != 0 ? try EpisodeSpans(from: &reader) : EpisodeSpans()
        var attributes = ContactAttributes.unknown
        if flags & 16 != 0 {
            for _ in 0..<(try reader.count()) {
                let kind = try reader.choice(AttributeKind.self)
                attributes[kind] = try reader.text()
            }
        }
        let identity = flags & 128 != 0 ? try ContactIdentity(from: &reader) : .unknown
        let score = try Points(optional: reader.optional())
        var dimensions: [DimensionScore] = []
        for _ in 0..<(try reader.count()) {
            let weight = try Points(reader.signed())
            let score = try Points(optional: reader.optional())
            dimensions.append(DimensionScore(weight: weight, score: score, applied: try reader.number()))
        }
        var deductions: [Deduction] = []
        for _ in 0..<(try reader.count()) { deductions.append(try Deduction(from: &reader)) }
        var awards: [Award] = []
        for _ in 0..<(try reader.count()) { awards.append(Award(try Deduction(from: &reader))) }
        var fatal: [CriterionPlace] = []
        for _ in 0..<(try reader.count()) {
            fatal.append(CriterionPlace(dimension: try reader.number(), criterion: try reader.number()))
        }
        let rubric = policies.versions[policyIndex].rubric
        let places =
            deductions.map { CriterionPlace(dimension: $0.dimension, criterion: $0.criterion) }
            + awards.map { CriterionPlace(dimension: $0.dimension, criterion: $0.criterion) } + fatal
        guard dimensions.count == rubric.dimensions.count,
            places.allSatisfy({
                rubric.dimensions.indices.contains($0.dimension)
                    && rubric.dimensions[$0.dimension].criteria.indices.contains($0.criterion)
            })
        else {
            throw .invalid("an evaluation was made by another rubric: a version of a policy must not be changed")
        }
        var clocks: [ClockResult] = []
        for _ in 0..<(try reader.count()) { clocks.append(try ClockResult(from: &reader, base: startedAt)) }
        var surveys: [SurveyAnswer] = []
        for _ in 0..<(try reader.count()) { surveys.append(try SurveyAnswer(from: &reader, base: endedAt)) }
        let counts = try EpisodeCounts(from: &reader)
        var pauses: [PauseCount] = []
        if first & Evaluation.hasPauses != 0 {
            for _ in 0..<(try reader.count()) { pauses.append(try PauseCount(from: &reader)) }
        }
        let themes = first & Evaluation.hasThemes != 0 ? try reader.texts() : []
        var integrity: [IntegrityCount] = []
        if first & Evaluation.hasIntegrity != 0 {
            for _ in 0..<(try reader.count()) { integrity.append(try IntegrityCount(from: &reader)) }
        }
        let automaticScore = try Points(optional: reader.optional())
        let criteria = rubric.dimensions.reduce(0) { $0 + $1.criteria.count }
        self.init(
            tenant: tenant, conversation: conversation, episode: episode, revision: revision, cause: cause,
            policyIndex: policyIndex, channel: channel, agent: agent, team: team, startedAt: startedAt,
            endedAt: endedAt, isEnded: flags & 1 != 0, score: score, dimensions: dimensions, deductions: deductions,
            awards: awards, bonus: awards.reduce(.zero) { $0 + $1.points }, fatal: fatal, clocks: clocks,
            surveys: surveys, counts: counts,
            hasEstimatedTimes: flags & 2 != 0, hasGaps: flags & 4 != 0, countsForCustomers: flags & 8 != 0,
            sheet: try ScoreSheet(from: &reader, criteria: criteria))
        self.automaticScore = automaticScore
        self.pauses = pauses
        self.integrity = integrity
        self.themes = themes
        self.attributes = attributes
        self.spans = spans
        self.identity = identity
        isResolved = flags & 64 != 0
        for _ in 0..<(try reader.count()) { invitations.append(try SurveyInvitation(from: &reader, base: endedAt)) }
        if try reader.flag() { review = try Review(from: &reader, base: endedAt, criteria: criteria) }
    }
}

extension Evaluation {
    /// Beside the cause: there are counts of pauses.
    fileprivate static let hasPauses: UInt8 = 0x80
    /// Beside the cause: there are integrity signals.
    fileprivate static let hasIntegrity: UInt8 = 0x40
    /// Beside the cause: there are themes.
    fileprivate static let hasThemes: UInt8 = 0x20
}

extension PolicySet {
    /// The index of the version of that name.
    func index(ofVersion name: String) throws(DecodeError) -> Int {
        guard let index = versions.firstIndex(where: { $0.version == name }) else {
            throw .invalid("an episode is judged by version \(name) of the policy, which is not there: put it back")
        }
        return index
    }
}

extension Points {
    init(_ value: Int64) throws(DecodeError) {
        guard let hundredths = Int32(exactly: value) else { throw .malformed("points of the state are too large") }
        self.init(hundredths: hundredths)
    }

    init?(optional value: Int64?) throws(DecodeError) {
        guard let value else { return nil }
        try self.init(value)
    }
}

extension Award {
    /// What is saved of it has the form of a deduction.
    fileprivate var asDeduction: Deduction {
        Deduction(dimension: dimension, criterion: criterion, points: points, evidence: evidence)
    }

    fileprivate init(_ saved: Deduction) {
        self.init(
            dimension: saved.dimension, criterion: saved.criterion, points: saved.points, evidence: saved.evidence)
    }
}

extension Deduction {
    fileprivate func write(to writer: inout StateWriter) {
        writer.count(dimension)
        writer.count(criterion)
        writer.signed(Int64(points.hundredths))
        writer.text(evidence.message)
        writer.number(evidence.start)
        writer.number(evidence.end)
        writer.text(evidence.lexicon)
    }

    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        let dimension = try reader.number(as: Int.self)
        let criterion = try reader.number(as: Int.self)
        let points = try Points(reader.signed())
        let message = try reader.text()
        let start = try reader.number(as: UInt32.self)
        let end = try reader.number(as: UInt32.self)
        self.init(
            dimension: dimension, criterion: criterion, points: points,
            evidence: Evidence(message: message, start: start, end: end, lexicon: try reader.text()))
    }
}

extension EpisodeSpans {
    fileprivate func write(to writer: inout StateWriter) {
        for span in [queue, assigned, waiting, responded] { writer.optional(span?.count) }
    }

    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        self.init()
        queue = try reader.optional().map { Milliseconds($0) }
        assigned = try reader.optional().map { Milliseconds($0) }
        waiting = try reader.optional().map { Milliseconds($0) }
        responded = try reader.optional().map { Milliseconds($0) }
    }
}

extension PauseCount {
    fileprivate func write(to writer: inout StateWriter) {
        writer.flag(holder != nil)
        holder?.write(to: &writer)
        writer.number(pauses)
        writer.number(late)
    }

    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        let holder = try reader.flag() ? HolderName(from: &reader) : nil
        let pauses = try reader.number(as: UInt32.self)
        self.init(holder: holder, pauses: pauses, late: try reader.number(as: UInt32.self))
    }
}

extension SurveyAnswer {
    fileprivate func write(to writer: inout StateWriter, base: Instant) {
        writer.text(programme)
        writer.text(survey)
        writer.instant(at, from: base)
        writer.optional(rating.map(Int64.init))
        writer.optional(recommend.map(Int64.init))
        writer.number(changes)
        writer.instant(firstAt, from: at)
        writer.byte(
            (isCounted ? 1 : 0) | (isOfProgramme ? 2 : 0) | (hasReason ? 4 : 0)
                | (isFollowedByTalk ? 8 : 0) | (isGivenAway ? 16 : 0))
        writer.parts(items, reasons, themes)
    }

    fileprivate init(from reader: inout StateReader, base: Instant) throws(DecodeError) {
        let programme = try reader.text()
        let survey = try reader.text()
        let at = try reader.instant(from: base)
        let rating = try reader.optional().map { Int(truncatingIfNeeded: $0) }
        let recommend = try reader.optional().map { Int(truncatingIfNeeded: $0) }
        let event = SurveyEvent(
            id: "", at: at, survey: survey, programme: programme, episode: 0, step: .answered, rating: rating,
            recommend: recommend, isTest: false)
        self.init(event, changes: try reader.number())
        firstAt = try reader.instant(from: at)
        let flags = try reader.byte()
        isCounted = flags & 1 != 0
        isOfProgramme = flags & 2 != 0
        hasReason = flags & 4 != 0
        isFollowedByTalk = flags & 8 != 0
        isGivenAway = flags & 16 != 0
        (items, reasons, themes) = try reader.parts()
    }
}

extension SurveyInvitation {
    fileprivate func write(to writer: inout StateWriter, base: Instant) {
        writer.text(programme)
        writer.text(survey)
        writer.byte(
            (sentAt == nil ? 0 : 1) | (isDelivered ? 2 : 0) | (isOpened ? 4 : 0) | (isExpired ? 8 : 0)
                | (isQuarantined ? 16 : 0))
        if let sentAt { writer.instant(sentAt, from: base) }
    }

    fileprivate init(from reader: inout StateReader, base: Instant) throws(DecodeError) {
        let programme = try reader.text()
        self.init(programme: programme, survey: try reader.text())
        let flags = try reader.byte()
        if flags & 1 != 0 { sentAt = try reader.instant(from: base) }
        isDelivered = flags & 2 != 0
        isOpened = flags & 4 != 0
        isExpired = flags & 8 != 0
        isQuarantined = flags & 16 != 0
    }
}

extension EpisodeCounts {
    func write(to writer: inout StateWriter) {
        writer.number(records)
        writer.number(customerMessages)
        writer.number(agentMessages)
        writer.number(botMessages)
        writer.number(transfers)
        writer.number(transfersWithNote)
        writer.number(complaints)
        writer.number(secondComplaints)
        writer.number(withdrawnComplaints)
        writer.number(sensitive.clear)
        writer.number(sensitive.masked)
    }

    init(from reader: inout StateReader) throws(DecodeError) {
        self.init()
        records = try reader.number()
        customerMessages = try reader.number()
        agentMessages = try reader.number()
        botMessages = try reader.number()
        transfers = try reader.number()
        transfersWithNote = try reader.number()
        complaints = try reader.number()
        secondComplaints = try reader.number()
        withdrawnComplaints = try reader.number()
        sensitive.clear = try reader.number()
        sensitive.masked = try reader.number()
    }
}
