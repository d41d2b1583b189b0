// Figures: rates and means that are computed from measures.
// SPDX-License-Identifier: Apache-2.0

/// A figure of a subject and window, exactly, from its measures.
package struct Figure: Hashable, Sendable {
    /// What is computed.
    package var kind: Kind
    /// Of which clock, where it is a clock's.
    package var clock: ClockKind?
    /// Whether clocks whose episode ended first are among those that ended: neither met nor breached.
    package var countsAbandoned: Bool
    /// Business time beyond which an answer is an outlier, where these are counted.
    package var limit: Milliseconds?
    /// How many answers a team needs to be compared, where teams are (F32).
    package var leastEach: Int64?
    /// Of which survey programme alone; nil for all that count.
    package var programme: String?
    /// Of which theme of complaints, where it is of one.
    package var theme: String?

    /// A figure.
    package init(
        _ kind: Kind, of clock: ClockKind? = nil, countsAbandoned: Bool = false, above limit: Milliseconds? = nil,
        leastEach: Int64? = nil, programme: String? = nil, theme: String? = nil
    ) {
        precondition(kind.isOfTheme == (theme != nil), "figures of themes, and no others, name their theme")
        self.theme = theme
        precondition(kind.isOfClock == (clock != nil), "figures of clocks, and no others, name their clock")
        precondition(
            kind.hasLimit == (limit != nil), "figures that are counted beyond a limit, and no others, have one")
        self.kind = kind
        self.clock = clock
        self.countsAbandoned = countsAbandoned
        self.limit = limit
        self.programme = programme
        precondition(
            programme == nil ? !kind.isOfProgramme : kind.mayBeOfProgramme,
            "figures of survey programmes, and no others, name their programme")
        precondition(
            kind.comparesTeams == (leastEach != nil), "figures that compare teams say how many answers each needs")
        self.leastEach = leastEach
    }

    /// A figure as it stands.
    package struct Sample: Hashable, Sendable {
        /// The figure, in its unit.
        package var value: Fraction
        /// How many clocks, answers or conversations it rests on: above 0.
        package var counted: Int64

        /// A figure that rests on so many.
        package init(value: Fraction, counted: Int64) {
            self.value = value
            self.counted = counted
        }
    }

    /// The figure of measures; nil when it rests on nothing.
    package func sample(of measures: Measures) -> Sample? { sample(of: CollectionOfOne(measures), windows: 1) }

    /// The figure of several windows together, each weighing as much as it counted; of those in which nothing happened there
    /// are no measures. A number of something is the mean over `windows`.
    package func sample(of measures: some Collection<Measures>, windows: Int) -> Sample? {
        if let leastEach {
            var teams = TeamMeasures()
            for part in measures { teams.add(part.teams, times: 1) }
            return teams.spread(least: leastEach)
        }
        if kind.isOfHistogram { return sample(ofHistograms: measures) }
        if kind == .invitationGap {
            return measures.lazy.map(basis).reduce(into: Basis()) { $0.add($1) }.invitationGap
        }
        var sum = Parts(sum: 0, counted: 0)
        for part in measures.lazy.map(parts) {
            sum.sum &+= part.sum
            sum.counted &+= part.counted
        }
        return sample(of: sum, windows: windows)
    }

    /// The figure of what was added up for it; nil for a share that cannot be (C31).
    func sample(of sum: Parts, windows: Int) -> Sample? {
        guard sum.counted > 0, isPossible(sum) else { return nil }
        let divisor =
            switch kind.unit {
            case .number: Int64(windows)
            case .ratingGap: sum.counted &* 100
            default: sum.counted
            }
        return Sample(value: Fraction(sum.sum, over: divisor), counted: sum.counted)
    }

    /// What is winsorised, as percentiles: what lies outside counts as these.
    package static let winsorised: ClosedRange<Int64> = 5...95

    private func sample(ofHistograms measures: some Collection<Measures>) -> Sample? {
        var merged = measures.first.map { responses($0).histogram } ?? Histogram()
        for part in measures.dropFirst() { merged.merge(responses(part).histogram) }
        return sample(of: merged)
    }

    /// The percentile or the winsorised mean of a histogram.
    func sample(of merged: Histogram) -> Sample? {
        let counted = merged.count
        guard counted > 0 else { return nil }
        if let percent = kind.percent {
            return merged.percentile(percent).map { Sample(value: Fraction($0, over: 1), counted: counted) }
        }
        return merged.winsorisedSum(Figure.winsorised).map {
            Sample(value: Fraction($0, over: counted), counted: counted)
        }
    }

    /// What stands above and below the line of a figure.
    struct Parts {
        var sum: Int64
        var counted: Int64

        init(sum: Int64, counted: Int64) {
            self.sum = sum
            self.counted = counted
        }

        init(_ spans: SpanMeasures) { self.init(sum: spans.sum, counted: spans.count) }
    }

    /// Sums wrap around: facts beyond all numbers make a figure wrong, and must not stop a partition.
    func parts(of measures: Measures) -> Parts {
        switch kind {
        case .timeliness: outcomes(measures, \.met)
        case .overtimeRate: outcomes(measures, \.breached)
        case .episodeTimeliness: episodes(measures.episodes)
        case .unanswered, .unansweredRate:
            Parts(sum: responses(measures).unanswered, counted: responses(measures).started)
        case .meanResponse:
            Parts(sum: responses(measures).elapsed, counted: responses(measures).answered)
        case .outliers:
            Parts(
                sum: responses(measures).histogram.count(above: limit?.count ?? .max),
                counted: responses(measures).answered)
        case .resolutionRate: Parts(sum: measures.handling.resolved, counted: measures.conversations)
        case .complaintRate: Parts(sum: measures.complaints.episodes, counted: measures.conversations)
        case .secondComplaintRate: Parts(sum: measures.complaints.second, counted: measures.complaints.received)
        case .returnRate: Parts(sum: programme(measures).answered, counted: programme(measures).sent)
        case .surveyCoverage: Parts(sum: programme(measures).invited, counted: measures.conversations)
        case .goodRate: ratings(measures, [0, 0, 0, 1, 1])
        case .badRate: ratings(measures, [1, 1, 0, 0, 0])
        case .meanRating: ratings(measures, [1, 2, 3, 4, 5])
        case .netPromoters:
            netPromoters(measures)
        case .meanScore: Parts(sum: measures.scoreHundredths, counted: measures.scored)
        case .maskingCoverage:
            Parts(sum: measures.sensitiveMasked, counted: measures.sensitiveClear &+ measures.sensitiveMasked)
        case .latePauseRate: Parts(sum: measures.pauses.late, counted: measures.pauses.pauses)
        case .emptyReplyRate, .lateHandOverRate, .cycleRate, .lateEndingRate, .givenAwayRate, .raisedRate,
            .loweredRate, .staffAnswerRate:
            signal(measures)
        case .quarantineRate: Parts(sum: programme(measures).quarantined, counted: programme(measures).sent)
        case .invitationGap: Parts(sum: measures.scoreHundredths, counted: measures.scored)
        case .conversations: Parts(sum: measures.conversations, counted: measures.conversations)
        case .handled: Parts(sum: measures.handling.handled, counted: measures.handling.handled)
        case .meanHandOvers: Parts(sum: measures.handling.handOvers, counted: measures.conversations)
        case .meanQueue: Parts(measures.handling.queue)
        case .meanAssigned: Parts(measures.handling.assigned)
        case .meanWaiting: Parts(measures.handling.waiting)
        case .firstContactLoose: Parts(sum: measures.contacts.solved, counted: measures.contacts.problems)
        case .firstContactStrict: Parts(sum: measures.contacts.solvedDirectly, counted: measures.contacts.problems)
        case .repeatRate: Parts(sum: measures.contacts.repeats, counted: measures.contacts.contacts)
        case .repeatedRate: Parts(sum: measures.contacts.repeated, counted: measures.contacts.contacts)
        case .channelGap:
            Parts(sum: measures.contacts.channelGap, counted: measures.contacts.comparedCustomers)
        case .themeCustomers:
            Parts(
                sum: measures.contacts.themes[theme ?? ""].count, counted: measures.contacts.themes[theme ?? ""].count)
        case .winsorisedResponse, .medianResponse, .response90, .response95, .response99, .teamSpread:
            Parts(sum: 0, counted: 0)
        }
    }

    /// Counted, abandoned clocks were not met.
    private func episodes(_ episodes: EpisodeMeasures) -> Parts {
        let (timely, partly) = (episodes.timely, episodes.partlyAbandoned)
        let decided = timely &+ partly &+ episodes.late
        return countsAbandoned
            ? Parts(sum: timely, counted: decided &+ episodes.abandoned)
            : Parts(sum: timely &+ partly, counted: decided)
    }

    private func signal(_ measures: Measures) -> Parts {
        let entry = measures.integrity[kind.signal?.word ?? ""]
        return Parts(sum: entry.sum, counted: entry.count)
    }

    private func programme(_ measures: Measures) -> ProgrammeMeasures.Entry { measures.programmes[programme ?? ""] }

    private func netPromoters(_ measures: Measures) -> Parts {
        var answers = (measures.promoters, measures.passives, measures.detractors)
        if programme != nil {
            let entry = programme(measures)
            answers = (entry.promoters, entry.passives, entry.detractors)
        }
        return Parts(sum: answers.0 &- answers.2, counted: answers.0 &+ answers.1 &+ answers.2)
    }

    /// How the clocks that the figure is of went.
    func responses(_ measures: Measures) -> ResponseMeasures {
        switch clock {
        case .none: ResponseMeasures()
        case .firstResponseHuman: measures.firstResponseHuman
        case .firstResponseAny: measures.firstResponseAny
        case .some(let kind): measures.otherClocks[kind]
        }
    }

    private func outcomes(_ measures: Measures, _ part: KeyPath<ResponseMeasures, Int64>) -> Parts {
        let responses = responses(measures)
        let decided = responses.met &+ responses.breached
        return Parts(
            sum: responses[keyPath: part], counted: countsAbandoned ? decided &+ responses.abandoned : decided)
    }

    private func ratings(_ measures: Measures, _ weights: [Int64]) -> Parts {
        var parts = Parts(sum: 0, counted: 0)
        let ratings = programme == nil ? measures.ratings : programme(measures).ratings
        for (count, weight) in zip(ratings.list, weights) {
            parts.sum &+= count &* weight
            parts.counted &+= count
        }
        return parts
    }
}
