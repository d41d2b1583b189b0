// The time of day, and pauses.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Quality

/// What a load test, unlike a task, may ask: what time it is.
enum WallClock {
    /// The time of day.
    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Seconds of any steady clock.
    static var steadySeconds: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

    /// Lets the other threads work for a moment.
    static func rest(microseconds: UInt32) { usleep(microseconds) }
}
