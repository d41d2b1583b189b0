// The facts and tallies of a verification.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// Takes facts and tallies, and compares both ways: facts with the evaluations, tallies with the facts.
struct FigureLedger {
    /// A fact and where it stands.
    private struct Placed {
        var fact: Fact
        var offset: Int64
    }

    /// What there is of a window of a subject.
    private struct Page {
        var window: Window
        /// The partition of its facts; nil when there are none.
        var partition: Int32?
        var facts: [Placed] = []
        /// Its tally; nil when there is none, or none any more.
        var tally: Tally?
    }

    private let zone: ZoneRules
    private let range: Range<Instant>
    private(set) var facts = 0
    private var sums: [SubjectHour: Measures] = [:]
    private var pages: [TallyKey: Page] = [:]
    /// Which tallies each partition has let go.
    private var horizons: [Int32: TallyHorizon] = [:]

    init(zone: ZoneRules, range: Range<Instant>) {
        self.zone = zone
        self.range = range
    }

    /// How many tallies there are, the newest record of each counted.
    var tallyCount: Int { pages.values.count { $0.tally != nil } }

    /// Takes one fact.
    mutating func take(_ fact: Fact, offset: Int64, partition: Int32) {
        facts += 1
        // What a contact contributes is said by other facts.
        guard fact.contact == nil else { return }
        let key = SubjectHour(tenant: fact.tenant, subject: fact.subject, hour: fact.hour)
        // What cannot be added is a dead letter of the tally task.
        _ = sums[key, default: Measures()].addIfAddable(fact.measures)
        for kind in WindowKind.allCases {
            let window = Window(kind, containing: fact.hour, zone: zone)
            let key = TallyKey(tenant: fact.tenant, subject: fact.subject, kind: kind, label: window.label)
            pages[key, default: Page(window: window)].facts.append(Placed(fact: fact, offset: offset))
            pages[key]?.partition = partition
        }
    }

    /// Takes one tally; a later one replaces it.
    mutating func take(_ tally: Tally) {
        let window = Window(tally.kind, containing: tally.start, zone: zone)
        let key = TallyKey(tenant: tally.tenant, subject: tally.subject, kind: tally.kind, label: window.label)
        pages[key, default: Page(window: window)].tally = tally
    }

    /// Takes the deletion of a tally.
    mutating func take(deletionOf key: TallyKey) { pages[key]?.tally = nil }

    /// Takes what a partition has let go.
    mutating func take(_ record: HorizonRecord) {
        horizons[record.partition, default: TallyHorizon()].formUnion(record.horizon)
    }

    /// Whether a window's tally has been let go: it may be there or not, and takes no more facts.
    private func isGone(_ page: Page) -> Bool {
        guard let partition = page.partition, let horizon = horizons[partition] else { return false }
        return horizon.hasLetGo(page.window.kind, end: page.window.end)
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
        for (key, page) in pages.sorted(by: FigureLedger.precedes)
        where range.lowerBound <= page.window.start && page.window.end <= range.upperBound && !isGone(page) {
            let text = "\(key.tenant)/\(key.subject)/\(key.kind.word) from \(page.window.start.milliseconds) ms"
            let tally = page.tally
            var sum = Measures()
            var closed = Measures()
            var waiting = 0
            for placed in page.facts {
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
                    "\(text): the tally says \(tally.measures.summary), its facts \(sum.summary)"
                )
            }
            if let tally, tally.measures == sum, tally.closed != closed {
                findings.add(
                    .tallies,
                    "\(text): the closed figures say \(tally.closed.summary), the facts that are not late \(closed.summary)"
                )
            }
            for share in tally?.measures.impossibleShares ?? [] {
                findings.add(
                    .tallies,
                    "\(text): \(share.figure.kind.word) is \(share.part) of \(share.whole), which cannot be: no figure is shown"
                )
            }
            if waiting > 0 {
                findings.add(
                    .tallies,
                    "\(text): \(waiting) facts are in no tally yet; let the workers finish and verify again")
            }
        }
    }

    private static func precedes(_ left: (key: TallyKey, value: Page), _ right: (key: TallyKey, value: Page)) -> Bool {
        let (first, second) = (left.value.window, right.value.window)
        return (left.key.tenant, left.key.subject, first.kind.rawValue, first.start)
            < (right.key.tenant, right.key.subject, second.kind.rawValue, second.start)
    }
}

extension Measures {
    /// The figures that tell most; when these are equal, it is others that differ.
    fileprivate var summary: String {
        "\(conversations) conversations, \(records) records, \(scoreHundredths) hundredths, "
            + "\(firstResponseHuman.breached) breaches, \(ratings.answers) ratings"
    }
}
