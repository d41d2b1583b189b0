// Reads conversation events from protobuf without generated code: the hottest input.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Reads `ConversationEvent`. A test holds it against the generated code on random messages.
package enum ConversationReader {
    /// Bounds of the fields, in bytes.
    package enum Limit {
        /// A tenant.
        package static let tenant = 64
        /// A conversation id.
        package static let conversation = 256
        /// Every other identifier.
        package static let identifier = 128
        /// A message's text.
        package static let text = 1 << 20
        /// Event times lie between 1970 and the year 3000.
        package static let time: Int64 = 32_503_680_000_000
        /// Texts shorter than this are not looked through for paragraphs and lists.
        static let structure = 128
    }

    /// The event in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the record is a dead letter.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> ConversationEvent {
        try bytes.span.bytes.withUnsafeBytes { buffer throws(DecodeError) -> ConversationEvent in
            try read(buffer, range)
        }
    }

    private static func read(
        _ buffer: UnsafeRawBufferPointer, _ range: ByteRange
    ) throws(DecodeError) -> ConversationEvent {
        var reader = ProtobufReader(buffer, range)
        var event = ConversationEvent(
            tenant: .empty, conversation: .empty, id: .empty, sequence: 0, at: .distantPast, channel: .empty,
            body: .noted)
        var hasBody = false
        while let tag = try reader.next() {
            switch tag.field {
            case 1:
                try reader.expect(.lengthDelimited, tag)
                event.tenant = try reader.string()
            case 2:
                try reader.expect(.lengthDelimited, tag)
                event.conversation = try reader.string()
            case 3:
                try reader.expect(.lengthDelimited, tag)
                event.id = try reader.string()
            case 4:
                try reader.expect(.varint, tag)
                event.sequence = UInt32(truncatingIfNeeded: try reader.varint())
            case 5:
                try reader.expect(.varint, tag)
                event.at = Instant(milliseconds: Int64(bitPattern: try reader.varint()))
            case 7:
                try reader.expect(.lengthDelimited, tag)
                event.channel = try reader.string()
            case 10...23:
                try reader.expect(.lengthDelimited, tag)
                event.body = try body(field: tag.field, reader.nested(), buffer)
                hasBody = true
            default:
                try reader.skip(tag.type)
            }
        }
        guard hasBody else { throw .invalid("the event has no body: set one of opened, message, assigned, …") }
        try check(event, buffer)
        if case .corrected(let range) = event.body {
            guard event.sequence == 0 else { throw .invalid("a correction is not counted: its sequence must be 0") }
            _ = try correction(Array(buffer[range.indices]), of: event, id: "")
        }
        return event
    }

    private static func check(
        _ event: ConversationEvent, _ buffer: UnsafeRawBufferPointer
    ) throws(DecodeError) {
        try bound(event.tenant, Limit.tenant, "tenant")
        var place = Int(event.tenant.start)
        while place < event.tenant.end, buffer[place] != UInt8(ascii: "/") { place &+= 1 }
        guard place == event.tenant.end else {
            throw .invalid("tenant contains \"/\", which separates it from the rest of a key")
        }
        try bound(event.conversation, Limit.conversation, "conversation_id")
        try bound(event.id, Limit.identifier, "event_id")
        guard event.channel.count <= Limit.identifier else {
            throw .invalid("channel has \(event.channel.count) bytes; at most \(Limit.identifier)")
        }
        guard event.at.milliseconds > 0, event.at.milliseconds < Limit.time else {
            throw .invalid("at_ms must be the event's time in milliseconds since 1970")
        }
    }

    @inline(__always)
    private static func bound(_ range: ByteRange, _ limit: Int, _ name: StaticString) throws(DecodeError) {
        guard !range.isEmpty, range.count <= limit else { throw outOfBounds(range, limit, name) }
    }

    @inline(never)
    private static func outOfBounds(_ range: ByteRange, _ limit: Int, _ name: StaticString) -> DecodeError {
        .invalid("\(name) has \(range.count) bytes; it must have 1 to \(limit)")
    }

    private static func body(
        field: UInt32, _ reader: ProtobufReader, _ buffer: UnsafeRawBufferPointer
    ) throws(DecodeError) -> ConversationEvent.Body {
        switch field {
        case 10: try opened(reader)
        case 11: .message(try message(reader, buffer))
        case 12: try assigned(reader)
        case 13: try transferred(reader)
        case 14: try classified(reader)
        case 15: try stateChanged(reader)
        case 16: try skipped(reader, then: .resolved)
        case 17: try closed(reader)
        case 18: try skipped(reader, then: .reopened)
        case 19: try recorded(reader, buffer)
        case 20: try consented(reader)
        case 21: try skipped(reader, then: .lookedUp)
        case 22: try complained(reader)
        case 23: .corrected(reader.rest)
        default: try skipped(reader, then: .noted)
        }
    }

    private static func skipped(
        _ reader: ProtobufReader, then body: ConversationEvent.Body
    ) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        while let tag = try reader.next() { try reader.skip(tag.type) }
        return body
    }

    private static func assigned(_ reader: ProtobufReader) throws(DecodeError) -> ConversationEvent.Body {
        var reader = reader
        var agent = ByteRange.empty
        var team = ByteRange.empty
        var acceptedAt: Instant?
        while let tag = try reader.next() {
            switch tag.field {
            case 1:
                try reader.expect(.lengthDelimited, tag)
                agent = try identifier(&reader, "agent_id")
            case 2:
                try reader.expect(.lengthDelimited, tag)
                team = try identifier(&reader, "team_id")
            case 3:
                try reader.expect(.varint, tag)
                let time = Int64(bitPattern: try reader.varint())
                guard (0...Limit.time).contains(time) else {
                    throw .invalid("accepted_at_ms is \(time); it must be a time in milliseconds since 1970, or 0")
                }
                acceptedAt = time == 0 ? nil : Instant(milliseconds: time)
            default:
                try reader.skip(tag.type)
            }
        }
        return .assigned(agent: agent, team: team, acceptedAt: acceptedAt)
    }

    static func identifier(
        _ reader: inout ProtobufReader, _ name: StaticString
    ) throws(DecodeError) -> ByteRange {
        let range = try reader.string()
        guard range.count <= Limit.identifier else {
            throw .invalid("\(name) has \(range.count) bytes; at most \(Limit.identifier)")
        }
        return range
    }

    private static func message(
        _ reader: ProtobufReader, _ buffer: UnsafeRawBufferPointer
    ) throws(DecodeError) -> ConversationEvent.Message {
        var reader = reader
        var message = ConversationEvent.Message(
            id: .empty, role: .system, author: .empty, team: .empty, text: .empty, length: 0, flags: .none)
        var role: UInt64 = 0
        while let tag = try reader.next() {
            switch tag.field {
            case 1:
                try reader.expect(.lengthDelimited, tag)
                message.id = try reader.string()
            case 2:
                try reader.expect(.varint, tag)
                role = try reader.varint()
            case 3:
                try reader.expect(.lengthDelimited, tag)
                message.author = try identifier(&reader, "agent_id")
            case 4:
                try reader.expect(.lengthDelimited, tag)
                message.team = try identifier(&reader, "team_id")
            case 5:
                try reader.expect(.lengthDelimited, tag)
                message.text = try reader.bytes()
            case 6: try setFlag(.internal, &message.flags, tag, &reader)
            case 7: try setFlag(.autoSubmitted, &message.flags, tag, &reader)
            case 8:
                try reader.expect(.varint, tag)
                if try reader.varint() == 3 { message.flags.insert(.solicitation) }
            case 11:
                try reader.expect(.lengthDelimited, tag)
                message.token = try identifier(&reader, "client_token")
            case 12: try setFlag(.change, &message.flags, tag, &reader)
            case 14: try setFlag(.solicitation, &message.flags, tag, &reader)
            default: try reader.skip(tag.type)
            }
        }
        try bound(message.id, Limit.identifier, "message_id")
        guard let known = Role(rawValue: UInt8(clamping: role)) else {
            throw .invalid("role must be ROLE_CUSTOMER, ROLE_AGENT, ROLE_BOT or ROLE_SYSTEM")
        }
        message.role = known
        // What a customer writes in a campaign's conversation is the customer's own (F06).
        if known == .customer { message.flags.remove(.solicitation) }
        try measure(&message, buffer)
        return message
    }

    private static func measure(
        _ message: inout ConversationEvent.Message, _ buffer: UnsafeRawBufferPointer
    ) throws(DecodeError) {
        guard message.text.count <= Limit.text else {
            throw .invalid("text has \(message.text.count) bytes; at most \(Limit.text)")
        }
        let text = UnsafeRawBufferPointer(rebasing: buffer[message.text.indices])
        guard let measure = TextMeasure(text) else {
            throw .malformed("the text of the message is not UTF-8")
        }
        message.length = measure.length
        message.flags.formUnion(measure.flags)
    }

    private static func setFlag(
        _ flag: MessageFlags, _ flags: inout MessageFlags, _ tag: ProtobufReader.Tag, _ reader: inout ProtobufReader
    ) throws(DecodeError) {
        try reader.expect(.varint, tag)
        if try reader.varint() != 0 { flags.insert(flag) } else { flags.remove(flag) }
    }
}
