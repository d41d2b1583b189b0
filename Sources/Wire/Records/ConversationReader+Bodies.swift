// Reads what conversation events say beside messages.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension ConversationReader {
    static func opened(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        let message = reader.rest
        var opening = ConversationEvent.Opening()
        while let tag = try reader.next() {
            switch tag.field {
            case 2: opening.scene = try name(&reader, tag, "scene")
            case 3: opening.stage = try stage(&reader, tag)
            case 4:
                _ = try name(&reader, tag, "customer_id")
                opening.identity = message
            case 5: opening.tier = try name(&reader, tag, "customer_tier")
            case 7: opening.region = try name(&reader, tag, "region")
            case 8: opening.brand = try name(&reader, tag, "brand")
            case 9:
                _ = try name(&reader, tag, "order_ids")
                opening.identity = message
            case 10: opening.countsForCustomers = try number(&reader, tag) <= 1
            case 11: opening.language = try name(&reader, tag, "language")
            default: try reader.skip(tag.type)
            }
        }
        return .opened(opening)
    }

    static func transferred(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var agent = ByteRange.empty
        var team = ByteRange.empty
        var hasNote = false
        var isEscalation = false
        var isFromBot = false
        while let tag = try reader.next() {
            switch tag.field {
            case 2: agent = try name(&reader, tag, "to_agent_id")
            case 3: team = try name(&reader, tag, "to_team_id")
            case 4: hasNote = try number(&reader, tag) != 0
            case 5: isEscalation = try number(&reader, tag) != 0
            case 6: isFromBot = try number(&reader, tag) != 0
            default: try reader.skip(tag.type)
            }
        }
        return .transferred(
            ConversationEvent.Transfer(
                agent: agent, team: team, hasNote: hasNote, isEscalation: isEscalation, isFromBot: isFromBot))
    }

    static func stateChanged(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var reason = ByteRange.empty
        while let tag = try reader.next() {
            if tag.field == 2 { reason = try name(&reader, tag, "reason") } else { try reader.skip(tag.type) }
        }
        return .stateChanged(reason: reason)
    }

    static func closed(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var isMerged = false
        while let tag = try reader.next() {
            if tag.field == 2 { isMerged = try number(&reader, tag) == merged } else { try reader.skip(tag.type) }
        }
        return .closed(isMerged: isMerged)
    }

    /// `Closed.REASON_MERGED`.
    private static let merged: UInt64 = 5

    /// A status that this version does not know is none of those that clocks wait for (A42).
    static func complained(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var status: UInt64 = 0
        var isSecond = false
        while let tag = try reader.next() {
            switch tag.field {
            case 3: isSecond = try number(&reader, tag) != 0
            case 4: status = try number(&reader, tag)
            default: try reader.skip(tag.type)
            }
        }
        let step = status == 0 ? .received : ConversationEvent.ComplaintStep(rawValue: UInt8(clamping: status))
        return step.map { .complained($0, isSecond: isSecond) } ?? .noted
    }

    static func classified(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var classification = ConversationEvent.Classification()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: classification.urgencyClass = try name(&reader, tag, "urgency_class")
            case 2: classification.taskType = try name(&reader, tag, "task_type")
            case 3: classification.issue = try name(&reader, tag, "issue_class")
            case 5: classification.stage = try stage(&reader, tag)
            default: try reader.skip(tag.type)
            }
        }
        return .classified(classification)
    }

    static func consented(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var isGiven = false
        while let tag = try reader.next() {
            if tag.field == 2 { isGiven = try number(&reader, tag) != 0 } else { try reader.skip(tag.type) }
        }
        return .consented(isGiven: isGiven)
    }

    static func recorded(
        _ reader: ProtobufReader, _ buffer: UnsafeRawBufferPointer
    ) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var text = ByteRange.empty
        while let tag = try reader.next() {
            guard tag.field == 2 else {
                try reader.skip(tag.type)
                continue
            }
            try reader.expect(.lengthDelimited, tag)
            text = try reader.bytes()
        }
        guard text.count <= Limit.text else {
            throw .invalid("result has \(text.count) bytes; at most \(Limit.text)")
        }
        guard UTF8Scan.scalars(in: UnsafeRawBufferPointer(rebasing: buffer[text.indices])) != nil else {
            throw .malformed("the result of the entry is not UTF-8")
        }
        return .recorded(text: text)
    }

    private static func name(
        _ reader: inout ProtobufReader, _ tag: ProtobufReader.Tag, _ name: StaticString
    ) throws(DecodeError) -> ByteRange {
        try reader.expect(.lengthDelimited, tag)
        return try identifier(&reader, name)
    }

    private static func number(
        _ reader: inout ProtobufReader, _ tag: ProtobufReader.Tag
    ) throws(DecodeError) -> UInt64 {
        try reader.expect(.varint, tag)
        return try reader.varint()
    }

    /// A stage that this version does not know is not known (A42).
    private static func stage(
        _ reader: inout ProtobufReader, _ tag: ProtobufReader.Tag
    ) throws(DecodeError) -> ConversationEvent.Stage {
        ConversationEvent.Stage(rawValue: UInt8(clamping: try number(&reader, tag))) ?? .unknown
    }
}
