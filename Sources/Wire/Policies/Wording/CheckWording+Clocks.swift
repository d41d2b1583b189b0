// A clock in a line.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension CheckWording {
    /// What a policy wants of a clock, in a line: target, calendar, who is told when.
    package func clock(_ clock: ClockPolicy) -> String {
        var parts: [String] = []
        if let target = clock.target { parts.append(labelled("目标", "target", span(target))) }
        for rule in clock.rules {
            let conditions = rule.conditions.map { "\($0.kind.word) \($0.values.joined(separator: "/"))" }
            var target = rule.target.map { span($0) } ?? labelled("不计时", "does not run", "")
            if rule.calendarName != clock.calendarName {
                target += " (\(labelled("日历", "calendar", rule.calendarName)))"
            }
            parts.append("\(conditions.joined(separator: ", ")): \(target)")
        }
        if clock.calendarName != "always" { parts.append(labelled("日历", "calendar", clock.calendarName)) }
        if let gap = clock.sessionGap { parts.append(labelled("会话间隔", "session gap", span(gap))) }
        guard clock.alerts else { return (parts + [labelled("不告警", "no alerts", "")]).joined(separator: ", ") }
        parts.append(labelled("告警", "alerts", clock.receivers.joined(separator: ", ")))
        if let lead = clock.approaching { parts.append(labelled("提前预警", "approaching", span(lead))) }
        for step in clock.ladder {
            let who = step.receivers.joined(separator: ", ")
            parts.append(labelled("升级 +\(span(step.delay))", "escalated +\(span(step.delay))", who))
        }
        return parts.joined(separator: ", ")
    }

    private func labelled(_ chinese: String, _ english: String, _ value: String) -> String {
        let label = language == .chinese ? chinese : english
        return value.isEmpty ? label : "\(label) \(value)"
    }
}
