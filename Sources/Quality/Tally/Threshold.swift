// Thresholds: lines that a figure should not cross.
// SPDX-License-Identifier: Apache-2.0

/// A line that a figure of some subjects should not cross, and who is told when it does (S3-110).
package struct Threshold: Hashable, Sendable {
    /// What the figure is held against. Nil values: it cannot be told.
    package enum Yardstick: Hashable, Sendable {
        /// Numbers in the figure's unit: what it should be, beyond which it is raised, and at which it is cleared.
        case target(Fraction, alert: Fraction, clear: Fraction)
        /// What it was in the same hours or days of so many weeks before (S4-070): times `alert` and times `clear`.
        case earlierWeeks(Int, alert: Fraction, clear: Fraction)
    }

    /// The lines of one window.
    package struct Lines: Hashable, Sendable {
        /// What the figure should be; nil when it is held against earlier weeks.
        package var target: Fraction?
        /// What it was in earlier weeks; nil when it is held against a target.
        package var usual: Fraction?
        /// Beyond this it is raised.
        package var alert: Fraction
        /// At this, or better, it is cleared.
        package var clear: Fraction
    }

    /// Its name in the policy.
    package var name: String
    /// The figure.
    package var figure: Figure
    /// Whose.
    package var subjects: [SubjectKind]
    /// Of which windows.
    package var windows: [WindowKind]
    /// What it is held against.
    package var yardstick: Yardstick
    /// It is raised only when it rests on so many, and held only against earlier weeks that together do (F32, S4-079).
    package var least: Int64
    /// Who is told, as roles.
    package var receivers: [String]
    /// What is due when it is raised at the end of its window.
    package var duties: [Duty]

    /// A threshold. The reader in `Wire` has validated it: the alert line is not better than the target, nor than the clear
    /// line.
    package init(
        name: String, figure: Figure, subjects: [SubjectKind], windows: [WindowKind], yardstick: Yardstick,
        least: Int64,
        receivers: [String], duties: [Duty] = []
    ) {
        self.duties = duties
        self.name = name
        self.figure = figure
        self.subjects = subjects
        self.windows = windows
        self.yardstick = yardstick
        self.least = least
        self.receivers = receivers
    }

    /// Whether it is about such a subject and window.
    package func isAbout(_ subject: SubjectKind, _ window: WindowKind) -> Bool {
        subjects.contains(subject) && windows.contains(window)
    }

    /// Whether a number of the figure is worse than another one; equal ones are not.
    package func isWorse(_ value: Fraction, than line: Fraction) -> Bool {
        figure.kind.isBetterHigher ? value.isLess(than: line) : line.isLess(than: value)
    }

    /// The lines; nil when earlier weeks do not tell what is usual.
    ///
    /// - Parameter earlier: the measures of the window so many weeks before; nil when nothing happened.
    package func lines(_ earlier: (Int) -> Measures?) -> Lines? {
        switch yardstick {
        case .target(let target, let alert, let clear): return Lines(target: target, alert: alert, clear: clear)
        case .earlierWeeks(let weeks, let alert, let clear):
            guard let usual = figure.sample(of: (1...weeks).compactMap(earlier), windows: weeks),
                usual.counted >= least,
                let alert = usual.value.times(alert), let clear = usual.value.times(clear)
            else { return nil }
            return Lines(usual: usual.value, alert: alert, clear: clear)
        }
    }
}
