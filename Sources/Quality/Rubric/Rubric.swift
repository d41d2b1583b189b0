// The written standard: dimensions, criteria, checks.
// SPDX-License-Identifier: Apache-2.0

/// A rubric: its dimensions' weights sum to 100 percent; bonus sections have none.
package struct Rubric: Hashable, Sendable {
    /// The dimensions in the order of the handbook.
    package var dimensions: [Dimension]

    /// A rubric of these dimensions.
    package init(dimensions: [Dimension]) { self.dimensions = dimensions }
}

/// One dimension of a rubric, scored 0 to 100: its criteria's points sum to 100. Or a bonus section, whose criteria award points.
package struct Dimension: Hashable, Sendable {
    /// Its id in results, for instance "attitude".
    package var id: String
    /// Its weight in the total, in percent; nothing for a bonus section.
    package var weight: Points
    /// For a bonus section the most points of the total that it awards; nil for a dimension.
    package var bonusCap: Points?
    /// The criteria.
    package var criteria: [Criterion]

    /// A dimension, or with a cap a bonus section.
    package init(id: String, weight: Points, bonusCap: Points? = nil, criteria: [Criterion]) {
        self.id = id
        self.weight = weight
        self.bonusCap = bonusCap
        self.criteria = criteria
    }
}

/// What scoring needs of a criterion. A class, because every episode looks at every one: a reference is all that is copied.
final class CriterionCheck: Sendable {
    let points: Points
    let check: Check
    let when: Condition?
    /// Words without any of which `when` does not hold; nil where it may.
    let whenWords: LexiconSet?

    init(_ criterion: Criterion) {
        points = criterion.points
        check = criterion.check
        when = criterion.when
        whenWords = criterion.when.flatMap(\.words)
    }
}

/// What a check finds where none of some words were said, which is most often: known without a look at it. Plain data.
struct CriterionGlance: Sendable {
    /// What it finds then.
    enum Finding: UInt8, Sendable {
        /// Nothing is known.
        case unknown
        /// It does not apply.
        case notApplicable
        /// It is passed where an agent wrote, and does not apply elsewhere.
        case passedByAgents
    }

    let finding: Finding
    let words: LexiconSet
    /// Whether only words in public messages of agents count.
    let isOfAgents: Bool

    init(_ criterion: CriterionCheck) {
        (finding, words, isOfAgents) =
            switch (criterion.check, criterion.when, criterion.whenWords) {
            case (_, _?, let words?): (.notApplicable, words, false)
            case (.forbids(let lexicons, _), nil, _): (.passedByAgents, lexicons, true)
            case (.follows(let trigger, _, _, _), nil, _), (.order(let trigger, _, _), nil, _):
                (.notApplicable, trigger, false)
            default: (.unknown, LexiconSet(), false)
            }
    }
}

/// One line of the rubric.
package struct Criterion: Hashable, Sendable {
    /// Its id in results, for instance "greeting".
    package var id: String
    /// What it asks for, in Chinese and English.
    package var title: Title
    /// Ids of the handbook requirements it stands for.
    package var requirements: [String]
    /// The most that can be lost, in points of the dimension; in a bonus section what is awarded, in points of the total.
    package var points: Points
    /// How grave a failure is.
    package var severity: Severity
    /// Whether a failure sets the whole score to the policy's fatal score (X33).
    package var isFatal: Bool
    /// When the criterion applies, besides what its check says; nil for always.
    package var when: Condition?
    /// What is looked at.
    package var check: Check

    /// A title in two languages.
    package struct Title: Hashable, Sendable {
        /// Chinese.
        package var chinese: String
        /// English.
        package var english: String

        /// A title in both languages.
        package init(chinese: String, english: String) {
            self.chinese = chinese
            self.english = english
        }
    }

    /// How grave a failure is.
    package enum Severity: UInt8, CaseIterable, Sendable {
        /// A blemish.
        case minor = 1
        /// It spoils the service.
        case major = 2
        /// It harms the customer or the house.
        case critical = 3
    }

    /// A criterion.
    package init(
        id: String, title: Title, requirements: [String], points: Points, severity: Severity = .minor,
        isFatal: Bool = false, when: Condition? = nil, check: Check
    ) {
        self.id = id
        self.title = title
        self.requirements = requirements
        self.points = points
        self.severity = severity
        self.isFatal = isFatal
        self.when = when
        self.check = check
    }
}

/// How findings become a score.
package struct ScoringPolicy: Hashable, Sendable {
    /// What becomes of the weight of a dimension in which nothing applies (A13).
    package enum NotApplicable: Hashable, Sendable {
        /// The other dimensions share it in proportion.
        case redistribute
        /// The episode has no total score.
        case blank
    }

    /// What becomes of dimensions in which nothing applies.
    package var notApplicable: NotApplicable
    /// The total score of an episode with a fatal failure, 0 to 100.
    package var fatalScore: Points
    /// Who is told of a fatal failure, as roles; nobody when empty.
    package var fatalReceivers: [String]

    /// How findings become a score.
    package init(
        notApplicable: NotApplicable = .redistribute, fatalScore: Points = .zero, fatalReceivers: [String] = []
    ) {
        self.notApplicable = notApplicable
        self.fatalScore = fatalScore
        self.fatalReceivers = fatalReceivers
    }
}

