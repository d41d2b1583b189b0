// What was said about the thresholds of a subject and window.
// SPDX-License-Identifier: Apache-2.0

/// Where a threshold stands: of those that were ever raised in a window.
package struct ThresholdState: Hashable, Sendable {
    /// The threshold's name.
    package var name: String
    /// How often it was raised.
    package var cycle: UInt32
    /// Whether it is raised now.
    package var isRaised: Bool
    /// How far what is due about it is done.
    package var duties: DutyStates

    /// A state.
    package init(name: String, cycle: UInt32, isRaised: Bool, duties: DutyStates = DutyStates()) {
        self.name = name
        self.cycle = cycle
        self.isRaised = isRaised
        self.duties = duties
    }
}

/// Something that must be told about a threshold.
package struct ThresholdNotice: Hashable, Sendable {
    /// What is told.
    package enum Step: Hashable, Sendable {
        /// The figure is beyond its alert line.
        case raised
        /// It is back at its clear line, or rests on nothing any more.
        case cleared
        /// The policy has the threshold no longer.
        case withdrawn
    }

    /// The threshold's name.
    package var name: String
    /// Which time it was raised in the window, from 1.
    package var cycle: UInt32
    /// What is told.
    package var step: Step
    /// The threshold; nil when it is withdrawn.
    package var threshold: Threshold?
    /// The figure; nil when it rests on nothing any more.
    package var sample: Figure.Sample?
    /// Its lines; nil when it is withdrawn, or earlier weeks do not tell what is usual any more.
    package var lines: Threshold.Lines?

    /// A notice.
    package init(
        name: String, cycle: UInt32, step: Step, threshold: Threshold? = nil, sample: Figure.Sample? = nil,
        lines: Threshold.Lines? = nil
    ) {
        self.name = name
        self.cycle = cycle
        self.step = step
        self.threshold = threshold
        self.sample = sample
        self.lines = lines
    }
}

extension [ThresholdState] {
    /// Decides the thresholds of a window as its measures stand, and returns what must be told: of a raised one that it is
    /// back, of others that they are beyond their lines. Between the lines nothing changes, and what was decided once stays
    /// so for the same measures.
    ///
    /// - Parameter thresholds: those that are about the subject and window.
    /// - Parameter earlier: the measures of the window so many weeks before; nil when nothing happened.
    package mutating func decide(
        _ thresholds: [Threshold], _ measures: Measures, earlier: (Int) -> Measures?
    ) -> [ThresholdNotice] {
        var notices: [ThresholdNotice] = []
        for threshold in thresholds {
            if let notice = decide(threshold, measures, earlier) { notices.append(notice) }
        }
        for index in indices where self[index].isRaised && !thresholds.contains(where: { $0.name == self[index].name })
        {
            self[index].isRaised = false
            notices.append(ThresholdNotice(name: self[index].name, cycle: self[index].cycle, step: .withdrawn))
        }
        return notices
    }

    private mutating func decide(
        _ threshold: Threshold, _ measures: Measures, _ earlier: (Int) -> Measures?
    ) -> ThresholdNotice? {
        let index = firstIndex { $0.name >= threshold.name } ?? count
        let known = index < count && self[index].name == threshold.name ? self[index] : nil
        let sample = threshold.figure.sample(of: measures)
        if let known, known.isRaised {
            let lines = threshold.lines(earlier)
            if let sample {
                guard let lines, !threshold.isWorse(sample.value, than: lines.clear) else { return nil }
            }
            self[index].isRaised = false
            return ThresholdNotice(
                name: threshold.name, cycle: known.cycle, step: .cleared, threshold: threshold, sample: sample,
                lines: lines)
        }
        guard let sample, sample.counted >= threshold.least, let lines = threshold.lines(earlier),
            threshold.isWorse(sample.value, than: lines.alert)
        else { return nil }
        let state = ThresholdState(name: threshold.name, cycle: (known?.cycle ?? 0) + 1, isRaised: true)
        if known == nil { insert(state, at: index) } else { self[index] = state }
        return ThresholdNotice(
            name: threshold.name, cycle: state.cycle, step: .raised, threshold: threshold, sample: sample, lines: lines)
    }
}
