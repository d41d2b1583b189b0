// What a KPI model makes of an agent's period.
// SPDX-License-Identifier: Apache-2.0

/// The composite of an agent and period, and each line that it is made of. Exact: it follows from model and inputs alone.
package struct KPIResult: Hashable, Sendable {
    /// The lines in the order of the model.
    package var lines: [Line]
    /// The composite, unrounded; nil when a line blocks it.
    package var composite: Rational?
    /// The composite in hundredths as it is shown (C45).
    package var shownHundredths: Int64?
    /// The grade of the unrounded composite.
    package var grade: String?

    /// One line.
    package struct Line: Hashable, Sendable {
        /// The indicator's id.
        package var id: String
        /// The weight of the model, in percent.
        package var weight: Points
        /// The share that it has after weights were redistributed, in percent; nil when it does not count.
        package var share: Rational?
        /// What it was computed from, with their names.
        package var inputs: [Input]
        /// How many cases, answers, statements or raters it rests on.
        package var n: Int64
        /// The points, unrounded; nil when there are none.
        package var points: Rational?
        /// Whether it counts.
        package var state: State
        /// The formula in words.
        package var formula: String
    }

    /// A number that a line was computed from.
    package struct Input: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// The number, in its own unit.
        package var value: Rational

        /// A number.
        package init(name: String, value: Rational) {
            self.name = name
            self.value = value
        }
    }

    /// Whether a line counts.
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// It does, with the agent's own figure.
        case counted
        /// It does, with the team's figure.
        case team
        /// Fewer cases than the model wants: the others have its weight.
        case redistributedTooFew = "redistributed, too few"
        /// Nobody stated what it needs: the others have its weight.
        case redistributedMissing = "redistributed, missing"
        /// Fewer cases than the model wants: no composite.
        case blockedTooFew = "blocked, too few"
        /// Nobody stated what it needs: no composite.
        case blockedMissing = "blocked, missing"
        /// A number is too large to be computed with exactly: no composite.
        case blockedTooLarge = "blocked, too large"

        /// Whether there is no composite because of it.
        package var blocks: Bool { [.blockedTooFew, .blockedMissing, .blockedTooLarge].contains(self) }
        /// Whether it is a part of the composite.
        package var counts: Bool { self == .counted || self == .team }
    }
}

extension KPIModel {
    /// The composite of inputs. Where nothing counts there is none (A37: what is missing is never 0).
    package func result(_ inputs: PayInputs) -> KPIResult {
        var result = KPIResult(lines: indicators.map { $0.line(inputs) })
        guard !result.lines.contains(where: \.state.blocks) else { return result }
        do throws(Rational.Overflow) {
            let counted = result.lines.reduce(0) { $0 + ($1.state.counts ? Int64($1.weight.hundredths) : 0) }
            guard counted > 0 else { return result }
            var composite = Rational.zero
            for (index, line) in result.lines.enumerated() {
                guard line.state.counts, let points = line.points else { continue }
                let share = try Rational(Int64(line.weight.hundredths)) / Rational(counted)
                result.lines[index].share = try share * .hundred
                composite = try composite + share * points
            }
            result.shownHundredths = try grades.shownHundredths(composite)
            result.composite = composite
            result.grade = grades.value(at: composite)
        } catch {
            for index in result.lines.indices where result.lines[index].state.counts {
                result.lines[index].state = .blockedTooLarge
                result.lines[index].share = nil
            }
        }
        return result
    }
}

extension Indicator {
    /// A number, how many cases it rests on, and what it is made of.
    private struct Found {
        var number: Rational
        var n: Int64
        var inputs: [KPIResult.Input]
    }

    /// Nobody stated what it needs; what is known of it.
    private struct Missing: Error {
        var known: [KPIResult.Input] = []
    }

    fileprivate func line(_ inputs: PayInputs) -> KPIResult.Line {
        var line = KPIResult.Line(
            id: id, weight: weight, share: nil, inputs: [], n: 0, points: nil, state: .blockedMissing, formula: formula)
        do {
            if let found = try number(of: inputs, inputs.measures) {
                try line.take(found.number, found.n, found.inputs, self)
            }
            guard let sample, line.n < sample.least else {
                line.state = line.points == nil ? absent : .counted
                return line
            }
            line.points = nil
            switch sample.otherwise {
            case .block: line.state = .blockedTooFew
            case .redistribute: line.state = .redistributedTooFew
            case .team:
                line.state = .blockedTooFew
                guard let team = inputs.team, let found = try number(of: inputs, team), found.n >= sample.least else {
                    break
                }
                try line.take(found.number, found.n, found.inputs, self)
                line.state = .team
            }
        } catch let missing as Missing {
            line.inputs = missing.known
            line.points = nil
            line.state = absent
        } catch {
            line.points = nil
            line.state = .blockedTooLarge
        }
        return line
    }

