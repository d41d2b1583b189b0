// How surveys are taken, in a line.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension CheckWording {
    /// What a policy says of surveys: the window, what is refused, the programmes.
    package func surveys(_ surveys: SurveyPolicy) -> String {
        func said(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        var parts = [said("窗口 \(span(surveys.window))", "window \(span(surveys.window))")]
        if let edit = surveys.edit { parts.append(said("可修改 \(span(edit))", "changes within \(span(edit))")) }
        if surveys.needsSubmission { parts.append(said("须提交", "submitted answers only")) }
        if let burst = surveys.burst {
            parts.append(said("\(span(burst)) 内的不同答案作废", "different answers within \(span(burst)) void"))
        }
        for programme in surveys.programmes {
            let (chinese, english) = programme.isCounted ? ("计入", "counted") : ("单列", "apart")
            let names = (programme.items + programme.reasons).joined(separator: "/")
            let least =
                programme.least > 1 ? said("，不足 \(programme.least) 份为暂定", ", provisional below \(programme.least)") : ""
            parts.append("\(programme.name) \(said(chinese, english))" + (names.isEmpty ? "" : " (\(names))") + least)
        }
        return parts.joined(separator: language == .chinese ? "，" : ", ")
    }
}
