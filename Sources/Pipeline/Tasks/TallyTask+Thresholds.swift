// Alerts about the figures of tallies.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension TallyTask {
    /// Decides the thresholds of a tally that has just taken a fact, and publishes what must be told.
    ///
    /// They are decided fact by fact, in the order of the partition, and not as tallies are published: so what is told
    /// depends on the facts alone, not on where commits fall, restarts included. The windows of earlier weeks stand, too, as
    /// the same facts left them. A fact that is rolled back takes its decisions along.
    func decideThresholds(of tally: inout Tally, _ window: Window, _ outbox: inout Outbox) {
        guard hasThresholds || !tally.thresholds.isEmpty else { return }
        let policy = policies.versions[policies.index(at: window.start)]
        let subject = SubjectKind(ofSubject: tally.subject)
        let thresholds = policy.thresholds.filter { threshold in
            subject.map { threshold.isAbout($0, window.kind) } ?? false
        }
        let (tenant, name) = (tally.tenant, tally.subject)
        let notices = tally.thresholds.decide(thresholds, tally.measures) { weeks in
            let start = window.start(weeksBefore: weeks, zone: policies.zone)
            let key = Key(tenant: tenant, subject: name, kind: window.kind, start: start)
            return tallies.entry(key).flatMap { tallies.hasLetGo($0) ? nil : $0.tally.measures }
        }
        for notice in notices {
            let alert = FigureAlert(
                tally: tally, windowLabel: window.label, notice: notice, policyVersion: policy.version)
            outbox.append(.alerts, key: RecordKey.bytes(tenant: tenant, name: name)) {
                $0.appendRange(alert.bytes)
            }
            counted.alerts += 1
        }
    }
}
