// What the events of a conversation tell of one of its episodes.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Pipeline
import Quality
import SwiftProtobuf
import Wire

/// The events that were found of a conversation, as far as an episode is concerned.
struct EpisodeEvents {
    /// An event on its topic.
    struct Event {
        var offset: Int64
        var at: Instant
        var value: [UInt8]
    }

    /// The entries of the dialogue.
    private(set) var entries: [DialogueEntry] = []
    /// What the probed policies say of the episode.
    private(set) var findings = ProbedPolicies.Findings()
    /// Whether all messages that the evaluation counts are there.
    private(set) var isWhole = false

    /// What these events tell. They may begin in the middle of the conversation, and are then judged as if it were the beginning: episodes
    /// are told apart by when they start.
    init(_ events: [Event], _ key: [UInt8], _ evaluation: ProtoEvaluation, _ policies: PolicySet) {
        let judge = EventJudge(policies: policies)
        var seen: Set<String> = []
        for event in events.sorted(by: { $0.offset < $1.offset }) {
            let found = try? judge.apply(OfflineEvent(key: key, value: event.value, at: event.at))
            if var found, found.startedAtMs == evaluation.startedAtMs {
                findings = ProbedPolicies.takeProbes(of: &found)
                isWhole = EpisodeEvents.messages(of: found) == EpisodeEvents.messages(of: evaluation)
            }
            guard let proto = try? ProtoConversationEvent(serializedBytes: event.value),
                seen.insert(proto.eventID).inserted, let entry = DialogueEntry(proto)
            else { continue }
            entries.append(entry)
        }
    }

    private static func messages(of evaluation: ProtoEvaluation) -> [UInt32] {
        let counts = evaluation.counts
        return [counts.customerMessages, counts.agentMessages, counts.botMessages, counts.transfers]
    }
}
