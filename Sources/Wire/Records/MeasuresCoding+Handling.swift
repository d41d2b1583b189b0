// The measures of waiting, handling and pauses, as protobuf.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension ProtobufWriter {
    /// A `Handling` message; nothing when all are 0.
    mutating func handling(_ field: UInt32, _ handling: HandlingMeasures) {
        guard handling != HandlingMeasures() else { return }
        message(field) { writer in
            writer.span(1, handling.queue)
            writer.span(2, handling.assigned)
            writer.span(3, handling.waiting)
            writer.span(4, handling.responded)
            writer.zigzag(5, handling.handOvers)
            writer.zigzag(6, handling.handled)
            writer.zigzag(7, handling.resolved)
            writer.zigzag(8, handling.distinct)
        }
    }

    /// A `Pauses` message; nothing when all are 0.
    mutating func pauses(_ field: UInt32, _ pauses: PauseMeasures) {
        guard pauses != PauseMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, pauses.pauses)
            writer.zigzag(2, pauses.late)
        }
    }

    private mutating func span(_ field: UInt32, _ span: SpanMeasures) {
        guard span != SpanMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, span.count)
            writer.zigzag(2, span.sum)
        }
    }
}

extension ProtobufReader {
    /// A `Pauses` message in the next field's bytes.
    mutating func pauses(_ tag: Tag) throws(DecodeError) -> PauseMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var pauses = PauseMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: pauses.pauses = try reader.zigzag(tag)
            case 2: pauses.late = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return pauses
    }

    /// A `Handling` message in the next field's bytes.
    mutating func handling(_ tag: Tag) throws(DecodeError) -> HandlingMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var handling = HandlingMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: handling.queue = try reader.span(tag)
            case 2: handling.assigned = try reader.span(tag)
            case 3: handling.waiting = try reader.span(tag)
            case 4: handling.responded = try reader.span(tag)
            case 5: handling.handOvers = try reader.zigzag(tag)
            case 6: handling.handled = try reader.zigzag(tag)
            case 7: handling.resolved = try reader.zigzag(tag)
            case 8: handling.distinct = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return handling
    }

    private mutating func span(_ tag: Tag) throws(DecodeError) -> SpanMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var span = SpanMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: span.count = try reader.zigzag(tag)
            case 2: span.sum = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return span
    }
}
