// What a gateway tells operators while it runs.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Logging
import Services

/// The gateway's operations listener with all that it tells.
enum GatewayOps {
    /// Begins to listen where the settings say; nil when they say nothing.
    ///
    /// - Parameter live: why the gateway should be restarted; nothing while it is well.
    /// - Throws: `CommandFailure` when the address cannot be listened at.
    static func start(
        _ settings: Settings, _ service: ResultsService, live: @escaping @Sendable () -> [String]
    ) throws(CommandFailure) -> OpsListener? {
        guard let address = settings.text(.opsListen).flatMap(OpsAddress.init(written:)) else { return nil }
        let registry = MetricsRegistry()
        registry.collect { families(service) }
        registry.collect { ProcessMetrics.families }
        let listener = OpsListener(
            address: address, registry: registry, live: { ProbeAnswer(live()) }, ready: { ready(service) })
        let bound = try listener.start()
        settings.logger.info("/metrics, /livez and /readyz are told at \(bound)")
        return listener
    }

    /// Why no calls should come here; nothing when they may.
    static func ready(_ service: ResultsService) -> ProbeAnswer {
        if service.isStopping { return ProbeAnswer(["the gateway stops"]) }
        let topics = service.view.topics
        return ProbeAnswer(
            ResultTopic.allCases.filter { topics[$0]?.isRestored != true }.map {
                "\($0.rawValue): what there is is still being read"
            })
    }

    private static func families(_ service: ResultsService) -> [MetricFamily] {
        let own = [
            MetricFamily(
                "assay_build_info", .gauge, "The version that runs.", by: "version", [(BuildVersion.text, 1)]),
            MetricFamily(
                "assay_gateway_ready", .gauge, "1 when the view is there and calls are answered.",
                ready(service).isGood ? 1 : 0),
            MetricFamily(
                "assay_gateway_held_bytes", .gauge, "About how much memory the newest results take.",
                Double(service.view.memory)),
            MetricFamily(
                "assay_gateway_indexed_episodes", .gauge,
                "Episodes whose newest evaluation is not held and can be read again.", Double(service.view.indexed)),
        ]
        return own + topicFamilies(service.view.topics) + callFamilies(service.counts.snapshot)
    }

    private static func topicFamilies(_ topics: [ResultTopic: View.Reading]) -> [MetricFamily] {
        func family(
            _ name: String, _ kind: MetricFamily.Kind, _ meaning: String, _ number: (View.Reading) -> Double
        ) -> MetricFamily {
            let numbers = ResultTopic.allCases.map { topic in
                (value: topic.rawValue, number: number(topics[topic] ?? View.Reading()))
            }
            return MetricFamily("assay_gateway_\(name)", kind, meaning, by: "topic", numbers)
        }
        return [
            family("records_total", .counter, "Records that were read into the view.") { Double($0.records) },
            family("unusable_records_total", .counter, "Records that could not be used.") { Double($0.unusable) },
            family("lag_records", .gauge, "Records that the view does not contain yet.") { Double($0.lag) },
        ]
    }

    private static func callFamilies(_ counts: ServiceCounts.Snapshot) -> [MetricFamily] {
        func family(
            _ name: String, _ kind: MetricFamily.Kind, _ meaning: String, by label: String, _ numbers: [String: Double]
        ) -> MetricFamily {
            let sorted = numbers.sorted { $0.key < $1.key }.map { (value: $0.key, number: $0.value) }
            return MetricFamily("assay_gateway_\(name)", kind, meaning, by: label, sorted)
        }
        let calls = counts.calls.sorted { ($0.key.call, $0.key.outcome) < ($1.key.call, $1.key.outcome) }
        let requests = calls.map { pair, number in
            MetricFamily.Series([("method", pair.call), ("code", pair.outcome)], .number(Double(number)))
        }
        let times = counts.times.sorted { $0.key < $1.key }.map { call, times in
            MetricFamily.Series(
                [("method", call)],
                .histogram(bounds: ServiceCounts.bounds, counts: times.counts, sum: times.seconds))
        }
        return [
            family("streams", .gauge, "Streams that are open.", by: "method", counts.streams.mapValues(Double.init)),
            family(
                "streams_cut_total", .counter, "Streams that were ended because their reader was too slow.",
                by: "method", counts.cut.mapValues(Double.init)),
            family(
                "refusals_total", .counter, "Calls that were refused: no token, a wrong one, or no right.",
                by: "reason", counts.refusals.mapValues(Double.init)),
            MetricFamily(
                "assay_gateway_requests_total", .counter, "Calls that were answered, by the status of the answer.",
                requests),
            MetricFamily(
                "assay_gateway_request_seconds", .histogram, "How long answers take; streams left out.", times),
        ]
    }
}
