// Whose contact it is, and about what.
// SPDX-License-Identifier: Apache-2.0

/// Whose contact it is, and about what: by this a customer's contacts are held against each other (F30, F31).
package struct ContactIdentity: Hashable, Sendable {
    /// The customer, the issue class, then the orders; empty when nothing is known. One reference: every conversation has one.
    private var texts: [String] = []

    /// So many orders of a contact are kept; the others are looked at no more.
    package static let mostOrders = 16

    /// Nothing known.
    package init() {}

    /// Nothing known.
    package static let unknown = ContactIdentity()

    /// The customer's pseudonymous id; empty when not known.
    package var customer: String {
        get { texts.first ?? "" }
        set { set(newValue, at: 0) }
    }

    /// The class of the issue; empty when not known.
    package var issue: String {
        get { texts.count > 1 ? texts[1] : "" }
        set { set(newValue, at: 1) }
    }

    /// The orders that it is about, ascending.
    package var orders: [String] {
        get { Array(texts.dropFirst(2)) }
        set {
            if newValue.isEmpty, texts.count <= 2 { return }
            texts = [customer, issue] + Set(newValue).sorted().prefix(ContactIdentity.mostOrders)
        }
    }

    private mutating func set(_ text: String, at index: Int) {
        if texts.isEmpty {
            if text.isEmpty { return }
            texts = ["", ""]
        }
        texts[index] = text
    }
}
