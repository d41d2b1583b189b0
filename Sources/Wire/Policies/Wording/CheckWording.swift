// Checks and conditions in words.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// A language that rubrics are worded in.
package enum WordingLanguage: String, CaseIterable, Sendable {
    /// Chinese.
    case chinese = "zh"
    /// English.
    case english = "en"
}

/// Says in whole sentences what criteria look at, as exactly as the checks do: a quality manager can hold a conversation
/// against them by hand.
package struct CheckWording: Sendable {
    /// The names of the policy's lexicons, by their numbers.
    let lexicons: [String]
    /// The reasons of states in which clocks stand still.
    let pauseReasons: [String]
    /// The targets of its clocks.
    let targets: [ClockKind: Milliseconds]
    /// The language of the sentences.
    package let language: WordingLanguage

    /// The wording of a policy's checks.
    package init(_ policy: Policy, in language: WordingLanguage) {
        lexicons = policy.lexicons.map(\.name)
        pauseReasons = policy.pauseReasons
        targets = Dictionary(
            policy.clocks.compactMap { clock in clock.target.map { (clock.kind, $0) } },
            uniquingKeysWith: { first, _ in first })
        self.language = language
    }

    /// What is checked, and what it costs, or in a bonus section awards.
    package func check(of criterion: Criterion, isBonus: Bool = false) -> String {
        switch language {
        case .chinese: chineseCheck(criterion, isBonus: isBonus)
        case .english: englishCheck(criterion, isBonus: isBonus)
        }
    }

    /// When the criterion applies.
    package func applicability(of criterion: Criterion) -> String {
        switch language {
        case .chinese: chineseApplicability(criterion)
        case .english: englishApplicability(criterion)
        }
    }

    /// A condition as a clause.
    package func clause(_ condition: Condition) -> String {
        switch language {
        case .chinese: chinese(condition)
        case .english: english(condition)
        }
    }

    /// When a month is closed.
    package func closing(after span: Milliseconds) -> String {
        language == .chinese ? "月末后 \(self.span(span))" : "\(self.span(span)) after its end"
    }

    /// How long tallies are kept.
    package func retention(_ retention: TallyRetention) -> String {
        let parts = WindowKind.allCases.compactMap { kind in
            retention.keep[kind].map { span in
                switch (language, kind) {
                case (.chinese, .hour): "小时 \(self.span(span))"
                case (.chinese, .day): "日 \(self.span(span))"
                case (.chinese, .week): "周 \(self.span(span))"
                case (.chinese, .month): "月 \(self.span(span))"
                default: "\(kind.word) \(self.span(span))"
                }
            }
        }
        if parts.isEmpty { return language == .chinese ? "永久" : "for ever" }
        return parts.joined(separator: language == .chinese ? "，" : ", ")
    }

    /// A length of time.
    package func span(_ span: Milliseconds) -> String {
        let units: [(length: Int64, chinese: String, english: String)] = [
            (86_400_000, "天", "d"), (3_600_000, "小时", "h"), (60_000, "分钟", "min"), (1000, "秒", "s"), (1, "毫秒", "ms"),
        ]
        // A day and a half is 36 h, and ninety seconds are 90 s.
        let unit = units.first { span.count % $0.length == 0 } ?? units[4]
        return "\(span.count / unit.length) \(language == .chinese ? unit.chinese : unit.english)"
    }

    /// The names of the lexicons in a set.
    func names(_ set: LexiconSet) -> [String] {
        lexicons.indices.filter { set.contains(UInt8($0)) }.map { lexicons[$0] }
    }
}

extension Condition {
    /// Whether it may be impossible to tell: times that were estimated, a clock that was not decided.
    var mayBeUnknown: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.mayBeUnknown)
        case .not(let part): part.mayBeUnknown
        case .attribute: false
        case .met: true
        case .finds(let selection): selection.mayBeUnknown
        }
    }

    /// Whether it finds places that can each cost something.
    var hasCostlyPlaces: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.hasCostlyPlaces)
        case .finds(let selection): selection.atMost > 0
        case .not, .attribute, .met: false
        }
    }

    /// Whether its places are those of the first of its parts that finds some.
    var hasPlacesOfOnePart: Bool { if case .all = self { true } else { false } }
}

extension Selection {
    fileprivate var mayBeUnknown: Bool {
        if case .waits = subject { return true }
        switch part {
        case .firstTime, .lastTime: return true
        case .all, .firstMessages, .lastMessages: break
        }
        return relations.contains { relation in
            if case .time = relation.reach { return true }
            return relation.other.mayBeUnknown
        }
    }

    /// How many places there must be.
    enum Bounds: Equatable {
        case some
        case none
        case atLeast(Int)
        case atMost(Int)
        case exactly(Int)
        case between(Int, Int)
        case any
    }

    /// How many places there must be.
    var bounds: Bounds {
        switch (atLeast, atMost) {
        case (0, .max): .any
        case (1, .max): .some
        case (let least, .max): .atLeast(least)
        case (0, 0): .none
        case (0, let most): .atMost(most)
        case (let least, let most): least == most ? .exactly(least) : .between(least, most)
        }
    }
}

extension EventKindSet {
    /// Kinds of event in groups that are named together.
    enum Group: CaseIterable {
        case handOver, handOverWithNote, handOverWithoutNote, escalation, escalationWithNote, escalationWithoutNote
        case consentGiven, consentWithdrawn, lookup, record, complaint, assigned

        fileprivate var kinds: [EventKind] {
            switch self {
            case .handOver: [.transferWithNote, .transferWithoutNote]
            case .handOverWithNote: [.transferWithNote]
            case .handOverWithoutNote: [.transferWithoutNote]
            case .escalation: [.escalationWithNote, .escalationWithoutNote]
            case .escalationWithNote: [.escalationWithNote]
            case .escalationWithoutNote: [.escalationWithoutNote]
            case .consentGiven: [.consentGiven]
            case .consentWithdrawn: [.consentWithdrawn]
            case .lookup: [.lookup]
            case .record: [.record]
            case .complaint: [.complaint]
            case .assigned: [.assigned]
            }
        }
    }

    /// The groups that together are the set.
    var groups: [Group] {
        var left = Set(EventKind.allCases.filter(contains))
        return Group.allCases.filter { group in
            guard left.isSuperset(of: group.kinds) else { return false }
            left.subtract(group.kinds)
            return true
        }
    }
}
