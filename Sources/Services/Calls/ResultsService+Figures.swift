// Figures: over time, and explained.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import SwiftProtobuf
import Wire

extension ResultsService {
    /// The figures of the board.
    static let boardMetrics = [
        "conversations", "mean-score", "clock-timeliness:first-response-human", "csat-good-rate", "nps",
        "unanswered-rate:first-response-human",
    ]
    /// A request has at most so many figures and subjects, and an answer so many rows.
    private static let mostMetrics = 50
    private static let mostSubjects = 1000
    private static let mostRows = 20_000

    /// Figures over time.
    package func listFigures(
        _ request: ProtoListFiguresRequest, _ caller: Caller
    ) throws(Refusal) -> ProtoListFiguresResponse {
        let sight = try sight(.listFigures, caller)
        let windows = try ResultsService.limit(request.windows, most: 400, otherwise: 1, field: "windows")
        guard let kind = WindowKind(rawValue: UInt8(clamping: request.window.rawValue)) else {
            throw .invalid("window", "A window is an HOUR, a DAY, a WEEK or a MONTH.")
        }
        guard request.metrics.count <= Self.mostMetrics else {
            throw .invalid("metrics", "At most \(Self.mostMetrics) figures at a time.")
        }
        let metrics = try metrics(request.metrics.isEmpty ? Self.boardMetrics : request.metrics)
        guard request.subjects.isEmpty != request.kind.isEmpty else {
            throw .invalid("subjects", "Name subjects, or the kind of subjects, and not both.")
        }
        if let hidden = request.subjects.first(where: { !sight.covers(subject: $0) }) {
            throw .forbidden("SUBJECT_NOT_ALLOWED", "Figures of \(hidden.prefix(256)) are not for this token.")
        }
        guard request.subjects.count <= Self.mostSubjects else {
            throw .invalid("subjects", "At most \(Self.mostSubjects) subjects at a time.")
        }
        let starts = try view.tallies { shelf throws(Refusal) in
            shelf.windows(kind, latest: windows, tenant: caller.tenant)
        }
        let subjects = try subjects(request, kind, starts, caller).filter(sight.covers(subject:))
        guard subjects.count * starts.count <= Self.mostRows else {
            throw .invalid("windows", "That is more than \(Self.mostRows) rows: ask for fewer windows or subjects.")
        }
        var response = ProtoListFiguresResponse()
        for (subject, start, held) in try tallies(of: subjects, kind, starts, caller) {
            let tally = try held.map { held throws(Refusal) in try read(held) }
            let window = Window(kind, containing: start, zone: sources.zone)
            response.rows.append(
                ProtoListFiguresResponse.Row.with {
                    $0.subject = subject
                    $0.startMs = start.milliseconds
                    $0.endMs = window.end.milliseconds
                    $0.label = window.label
                    $0.values = metrics.map { value(of: $0, tally.map { [$0] } ?? []) }
                    $0.provisionalUntilMs = max(0, tally?.provisionalUntil.milliseconds ?? 0)
                })
        }
        return response
    }

    /// The subjects that are named, or those of the kind that is named.
    private func subjects(
        _ request: ProtoListFiguresRequest, _ kind: WindowKind, _ starts: [Instant], _ caller: Caller
    ) throws(Refusal) -> [String] {
        guard request.subjects.isEmpty else { return request.subjects }
        return try view.tallies { shelf throws(Refusal) in
            var seen: Set<String> = []
            for start in starts {
                seen.formUnion(shelf.subjects(ofKind: request.kind, kind, start, tenant: caller.tenant))
            }
            return seen.sorted()
        }
    }

    /// Tallies by subject, then by window; nothing where nothing was counted.
    private func tallies(
        of subjects: [String], _ kind: WindowKind, _ starts: [Instant], _ caller: Caller
    ) throws(Refusal) -> [(subject: String, start: Instant, held: Held<TallyTraits>?)] {
        try view.tallies { shelf throws(Refusal) in
            subjects.flatMap { subject in
                starts.map { (subject, $0, shelf.tally(of: subject, kind, $0, tenant: caller.tenant)) }
            }
        }
    }

