// The command `assay verify`: proves that nothing was lost or doubled.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// Reads what was committed and checks what must hold.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that evaluations, alerts, facts and tallies agree with each other and with the input.",
        discussion: """
            Reads the committed records of all topics from the oldest to where they end when it begins with them: run it when the input has come to rest and the workers \
            have worked it off. Evaluations are added up anew from what was published, and episodes counted anew from the input, without \
            the code of the workers. With at-least-once delivery a copy with the same content is no fault. A topic whose oldest records \
            retention has removed is named, and sums over it are left out. Memory grows with the number of events.

            With --from and --until only what belongs to these hours is held against each other: episodes that started in them, their \
            facts and alerts, tallies of windows that lie within, and conversations whose first event does. Revisions are checked everywhere.

            Exit status: 0 when everything holds, 1 when something does not, 64 for wrong usage, 69 when the cluster cannot be reached or \
            a topic is missing, 78 when a setting or the policy cannot be used. All settings are listed by 'assay worker --help'.
            """)

    @OptionGroup var options: SettingsOptions
    @Option(help: "The start of an hour, with its offset from UTC: 2026-11-11T00:00:00+08:00.") var from: String?
    @Option(help: "The end of an hour; it is not contained.") var until: String?

    func run() throws {
        var holds = true
        try CommandFailure.reported {
            let settings = try options.load().settings
            let policies = try PolicyChoice.load(settings.required(.policy))
            var verification = Verification(
                policies: policies, range: try range(zone: policies.zone),
                allowsCopies: settings.kafka.delivery == .atLeastOnce)
            for topic in Verification.topics { try VerifyCommand.read(topic, settings, into: &verification) }
            verification.conclude()
            try StandardStreams.write(Array((verification.lines.joined(separator: "\n") + "\n").utf8))
            holds = verification.findings.isEmpty
        }
        if !holds { throw ExitCode(1) }
    }

    /// The hours that are looked at.
    private func range(zone: ZoneRules) throws -> Range<Instant> {
        func hour(_ text: String?, _ option: String, otherwise: Instant) throws -> Instant {
            guard let text else { return otherwise }
            guard let instant = Instant(iso: text), instant >= .epoch else {
                throw CommandFailure.usage(
                    "--\(option) '\(text)' is no date and time with its offset from UTC: write for instance 2026-11-11T00:00:00+08:00"
                )
            }
            guard Window.hourStart(of: instant, zone: zone) == instant else {
                throw CommandFailure.usage("--\(option) \(text) is not on the hour: facts are sums over hours")
            }
            return instant
        }
        let first = try hour(from, "from", otherwise: .distantPast)
        let end = try hour(until, "until", otherwise: .distantFuture)
        guard first < end else { throw CommandFailure.usage("--until must be later than --from") }
        return first..<end
    }

    private static func read(_ topic: Topic, _ settings: Settings, into verification: inout Verification) throws {
        let scan = TopicScan(kafka: settings.kafka, topic: topic, logger: settings.logger)
        let ranges = try scan.ranges()
        // Compaction removes what a later record replaces; only of the others the beginning is missed.
        if topic != .tallies, topic != .scorecards, ranges.values.contains(where: { $0.lowerBound > 0 }) {
            verification.note(shortened: topic)
        }
        try scan.read(ranges) { batch in
            verification.take(batch)
            return true
        }
    }
}
