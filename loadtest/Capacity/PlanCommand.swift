// `loadtest plan`: what a peak takes.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Quality

/// Computes partitions, workers, memory and bandwidth for a stated peak from a report.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "From a measured report to what a stated peak takes.",
        discussion: """
            Reads the report.json of a run, or the workers-N.json of 'capacity': take one at a high rate, as fixed costs weigh heavily at \
            a low one. All assumptions are printed, and can be given.
            """)

    @Option(help: "The report of a run.") var report: String
    @Option(help: "Events a second at the peak.") var peak: Int
    @Option(help: "Conversations open at a time.") var open: Int
    @Option(help: "Bytes of memory of an open conversation; 'loadtest bench clocks' measures them.")
    var conversationBytes = 1_100
    @Option(help: "Of each core so much is used, in a hundred.") var utilisation = 60
    @Option(help: "Copies of each partition.") var replication = 3
    @Option(help: "What is left of a batch when it is compressed, in a hundred.") var compressed = 60
    @Option(help: "Cores of a worker's machine.") var cores = 8
    @Option(help: "Groups that read the results.") var readers = 2

    func validate() throws {
        guard peak >= 1, open >= 0, conversationBytes >= 0, (1...100).contains(utilisation), replication >= 1,
            (1...100).contains(compressed), cores >= 1, readers >= 0
        else { throw ValidationError("Counts begin at 1; shares are from 1 to 100.") }
    }

    func run() throws {
        let written: LoadReport.Written
        do {
            written = try JSONDecoder().decode(
                LoadReport.Written.self, from: try Data(contentsOf: URL(fileURLWithPath: report)))
        } catch {
            throw ValidationError("'\(report)' is no report of 'loadtest run': \(error)")
        }
        guard let cost = written.processorSecondsPerMillion, written.records > 0 else {
            throw ValidationError("'\(report)' is of a run in which nothing was sent.")
        }
        let basis = LoadPlan.Basis(
            processorSeconds: cost, eventBytes: Double(written.recordBytes) / Double(written.records),
            resultBytes: Double(written.resultBytes.values.reduce(0, +)) / Double(written.records),
            workerBytes: Double(written.usage.memory), conversationBytes: Double(conversationBytes),
            utilisation: utilisation, replication: replication, compressed: compressed, coresPerWorker: cores,
            readers: readers)
        print(LoadPlan(basis: basis, peak: .init(events: peak, open: open)).text(written))
    }
}

extension LoadPlan {
    /// The plan and its assumptions for a terminal.
    func text(_ report: LoadReport.Written) -> String {
        func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
        return """
            For \(peak.events) events a second and \(peak.open) open conversations:
              workers            \(workers) of \(basis.coresPerWorker) cores, one lane a core: \(cores) cores' worth of judging
              partitions         \(partitions) of conversations and of all topics beside them
              memory             \(memoryPerWorker) MiB a worker
              brokers receive    \(brokerIn) MB a second, copies included
              brokers send       \(brokerOut) MB a second to workers and readers

            It rests on '\(report.scenario)' with \(report.workers) workers of \(report.lanes) lanes, policy \(report.policy), \
            \(report.records) events:
              \(tenths(basis.processorSeconds)) processor seconds of workers for a million events, taken as the same at every rate
              \(tenths(basis.eventBytes)) bytes an event, \(tenths(basis.resultBytes)) bytes of results for each, before compression
              \(Int(basis.workerBytes) >> 20) MiB for a worker as it was then, \(tenths(basis.conversationBytes)) bytes for each open conversation
            and assumes:
              \(basis.utilisation) % of every core in use, \(basis.replication) copies of each partition, batches compressed to \(basis.compressed) %
              twice as many partitions as lanes, half as much memory again, \(basis.readers) groups that read the results
              cores as fast as the one that was measured, and brokers that keep up
            """
    }
}
