// A survey or review event that waits, as saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension ParkedEvent {
    private static let zero = Instant(milliseconds: 0)

    func write(to writer: inout StateWriter) {
        switch content {
        case .survey(let event):
            writer.byte(0)
            event.write(to: &writer)
        case .review(let event):
            writer.byte(1)
            event.write(to: &writer)
        case .correction(let event):
            writer.byte(2)
            event.write(to: &writer)
        }
        writer.flag(isDue)
        writer.instant(expires, from: at)
        writer.signed(Int64(source.partition))
        writer.signed(source.offset)
        writer.signed(source.timestamp)
        writer.raw(source.value)
        writer.count(source.headers.count)
        for header in source.headers {
            writer.text(header.name)
            writer.raw(header.value)
        }
    }

    init(from reader: inout StateReader, _ context: StateContext) throws(DecodeError) {
        let topic: Topic
        switch try reader.byte() {
        case 0:
            topic = .surveys
            content = .survey(try SurveyEvent(from: &reader))
        case 1:
            topic = .reviews
            content = .review(try ReviewEvent(from: &reader))
        case 2:
            topic = .conversations
            content = .correction(try ClockCorrection(from: &reader))
        case let other: throw .malformed("the state has no event of kind \(other) that waits")
        }
        isDue = try reader.flag()
        source = SourceRecord(
            topic: topic.word, partition: 0, offset: 0, timestamp: 0, key: context.key, value: nil, headers: [])
        expires = .distantPast
        expires = try reader.instant(from: at)
        source.partition = Int32(truncatingIfNeeded: try reader.signed())
        source.offset = try reader.signed()
        source.timestamp = try reader.signed()
        source.value = try reader.optionalRaw()
        for _ in 0..<(try reader.count(bytesEach: 2)) {
            source.headers.append((try reader.text(), try reader.optionalRaw()))
        }
    }
}

extension ClockCorrection {
    fileprivate func write(to writer: inout StateWriter) {
        writer.text(id)
        writer.instant(at, from: Instant(milliseconds: 0))
        writer.number(episode)
        result.write(to: &writer, base: at)
    }

    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        let id = try reader.text()
        let at = try reader.instant(from: Instant(milliseconds: 0))
        let episode = try reader.number(as: UInt32.self)
        self.init(id: id, at: at, episode: episode, result: try ClockResult(from: &reader, base: at))
    }
}

extension SurveyEvent {
    fileprivate func write(to writer: inout StateWriter) {
        writer.text(id)
        writer.instant(at, from: Instant(milliseconds: 0))
        writer.text(survey)
        writer.text(programme)
        writer.number(episode)
        writer.byte(step.rawValue)
        writer.optional(rating.map(Int64.init))
        writer.optional(recommend.map(Int64.init))
        writer.byte((isTest ? 1 : 0) | (isSubmitted ? 2 : 0))
        writer.parts(items, reasons, themes)
    }

    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        let id = try reader.text()
        let at = try reader.instant(from: Instant(milliseconds: 0))
        let survey = try reader.text()
        let programme = try reader.text()
        let episode = try reader.number(as: UInt32.self)
        let step = try reader.choice(Step.self)
        let rating = try reader.optional().map { Int(truncatingIfNeeded: $0) }
        let recommend = try reader.optional().map { Int(truncatingIfNeeded: $0) }
        self.init(
            id: id, at: at, survey: survey, programme: programme, episode: episode, step: step, rating: rating,
            recommend: recommend, isTest: false)
        let flags = try reader.byte()
        isTest = flags & 1 != 0
        isSubmitted = flags & 2 != 0
        (items, reasons, themes) = try reader.parts()
    }
}

extension ReviewEvent {
    fileprivate func write(to writer: inout StateWriter) {
        writer.text(id)
        writer.instant(at, from: Instant(milliseconds: 0))
        writer.number(episode)
        writer.text(review)
        writer.text(rater)
        writer.byte(kind?.rawValue ?? 0)
        writer.byte(step.rawValue)
        writer.text(policyVersion)
        writer.count(items.count)
        for item in items {
            writer.text(item.criterion)
            writer.optional(item.lost.map { Int64($0.hundredths) })
        }
        writer.text(corrects)
    }

    fileprivate init(from reader: inout StateReader) throws(DecodeError) {
        let id = try reader.text()
        let at = try reader.instant(from: Instant(milliseconds: 0))
        let episode = try reader.number(as: UInt32.self)
        let review = try reader.text()
        let rater = try reader.text()
        let kind = Kind(rawValue: try reader.byte())
        let step = try reader.choice(Step.self)
        let version = try reader.text()
        var items: [Item] = []
        for _ in 0..<(try reader.count(bytesEach: 2)) {
            items.append(Item(criterion: try reader.text(), lost: try Points(optional: reader.optional())))
        }
        self.init(
            id: id, at: at, episode: episode, review: review, rater: rater, kind: kind, step: step,
            policyVersion: version, items: items, corrects: try reader.text())
    }
}

extension StateWriter {
    /// The parts of an answer to a survey: ratings of questions, and reasons.
    mutating func parts(_ items: [SurveyEvent.NamedRating], _ reasons: [String], _ themes: [String]) {
        count(items.count)
        for item in items {
            text(item.name)
            count(item.rating)
        }
        texts(reasons)
        texts(themes)
    }

    mutating func texts(_ list: [String]) {
        count(list.count)
        for entry in list { text(entry) }
    }
}

extension StateReader {
    /// The parts of an answer to a survey.
    mutating func parts() throws(DecodeError) -> (items: [SurveyEvent.NamedRating], reasons: [String], themes: [String])
    {
        var items: [SurveyEvent.NamedRating] = []
        for _ in 0..<(try count()) {
            let name = try text()
            items.append(SurveyEvent.NamedRating(name: name, rating: try number(as: Int.self)))
        }
        let reasons = try texts()
        return (items, reasons, try texts())
    }

    mutating func texts() throws(DecodeError) -> [String] {
        var list: [String] = []
        for _ in 0..<(try count()) { list.append(try text()) }
        return list
    }
}
