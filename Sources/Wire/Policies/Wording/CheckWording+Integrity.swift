// What integrity signals are looked for, in a line.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension CheckWording {
    /// The rules in a line: what is just before a deadline, what is empty, what is soon.
    package func integrity(_ rules: IntegrityPolicy) -> String {
        func said(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var parts = [
            said("剩余不足 \(rules.lastPercent)% 为临期", "just before: less than \(rules.lastPercent)% left"),
            said(
                "礼貌用语之外少于 \(rules.leastLetters) 字为空回复",
                "empty: fewer than \(rules.leastLetters) letters beside courtesy"),
            said(
                "\(span(rules.reopenedWithin)) 内重开 \(rules.reopenedTimes) 次为循环",
                "cycle: reopened within \(span(rules.reopenedWithin)) for \(rules.reopenedTimes) times"),
            said(
                "差评后 \(span(rules.givenAwayWithin)) 内转出为推走",
                "given away: handed over within \(span(rules.givenAwayWithin)) after a bad rating"),
        ]
        if let programme = rules.invitations {
            parts.append(said("比较 \(programme) 邀请与未邀请的得分", "scores with and without invitations of \(programme)"))
        }
        return parts.joined(separator: language == .chinese ? "，" : ", ")
    }
}
