// What makes a contact the repetition of another one, in a line.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension CheckWording {
    /// The rules in a line: window, keys of the issue, what counts.
    package func repeats(_ rules: RepeatRules) -> String {
        func said(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let keys = rules.keys.map(\.word).joined(separator: ", ")
        var parts = [
            said("结束后 \(span(rules.window)) 内", "within \(span(rules.window)) after the end"),
            keys.isEmpty
                ? said("同一客户即视为同一问题", "any contact of the customer")
                : said("同一问题依据 \(keys)", "same issue by \(keys)"),
        ]
        if !keys.isEmpty {
            parts.append(
                rules.unknownIsSame
                    ? said("无法判断时视为同一问题", "unknown issues are the same")
                    : said("无法判断时视为不同问题", "unknown issues are different"))
        }
        parts.append(rules.countsBots ? said("机器人接待计入", "bots counted") : said("机器人接待不计", "bots left out"))
        return parts.joined(separator: language == .chinese ? "，" : ", ")
    }
}
