// The additive figures of waiting and handling.
// SPDX-License-Identifier: Apache-2.0

/// How often a stage was reached, and how long it took together.
package struct SpanMeasures: Hashable, Sendable {
    /// How many episodes reached it.
    package var count: Int64 = 0
    /// How long it took in all of them, in milliseconds of elapsed time.
    package var sum: Int64 = 0

    /// So many that took so long together.
    package init(count: Int64 = 0, sum: Int64 = 0) {
        self.count = count
        self.sum = sum
    }

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: SpanMeasures, times: Int64) {
        count += other.count * times
        sum += other.sum * times
    }

    fileprivate mutating func add(_ span: Milliseconds?, times: Int64) {
        guard let span else { return }
        count += times
        sum += span.count * times
    }
}

/// How long episodes waited and how they were handled. All but `handled` belong to the hour in which the episode started.
package struct HandlingMeasures: Hashable, Sendable {
    /// In the queue, of those that were assigned (F09).
    package var queue = SpanMeasures()
    /// Assigned and not accepted yet, of those that were accepted or answered.
    package var assigned = SpanMeasures()
    /// Waiting until accepted or answered, of those that were (F15, S3-102).
    package var waiting = SpanMeasures()
    /// Waiting for the first word of a person, of those that had one.
    package var responded = SpanMeasures()
    /// Hand-overs (S4-029).
    package var handOvers: Int64 = 0
    /// Workload: episodes by the hour in which they ended, where `conversations` counts them by their start (F13).
    package var handled: Int64 = 0
    /// Episodes that ended because they were resolved: one for each resolution (F27).
    package var resolved: Int64 = 0
    /// Conversations, each with its first episode that ended, however often it was taken up again (F27).
    package var distinct: Int64 = 0

    /// Nothing.
    package init() {}

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: HandlingMeasures, times: Int64) {
        queue.add(other.queue, times: times)
        assigned.add(other.assigned, times: times)
        waiting.add(other.waiting, times: times)
        responded.add(other.responded, times: times)
        handOvers += other.handOvers * times
        handled += other.handled * times
        resolved += other.resolved * times
        distinct += other.distinct * times
    }

    /// Adds what an episode contributes to the hour of its start, so many times.
    package mutating func add(_ evaluation: Evaluation, times: Int64) {
        queue.add(evaluation.spans.queue, times: times)
        assigned.add(evaluation.spans.assigned, times: times)
        waiting.add(evaluation.spans.waiting, times: times)
        responded.add(evaluation.spans.responded, times: times)
        handOvers += Int64(evaluation.counts.transfers) * times
        if evaluation.isResolved { resolved += times }
        if evaluation.episode == 1 { distinct += times }
    }
}
