// What is due when a threshold was crossed.
// SPDX-License-Identifier: Apache-2.0

/// What is due when a figure is beyond its line at the end of its window, and by when: an analysis (S3-120), then that it is mended
/// (S3-121). The time counts from the window's end.
package struct Duty: Hashable, Sendable {
    /// What is due.
    package enum Kind: UInt8, CaseIterable, Sendable {
        /// An analysis of the anomaly.
        case analysis = 0
        /// That the figure's cause is mended, as somebody confirms.
        case mending = 1

        /// Its name in policies and alerts.
        package var word: String {
            switch self {
            case .analysis: "analysis"
            case .mending: "mending"
            }
        }
    }

    /// What is due.
    package var kind: Kind
    /// So long after the window's end.
    package var within: Milliseconds
    /// Who is told when it is not done by then, as roles.
    package var receivers: [String]

    /// A duty.
    package init(kind: Kind, within: Milliseconds, receivers: [String]) {
        self.kind = kind
        self.within = within
        self.receivers = receivers
    }
}

/// How far the duties of a raised threshold are done, and what was told of them. Nothing, for one that is raised anew.
package struct DutyStates: Hashable, Sendable {
    /// How far one of them is.
    package struct State: Hashable, Sendable {
        /// When it was done; nil while it is not.
        package var doneAt: Instant?
        /// Whether it was told that it is not.
        package var isOverdueTold = false
        /// Whether it was told that this is over.
        package var isEndTold = false

        /// Nothing done and nothing told.
        package init() {}
    }

    private var states = [State(), State()]

    /// Nothing done and nothing told.
    package init() {}

    /// The state of a duty.
    package subscript(kind: Duty.Kind) -> State {
        get { states[Int(kind.rawValue)] }
        set { states[Int(kind.rawValue)] = newValue }
    }
}

/// Something that must be told about a duty.
package struct DutyNotice: Hashable, Sendable {
    /// What is told.
    package enum Step: Hashable, Sendable {
        /// It was not done at its deadline.
        case overdue
        /// It was done late.
        case done
        /// It was in time after all: that came late.
        case retracted
        /// The figure is back, or the policy has no such duty any more.
        case withdrawn
    }

    /// The threshold's name.
    package var threshold: String
    /// Which time it was raised in the window, from 1.
    package var cycle: UInt32
    /// The duty; of one that the policy has no longer, without receivers.
    package var duty: Duty
    /// By when.
    package var deadline: Instant
    /// When it was done; nil when it is not.
    package var doneAt: Instant?
    /// What is told.
    package var step: Step
}

extension [ThresholdState] {
    /// Decides the duties of a window that ended at `end`: nothing that was done up to `time` is still to come.
    package mutating func decideDuties(
        _ thresholds: [Threshold], end: Instant, at time: Instant
    ) -> [DutyNotice] {
        var notices: [DutyNotice] = []
        for index in indices {
            let threshold = thresholds.first { $0.name == self[index].name }
            for kind in Duty.Kind.allCases {
                let duty = threshold?.duties.first { $0.kind == kind }
                if let notice = self[index].decide(duty, kind, end: end, at: time) { notices.append(notice) }
            }
        }
        return notices
    }

    /// The next deadline of a duty that is neither done nor told; nil without one.
    package func nextDuty(_ thresholds: [Threshold], end: Instant) -> Instant? {
        let deadlines = filter(\.isRaised).flatMap { state in
            (thresholds.first { $0.name == state.name }?.duties ?? []).compactMap { duty -> Instant? in
                let known = state.duties[duty.kind]
                let deadline = end + duty.within
                return known.isOverdueTold || known.doneAt.map { $0 <= deadline } ?? false ? nil : deadline
            }
        }
        return deadlines.min()
    }
}

extension ThresholdState {
    fileprivate mutating func decide(
        _ duty: Duty?, _ kind: Duty.Kind, end: Instant, at time: Instant
    ) -> DutyNotice? {
        var known = duties[kind]
        let deadline = duty.map { end + $0.within } ?? end
        func notice(_ step: DutyNotice.Step) -> DutyNotice {
            DutyNotice(
                threshold: name, cycle: cycle, duty: duty ?? Duty(kind: kind, within: .zero, receivers: []),
                deadline: deadline, doneAt: known.doneAt, step: step)
        }
        if known.isOverdueTold {
            guard !known.isEndTold else { return nil }
            let step: DutyNotice.Step
            if !isRaised || duty == nil {
                step = .withdrawn
            } else if let doneAt = known.doneAt {
                step = doneAt <= deadline ? .retracted : .done
            } else {
                return nil
            }
            known.isEndTold = true
            duties[kind] = known
            return notice(step)
        }
        guard isRaised, duty != nil, deadline <= time, known.doneAt.map({ $0 > deadline }) ?? true else { return nil }
        known.isOverdueTold = true
        duties[kind] = known
        return notice(.overdue)
    }
}
