// Tallies in memory against a plain model of them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing
import Wire

@testable import Pipeline

@Suite("The table of tallies")
struct TallyTableTests {
    private static let zone = ZoneRules(identifier: "Asia/Shanghai", first: .hours(8))
    /// 2026-11-11T12:00:00+08:00.
    private static let noon = Instant(milliseconds: 1_794_369_600_000)

    private static func fact(_ random: inout SeededRandom) -> Fact {
        var measures = Measures()
        measures.conversations = Int64(random.number(-2...5))
        measures.firstResponseHuman.met = 1
        measures.firstResponseHuman.histogram.record(Int64(random.number(0...90_000)))
        measures.otherClocks[.nextResponse].answered = Int64(random.number(-1...1))
        measures.ratings.add(1, to: random.number(1...5))
        // Hours of two months, and not in their order.
        let hour = Window.hourStart(of: noon + .hours(Int64(random.number(-500...500))), zone: zone)
        var fact = Fact(
            tenant: random.pick(["acme", "umbra"]), subject: random.pick(["all", "agent:A1", "agent:A2"]), hour: hour,
            measures: measures, source: 0)
        fact.provisionalUntil = hour + .hours(Int64(random.number(0...9)))
        // Some come after their month was closed.
        if random.chance(perMille: 100) { fact.closedBefore = hour + .hours(1) }
        return fact
    }

    private static func windows(_ fact: Fact) -> [Window] {
        WindowKind.allCases.map { Window($0, containing: fact.hour, zone: zone) }
    }

    /// What the table is to do, tally by tally.
    private struct Model {
        var tallies: [TallyTask.Key: Tally] = [:]
        var touched: Set<TallyTask.Key> = []

        mutating func add(_ fact: Fact, at offset: Int64) {
            for window in windows(fact) {
                let key = TallyTask.Key(
                    tenant: fact.tenant, subject: fact.subject, kind: window.kind, start: window.start)
                var tally =
                    tallies[key]
                    ?? Tally(
                        tenant: fact.tenant, subject: fact.subject, kind: window.kind, start: window.start,
                        end: window.end, measures: Measures(), nextFact: 0)
                guard tally.nextFact <= offset else { continue }
                tally.add(fact.measures, isLate: fact.isLate && window.kind == .month)
                tally.provisionalUntil = max(tally.provisionalUntil, fact.provisionalUntil)
                tally.nextFact = offset + 1
                tallies[key] = tally
                touched.insert(key)
            }
        }
    }

    private static func expect(_ table: inout TallyTable, _ model: Model) {
        _ = written(&table)
        #expect(table.count == model.tallies.count && Set(table.keys) == Set(model.tallies.keys))
        for (key, tally) in model.tallies { #expect(table.entry(key)?.tally == tally) }
    }

    /// The keys of what a commit writes.
    private static func written(_ table: inout TallyTable) -> [TallyTask.Key] {
        var keys: [TallyTask.Key] = []
        table.writeChanged(beside: []) { keys.append($0.key) }
        return keys
    }

    @Test("A02: what is committed stays, what is rolled back is as if it had never been", arguments: UInt64(1)...20)
    func changes(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = TallyTable(zone: Self.zone, watched: seed % 2 == 0 ? [] : [.agent])
        var (model, saved) = (Model(), Model())
        var offset: Int64 = 0
        for _ in 0..<30 {
            for _ in 0..<random.number(0...12) {
                let fact = Self.fact(&random)
                #expect(table.add(fact, at: offset) == nil)
                model.add(fact, at: offset)
                // Now and then a fact that the tallies contain is read again.
                if random.chance(perMille: 900) { offset += 1 }
            }
            let written = Self.written(&table)
            #expect(Set(written) == model.touched && written.count == model.touched.count)
            #expect(written == written.sorted(by: TallyTask.precedes))
            Self.expect(&table, model)
            model.touched = []
            if random.chance(perMille: 400) {
                _ = table.rollBack()
                model = saved
            } else {
                table.commit()
                saved = model
            }
            Self.expect(&table, model)
            #expect(Self.written(&table).isEmpty)
        }
    }

    @Test("a fact beyond the bounds is refused in all windows at once, and changes none")
    func bounds() {
        var random = SeededRandom(seed: 1)
        var (table, model) = (TallyTable(zone: Self.zone), Model())
        var fact = Self.fact(&random)
        fact.measures.conversations = 1 << 60
        #expect(table.add(fact, at: 0) == nil)
        model.add(fact, at: 0)
        #expect(table.add(fact, at: 1)?.kind == .hour)
        #expect(table.changed.isEmpty)
        Self.expect(&table, model)
        // The hour has no such number yet, its month has.
        var other = fact
        other.hour = fact.hour + .hours(1)
        let month = { (fact: Fact) in Self.windows(fact)[3].start }
        if month(other) == month(fact) {
            #expect(table.add(other, at: 1) != nil)
            Self.expect(&table, model)
        }
        fact.measures.conversations = -(1 << 60)
        #expect(table.add(fact, at: 2) == nil)
        model.add(fact, at: 2)
        Self.expect(&table, model)
    }
}

extension TallyTable {
    /// Adds a fact as the task does, of which nothing else is asked afterwards.
    fileprivate mutating func add(_ fact: Fact, at offset: Int64) -> Window? {
        var fact = fact
        do throws(Refusal) {
            _ = try add(&fact, fact.measures.bound, at: offset, timestamp: fact.hour)
            return nil
        } catch {
            guard case .full(let window) = error else { return nil }
            return window
        }
    }
}
