// The command `assay sample`: draws conversations for review, so that anybody can prove the draw.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import Quality
import Wire

/// Draws conversations for review from files of evaluations.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Draw conversations for review, in a way that can be proven.",
        discussion: """
            Reads evaluations as 'assay evaluate' writes them, one JSON object a line, plain or compressed with zstd. Of each episode the \
            newest revision counts; episodes that are open or stay out of customer figures are left out, and those that did not start in \
            the period, by the policy's time zone.

            The hash of a conversation is the first eight bytes of HMAC-SHA-256, with the secret as key, over the period, a line feed, and \
            TENANT/CONVERSATION. It is drawn when its hash is below the ratio of all hashes, or when it is among the first of its agent, \
            team or channel by hash, as many as the quota says. The order of the input changes nothing. Whoever has the secret can compute \
            the draw again; publish the secret, or its SHA-256 before and the secret after, and everybody can. One line feed at the end of \
            the secret's file is not part of it.

            Writes a line for each conversation drawn, by hash: the hash, TENANT/CONVERSATION and why, with tabs between. With --prove it \
            writes instead why one was drawn or not.

            Exit status: 0 when all lines were used, 1 when some were not or the conversation to be proven is not there, 64 for wrong \
            usage, 66 when a file cannot be read, 78 when the policy is not valid.
            """)

    @Option(help: ArgumentHelp("The month or day to draw from.", valueName: "2026-11|2026-11-25")) var period: String
    @Option(help: ArgumentHelp("The share to draw, with at most two decimals.", valueName: "N%")) var ratio: String
    @Option(help: ArgumentHelp("At least so many of each: agent=3, team=5, channel=20.", valueName: "WHAT=N"))
    var quota: [String] = []
    @Option(help: ArgumentHelp("The file of the secret, at least 16 bytes.", valueName: "FILE")) var secretFile: String
    @Option(help: ArgumentHelp("Say why this conversation was drawn or not.", valueName: "[TENANT/]CONVERSATION"))
    var prove: String?
    @Option(help: ArgumentHelp("The policy, for its time zone.", valueName: "NAME|DIR")) var policy = "pharma-v2"
    @Argument(help: ArgumentHelp("Evaluations; - for standard input.", valueName: "FILE|-")) var files: [String]

    func run() throws {
        var status: Int32 = 0
        try CommandFailure.reported {
            let zone = try PolicyChoice.load(policy).zone
            let kind = try windowKind()
            let sampling = Sampling(
                period: period, millionths: try millionths(), quotas: try quotas(), secret: try secret())
            var input = SampleInput(period: period, kind: kind, zone: zone)
            for file in files { try input.read(file) }
            let report = SampleReport(sampling: sampling, ratio: ratio, input: input)
            if input.unusable > 0 { status = 1 }
            if let prove {
                let found = report.proof(of: prove)
                try StandardStreams.write(Array(found.text.utf8))
                if !found.isThere { status = 1 }
            } else {
                try StandardStreams.write(Array(report.drawn.utf8))
                StandardStreams.complain(report.summary)
            }
        }
        if status != 0 { throw ExitCode(status) }
    }

    /// A month has seven characters, a day ten.
    private func windowKind() throws(CommandFailure) -> WindowKind {
        let day = period.count == 7 ? period + "-01" : period
        guard day.count == 10, let start = Instant(iso: day + "T00:00:00Z"), start >= .epoch else {
            throw .usage("--period '\(period)' is neither a month nor a day: write for instance 2026-11 or 2026-11-25")
        }
        return period.count == 7 ? .month : .day
    }

    private func millionths() throws(CommandFailure) -> UInt64 {
        guard ratio.hasSuffix("%"), let share = Points(written: String(ratio.dropLast())), share <= .hundred else {
            throw .usage("--ratio '\(ratio)' is no percentage from 0% to 100%: write for instance 2% or 0.25%")
        }
        return UInt64(share.hundredths) * 100
    }

    private func quotas() throws(CommandFailure) -> [Sampling.Stratum: Int] {
        var quotas: [Sampling.Stratum: Int] = [:]
        for text in quota {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let stratum = Sampling.Stratum(rawValue: String(parts[0])),
                let count = Int(parts[1]),
                (1...1_000_000).contains(count)
            else {
                throw .usage("--quota '\(text)' is not understood: write agent=3, team=5 or channel=20")
            }
            guard quotas.updateValue(count, forKey: stratum) == nil else {
                throw .usage("--quota says twice how many of each \(stratum.rawValue)")
            }
        }
        return quotas
    }

    private func secret() throws(CommandFailure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: secretFile) else {
            throw .noInput("the secret's file \(secretFile) cannot be read")
        }
        var secret = Array(data)
        if secret.last == UInt8(ascii: "\n") { secret.removeLast() }
        guard secret.count >= 16 else {
            throw .usage(
                "the secret in \(secretFile) has \(secret.count) bytes, and could be guessed; make one of 16 or more: "
                    + "openssl rand -hex 32 > \(secretFile)")
        }
        return secret
    }
}
