// `loadtest validate`: automatic scores against what people thought.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Quality
import Wire

/// How well a preset's automatic score goes with people's satisfaction, and how often its criteria hit in other dialogues.
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares automatic scores with what people thought, criterion by criterion.",
        discussion: """
            FILE holds one dialogue a line, as 'assay evaluate' reads it, with "satisfaction" or "labels": {"S_mean": …}.
            Only rows whose id starts with --rows count. Times are mostly unknown in corpora: then criteria of time do not apply.
            """)

    @Argument(help: "Dialogues that people judged.") var files: [String] = []
    @Option(help: "The preset that judges.") var policy = "outcome"
    @Option(help: "Which judgement: S (satisfaction), A (task accomplished) or E (effectiveness).") var labels = "S"
    @Option(help: "Only rows whose id starts so.") var rows = "stc3-"
    @Option(help: "How many resamples give the interval.") var resamples = 1_000
    @Option(help: "The seed of resamples and samples.") var seed: UInt64 = 1
    @Option(help: "Dialogues that nobody judged: how often each criterion applies and loses points there.") var hits:
        String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Prints so many dialogues in which the criterion loses points, and so many in which it does not.",
            valueName: "criterion> <n"))
    var sample: [String] = []

    func validate() throws {
        guard ["S", "A", "E"].contains(labels) else { throw ValidationError("--labels is S, A or E") }
        guard !files.isEmpty || hits != nil else { throw ValidationError("give a file of dialogues, or --hits") }
        guard sample.isEmpty || (sample.count == 2 && Int(sample[1]) != nil) else {
            throw ValidationError("--sample has two parts: a criterion and a number")
        }
    }

    func run() throws {
        for file in files + [hits].compactMap(\.self) where !FileManager.default.fileExists(atPath: file) {
            throw CorpusError(description: "there is no file \(file)")
        }
        var jury = Jury(try PolicyLoader.preset(policy))
        let judged = try files.flatMap { try Dialogue.read($0, label: labels) }
            .filter { $0.transcript.id.hasPrefix(rows) && $0.judgement != nil }
        let others = try hits.map { try Dialogue.read($0, label: labels) } ?? []
        if !sample.isEmpty {
            try printSample(of: hits == nil ? judged : others, by: &jury)
            return
        }
        if !files.isEmpty { print(Agreement(judged, by: &jury).report(policy, labels, resamples, seed)) }
        if hits != nil { print(HitCounts(others, by: &jury).report(policy)) }
    }

    private func printSample(of dialogues: [Dialogue], by jury: inout Jury) throws {
        guard let count = Int(sample[1]), let member = jury.members.firstIndex(where: { $0.id == sample[0] }) else {
            let names = jury.members.map(\.id).joined(separator: ", ")
            throw ValidationError("\(policy) has no automatic criterion \(sample[0]); it has \(names)")
        }
        var dice = Dice(seed: seed)
        var losing: [String] = []
        var passing: [String] = []
        for dialogue in dialogues.shuffled(using: &dice) where losing.count < count || passing.count < count {
            let outcome = jury.outcome(of: member, in: dialogue.transcript)
            guard let lost = outcome.lost else { continue }
            let page = dialogue.page(evidence: outcome.evidence)
            if lost > 0 { losing.append(page) } else { passing.append(page) }
        }
        print("# \(sample[0]): loses points\n\n" + losing.prefix(count).joined(separator: "\n"))
        print("# \(sample[0]): loses none\n\n" + passing.prefix(count).joined(separator: "\n"))
    }
}

extension Dialogue {
    /// The dialogue to be read: «» stand around what shows the losses, » before messages that do as a whole.
    fileprivate func page(evidence: [Evidence]) -> String {
        let lines = transcript.turns.enumerated().map { number, turn in
            let here = evidence.filter { $0.message == String(number + 1) }
            var text = Array(turn.text.utf8)
            for passage in here.sorted(by: { $0.start > $1.start }) where passage.end > passage.start {
                text.insert(contentsOf: "»\(passage.lexicon)".utf8, at: Int(passage.end))
                text.insert(contentsOf: "«".utf8, at: Int(passage.start))
            }
            let mark = here.contains { $0.end == $0.start } ? "» " : "  "
            return "\(mark)\(turn.role): \(String(decoding: text, as: UTF8.self))"
        }
        return "## \(transcript.id)\n" + lines.joined(separator: "\n") + "\n"
    }
}
