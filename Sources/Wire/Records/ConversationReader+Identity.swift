// Reads whose contact a conversation is.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension ConversationReader {
    /// The customer and the orders of an `Opened` message that was read before, at `range` of the bytes.
    package static func identity(_ bytes: [UInt8], _ range: ByteRange) -> ContactIdentity {
        bytes.withUnsafeBytes { buffer in
            var reader = ProtobufReader(buffer, range)
            var identity = ContactIdentity()
            var orders: [String] = []
            // Nothing is refused any more: it was read before.
            while let tag = try? reader.next() {
                switch tag.field {
                case 4: identity.customer = (try? reader.text(tag)) ?? ""
                case 9: if let order = try? reader.text(tag), !order.isEmpty { orders.append(order) }
                default: if (try? reader.skip(tag.type)) == nil { return identity }
                }
            }
            identity.orders = orders
            return identity
        }
    }
}
