// The command `assay-gateway`: serves results to services and people.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Dispatch
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Services
import Wire

/// Serves until it is told to stop.
@main
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay-gateway",
        abstract: "Serve Assay's results by gRPC and on a dashboard.",
        discussion: """
            Follows the topics of evaluations, alerts, tallies and scorecards and keeps what is current in memory. Any number of gateways can \
            run side by side: they share nothing. Callers need bearer tokens (deploy/gateway.md); 'gateway.open' is for demonstrations.

            Logs to standard error. SIGTERM and SIGINT end it: streams are told to go on elsewhere, and it ends within five seconds.

            Exit status: 0 when it was told to stop, 64 for wrong usage, 66 when a file cannot be read, 69 when the cluster cannot be reached \
            or a topic is missing, 70 when a listener failed, 78 when a setting, a key or the policy cannot be used.

            \(SettingsOptions.help)
            """)

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        do {
            try await CommandFailure.reportedAsync {
                let settings = try options.load().settings
                let signals = StopSignals(logger: settings.logger)
                let policies = try PolicyChoice.load(settings.required(.policy))
                try await GatewayRun(settings, policies).run(until: signals)
            }
        }
    }
}
