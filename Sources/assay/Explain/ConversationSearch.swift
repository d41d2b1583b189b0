// Finds one conversation in an input, and its evaluations.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Pipeline
import Quality
import Wire

/// Reads an input as `assay evaluate` does, and keeps what belongs to one conversation.
struct ConversationSearch {
    /// A conversation that was found.
    struct Found {
        var tenant: String
        var conversation: String
        var entries: [DialogueEntry] = []
        /// The evaluations by episode, the newest of each, with what the probes found.
        var evaluations: [UInt32: (evaluation: ProtoEvaluation, findings: ProbedPolicies.Findings)] = [:]
    }

    /// So many ids are kept, to name the nearest one where the wanted one is not there.
    private static let mostIDs = 10_000

    private let wanted: String
    private let events: EventJudge
    private var transcripts: TranscriptJudge
    private let policies: PolicySet
    private var found: [String: Found] = [:]
    private var seenEvents: Set<String> = []
    private var ids: Set<String> = []
    /// How many lines could not be used.
    private(set) var unusable = 0
    /// What is said about lines of the conversation.
    private(set) var complaints: [String] = []

    /// A search for a conversation, by its id or as TENANT/ID.
    init(for wanted: String, policies: PolicySet) {
        self.wanted = wanted
        self.policies = policies
        events = EventJudge(policies: policies)
        transcripts = TranscriptJudge(policies: policies)
    }

    /// Reads the whole input.
    ///
    /// - Throws: `CommandFailure` when it cannot be read, or has no such conversation, or several of that id.
    mutating func run(_ input: LineInput, name: String) throws(CommandFailure) -> Found {
        var input = input
        var end: LineInput.End?
        while end == nil {
            let chunk = input.next()
            for line in chunk.lines { take(line) }
            end = chunk.end
        }
        switch end {
        case .damaged(let line, let error): throw .noInput("\(name):\(line): \(error)")
        case .unreadable(let line, let failure): throw .noInput("\(name):\(line): \(failure.message)")
        case .complete, .empty, nil: break
        }
        for evaluation in events.openEvaluations { keep(evaluation) }
        return try only(name)
    }

    private func only(_ name: String) throws(CommandFailure) -> Found {
        let keys = found.keys.sorted()
        guard let key = keys.first, let conversation = found[key] else {
            let nearest = NearestName.of(wanted, among: ids.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            throw .noInput("there is no conversation '\(wanted)' in \(name)\(nearest)")
        }
        guard keys.count == 1 else {
            throw .usage(
                "several conversations in \(name) are called '\(wanted)': name one of \(keys.joined(separator: ", "))")
        }
        return conversation
    }

    private mutating func take(_ line: LineSplitter.Line) {
        guard case .bytes(let bytes) = line.content else {
            unusable += 1
            return
        }
        do throws(Complaint) {
            switch try OfflineLine(json: bytes) {
            case .transcript(let transcript): take(transcript, line: line.number)
            case .event(let event): try take(event)
            }
        } catch {
            unusable += 1
        }
    }

    private mutating func take(_ transcript: Transcript, line: Int) {
        guard isWanted(transcript.tenant, transcript.id) else { return }
        let key = "\(transcript.tenant)/\(transcript.id)"
        guard found[key] == nil else {
            complaints.append("line \(line) has '\(key)' again; the first one is explained")
            return
        }
        found[key] = Found(
            tenant: transcript.tenant, conversation: transcript.id, entries: DialogueEntry.all(of: transcript))
        keep(ProtoEvaluation(transcripts.evaluation(of: transcript), policies: policies))
    }

    private mutating func take(_ event: OfflineEvent) throws(Complaint) {
        let evaluation = try events.apply(event)
        // What the judge took can be decoded.
        guard let proto = try? ProtoConversationEvent(protobuf: event.value) else { return }
        if isWanted(proto.tenant, proto.conversationID) {
            let key = "\(proto.tenant)/\(proto.conversationID)"
            if found[key] == nil { found[key] = Found(tenant: proto.tenant, conversation: proto.conversationID) }
            if seenEvents.insert("\(key)/\(proto.eventID)").inserted, let entry = DialogueEntry(proto) {
                found[key]?.entries.append(entry)
            }
        }
        if let evaluation { keep(evaluation) }
    }

    private mutating func isWanted(_ tenant: String, _ conversation: String) -> Bool {
        if ids.count < ConversationSearch.mostIDs { ids.insert(conversation) }
        return conversation == wanted || "\(tenant)/\(conversation)" == wanted
    }

    private mutating func keep(_ evaluation: ProtoEvaluation) {
        let key = "\(evaluation.tenant)/\(evaluation.conversationID)"
        guard found[key] != nil else { return }
        var evaluation = evaluation
        let findings = ProbedPolicies.takeProbes(of: &evaluation)
        found[key]?.evaluations[evaluation.episode] = (evaluation, findings)
    }
}
