// What is kept of a customer, as protobuf.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The contacts of one customer: a record of the tallies topic, which is state and no figure.
package struct CustomerRecord: Hashable, Sendable {
    /// The tenant.
    package var tenant: String
    /// The customer's pseudonymous id.
    package var customer: String
    /// The contacts.
    package var contacts: CustomerContacts
    /// Offset of the next fact that is not contained.
    package var nextFact: Int64

    /// What is kept of a customer.
    package init(tenant: String, customer: String, contacts: CustomerContacts = CustomerContacts(), nextFact: Int64 = 0)
    {
        self.tenant = tenant
        self.customer = customer
        self.contacts = contacts
        self.nextFact = nextFact
    }

    /// The key of its record.
    package var key: [UInt8] { RecordKey.bytes(tenant: tenant, name: Fact.customerPrefix + customer) }

    /// Whether a record of the tallies topic with that key is a customer's, and no tally.
    package static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        let tenant = RecordKey.tenant(of: key)
        return key[tenant.endIndex...].dropFirst().starts(with: Fact.customerPrefix.utf8)
    }

    /// Appends the record's bytes and returns where they are.
    package func write(appendingTo bytes: inout [UInt8]) -> ByteRange {
        let start = bytes.count
        var writer = ProtobufWriter(appendingTo: exchange(&bytes, with: []))
        writer.string(1, tenant)
        writer.string(2, Fact.customerPrefix + customer)
        writer.signed(7, nextFact)
        writer.message(41) { writer in
            for contact in contacts.contacts { writer.contact(1, contact) }
            if contacts.forgottenUntil > .distantPast { writer.signed(2, contacts.forgottenUntil.milliseconds) }
        }
        bytes = writer.bytes
        return ByteRange(start..<bytes.count)
    }

    /// The record in `range` of the bytes; nil when it is a tally.
    ///
    /// - Throws: `DecodeError`: the state in the topic is damaged.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> CustomerRecord? {
        try bytes.withUnsafeBytes { buffer -> Result<CustomerRecord?, DecodeError> in
            do throws(DecodeError) {
                return .success(try read(ProtobufReader(buffer, range)))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    private static func read(_ reader: ProtobufReader) throws(DecodeError) -> CustomerRecord? {
        var reader = reader
        var record = CustomerRecord(tenant: "", customer: "")
        var subject = ""
        var isCustomer = false
        while let tag = try reader.next() {
            switch tag.field {
            case 1: record.tenant = try reader.text(tag)
            case 2: subject = try reader.text(tag)
            case 7: record.nextFact = Int64(bitPattern: try reader.unsigned(tag))
            case 41:
                try reader.expect(.lengthDelimited, tag)
                record.contacts = try reader.customerContacts()
                isCustomer = true
            default: try reader.skip(tag.type)
            }
        }
        guard isCustomer else { return nil }
        guard !record.tenant.isEmpty, subject.hasPrefix(Fact.customerPrefix) else {
            throw .invalid("the record of a customer needs a tenant and a subject '\(Fact.customerPrefix)…'")
        }
        record.customer = String(subject.dropFirst(Fact.customerPrefix.count))
        return record
    }
}

extension ProtobufReader {
    fileprivate mutating func customerContacts() throws(DecodeError) -> CustomerContacts {
        var reader = try nested()
        var contacts: [Contact] = []
        var forgottenUntil = Instant.distantPast
        while let tag = try reader.next() {
            switch tag.field {
            case 1: contacts.append(try reader.contact(tag))
            case 2: forgottenUntil = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            default: try reader.skip(tag.type)
            }
        }
        guard contacts.count <= CustomerContacts.mostContacts else {
            throw .invalid("a customer has \(CustomerContacts.mostContacts) contacts at most")
        }
        return CustomerContacts(contacts, forgottenUntil: forgottenUntil)
    }
}
