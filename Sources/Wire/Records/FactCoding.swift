// Facts as protobuf without generated code.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// A decoded record of the facts topic: what one commit of an evaluation task adds to one subject and hour.
package struct Fact: Hashable, Sendable {
    /// The tenant.
    package var tenant: String
    /// What it is about: "agent:A17", "team:T3", "channel:phone", "all", "criterion:greeting".
    package var subject: String
    /// Start of the hour in the tenant's zone.
    package var hour: Instant
    /// What is added.
    package var measures: Measures
    /// Partition of the evaluation task that it comes from.
    package var source: UInt32
    /// What it comes from, where that must be recognised; else 0.
    package var cause: UInt64
    /// A contact of the customer whom it is about; then nothing is added. Nil for other facts.
    package var contact: Contact?
    /// Until when the contacts of the hour may still be repeated; the distant past when there are none.
    package var provisionalUntil = Instant.distantPast
    /// All months that end at this instant or before were closed when what it comes from happened; the distant past when none was.
    package var closedBefore = Instant.distantPast
    /// How far months are closed at a task; then it is a fact about nothing else.
    package var mark: ClosingMark?

    /// Whether it adjusts a closed month.
    package var isLate: Bool { hour < closedBefore }

    /// What subjects of customers begin with.
    package static let customerPrefix = "customer:"

    /// A fact about a contact of a customer.
    package init(
        tenant: String, customer: String, contact: Contact, hour: Instant, source: UInt32, cause: UInt64
    ) {
        self.init(
            tenant: tenant, subject: Fact.customerPrefix + customer, hour: hour, measures: Measures(), source: source,
            cause: cause)
        self.contact = contact
    }

    /// A fact that tells how far months are closed.
    package init(_ mark: ClosingMark) {
        self.init(tenant: "", subject: "", hour: .epoch, measures: Measures(), source: UInt32(mark.source.partition))
        self.mark = mark
    }

    /// A fact.
    package init(
        tenant: String, subject: String, hour: Instant, measures: Measures, source: UInt32, cause: UInt64 = 0
    ) {
        self.tenant = tenant
        self.subject = subject
        self.hour = hour
        self.measures = measures
        self.source = source
        self.cause = cause
    }

    /// Appends the fact's bytes and returns where they are.
    package func write(appendingTo bytes: inout [UInt8]) -> ByteRange {
        let start = bytes.count
        var writer = ProtobufWriter(appendingTo: exchange(&bytes, with: []))
        writer.string(1, tenant)
        writer.string(2, subject)
        writer.signed(3, hour.milliseconds)
        if contact == nil, mark == nil { writer.measures(4, measures) }
        writer.unsigned(5, UInt64(source))
        writer.fixed(6, cause)
        if let contact { writer.contact(10, contact) }
        if provisionalUntil > .distantPast { writer.signed(11, provisionalUntil.milliseconds) }
        if closedBefore > .distantPast { writer.signed(12, closedBefore.milliseconds) }
        if let mark { writer.closingMark(13, mark) }
        bytes = writer.bytes
        return ByteRange(start..<bytes.count)
    }

    /// The fact in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the record is a dead letter.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> Fact {
        var bound: UInt64 = 0
        return try read(bytes, range, bound: &bound)
    }

    /// As `read(_:_:)`; tells the `bound` of its measures, too, which is looked for in any case.
    package static func read(
        _ bytes: [UInt8], _ range: ByteRange, bound: inout UInt64
    ) throws(DecodeError) -> Fact {
        // In place: a fact is large, and copies of it would cost more than reading it.
        var fact = Fact(tenant: "", subject: "", hour: .distantPast, measures: Measures(), source: 0)
        if let failure = fact.fill(bytes, range, &bound) { throw failure }
        return fact
    }

    private mutating func fill(_ bytes: [UInt8], _ range: ByteRange, _ bound: inout UInt64) -> DecodeError? {
        bytes.withUnsafeBytes { buffer in
            do throws(DecodeError) {
                try read(buffer, range, &bound)
                return nil
            } catch {
                return error
            }
        }
    }

    private mutating func read(
        _ buffer: UnsafeRawBufferPointer, _ range: ByteRange, _ bound: inout UInt64
    ) throws(DecodeError) {
        var reader = ProtobufReader(buffer, range)
        var hasMeasures = false
        while let tag = try reader.next() {
            switch tag.field {
            case 1: tenant = try reader.text(tag, buffer)
            case 2: subject = try reader.text(tag, buffer)
            case 3:
                try reader.expect(.varint, tag)
                hour = Instant(milliseconds: Int64(bitPattern: try reader.varint()))
            case 4:
                try reader.expect(.lengthDelimited, tag)
                // The last ones count.
                if hasMeasures { measures = Measures() }
                hasMeasures = true
                try reader.read(&measures)
            case 5:
                try reader.expect(.varint, tag)
                source = UInt32(truncatingIfNeeded: try reader.varint())
            case 6:
                try reader.expect(.fixed64, tag)
                cause = try reader.fixed64()
            case 10: contact = try reader.contact(tag)
            case 11: provisionalUntil = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 12: closedBefore = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 13:
                try reader.expect(.lengthDelimited, tag)
                mark = try reader.closingMark()
            default: try reader.skip(tag.type)
            }
        }
        guard mark == nil else { return }
        guard !tenant.isEmpty, !subject.isEmpty else { throw .invalid("a fact needs a tenant and a subject") }
        guard (0..<ConversationReader.Limit.time).contains(hour.milliseconds) else {
            throw .invalid("hour_start_ms must be a time in milliseconds since 1970")
        }
        guard (contact != nil) == subject.hasPrefix(Fact.customerPrefix) else {
            throw .invalid("facts about customers, and no others, have a contact")
        }
        guard provisionalUntil.milliseconds < ConversationReader.Limit.time else {
            throw .invalid("provisional_until_ms must be a time in milliseconds since 1970")
        }
        guard closedBefore.milliseconds < ConversationReader.Limit.time else {
            throw .invalid("closed_before_ms must be a time in milliseconds since 1970")
        }
        bound = measures.bound
        guard bound < Measures.addableBound else {
            throw .invalid("a number of the measures is 2^61 or more away from 0: write what the fact adds")
        }
    }
}
