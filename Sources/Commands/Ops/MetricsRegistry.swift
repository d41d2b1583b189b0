// The metrics of a process, for Prometheus to read.
// SPDX-License-Identifier: Apache-2.0

package import Metrics
import Synchronization

/// Keeps what swift-metrics is told, asks others for what they count themselves, and writes all of it as text.
///
/// What is counted at a high rate does not belong here but to whoever counts it, who answers when the text is asked for (`collect`): a
/// registry costs a lock for every value it is told. What cannot be shown (a name that Prometheus does not take, a name that is in use for
/// another kind, series beyond the bound) is dropped, and counted in `assay_metrics_dropped_series`.
package final class MetricsRegistry: MetricsFactory {
    /// What is known of a metric's name before it has series.
    fileprivate struct Declaration {
        var meaning: String
        var bounds: [Double]
    }

    fileprivate struct Key: Hashable {
        var name: String
        var labels: [[String]]
    }

    fileprivate struct Entry {
        var kind: MetricFamily.Kind
        var labels: [(name: String, value: String)]
        var series: any MetricSeries
        /// How many have asked for the series and not given it back.
        var users: Int
    }

    fileprivate struct State {
        var declarations: [String: Declaration] = [:]
        var entries: [Key: Entry] = [:]
        var collectors: [@Sendable () -> [MetricFamily]] = []
        var dropped = 0
    }

    private let state = Mutex(State())
    private let mostSeries: Int

    /// The bounds of histograms for which none were declared: times in seconds, 5 ms to 10 s.
    package static let commonBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// An empty registry, for at most so many series of swift-metrics.
    package init(mostSeries: Int = 5_000) { self.mostSeries = mostSeries }

    /// Says what a metric means and, for recorders and timers, which ascending bounds its classes have. Before its first series.
    package func declare(_ name: String, _ meaning: String, bounds: [Double] = commonBounds) {
        precondition(MetricFamily.isName(name), "\(name) is no name of a metric")
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "the bounds of \(name) are ascending")
        state.withLock { $0.declarations[name] = Declaration(meaning: meaning, bounds: bounds) }
    }

    /// Asks for these families, too, whenever the text is asked for. Called from any thread.
    package func collect(_ families: @escaping @Sendable () -> [MetricFamily]) {
        state.withLock { $0.collectors.append(families) }
    }

    /// Everything in the text format of Prometheus.
    package var text: String {
        let (told, collectors) = state.withLock { ($0.families, $0.collectors) }
        let families = told + collectors.flatMap { $0() }
        return MetricText.text(families.filter { MetricFamily.isName($0.name) })
    }

    // MARK: What swift-metrics asks for

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) { _ in CounterSeries() } ?? NOOPMetricsHandler.instance
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter) { _ in CounterSeries() } ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { _ in GaugeSeries() } ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate {
            return series(label, dimensions, .histogram, HistogramSeries.init) ?? NOOPMetricsHandler.instance
        }
        return series(label, dimensions, .gauge) { _ in GaugeSeries() } ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram, HistogramSeries.init) ?? NOOPMetricsHandler.instance
    }

    package func destroyCounter(_ handler: any CounterHandler) { giveBack(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { giveBack(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { giveBack(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { giveBack(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { giveBack(handler) }

    /// The series of that name and labels; nil when there can be none. The same ones give the same series.
    private func series<Series: MetricSeries>(
        _ name: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind, _ make: ([Double]) -> Series
    ) -> Series? {
        let labels = dimensions.map { (name: $0.0, value: $0.1) }.sorted { $0.name < $1.name }
        let key = Key(name: name, labels: labels.map { [$0.name, $0.value] })
        return state.withLock { state in
            if let known = state.entries[key]?.series as? Series {
                state.entries[key]?.users += 1
                return known
            }
            let isTaken = state.entries.contains { $0.key.name == name && $0.value.kind != kind }
            guard MetricFamily.isName(name), MetricFamily.areLabels(labels), !isTaken,
                state.entries.count < mostSeries
            else {
                state.dropped += 1
                return nil
            }
            let bounds = state.declarations[name]?.bounds ?? MetricsRegistry.commonBounds
            let made = make(bounds)
            state.entries[key] = Entry(kind: kind, labels: labels, series: made, users: 1)
            return made
        }
    }

    /// A series ends when all who asked for it have given it back.
    private func giveBack(_ handler: AnyObject) {
        state.withLock { state in
            guard let key = state.entries.first(where: { $0.value.series === handler })?.key else { return }
            state.entries[key]?.users -= 1
            if state.entries[key]?.users == 0 { state.entries[key] = nil }
        }
    }
}

extension MetricsRegistry.State {
    /// What was told, and how much was not taken.
    fileprivate var families: [MetricFamily] {
        entries.map { key, entry in
            let meaning = declarations[key.name]?.meaning ?? ""
            return MetricFamily(
                key.name, entry.kind, meaning, [MetricFamily.Series(entry.labels, entry.series.value)])
        } + [
            MetricFamily(
                "assay_metrics_dropped_series", .gauge,
                "Series that were asked for and cannot be shown: their name or labels are wrong, or there are too many.",
                Double(dropped))
        ]
    }
}
