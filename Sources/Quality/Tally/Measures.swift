// The additive figures of a subject and window.
// SPDX-License-Identifier: Apache-2.0

/// Counts, sums and histograms that add up: a quarter is the sum of its months, and a correction is a compensation.
package struct Measures: Hashable, Sendable {
    /// Episodes that ended.
    package var conversations: Int64 = 0
    /// Of these, episodes with a score.
    package var scored: Int64 = 0
    /// Sum of their scores in hundredths of a point.
    package var scoreHundredths: Int64 = 0
    /// Input records they rest on.
    package var records: Int64 = 0
    /// The first response by a human.
    package var firstResponseHuman = ResponseMeasures()
    /// The first response by anyone.
    package var firstResponseAny = ResponseMeasures()
    /// The other clocks.
    package var otherClocks = ClockMeasures()
    /// How the clocks of each episode went together.
    package var episodes = EpisodeMeasures()
    /// How long episodes waited and how they were handled.
    package var handling = HandlingMeasures()
    /// How often clocks were paused.
    package var pauses = PauseMeasures()
    /// Integrity signals by their names: how often each could have been seen, and, as the sum, how often it was.
    package var integrity = NamedSums()
    /// Ratings of the teams that are compared; of `all` only.
    package var teams = TeamMeasures()
    /// Problems solved at first contact, and contacts that were repeated.
    package var contacts = ContactMeasures()
    /// Complaints.
    package var complaints = ComplaintMeasures()
    /// Surveys, programme by programme, of those that the policy names.
    package var programmes = ProgrammeMeasures()
    /// Answers that rated 1 to 5.
    package var ratings = Ratings()
    /// Answers of 9 and 10 to "would you recommend us" (C17).
    package var promoters: Int64 = 0
    /// Answers of 7 and 8.
    package var passives: Int64 = 0
    /// Answers of 0 to 6.
    package var detractors: Int64 = 0
    /// How far raters agree; of criteria only.
    package var agreement = AgreementMeasures()
    /// How far the automatic score agrees with people; of criteria only.
    package var accuracy = AccuracyMeasures()
    /// Sensitive numbers in clear, where the policy counts them; the coverage of masking is the share of masked ones (S4-064).
    package var sensitiveClear: Int64 = 0
    /// Sensitive numbers that were masked.
    package var sensitiveMasked: Int64 = 0

    /// Nothing.
    package init() {}

    /// Whether it adds nothing.
    package var isZero: Bool { self == Measures() }

    /// Adds other measures so many times; −1 takes them away. Both are addable.
    package mutating func add(_ other: Measures, times: Int64 = 1) {
        conversations += other.conversations * times
        scored += other.scored * times
        scoreHundredths += other.scoreHundredths * times
        records += other.records * times
        // Most facts have few of the rest: what they do not have is not looked at in the sums, which are large and many.
        if !other.firstResponseHuman.isNothing { firstResponseHuman.add(other.firstResponseHuman, times: times) }
        if !other.firstResponseAny.isNothing { firstResponseAny.add(other.firstResponseAny, times: times) }
        if !other.otherClocks.isEmpty { otherClocks.add(other.otherClocks, times: times) }
        if other.episodes != EpisodeMeasures() { episodes.add(other.episodes, times: times) }
        handling.add(other.handling, times: times)
        if other.pauses != PauseMeasures() { pauses.add(other.pauses, times: times) }
        if !other.integrity.entries.isEmpty { integrity.add(other.integrity, times: times) }
        if other.teams != TeamMeasures() { teams.add(other.teams, times: times) }
        if other.contacts != ContactMeasures() { contacts.add(other.contacts, times: times) }
        if other.complaints != ComplaintMeasures() { complaints.add(other.complaints, times: times) }
        if !other.programmes.entries.isEmpty { programmes.add(other.programmes, times: times) }
        if other.ratings != Ratings() { ratings.add(other.ratings, times: times) }
        promoters += other.promoters * times
        passives += other.passives * times
        detractors += other.detractors * times
        if other.agreement != AgreementMeasures() { agreement.add(other.agreement, times: times) }
        if other.accuracy != AccuracyMeasures() { accuracy.add(other.accuracy, times: times) }
        sensitiveClear += other.sensitiveClear * times
        sensitiveMasked += other.sensitiveMasked * times
    }

    /// Adds the figures of a criterion so many times; −1 takes them away.
    package mutating func add(criterion other: Measures, times: Int64) {
        agreement.add(other.agreement, times: times)
        accuracy.add(other.accuracy, times: times)
    }

    /// Adds what an evaluation contributes, so many times; −1 takes the contribution away.
    package mutating func add(_ evaluation: Evaluation, times: Int64) {
        guard evaluation.countsForCustomers, evaluation.isEnded else { return }
        add(caseOf: evaluation, times: times)
        for clock in evaluation.clocks { add(clock, times: times) }
        for count in evaluation.pauses { pauses.add(count, times: times) }
        for count in evaluation.integrity { add(count, times: times) }
    }

    /// Adds one clock so many times.
    mutating func add(_ clock: ClockResult, times: Int64) {
        switch clock.kind {
        case .firstResponseHuman: firstResponseHuman.add(clock, times: times)
        case .firstResponseAny: firstResponseAny.add(clock, times: times)
        default: otherClocks.add(clock, times: times)
        }
    }

    /// Adds what of an evaluation belongs to the episode and not to its holders: all but its clocks, pauses and integrity signals.
    package mutating func add(caseOf evaluation: Evaluation, times: Int64) {
        guard evaluation.countsForCustomers, evaluation.isEnded else { return }
        conversations += times
        records += Int64(evaluation.counts.records) * times
        sensitiveClear += Int64(evaluation.counts.sensitive.clear) * times
        sensitiveMasked += Int64(evaluation.counts.sensitive.masked) * times
        if let score = evaluation.score {
            scored += times
            scoreHundredths += Int64(score.hundredths) * times
            if evaluation.integrity.contains(where: { $0.signal == .invited }) {
                let invited = NamedSums.Entry(
                    name: IntegritySignal.invited.word, count: 1, sum: Int64(score.hundredths))
                integrity.add(invited, times: times)
            }
        }
        episodes.add(evaluation, times: times)
        handling.add(evaluation, times: times)
        complaints.add(evaluation.counts, times: times)
        programmes.add(evaluation, times: times)
        for answer in evaluation.surveys where answer.isCounted { add(answer, times: times) }
    }

    /// Adds the clocks and pauses that a holder is credited with, so many times.
    package mutating func add(_ share: CreditedShare, times: Int64) {
        firstResponseHuman.add(share.measures.firstResponseHuman, times: times)
        firstResponseAny.add(share.measures.firstResponseAny, times: times)
        otherClocks.add(share.measures.otherClocks, times: times)
        pauses.add(share.measures.pauses, times: times)
        integrity.add(share.measures.integrity, times: times)
    }

    private mutating func add(_ answer: SurveyAnswer, times: Int64) {
        if let rating = answer.rating { ratings.add(times, to: rating) }
        switch answer.recommend {
        case .none: break
        case .some(9...): promoters += times
        case .some(7...8): passives += times
        case .some: detractors += times
        }
    }
}

