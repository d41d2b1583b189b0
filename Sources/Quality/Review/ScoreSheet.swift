// What each criterion lost, exactly: of the automatic score, of a rater, of several together.
// SPDX-License-Identifier: Apache-2.0

/// What each criterion of a rubric lost, or that it did not apply. Exact, so that combining and correcting sheets rounds
/// nothing: a score is rounded once, half up, when it is told.
package struct ScoreSheet: Hashable, Sendable {
    /// Losses of the criteria in the rubric's order, in `unitsPerHundredth`s of a hundredth of a point of the total as the
    /// rubric is written; `notApplicable` for criteria that did not apply.
    package let losses: [Int32]

    /// The loss of a criterion that did not apply.
    package static let notApplicable: Int32 = -1

    /// Weights and points are hundredths, so a criterion's share of the total is a whole number of ten-thousandths of a
    /// hundredth; means of two and of three are sixths.
    package static let unitsPerHundredth: Int64 = 60_000

    /// A sheet with these losses.
    package init(losses: [Int32]) { self.losses = losses }

    /// No sheet: of a rubric without criteria.
    package static let empty = ScoreSheet(losses: [])

    /// What the automatic checks found.
    init(_ findings: [[Finding]], _ policy: Policy) {
        var losses: [Int32] = []
        losses.reserveCapacity(findings.reduce(0) { $0 + $1.count })
        for dimension in findings.indices {
            // By their places: a finding that is named is copied.
            for criterion in findings[dimension].indices {
                guard findings[dimension][criterion].applies else {
                    losses.append(ScoreSheet.notApplicable)
                    continue
                }
                guard !findings[dimension][criterion].losses.isEmpty else {
                    losses.append(0)
                    continue
                }
                let lost = findings[dimension][criterion].losses.reduce(0) { $0 + Int64($1.points.hundredths) }
                let most = Int64(policy.checks[dimension][criterion].points.hundredths)
                losses.append(ScoreSheet.units(min(lost, most), policy.rubric.dimensions[dimension]))
            }
        }
        self.losses = losses
    }

    /// Points of a dimension in units of the sheet; those of a bonus section are points of the total.
    private static func units(_ hundredths: Int64, _ dimension: Dimension) -> Int32 {
        if dimension.bonusCap != nil { return Int32(hundredths * unitsPerHundredth) }
        return Int32(hundredths * Int64(dimension.weight.hundredths) * 6)
    }

    /// The most that each criterion can lose, as the rubric is written.
    static func most(_ rubric: Rubric) -> [Int32] {
        rubric.dimensions.flatMap { dimension in
            dimension.criteria.map { units(Int64($0.points.hundredths), dimension) }
        }
    }

    /// What a criterion lost, of the total as the rubric is written, rounded half up; nil when it did not apply.
    package func lost(_ criterion: Int) -> Points? {
        let loss = losses[criterion]
        guard loss >= 0 else { return nil }
        let unit = ScoreSheet.unitsPerHundredth
        return Points(hundredths: Int32((Int64(loss) + unit / 2) / unit))
    }

    /// The sheet with what the items say.
    ///
    /// - Throws: `ReviewRefusal`: an item is of no criterion, or takes off more than it can cost.
    func changed(by items: [ReviewEvent.Item], policy: Policy) throws(ReviewRefusal) -> ScoreSheet {
        let criteria = policy.rubric.dimensions.flatMap(\.criteria)
        let most = ScoreSheet.most(policy.rubric)
        var losses = losses
        for item in items {
            guard let index = criteria.firstIndex(where: { $0.id == item.criterion }) else {
                throw ReviewRefusal(
                    "version \(policy.version) of the policy \(policy.name) has no criterion '\(item.criterion)'; it has "
                        + criteria.prefix(64).map(\.id).joined(separator: ", "))
            }
            guard let lost = item.lost else {
                losses[index] = ScoreSheet.notApplicable
                continue
            }
            let units = Int64(lost.hundredths) * ScoreSheet.unitsPerHundredth
            // What is most need not be a whole number of hundredths: whoever takes off all may write the next one.
            guard lost >= .zero, units < Int64(most[index]) + ScoreSheet.unitsPerHundredth else {
                let bound = (Int64(most[index]) + ScoreSheet.unitsPerHundredth - 1) / ScoreSheet.unitsPerHundredth
                throw ReviewRefusal(
                    "the criterion '\(item.criterion)' can cost \(bound) hundredths of the total at most, and "
                        + "\(lost.hundredths) are taken off")
            }
            losses[index] = Int32(min(units, Int64(most[index])))
        }
        return ScoreSheet(losses: losses)
    }

    /// The sheet of a rater who says this: criteria that are not mentioned lost nothing; what bonus sections award stays as it
    /// was found automatically.
    func scored(by items: [ReviewEvent.Item], policy: Policy) throws(ReviewRefusal) -> ScoreSheet {
        let isBonus = policy.rubric.dimensions.flatMap { dimension in
            dimension.criteria.map { _ in dimension.bonusCap != nil }
        }
        let start = zip(losses, isBonus).map { $1 ? $0 : min($0, 0) }
        return try ScoreSheet(losses: start).changed(by: items, policy: policy)
    }
}

