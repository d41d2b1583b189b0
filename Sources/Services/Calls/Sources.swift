// What the gateway asks others for.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Wire

/// The dialogue of an episode, with what the rubric says of it.
package struct Dialogue: Sendable {
    package var entries: [ProtoConversationPage.Entry]
    package var points: [ProtoConversationPage.Point]
    package var notApplicable: [ProtoConversationPage.Item]
    package var forPeople: [ProtoConversationPage.Item]
    package var rubric: [ProtoConversationPage.Item]
    /// Why there are no entries; empty when there are.
    package var missing: String

    /// A dialogue.
    package init(
        entries: [ProtoConversationPage.Entry] = [], points: [ProtoConversationPage.Point] = [],
        notApplicable: [ProtoConversationPage.Item] = [], forPeople: [ProtoConversationPage.Item] = [],
        rubric: [ProtoConversationPage.Item] = [], missing: String = ""
    ) {
        self.entries = entries
        self.points = points
        self.notApplicable = notApplicable
        self.forPeople = forPeople
        self.rubric = rubric
        self.missing = missing
    }
}

/// A piece of a topic that is read again for one reader, batch by batch.
package protocol CatchUp<Traits>: Sendable {
    associatedtype Traits: Sendable
    /// The next results, each partition in its order; nil at the end.
    func next() async throws(Refusal) -> [Held<Traits>]?
    /// Ends it early.
    func close() async
}

/// What stands behind the gateway: the cluster, the policies, the clock. The executable has them; tests have their own.
package struct ServiceSources: Sendable {
    /// The gateway's clock.
    package var now: @Sendable () -> Instant
    /// The policy that the gateway was started with: its zone cuts windows, its names are those of figures.
    package var policies: PolicySet
    /// Scores a transcript.
    package var evaluate: @Sendable (ProtoEvaluateRequest) async throws(Refusal) -> ProtoEvaluation
    /// The dialogue of an evaluated episode; the broker's time of its newest evaluation says until when its events came.
    package var dialogue: @Sendable (ProtoEvaluation, _ until: Instant) async throws(Refusal) -> Dialogue
    /// Puts a review on its topic, and returns when it is there.
    package var submit: @Sendable (ProtoReviewEvent) async throws(Refusal) -> Void
    /// Reads evaluations again: of each partition the offsets from the first number to before the second.
    package var evaluationsAgain:
        @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<EvaluationTraits>
    /// Reads alerts again, likewise.
    package var alertsAgain: @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<AlertTraits>
    /// Reads tallies again, likewise.
    package var talliesAgain: @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<TallyTraits>
    /// The oldest offset of each partition of a topic.
    package var oldest: @Sendable (ResultTopic) async throws(Refusal) -> [Int64]

    /// What stands behind the gateway.
    package init(
        now: @escaping @Sendable () -> Instant, policies: PolicySet,
        evaluate: @escaping @Sendable (ProtoEvaluateRequest) async throws(Refusal) -> ProtoEvaluation,
        dialogue: @escaping @Sendable (ProtoEvaluation, Instant) async throws(Refusal) -> Dialogue,
        submit: @escaping @Sendable (ProtoReviewEvent) async throws(Refusal) -> Void,
        evaluationsAgain:
            @escaping @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<
                EvaluationTraits
            >,
        alertsAgain: @escaping @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<AlertTraits>,
        talliesAgain: @escaping @Sendable ([Int32: Range<Int64>]) async throws(Refusal) -> any CatchUp<TallyTraits>,
        oldest: @escaping @Sendable (ResultTopic) async throws(Refusal) -> [Int64]
    ) {
        self.now = now
        self.policies = policies
        self.evaluate = evaluate
        self.dialogue = dialogue
        self.submit = submit
        self.evaluationsAgain = evaluationsAgain
        self.alertsAgain = alertsAgain
        self.talliesAgain = talliesAgain
        self.oldest = oldest
    }
}

extension ServiceSources {
    /// The zone in which windows are cut.
    var zone: ZoneRules { policies.zone }
}
