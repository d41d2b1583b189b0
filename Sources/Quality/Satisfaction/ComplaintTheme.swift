// What complaints are about, as far as words and codes tell.
// SPDX-License-Identifier: Apache-2.0

/// A theme of complaints (C38, S3-122). It is a heuristic: words and codes that the policy names, and no reading by a person.
package struct ComplaintTheme: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// The lexicons whose words it is known by.
    package var lexicons: LexiconSet
    /// The reasons of survey answers that it is known by.
    package var reasons: [String]

    /// The most themes of a policy.
    package static let most = 32

    /// A theme.
    package init(name: String, lexicons: LexiconSet, reasons: [String] = []) {
        self.name = name
        self.lexicons = lexicons
        self.reasons = reasons
    }

    /// The name of the threshold that tells of a burst of it.
    package var burstName: String { "theme-burst-" + name }

    /// The line that a burst crosses: so many customers of everything in a calendar month, each once (S3-122). It is raised once, and cleared
    /// only when no complaint is left.
    package func burst(of customers: Int64, receivers: [String]) -> Threshold {
        Threshold(
            name: burstName, figure: Figure(.themeCustomers, theme: name), subjects: [.all], windows: [.month],
            yardstick: .target(
                Fraction(0, over: 1), alert: Fraction(customers - 1, over: 1), clear: Fraction(0, over: 1)),
            least: customers, receivers: receivers)
    }
}

extension Policy {
    /// The themes of a survey answer by what the customer wrote and the reasons that were given, in the policy's order. The text is read once and
    /// not kept.
    package func themes(of comment: String, reasons: [String], _ room: inout MatchRoom) -> [String] {
        guard !themes.isEmpty else { return [] }
        var said = LexiconSet()
        if !comment.isEmpty {
            let bytes = Array(comment.utf8)
            scan(bytes, ByteRange(0..<bytes.count), by: .customer, .none, into: &room)
            for hit in room.hits { said.insert(hit.lexicon) }
        }
        return themes.filter { $0.lexicons.intersects(said) || !Set($0.reasons).isDisjoint(with: reasons) }.map(\.name)
    }
}

extension Episode {
    /// The themes of what the customer said in an episode with a complaint, in the policy's order.
    func themes(_ policy: Policy) -> [String] {
        guard !policy.themes.isEmpty, header.counts.complaints > 0 else { return [] }
        var said = LexiconSet()
        for hit in hits where marks[Int(hit.mark)].role == .customer { said.insert(hit.lexicon) }
        return policy.themes.filter { $0.lexicons.intersects(said) }.map(\.name)
    }
}

extension Evaluation {
    /// The themes that the customer of the episode complained about: in complaints that were not withdrawn, and in answers that rate badly or do
    /// not rate. In the order of their names, each once.
    package var complaintThemes: [String] {
        let inEpisode = counts.complaints > counts.withdrawnComplaints ? themes : []
        return Set(inEpisode + surveys.filter(\.isCounted).flatMap(\.themes)).sorted()
    }

    /// The evaluation after the customer withdrew a complaint behind its end (C48); nil when none is left.
    package func withdrawn() -> Evaluation? {
        guard counts.complaints > counts.withdrawnComplaints else { return nil }
        var next = self
        next.counts.withdrawnComplaints += 1
        next.revision += 1
        next.cause = .lateEvent
        return next
    }
}
