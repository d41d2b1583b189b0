// What a worker tells operators while it works.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import KafkaLog
import Logging
import Metrics
import Quality

/// A worker's operations listener with all that it tells.
enum WorkerOps {
    /// Begins to listen where the settings say; nil when they say nothing. Once in a process: what librdkafka reports comes by way of the
    /// process's metrics system.
    ///
    /// - Throws: `CommandFailure` when the address cannot be listened at.
    static func start(
        _ settings: Settings, _ policies: PolicySet, _ health: WorkerHealth
    ) throws(CommandFailure) -> OpsListener? {
        guard let address = settings.text(.opsListen).flatMap(OpsAddress.init(written:)) else { return nil }
        let registry = MetricsRegistry()
        for (name, meaning) in KafkaGauges.meanings { registry.declare(name, meaning) }
        let metrics = WorkerMetrics(policies)
        registry.collect {
            let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            return metrics.families(health.lanes, ready: health.ready, now: now)
        }
        registry.collect { ProcessMetrics.families }
        let listener = OpsListener(
            address: address, registry: registry, live: { health.live }, ready: { health.ready })
        let bound = try listener.start()
        MetricsSystem.bootstrap(registry)
        settings.logger.info("/metrics, /livez and /readyz are told at \(bound)")
        return listener
    }
}
