// Where evaluations stand that the view holds no longer.
// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Quality
import Wire

/// Where a record stands on its topic.
package struct RecordPlace: Hashable, Sendable {
    package var partition: Int32
    package var offset: Int64
}

/// Of each episode whose evaluation is not held the place of its newest one, to be read when it is asked for; and whole those evaluations
/// that wait for a review by people. Bounded: what came first goes first.
struct EpisodeIndex {
    /// About so many bytes an episode takes: in a table that is half full, and in the order.
    private static let bytesOfPlace = 64
    /// Of its memory a quarter is for evaluations that wait for a review.
    private static let waitingShare = 4

    private let mostPlaces: Int
    private let mostWaitingBytes: Int
    private var places: [Int: RecordPlace] = [:]
    private var order: Deque<Int> = []
    private(set) var waiting: [EpisodeKey: Held<EvaluationTraits>] = [:]
    private var waitingOrder: Deque<EpisodeKey> = []
    private var waitingBytes = 0

    /// An index that takes about so many bytes.
    init(budget: Int) {
        mostWaitingBytes = budget / Self.waitingShare
        mostPlaces = (budget - mostWaitingBytes) / Self.bytesOfPlace
    }

    /// About how many bytes it takes.
    var memory: Int { places.count * Self.bytesOfPlace + waitingBytes }

    /// How many episodes it can find.
    var count: Int { places.count }

    /// Takes an evaluation that is held no longer, or never was. A later one of the episode counts.
    mutating func take(_ held: Held<EvaluationTraits>) {
        let key = held.traits.episodeKey
        let place = RecordPlace(partition: held.partition, offset: held.offset)
        let hash = EpisodeIndex.hash(key)
        let known = places[hash]
        if let known, known.partition == place.partition, known.offset > place.offset { return }
        remove(waiting: key)
        guard mostPlaces > 0 else { return }
        places[hash] = place
        if known == nil { order.append(hash) }
        while places.count > mostPlaces, let oldest = order.popFirst() { places[oldest] = nil }
        if held.traits.waitsForReview { keep(held, key) }
    }

    private mutating func keep(_ held: Held<EvaluationTraits>, _ key: EpisodeKey) {
        waiting[key] = held
        waitingOrder.append(key)
        waitingBytes += held.memory
        while waitingBytes > mostWaitingBytes, let oldest = waitingOrder.popFirst() { remove(waiting: oldest) }
        // Those that were removed since still stand in the order.
        if waitingOrder.count > 2 * waiting.count + 16 { waitingOrder.removeAll { waiting[$0] == nil } }
    }

    /// The episode has a newer evaluation, which is held: none waits here any more.
    mutating func remove(waiting key: EpisodeKey) {
        if let gone = waiting.removeValue(forKey: key) { waitingBytes -= gone.memory }
    }

    /// Where the newest evaluation of an episode stands; nil when that is not known here.
    func place(of key: EpisodeKey) -> RecordPlace? { places[EpisodeIndex.hash(key)] }

    /// Seeded anew in each process, so that nobody can choose names that share a number; whoever reads the record compares the names.
    private static func hash(_ key: EpisodeKey) -> Int { key.hashValue }
}
