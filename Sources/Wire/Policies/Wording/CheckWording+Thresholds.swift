// A threshold in a line.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension CheckWording {
    /// What a policy says of a threshold, in a line: figure, whose, its lines, who is told.
    package func threshold(_ threshold: Threshold) -> String {
        let figure = threshold.figure
        var parts = [([figure.kind.word] + [figure.clock?.word].compactMap { $0 }).joined(separator: " ")]
        if figure.kind.countsOutcomes {
            let (chinese, english) =
                figure.countsAbandoned ? ("计入放弃", "abandoned counted") : ("不计放弃", "abandoned left out")
            parts.append(said(chinese, english))
        }
        if let limit = figure.limit {
            parts.append(said("超过", "above") + " " + Figure.Unit.milliseconds.written(Fraction(limit.count, over: 1)))
        }
        if let programme = figure.programme { parts.append(said("问卷项目", "programme") + " " + programme) }
        if let theme = figure.theme { parts.append(said("主题（按词语推断）", "theme, by words alone:") + " " + theme) }
        if let each = figure.leastEach { parts.append(said("每队样本至少 \(each)", "teams with at least \(each)")) }
        parts.append(said("对象", "of") + " " + threshold.subjects.map(\.word).joined(separator: "/"))
        parts.append(said("窗口", "windows") + " " + threshold.windows.map(\.word).joined(separator: "/"))
        let unit = figure.kind.unit
        switch threshold.yardstick {
        case .target(let target, let alert, let clear):
            parts.append(said("目标", "target") + " " + unit.written(target))
            parts.append(said("告警线", "alert beyond") + " " + unit.written(alert))
            parts.append(said("解除线", "cleared at") + " " + unit.written(clear))
        case .earlierWeeks(let weeks, let alert, let clear):
            let (beyond, back) = (Figure.Unit.share.written(alert), Figure.Unit.share.written(clear))
            parts.append(
                said("超出前 \(weeks) 周同期的 \(beyond) 告警", "alert beyond \(beyond) of the \(weeks) weeks before"))
            parts.append(said("回到 \(back) 解除", "cleared at \(back)"))
        }
        parts.append(said("样本至少", "at least") + " \(threshold.least)")
        parts.append(said("通知", "tells") + " " + threshold.receivers.joined(separator: ", "))
        for duty in threshold.duties {
            let (chinese, english) =
                duty.kind == .analysis ? ("须提交分析", "analysis due within") : ("须整改", "to be mended within")
            parts.append("\(said(chinese, english)) \(span(duty.within)) → \(duty.receivers.joined(separator: "/"))")
        }
        return parts.joined(separator: ", ")
    }

    private func said(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
}
