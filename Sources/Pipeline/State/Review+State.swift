// A review as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension Review {
    /// Times are written from `base`, the end of the episode.
    func write(to writer: inout StateWriter, base: Instant) {
        writer.text(id)
        writer.byte(kind.rawValue)
        writer.byte(state.rawValue)
        writer.flag(isClosed)
        writer.count(raters.count)
        for rater in raters {
            writer.text(rater.rater)
            writer.instant(rater.at, from: base)
            rater.sheet.write(to: &writer)
            writer.optional(rater.score.map { Int64($0.hundredths) })
        }
        writer.flag(combined != nil)
        combined?.write(to: &writer, base: base)
        writer.count(corrections.count)
        for version in corrections { version.write(to: &writer, base: base) }
        for time in [publishedAt, acknowledgedAt, appealBy, appealedAt, rulingBy, ruledAt] {
            writer.instant(time ?? .distantFuture, from: base)
        }
    }

    init(from reader: inout StateReader, base: Instant, criteria: Int) throws(DecodeError) {
        let id = try reader.text()
        let kind = try reader.choice(ReviewEvent.Kind.self)
        self.init(id: id, kind: kind, state: try reader.choice(State.self))
        isClosed = try reader.flag()
        let count = try reader.count()
        guard count <= 3 else { throw .malformed("a review of the state has \(count) raters") }
        for _ in 0..<count {
            let rater = try reader.text()
            let at = try reader.instant(from: base)
            let sheet = try ScoreSheet(from: &reader, criteria: criteria)
            let score = try Points(optional: reader.optional())
            raters.append(RaterSheet(rater: rater, at: at, sheet: sheet, score: score))
        }
        if try reader.flag() { combined = try ReviewVersion(from: &reader, base: base, criteria: criteria) }
        for _ in 0..<(try reader.count()) {
            corrections.append(try ReviewVersion(from: &reader, base: base, criteria: criteria))
        }
        publishedAt = try reader.optionalInstant(from: base)
        acknowledgedAt = try reader.optionalInstant(from: base)
        appealBy = try reader.optionalInstant(from: base)
        appealedAt = try reader.optionalInstant(from: base)
        rulingBy = try reader.optionalInstant(from: base)
        ruledAt = try reader.optionalInstant(from: base)
    }
}

extension ReviewVersion {
    fileprivate func write(to writer: inout StateWriter, base: Instant) {
        writer.byte(cause.rawValue)
        writer.text(by)
        writer.instant(at, from: base)
        sheet.write(to: &writer)
        writer.optional(score.map { Int64($0.hundredths) })
    }

    fileprivate init(from reader: inout StateReader, base: Instant, criteria: Int) throws(DecodeError) {
        let cause = try reader.choice(Cause.self)
        let by = try reader.text()
        let at = try reader.instant(from: base)
        let sheet = try ScoreSheet(from: &reader, criteria: criteria)
        self.init(cause: cause, by: by, at: at, sheet: sheet, score: try Points(optional: reader.optional()))
    }
}

extension ScoreSheet {
    /// Its length is the rubric's.
    func write(to writer: inout StateWriter) {
        // One more than the loss: a criterion that did not apply, or lost nothing, takes one byte.
        for loss in losses { writer.number(UInt64(Int64(loss) + 1)) }
    }

    init(from reader: inout StateReader, criteria: Int) throws(DecodeError) {
        var losses: [Int32] = []
        losses.reserveCapacity(criteria)
        for _ in 0..<criteria {
            let number = try reader.number(as: UInt32.self)
            guard number <= 600_000_001 else { throw .malformed("a loss of the state is more than the whole score") }
            losses.append(Int32(number) - 1)
        }
        self.init(losses: losses)
    }
}

extension StateReader {
    fileprivate mutating func optionalInstant(from base: Instant) throws(DecodeError) -> Instant? {
        let time = try instant(from: base)
        return time == .distantFuture ? nil : time
    }
}
