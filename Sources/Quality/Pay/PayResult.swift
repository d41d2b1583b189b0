// What a pay model makes of a grade.
// SPDX-License-Identifier: Apache-2.0

/// The pay of a payee and period, each line in whole cents; the lines sum to the total.
package struct PayResult: Hashable, Sendable {
    /// The lines in the order of the model; the performance pay is the first.
    package var lines: [Line]
    /// The total; nil when there is none.
    package var total: Cents?
    /// Why there is none.
    package var blockedBy: Blocker?

    /// A part of the pay.
    package struct Line: Hashable, Sendable {
        /// `performance-pay`, or the adjustment.
        package var id: String
        /// The proposal, for adjustments.
        package var proposal: String
        /// How far the proposal has come; nil for the performance pay.
        package var standing: PayProposal.Standing?
        /// What it is, or would be if it counted alone, before caps; unrounded cents.
        package var exact: Rational
        /// What is paid or taken away; nil for what does not count.
        package var cents: Cents?
        /// The evidence.
        package var evidence: [String]

        /// A part of the pay.
        package init(
            id: String, proposal: String, standing: PayProposal.Standing?, exact: Rational, cents: Cents? = nil,
            evidence: [String]
        ) {
            self.id = id
            self.proposal = proposal
            self.standing = standing
            self.exact = exact
            self.cents = cents
            self.evidence = evidence
        }

        /// What is paid or taken back for an earlier period (A28).
        package init(adjusting period: String, cents: Cents, evidence: [String]) {
            self.init(
                id: PayResult.adjustment, proposal: period, standing: nil, exact: Rational(cents.count), cents: cents,
                evidence: evidence)
        }
    }

    /// The id of the line of the performance pay.
    package static let performancePay = "performance-pay"

    /// The id of lines that pay or take back for earlier periods; pay models have none of this name.
    package static let adjustment = "adjustment"

    /// Adds lines for earlier periods, and what they come to.
    package mutating func adjust(by adjustments: [Line]) {
        guard let own = total else { return }
        lines += adjustments
        total = Cents(own.count + adjustments.reduce(0) { $0 + ($1.cents?.count ?? 0) })
    }

    /// Why there is no pay.
    package enum Blocker: String, CaseIterable, Hashable, Sendable {
        /// The composite is blocked.
        case noGrade = "there is no grade"
        /// The model does not know the grade.
        case unknownGrade = "the pay model does not know the grade"
        /// The model needs the payee's base amount.
        case noBaseAmount = "there is no base amount"
        /// A number is too large to be computed with exactly.
        case tooLarge = "a number is too large"
    }
}

extension PayModel {
    /// The pay for a grade. The order of the proposals does not matter; those of adjustments that the model does not have, or that concern
    /// other payees, are left out.
    ///
    /// - Parameter baseAmount: what coefficients are of, and percentages where the model says so.
    package func result(
        grade: String?, payee: Payee = .agent, agent: String, baseAmount: Cents?, proposals: [PayProposal],
        at now: Instant
    ) -> PayResult {
        var result = PayResult(lines: [])
        do throws(Rational.Overflow) {
            switch try performance(grade, baseAmount) {
            case .failure(let blocker): result.blockedBy = blocker
            case .success(let performance):
                var lines = try self.lines(performance, payee, agent, baseAmount, proposals, now)
                result.total = try settle(&lines, performance, baseAmount)
                result.lines = lines
            }
        } catch {
            result = PayResult(lines: [], blockedBy: .tooLarge)
        }
        return result
    }

    private enum Performance {
        case success(Rational)
        case failure(PayResult.Blocker)
    }

    private func performance(_ grade: String?, _ baseAmount: Cents?) throws(Rational.Overflow) -> Performance {
        guard let grade else { return .failure(.noGrade) }
        if percentagesOf == .baseAmount || performancePay.needsBaseAmount, baseAmount == nil {
            return .failure(.noBaseAmount)
        }
        switch performancePay {
        case .amounts(let grades):
            guard let found = grades.first(where: { $0.name == grade }) else { return .failure(.unknownGrade) }
            return .success(Rational(found.value.count))
        case .coefficients(let grades):
            guard let found = grades.first(where: { $0.name == grade }) else { return .failure(.unknownGrade) }
            return .success(try Rational(baseAmount?.count ?? 0) * found.value)
        }
    }