    /// What a figure is made of.
    package func explain(_ request: ProtoExplainRequest, _ caller: Caller) throws(Refusal) -> ProtoExplainResponse {
        let sight = try sight(.explain, caller)
        guard sight.covers(subject: request.subject) else {
            throw .forbidden("SUBJECT_NOT_ALLOWED", "Figures of \(request.subject.prefix(256)) are not for this token.")
        }
        guard let metric = try metrics([request.metric]).first else { throw .invalid("metric", "Name a figure.") }
        guard let span = WindowSpan(request.period, zone: sources.zone) else {
            throw .invalid("period", "'\(request.period.prefix(64))' is no period: \(WindowSpan.examples).")
        }
        let held = try view.tallies { shelf throws(Refusal) in
            if span.windows.contains(where: { shelf.horizon.hasLetGo(span.kind, end: $0.end) }) {
                throw .invalid("period", "Tallies of \(span.label) are kept no longer: ask for a later period.")
            }
            return span.windows.compactMap { window in
                shelf.tally(of: request.subject, span.kind, window.start, tenant: caller.tenant)
            }
        }
        var tallies: [Tally] = []
        for entry in held { tallies.append(try read(entry)) }
        let range = span.range
        let episodes = try view.evaluations { shelf throws(Refusal) in
            shelf.list(latestFirst: true, behind: nil, limit: 100) { traits in
                sight.covers(traits) && range.contains(traits.startedAt)
                    && ResultsService.counts(traits, for: request.subject)
            }
        }
        try noteReading(
            .explain, caller,
            ["\(request.subject.prefix(256)) \(span.label)"]
                + episodes.map { "\($0.traits.conversation)/\($0.traits.episode)" })
        let value = value(of: metric, tallies)
        return ProtoExplainResponse.with {
            $0.value = value
            $0.formula = ResultsService.formula(metric, value)
            $0.parts = tallies.map { tally in
                let basis = metric.basis(of: tally.measures)
                return ProtoExplainResponse.Part.with {
                    $0.startMs = tally.start.milliseconds
                    $0.endMs = tally.end.milliseconds
                    $0.nextFactOffset = tally.nextFact
                    $0.sum = basis.sum
                    $0.counted = basis.counted
                }
            }
            $0.conversations = episodes.map { held in
                ProtoEpisodeName.with {
                    $0.conversationID = held.traits.conversation
                    $0.episode = held.traits.episode
                }
            }
        }
    }

    /// Whether an episode counts with a subject, as far as its traits tell.
    private static func counts(_ traits: EvaluationTraits, for subject: String) -> Bool {
        switch subject.split(separator: ":", maxSplits: 1).first {
        case "agent": subject == "agent:\(traits.agent)"
        case "team": subject == "team:\(traits.team)"
        case "channel": subject == "channel:\(traits.channel)"
        default: subject == "all"
        }
    }

    private static func formula(_ metric: Metric, _ value: ProtoFigureValue) -> String {
        let words = MetricWords(metric)
        return words.below.isEmpty
            ? "\(words.above) = \(value.sum)" : "\(words.above) / \(words.below) = \(value.sum) / \(value.counted)"
    }

    private func metrics(_ names: [String]) throws(Refusal) -> [Metric] {
        var metrics: [Metric] = []
        for name in names {
            do throws(CommandFailure) {
                metrics.append(try Metric(String(name.prefix(256)), Metric.Choices(), policies: sources.policies))
            } catch {
                throw .invalid("metrics", error.message)
            }
        }
        return metrics
    }

    private func read(_ held: Held<TallyTraits>) throws(Refusal) -> Tally {
        do throws(DecodeError) {
            return try Tally.read(held.bytes, ByteRange(0..<held.bytes.count))
        } catch {
            throw .broken("A tally that was read before cannot be read any more.")
        }
    }

    /// A figure of the sum of tallies.
    private func value(of metric: Metric, _ tallies: [Tally]) -> ProtoFigureValue {
        var basis = Figure.Basis()
        for tally in tallies { basis.add(metric.basis(of: tally.measures)) }
        let sample = metric.sample(of: basis)
        let interval = tallies.count == 1 ? tallies.first.flatMap { metric.figure?.interval(of: $0.measures) } : nil
        // Hundredths of a point are shown as points, and the bounds of intervals, in percent, as shares.
        let scale: Double = metric.unit == .hundredths ? 100 : 1
        return ProtoFigureValue.with {
            $0.metric = metric.name
            $0.unit = metric.unit.word
            if let value = sample?.value { $0.value = Double(value.numerator) / Double(value.denominator) / scale }
            $0.sum = basis.sum
            $0.counted = sample?.counted ?? basis.counted
            if let interval {
                $0.lower = interval.lower / 100
                $0.upper = interval.upper / 100
            }
        }
    }
}

extension Figure.Unit {
    /// What it is called in answers.
    fileprivate var word: String {
        switch self {
        case .share: "share"
        case .netShare: "net"
        case .milliseconds: "milliseconds"
        case .perEpisode: "per-episode"
        case .rating: "rating"
        case .ratingGap: "rating-gap"
        case .hundredths: "score"
        case .number: "count"
        }
    }
}
