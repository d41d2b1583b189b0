// Every automatic criterion of every preset on its examples.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("criteria of the presets")
struct CriteriaTests {
    /// A criterion of a preset.
    struct Place: CustomTestStringConvertible, Sendable {
        var preset: String
        var criterion: String
        var testDescription: String { "\(preset)/\(criterion)" }
    }

    static let policies: [String: Policy] = Dictionary(
        uniqueKeysWithValues: PolicyLoader.presets.compactMap { name in
            (try? PolicyLoader.preset(name)).map { (name, $0.versions[0]) }
        })

    /// The criteria that no person has to judge.
    static let automatic = PolicyLoader.presets.flatMap { preset in
        (policies[preset]?.rubric.dimensions ?? []).flatMap(\.criteria).filter { $0.check != .human }
            .map { Place(preset: preset, criterion: $0.id) }
    }

    @Test("every preset is read") func presets() { #expect(Self.policies.count == PolicyLoader.presets.count) }

    @Test(
        "every automatic criterion has three examples that pass and three that lose, and they do", arguments: automatic)
    func examples(place: Place) throws {
        let policy = try #require(Self.policies[place.preset])
        let table = try #require(CriterionTable.of(place.criterion, in: place.preset), "it has no examples")
        #expect(table.examples.count { $0.verdict == .passes } >= 3)
        #expect(table.examples.count { if case .loses = $0.verdict { true } else { false } } >= 3)
        for example in table.examples {
            let found = Transcript(example.lines, policy: policy).verdict(of: place.criterion).withoutLexicons
            #expect(found == example.verdict, "\(example.written)")
        }
    }

    @Test("every table is some criterion's", arguments: CriterionTable.all)
    func tables(table: CriterionTable) {
        for name in table.criteria {
            let isSome = Self.automatic.contains { name == $0.criterion || name == "\($0.preset)/\($0.criterion)" }
            #expect(isSome, "\(name)")
        }
    }
}

extension Verdict {
    /// The passages without " (lexicon)".
    fileprivate var withoutLexicons: Verdict {
        guard case .loses(let passages) = self else { return self }
        return .loses(passages.map { $0.split(separator: " (").first.map(String.init) ?? "" })
    }
}
