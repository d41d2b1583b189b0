// Failures of commands that need a cluster.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
package import KafkaLog

extension CommandFailure {
    /// The cluster cannot be reached, or is not as it must be.
    package static func unavailable(_ message: String) -> CommandFailure {
        CommandFailure(message: message, status: 69)
    }
    /// The same of an error of the clients, with what to mend where the error is about security.
    package init(_ error: KafkaError) {
        let message = SecurityRemedy.of(error.message).map { "\(error)\n\($0)" } ?? "\(error)"
        self = error.isAboutSettings ? .configuration(message) : .unavailable(message)
    }

    /// Work began and could not go on.
    package static func software(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 70) }

    /// Runs a command: reports its failure on standard error and turns it into an exit status. A reader that has gone is no failure.
    package static func reported(_ body: () throws -> Void) throws {
        StandardStreams.ignoreBrokenPipes()
        do { try body() } catch { try report(error) }
    }

    /// The same for a command that waits.
    package static func reportedAsync(_ body: () async throws -> Void) async throws {
        StandardStreams.ignoreBrokenPipes()
        do { try await body() } catch { try report(error) }
    }

    private static func report(_ error: any Error) throws {
        do {
            throw error
        } catch let failure as CommandFailure {
            StandardStreams.complain("assay: \(failure.message)\n")
            throw ExitCode(failure.status)
        } catch let error as KafkaError {
            let failure = CommandFailure(error)
            StandardStreams.complain("assay: \(failure.message)\n")
            throw ExitCode(failure.status)
        } catch StandardStreams.WriteError.closed {
        } catch StandardStreams.WriteError.failed(let reason) {
            StandardStreams.complain("assay: standard output cannot be written: \(reason)\n")
            throw ExitCode(CommandFailure.inputOutput("").status)
        }
    }
}
