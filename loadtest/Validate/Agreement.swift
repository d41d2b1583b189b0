// How well automatic scores go with people's judgements.
// SPDX-License-Identifier: Apache-2.0

/// Scores and judgements of a corpus, as a whole and criterion by criterion.
struct Agreement {
    private struct Row {
        var score: Double
        var judgement: Double
        var isInHalfA: Bool
        var outcomes: [CriterionOutcome]
    }

    private let rows: [Row]
    private let scoreless: Int
    private let members: [Jury.Member]

    /// Judges the dialogues, all of which people have judged.
    init(_ dialogues: [Dialogue], by jury: inout Jury) {
        var rows: [Row] = []
        for dialogue in dialogues {
            guard let judgement = dialogue.judgement, let score = jury.score(dialogue.transcript) else { continue }
            rows.append(
                Row(
                    score: score, judgement: judgement, isInHalfA: dialogue.isInHalfA,
                    outcomes: jury.outcomes(dialogue.transcript)))
        }
        self.rows = rows
        scoreless = dialogues.count - rows.count
        members = jury.members
    }

    /// The figures as lines of text.
    func report(_ policy: String, _ label: String, _ resamples: Int, _ seed: UInt64) -> String {
        let pairs = rows.map { ($0.score, $0.judgement) }
        var lines = ["\(policy) against \(label): \(rows.count) rows, \(scoreless) without a score"]
        let parts = [
            ("all rows", pairs), ("half A", rows.filter(\.isInHalfA).map { ($0.score, $0.judgement) }),
            ("half B", rows.filter { !$0.isInHalfA }.map { ($0.score, $0.judgement) }),
        ]
        for (name, pairs) in parts {
            let interval = RankCorrelation.interval(pairs, resamples: resamples, seed: seed)
            let range = interval.map { "95 % \(decimals($0.lowerBound)) to \(decimals($0.upperBound))" } ?? ""
            lines.append(
                "\(padded(name, 10)) Spearman \(decimals(RankCorrelation.of(pairs)))  \(range)  (\(pairs.count) rows)")
        }
        lines.append("")
        lines.append("by criterion: Spearman of points lost against \(label) (where it applies), strongest first")
        lines.append(padded("criterion", 30) + "   all     A       B     applies  loses  mean lost")
        return (lines + criteria()).joined(separator: "\n") + "\n"
    }

    private func criteria() -> [String] {
        let table = members.indices.map { member in
            let applying = rows.filter { $0.outcomes[member].lost != nil }
            func correlation(_ rows: [Row]) -> Double? {
                RankCorrelation.of(rows.map { ($0.outcomes[member].lost ?? 0, $0.judgement) })
            }
            let lost = applying.map { $0.outcomes[member].lost ?? 0 }
            let mean = lost.isEmpty ? 0 : lost.reduce(0, +) / Double(lost.count)
            let line =
                padded(members[member].id, 30) + " " + decimals(correlation(applying)) + "  "
                + decimals(correlation(applying.filter(\.isInHalfA))) + "  "
                + decimals(correlation(applying.filter { !$0.isInHalfA })) + "  "
                + padded("\(applying.count)", -6) + " " + padded("\(lost.count { $0 > 0 })", -6) + " "
                + padded(decimals(mean, 2), -8)
            return (key: correlation(applying) ?? 1, line: line)
        }
        return table.sorted { $0.key < $1.key }.map(\.line)
    }
}

/// How often each criterion applies and loses points in a corpus.
struct HitCounts {
    private let count: Int
    private var applies: [Int]
    private var loses: [Int]
    private let members: [Jury.Member]

    /// Judges the dialogues.
    init(_ dialogues: [Dialogue], by jury: inout Jury) {
        count = dialogues.count
        members = jury.members
        applies = members.map { _ in 0 }
        loses = applies
        for dialogue in dialogues {
            for (member, outcome) in jury.outcomes(dialogue.transcript).enumerated() {
                guard let lost = outcome.lost else { continue }
                applies[member] += 1
                if lost > 0 { loses[member] += 1 }
            }
        }
    }

    /// The figures as lines of text, the most frequent losses first.
    func report(_ policy: String) -> String {
        let head = [
            "\(policy): \(count) dialogues",
            padded("criterion", 30) + " applies  loses   of all  of those it applies to",
        ]
        let lines = members.indices.sorted { (-loses[$0], members[$0].id) < (-loses[$1], members[$1].id) }.map {
            member in
            padded(members[member].id, 30) + padded("\(applies[member])", -8) + padded("\(loses[member])", -7)
                + padded(percent(loses[member], of: count), -9)
                + padded(percent(loses[member], of: applies[member]), -9)
        }
        return (head + lines).joined(separator: "\n") + "\n"
    }

    private func percent(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "–" : decimals(100 * Double(part) / Double(whole), 1) + " %"
    }
}

/// A figure with so many decimals; a dash for none.
private func decimals(_ figure: Double?, _ places: Int = 3) -> String {
    guard let figure else { return padded("–", -6) }
    let unit = (0..<places).reduce(1) { whole, _ in whole * 10 }
    let rounded = Int((abs(figure) * Double(unit)).rounded())
    let fraction = String(rounded % unit)
    let sign = figure < 0 && rounded > 0 ? "−" : " "
    return sign + "\(rounded / unit)." + String(repeating: "0", count: places - fraction.count) + fraction
}

/// A text filled up with spaces: behind it, or before it when the width is negative.
private func padded(_ text: String, _ width: Int) -> String {
    let room = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? room + text : text + room
}
