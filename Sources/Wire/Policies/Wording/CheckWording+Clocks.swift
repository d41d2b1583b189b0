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
            if let receivers = rule.receivers { target += " → \(receivers.joined(separator: "/"))" }
            if let ladder = rule.ladder { target += " [\(ladder.map { step($0) }.joined(separator: "; "))]" }
            if rule.calendarName != clock.calendarName {
                target += " (\(labelled("日历", "calendar", rule.calendarName)))"
            }
            parts.append("\(conditions.joined(separator: ", ")): \(target)")
        }
        if clock.calendarName != "always" { parts.append(labelled("日历", "calendar", clock.calendarName)) }
        if clock.conditions != clock.kind.conditions {
            parts.append(labelled("条件", "conditions", conditions(clock.conditions)))
        }
        if !clock.words.isEmpty { parts.append(labelled("用语", "said", lexicons(in: clock.words))) }
        if clock.pausesIn != 0 {
            let reasons = pauseReasons.indices.filter { clock.pausesIn >> UInt32($0) & 1 != 0 }.map { pauseReasons[$0] }
            parts.append(labelled("暂停", "pauses", reasons.joined(separator: "/")))
        }
        if let gap = clock.sessionGap { parts.append(labelled("会话间隔", "session gap", span(gap))) }
        guard clock.alerts else { return (parts + [labelled("不告警", "no alerts", "")]).joined(separator: ", ") }
        parts.append(labelled("告警", "alerts", clock.receivers.joined(separator: ", ")))
        if let lead = clock.approaching { parts.append(labelled("提前预警", "approaching", span(lead))) }
        parts += clock.ladder.map { step($0) }
        return parts.joined(separator: ", ")
    }

    private func step(_ step: LadderStep) -> String {
        let calendar = step.calendarName == "always" ? "" : " (\(step.calendarName))"
        let who = step.receivers.joined(separator: ", ")
        return labelled("升级 +\(span(step.delay))\(calendar)", "escalated +\(span(step.delay))\(calendar)", who)
    }

    private func conditions(_ conditions: ClockConditions) -> String {
        func names(_ events: ClockEvents) -> String {
            ClockEvents.named.filter { events.contains($0.events) }.map(\.name).joined(separator: "/")
        }
        return "\(names(conditions.starts)) > \(names(conditions.fulfils))"
            + (conditions.cancels.isEmpty ? "" : " | \(names(conditions.cancels))")
    }

    private func lexicons(in set: LexiconSet) -> String {
        lexicons.indices.filter { set.contains(UInt8($0)) }.map { lexicons[$0] }.joined(separator: "/")
    }

    private func labelled(_ chinese: String, _ english: String, _ value: String) -> String {
        let label = language == .chinese ? chinese : english
        return value.isEmpty ? label : "\(label) \(value)"
    }
}
