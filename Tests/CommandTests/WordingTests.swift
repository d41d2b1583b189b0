// Numbers and texts in messages.
// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Commands
@testable import assay

@Suite("wording")
struct WordingTests {
    @Test(
        "thousands stand apart",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func grouped(number: Int, text: String) {
        #expect(number.grouped == text)
    }

    @Test("a message is one line of bounded length, without control characters")
    func onOneLine() {
        #expect("a\nb\r\u{1B}[31m\u{2028}你好".onOneLine == "a b  [31m 你好")
        #expect(String(repeating: "a", count: 10_000).onOneLine.count == 500)
    }
}
