// What a history came to, in words.
// SPDX-License-Identifier: Apache-2.0

/// Runs the history of a seed and says what is wrong with it.
package enum HistoryReport {
    /// What is wrong, with the command that runs it again; nil when all is well. In depth it says, too, which parts of
    /// the history it takes, which runs the history as many times again.
    package static func of(
        _ settings: HistorySettings, inDepth: Bool = false, trace: ((String) -> Void)? = nil
    ) throws -> String? {
        let history = History(settings)
        history.trace = trace
        let lines = try history.run()
        guard !lines.isEmpty else { return nil }
        let delivery = settings.delivery == .exactlyOnce ? "exactly once" : "at least once"
        var report = ["seed \(settings.seed), \(delivery): \(lines.count) differences"]
        report += lines.prefix(mostLines).map { "  \($0)" }
        if lines.count > mostLines { report.append("  and \(lines.count - mostLines) more") }
        if inDepth { report.append("It takes \(try needed(settings)).") }
        report.append("Run it again with: make simulate SEED=\(settings.seed)")
        return report.joined(separator: "\n")
    }

    private static let mostLines = 12

    /// Leaves out one part after the other as long as something stays wrong, and names what cannot be left out.
    private static func needed(_ settings: HistorySettings) throws -> String {
        var settings = settings
        var needed: [String] = []
        for part in HistorySettings.parts {
            var smaller = settings
            part.leaveOut(&smaller)
            if try History(smaller).run().isEmpty { needed.append(part.name) } else { settings = smaller }
        }
        return needed.isEmpty ? "none of what a history can do without" : needed.joined(separator: ", ")
    }
}
