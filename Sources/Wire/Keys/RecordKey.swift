// The keys of the topics.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Builds and checks keys: the tenant, a slash, and what the record is about (see envelope.md).
package enum RecordKey {
    /// Separates the tenant from the rest.
    package static let separator = UInt8(ascii: "/")

    /// `<tenant>/<name>`.
    package static func bytes(tenant: String, name: String) -> [UInt8] {
        Array(tenant.utf8) + [separator] + Array(name.utf8)
    }

    /// Whether the key names this tenant and conversation. All ranges are of the same bytes.
    package static func names(
        _ bytes: [UInt8], key: ByteRange, tenant: ByteRange, conversation: ByteRange
    ) -> Bool {
        precondition(
            Int(max(key.end, tenant.end, conversation.end)) <= bytes.count, "the ranges lie within the bytes")
        guard key.count == tenant.count + 1 + conversation.count else { return false }
        let slash = Int(key.start) &+ tenant.count
        return bytes.withUnsafeBytes { bytes in
            bytes[slash] == separator
                && ByteHash.equal(bytes, Int(key.start), bytes, Int(tenant.start), tenant.count)
                && ByteHash.equal(bytes, slash &+ 1, bytes, Int(conversation.start), conversation.count)
        }
    }

    /// The tenant of a key: the part before the first slash.
    package static func tenant(of key: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        key[..<(key.firstIndex(of: separator) ?? key.endIndex)]
    }
}
