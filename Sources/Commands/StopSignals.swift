// The signals that end a worker.
// SPDX-License-Identifier: Apache-2.0

package import Dispatch
import Glibc
package import Logging
import Synchronization

/// Turns SIGTERM and SIGINT into a request to stop; the second one ends the process at once.
package struct StopSignals {
    /// So long a worker may take to stop. Orchestrators commonly allow ten seconds or more; five is what Assay promises.
    private static let patience = DispatchTimeInterval.milliseconds(4_700)

    private let sources: [any DispatchSourceSignal]
    private let arrivals: Arrivals

    /// Begins to listen: from now on these signals do not end the process by themselves, but a worker that has been asked to stop and is
    /// still there when its time is up is ended with status 0: what was not committed is read again.
    package init(logger: Logger) {
        let arrivals = Arrivals(logger: logger)
        self.arrivals = arrivals
        let queue = DispatchQueue(label: "assay.signals")
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { arrivals.take(number) }
            source.activate()
            return source
        }
    }

    /// Waits for the first signal; tells whether it has come.
    package func wait(for interval: DispatchTimeInterval) -> Bool {
        arrivals.first.wait(timeout: .now() + interval) == .success
    }

    /// Sees to it that the process ends in time with that status, without a signal.
    package func endSoon(status: Int32) { arrivals.endSoon(status: status) }

    /// Counts signals.
    private final class Arrivals: Sendable {
        let first = DispatchSemaphore(value: 0)
        private let count = Mutex(0)
        private let logger: Logger

        init(logger: Logger) { self.logger = logger }

        func take(_ number: Int32) {
            let isSecond = count.withLock { count in
                count += 1
                return count > 1
            }
            // The status of a process that a signal ended, as shells number it.
            if isSecond { _exit(128 + number) }
            first.signal()
            endSoon(status: 0)
        }

        func endSoon(status: Int32) {
            DispatchQueue.global().asyncAfter(deadline: .now() + StopSignals.patience) { [logger] in
                logger.warning(
                    "stopping takes too long and is broken off: what was not committed is read again after the restart")
                _exit(status)
            }
        }
    }
}
