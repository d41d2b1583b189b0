// What must come out of an input, when nothing happens to those who work on it.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
package import Quality
package import Wire

/// What must come out of the input as it stands in the topics: by the tasks that workers run, but one a partition, to
/// which nothing ever happens. Partitions are worked off one after the other.
package struct Expectation: Sendable {
    private var certain = ResultLedger()
    /// With the alerts, too, that are due when time passes after the last record.
    private var possible = ResultLedger()
    /// What the input contributes to the figures, by subject and hour.
    package private(set) var facts: [SubjectHour: Measures] = [:]
    private let policies: PolicySet

    /// Alerts of so much later may have been told.
    private static let overtime = Milliseconds.hours(1)

    /// Nothing yet; judged by these policies.
    package init(policies: PolicySet) { self.policies = policies }

    /// How many results there must be of a topic.
    package func count(_ topic: Topic) -> Int { certain.count(topic) }

    /// Works off one partition: gives it the batches that `next` puts into the batch it is handed, in the order of their time, until it
    /// says that there are no more.
    ///
    /// - Throws: what `next` throws.
    package mutating func workOff(
        partition: Int32, next: (inout RecordBatch) throws -> Bool
    ) throws {
        let task = EvaluationTask(partition: partition, policies: policies)
        var outbox = Outbox()
        var batch = RecordBatch()
        var last: Instant?
        while try next(&batch) {
            for index in batch.records.indices { task.apply(&batch, index..<index + 1, into: &outbox) }
            last = batch.records.last?.timestamp ?? last
            // What a rollback would need is not kept; facts are summed up as they are at a commit.
            task.prepareCommit(into: &outbox)
            try take(outbox, isCertain: true)
            task.commit()
            outbox.removeAll()
            batch.removeAll()
        }
        guard let last else { return }
        // Surveys wait until time has come to them.
        task.advance(to: last, into: &outbox)
        task.advanceCompanions(to: last, into: &outbox)
        task.prepareCommit(into: &outbox)
        try take(outbox, isCertain: true)
        task.commit()
        outbox.removeAll()
        task.advance(to: last + Self.overtime, into: &outbox)
        task.advanceCompanions(to: last + Self.overtime, into: &outbox)
        try take(outbox, isCertain: false)
    }

    private mutating func take(_ outbox: Outbox, isCertain: Bool) throws {
        for effect in outbox.effects {
            guard let range = effect.value else { continue }
            if effect.topic == .facts {
                let fact = try Fact.read(outbox.bytes, range)
                facts[SubjectHour(fact), default: Measures()].add(fact.measures)
            } else if ResultLedger.topics.contains(effect.topic) {
                let value = Array(outbox.bytes[range])
                let identity = try ResultLedger.identity(effect.topic, value)
                if isCertain { certain.take(effect.topic, identity: identity, value) }
                possible.take(effect.topic, identity: identity, value)
            }
        }
    }

    // MARK: Comparing

    /// Whether all is there that must be.
    package func isMet(by seen: ResultLedger) -> Bool {
        ResultLedger.topics.allSatisfy { topic in
            guard seen.count(topic) >= certain.count(topic) else { return false }
            let there = seen.results[topic] ?? [:]
            return (certain.results[topic] ?? [:]).keys.allSatisfy { there[$0] != nil }
        }
    }

    /// What is missing, too much, or other than it should be.
    package func complaints(about seen: ResultLedger) -> [String] {
        ResultLedger.topics.flatMap { topic in
            let (must, may, there) =
                topic == .alerts
                ? (certain.standingAlerts, possible.standingAlerts, seen.standingAlerts)
                : (certain.results[topic] ?? [:], possible.results[topic] ?? [:], seen.results[topic] ?? [:])
            return must.keys.filter { there[$0] == nil }.sorted().map { "\(topic.word): \($0) is missing" }
                + there.sorted { $0.key < $1.key }.compactMap { name, result in
                    guard let due = may[name] else { return "\(topic.word): \(name) is too much" }
                    return result.isChanged || result.content != due.content
                        ? "\(topic.word): \(name) says something else" : nil
                }
        }
    }
}

extension SubjectHour {
    /// What a fact is about.
    package init(_ fact: Fact) { self.init(tenant: fact.tenant, subject: fact.subject, hour: fact.hour) }
}
