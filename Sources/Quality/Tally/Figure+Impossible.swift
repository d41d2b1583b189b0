// Shares that cannot be.
// SPDX-License-Identifier: Apache-2.0

/// A share of more than everything or of less than nothing: something was counted wrongly (C31).
package struct ImpossibleShare: Hashable, Sendable {
    /// The figure.
    package var figure: Figure
    /// How many are said to be part of them.
    package var part: Int64
    /// How many there are.
    package var whole: Int64
}

extension Figure {
    /// Whether what was added up for it can be: a part is no more than its whole.
    func isPossible(_ sum: Parts) -> Bool {
        switch kind.unit {
        case .share: 0 <= sum.sum && sum.sum <= sum.counted
        case .netShare: 0 <= sum.counted && sum.sum.magnitude <= sum.counted.magnitude
        default: true
        }
    }
}

extension Measures {
    /// The shares of these measures that cannot be; none in whatever was counted rightly.
    package var impossibleShares: [ImpossibleShare] {
        let shares = Figure.Kind.allCases.filter { [.share, .netShare].contains($0.unit) && !$0.comparesTeams }
        let figures = shares.flatMap { kind -> [Figure] in
            if kind.isOfClock {
                return ClockKind.allCases.map { Figure(kind, of: $0, countsAbandoned: kind.countsOutcomes) }
            }
            let ofProgrammes =
                kind.mayBeOfProgramme ? programmes.entries.map { Figure(kind, programme: $0.programme) } : []
            return (kind.isOfProgramme ? [] : [Figure(kind, countsAbandoned: kind.countsOutcomes)]) + ofProgrammes
        }
        return figures.compactMap { figure in
            let parts = figure.parts(of: self)
            return figure.isPossible(parts)
                ? nil : ImpossibleShare(figure: figure, part: parts.sum, whole: parts.counted)
        }
    }
}
