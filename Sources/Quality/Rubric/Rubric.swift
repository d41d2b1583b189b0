// The written standard: dimensions, criteria, checks.
// SPDX-License-Identifier: Apache-2.0

/// A rubric: its dimensions' weights sum to 100 percent.
package struct Rubric: Hashable, Sendable {
    /// The dimensions in the order of the handbook.
    package var dimensions: [Dimension]

    /// A rubric of these dimensions.
    package init(dimensions: [Dimension]) { self.dimensions = dimensions }
}

/// One dimension of a rubric, scored 0 to 100: its criteria's points sum to 100.
package struct Dimension: Hashable, Sendable {
    /// Its id in results, for instance "attitude".
    package var id: String
    /// Its weight in the total, in percent.
    package var weight: Points
    /// The criteria.
    package var criteria: [Criterion]

    /// A dimension.
    package init(id: String, weight: Points, criteria: [Criterion]) {
        self.id = id
        self.weight = weight
        self.criteria = criteria
    }
}

/// What scoring needs of a criterion: plain data, so that going through a rubric counts no references.
struct CriterionCheck: Sendable {
    var points: Points
    var check: Check
}

/// One line of the rubric.
package struct Criterion: Hashable, Sendable {
    /// Its id in results, for instance "greeting".
    package var id: String
    /// What it asks for, in Chinese and English.
    package var title: Title
    /// Ids of the handbook requirements it stands for.
    package var requirements: [String]
    /// The most that can be lost, in points of the dimension.
    package var points: Points
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

    /// A criterion.
    package init(id: String, title: Title, requirements: [String], points: Points, check: Check) {
        self.id = id
        self.title = title
        self.requirements = requirements
        self.points = points
        self.check = check
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

    /// The lexicons whose words it looks for in messages of that role.
    func lexicons(in role: Role) -> LexiconSet {
        switch self {
        case .requires(let lexicon, _):
            return role == .agent ? LexiconSet(bits: 1 << UInt64(lexicon)) : LexiconSet()
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
        case .clock, .replies, .structured, .handOverNote: return LexiconSet()
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
