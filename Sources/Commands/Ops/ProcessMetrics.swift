// What the system knows of this process.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Memory, processor time and start of the process, from Linux's /proc: man 5 proc.
package enum ProcessMetrics {
    /// The families under the names that Prometheus' own clients give them; those that cannot be told are left out.
    package static var families: [MetricFamily] {
        var families: [MetricFamily] = []
        if let memory = residentMemory {
            families.append(
                MetricFamily("process_resident_memory_bytes", .gauge, "Resident memory in bytes.", memory))
        }
        let fields = self.fields
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // The fields utime and stime are the 14th and 15th, starttime is the 22nd; `fields` begins with the third.
        if let user = number(fields, 11), let system = number(fields, 12) {
            families.append(
                MetricFamily(
                    "process_cpu_seconds_total", .counter,
                    "Processor time in seconds, the system's on its behalf included.",
                    (user + system) / ticks))
        }
        if let start = number(fields, 19), let boot = bootTime {
            families.append(
                MetricFamily(
                    "process_start_time_seconds", .gauge, "When the process began, in seconds since 1970.",
                    boot + start / ticks))
        }
        return families
    }

    private static var residentMemory: Double? {
        let pages = text("/proc/self/statm").split(separator: " ")
        return number(pages, 1).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
    }

    /// What follows the name of the executable, which may contain anything.
    private static var fields: [Substring] {
        let stat = text("/proc/self/stat")
        guard let name = stat.lastIndex(of: ")") else { return [] }
        return stat[stat.index(after: name)...].split(separator: " ")
    }

    private static var bootTime: Double? {
        let line = text("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { number($0.split(separator: " "), 1) }
    }

    private static func number(_ fields: [Substring], _ index: Int) -> Double? {
        fields.indices.contains(index) ? Double(fields[index].trimmingCharacters(in: .whitespacesAndNewlines)) : nil
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
