// Finds what was said in an evaluated episode.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Services
import SwiftProtobuf
import Wire

/// Reads the events of a conversation from their topic: the texts are nowhere else. All events of an episode came to the broker after it
/// began, less the skew of clocks, and before its newest evaluation did; so the time of the topic tells where they are. Nearly always they
/// came before it ended, more the skew: the rest, which reaches to the newest review or survey, is only read when that was not all of them.
struct DialogueReader: Sendable {
    private let kafka: KafkaSettings
    private let policies: PolicySet
    private let probed: PolicySet
    private let logger: Logger

    /// Clocks are apart by no more than this, else events are dead letters.
    private static let skew = Milliseconds.minutes(10)
    /// No more records, and no longer, are looked through for one dialogue.
    private static let mostRecords = 2_000_000
    private static let longest = Duration.seconds(20)
    private static let chunk = 1000
    private static let patience = Milliseconds(200)

    init(_ kafka: KafkaSettings, _ policies: PolicySet, logger: Logger) {
        self.kafka = kafka
        self.policies = policies
        self.logger = logger
        probed = ProbedPolicies(policies, ofConditions: true).policies
    }

    /// The dialogue; without its entries when they are not to be had, and why.
    ///
    /// - Throws: `KafkaError` when the cluster does not answer; `CancellationError` when nobody waits any more.
    func dialogue(of evaluation: ProtoEvaluation, until: Instant, _ interest: Interest) throws -> Dialogue {
        guard
            let policy = policies.versions.first(where: {
                $0.version == evaluation.policyVersion && $0.name == evaluation.policy
            })
        else {
            return Dialogue(
                missing:
                    "The gateway does not have the policy \(evaluation.policy) \(evaluation.policyVersion) by which it was judged."
            )
        }
        let key = RecordKey.bytes(tenant: evaluation.tenant, name: evaluation.conversationID)
        let end = min(until, Instant(milliseconds: evaluation.endedAtMs) + DialogueReader.skew)
        var (events, missing) = try self.events(of: key, evaluation, until: end, interest)
        var told = EpisodeEvents(events, key, evaluation, probed)
        if !told.isWhole, missing.isEmpty, end < until {
            (events, missing) = try self.events(of: key, evaluation, until: until, interest)
            told = EpisodeEvents(events, key, evaluation, probed)
        }
        let explanation = Explanation(
            evaluation, findings: told.findings, entries: told.entries, policy: policy,
            episodes: Int(evaluation.episode))
        if missing.isEmpty, explanation.entries.isEmpty {
            missing = "Its events are not in the topic any more: they are kept for a shorter time than evaluations."
        }
        return Dialogue(explanation, missing: missing, knowsFindings: missing.isEmpty)
    }

    private func events(
        of key: [UInt8], _ evaluation: ProtoEvaluation, until: Instant, _ interest: Interest
    ) throws -> ([EpisodeEvents.Event], missing: String) {
        let offsets = try TopicOffsets(kafka, topic: .conversations, seesUncommitted: false, logger: logger)
        defer { offsets.close() }
        let partition = KafkaWriter.partition(of: key, among: offsets.partitionCount)
        let start = Instant(milliseconds: evaluation.startedAtMs) - DialogueReader.skew
        let oldest = try offsets.oldest()[partition] ?? 0
        let first = try offsets.first(notBefore: start)[partition] ?? oldest
        let end = try offsets.ends()[partition] ?? 0
        let last = try offsets.first(notBefore: until + Milliseconds.seconds(1))[partition] ?? end
        let range = min(max(first, oldest), end)..<max(min(last, end), min(max(first, oldest), end))
        guard !range.isEmpty else { return ([], "") }
        let reader = try KafkaReader(kafka, topic: .conversations, ranges: [partition: range], logger: logger)
        defer { reader.close() }
        let values = ValueReader()
        var (batch, events, looked) = (RecordBatch(), [EpisodeEvents.Event](), 0)
        let begun = ContinuousClock.now
        while !reader.isAtEnd {
            if interest.isGone { throw CancellationError() }
            guard looked < DialogueReader.mostRecords, ContinuousClock.now - begun < DialogueReader.longest else {
                return (
                    events,
                    "The topic has too many records between its beginning and its end: only a part was looked through."
                )
            }
            guard try reader.poll(limit: DialogueReader.chunk, timeout: DialogueReader.patience, into: &batch) else {
                continue
            }
            looked += batch.records.count
            for record in batch.records {
                guard let range = record.key, batch.bytes[range].elementsEqual(key), let value = record.value else {
                    continue
                }
                let format = ValueHeaders(record, batch).format
                guard let plain = try? values.plain(&batch.bytes, value, format: format, schema: .conversation) else {
                    continue
                }
                events.append(
                    EpisodeEvents.Event(offset: record.offset, at: record.timestamp, value: Array(batch.bytes[plain])))
            }
        }
        return (events, "")
    }
}
