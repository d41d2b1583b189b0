// Measures as protobuf, for facts and tallies.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension ProtobufWriter {
    /// A `Measures` message.
    mutating func measures(_ field: UInt32, _ measures: Measures) {
        message(field) { writer in
            writer.zigzag(1, measures.conversations)
            writer.zigzag(2, measures.scored)
            writer.zigzag(3, measures.scoreHundredths)
            writer.zigzag(4, measures.records)
            writer.responses(5, measures.firstResponseHuman)
            writer.responses(6, measures.firstResponseAny)
            if measures.ratings != Ratings() { writer.packedZigzag(7, count: 5) { measures.ratings[$0] } }
            writer.zigzag(8, measures.promoters)
            writer.zigzag(9, measures.passives)
            writer.zigzag(10, measures.detractors)
            writer.agreement(11, measures.agreement)
            writer.accuracy(12, measures.accuracy)
            writer.zigzag(13, measures.sensitiveClear)
            writer.zigzag(14, measures.sensitiveMasked)
            for entry in measures.otherClocks.entries {
                writer.message(15) { writer in
                    writer.string(1, entry.kind.word)
                    writer.responses(2, entry.responses)
                }
            }
            writer.episodes(20, measures.episodes)
            writer.handling(21, measures.handling)
            writer.teams(22, measures.teams)
            writer.contacts(40, measures.contacts)
            writer.complaints(41, measures.complaints)
            for entry in measures.programmes.entries { writer.programme(42, entry) }
            writer.pauses(60, measures.pauses)
            writer.named(61, measures.integrity)
        }
    }

    private mutating func agreement(_ field: UInt32, _ agreement: AgreementMeasures) {
        guard agreement != AgreementMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, agreement.values)
            writer.zigzag(2, agreement.sum)
            writer.zigzag(3, agreement.squares)
            writer.zigzag(4, agreement.pairs)
        }
    }

    private mutating func accuracy(_ field: UInt32, _ accuracy: AccuracyMeasures) {
        guard accuracy != AccuracyMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, accuracy.compared)
            writer.zigzag(2, accuracy.absolute)
            writer.zigzag(3, accuracy.difference)
            writer.zigzag(4, accuracy.falsePositives)
            writer.zigzag(5, accuracy.falseNegatives)
        }
    }

    private mutating func responses(_ field: UInt32, _ responses: ResponseMeasures) {
        guard responses != ResponseMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, responses.met)
            writer.zigzag(2, responses.breached)
            writer.zigzag(3, responses.abandoned)
            writer.zigzag(4, responses.cancelled)
            writer.zigzag(5, responses.answered)
            writer.zigzag(6, responses.elapsed)
            writer.histogram(7, responses.histogram)
        }
    }

    /// A `Histogram` message; nothing when it is empty.
    mutating func histogram(_ field: UInt32, _ histogram: Histogram) {
        guard !histogram.buckets.isEmpty else { return }
        message(field) { writer in
            let buckets = histogram.buckets
            writer.packed(1, count: buckets.count) { UInt64(buckets[$0].index) }
            writer.packedZigzag(2, count: buckets.count) { buckets[$0].count }
        }
    }
}

extension ProtobufReader {
    /// A `Measures` message in the next field's bytes.
    mutating func measures() throws(DecodeError) -> Measures {
        var measures = Measures()
        try read(&measures)
        return measures
    }

