// Habits of the house that a compiler does not check.
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Habits")
struct HabitTests {
    @Test("every file begins with what it is and its licence")
    func filesHaveHeaders() throws {
        for file in try SourceTree.all() where !file.isGenerated {
            #expect(
                file.lines.count > 1 && file.lines[0].hasPrefix("// "),
                "\(file.path): the first line says what the file is")
            #expect(
                file.lines.count > 1 && file.lines[1] == "// SPDX-License-Identifier: Apache-2.0",
                "\(file.path): licence line")
        }
    }

    @Test("files hold one concept: no more than 400 lines")
    func filesAreShort() throws {
        for file in try SourceTree.all() where !file.isGenerated && !HabitTests.data.contains(file.path) {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    /// Files that are data rather than code.
    static let data: Set<String> = []

    @Test(
        "pure modules have no clock, no randomness, no output and no traps on data",
        arguments: ["Quality", "Wire", "Pipeline"])
    func pureModulesArePure(module: String) throws {
        let banned = [
            "Date()", "ContinuousClock", "SystemRandomNumberGenerator", ".random(", "print(", "fatalError(", "try!",
            "Task.sleep",
        ]
        for file in try SourceTree.files(in: "Sources/\(module)") where !file.isGenerated {
            for word in banned {
                #expect(!file.text.contains(word), "\(file.path) uses \(word)")
            }
        }
    }

    /// What the text matcher has of unsafe code besides the phrase matcher: a text, a table and a set of places.
    static let unsafeFiles: Set<String> = [
        "Sources/Quality/Rubric/MatchedText.swift", "Sources/Quality/Rubric/FixedTable.swift",
        "Sources/Quality/Rubric/PlaceSet.swift",
    ]

    @Test("unsafe code stays in KafkaLog, Wire and the text matcher")
    func unsafeCodeHasItsPlaces() throws {
        for file in try SourceTree.files(in: "Sources") + SourceTree.files(in: "loadtest") {
            let mayBeUnsafe =
                file.path.hasPrefix("Sources/KafkaLog/") || file.path.hasPrefix("Sources/Wire/")
                || file.path.hasPrefix("Sources/Quality/Rubric/Phrase")
                || HabitTests.unsafeFiles.contains(file.path)
            #expect(mayBeUnsafe || !file.text.contains("Unsafe"), "\(file.path) uses unsafe code")
        }
    }

    @Test("every unchecked Sendable says what guards it")
    func uncheckedSendableIsExplained() throws {
        for file in try SourceTree.files(in: "Sources") + SourceTree.files(in: "loadtest") where !file.isGenerated {
            for (index, line) in file.lines.enumerated() where line.contains("@unchecked Sendable") {
                let above = file.lines[max(0, index - 3)..<index]
                #expect(
                    above.contains {
                        $0.contains("queue") || $0.contains("lock") || $0.contains("immutable") || $0.contains("thread")
                    },
                    "\(file.path):\(index + 1)")
            }
        }
    }
}