    private var absent: KPIResult.State { whenMissing == .redistribute ? .redistributedMissing : .blockedMissing }

    /// Nil when it rests on nothing.
    private func number(of inputs: PayInputs, _ measures: Measures) throws -> Found? {
        switch source {
        case .figure(let figure): return try sample(figure, measures)
        case .perHours(let figure, let each):
            let hours = Rational(hundredths: inputs.values(PayInputs.effectiveHours).reduce(0, &+))
            guard .zero < hours else { throw Missing() }
            let known = KPIResult.Input(name: PayInputs.effectiveHours, value: hours)
            guard let found = try sample(figure, measures) else { return Found(number: .zero, n: 0, inputs: [known]) }
            return Found(number: try found.number / hours * each, n: found.n, inputs: found.inputs + [known])
        case .statement(let name, let combination):
            guard let found = try Indicator.stated(name, combination, inputs) else { throw Missing() }
            return found
        case .parts(let name, let parts, let combination):
            var whole = Found(number: .zero, n: 0, inputs: [])
            var isWhole = true
            for part in parts {
                guard let found = try Indicator.stated(PayInputs.name(of: name, part: part.name), combination, inputs)
                else {
                    isWhole = false
                    continue
                }
                let share = try Rational(hundredths: Int64(part.weight.hundredths)) / .hundred
                whole.number = try whole.number + found.number * share
                whole.n += found.n
                whole.inputs += found.inputs
            }
            // A part that is missing is not 0.
            guard isWhole else { throw Missing(known: whole.inputs) }
            whole.inputs.append(KPIResult.Input(name: name, value: whole.number))
            return whole
        case .raters(let name, let trim):
            let ratings = inputs.ratings(name)
            guard ratings.count > 2 * trim else { return Found(number: .zero, n: Int64(ratings.count), inputs: []) }
            let kept = Array(ratings.dropFirst(trim).dropLast(trim))
            let number = try Indicator.sum(kept) / Rational(Int64(kept.count))
            return Found(
                number: number, n: Int64(ratings.count), inputs: [KPIResult.Input(name: name, value: number)])
        case .ratings(let deductions):
            guard let outcome = try deductions.outcome(of: measures) else { return nil }
            return Found(
                number: outcome.points, n: outcome.ratings,
                inputs: [
                    KPIResult.Input(name: Figure.Kind.goodRate.word, value: outcome.good),
                    KPIResult.Input(name: "bad-ratings", value: outcome.bad),
                ])
        }
    }

    private func sample(_ figure: Figure, _ measures: Measures) throws(Rational.Overflow) -> Found? {
        guard let sample = figure.sample(of: measures) else { return nil }
        let number = try figure.kind.unit.natural(sample.value)
        return Found(
            number: number, n: sample.counted, inputs: [KPIResult.Input(name: figure.kind.word, value: number)])
    }

    /// What was stated under a name, as one number; nil when nothing was.
    private static func stated(
        _ name: String, _ combination: Combination, _ inputs: PayInputs
    ) throws(Rational.Overflow) -> Found? {
        let values = inputs.values(name)
        guard let latest = values.last else { return nil }
        let number: Rational
        switch combination {
        case .latest: number = Rational(hundredths: latest)
        case .sum: number = try Indicator.sum(values)
        case .mean: number = try Indicator.sum(values) / Rational(Int64(values.count))
        }
        return Found(number: number, n: Int64(values.count), inputs: [KPIResult.Input(name: name, value: number)])
    }

    private static func sum(_ hundredths: [Int64]) throws(Rational.Overflow) -> Rational {
        var sum = Rational.zero
        for value in hundredths { sum = try sum + Rational(hundredths: value) }
        return sum
    }
}

extension KPIResult.Line {
    fileprivate mutating func take(
        _ number: Rational, _ n: Int64, _ inputs: [KPIResult.Input], _ indicator: Indicator
    ) throws(Rational.Overflow) {
        self.n = n
        self.inputs = inputs
        points = try indicator.normalisation.points(number)
    }
}
