// The catalogue of requirements is whole, in order and decided.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Requirements")
struct RequirementTests {
    @Test("all 269 requirements of the five handbooks are there")
    func counts() {
        #expect(Requirement.all.count == 269)
        let counts = Requirement.Handbook.allCases.map { handbook in
            Requirement.all.count { $0.handbook == handbook }
        }
        #expect(counts == [63, 29, 22, 75, 80])
    }

    @Test("ids are unique, well formed and sorted")
    func ids() {
        let ids = Requirement.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids == ids.sorted())
        for requirement in Requirement.all {
            let parts = requirement.id.split(separator: "-")
            #expect(parts.count == 2 && parts[0] == requirement.handbook.rawValue, "\(requirement.id)")
            #expect(parts.last?.count == 3 && parts.last.flatMap { Int($0) } != nil, "\(requirement.id)")
        }
    }

    @Test("the classes of S3 are rows of their own; how a class is chosen is not")
    func classes() {
        #expect((30...32).allSatisfy { Requirement.named("S3-0\($0)") != nil })
        #expect(Requirement.named("S3-029") == nil)
    }

    @Test("a requirement is found by its id")
    func lookup() {
        #expect(Requirement.named("S1-015")?.title == "Soothe first, then solve; never argue")
        #expect(Requirement.named("S9-001") == nil)
        #expect(Requirement.all.allSatisfy { Requirement.named($0.id) == $0 })
    }

    @Test("titles are short and different")
    func titles() {
        for requirement in Requirement.all {
            #expect((1...70).contains(requirement.title.count), "\(requirement.id)")
            #expect(requirement.title.utf8.allSatisfy { $0 < 128 }, "\(requirement.id): English only")
        }
        #expect(Set(Requirement.all.map(\.title)).count > 260)
    }

    @Test("sources and modules are in order and not repeated")
    func sourcesAndModules() {
        for requirement in Requirement.all {
            let sources = Requirement.Source.allCases.filter { requirement.sources.contains($0) }
            let modules = Requirement.Module.allCases.filter { requirement.modules.contains($0) }
            #expect(sources == requirement.sources, "\(requirement.id)")
            #expect(modules == requirement.modules, "\(requirement.id)")
        }
    }

    @Test("the sources add up to the handbooks' counts")
    func sourceCounts() {
        func count(_ sources: Requirement.Source...) -> Int {
            Requirement.all.count { requirement in sources.contains { requirement.sources.contains($0) } }
        }
        #expect(count(.events, .text) == 160)
        #expect(count(.surveys) == 41)
        #expect(count(.reviews) == 57)
        #expect(count(.otherInputs) == 52)
        #expect(count(.organisation) == 15)
        #expect(Requirement.all.count { $0.sources.isEmpty } == 19)
    }

    @Test("every requirement has a disposition, none twice")
    func dispositions() {
        for requirement in Requirement.all {
            #expect(!requirement.dispositions.isEmpty, "\(requirement.id)")
            #expect(Set(requirement.dispositions).count == requirement.dispositions.count, "\(requirement.id)")
        }
    }

    @Test("rubrics, reviews and security are settled and not left to later work")
    func settled() {
        let now: Set<Requirement.Module> = [.rubric, .reviewWorkflow, .security]
        for requirement in Requirement.all where !now.isDisjoint(with: requirement.modules) {
            #expect(requirement.dispositions.contains { $0.isSettled }, "\(requirement.id)")
        }
    }

    @Test("a requirement that concerns no part of the software is outside, for a reason")
    func outside() {
        for requirement in Requirement.all where requirement.modules.isEmpty {
            let isOutside = requirement.dispositions.contains { if case .outside = $0 { true } else { false } }
            #expect(isOutside, "\(requirement.id)")
        }
    }

    @Test(
        "what a preset's criteria name is in the catalogue as done by criteria, or by people",
        arguments: PolicyLoader.presets)
    func preset(name: String) throws {
        for criterion in try PolicyLoader.preset(name).versions[0].rubric.dimensions.flatMap(\.criteria) {
            for id in criterion.requirements {
                let dispositions = Requirement.named(id)?.dispositions ?? []
                let isHumans = dispositions.contains { if case .humanReview = $0 { true } else { false } }
                let isDone = criterion.check == .human ? isHumans : dispositions.contains(.criterion)
                #expect(isDone, "\(criterion.id): \(id)")
            }
        }
    }
}
