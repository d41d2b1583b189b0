// Which dead letters are meant.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Pipeline
import Wire

/// The options that choose among dead letters.
struct LetterFilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only letters with this reason: \(Complaint.Reason.allCases.map(\.word).joined(separator: ", ")).",
            valueName: "R"))
    var reason: String?

    @Option(help: ArgumentHelp("Only letters that came from this topic.", valueName: "T"))
    var topic: String?

    /// Whether anything was chosen.
    var isEmpty: Bool { reason == nil && topic == nil }

    /// The choice.
    ///
    /// - Throws: `CommandFailure` for a reason or a topic that does not exist, naming the nearest.
    func filter(_ names: TopicNames) throws(CommandFailure) -> LetterFilter {
        var filter = LetterFilter()
        if let reason { filter.reason = try LetterFilterOptions.reason(reason) }
        if let topic { filter.topic = try TopicTail.topic(topic, names) }
        return filter
    }

    /// The reason of that word, or of its name in the schema, as `assay tail` shows it.
    private static func reason(_ text: String) throws(CommandFailure) -> Complaint.Reason {
        var word = text.lowercased().replacing("_", with: "-")
        if word.hasPrefix("reason-") { word.removeFirst("reason-".count) }
        if let reason = Complaint.Reason.allCases.first(where: { $0.word == word }) { return reason }
        let words = Complaint.Reason.allCases.map(\.word)
        let nearest = NearestName.of(word, among: words).map { "did you mean '\($0)'? " } ?? ""
        throw .usage("there is no reason '\(text)'; \(nearest)reasons: \(words.joined(separator: ", "))")
    }
}

/// A choice among dead letters.
struct LetterFilter: Equatable, Sendable {
    /// Only letters with this reason; nil for any.
    var reason: Complaint.Reason?
    /// Only letters from this topic; nil for any.
    var topic: Topic?

    /// Whether every letter is chosen.
    var isEmpty: Bool { reason == nil && topic == nil }

    /// Whether a letter is chosen. One that does not decode has no reason and no topic.
    func includes(_ letter: StoredLetter) -> Bool {
        if isEmpty { return true }
        guard case .success(let content) = letter.content else { return false }
        if let reason, content.reason != reason { return false }
        if let topic, content.source.topic != topic.word { return false }
        return true
    }
}
