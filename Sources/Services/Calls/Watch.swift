// A stream of results.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// One stream: reads the feed at the pace of its reader, and its topic again when it has fallen out of the feed. It holds nothing but
/// its place, so any number of slow readers takes no memory.
struct Watch<Traits: Sendable>: Sendable {
    let topic: ResultTopic
    let feed: Feed<Traits>
    let filter: Filter<Traits>
    let heartbeat: Duration
    let sources: ServiceSources
    let caller: Caller
    let again: @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<Traits>
    let turnstile: Turnstile

    /// Results are taken from the feed in chunks of so many.
    private static var chunk: Int { 64 }

    /// A heartbeat comes after 1 s to 5 min without anything; 15 s when nothing is said.
    static func heartbeat(_ milliseconds: UInt32) throws(Refusal) -> Duration {
        guard milliseconds > 0 else { return .seconds(15) }
        guard (1_000...300_000).contains(milliseconds) else {
            throw .invalid("options.heartbeat_ms", "Heartbeats come after 1000 to 300000 ms.")
        }
        return .milliseconds(Int64(milliseconds))
    }

    /// Sends what passes, each with the token behind it, until the reader goes, the token of the caller ends or the gateway stops.
    ///
    /// - Parameter send: nil stands for a heartbeat; it returns when the reader has room for more.
    func run(
        _ options: ProtoWatchOptions, isStopping: @Sendable () -> Bool,
        _ send: (Held<Traits>?, ResumeToken) async throws -> Void
    ) async throws {
        var (positions, number) = try await beginning(options)
        while !Task.isCancelled {
            try check(isStopping)
            guard let start = number, let chunk = feed.read(from: start, limit: Self.chunk) else {
                // It fell behind, or begins before the feed: what is missing is read again from the topic.
                positions = try await catchUp(from: positions, send)
                number = feed.start(from: positions)
                continue
            }
            number = chunk.next
            if chunk.entries.isEmpty {
                let deadline = ContinuousClock.now + heartbeat
                await feed.wait(for: start, until: deadline)
                if ContinuousClock.now >= deadline, !Task.isCancelled {
                    try check(isStopping)
                    try await send(nil, token(positions))
                }
                continue
            }
            try await self.send(chunk.entries, &positions, send)
        }
    }

    private func check(_ isStopping: () -> Bool) throws(Refusal) {
        if let expires = caller.expires, sources.now() >= expires {
            throw .unauthenticated(
                "TOKEN_EXPIRED", "The token has expired: get a new one and go on with the resume token.")
        }
        if isStopping() {
            throw .unavailable(
                "The gateway stops: go on with the resume token, at another one.", retryAfter: .seconds(1))
        }
    }

    private func token(_ positions: [Int64]) -> ResumeToken {
        ResumeToken(topic: topic, positions: positions, filter: filter.hash)
    }

    private func send(
        _ entries: [Held<Traits>], _ positions: inout [Int64], _ send: (Held<Traits>?, ResumeToken) async throws -> Void
    ) async throws {
        for entry in entries {
            let partition = Int(entry.partition)
            // A stream with a token begins before what it has not seen.
            guard entry.offset >= positions[partition] else { continue }
            positions[partition] = entry.offset + 1
            if filter.passes(entry.traits) { try await send(entry, token(positions)) }
        }
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
            let positions = try await sources.oldest(topic)
            return (positions, feed.start(from: positions))
        case .now:
            let end = feed.end
            return (end.positions, end.number)
        case .UNRECOGNIZED: throw .invalid("options.beginning", "A stream begins NOW or with the OLDEST record.")
        }
    }

    /// Reads from these places to where the feed is now, and returns the places behind.
    private func catchUp(
        from positions: [Int64], _ send: (Held<Traits>?, ResumeToken) async throws -> Void
    ) async throws -> [Int64] {
        guard turnstile.enter() else {
            throw Refusal.busy(
                "Too many streams read old results at the moment: go on with the resume token.", retryAfter: .seconds(5)
            )
        }
        defer { turnstile.leave() }
        var positions = positions
        let oldest = try await sources.oldest(topic)
        let ends = feed.end.positions
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
            while let batch = try await reading.next() { try await self.send(batch, &positions, send) }
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
