// What a conversation may be told apart by.
// SPDX-License-Identifier: Apache-2.0

/// What a conversation may be told apart by, beside its words; empty texts are unknown.
package struct ContactAttributes: Hashable, Sendable {
    /// The values in the order of the kinds.
    private var values: [String]

    /// Nothing known.
    package init() { self = .unknown }

    /// Nothing known.
    package static let unknown = ContactAttributes(
        values: Array(repeating: "", count: AttributeKind.allCases.count))

    private init(values: [String]) { self.values = values }

    /// The value of that kind.
    package subscript(kind: AttributeKind) -> String {
        get { values[Int(kind.rawValue)] }
        set { values[Int(kind.rawValue)] = newValue }
    }

    /// These values alone, and nothing of the others.
    package func only(_ kinds: [AttributeKind]) -> ContactAttributes {
        kinds.reduce(into: .unknown) { attributes, kind in
            if !self[kind].isEmpty { attributes[kind] = self[kind] }
        }
    }
}