    /// A `Measures` message in the next field's bytes, into measures that are nothing yet: they are large, and not copied.
    mutating func read(_ measures: inout Measures) throws(DecodeError) {
        var reader = try nested()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: measures.conversations = try reader.zigzag(tag)
            case 2: measures.scored = try reader.zigzag(tag)
            case 3: measures.scoreHundredths = try reader.zigzag(tag)
            case 4: measures.records = try reader.zigzag(tag)
            case 5: measures.firstResponseHuman = try reader.responses(tag)
            case 6: measures.firstResponseAny = try reader.responses(tag)
            case 7: measures.ratings = try reader.ratings(tag)
            case 8: measures.promoters = try reader.zigzag(tag)
            case 9: measures.passives = try reader.zigzag(tag)
            case 10: measures.detractors = try reader.zigzag(tag)
            case 11: measures.agreement = try reader.agreement(tag)
            case 12: measures.accuracy = try reader.accuracy(tag)
            case 13: measures.sensitiveClear = try reader.zigzag(tag)
            case 14: measures.sensitiveMasked = try reader.zigzag(tag)
            case 15: try reader.clock(tag, of: &measures)
            case 20: measures.episodes = try reader.episodes(tag)
            case 21: measures.handling = try reader.handling(tag)
            case 22: measures.teams = try reader.teams(tag)
            case 40: measures.contacts = try reader.contacts(tag)
            case 41: measures.complaints = try reader.complaints(tag)
            case 42: try reader.programme(tag, of: &measures.programmes)
            case 60: measures.pauses = try reader.pauses(tag)
            case 61: try reader.named(tag, of: &measures.integrity, most: 4 * IntegritySignal.allCases.count)
            default: try reader.skip(tag.type)
            }
        }
    }

    mutating func zigzag(_ tag: Tag) throws(DecodeError) -> Int64 {
        try expect(.varint, tag)
        return try signedVarint()
    }

    /// The measures of a clock that this version does not know are refused: a figure must not be lost.
    private mutating func clock(_ tag: Tag, of measures: inout Measures) throws(DecodeError) {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var kind: ClockKind?
        var responses = ResponseMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: kind = try reader.clockKind(tag)
            case 2: responses = try reader.responses(tag)
            default: try reader.skip(tag.type)
            }
        }
        guard let kind else { throw .invalid("the measures of a clock name no clock that is known") }
        measures.otherClocks[kind] = responses
    }

    private mutating func agreement(_ tag: Tag) throws(DecodeError) -> AgreementMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var agreement = AgreementMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: agreement.values = try reader.zigzag(tag)
            case 2: agreement.sum = try reader.zigzag(tag)
            case 3: agreement.squares = try reader.zigzag(tag)
            case 4: agreement.pairs = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return agreement
    }

    private mutating func accuracy(_ tag: Tag) throws(DecodeError) -> AccuracyMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var accuracy = AccuracyMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: accuracy.compared = try reader.zigzag(tag)
            case 2: accuracy.absolute = try reader.zigzag(tag)
            case 3: accuracy.difference = try reader.zigzag(tag)
            case 4: accuracy.falsePositives = try reader.zigzag(tag)
            case 5: accuracy.falseNegatives = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return accuracy
    }

    mutating func ratings(_ tag: Tag) throws(DecodeError) -> Ratings {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var list: [Int64] = []
        while !reader.isAtEnd, list.count < 6 { list.append(try reader.signedVarint()) }
        guard list.count == 5 || list.isEmpty else { throw .invalid("ratings must be five numbers or none") }
        return Ratings(list)
    }

    private mutating func responses(_ tag: Tag) throws(DecodeError) -> ResponseMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var responses = ResponseMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: responses.met = try reader.zigzag(tag)
            case 2: responses.breached = try reader.zigzag(tag)
            case 3: responses.abandoned = try reader.zigzag(tag)
            case 4: responses.cancelled = try reader.zigzag(tag)
            case 5: responses.answered = try reader.zigzag(tag)
            case 6: responses.elapsed = try reader.zigzag(tag)
            case 7: responses.histogram = try reader.histogram(tag)
            default: try reader.skip(tag.type)
            }
        }
        return responses
    }

    private mutating func histogram(_ tag: Tag) throws(DecodeError) -> Histogram {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var buckets: [Histogram.Bucket] = []
        var counts: [Int64] = []
        while let tag = try reader.next() {
            try reader.expect(.lengthDelimited, tag)
            var list = try reader.nested()
            switch tag.field {
            case 1:
                buckets.reserveCapacity(buckets.count + list.rest.count)
                while !list.isAtEnd {
                    let index = UInt32(truncatingIfNeeded: try list.varint())
                    buckets.append(Histogram.Bucket(index: index, count: 0))
                }
            case 2: while !list.isAtEnd { counts.append(try list.signedVarint()) }
            default: while !list.isAtEnd { _ = try list.varint() }
            }
        }
        guard buckets.count == counts.count, buckets.last.map({ $0.index < Histogram.mostBuckets }) ?? true,
            ProtobufReader.ascend(buckets)
        else {
            throw .invalid(
                "a histogram needs as many counts as buckets, these ascending and below \(Histogram.mostBuckets)")
        }
        for place in counts.indices { buckets[place].count = counts[place] }
        return Histogram(ascending: buckets)
    }

    private static func ascend(_ buckets: [Histogram.Bucket]) -> Bool {
        for place in buckets.indices.dropFirst() where buckets[place - 1].index >= buckets[place].index {
            return false
        }
        return true
    }

    /// The clock of a name; nil when it is not known.
    private mutating func clockKind(_ tag: Tag) throws(DecodeError) -> ClockKind? {
        try expect(.lengthDelimited, tag)
        return ClockKind.named(try stringBytes())
    }
}

extension ClockKind {
    /// The names' bytes, kind by kind.
    private static let names = allCases.map { (kind: $0, bytes: Array($0.word.utf8)) }

    /// The clock of a name's bytes; nil when it is not known.
    static func named(_ bytes: UnsafeRawBufferPointer) -> ClockKind? {
        for name in names where name.bytes.count == bytes.count && bytes.elementsEqual(name.bytes) { return name.kind }
        return nil
    }

    /// The clocks by their names.
    static let byWord = Dictionary(
        allCases.map { ($0.word, $0) }, uniquingKeysWith: { first, _ in first })
}