/// How many answers gave each rating from 1 to 5.
package struct Ratings: Hashable, Sendable {
    /// Lanes 0 to 4 count the ratings 1 to 5: five numbers in place, without memory of their own.
    private var counts = SIMD8<Int64>()

    /// No answers.
    package init() {}

    /// Counts of the ratings 1, 2, 3, 4 and 5, in this order.
    package init(_ list: [Int64]) {
        for (index, count) in list.prefix(5).enumerated() { counts[index] = count }
    }

    /// Adds to the count of one rating; ratings outside 1 to 5 are refused where they are read (C09).
    package mutating func add(_ count: Int64, to rating: Int) {
        precondition((1...5).contains(rating), "ratings are validated when they are read")
        counts[rating - 1] += count
    }

    /// Adds all counts of others so many times; −1 takes them away.
    package mutating func add(_ other: Ratings, times: Int64 = 1) { counts &+= other.counts &* times }

    /// The count of a rating less 1, 0 to 4.
    package subscript(place: Int) -> Int64 { counts[place] }

    /// The counts as a list of five.
    package var list: [Int64] { (0..<5).map { counts[$0] } }

    /// The bits that the distance of any count from 0 has.
    var magnitudes: UInt64 {
        counts[0].magnitude | counts[1].magnitude | counts[2].magnitude | counts[3].magnitude | counts[4].magnitude
    }

    /// How many answers.
    package var answers: Int64 { counts.wrappedSum() }

    /// How many rated at least `cut` (X15: the share of good ratings is this over the answers).
    package func good(from cut: Int) -> Int64 { (max(1, cut)...5).reduce(0) { $0 + counts[$1 - 1] } }
}
