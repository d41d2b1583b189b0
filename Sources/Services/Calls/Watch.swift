// A stream of results.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// One stream: reads the feed at the pace of its reader, and its topic again when it has fallen out of the feed. It holds nothing but
/// its place, so slow readers take no memory but that of their connections; one that takes nothing at all is cut off.
struct Watch<Traits: Sendable>: Sendable {
    let topic: ResultTopic
    let feed: Feed<Traits>
    let filter: Filter<Traits>
    let heartbeat: Duration
    let sources: ServiceSources
    let caller: Caller
    /// Its place, which it is sent from: a reader that takes nothing for `patience` is cut off there.
    let place: StreamPlace
    let patience: Duration
    let again: @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<Traits>
    let turnstile: Turnstile

    /// Of the feed so many results are looked at before somebody else's turn.
    private static var chunk: Int { 32 }
    /// A reader of old results takes each within so long, or makes room for others.
    private static var catchUpPatience: Duration { .seconds(20) }

    /// A heartbeat comes after 1 s to 5 min without anything; 15 s when nothing is said.
    static func heartbeat(_ milliseconds: UInt32) throws(Refusal) -> Duration {
        guard milliseconds > 0 else { return .seconds(15) }
        guard (1_000...300_000).contains(milliseconds) else {
            throw .invalid("options.heartbeat_ms", "Heartbeats come after 1000 to 300000 ms.")
        }
        return .milliseconds(Int64(milliseconds))
    }

    /// nil stands for a heartbeat; it returns when the reader has room for more.
    typealias Send = @Sendable (Held<Traits>?, ResumeToken) async throws -> Void

    /// Sends what passes, each with the token behind it, until the reader goes, the token of the caller ends or the gateway stops. It
    /// begins and ends with a heartbeat, so that even a reader who got no result knows where to go on.
    func run(_ options: ProtoWatchOptions, isStopping: @Sendable () -> Bool, _ send: @escaping Send) async throws {
        var (positions, number) = try await beginning(options)
        try await put(nil, token(positions), send)
        // Counted from what was sent, not from what was looked at: a busy topic of which nothing passes has heartbeats, too.
        var due = ContinuousClock.now + heartbeat
        while !Task.isCancelled {
            if let end = end(isStopping) {
                try await put(nil, token(positions), send)
                throw end
            }
            if ContinuousClock.now >= due {
                try await put(nil, token(positions), send)
                due = .now + heartbeat
            }
            switch look(from: number, &positions) {
            case .gone:
                // It fell behind, or begins before the feed: what is missing is read again from the topic.
                positions = try await catchUp(from: positions, isStopping, send)
                number = feed.start(from: positions)
            case .none(let next):
                number = next
                await feed.wait(for: next, until: due)
            case .passed(let entry, let next):
                number = next
                guard let entry else { continue }
                try await put(entry, token(positions), send)
                due = .now + heartbeat
            }
        }
    }

    private func put(_ entry: Held<Traits>?, _ token: ResumeToken, _ send: Send) async throws {
        try await place.send(within: patience) { try await send(entry, token) }
    }

    private enum Look {
        /// The feed does not have it any more.
        case gone
        /// There is nothing behind this number yet.
        case none(UInt64)
        /// The first one that passes, and the number behind it; nil when none did so far.
        case passed(Held<Traits>?, UInt64)
    }

    /// Looks for the next result that passes. While a reader is waited for nothing but that one is held: what a slow reader has yet to
    /// see is the feed's, which lets go of it.
    private func look(from number: UInt64?, _ positions: inout [Int64]) -> Look {
        guard let number, let chunk = feed.read(from: number, limit: Self.chunk) else { return .gone }
        guard !chunk.entries.isEmpty else { return .none(number) }
        for (index, entry) in chunk.entries.enumerated() where take(entry, &positions) {
            return .passed(entry, number + UInt64(index) + 1)
        }
        return .passed(nil, chunk.next)
    }

    /// Moves behind an entry; whether it is to be sent. A stream with a token begins before what it has not seen.
    private func take(_ entry: Held<Traits>, _ positions: inout [Int64]) -> Bool {
        let partition = Int(entry.partition)
        guard entry.offset >= positions[partition] else { return false }
        positions[partition] = entry.offset + 1
        return filter.passes(entry.traits)
    }

    /// Why the stream ends; nil while it goes on.
    private func end(_ isStopping: () -> Bool) -> Refusal? {
        if let expires = caller.expires, sources.now() >= expires {
            return .unauthenticated(
                "TOKEN_EXPIRED", "The token has expired: get a new one and go on with the resume token.")
        }
        guard isStopping() else { return nil }
        return .unavailable("The gateway stops: go on with the resume token, at another one.", retryAfter: .seconds(1))
    }

    private func token(_ positions: [Int64]) -> ResumeToken {
        ResumeToken(topic: topic, positions: positions, filter: filter.hash)
    }

    /// Where the stream begins: its places, and the number of the first entry of the feed; nil when the feed begins later.
    private func beginning(_ options: ProtoWatchOptions) async throws(Refusal) -> ([Int64], UInt64?) {
        guard options.resumeToken.isEmpty else {
            let token = try ResumeToken([UInt8](options.resumeToken), topic: topic, filter: filter.hash)
            let partitions = feed.floor.count
            guard token.positions.count <= partitions else {
                throw .gone("The token is of a topic with more partitions than there are: begin without a token.")
            }
            // Partitions that were added since begin at their beginning.
            let positions = token.positions + Array(repeating: 0, count: partitions - token.positions.count)
            return (positions, feed.start(from: positions))
        }
        switch options.beginning {
        case .oldest:
            // Partitions that were added since the gateway started are not followed before it starts again.
            let positions = Array(try await sources.oldest(topic).prefix(feed.floor.count))
            return (positions, feed.start(from: positions))
        case .now:
            let end = feed.end
            return (end.positions, end.number)
        case .UNRECOGNIZED: throw .invalid("options.beginning", "A stream begins NOW or with the OLDEST record.")
        }
    }

    /// Reads from these places to where the feed is now, and returns the places behind.
    private func catchUp(
        from positions: [Int64], _ isStopping: () -> Bool, _ send: @escaping Send
    ) async throws -> [Int64] {
        guard turnstile.enter() else {
            throw Refusal.busy(
                "Too many streams read old results at the moment: go on with the resume token.", retryAfter: .seconds(5)
            )
        }
        defer { turnstile.leave() }
        var positions = positions
        let ends = feed.end.positions
        let oldest = Array(try await sources.oldest(topic).prefix(ends.count))
        guard oldest.count == positions.count, topic == .tallies || zip(positions, oldest).allSatisfy({ $0 >= $1 })
        else {
            throw Refusal.gone(
                "Results behind the token were removed by retention: begin without a token, and read the rest elsewhere."
            )
        }
        let ranges = positions.indices.reduce(into: [Int32: Range<Int64>]()) { ranges, partition in
            let start = max(positions[partition], oldest[partition])
            if start < ends[partition] { ranges[Int32(partition)] = start..<ends[partition] }
        }
        let reading = try await again(ranges)
        do {
            while let batch = try await reading.next() {
                for entry in batch where take(entry, &positions) {
                    try await place.send(within: min(patience, Self.catchUpPatience)) {
                        try await send(entry, token(positions))
                    }
                    if let end = end(isStopping) { throw end }
                }
            }
        } catch {
            await reading.close()
            throw error
        }
        await reading.close()
        for (partition, range) in ranges {
            positions[Int(partition)] = max(positions[Int(partition)], range.upperBound)
        }
        return positions
    }
}
