// `assay policy coverage`: every requirement is accounted for.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Quality
import Testing
import Wire

@testable import assay

@Suite("assay policy coverage")
struct PolicyCoverageTests {
    private static func table() throws -> CoverageTable {
        CoverageTable(try PolicyLoader.presets.flatMap { try PolicyLoader.preset($0).versions })
    }

    @Test("every row of rubrics, reviews and security is implemented or explained")
    func accountedFor() throws {
        let table = try Self.table()
        let kept = table.rows.filter(\.mustBeThere)
        #expect(kept.count > 80)
        for row in kept {
            #expect(row.status != .missing, "\(row.requirement.id)")
            for other in row.others { #expect(!other.text.isEmpty, "\(row.requirement.id)") }
        }
        #expect(table.gaps.isEmpty)
    }

    @Test("every id that a preset names is in the catalogue")
    func idsExist() throws {
        #expect(try Self.table().unknown.map(\.id) == [])
    }

    @Test("every row that criteria implement is named by a criterion of a preset")
    func criteriaExist() throws {
        for row in try Self.table().rows where row.claimsCriterion {
            #expect(!row.criteria.isEmpty, "\(row.requirement.id)")
        }
    }

    @Test("the command prints every id, the summary of the modules, and ends with status 0")
    func text() async throws {
        let run = try await AssayProcess.run(["policy", "coverage"])
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        for requirement in Requirement.all { #expect(run.text.contains("  \(requirement.id)  ")) }
        for module in Requirement.Module.allCases { #expect(run.lines.contains { $0.hasPrefix(module.rawValue) }) }
        #expect(run.lines.last == "✓ every row of RUB, QAW, SEC is implemented or explained")
        #expect(run.text.contains("criteria: pharma-v1/greeting, pharma-v1/courtesy, pharma-v2/greeting"))
    }

    @Test("a policy that leaves rows out fails, and names them")
    func gaps() async throws {
        let run = try await AssayProcess.run(["policy", "coverage", "--policy", "outcome"])
        #expect(run.status == 1)
        #expect(run.lines.contains { $0.hasPrefix("✗ S0-010 is neither implemented nor explained: Polite") })
        #expect(run.text.contains("no criterion of these policies names it"))
    }

    @Test("an id that the catalogue does not have fails, and says who names it")
    func unknown() async throws {
        try await Scratch.with { scratch in
            let file = try scratch.text("a.yaml", PolicyFiles.plain().replacing("[S0-010]", with: "[S9-001]"))
            let run = try await AssayProcess.run(["policy", "coverage", "--policy", "pharma-v2", "internet", file])
            #expect(run.status == 1)
            #expect(
                run.lines.contains(
                    "✗ S9-001 is no requirement of the catalogue, yet shop/greets, shop/polite names it"))
        }
    }

    @Test("JSON has all rows, and numbers that add up")
    func json() async throws {
        let run = try await AssayProcess.run(["policy", "coverage", "--format", "json"])
        let object = try run.json()
        let rows = try #require(object["requirements"] as? [[String: Any]])
        #expect(rows.compactMap { $0["id"] as? String } == Requirement.all.map(\.id))
        let modules = try #require(object["modules"] as? [[String: Any]])
        let rubric = try #require(modules.first { $0["module"] as? String == "RUB" })
        let sum = rubric.values.compactMap { $0 as? Int }.reduce(0, +)
        #expect(sum == Requirement.all.count { $0.modules.contains(.rubric) })
        #expect((object["gaps"] as? [String])?.isEmpty == true)
    }

    @Test("Markdown has a table for each handbook, whose rows have as many cells as its head")
    func markdown() async throws {
        let run = try await AssayProcess.run(["policy", "coverage", "--format", "markdown"])
        #expect(run.lines.count { $0.hasPrefix("## S") } == 5)
        let rows = run.lines.filter { $0.contains(#/^\| S\d-/#) }
        #expect(rows.count == Requirement.all.count)
        for row in rows { #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 6, "\(row)") }
    }
}
