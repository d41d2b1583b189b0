// Writes alerts about figures.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// One step of one alert about a figure of a subject and window.
package struct FigureAlert: Sendable {
    /// The tally as it stood when it was decided.
    package var tally: Tally
    /// The tally's window in local time.
    package var windowLabel: String
    /// What is told.
    package var notice: ThresholdNotice
    /// Version of the policy whose threshold it is: the one in force at the window's start.
    package var policyVersion: String

    /// An alert.
    package init(tally: Tally, windowLabel: String, notice: ThresholdNotice, policyVersion: String) {
        self.tally = tally
        self.windowLabel = windowLabel
        self.notice = notice
        self.policyVersion = policyVersion
    }

    /// The alert's bytes.
    package var bytes: [UInt8] {
        var alert = ProtoAlert(about: tally)
        alert.clock = notice.threshold?.figure.clock?.word ?? ""
        alert.cycle = notice.cycle
        alert.policyVersion = policyVersion
        alert.receivers = notice.threshold?.receivers ?? []
        alert.atMs = tally.start.milliseconds
        switch notice.step {
        case .raised: alert.step = .raised
        case .cleared: alert.step = .cleared
        case .withdrawn:
            alert.step = .cleared
            alert.reason = .withdrawn
        }
        alert.figure = figure
        return encoded(alert)
    }

    private var figure: ProtoFigureAlert {
        var figure = ProtoFigureAlert()
        figure.threshold = notice.name
        figure.figure = notice.threshold?.figure.kind.word ?? ""
        figure.window = ProtoWindowKind(rawValue: Int(tally.kind.rawValue)) ?? .unspecified
        figure.startMs = tally.start.milliseconds
        figure.endMs = tally.end.milliseconds
        figure.windowLabel = windowLabel
        if let sample = notice.sample {
            figure.value = ProtoFraction(sample.value)
            figure.counted = sample.counted
        }
        figure.least = notice.threshold?.least ?? 0
        if let lines = notice.lines {
            if let target = lines.target { figure.target = ProtoFraction(target) }
            if let usual = lines.usual { figure.usual = ProtoFraction(usual) }
            figure.alertLine = ProtoFraction(lines.alert)
            figure.returnLine = ProtoFraction(lines.clear)
        }
        figure.nextFactOffset = tally.nextFact
        return figure
    }
}

extension ProtoFraction {
    fileprivate init(_ fraction: Fraction) {
        self.init()
        numerator = fraction.numerator
        denominator = fraction.denominator
    }
}

extension ProtoAlert {
    /// An alert about a figure of a tally: tenant, subject, and the agent, team or channel that it is about.
    init(about tally: Tally) {
        self.init()
        tenant = tally.tenant
        conversationID = tally.subject
        let name = String(tally.subject.drop { $0 != ":" }.dropFirst())
        switch SubjectKind(ofSubject: tally.subject) {
        case .agent: agentID = name
        case .team: teamID = name
        case .channel: channel = name
        default: break
        }
    }
}
