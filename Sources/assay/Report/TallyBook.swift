// The tallies that a report rests on.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// The newest tally of each subject and window of one tenant.
struct TallyBook {
    private struct Key: Hashable {
        var subject: String
        var kind: WindowKind
        var label: String
    }

    let tenant: String
    let zone: ZoneRules
    private var tallies: [Key: Tally] = [:]
    /// What some partition of the tallies has let go.
    var horizon = TallyHorizon()
    /// The other tenants that were met.
    private(set) var otherTenants: Set<String> = []

    init(tenant: String, zone: ZoneRules) {
        self.tenant = tenant
        self.zone = zone
    }

    /// How many tallies there are.
    var count: Int { tallies.count }

    /// Takes a tally; a later one of the same subject and window replaces it.
    mutating func take(_ tally: Tally) {
        guard tally.tenant == tenant else {
            otherTenants.insert(tally.tenant)
            return
        }
        let label = Window(tally.kind, containing: tally.start, zone: zone).label
        tallies[Key(subject: tally.subject, kind: tally.kind, label: label)] = tally
    }

    /// The tally of a subject and window.
    func tally(_ subject: String, _ kind: WindowKind, _ label: String) -> Tally? {
        tallies[Key(subject: subject, kind: kind, label: label)]
    }

    /// The measures of a subject in some months together; nil when nothing happened in them.
    func measures(_ subject: String, months: [String]) -> Measures? {
        let parts = months.compactMap { tally(subject, .month, $0)?.measures }
        return parts.isEmpty ? nil : Measures(sumOf: parts)
    }

    /// The tallies of a subject in the windows of a period, in their order; those in which nothing happened are not there.
    func tallies(_ subject: String, in span: WindowSpan) -> [Tally] {
        span.windows.compactMap { tally(subject, span.kind, $0.label) }
    }

    /// Where months end.
    func ends(ofMonths labels: [String]) -> [Instant] {
        labels.compactMap { WindowSpan($0, zone: zone)?.windows.first?.end }
    }

    /// Whether tallies of some of the months are kept no longer.
    func hasLetGo(months: [String]) -> Bool { ends(ofMonths: months).contains { horizon.hasLetGo(.month, end: $0) } }

    /// The lengths of windows of which some within the months are kept no longer.
    func goneWithin(months: [String]) -> [WindowKind] {
        let spans = months.compactMap { WindowSpan($0, zone: zone)?.windows.first }
        return WindowKind.allCases.filter { kind in spans.contains { horizon[kind] ?? .distantPast > $0.start } }
    }

    /// The subjects of which there is a tally, ascending.
    var subjects: [String] { Set(tallies.keys.map(\.subject)).sorted() }

    /// The names of a kind's subjects of which there is something in some months, ascending: "A17" of "agent:A17".
    func names(of kind: SubjectKind, months: [String]) -> [String] {
        let prefix = kind.word + ":"
        let found = tallies.keys.filter {
            $0.kind == .month && $0.subject.hasPrefix(prefix) && months.contains($0.label)
        }
        return Set(found.map { String($0.subject.dropFirst(prefix.count)) }).sorted()
    }

    /// A rate of an agent or a team as if its work were spread over the strata as that of everything is (C39).
    ///
    /// - Parameters:
    ///   - strata: the values of the dimension.
    ///   - measures: those of a subject in the period; nil where there are none.
    func standardised(
        _ figure: Figure, of kind: SubjectKind, _ name: String, by dimension: SubjectDimension, _ strata: [String],
        _ measures: (_ subject: String) -> Measures?
    ) -> StandardisedRate {
        let (whole, cell) = (SubjectKind([dimension]), SubjectKind(kind.dimensions + [dimension]))
        return StandardisedRate(
            figure,
            strata.compactMap { stratum in
                measures(whole.subject(of: [stratum])).map { all in
                    (name: stratum, own: measures(cell.subject(of: [name, stratum])), all: all)
                }
            })
    }

    /// The labels of the days of some months of which there is something of a subject, ascending.
    func days(_ subject: String, months: [String]) -> [String] {
        tallies.keys.filter { key in
            key.subject == subject && key.kind == .day && months.contains(String(key.label.prefix(7)))
        }.map(\.label).sorted()
    }

    /// The thresholds that were raised within some months, by subject, window and name, ascending.
    func thresholds(months: [String]) -> [(subject: String, window: String, state: ThresholdState)] {
        tallies.filter { key, _ in
            let month = key.kind == .week ? "" : String(key.label.prefix(7))
            return months.contains(month) || key.kind == .week && isWithin(key.label, months)
        }.flatMap { key, tally in tally.thresholds.map { (key.subject, "\(key.kind.word) \(key.label)", $0) } }
            .sorted { ($0.subject, $0.window, $0.state.name) < ($1.subject, $1.window, $1.state.name) }
    }

    /// Whether a week begins in some months.
    private func isWithin(_ week: String, _ months: [String]) -> Bool {
        tallies.contains { key, tally in
            key.kind == .week && key.label == week
                && months.contains(Window(.month, containing: tally.start, zone: zone).label)
        }
    }

    /// Until when figures of contacts of some months are provisional; nil when none are kept.
    func provisionalUntil(months: [String]) -> Instant? {
        months.compactMap { tally("all", .month, $0)?.provisionalUntil }.filter { $0 > .distantPast }.max()
    }
}
