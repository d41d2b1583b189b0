// How long promised times are.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Promised times")
struct PromisedTimeTests {
    @Test(
        "T69: spans of time in words have their length",
        arguments: [
            ("2小时", 7_200), ("半小时", 1_800), ("一个半小时", 5_400), ("1-3天", 259_200), ("三到五分钟", 300), ("二十四小时", 86_400),
            ("2小时30分", 9_000), ("１０分钟", 600), ("30 minutes", 1_800), ("1.5小时", 5_400), ("两周", 1_209_600), ("一刻钟", 900),
            ("2小时半", 9_000), ("10個小時", 36_000), ("24 hours", 86_400), ("3-5 days", 432_000),
        ] as [(String, Int64)])
    func lengths(_ text: String, seconds: Int64) { #expect(PromisedTime.length(of: text[...]) == .seconds(seconds)) }

    @Test(
        "T69: what is not definite, or no fixed span, has none",
        arguments: ["几分钟", "十几分钟", "3个工作日", "2个月", "一年", "1.25小时", "小时", "", "9999999999小时", "2 working days"])
    func none(_ text: String) { #expect(PromisedTime.length(of: text[...]) == nil) }
}
