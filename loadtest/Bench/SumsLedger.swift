// The parts of figures against the whole.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// Keeps the newest tallies, and what evaluations that have no agent, team or channel add to everything alone.
struct SumsLedger {
    /// What everything is made of.
    private enum Parts: CaseIterable {
        case agents
        case teams
        case channels

        /// Whether a subject is one of the parts.
        func contains(_ subject: String) -> Bool {
            switch self {
            case .agents: subject.hasPrefix("agent:") || subject == SubjectKind.queue
            case .teams: subject.hasPrefix("team:")
            case .channels: subject.hasPrefix("channel:")
            }
        }
    }

    private struct Place: Hashable, Comparable {
        var kind: WindowKind
        var start: Instant

        static func < (left: Place, right: Place) -> Bool {
            (left.kind.rawValue, left.start) < (right.kind.rawValue, right.start)
        }
    }

    private struct Key: Hashable {
        var subject: String
        var place: Place
    }

    private let policies: PolicySet
    private var newest: [Key: Tally] = [:]
    /// What has no agent, team or channel.
    private var nobodys: [Parts: [Place: Measures]] = [:]
    /// Evaluations that a survey may still revise: the latest ones, and those before them.
    private var revisable: [String: Evaluation] = [:]
    private var earlier: [String: Evaluation] = [:]
    private(set) var evaluations = 0

    /// So many of each are kept.
    private static let mostRevisable = 50_000

    init(policies: PolicySet) { self.policies = policies }

    /// How many tallies there are, and how many windows they are of.
    var tallies: Int { newest.count }
    var windows: Int { Set(newest.keys.map(\.place)).count }

    mutating func take(_ tally: Tally) {
        let place = Place(kind: tally.kind, start: tally.start)
        newest[Key(subject: tally.subject, place: place)] = tally
    }

    /// Takes the revisions of each episode in their order.
    mutating func take(_ proto: ProtoEvaluation) throws {
        evaluations += 1
        let evaluation = try Evaluation(published: proto, policies: policies)
        let key = "\(proto.conversationID)/\(proto.episode)"
        if proto.revision > 1 {
            guard let old = revisable[key] ?? earlier[key] else {
                throw Complaint(.invalid, "revision \(proto.revision) of \(key) came later than the check remembers")
            }
            add(old, times: -1)
        }
        add(evaluation, times: 1)
        if revisable.count > SumsLedger.mostRevisable {
            earlier = revisable
            revisable.removeAll()
        }
        revisable[key] = evaluation
    }

    private mutating func add(_ evaluation: Evaluation, times: Int64) {
        guard evaluation.countsForCustomers, evaluation.isEnded else { return }
        var ofCase = Measures()
        ofCase.add(caseOf: evaluation, times: times)
        for (part, value) in [(Parts.agents, evaluation.agent), (.teams, evaluation.team)] where value.isEmpty {
            add(ofCase, part, evaluation.startedAt)
            addHandled(part, evaluation, times)
        }
        for share in evaluation.shares where share.holder.team.isEmpty {
            var measures = Measures()
            measures.add(share, times: times)
            add(measures, .teams, evaluation.startedAt)
        }
        if evaluation.channel.isEmpty {
            var whole = Measures()
            whole.add(evaluation, times: times)
            add(whole, .channels, evaluation.startedAt)
            addHandled(.channels, evaluation, times)
        }
    }

    private mutating func addHandled(_ part: Parts, _ evaluation: Evaluation, _ times: Int64) {
        var handled = Measures()
        handled.handling.handled = times
        add(handled, part, evaluation.endedAt)
    }

    private mutating func add(_ measures: Measures, _ part: Parts, _ at: Instant) {
        for kind in WindowKind.allCases {
            let place = Place(kind: kind, start: Window(kind, containing: at, zone: policies.zone).start)
            nobodys[part, default: [:]][place, default: Measures()].add(measures)
        }
    }

    // MARK: Comparison

    /// The windows and parts that do not add up, with what is missing.
    var differences: [String] {
        var sums: [Parts: [Place: Measures]] = nobodys
        for (key, tally) in newest {
            for part in Parts.allCases where part.contains(key.subject) {
                sums[part, default: [:]][key.place, default: Measures()].add(tally.measures)
            }
        }
        var lines: [String] = []
        for place in Set(newest.keys.map(\.place)).sorted() {
            let all = newest[Key(subject: "all", place: place)]?.measures ?? Measures()
            for part in Parts.allCases {
                let sum = sums[part]?[place] ?? Measures()
                guard sum != all else { continue }
                lines.append(
                    "\(place.kind.word) from \(place.start.milliseconds) ms, \(part) against everything: \(SumsLedger.text(sum, all))"
                )
            }
        }
        return lines
    }

    /// What everything has together, and what of it is nobody's.
    var summary: String {
        func conversations(_ measures: [Measures]) -> Int64 { measures.reduce(0) { $0 + $1.conversations } }
        let months = newest.filter { $0.key.place.kind == .month && $0.key.subject == "all" }.map(\.value.measures)
        let queues = newest.filter { $0.key.place.kind == .month && $0.key.subject == SubjectKind.queue }
        let nobody = Parts.allCases.map { part in
            let measures = nobodys[part]?.filter { $0.key.kind == .month }.map(\.value) ?? []
            return "\(conversations(measures)) without \(part)"
        }
        let clocks = queues.reduce(Int64(0)) { $0 + $1.value.measures.firstResponseHuman.started }
        return
            "\(conversations(months)) episodes in all, of which \(nobody.joined(separator: ", ")); \(clocks) first responses of the queue"
    }

    /// The figures that say otherwise, with what each rests on.
    private static func text(_ sum: Measures, _ all: Measures) -> String {
        let told = figures.compactMap { figure -> String? in
            let (part, whole) = (figure.basis(of: sum), figure.basis(of: all))
            guard part != whole else { return nil }
            let name = [figure.kind.word, figure.clock?.word].compactMap { $0 }.joined(separator: ":")
            return "\(name) \(part.sum)/\(part.counted) and not \(whole.sum)/\(whole.counted)"
        }
        return told.isEmpty ? "measures that no figure shows" : told.joined(separator: "; ")
    }

    /// Every figure of everything, of every clock.
    private static let figures: [Figure] = Figure.Kind.allCases.flatMap { kind -> [Figure] in
        guard !kind.comparesTeams, !kind.isOfProgramme, !kind.isOfTheme else { return [] }
        guard kind.isOfClock else { return [Figure(kind, countsAbandoned: kind.countsOutcomes)] }
        return ClockKind.allCases.map { clock in
            Figure(
                kind, of: clock, countsAbandoned: kind.countsOutcomes,
                above: kind.hasLimit ? .seconds(1) : nil)
        }
    }
}
