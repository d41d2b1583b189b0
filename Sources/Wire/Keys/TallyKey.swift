// The keys of tallies.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The key of a tally's record: `<tenant>/<subject>/<window>/<label>`. Subjects may have slashes of their own.
package struct TallyKey: Hashable, Sendable {
    /// The tenant.
    package var tenant: String
    /// The subject, as in facts.
    package var subject: String
    /// The window's length.
    package var kind: WindowKind
    /// The window's label.
    package var label: String

    /// The key of a subject's window.
    package init(tenant: String, subject: String, kind: WindowKind, label: String) {
        self.tenant = tenant
        self.subject = subject
        self.kind = kind
        self.label = label
    }

    /// What a record's key says; nil when it is none of a tally.
    package init?(_ key: ArraySlice<UInt8>) {
        guard let first = key.firstIndex(of: RecordKey.separator),
            let last = key.lastIndex(of: RecordKey.separator),
            let middle = key[..<last].lastIndex(of: RecordKey.separator), first < middle,
            let kind = WindowKind.allCases.first(where: { key[(middle + 1)..<last].elementsEqual($0.word.utf8) })
        else { return nil }
        tenant = String(decoding: key[..<first], as: UTF8.self)
        subject = String(decoding: key[(first + 1)..<middle], as: UTF8.self)
        self.kind = kind
        label = String(decoding: key[(last + 1)...], as: UTF8.self)
    }

    /// Appends the key's bytes.
    package func append(to bytes: inout [UInt8]) {
        for part in [tenant, subject, kind.word] {
            bytes.append(contentsOf: part.utf8)
            bytes.append(RecordKey.separator)
        }
        bytes.append(contentsOf: label.utf8)
    }
}
