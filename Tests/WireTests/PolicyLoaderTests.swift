// Sets of policy versions, and the presets.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("policy loader")
struct PolicyLoaderTests {
    /// The sample as another version.
    private static func version(_ version: String, from day: String) -> String {
        PolicySample.text.replacing("1.0.0", with: version).replacing("2026-01-01T", with: "\(day)T")
    }

    private static func problems(_ files: [(name: String, text: String)]) -> [String] {
        do throws(PolicyError) {
            _ = try PolicyLoader.load(files: files)
            return []
        } catch {
            return error.issues.map(\.description)
        }
    }

    @Test("A11: the version in force when an episode starts judges it, whatever the order of the files")
    func versions() throws {
        let set = try PolicyLoader.load(files: [
            ("b.yaml", Self.version("2", from: "2026-07-01")), ("a.yaml", PolicySample.text),
        ])
        #expect(set.versions.map(\.version) == ["1.0.0", "2"])
        let change = try #require(Instant(iso: "2026-07-01T00:00:00+08:00"))
        #expect(set.index(at: change - Milliseconds(1)) == 0)
        #expect(set.index(at: change) == 1)
        #expect(set.index(at: Instant(milliseconds: 0)) == 0)
    }

    @Test("no file at all is refused")
    func nothing() {
        #expect(Self.problems([]) == ["there is no policy; put at least one .yaml file into the directory"])
    }

    @Test("two files of one version are refused")
    func sameVersion() {
        #expect(
            Self.problems([("a.yaml", PolicySample.text), ("b.yaml", Self.version("1.0.0", from: "2026-07-01"))])
                == ["b.yaml:2:10: a.yaml has the version '1.0.0' too; give each file its own"])
    }

    @Test("two versions that take force at one instant are refused")
    func sameInstant() {
        #expect(
            Self.problems([("a.yaml", PolicySample.text), ("b.yaml", Self.version("2", from: "2026-01-01"))])
                == [
                    "b.yaml:3:17: a.yaml takes force at the same instant; an episode is judged by one version: give each its own instant"
                ])
    }

    @Test("versions of different policies or zones in one directory are refused")
    func differentPolicies() {
        let other = Self.version("2", from: "2026-07-01").replacing("policy: sample", with: "policy: other")
            .replacing("Asia/Shanghai", with: "Asia/Taipei")
        let problems = Self.problems([("a.yaml", PolicySample.text), ("b.yaml", other)])
        #expect(problems.count == 2)
        #expect(problems.first?.hasPrefix("b.yaml:1:9: this is the policy 'other', but a.yaml has 'sample'; ") == true)
        #expect(problems.last?.hasPrefix("b.yaml:4:7: the zone is not that of a.yaml, 'Asia/Shanghai'; ") == true)
    }

    @Test("the mistakes of all files are said at once")
    func allFiles() {
        let problems = Self.problems([
            ("a.yaml", PolicySample.with("weight: 39.5", as: "weight: 39")),
            ("b.yaml", PolicySample.with("within: 3", as: "within: x")),
        ])
        #expect(problems.count == 2)
        #expect(problems.first?.hasPrefix("a.yaml:") == true && problems.last?.hasPrefix("b.yaml:") == true)
    }

    @Test("every preset can be loaded, and its text can be loaded as a file", arguments: PolicyLoader.presets)
    func presets(name: String) throws {
        let set = try PolicyLoader.preset(name)
        #expect(set.versions.map(\.name) == [name])
        let copy = try PolicyLoader.load(files: [("copy.yaml", try PolicyLoader.presetText(name))])
        #expect(copy.versions.map(\.rubric) == set.versions.map(\.rubric))
    }

    @Test("an unknown preset is refused with the nearest one and the list")
    func unknownPreset() {
        let list = PolicyLoader.presets.joined(separator: ", ")
        let error = #expect(throws: PolicyError.self) { try PolicyLoader.preset("platfrom") }
        #expect(error?.description == "there is no preset 'platfrom'; did you mean 'platform'? presets: \(list)")
        let other = #expect(throws: PolicyError.self) { try PolicyLoader.presetText("x") }
        #expect(other?.description == "there is no preset 'x'; presets: \(list)")
    }
}
