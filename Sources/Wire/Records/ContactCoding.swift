// Contacts and their figures, as protobuf.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension ProtobufWriter {
    /// A `Contacts` message; nothing when there are none.
    mutating func contacts(_ field: UInt32, _ contacts: ContactMeasures) {
        guard contacts != ContactMeasures() else { return }
        message(field) { writer in
            writer.zigzag(1, contacts.problems)
            writer.zigzag(2, contacts.repeats)
            writer.zigzag(3, contacts.solved)
            writer.zigzag(4, contacts.solvedDirectly)
            writer.zigzag(5, contacts.repeated)
            writer.zigzag(6, contacts.comparedCustomers)
            writer.zigzag(7, contacts.channelGap)
            writer.named(8, contacts.themes)
        }
    }

    /// A `Contact` message.
    mutating func contact(_ field: UInt32, _ contact: Contact) {
        message(field) { writer in
            writer.string(1, contact.conversation)
            writer.unsigned(2, UInt64(contact.episode))
            writer.unsigned(3, contact.isFirst ? 1 : 0)
            writer.unsigned(4, contact.isWithdrawn ? 1 : 0)
            writer.signed(5, contact.startedAt.milliseconds)
            writer.signed(6, contact.endedAt.milliseconds)
            writer.string(7, contact.channel)
            for subject in contact.subjects { writer.repeatedString(8, subject) }
            writer.unsigned(9, contact.isResolved ? 1 : 0)
            writer.unsigned(10, contact.isHandedOver ? 1 : 0)
            writer.signed(11, contact.ratings)
            writer.signed(12, contact.ratingSum)
            for order in contact.orders { writer.repeatedString(13, order) }
            writer.string(14, contact.issue)
            writer.unsigned(15, contact.repeatsForgotten ? 1 : 0)
            for theme in contact.themes { writer.repeatedString(16, theme) }
        }
    }
}

extension ProtobufReader {
    /// A `Contacts` message in the next field's bytes.
    mutating func contacts(_ tag: Tag) throws(DecodeError) -> ContactMeasures {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var contacts = ContactMeasures()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: contacts.problems = try reader.zigzag(tag)
            case 2: contacts.repeats = try reader.zigzag(tag)
            case 3: contacts.solved = try reader.zigzag(tag)
            case 4: contacts.solvedDirectly = try reader.zigzag(tag)
            case 5: contacts.repeated = try reader.zigzag(tag)
            case 6: contacts.comparedCustomers = try reader.zigzag(tag)
            case 7: contacts.channelGap = try reader.zigzag(tag)
            case 8: try reader.named(tag, of: &contacts.themes, most: 16 * ComplaintTheme.most)
            default: try reader.skip(tag.type)
            }
        }
        return contacts
    }

    /// The most subjects that a contact counts with, and the most answers to surveys that it may have.
    private static let mostSubjects = 64
    private static let mostRatings: UInt64 = 1_000

    /// A `Contact` message in the next field's bytes.
    mutating func contact(_ tag: Tag) throws(DecodeError) -> Contact {
        try expect(.lengthDelimited, tag)
        var reader = try nested()
        var contact = Contact(conversation: "", episode: 0, startedAt: .distantPast, endedAt: .distantPast)
        contact.isFirst = false
        while let tag = try reader.next() {
            switch tag.field {
            case 1: contact.conversation = try reader.text(tag)
            case 2: contact.episode = UInt32(truncatingIfNeeded: try reader.unsigned(tag))
            case 3: contact.isFirst = try reader.unsigned(tag) != 0
            case 4: contact.isWithdrawn = try reader.unsigned(tag) != 0
            case 5: contact.startedAt = try reader.time(tag, "started_at_ms")
            case 6: contact.endedAt = try reader.time(tag, "ended_at_ms")
            case 7: contact.channel = try reader.text(tag)
            case 8: contact.subjects.append(try reader.text(tag))
            case 9: contact.isResolved = try reader.unsigned(tag) != 0
            case 10: contact.isHandedOver = try reader.unsigned(tag) != 0
            case 11: contact.ratings = try reader.count(tag, "ratings")
            case 12: contact.ratingSum = try reader.count(tag, "rating_sum")
            case 13: contact.orders.append(try reader.text(tag))
            case 14: contact.issue = try reader.text(tag)
            case 15: contact.repeatsForgotten = try reader.unsigned(tag) != 0
            case 16: contact.themes.append(try reader.text(tag))
            default: try reader.skip(tag.type)
            }
        }
        guard !contact.conversation.isEmpty, contact.episode > 0, contact.startedAt > .distantPast,
            contact.endedAt >= contact.startedAt
        else { throw .invalid("a contact needs a conversation, an episode, a start, and an end not before it") }
        guard contact.themes.count <= ComplaintTheme.most else {
            throw .invalid("a contact has \(ComplaintTheme.most) themes at most")
        }
        guard contact.subjects.count <= ProtobufReader.mostSubjects, contact.orders.count <= ContactIdentity.mostOrders
        else {
            throw .invalid(
                "a contact has \(ProtobufReader.mostSubjects) subjects and \(ContactIdentity.mostOrders) orders at most"
            )
        }
        return contact
    }

    private mutating func time(_ tag: Tag, _ name: StaticString) throws(DecodeError) -> Instant {
        let value = try unsigned(tag)
        guard value < UInt64(ConversationReader.Limit.time) else {
            throw .invalid("\(name) of a contact must be a time in milliseconds since 1970")
        }
        return Instant(milliseconds: Int64(value))
    }

    private mutating func count(_ tag: Tag, _ name: StaticString) throws(DecodeError) -> Int64 {
        let value = try unsigned(tag)
        guard value <= 5 * ProtobufReader.mostRatings else {
            throw .invalid("\(name) of a contact is \(value); at most \(5 * ProtobufReader.mostRatings)")
        }
        return Int64(value)
    }
}
