// The figures of survey programmes and of complaints, as protobuf.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension ProtobufWriter {
    /// A `Complaints` message; nothing when there are none.
    mutating func complaints(_ field: UInt32, _ complaints: ComplaintMeasures) {
        guard complaints != ComplaintMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, complaints.episodes)
            writer.zigzag(2, complaints.received)
            writer.zigzag(3, complaints.second)
            writer.zigzag(4, complaints.withdrawn)
        }
    }

    /// A `Programme` message.
    mutating func programme(_ field: UInt32, _ entry: ProgrammeMeasures.Entry) {
        message(field) { writer in
            writer.string(1, entry.programme)
            writer.zigzag(2, entry.sent)
            writer.zigzag(3, entry.delivered)
            writer.zigzag(4, entry.opened)
            writer.zigzag(5, entry.answered)
            writer.zigzag(6, entry.changed)
            writer.zigzag(7, entry.expired)
            writer.zigzag(8, entry.quarantined)
            writer.zigzag(9, entry.invited)
            if entry.ratings != Ratings() { writer.packedZigzag(10, count: 5) { entry.ratings[$0] } }
            writer.zigzag(11, entry.promoters)
            writer.zigzag(12, entry.passives)
            writer.zigzag(13, entry.detractors)
            writer.named(14, entry.items)
            writer.named(15, entry.reasons)
            writer.zigzag(16, entry.reasoned)
        }
    }

    /// `NamedSum` messages.
    mutating func named(_ field: UInt32, _ sums: NamedSums) {
        for entry in sums.entries {
            message(field) { writer in
                writer.string(1, entry.name)
                writer.zigzag(2, entry.count)
                writer.zigzag(3, entry.sum)
            }
        }
    }
}

extension ProtobufReader {
    /// A `Complaints` message in the next field's bytes.
    mutating func complaints(_ tag: Tag) throws(DecodeError) -> ComplaintMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var complaints = ComplaintMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: complaints.episodes = try reader.zigzag(tag)
            case 2: complaints.received = try reader.zigzag(tag)
            case 3: complaints.second = try reader.zigzag(tag)
            case 4: complaints.withdrawn = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return complaints
    }

    /// A `Programme` message in the next field's bytes, behind those of programmes before it.
    mutating func programme(_ tag: Tag, of programmes: inout ProgrammeMeasures) throws(DecodeError) {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var entry = ProgrammeMeasures.Entry(programme: "")
        while let tag = try reader.next() {
            switch tag.field {
            case 1: entry.programme = try reader.text(tag)
            case 2: entry.sent = try reader.zigzag(tag)
            case 3: entry.delivered = try reader.zigzag(tag)
            case 4: entry.opened = try reader.zigzag(tag)
            case 5: entry.answered = try reader.zigzag(tag)
            case 6: entry.changed = try reader.zigzag(tag)
            case 7: entry.expired = try reader.zigzag(tag)
            case 8: entry.quarantined = try reader.zigzag(tag)
            case 9: entry.invited = try reader.zigzag(tag)
            case 10: entry.ratings = try reader.ratings(tag)
            case 11: entry.promoters = try reader.zigzag(tag)
            case 12: entry.passives = try reader.zigzag(tag)
            case 13: entry.detractors = try reader.zigzag(tag)
            case 14: try reader.named(tag, of: &entry.items, most: 16 * SurveyProgramme.mostItems)
            case 15: try reader.named(tag, of: &entry.reasons, most: 16 * SurveyProgramme.mostReasons)
            case 16: entry.reasoned = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        guard entry.programme > programmes.entries.last?.programme ?? "",
            programmes.entries.count < 16 * SurveyProgramme.mostProgrammes
        else {
            throw .invalid("survey programmes need names, these ascending, and there are not so many in any policy")
        }
        programmes.add(entry)
    }

    /// A `NamedSum` message in the next field's bytes, behind those of names before it.
    mutating func named(_ tag: Tag, of sums: inout NamedSums, most: Int) throws(DecodeError) {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var entry = NamedSums.Entry(name: "", count: 0, sum: 0)
        while let tag = try reader.next() {
            switch tag.field {
            case 1: entry.name = try reader.text(tag)
            case 2: entry.count = try reader.zigzag(tag)
            case 3: entry.sum = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        guard entry.name > sums.entries.last?.name ?? "", sums.entries.count < most else {
            throw .invalid("sums by name need names, these ascending, \(most) at most")
        }
        sums.add(entry)
    }
}
