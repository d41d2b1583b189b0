// Reads beside all else until it is told to end.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Synchronization

/// Work on a queue of its own that reads from the cluster. A cluster that is away is tried again.
final class BackgroundReading: Sendable {
    private let queue: DispatchQueue
    private let isStopping = Mutex(false)
    private let stopping = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// After an error it is tried again after so long.
    private static let pause = DispatchTimeInterval.seconds(1)

    /// Work of that name that has not begun.
    init(_ name: String, qos: DispatchQoS = .unspecified) {
        queue = DispatchQueue(label: "assay.gateway.\(name)", qos: qos)
    }

    /// Begins, once.
    func start(_ work: @escaping @Sendable () -> Void) {
        queue.async { [ended] in
            work()
            ended.signal()
        }
    }

    /// Tells it to end, and waits until it has.
    func stop() {
        isStopping.withLock { $0 = true }
        stopping.signal()
        ended.wait()
    }

    /// Whether it is to end.
    var isAsked: Bool { isStopping.withLock { $0 } }

    /// Does something until it succeeds or is to end; between tries it is told that there is trouble, and waited.
    func untilDone(_ trouble: String, _ logger: Logger, _ attempt: () throws(KafkaError) -> Void) {
        while !isAsked {
            do throws(KafkaError) {
                return try attempt()
            } catch {
                logger.warning("\(trouble): \(error)")
                _ = stopping.wait(timeout: .now() + Self.pause)
            }
        }
    }
}
