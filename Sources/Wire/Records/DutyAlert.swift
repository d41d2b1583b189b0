// Writes alerts about what is due when a threshold was crossed.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// An alert about a duty of a raised threshold (S3-120, S3-121).
package struct DutyAlert: Sendable {
    /// The tally whose figure it is about.
    package var tally: Tally
    /// The tally's window in local time.
    package var windowLabel: String
    /// What is told.
    package var notice: DutyNotice
    /// Version of the policy whose threshold it is.
    package var policyVersion: String

    /// An alert.
    package init(tally: Tally, windowLabel: String, notice: DutyNotice, policyVersion: String) {
        self.tally = tally
        self.windowLabel = windowLabel
        self.notice = notice
        self.policyVersion = policyVersion
    }

    /// The alert's bytes.
    package var bytes: [UInt8] {
        var alert = ProtoAlert(about: tally)
        alert.clock = notice.duty.kind.word
        alert.cycle = notice.cycle
        alert.deadlineMs = notice.deadline.milliseconds
        alert.policyVersion = policyVersion
        alert.startedAtMs = tally.end.milliseconds
        alert.targetMs = notice.duty.within.count
        alert.receivers = notice.duty.receivers
        alert.atMs = notice.deadline.milliseconds
        if let doneAt = notice.doneAt { alert.fulfilledAtMs = doneAt.milliseconds }
        switch notice.step {
        case .overdue:
            alert.step = .breached
            alert.clearFulfilledAtMs()
        case .done:
            alert.step = .cleared
            alert.atMs = notice.doneAt?.milliseconds ?? alert.atMs
            alert.lateByMs = notice.doneAt.map { ($0 - notice.deadline).count } ?? 0
        case .retracted:
            alert.step = .retracted
            alert.reason = .lateEvent
        case .withdrawn:
            alert.step = .cleared
            alert.reason = .withdrawn
            alert.clearFulfilledAtMs()
        }
        alert.figure.threshold = notice.threshold
        alert.figure.window = ProtoWindowKind(rawValue: Int(tally.kind.rawValue)) ?? .unspecified
        alert.figure.startMs = tally.start.milliseconds
        alert.figure.endMs = tally.end.milliseconds
        alert.figure.windowLabel = windowLabel
        return encoded(alert)
    }
}
