// Reads what integrity signals a policy looks for.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// What `integrity` says; nil without it.
    ///
    /// - Parameter programmes: the survey programmes that the policy names.
    mutating func integrity(_ node: Node?, programmes: [String]) -> IntegrityPolicy? {
        guard let node else { return nil }
        let what = "'integrity'"
        guard
            let fields = fields(
                node, of: what, required: ["just-before", "empty-reply", "reopened", "given-away-within"],
                optional: ["invitations-of"])
        else { return nil }
        let percent = targetShare(fields["just-before"], "'just-before' of \(what)")
        let empty = self.fields(
            fields["empty-reply"], of: "'empty-reply' of \(what)", required: ["below", "courtesies"])
        let letters = count(empty?["below"], "'below' of 'empty-reply'", in: 1...1_000)
        let courtesies = lexiconSet(empty?["courtesies"], of: "'courtesies' of 'empty-reply'")
        let reopened = self.fields(fields["reopened"], of: "'reopened' of \(what)", required: ["within", "times"])
        let within = duration(reopened?["within"], "'within' of 'reopened'")
        let times = count(reopened?["times"], "'times' of 'reopened'", in: 1...100)
        let given = duration(fields["given-away-within"], "'given-away-within' of \(what)")
        let programme = fields["invitations-of"].flatMap { identifier($0, "'invitations-of' of \(what)") }
        if let programme, let node = fields["invitations-of"], !programmes.contains(programme) {
            refuse(
                node, "'invitations-of' of \(what) is '\(programme)', a survey programme that is not named",
                "name it in the policy: 'surveys: { programmes: { \(programme): … } }'")
        }
        guard let percent, let letters, let courtesies, let within, let times, let given else { return nil }
        return IntegrityPolicy(
            lastPercent: percent, leastLetters: letters, courtesies: courtesies, reopenedWithin: within,
            reopenedTimes: UInt32(times), givenAwayWithin: given, invitations: programme)
    }

    /// A whole share of a clock's target.
    private mutating func targetShare(_ node: Node?, _ what: String) -> Int64? {
        guard let node, let word = text(node, what) else { return nil }
        guard word.hasSuffix("%"), let percent = Int64(word.dropLast()), (1...99).contains(percent) else {
            refuse(
                node, "\(what) is '\(word)'",
                "write a whole share of the target from 1% to 99%, for instance 10%: with less of it left a deadline is near"
            )
            return nil
        }
        return percent
    }

    /// Refuses thresholds on integrity signals that the policy does not count.
    mutating func check(_ threshold: Threshold, at node: Node, _ integrity: IntegrityPolicy?) {
        let kind = threshold.figure.kind
        if kind.signal != nil || kind == .invitationGap, integrity == nil {
            refuse(
                node, "the threshold '\(threshold.name)' is about integrity signals, which are not counted",
                "add 'integrity: …' to the policy")
        } else if kind == .invitationGap, integrity?.invitations == nil {
            refuse(
                node,
                "the threshold '\(threshold.name)' compares the scores of invited episodes, and no programme is named",
                "add 'invitations-of: …' to 'integrity' of the policy")
        }
    }
}
