// The facts and tallies of a verification.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// Takes facts and tallies, and compares both ways: facts with the evaluations, tallies with the facts.
struct FigureLedger {
    private struct TallyKey: Hashable, Comparable {
        var tenant: String
        var subject: String
        var kind: WindowKind
        var start: Instant

        var text: String { "\(tenant)/\(subject)/\(kind.word) from \(start.milliseconds) ms" }

        static func < (left: TallyKey, right: TallyKey) -> Bool {
            (left.tenant, left.subject, left.kind.rawValue, left.start)
                < (right.tenant, right.subject, right.kind.rawValue, right.start)
        }
    }

    /// A fact and where it stands.
    private struct Placed {
        var fact: Fact
        var offset: Int64
    }

    private let zone: ZoneRules
    private let range: Range<Instant>
    private(set) var facts = 0
    private var sums: [SubjectHour: Measures] = [:]
    private var placed: [TallyKey: [Placed]] = [:]
    private var tallies: [TallyKey: Tally] = [:]

    init(zone: ZoneRules, range: Range<Instant>) {
        self.zone = zone
        self.range = range
    }

    /// How many tallies there are, the newest record of each counted.
    var tallyCount: Int { tallies.count }

    /// Takes one fact.
    mutating func take(_ fact: Fact, offset: Int64) {
        facts += 1
        // What a contact contributes is said by other facts.
        guard fact.contact == nil else { return }
        let key = SubjectHour(tenant: fact.tenant, subject: fact.subject, hour: fact.hour)
        // What cannot be added is a dead letter of the tally task.
        _ = sums[key, default: Measures()].addIfAddable(fact.measures)
        for kind in WindowKind.allCases {
            let window = Window(kind, containing: fact.hour, zone: zone)
            let key = TallyKey(tenant: fact.tenant, subject: fact.subject, kind: kind, start: window.start)
            placed[key, default: []].append(Placed(fact: fact, offset: offset))
        }
    }

    /// Takes one tally; a later one replaces it.
    mutating func take(_ tally: Tally) {
        tallies[TallyKey(tenant: tally.tenant, subject: tally.subject, kind: tally.kind, start: tally.start)] = tally
    }

    /// Compares facts with what the evaluations contribute.
    func compare(with contributions: [SubjectHour: Measures], _ findings: inout Findings) {
        for key in Set(sums.keys).union(contributions.keys).sorted() where range.contains(key.hour) {
            let told = sums[key] ?? Measures()
            let due = contributions[key] ?? Measures()
            if told != due {
                findings.add(
                    .facts, "\(key): facts say \(told.summary), evaluations \(due.summary)")
            }
        }
    }

    /// Compares tallies with the facts that they say they contain; facts that none contains yet are findings, too.
    func compareTallies(_ findings: inout Findings) {
        for key in Set(placed.keys).union(tallies.keys).sorted()
        where range.lowerBound <= key.start
            && Window(key.kind, containing: key.start, zone: zone).end <= range.upperBound
        {
            let tally = tallies[key]
            var sum = Measures()
            var closed = Measures()
            var waiting = 0
            for placed in placed[key] ?? [] {
                if placed.offset < tally?.nextFact ?? 0 {
                    _ = sum.addIfAddable(placed.fact.measures)
                    if key.kind != .month || !placed.fact.isLate { _ = closed.addIfAddable(placed.fact.measures) }
                } else {
                    waiting += 1
                }
            }
            if let tally, tally.measures != sum {
                findings.add(
                    .tallies,
                    "\(key.text): the tally says \(tally.measures.summary), its facts \(sum.summary)"
                )
            }
            if let tally, tally.measures == sum, tally.closed != closed {
                findings.add(
                    .tallies,
                    "\(key.text): the closed figures say \(tally.closed.summary), the facts that are not late \(closed.summary)"
                )
            }
            for share in tally?.measures.impossibleShares ?? [] {
                findings.add(
                    .tallies,
                    "\(key.text): \(share.figure.kind.word) is \(share.part) of \(share.whole), which cannot be: no figure is shown"
                )
            }
            if waiting > 0 {
                findings.add(
                    .tallies,
                    "\(key.text): \(waiting) facts are in no tally yet; let the workers finish and verify again")
            }
        }
    }
}

extension Measures {
    /// The figures that tell most; when these are equal, it is others that differ.
    fileprivate var summary: String {
        "\(conversations) conversations, \(records) records, \(scoreHundredths) hundredths, "
            + "\(firstResponseHuman.breached) breaches, \(ratings.answers) ratings"
    }
}
