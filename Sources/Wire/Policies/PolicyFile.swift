// A policy as a YAML file.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Yams

/// One version of a policy as a YAML file. `deploy/policies.md` documents the language; a test reads its examples.
///
/// What people are paid by has no silent default: all keys but `keeping`, `clocks`, `standard-lexicons`, `lexicons`,
/// `scoring`, `thresholds`, `tallies`, `repeat-contacts`, `integrity` and `themes` are required.
package enum PolicyFile {
    /// The policy of one file; `file` is its name in messages.
    ///
    /// - Throws: `PolicyError` with all mistakes of the file, each with its line and how to mend it, for the file's author.
    package static func decode(yaml: String, file: String) throws(PolicyError) -> Policy {
        try read(yaml: yaml, file: file).policy
    }

    /// The lexicons of a file that has nothing else: the library.
    static func lexicons(yaml: String, file: String) throws(PolicyError) -> [Lexicon] {
        let root = try PolicyReader.root(of: yaml, file: file)
        var reader = PolicyReader(file: file)
        reader.isLibrary = true
        let lexicons = reader.lexicons(root.mapping?.first?.value)
        guard reader.issues.isEmpty else { throw PolicyError(reader.issues.inOrder) }
        return lexicons
    }

    /// A policy that was read, and the nodes of what may contradict other files.
    struct Decoded {
        var policy: Policy
        var tallies: Node?
        var name: Node
        var version: Node
        var effectiveFrom: Node
        var zone: Node
    }

    static func read(yaml: String, file: String) throws(PolicyError) -> Decoded {
        let root = try PolicyReader.root(of: yaml, file: file)
        var reader = PolicyReader(file: file)
        let policy = reader.policy(root)
        guard reader.issues.isEmpty, let policy else { throw PolicyError(reader.issues.inOrder) }
        return policy
    }
}

extension PolicyReader {
    fileprivate mutating func policy(_ root: Node) -> PolicyFile.Decoded? {
        let required = ["policy", "version", "effective-from", "zone", "allowed-skew", "surveys", "rubric"]
        let optional = [
            "keeping", "reviews", "calendars", "service-levels", "clocks", "gratitude", "standard-lexicons", "lexicons",
            "scoring",
            "sensitive-numbers",
            "thresholds", "tallies", "repeat-contacts", "integrity", "themes",
        ]
        guard let fields = fields(root, of: "a policy", required: required, optional: optional) else { return nil }
        let name = identifier(fields["policy"], "the policy")
        let version = version(fields["version"])
        let effectiveFrom = instant(fields["effective-from"], "'effective-from'")
        let zone = zone(fields["zone"])
        let allowedSkew = duration(fields["allowed-skew"], "'allowed-skew'")
        let surveyParts = surveyPresets(fields["surveys"])
        let surveys = surveys(fields["surveys"], preset: surveyParts.programmes)
        let keeping = keeping(fields["keeping"], surveys: surveys)
        let reviews = reviews(fields["reviews"])
        library = standardLexicons(fields["standard-lexicons"])
        let own = lexicons(fields["lexicons"])
        calendars(fields["calendars"])
        let clocks = clocks(
            fields["clocks"],
            preset: PolicyReader.merged(serviceLevels(fields["service-levels"]), surveyParts.clocks))
        refuseUnusedCalendars(fields["calendars"])
        let gratitude = gratitude(fields["gratitude"])
        let tallies = tallies(fields["tallies"])
        let repeats = repeatRules(fields["repeat-contacts"])
        let programmes = surveys?.programmes.map(\.name) ?? []
        let integrity = integrity(fields["integrity"], programmes: programmes)
        let themes = themes(fields["themes"], tellsRepeats: fields["repeat-contacts"] != nil)
        let thresholds = thresholds(
            fields["thresholds"], preset: surveyParts.thresholds, kept: tallies.subjects,
            comparesTeams: !tallies.teams.isEmpty,
            tellsRepeats: fields["repeat-contacts"] != nil, programmes: programmes, integrity, themes.themes)
        let scoring = scoring(fields["scoring"])
        let counts = fields["sensitive-numbers"].map { isCounted($0) } ?? false
        let rubric = rubric(fields["rubric"])
        refuseUnusedLexicons(fields["lexicons"])
        guard issues.isEmpty, let name, let version, let effectiveFrom, let zone, let allowedSkew, let surveys,
            let rubric,
            let nameNode = fields["policy"], let versionNode = fields["version"], let zoneNode = fields["zone"],
            let instantNode = fields["effective-from"]
        else { return nil }
        let policy = Policy(
            name: name, version: version, effectiveFrom: effectiveFrom, zone: zone, rubric: rubric,
            lexicons: own + standardLexicons, clocks: clocks.policies, pauseReasons: clocks.pauseReasons,
            courtesies: clocks.courtesies, surveys: surveys, keeping: keeping, reviews: reviews,
            scoring: scoring, countsSensitiveNumbers: counts, gratitude: gratitude,
            thresholds: thresholds + themes.bursts, tallySubjects: tallies.subjects, comparedTeams: tallies.teams,
            standardisedBy: tallies.standardisedBy, clockCredit: tallies.credit,
            episodeCredit: tallies.episodeCredit,
            latePausePercent: tallies.latePausePercent, monthsCloseAfter: tallies.monthsCloseAfter,
            tallyRetention: tallies.retention, repeats: repeats,
            integrity: integrity, themes: themes.themes, allowedSkew: allowedSkew)
        return PolicyFile.Decoded(
            policy: policy, tallies: fields["tallies"], name: nameNode, version: versionNode,
            effectiveFrom: instantNode, zone: zoneNode)
    }

    /// Whether sensitive numbers are counted.
    private mutating func isCounted(_ node: Node) -> Bool {
        guard let word = text(node, "'sensitive-numbers'") else { return false }
        if word != "counted" { refuse(node, "'sensitive-numbers' is '\(word)'", "write counted, or leave it out") }
        return word == "counted"
    }

    /// The library of that version; none without one.
    private mutating func standardLexicons(_ node: Node?) -> [Lexicon] {
        guard let node, let version = text(node, "'standard-lexicons'") else { return [] }
        guard let library = StandardLexicons.library(version) else {
            refuse(node, unknown: "version of the standard lexicons", version, among: StandardLexicons.versions)
            return []
        }
        return library
    }

    private mutating func refuseUnusedCalendars(_ node: Node?) {
        for (key, _) in node?.mapping ?? [:] {
            guard let name = key.scalar?.string, !usedCalendars.contains(name) else { continue }
            refuse(
                key, "no clock uses the calendar '\(name)'", "name it in a clock or in a step of a ladder, or drop it")
        }
    }

    private mutating func refuseUnusedLexicons(_ node: Node?) {
        guard hasReadAllChecks else { return }
        for (key, _) in node?.mapping ?? [:] {
            guard let name = key.scalar?.string, let index = lexicons[name], !usedLexicons.contains(index) else {
                continue
            }
            refuse(key, "no check uses the lexicon '\(name)'", "name it in a check, or drop it")
        }
    }
}

extension [PolicyError.Issue] {
    /// In the order of the lines.
    package var inOrder: [PolicyError.Issue] {
        sorted { ($0.place?.line ?? 0, $0.place?.column ?? 0) < ($1.place?.line ?? 0, $1.place?.column ?? 0) }
    }
}
