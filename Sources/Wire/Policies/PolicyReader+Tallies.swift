// Reads what tallies a policy keeps.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// What `tallies` says: further kinds of subjects, and the teams that are compared.
    mutating func tallies(_ node: Node?) -> (subjects: [SubjectKind], teams: [String]) {
        let fields = fields(node, of: "'tallies'", required: [], optional: ["by", "compare-teams"])
        if let node, fields?.isEmpty == true { refuse(node, "'tallies' is empty", "add 'by: …' or 'compare-teams: …'") }
        return (tallySubjects(fields?["by"]), comparedTeams(fields?["compare-teams"]))
    }

    private mutating func comparedTeams(_ node: Node?) -> [String] {
        let teams = list(node, of: "'compare-teams'").compactMap { text($0, "a team of 'compare-teams'") }
        guard let node else { return [] }
        if teams.count == 1 || Set(teams).count < teams.count || teams.count > TeamMeasures.mostTeams {
            refuse(
                node, "'compare-teams' does not name from two to \(TeamMeasures.mostTeams) different teams",
                "name each of those once that should be equally good")
        }
        return teams
    }

    /// The kinds of subjects of which tallies are kept beside the standard ones, in the order of the file.
    private mutating func tallySubjects(_ node: Node?) -> [SubjectKind] {
        var kinds: [SubjectKind] = []
        for node in list(node, of: "'by' of 'tallies'") {
            guard let kind = subjectKind(node, "a subject of 'tallies'") else { continue }
            if SubjectKind.standard.contains(kind) {
                refuse(node, "'tallies' names \(kind.word)", "drop it: there always are tallies of it")
            } else if kinds.contains(kind) {
                refuse(node, "'tallies' names \(kind.word) twice", "drop one; the order of dimensions says nothing")
            } else {
                kinds.append(kind)
            }
        }
        if kinds.count > PolicyReader.mostTallySubjects, let node {
            refuse(
                node, "'tallies' names \(kinds.count) kinds of subjects",
                "keep the \(PolicyReader.mostTallySubjects) that matter most: each is one more fact of every episode")
        }
        return kinds
    }

    /// The most further kinds of subjects of a policy.
    private static let mostTallySubjects = 16

    /// The kind of subjects that a word names: dimensions joined by "+".
    mutating func subjectKind(_ node: Node, _ what: String) -> SubjectKind? {
        guard let word = text(node, what) else { return nil }
        let words = word.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        let known = SubjectDimension.allCases.map(\.word)
        if let stranger = words.first(where: { !known.contains($0) }), word != "all" {
            refuse(node, unknown: "subject", stranger, among: ["all"] + known)
            return nil
        }
        guard words.count <= SubjectKind.mostDimensions, let kind = SubjectKind(word: word) else {
            refuse(
                node, "\(what) is '\(word)'",
                "join two or three different dimensions, as in channel+region")
            return nil
        }
        return kind
    }
}
