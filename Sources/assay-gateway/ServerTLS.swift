// Certificates.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import GRPCNIOTransportHTTP2Posix
import NIOSSL

/// The certificate of the gateway and who may be a client; nil parts when nothing is encrypted.
struct ServerTLS {
    /// For HTTP.
    let http: TLSConfiguration?
    /// Whether browsers reach it by TLS, be it a proxy's.
    let isSecure: Bool
    /// For gRPC.
    let grpc: HTTP2ServerTransport.Posix.TransportSecurity

    /// What the settings say.
    ///
    /// - Throws: `CommandFailure` when files are missing or are not what they should be.
    init(_ settings: Settings) throws(CommandFailure) {
        let (certificate, key) = (settings.text(.tlsCertificate), settings.text(.tlsKey))
        let authority = settings.text(.tlsClientCA)
        let endsAtProxy = settings.text(.tlsEnd) == "proxy"
        isSecure = endsAtProxy || certificate != nil
        guard !endsAtProxy || certificate == nil else {
            throw .configuration(
                "gateway.tls.end is proxy and there is a gateway.tls.certificate: drop the one that is not so")
        }
        guard let certificate, let key else {
            guard certificate == nil, key == nil, authority == nil else {
                throw .configuration(
                    "gateway.tls.certificate and gateway.tls.key go together, and gateway.tls.client-ca needs both")
            }
            (http, grpc) = (nil, .plaintext)
            return
        }
        var configuration = try TLSConfiguration.makeServerConfiguration(
            certificateChain: Self.read("certificate", certificate) { () throws in
                try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
            },
            privateKey: .privateKey(
                Self.read("key", key) { () throws in try NIOSSLPrivateKey(file: key, format: .pem) }))
        configuration.minimumTLSVersion = .tlsv12
        if let authority {
            let roots = try Self.read("client-ca", authority) { () throws in
                try NIOSSLCertificate.fromPEMFile(authority)
            }
            configuration.trustRoots = .certificates(roots)
            // Clients are not hosts: their certificates name no address.
            configuration.certificateVerification = .noHostnameVerification
        }
        http = configuration
        grpc = .tls(
            certificateChain: [.file(path: certificate, format: .pem)], privateKey: .file(path: key, format: .pem)
        ) { tls in
            guard let authority else { return }
            tls.trustRoots = .certificates([.file(path: authority, format: .pem)])
            tls.clientCertificateVerification = .noHostnameVerification
        }
    }

    private static func read<R>(
        _ name: String, _ path: String, _ body: () throws -> R
    ) throws(CommandFailure) -> R {
        do {
            return try body()
        } catch {
            throw .configuration("gateway.tls.\(name): \(path) cannot be used as a PEM file: \(error)")
        }
    }
}
