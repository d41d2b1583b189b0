// What was published, or has to be.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// What the output topics of a history say, by what each record is about.
package struct Outcome {
    /// What a record says.
    enum Value: Equatable {
        /// An evaluation, as it is written.
        case evaluation([UInt8])
        /// Anything else that is said once: its fields.
        case statement([Field])
        /// A tally; of these only the newest counts.
        case tally(Measures)
    }

    /// One field of a record, to be shown.
    struct Field: Equatable {
        var name: String
        var text: String

        init(_ name: String, _ value: some Any) {
            self.name = name
            text = "\(value)"
        }
    }

    /// What was said about each identity, in the order of the partitions.
    private(set) var said: [String: [Value]] = [:]

    /// Nothing said.
    package init() {}

    /// What a read-committed reader finds in the output topics of a cluster.
    package init(_ cluster: MemoryCluster) throws {
        for record in cluster.content(.evaluations) {
            let evaluation = try ProtoEvaluation(protobuf: record.value ?? [])
            say(Outcome.identity(of: evaluation), .evaluation(record.value ?? []))
        }
        for record in cluster.content(.alerts) {
            let alert = try ProtoAlert(protobuf: record.value ?? [])
            // What is told about figures is a matter of facts: see `FigureOracle`.
            if alert.hasFigure { continue }
            if !alert.criterion.isEmpty {
                let place = "\(alert.tenant)/\(alert.conversationID) episode \(alert.episode)"
                say(
                    "alert \(place) \(alert.criterion) \(alert.step)",
                    .statement([
                        Field("at", alert.atMs), Field("message", alert.evidence.messageID),
                        Field("by", alert.agentID), Field("policy", alert.policyVersion),
                        Field("receivers", alert.receivers),
                    ]))
                continue
            }
            say(Outcome.identity(of: alert), .statement(Outcome.fields(of: alert)))
        }
        for record in cluster.content(.deadLetters) {
            let letter = try ProtoDeadLetter(protobuf: record.value ?? [])
            say(
                "dead letter \(letter.topic)[\(letter.partition)]@\(letter.offset)",
                .statement([Field("reason", letter.reason.rawValue)]))
        }
        var tallies: [String: Measures] = [:]
        for record in cluster.content(.tallies) {
            // State of customers: what it comes to is in the tallies.
            guard Tally.isKey((record.key ?? [])[...]) else { continue }
            let key = String(decoding: record.key ?? [], as: UTF8.self)
            guard let value = record.value else {
                tallies[key] = nil
                continue
            }
            tallies[key] = try Tally.read(value, ByteRange(0..<value.count)).measures
        }
        // What a correction has taken away again is as good as never said.
        for (key, measures) in tallies where !measures.isZero { say("tally \(key)", .tally(measures)) }
    }

    /// Notes what is said about an identity.
    mutating func say(_ identity: String, _ value: Value) { said[identity, default: []].append(value) }

    /// What something was said about, sorted.
    package var identities: [String] { said.keys.sorted() }

    /// How many records there are of a kind: "evaluation", "alert", "dead letter", "tally".
    package func count(_ kind: String) -> Int {
        said.reduce(0) { $0 + ($1.key.hasPrefix(kind + " ") ? $1.value.count : 0) }
    }

    static func identity(of evaluation: ProtoEvaluation) -> String {
        "evaluation \(evaluation.tenant)/\(evaluation.conversationID) episode \(evaluation.episode) revision \(evaluation.revision)"
    }

    private static func identity(of alert: ProtoAlert) -> String {
        identity(
            ofAlert: "\(alert.tenant)/\(alert.conversationID)", episode: alert.episode,
            clock: "\(alert.clock) \(alert.cycle)",
            step: alert.step == .escalated ? "escalated \(alert.ladderStep)" : "\(alert.step)",
            revision: alert.revision)
    }

    static func word(_ step: ClockAnnouncement.Step) -> String {
        if case .escalated(let number) = step { return "escalated \(number)" }
        return "\(step)"
    }

    /// An alert that corrects has the revision that it belongs to.
    static func identity(
        ofAlert conversation: String, episode: UInt32, clock: String, step: String, revision: UInt32 = 0
    ) -> String {
        "alert \(conversation) episode \(episode) \(clock) \(step)" + (revision > 0 ? " revision \(revision)" : "")
    }

    /// What is certain about an alert. Who held the conversation at the moment of telling is not.
    private static func fields(of alert: ProtoAlert) -> [Field] {
        [
            Field("started", alert.startedAtMs), Field("target", alert.targetMs),
            Field("deadline", alert.deadlineMs), Field("at", alert.atMs), Field("policy", alert.policyVersion),
            Field("receivers", alert.receivers), Field("fulfilled", alert.hasFulfilledAtMs ? alert.fulfilledAtMs : 0),
            Field("late by", alert.lateByMs),
        ]
    }
}