/// What a sheet comes to.
package struct SheetScore: Hashable, Sendable {
    /// 0 to 100; nil when nothing applied.
    package var total: Points?
    /// What each criterion cost of the total, in the rubric's order; nil where it did not apply. They add up to 100 less the
    /// total.
    package var costs: [Points?]
}

extension ScoreSheet {
    /// What the sheet comes to, by the arithmetic of automatic scores: criteria and dimensions that do not apply have given
    /// their points to the others or leave the total blank (A13), no dimension costs more than its weight (A15), bonus
    /// sections award, and a fatal criterion that lost anything sets the total.
    package func score(_ policy: Policy) -> SheetScore {
        let rubric = policy.rubric
        let most = ScoreSheet.most(rubric)
        precondition(losses.count == most.count, "a sheet is of its rubric")
        var ranges: [Range<Int>] = []
        for dimension in rubric.dimensions {
            let start = ranges.last?.upperBound ?? 0
            ranges.append(start..<start + dimension.criteria.count)
        }
        let applied = ranges.map { range in
            range.reduce(Int64(0)) { losses[$1] >= 0 ? $0 + Int64(most[$1]) : $0 }
        }
        let weights = policy.weights(applied: applied.map { $0 > 0 ? .hundred : .zero })
        var costs: [Points?] = losses.map { $0 >= 0 ? .zero : nil }
        var cost = Points.zero
        var bonus = Points.zero
        for (index, range) in ranges.enumerated() where applied[index] > 0 {
            if let cap = rubric.dimensions[index].bonusCap {
                bonus = bonus + min(cap, awarded(range, most))
                continue
            }
            var lost: Int64 = 0
            var soFar = Points.zero
            for criterion in range where losses[criterion] >= 0 {
                lost = min(applied[index], lost + Int64(losses[criterion]))
                // As in the automatic score: what is rounded is the sum so far.
                let share = Int64(weights?[index].hundredths ?? 0)
                let sum = Points(hundredths: Int32((2 * lost * share + applied[index]) / (2 * applied[index])))
                costs[criterion] = sum - soFar
                soFar = sum
            }
            cost = cost + soFar
        }
        guard weights != nil else { return SheetScore(total: nil, costs: costs) }
        let fatal = zip(losses.indices, rubric.dimensions.flatMap(\.criteria)).first { losses[$0] > 0 && $1.isFatal }
        guard let (criterion, _) = fatal else { return SheetScore(total: .hundred - cost + bonus, costs: costs) }
        let total = min(.hundred - cost, policy.scoring.fatalScore)
        costs[criterion] = (costs[criterion] ?? .zero) + (.hundred - cost - total)
        return SheetScore(total: total, costs: costs)
    }

    /// What the criteria of a bonus section award, rounded half up.
    private func awarded(_ range: Range<Int>, _ most: [Int32]) -> Points {
        let units = range.reduce(Int64(0)) { losses[$1] >= 0 ? $0 + Int64(most[$1] - losses[$1]) : $0 }
        return Points(hundredths: Int32((units + ScoreSheet.unitsPerHundredth / 2) / ScoreSheet.unitsPerHundredth))
    }
}

extension ScoreSheet {
    /// Several raters' sheets as one: criterion by criterion the mean or the median of those to whom it applied. It applies
    /// when it did to half of them.
    static func combined(_ sheets: [ScoreSheet], by combination: ReviewPolicy.Combination) -> ScoreSheet {
        guard let first = sheets.first else { return .empty }
        return ScoreSheet(
            losses: first.losses.indices.map { index in
                let losses = sheets.map { $0.losses[index] }.filter { $0 >= 0 }.sorted()
                guard !losses.isEmpty, losses.count * 2 >= sheets.count else { return notApplicable }
                let middle = combination == .median ? losses[(losses.count - 1) / 2...losses.count / 2] : losses[...]
                // Exact for the sheets of raters, of which there are at most three.
                return Int32(middle.reduce(Int64(0)) { $0 + Int64($1) } / Int64(middle.count))
            })
    }
}

/// Why a step of a review is not taken, and how to mend it.
struct ReviewRefusal: Error {
    var why: String
    init(_ why: String) { self.why = why }
}
