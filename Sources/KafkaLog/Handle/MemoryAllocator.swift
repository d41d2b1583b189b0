// Whose memory the process uses.
// SPDX-License-Identifier: Apache-2.0

import CJemalloc

/// jemalloc, which everything in the process takes its memory from, librdkafka and zstd included: tasks make many small objects and let go
/// of them, and with the C library's allocator an event costs about a tenth more (`loadtest/performance.md`).
package enum MemoryAllocator {
    /// The version of the linked library, "5.3.0-0-g…"; nil when another allocator was put before it.
    package static let version: String? = assay_allocator_version().map { String(cString: $0) }
}
