// What is due when thresholds were crossed.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension TallyTask {
    /// Applies a record of the supplements topic.
    func applySupplement(_ record: Record, _ batch: inout RecordBatch, _ outbox: inout Outbox) throws(Complaint) {
        let value = try batch.plainValue(of: record, schema: .supplement, reader: values)
        let supplement: SupplementReader.Supplement
        do throws(DecodeError) {
            supplement = try SupplementReader.read(batch.bytes, value)
        } catch {
            throw Complaint(error)
        }
        guard let key = record.key,
            batch.bytes[key].elementsEqual(RecordKey.bytes(tenant: supplement.tenant, name: supplement.subject))
        else { throw .foreignKey }
        let at = supplement.event.at
        guard record.timestamp.milliseconds <= 0 || at <= record.timestamp + policies.allowedSkew else {
            throw Complaint(
                .future,
                "at_ms \(at.milliseconds) is more than the allowed skew of \(policies.allowedSkew.count) ms after the "
                    + "broker's timestamp \(record.timestamp.milliseconds); mend the clock of the source")
        }
        supplementTime.latest = max(supplementTime.latest, at)
        switch supplement.event.content {
        case .done(let duty, let threshold, let window, let start):
            let key = Key(tenant: supplement.tenant, subject: supplement.subject, kind: window, start: start)
            try note(duty, of: threshold, doneAt: at, key, &outbox)
        case .statement: break
        }
        supplementTime.know(supplementTime.latest - policies.allowedSkew)
        decideDueDuties(&outbox)
    }

    private func note(
        _ duty: Duty.Kind, of threshold: String, doneAt time: Instant, _ key: Key, _ outbox: inout Outbox
    ) throws(Complaint) {
        let window = Window(key.kind, containing: key.start, zone: policies.zone)
        guard dutyWaits[key] != nil || !tallies.hasLetGo(window) else {
            throw Complaint(
                .late,
                "the \(key.kind.word) that starts at \(key.start.milliseconds) ms is kept no longer ('keep' of 'tallies' of the policy), "
                    + "and nothing is due about it any more")
        }
        guard let entry = tallies.entry(key),
            let index = entry.tally.thresholds.firstIndex(where: { $0.name == threshold && $0.isRaised })
        else {
            throw Complaint(
                .orphan,
                "the threshold '\(threshold)' of \(key.subject) is not raised in the \(key.kind.word) that starts at "
                    + "\(key.start.milliseconds) ms: take threshold, window and start_ms from the alert about it")
        }
        tallies.touch(entry)
        let known = entry.tally.thresholds[index].duties[duty].doneAt
        entry.tally.thresholds[index].duties[duty].doneAt = min(known ?? time, time)
        decideDuties(of: &entry.tally, &outbox)
    }

    /// Decides the duties of a tally, and publishes what must be told.
    func decideDuties(of tally: inout Tally, _ outbox: inout Outbox) {
        guard !tally.thresholds.isEmpty else { return }
        let policy = policies.versions[policies.index(at: tally.start)]
        let notices = tally.thresholds.decideDuties(policy.thresholds, end: tally.end, at: supplementTime.known)
        for notice in notices {
            let label = Window(tally.kind, containing: tally.start, zone: policies.zone).label
            let alert = DutyAlert(
                tally: tally, windowLabel: label, notice: notice, policyVersion: policy.version)
            outbox.append(.alerts, key: RecordKey.bytes(tenant: tally.tenant, name: tally.subject)) {
                $0.appendRange(alert.bytes)
            }
            outbox.alertTimes.append(notice.doneAt ?? notice.deadline)
            counted.alerts += 1
        }
        dutyWaits[key(of: tally)] = tally.thresholds.nextDuty(policy.thresholds, end: tally.end)
    }

    /// Decides the duties whose deadline has come.
    func decideDueDuties(_ outbox: inout Outbox) {
        let due = dutyWaits.filter { $0.value <= supplementTime.known }.keys.sorted(by: TallyTask.precedes)
        for key in due {
            guard let entry = tallies.entry(key) else { continue }
            tallies.touch(entry)
            decideDuties(of: &entry.tally, &outbox)
        }
    }

    /// Sets the waits for the duties of a tally that was loaded or put back.
    func waitForDuties(_ key: Key) {
        guard let tally = tallies.entry(key)?.tally, !tally.thresholds.isEmpty else {
            dutyWaits[key] = nil
            return
        }
        let policy = policies.versions[policies.index(at: tally.start)]
        dutyWaits[key] = tally.thresholds.nextDuty(policy.thresholds, end: tally.end)
    }
}
