// What a policy says of surveys.
// SPDX-License-Identifier: Apache-2.0

/// A survey programme that a policy names: its figures are kept apart from those of others (X06).
package struct SurveyProgramme: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// Whether its answers are those that satisfaction and recommendation are computed from.
    package var isCounted: Bool
    /// The questions whose ratings are kept (S3-114).
    package var items: [String]
    /// The reasons for bad ratings that are told apart (S0-057, C37).
    package var reasons: [String]
    /// So many answers its figures take: resting on fewer they are provisional (C43, S4-079).
    package var least: Int64

    /// The most questions, and the most reasons, of a programme.
    package static let mostItems = 16, mostReasons = 32
    /// The most programmes of a policy.
    package static let mostProgrammes = 16

    /// A programme.
    package init(name: String, isCounted: Bool, items: [String] = [], reasons: [String] = [], least: Int64 = 1) {
        self.name = name
        self.isCounted = isCounted
        self.items = items
        self.reasons = reasons
        self.least = least
    }
}

/// How surveys are taken.
package struct SurveyPolicy: Hashable, Sendable {
    /// How long after the end of an episode answers still join it; answers without a conversation wait as long (C35).
    package var window: Milliseconds
    /// How long after the first answer it may be changed; nil for as long as it may be given (C21).
    package var edit: Milliseconds?
    /// Whether an answer counts only when the customer has submitted it: the opening of a link is none (C23).
    package var needsSubmission: Bool
    /// Different answers of one invitation that come so soon after each other are those of a machine: none counts (C23).
    package var burst: Milliseconds?
    /// The programmes, by name ascending; empty when they are not told apart: then all answers count, and the steps before are not
    /// counted.
    package var programmes: [SurveyProgramme]

    /// A survey policy.
    package init(
        window: Milliseconds, edit: Milliseconds? = nil, needsSubmission: Bool = false, burst: Milliseconds? = nil,
        programmes: [SurveyProgramme] = []
    ) {
        self.window = window
        self.edit = edit
        self.needsSubmission = needsSubmission
        self.burst = burst
        self.programmes = programmes.sorted { $0.name < $1.name }
    }

    /// How many answers a figure takes: the most that the programmes ask for that it is computed from. Resting on fewer it is provisional
    /// (C43). 1 for figures that are not computed from answers.
    package func least(for figure: Figure) -> Int64 {
        guard figure.kind.isOfAnswers else { return 1 }
        return programmes.filter { programme in figure.programme.map { $0 == programme.name } ?? programme.isCounted }
            .map(\.least).max() ?? 1
    }

    /// The programme of that name.
    package func programme(_ name: String) -> SurveyProgramme? { programmes.first { $0.name == name } }
}
