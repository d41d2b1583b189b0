// Judges conversations event by event, without a log.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Wire

/// Applies conversation events in the order in which they are given, through the same task as a worker. Alerts and facts are not asked for
/// and dropped.
///
/// Memory is bounded by the open conversations and a note of each one that ended within the policy's survey window, with its evaluations
/// where corrections are taken: one that is reopened goes on with its next episode, and an event that comes twice counts once, as in a
/// worker.
package final class EventJudge {
    private let task: EvaluationTask
    private let origin = TopicPartition(.conversations, 0)
    private var offset: Int64 = 0
    private var batch = RecordBatch()
    private var outbox = Outbox()
    /// What a rollback would need is kept for so many events.
    private static let eventsPerCommit: Int64 = 1024

    /// A judge by these policies, before the first event. Corrections of clocks revise what has ended, or, where another policy is to
    /// judge anew, count for nothing (T30).
    package init(policies: PolicySet, takesCorrections: Bool = true) {
        task = EvaluationTask(
            partition: 0, policies: policies, settings: .offline(takesCorrections ? .corrections : .none))
    }

    /// Applies an event, and returns the evaluation of the episode that it ends or corrects; nil when it does neither.
    ///
    /// - Throws: `Complaint`: the event cannot be used and changed nothing.
    package func apply(_ event: OfflineEvent) throws(Complaint) -> ProtoEvaluation? {
        batch.removeAll()
        outbox.removeAll()
        batch.append(origin: origin, offset: offset, timestamp: event.at, key: event.key, value: event.value)
        offset += 1
        task.apply(&batch, 0..<1, into: &outbox)
        let result = task.offlineResult(of: outbox)
        if offset % EventJudge.eventsPerCommit == 0 { task.commitOffline() }
        return try result.get()
    }

    /// The evaluations of the episodes that are still open, in the order of their starts; each is made when it is asked for.
    package var openEvaluations: some Sequence<ProtoEvaluation> {
        task.openConversations.lazy.map { self.task.openEvaluation($0) }
    }
}
