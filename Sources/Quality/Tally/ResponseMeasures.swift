// The additive figures of clocks.
// SPDX-License-Identifier: Apache-2.0

/// How a clock went.
package struct ResponseMeasures: Hashable, Sendable {
    /// Clocks that were met.
    package var met: Int64 = 0
    /// Clocks that were breached.
    package var breached: Int64 = 0
    /// Clocks whose episode ended first.
    package var abandoned: Int64 = 0
    /// Clocks withdrawn by rule.
    package var cancelled: Int64 = 0
    /// Clocks that were fulfilled, in time or late.
    package var answered: Int64 = 0
    /// Sum of their business time.
    package var elapsed: Int64 = 0
    /// Histogram of it.
    package var histogram = Histogram()

    /// Nothing.
    package init() {}

    /// Clocks that were started and are over (invariant 7).
    package var started: Int64 { met &+ breached &+ abandoned &+ cancelled }

    /// Clocks that are over and were never fulfilled: what means and percentiles leave out (F11).
    package var unanswered: Int64 { started &- answered }

    /// Whether nothing is known of the clock: all numbers are 0.
    var isNothing: Bool {
        met | breached | abandoned | cancelled | answered | elapsed == 0 && histogram.buckets.isEmpty
    }

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: ResponseMeasures, times: Int64) {
        met += other.met * times
        breached += other.breached * times
        abandoned += other.abandoned * times
        cancelled += other.cancelled * times
        answered += other.answered * times
        elapsed += other.elapsed * times
        histogram.merge(other.histogram, times: times)
    }

    /// Adds one clock so many times.
    package mutating func add(_ clock: ClockResult, times: Int64) {
        switch clock.outcome {
        case .met: met += times
        case .breached: breached += times
        case .abandoned: abandoned += times
        case .cancelled: cancelled += times
        case .open: break
        }
        guard let span = clock.elapsed else { return }
        answered += times
        elapsed += span.count * times
        histogram.record(span.count, times: times)
    }
}

/// How clocks went, by kind; kinds of which nothing is known are not there.
package struct ClockMeasures: Hashable, Sendable {
    /// One kind's.
    package struct Entry: Hashable, Sendable {
        /// The kind.
        package var kind: ClockKind
        /// How its clocks went.
        package var responses: ResponseMeasures
    }

    /// By kind, ascending.
    package private(set) var entries: [Entry] = []

    /// Nothing.
    package init() {}

    /// Whether nothing is known of any kind.
    package var isEmpty: Bool { entries.isEmpty }

    /// How the clocks of a kind went.
    package subscript(kind: ClockKind) -> ResponseMeasures {
        get { entries.first { $0.kind == kind }?.responses ?? ResponseMeasures() }
        set {
            let index = entries.firstIndex { $0.kind.rawValue >= kind.rawValue } ?? entries.count
            let isThere = index < entries.count && entries[index].kind == kind
            if newValue == ResponseMeasures() {
                if isThere { entries.remove(at: index) }
            } else if isThere {
                entries[index].responses = newValue
            } else {
                entries.insert(Entry(kind: kind, responses: newValue), at: index)
            }
        }
    }

    /// Adds others so many times; −1 takes them away.
    package mutating func add(_ other: ClockMeasures, times: Int64) {
        for entry in other.entries {
            // In place: a subscript would copy the histogram.
            if let index = entries.firstIndex(where: { $0.kind == entry.kind }) {
                entries[index].responses.add(entry.responses, times: times)
                if entries[index].responses == ResponseMeasures() { entries.remove(at: index) }
            } else {
                self[entry.kind].add(entry.responses, times: times)
            }
        }
    }

    /// Adds one clock so many times.
    package mutating func add(_ clock: ClockResult, times: Int64) { self[clock.kind].add(clock, times: times) }
}