/// What a criterion looks at. A lexicon is an index into the policy's lexicons.
package enum Check: Hashable, Sendable {
    /// An agent's words from the lexicon must occur in the place. Applies when an agent wrote.
    case requires(lexicon: UInt8, place: Place)
    /// An agent's words must hit none of the lexicons; each hit costs `each` points up to the criterion's. Applies when an agent wrote.
    case forbids(lexicons: LexiconSet, each: Points)
    /// Words of `role` from `trigger` must be followed by an agent's words from `answer`, in the same message or within the next
    /// `messages` messages of agents. Applies when the trigger occurs.
    case follows(trigger: LexiconSet, role: Role, answer: LexiconSet, messages: Int)
    /// After the customer's words from `trigger`, an agent's words from `first` must come before an agent's words from `second`
    /// (S1-015: soothe, then solve). Applies when trigger and second occur.
    case order(trigger: LexiconSet, first: LexiconSet, second: LexiconSet)
    /// The clock must be met. Applies when it was decided and times are known.
    case clock(ClockKind)
    /// Every wait of the customer, from the oldest unanswered message, must be answered within the limit. Applies when something was
    /// answered or waited longer than the limit, and times are known.
    case replies(within: Milliseconds)
    /// Agents' messages longer than `length` characters must have paragraphs or list marks. Applies when there is one so long.
    case structured(length: UInt32)
    /// Every hand-over must carry a note. Applies when there was one.
    case handOverNote
    /// The condition must hold; else all points are lost. Applies when an agent wrote, or when the criterion says when.
    case expects(Condition)
    /// The condition must not hold; each place that it finds costs `each` points up to the criterion's. Applies as `expects`.
    case avoids(Condition, each: Points)
    /// Only people can tell: never applies to an automatic score.
    case human

    /// The lexicons whose words it looks for in messages of that role; nil for entries in the customer file.
    func lexicons(in role: Role?) -> LexiconSet {
        switch self {
        case .requires(let lexicon, _):
            return role == .agent ? LexiconSet([lexicon]) : LexiconSet()
        case .forbids(let lexicons, _): return role == .agent ? lexicons : LexiconSet()
        case .follows(let trigger, let speaker, let answer, _):
            var set = role == speaker ? trigger : LexiconSet()
            if role == .agent { set.formUnion(answer) }
            return set
        case .order(let trigger, let first, let second):
            guard role == .agent else { return role == .customer ? trigger : LexiconSet() }
            var set = first
            set.formUnion(second)
            return set
        case .clock, .replies, .structured, .handOverNote, .human: return LexiconSet()
        case .expects(let condition), .avoids(let condition, _): return condition.lexicons(in: role)
        }
    }

    /// Where words are looked for.
    package enum Place: Hashable, Sendable {
        /// In the first so many messages of agents.
        case first(Int)
        /// In the last so many messages of agents.
        case last(Int)
        /// In any message of an agent.
        case anywhere
    }
}

extension Condition {
    /// The lexicons of which a word must have been said for it to hold; nil where it may hold without.
    var words: LexiconSet? {
        switch self {
        case .finds(let selection):
            guard case .words(let lexicons, _, _) = selection.subject, selection.atLeast > 0 else { return nil }
            return lexicons
        // What one part needs all need.
        case .all(let parts): return parts.lazy.compactMap(\.words).first
        case .any(let parts):
            var words = LexiconSet()
            for part in parts {
                guard let more = part.words else { return nil }
                words.formUnion(more)
            }
            return words
        case .not, .attribute, .met: return nil
        }
    }

    /// The lexicons whose words it looks for in messages of that role; nil for entries in the customer file.
    func lexicons(in role: Role?) -> LexiconSet {
        subjects.reduce(into: LexiconSet()) { set, subject in
            guard case .words(let lexicons, let speaker, _) = subject else { return }
            if role.map(speaker.includes) ?? (speaker == .record) { set.formUnion(lexicons) }
        }
    }
}

extension Criterion {
    /// All conditions of it.
    var conditions: [Condition] {
        var conditions = when.map { [$0] } ?? []
        switch check {
        case .expects(let condition), .avoids(let condition, _): conditions.append(condition)
        default: break
        }
        return conditions
    }

    /// The lexicons whose words it looks for in messages of that role; nil for entries in the customer file.
    func lexicons(in role: Role?) -> LexiconSet {
        var set = check.lexicons(in: role)
        if let when { set.formUnion(when.lexicons(in: role)) }
        return set
    }
}
