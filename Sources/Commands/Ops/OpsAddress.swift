// Where the operations listener listens.
// SPDX-License-Identifier: Apache-2.0

/// A numeric address of this machine and a port.
package struct OpsAddress: Equatable, Sendable, CustomStringConvertible {
    /// The address: IPv4 or, without brackets, IPv6.
    package var host: String
    /// The port; 0 lets the system choose one that is free.
    package var port: UInt16

    /// What may be written instead of a text that is no address.
    package static let remedy =
        "write an address of this machine and a port, for instance 0.0.0.0:9464 for all addresses, 127.0.0.1:9464 or [::]:9464"

    /// The address in `host:port`, `[host]:port` for IPv6, where host is numeric or `localhost`; nil for anything else.
    package init?(written text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = OpsAddress.port(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = text[..<colon]
        self.port = port
        if host == "localhost" {
            self.host = "127.0.0.1"
        } else if host.first == "[", host.last == "]", host.dropFirst().dropLast().contains(":") {
            self.host = String(host.dropFirst().dropLast())
            guard self.host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            guard OpsAddress.isIPv4(host) else { return nil }
            self.host = String(host)
        }
    }

    /// Whether the address is one of IPv6.
    var isIPv6: Bool { host.contains(":") }

    package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func port(_ text: Substring) -> UInt16? {
        text.allSatisfy { $0.isASCII && $0.isNumber } ? UInt16(text) : nil
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy { $0.isASCII && $0.isNumber } && UInt8(part) != nil
            }
    }
}
