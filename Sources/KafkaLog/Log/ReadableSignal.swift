// Tells a Dispatch queue that a queue of librdkafka has something.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Dispatch

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A pipe from librdkafka's threads to a Dispatch source: a queue that becomes readable writes a byte, the source
/// drains the pipe and runs the handler.
///
/// Neither end blocks; a full pipe loses nothing, as one byte is enough to wake up. Both ends are closed only when the source has let go of
/// them: a pipe that hangs up under a source leaves freed memory behind in Dispatch on Linux.
final class ReadableSignal {
    private let readEnd: Int32
    private let writeEnd: Int32
    private let source: any DispatchSourceRead
    private var queues: [OpaquePointer] = []
    private var isCancelled = false

    /// A signal that runs the handler on the queue.
    ///
    /// - Throws: `KafkaError` when the process may not open two more files.
    init(queue: DispatchQueue, handler: @escaping () -> Void) throws(KafkaError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw KafkaError(
                "No pipe can be made (\(String(cString: strerror(errno)))): raise the limit of open files.")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        let (readEnd, writeEnd) = (ends[0], ends[1])
        self.readEnd = readEnd
        self.writeEnd = writeEnd
        source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: queue)
        source.setEventHandler {
            Self.drain(readEnd)
            handler()
        }
        source.setCancelHandler {
            _ = close(readEnd)
            _ = close(writeEnd)
        }
        source.activate()
    }

    deinit { cancel() }

    /// From now on the signal is raised when the queue becomes readable. The queue must outlive the signal or be
    /// `unwatch`ed.
    func watch(_ queue: OpaquePointer) {
        queues.append(queue)
        rd_kafka_queue_io_event_enable(queue, writeEnd, "!", 1)
        // What was there before would raise nothing.
        raise()
    }

    /// The queue raises the signal no more.
    func unwatch(_ queue: OpaquePointer) {
        rd_kafka_queue_io_event_enable(queue, -1, nil, 0)
        queues.removeAll { $0 == queue }
    }

    /// Runs the handler once more, as something was left behind.
    func raise() { _ = write(writeEnd, "!", 1) }

    /// The handler runs no more; the pipe is closed when nobody can write to it any longer.
    func cancel() {
        if isCancelled { return }
        isCancelled = true
        for queue in queues { rd_kafka_queue_io_event_enable(queue, -1, nil, 0) }
        queues.removeAll()
        source.cancel()
    }

    private static func drain(_ end: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            while read(end, buffer.baseAddress, buffer.count) == buffer.count {}
        }
    }
}
