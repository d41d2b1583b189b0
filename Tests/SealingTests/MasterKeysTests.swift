// Files of master keys.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Sealing

@Suite("Master keys")
struct MasterKeysTests {
    @Test("a line for each, of which the last is current; comments and blank lines say nothing")
    func read() throws {
        let text = "# keys\n" + MasterKeys.newLine(id: "2025") + "\n  " + MasterKeys.newLine(id: "2026-11.b_c")
        let keys = try MasterKeys(text: text)
        #expect(keys.ids == ["2025", "2026-11.b_c"] && keys.current == "2026-11.b_c")
        #expect(keys["2025"] != nil && keys["2025"] != keys[keys.current] && keys["2024"] == nil)
    }

    @Test("nothing of a key is in what is printed of it")
    func secrecy() throws {
        let line = MasterKeys.newLine(id: "a")
        let keys = try MasterKeys(text: line)
        let secret = line.split(separator: " ")[1].dropLast()
        var dumped = ""
        dump(keys, to: &dumped)
        #expect(!"\(keys)\(String(reflecting: keys))\(dumped)".contains(secret))
        #expect("\(keys)" == "master keys a")
    }

    @Test("each key is a new one of 32 bytes")
    func new() {
        let keys = (0..<50).map { _ in SealedBytes.newKey() }
        #expect(Set(keys).count == 50 && keys.allSatisfy { $0.count == 32 })
    }

    @Test(
        "what is wrong is told with its line, and never the key",
        arguments: [
            ("", "there is no key"), ("# nothing\n\n", "there is no key"), ("a", "line 1 has 1 words"),
            ("a b c", "line 1 has 3 words"), ("\na QUJD", "line 2 has no key of 32 bytes"),
            ("a !!!!", "line 1 has no key of 32 bytes"),
            ("ä \(MasterKeys.newLine(id: "x").dropFirst(2))", "line 1 begins with no id"),
            (
                "a \(MasterKeys.newLine(id: "x").dropFirst(2))a \(MasterKeys.newLine(id: "x").dropFirst(2))",
                "line 2 names the id 'a' for the second time"
            ),
        ])
    func mistakes(text: String, problem: String) {
        do throws(MasterKeys.Problem) {
            _ = try MasterKeys(text: text)
            Issue.record("'\(text)' is wrong")
        } catch {
            #expect(error.text.contains(problem) && error.text.contains("assay keys new"))
            #expect(!error.text.contains("QUJD"))
        }
    }
}
