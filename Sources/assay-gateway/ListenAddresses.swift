// Where the gateway listens.
// SPDX-License-Identifier: Apache-2.0

import Commands

/// The addresses of the gateway's two listeners.
struct ListenAddresses {
    /// A host and a port.
    struct Address {
        var host: String
        var port: Int

        /// "127.0.0.1:8080", "[::1]:8080" or ":8080", which is every address; nil for another text.
        init?(_ text: String) {
            guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
                return nil
            }
            var host = String(text[..<colon])
            if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
            guard !host.contains("["), !host.contains("]"), !host.contains(" ") else { return nil }
            self.host = host.isEmpty ? "0.0.0.0" : host
            self.port = Int(port)
        }

        /// Whether only this machine can reach it.
        var isLoopback: Bool {
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            return host == "localhost" || host == "::1"
                || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
        }
    }

    let http: Address
    let grpc: Address

    /// The addresses in the settings.
    ///
    /// - Throws: `CommandFailure` when one is none.
    init(_ settings: Settings) throws(CommandFailure) {
        http = try Self.address(settings, .gatewayHTTP)
        grpc = try Self.address(settings, .gatewayGRPC)
    }

    private static func address(_ settings: Settings, _ setting: Setting) throws(CommandFailure) -> Address {
        let text = settings.required(setting)
        guard let address = Address(text) else {
            throw .configuration("\(setting.name) is '\(text)': write host:port, for instance 127.0.0.1:8080")
        }
        return address
    }

    var areLoopback: Bool { http.isLoopback && grpc.isLoopback }
}
