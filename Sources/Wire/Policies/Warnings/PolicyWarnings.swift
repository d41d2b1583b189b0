// What looks wrong about a policy that can be used.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Looks through a policy for what is valid and probably not meant.
package struct PolicyWarnings {
    private let policy: Policy
    private let places: PolicyPlaces
    private var warnings: [PolicyError.Issue] = []

    /// The warnings about the policy of a file, in the order of its lines.
    ///
    /// - Throws: `PolicyError` when the file is no policy.
    package static func all(yaml: String, file: String) throws(PolicyError) -> [PolicyError.Issue] {
        let policy = try PolicyFile.decode(yaml: yaml, file: file)
        var search = PolicyWarnings(policy, PolicyPlaces(yaml: yaml, file: file))
        search.look()
        return search.warnings.sorted { left, right in
            (left.place?.line ?? 0, left.place?.column ?? 0, left.problem)
                < (right.place?.line ?? 0, right.place?.column ?? 0, right.problem)
        }
    }

    private init(_ policy: Policy, _ places: PolicyPlaces) {
        self.policy = policy
        self.places = places
    }

    private mutating func warn(_ path: [String], _ problem: String, _ remedy: String) {
        warnings.append(PolicyError.Issue(place: places.place(path), problem: problem, remedy: remedy))
    }

    private mutating func look() {
        standardLexicons()
        for dimension in policy.rubric.dimensions {
            for criterion in dimension.criteria {
                let path = ["rubric", dimension.id, "criteria", criterion.id]
                applicability(criterion, path)
                shortPhrases(criterion, path)
                points(criterion, of: dimension, path)
                requirements(criterion, path)
                sharedPhrases(criterion, path)
            }
        }
    }

    // MARK: Lexicons of the library

    private mutating func standardLexicons() {
        let own = policy.lexicons.filter { places.has("lexicons", $0.name) }
        let isPinned = places.has("standard-lexicons")
        if isPinned, own.count == policy.lexicons.count {
            return warn(
                ["standard-lexicons"], "no check names a standard lexicon, yet a version of them is pinned",
                "drop 'standard-lexicons', or name one of them")
        }
        guard !isPinned, let newest = StandardLexicons.versions.last,
            let library = StandardLexicons.library(newest)
        else { return }
        let names = own.map(\.name).filter { name in library.contains { $0.name == name } }
        guard !names.isEmpty else { return }
        warn(
            ["lexicons"],
            "no version of the standard lexicons is pinned, and own lexicons have names of theirs: \(listed(names))",
            "add 'standard-lexicons: \"\(newest)\"' to use those and drop the own ones, or rename these")
    }

    // MARK: Criteria that do nothing

    private mutating func applicability(_ criterion: Criterion, _ path: [String]) {
        let possible = PolicyLogic(policy)
        if let when = criterion.when, !possible.outcomes(of: when).canHold {
            return warn(
                path + ["when"], "the criterion '\(criterion.id)' never applies: its 'when' cannot hold",
                "change 'when', or drop the criterion: its points go to the others of the dimension")
        }
        if let why = possible.whyItNeverApplies(criterion.check) {
            return warn(
                path + ["check"], "the criterion '\(criterion.id)' never applies: \(why)",
                "give the check something to find, or drop the criterion: its points go to the others")
        }
        switch criterion.check {
        case .expects(let condition):
            let outcomes = possible.outcomes(of: condition)
            if !outcomes.canHold {
                warn(
                    path + ["check"], "'\(criterion.id)' always fails: what it expects cannot hold", "change the check")
            } else if !outcomes.canFail {
                warn(
                    path + ["check"], "'\(criterion.id)' never fails: what it expects always holds", "change the check")
            }
        case .avoids(let condition, _) where !possible.outcomes(of: condition).canHold:
            warn(path + ["check"], "'\(criterion.id)' never fails: what it avoids cannot happen", "change the check")
        default: break
        }
    }

    // MARK: Phrases

    private mutating func shortPhrases(_ criterion: Criterion, _ path: [String]) {
        guard criterion.isFatal else { return }
        for lexicon in criterion.costly.members.map({ policy.lexicons[$0] }) {
            let short = lexicon.allPhrases.filter { PolicyWarnings.width(of: $0) < PolicyWarnings.leastWidth }
            guard !short.isEmpty else { continue }
            warn(
                path + ["check"],
                "a failure of '\(criterion.id)' is fatal, and phrases of its lexicon '\(lexicon.name)' are very short: "
                    + listed(short),
                "write longer ones: short words are part of many others")
        }
    }

    /// Phrases below this width are very short: one Chinese character, or two letters.
    private static let leastWidth = 3

    /// A Chinese character is as wide as two letters.
    private static func width(of phrase: String) -> Int {
        phrase.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
    }

    private mutating func sharedPhrases(_ criterion: Criterion, _ path: [String]) {
        var told: Set<String> = []
        for set in criterion.countedSets {
            let lexicons = set.members.map { policy.lexicons[$0] }
            for (index, lexicon) in lexicons.enumerated() {
                for other in lexicons[(index + 1)...] {
                    let shared = PolicyWarnings.shared(lexicon, other)
                    guard !shared.isEmpty, told.insert("\(lexicon.name) \(other.name)").inserted else { continue }
                    warn(
                        path + ["check"],
                        "the lexicons '\(lexicon.name)' and '\(other.name)' of '\(criterion.id)' share phrases, which count twice: "
                            + listed(shared), "drop them from one of both")
                }
            }
        }
    }

    /// The phrases of each that contain one of the other, or are one.
    private static func shared(_ left: Lexicon, _ right: Lexicon) -> [String] {
        let folding = TextFolding.standard
        let (lefts, rights) = (left.phrases.map(folding.folded), right.phrases.map(folding.folded))
        let inLeft = lefts.filter { phrase in rights.contains { phrase.contains($0) } }
        let inRight = rights.filter { phrase in
            !inLeft.contains(phrase) && lefts.contains { phrase.contains($0) }
        }
        return inLeft + inRight
    }

    // MARK: Points and requirements

    private mutating func points(_ criterion: Criterion, of dimension: Dimension, _ path: [String]) {
        let share = dimension.bonusCap == nil ? Int64(dimension.weight.hundredths) : 10_000
        func isTooSmall(_ points: Points) -> Bool { Int64(points.hundredths) * share < 10_000 }
        if isTooSmall(criterion.points) {
            return warn(
                path + ["points"],
                "the points of '\(criterion.id)' are less than a hundredth of a point of the total",
                "give it more, or merge it with another criterion")
        }
        guard let each = criterion.each, isTooSmall(each) else { return }
        warn(
            path + ["check"], "a place found for '\(criterion.id)' costs less than a hundredth of a point of the total",
            "write a greater 'each'")
    }

    private mutating func requirements(_ criterion: Criterion, _ path: [String]) {
        for (index, id) in criterion.requirements.enumerated() where Requirement.named(id) == nil {
            let nearest = NearestName.of(id, among: Requirement.all.map(\.id)).map { "did you mean '\($0)'? " } ?? ""
            warn(
                path + ["requirements", "\(index)"], "'\(id)' is no requirement of the catalogue",
                "\(nearest)'assay policy coverage' prints all")
        }
    }

    private func listed(_ words: [String]) -> String {
        let most = 5
        let shown = words.prefix(most).map { "'\($0)'" }.joined(separator: ", ")
        return words.count > most ? "\(shown) and \(words.count - most) more" : shown
    }
}

