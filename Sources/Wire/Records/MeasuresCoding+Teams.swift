// The ratings of compared teams, as protobuf.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension ProtobufWriter {
    /// A `TeamRatings` message; nothing when there are none.
    mutating func teams(_ field: UInt32, _ teams: TeamMeasures) {
        guard teams != TeamMeasures() else { return }
        message(field) { writer in
            for entry in teams.entries {
                writer.message(1) { writer in
                    writer.string(1, entry.team)
                    writer.zigzag(2, entry.good)
                    writer.zigzag(3, entry.answers)
                }
            }
            writer.zigzag(2, teams.others)
        }
    }
}

extension ProtobufReader {
    /// A `TeamRatings` message in the next field's bytes.
    mutating func teams(_ tag: Tag) throws(DecodeError) -> TeamMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var teams = TeamMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1:
                let entry = try reader.team(tag)
                guard entry.team > teams.entries.last?.team ?? "", teams.entries.count < TeamMeasures.mostTeams else {
                    throw .invalid("team ratings need names, these ascending, \(TeamMeasures.mostTeams) at most")
                }
                teams.add(entry)
            case 2: teams.others = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return teams
    }

    private mutating func team(_ tag: Tag) throws(DecodeError) -> TeamMeasures.Entry {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var entry = TeamMeasures.Entry(team: "", good: 0, answers: 0)
        while let tag = try reader.next() {
            switch tag.field {
            case 1: entry.team = try reader.text(tag)
            case 2: entry.good = try reader.zigzag(tag)
            case 3: entry.answers = try reader.zigzag(tag)
            default: try reader.skip(tag.type)
            }
        }
        return entry
    }
}
