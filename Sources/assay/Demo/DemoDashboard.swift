// The dashboard beside the demo.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Synchronization

/// Runs `assay-gateway` on the demo's broker, open on loopback, as a process of its own: it ends with the demo.
final class DemoDashboard {
    /// Where the dashboard is.
    let address: String
    private let process: Process

    /// Starts the gateway that lies beside this executable, and waits until it listens; nil when there is none, or it does not start.
    init?(_ kafka: KafkaSettings, tenant: String, policy: String) {
        guard let own = Bundle.main.executableURL else { return nil }
        let gateway = own.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("assay-gateway")
        guard FileManager.default.isExecutableFile(atPath: gateway.path) else { return nil }
        process = Process()
        process.executableURL = gateway
        process.environment = [
            "ASSAY_KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrapServers, "ASSAY_KAFKA_DELIVERY": "at-least-once",
            "ASSAY_GATEWAY_OPEN": tenant, "ASSAY_GATEWAY_HTTP": "127.0.0.1:0", "ASSAY_GATEWAY_GRPC": "127.0.0.1:0",
            "ASSAY_GATEWAY_AUDIT": "/dev/null", "ASSAY_WORKER_POLICY": policy,
        ]
        let output = Pipe()
        process.standardError = output
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let words = "dashboard at "
        do { try process.run() } catch { return nil }
        var text = ""
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            text += String(decoding: data, as: UTF8.self)
            guard let start = text.range(of: words), let end = text[start.upperBound...].firstIndex(of: "\n") else {
                continue
            }
            address = String(text[start.upperBound..<end])
            break
        }
        // What it says later is nobody's business here, but it must not wait for a reader.
        output.fileHandleForReading.readabilityHandler = { if $0.availableData.isEmpty { $0.readabilityHandler = nil } }
    }

    /// Ends the gateway.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}