extension Outcome {
    /// What was said too much, too little or wrongly, one line each.
    ///
    /// At least once, what is said again is not too much when it is the same.
    package func differences(from expected: Outcome, delivery: MemoryLog.Delivery = .exactlyOnce) -> [String] {
        Set(said.keys).union(expected.said.keys).sorted().compactMap { identity in
            var found = said[identity] ?? []
            if delivery == .atLeastOnce, let first = found.first, found.allSatisfy({ $0 == first }) { found = [first] }
            return Outcome.difference(identity, found, expected.said[identity] ?? [])
        }
    }

    private static func difference(_ identity: String, _ found: [Value], _ wanted: [Value]) -> String? {
        if found == wanted { return nil }
        guard let first = wanted.first else { return "too much: \(identity)\(list(found[0].fields))" }
        guard let other = found.first(where: { $0 != first }) ?? found.first else { return "lost: \(identity)" }
        if other == first { return "\(found.count) times: \(identity)" }
        let repeated = found.count > 1 ? " (\(found.count) times)" : ""
        let changes = zip(other.fields, first.fields).filter { $0 != $1 }.map { found, wanted in
            "\(found.name) is \(found.text), not \(wanted.text)"
        }
        return "wrong\(repeated): \(identity): " + changes.joined(separator: "; ")
    }

    private static func list(_ fields: [Field]) -> String {
        fields.isEmpty ? "" : " (" + fields.map { "\($0.name) \($0.text)" }.joined(separator: ", ") + ")"
    }
}

extension Outcome.Value {
    /// The fields, to be shown: as many for every value of a kind.
    fileprivate var fields: [Outcome.Field] {
        switch self {
        case .statement(let fields): return fields
        case .evaluation(let bytes): return Outcome.Value.fields(of: ProtoEvaluation(written: bytes))
        case .tally(let measures): return Outcome.Value.fields(of: measures)
        }
    }

    private static func fields(of evaluation: ProtoEvaluation) -> [Outcome.Field] {
        let clocks = evaluation.clocks.map {
            "\($0.clock) \($0.cycle) \($0.startedAtMs)→\($0.fulfilledAtMs) \($0.outcome) of \($0.holder.agentID)/\($0.holder.teamID)"
        }
        let answers = evaluation.surveys.map { "\($0.programme)/\($0.surveyID) \($0.rating) \($0.changes)" }
        let lost = evaluation.deductions.map { "\($0.criterion) \($0.points) \($0.evidence.messageID)" }
        let counts = evaluation.counts
        return [
            Outcome.Field("cause", evaluation.cause), Outcome.Field("policy", evaluation.policyVersion),
            Outcome.Field("channel", evaluation.channel), Outcome.Field("agent", evaluation.agentID),
            Outcome.Field("team", evaluation.teamID), Outcome.Field("start", evaluation.startedAtMs),
            Outcome.Field("end", evaluation.endedAtMs), Outcome.Field("score", evaluation.score),
            Outcome.Field("deductions", lost), Outcome.Field("clocks", clocks), Outcome.Field("answers", answers),
            Outcome.Field("records", counts.records), Outcome.Field("by customers", counts.customerMessages),
            Outcome.Field("by agents", counts.agentMessages), Outcome.Field("by bots", counts.botMessages),
            Outcome.Field("transfers", counts.transfers), Outcome.Field("excluded", evaluation.excluded),
            Outcome.Field("waiting", evaluation.waiting), Outcome.Field("resolved", evaluation.resolved),
            Outcome.Field("gaps", evaluation.hasGaps_p), Outcome.Field("automatic", evaluation.automaticScore),
            Outcome.Field("human", evaluation.humanScore), Outcome.Field("review", evaluation.review),
        ]
    }

    private static func fields(of measures: Measures) -> [Outcome.Field] {
        func clock(_ name: String, _ clock: ResponseMeasures) -> Outcome.Field {
            Outcome.Field(
                name,
                "\(clock.met) met \(clock.breached) breached \(clock.abandoned) abandoned \(clock.answered) answered in \(clock.elapsed) ms"
            )
        }
        return [
            Outcome.Field("conversations", measures.conversations), Outcome.Field("scored", measures.scored),
            Outcome.Field("score", measures.scoreHundredths), Outcome.Field("records", measures.records),
            clock("by a human", measures.firstResponseHuman), clock("by anyone", measures.firstResponseAny),
            clock("next", measures.otherClocks[.nextResponse]),
            clock("behind hand-overs", measures.otherClocks[.handOverResponse]),
            Outcome.Field("episodes", measures.episodes), Outcome.Field("handling", measures.handling),
            Outcome.Field("teams", measures.teams), Outcome.Field("contacts", measures.contacts),
            Outcome.Field("complaints", measures.complaints), Outcome.Field("programmes", measures.programmes),
            Outcome.Field("ratings", measures.ratings.list),
            Outcome.Field("recommend", [measures.promoters, measures.passives, measures.detractors]),
            Outcome.Field("agreement", measures.agreement), Outcome.Field("accuracy", measures.accuracy),
        ]
    }
}
