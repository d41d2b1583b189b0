// The oracle of figures: what has to be told about them, from the facts in their order.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
package import Quality
package import Wire

/// Adds up facts partition by partition, and tells after each one which thresholds are crossed. Plain and slow: it knows no commits
/// and no restarts, and shares with the tasks only the arithmetic of a figure and of its lines.
package struct FigureOracle {
    /// A subject and window.
    package struct Place: Hashable, Sendable {
        /// The tenant.
        package var tenant: String
        /// The subject.
        package var subject: String
        /// The window's length.
        package var kind: WindowKind
        /// Where the window starts.
        package var start: Instant
    }

    /// Something that must be told, or was.
    package struct Statement: Hashable, Sendable {
        /// Of which subject and window.
        package var place: Place
        /// By what it is recognised.
        package var identity: String
        /// What it says: the figure, its lines, and after which facts.
        package var text: String
    }

    let policies: PolicySet
    private var sums: [Place: Measures] = [:]
    /// By partition, as far as its facts have come: what is gone.
    private var horizons: [Int32: TallyHorizon] = [:]
    /// The partition of each subject, "tenant/subject".
    private var partitions: [String: Int32] = [:]
    private var causes: Set<UInt64> = []
    /// Where the thresholds stand that were ever raised.
    package private(set) var states: [Place: [ThresholdState]] = [:]
    /// What must be told, in the order in which it must.
    package private(set) var statements: [Statement] = []

    /// An oracle that has seen no facts.
    package init(policies: PolicySet) { self.policies = policies }

    /// Takes the next fact of its partition; one that comes twice counts once.
    package mutating func take(_ fact: Fact, offset: Int64, partition: Int32 = 0, timestamp: Instant) {
        guard fact.cause == 0 || causes.insert(fact.cause).inserted else { return }
        var horizon = horizons[partition] ?? TallyHorizon()
        if timestamp > .epoch { _ = horizon.advance(to: min(fact.hour, timestamp), policies.tallyRetention) }
        horizons[partition] = horizon
        partitions["\(fact.tenant)/\(fact.subject)"] = partition
        let windows = WindowKind.allCases.map { Window($0, containing: fact.hour, zone: policies.zone) }
            .filter { !horizon.hasLetGo($0.kind, end: $0.end) }
        func place(_ window: Window) -> Place {
            Place(tenant: fact.tenant, subject: fact.subject, kind: window.kind, start: window.start)
        }
        // What cannot be added to all of its tallies is a dead letter.
        let isAddable = windows.allSatisfy { window in
            var sum = sums[place(window)] ?? Measures()
            return sum.addIfAddable(fact.measures)
        }
        guard isAddable else { return }
        for window in windows {
            let place = place(window)
            let kind = window.kind
            sums[place, default: Measures()].add(fact.measures)
            let policy = policies.versions[policies.index(at: window.start)]
            guard let subject = SubjectKind(ofSubject: fact.subject) else { continue }
            for threshold in policy.thresholds where threshold.isAbout(subject, kind) {
                look(at: threshold, of: place, window, policy.version, next: offset + 1, horizon)
            }
        }
    }

    /// Whether the tally of a subject and window is gone, behind all facts that were taken.
    package func hasLetGo(_ subject: String, ofTenant tenant: String, _ window: Window) -> Bool {
        guard let horizon = partitions["\(tenant)/\(subject)"].flatMap({ horizons[$0] }) else { return false }
        return horizon.hasLetGo(window.kind, end: window.end)
    }

    private mutating func look(
        at threshold: Threshold, of place: Place, _ window: Window, _ version: String, next: Int64,
        _ horizon: TallyHorizon
    ) {
        let sample = threshold.figure.sample(of: sums[place] ?? Measures())
        let lines = threshold.lines { weeks in
            var earlier = place
            earlier.start = window.start(weeksBefore: weeks, zone: policies.zone)
            let end = Window(window.kind, containing: earlier.start, zone: policies.zone).end
            return horizon.hasLetGo(window.kind, end: end) ? nil : sums[earlier]
        }
        var state =
            states[place]?.first { $0.name == threshold.name }
            ?? ThresholdState(name: threshold.name, cycle: 0, isRaised: false)
        let wasRaised = state.isRaised
        if let sample, let lines {
            if threshold.isWorse(sample.value, than: lines.alert) {
                state.isRaised = wasRaised || sample.counted >= threshold.least
            } else if !threshold.isWorse(sample.value, than: lines.clear) {
                state.isRaised = false
            }
        } else if sample == nil {
            state.isRaised = false
        }
        guard state.isRaised != wasRaised else { return }
        if state.isRaised { state.cycle += 1 }
        let others = (states[place] ?? []).filter { $0.name != state.name }
        states[place] = (others + [state]).sorted { $0.name < $1.name }
        let figure = figure(sample, lines, next: next)
        let alert = alert(about: threshold, of: place, version, state, figure)
        if let statement = Statement(alert) { statements.append(statement) }
    }

    private func figure(_ sample: Figure.Sample?, _ lines: Threshold.Lines?, next: Int64) -> ProtoFigureAlert {
        var figure = ProtoFigureAlert()
        figure.value.numerator = sample?.value.numerator ?? 0
        figure.value.denominator = sample?.value.denominator ?? 0
        figure.counted = sample?.counted ?? 0
        figure.alertLine.numerator = lines?.alert.numerator ?? 0
        figure.alertLine.denominator = lines?.alert.denominator ?? 0
        figure.nextFactOffset = next
        return figure
    }

    private func alert(
        about threshold: Threshold, of place: Place, _ version: String, _ state: ThresholdState,
        _ figure: ProtoFigureAlert
    ) -> ProtoAlert {
        var alert = ProtoAlert()
        alert.tenant = place.tenant
        alert.conversationID = place.subject
        alert.clock = threshold.figure.clock?.word ?? ""
        alert.cycle = state.cycle
        alert.policyVersion = version
        alert.step = state.isRaised ? .raised : .cleared
        alert.receivers = threshold.receivers
        alert.figure = figure
        alert.figure.threshold = threshold.name
        alert.figure.window = ProtoWindowKind(rawValue: Int(place.kind.rawValue)) ?? .unspecified
        alert.figure.startMs = place.start.milliseconds
        return alert
    }
}

extension FigureOracle.Statement {
    /// What an alert says about a figure; nil for other alerts, and for those about thresholds that were withdrawn, or about what is
    /// due: these are no matter of facts.
    package init?(_ alert: ProtoAlert) {
        guard alert.hasFigure, alert.reason != .withdrawn, alert.deadlineMs == 0 else { return nil }
        let figure = alert.figure
        guard let kind = WindowKind(rawValue: UInt8(clamping: figure.window.rawValue)) else { return nil }
        place = FigureOracle.Place(
            tenant: alert.tenant, subject: alert.conversationID, kind: kind,
            start: Instant(milliseconds: figure.startMs))
        identity =
            "\(alert.tenant)/\(alert.conversationID)/\(kind.word) from \(figure.startMs) ms \(figure.threshold)"
            + " \(alert.clock) \(alert.cycle) \(alert.policyVersion) \(alert.step)"
        text =
            "\(figure.value.numerator)/\(figure.value.denominator) of \(figure.counted), line "
            + "\(figure.alertLine.numerator)/\(figure.alertLine.denominator), before fact \(figure.nextFactOffset), for "
            + alert.receivers.joined(separator: ", ")
    }
}
