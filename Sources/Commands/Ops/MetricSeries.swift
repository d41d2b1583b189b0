// The series that swift-metrics writes to.
// SPDX-License-Identifier: Apache-2.0

import Metrics
import Synchronization

/// A series as the registry reads it.
protocol MetricSeries: AnyObject, Sendable {
    /// Its value now.
    var value: MetricFamily.Value { get }
}

/// A counter.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let sum = Mutex(0.0)

    var value: MetricFamily.Value { .number(sum.withLock { $0 }) }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// Counters never go down: an amount below zero, or none, changes nothing.
    func increment(by amount: Double) {
        guard amount > 0 else { return }
        sum.withLock { $0 += amount }
    }

    func reset() { sum.withLock { $0 = 0 } }
}

/// A gauge, by either of the names that swift-metrics has for one.
final class GaugeSeries: MetricSeries, RecorderHandler, MeterHandler {
    private let latest = Mutex(0.0)

    var value: MetricFamily.Value { .number(latest.withLock { $0 }) }

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { latest.withLock { $0 = value } }
    func increment(by amount: Double) { latest.withLock { $0 += amount } }
    func decrement(by amount: Double) { increment(by: -amount) }
}

/// A histogram: values as they are, times in seconds.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private let bounds: [Double]
    private let state: Mutex<(counts: [Int64], sum: Double)>

    /// One with these ascending upper bounds.
    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex((Array(repeating: 0, count: bounds.count + 1), 0))
    }

    var value: MetricFamily.Value {
        state.withLock { .histogram(bounds: bounds, counts: $0.counts, sum: $0.sum) }
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[place] += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