    /// What percentages are of, in cents.
    private func base(_ performance: Rational, _ baseAmount: Cents?) -> Rational {
        percentagesOf == .performancePay ? performance : Rational(baseAmount?.count ?? 0)
    }

    /// The performance pay, and a line for each proposal, by adjustment and id.
    private func lines(
        _ performance: Rational, _ payee: Payee, _ agent: String, _ baseAmount: Cents?, _ proposals: [PayProposal],
        _ now: Instant
    ) throws(Rational.Overflow) -> [PayResult.Line] {
        var lines = [
            PayResult.Line(id: PayResult.performancePay, proposal: "", standing: nil, exact: performance, evidence: [])
        ]
        let base = base(performance, baseAmount)
        // What is left of the base after the percentages so far.
        var rest = base
        for adjustment in adjustments where adjustment.payee == payee {
            let own = PayModel.unique(proposals.filter { $0.adjustment == adjustment.id }, now, appeal, agent)
            for (proposal, standing) in own {
                var exact: Rational
                switch adjustment.size {
                case .amount(let cents): exact = Rational(cents.count)
                case .percent(let hundredths):
                    let share = try Rational(hundredths: hundredths) / .hundred
                    exact = try (stacking == .additive ? base : rest) * share
                    if standing == .counts { rest = try rest + exact }
                }
                lines.append(
                    PayResult.Line(
                        id: adjustment.id, proposal: proposal.id, standing: standing, exact: exact,
                        evidence: proposal.evidence.sorted()))
            }
        }
        return lines
    }

    /// Each proposal once, by id; of several with one id the one that has come furthest.
    private static func unique(
        _ proposals: [PayProposal], _ now: Instant, _ appeal: Milliseconds, _ agent: String
    ) -> [(PayProposal, PayProposal.Standing)] {
        let order: [PayProposal.Standing] = [.unproven, .proposed, .appealable, .counts, .appealed, .dropped]
        var byID: [String: (PayProposal, PayProposal.Standing)] = [:]
        func rank(_ entry: (PayProposal, PayProposal.Standing)) -> (Int, Int64, String, String) {
            let (proposal, standing) = entry
            return (
                order.firstIndex(of: standing) ?? 0, proposal.confirmedAt?.milliseconds ?? 0, proposal.confirmedBy,
                proposal.evidence.sorted().joined(separator: "\n")
            )
        }
        for proposal in proposals {
            let entry = (proposal, proposal.standing(at: now, appeal: appeal, payee: agent))
            if let other = byID[proposal.id], rank(other) >= rank(entry) { continue }
            byID[proposal.id] = entry
        }
        return byID.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Applies the caps, rounds the total, and gives each line whole cents so that they sum to it: rounded down, and a cent more to those with
    /// the largest rests, the first of equal ones (A36).
    private func settle(
        _ lines: inout [PayResult.Line], _ performance: Rational, _ baseAmount: Cents?
    ) throws(Rational.Overflow) -> Cents {
        let base = base(performance, baseAmount)
        var exact: [(index: Int, value: Rational)] = [(0, lines[0].exact)]
        for (isPenalty, cap) in [(true, penaltyCap), (false, rewardCap)] {
            let counted = lines.indices.dropFirst().filter {
                lines[$0].standing == .counts && (lines[$0].exact < .zero) == isPenalty
            }
            var sum = Rational.zero
            for index in counted { sum = try sum + lines[index].exact }
            let most = try base * (Rational(hundredths: Int64(cap.hundredths)) / .hundred)
            let size = isPenalty ? try Rational.zero - sum : sum
            let factor = most < size ? try most / size : Rational(1)
            for index in counted { exact.append((index, try lines[index].exact * factor)) }
        }
        var total = Rational.zero
        for part in exact { total = try total + part.value }
        let cents = try total.rounded(rounding)
        var shares: [(index: Int, floor: Int64, rest: Rational)] = []
        for part in exact {
            let floor = try part.value.rounded(.down)
            shares.append((part.index, floor, try part.value - Rational(floor)))
        }
        var left = cents - shares.reduce(0) { $0 + $1.floor }
        for share in shares.sorted(by: { $1.rest < $0.rest || $0.rest == $1.rest && $0.index < $1.index }) {
            lines[share.index].cents = Cents(share.floor + (left > 0 ? 1 : 0))
            left -= left > 0 ? 1 : 0
        }
        return Cents(cents)
    }
}
