// The audit: who decided what, in a chain that cannot be changed unnoticed.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// One entry of the audit topic. Each has the hash of the one before, so that none can be changed, taken out or put in without all later
/// ones being changed.
package struct AuditEntry: Hashable, Sendable {
    /// What was done.
    package enum Kind: UInt8, CaseIterable, Hashable, Sendable {
        /// A set of policies took force in a worker.
        case policyActivated = 1
        /// A period was closed.
        case periodClosed = 2
        /// A proposal counts that somebody confirmed.
        case proposalConfirmed = 3
        /// A scorecard of a closed period was adjusted.
        case scorecardAdjusted = 4

        /// In words.
        package var word: String {
            switch self {
            case .policyActivated: "policy activated"
            case .periodClosed: "period closed"
            case .proposalConfirmed: "proposal confirmed"
            case .scorecardAdjusted: "scorecard adjusted"
            }
        }
    }

    /// Something that the entry says.
    package struct Detail: Hashable, Sendable {
        /// What it is.
        package var name: String
        /// What it says.
        package var value: String

        /// A detail.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Its number, from 1.
    package var sequence: UInt64
    /// The hash of the entry before it; empty for the first.
    package var previousHash: [UInt8]
    /// When it was written, by the clock of who wrote it.
    package var at: Instant
    /// What was done.
    package var kind: Kind
    /// The tenant; empty for what concerns all.
    package var tenant: String
    /// What it is about: a period, an agent and period, a policy.
    package var subject: String
    /// The rest, in a fixed order.
    package var details: [Detail]

    /// The entry behind another one; the first without one.
    package init(
        after other: AuditEntry?, at: Instant, _ kind: Kind, tenant: String, subject: String, details: [Detail]
    ) {
        sequence = (other?.sequence ?? 0) + 1
        previousHash = other?.hash ?? []
        self.at = at
        self.kind = kind
        self.tenant = tenant
        self.subject = subject
        self.details = details
    }

    private init(_ proto: ProtoAuditEntry, _ kind: Kind) {
        sequence = proto.sequence
        previousHash = Array(proto.previousHash)
        at = Instant(milliseconds: proto.atMs)
        self.kind = kind
        tenant = proto.tenant
        subject = proto.subject
        details = proto.details.map { Detail($0.name, $0.value) }
    }

    /// A detail by its name.
    package subscript(name: String) -> String? { details.first { $0.name == name }?.value }

    private var content: ProtobufWriter {
        var writer = ProtobufWriter(appendingTo: [])
        writer.unsigned(1, sequence)
        if !previousHash.isEmpty { writer.nested(2) { $0 + previousHash } }
        writer.signed(3, at.milliseconds)
        writer.unsigned(4, UInt64(kind.rawValue))
        writer.string(5, tenant)
        writer.string(6, subject)
        for detail in details {
            writer.message(7) { writer in
                writer.string(1, detail.name)
                writer.string(2, detail.value)
            }
        }
        return writer
    }

    /// SHA-256 over all of it, the hash of the entry before included.
    package var hash: [UInt8] {
        let content = content
        return SHA256.hash(content.bytes)
    }

    /// Its bytes, the hash included.
    package var protobuf: [UInt8] {
        var writer = content
        let hash = hash
        writer.nested(8) { $0 + hash }
        return writer.bytes
    }

    /// Reads a record, and checks that it has the hash of its content.
    ///
    /// - Throws: `DecodeError` when it is no entry, or was changed.
    package static func read(_ value: [UInt8]) throws(DecodeError) -> AuditEntry {
        let proto: ProtoAuditEntry
        do {
            proto = try ProtoAuditEntry(serializedBytes: value)
        } catch {
            throw .invalid("the value is no entry of an audit")
        }
        guard let kind = Kind(rawValue: UInt8(clamping: proto.kind.rawValue)) else {
            throw .invalid("the entry says nothing that this version of Assay knows")
        }
        let entry = AuditEntry(proto, kind)
        guard entry.hash == Array(proto.hash) else { throw .invalid("the entry was changed: its hash is another one") }
        return entry
    }
}

/// Reads the entries of an audit one after the other, and notes where the chain is broken.
package struct AuditChain: Sendable {
    /// The last entry that could be read.
    package private(set) var last: AuditEntry?
    /// How many entries there were.
    package private(set) var count = 0

    /// An empty chain.
    package init() {}

    /// Takes the next entry, and says what is wrong with it; nil when it is the one that follows.
    package mutating func take(_ value: [UInt8]) -> String? {
        count += 1
        let entry: AuditEntry
        do throws(DecodeError) {
            entry = try AuditEntry.read(value)
        } catch {
            return "\(error)"
        }
        defer { last = entry }
        let due = (last?.sequence ?? 0) + 1
        if entry.sequence != due { return "entry \(entry.sequence) stands where entry \(due) should be" }
        if entry.previousHash != last?.hash ?? [] {
            return "entry \(entry.sequence) does not follow on entry \(due - 1): one of them was changed"
        }
        return nil
    }
}