extension LexiconSet {
    /// The numbers of the lexicons in it, ascending.
    package var members: [Int] { (0..<LexiconSet.mostLexicons).filter { contains(UInt8($0)) } }
}

extension Lexicon {
    /// Its phrases, those for brands and languages included.
    var allPhrases: [String] { phrases + variants.flatMap(\.phrases) }
}

extension Criterion {
    /// What each place costs, where the check says so.
    package var each: Points? {
        switch check {
        case .forbids(_, let each), .avoids(_, let each): each
        default: nil
        }
    }

    /// The lexicons whose words cost points.
    var costly: LexiconSet {
        switch check {
        case .forbids(let set, _): set
        case .avoids(.finds(let selection), _):
            if case .words(let set, _, _) = selection.subject { set } else { LexiconSet() }
        default: LexiconSet()
        }
    }

    /// The sets of lexicons of which it counts the hits: there words of two lexicons count twice.
    var countedSets: [LexiconSet] {
        var sets = when.map(\.countedSets) ?? []
        switch check {
        case .forbids(let set, let each) where each < points: sets.append(set)
        case .avoids(let condition, let each):
            if each < points { sets.append(costly) }
            sets += condition.countedSets
        case .expects(let condition): sets += condition.countedSets
        default: break
        }
        return sets
    }

    /// The sets of lexicons that its check and its condition name together.
    var lexiconSets: [LexiconSet] {
        var sets: [LexiconSet] = when.map(\.lexiconSets) ?? []
        switch check {
        case .forbids(let set, _): sets.append(set)
        case .follows(let trigger, _, let answer, _): sets += [trigger, answer]
        case .order(let trigger, let first, let second): sets += [trigger, first, second]
        case .expects(let condition), .avoids(let condition, _): sets += condition.lexiconSets
        case .requires, .clock, .replies, .structured, .handOverNote, .human: break
        }
        return sets
    }

    /// All lexicons that it names, those of guards not included.
    package var lexicons: LexiconSet {
        var all = lexiconSets.reduce(into: LexiconSet()) { $0.formUnion($1) }
        if case .requires(let lexicon, _) = check { all.insert(lexicon) }
        return all
    }
}

extension Condition {
    /// The sets of lexicons in it whose hits are counted, or of which each must hit.
    fileprivate var countedSets: [LexiconSet] {
        switch self {
        case .all(let parts), .any(let parts): return parts.flatMap(\.countedSets)
        case .not(let part): return part.countedSets
        case .attribute, .met: return []
        case .finds(let selection):
            let sets = selection.relations.flatMap(\.other.countedSets)
            guard case .words(let set, _, let needsAll) = selection.subject else { return sets }
            let counts = needsAll || selection.atLeast > 1 || (1..<Int.max).contains(selection.atMost)
            return counts ? sets + [set] : sets
        }
    }

    /// The sets of lexicons in it.
    fileprivate var lexiconSets: [LexiconSet] {
        switch self {
        case .all(let parts), .any(let parts): return parts.flatMap(\.lexiconSets)
        case .not(let part): return part.lexiconSets
        case .attribute, .met: return []
        case .finds(let selection):
            var sets = selection.relations.flatMap(\.other.lexiconSets)
            if case .words(let set, _, _) = selection.subject { sets.append(set) }
            return sets
        }
    }
}
