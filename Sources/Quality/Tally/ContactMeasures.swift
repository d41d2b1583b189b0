// The additive figures of contacts.
// SPDX-License-Identifier: Apache-2.0

/// Problems that were solved at first contact, and contacts that were repeated.
package struct ContactMeasures: Hashable, Sendable {
    /// Contacts that repeat none.
    package var problems: Int64 = 0
    /// Contacts that repeat an earlier one (S4-038).
    package var repeats: Int64 = 0
    /// Problems resolved in their first contact, which was not repeated (S1-053, S3-101).
    package var solved: Int64 = 0
    /// Of these, without a hand-over (S2-020).
    package var solvedDirectly: Int64 = 0
    /// Contacts that were repeated.
    package var repeated: Int64 = 0
    /// Customers who rated more than one channel in a month (S4-044).
    package var comparedCustomers: Int64 = 0
    /// For each of them, the best channel's mean rating less the worst one's, in hundredths; the sum of these.
    package var channelGap: Int64 = 0
    /// Customers who complained about each theme in a month (S3-122): each once.
    package var themes = NamedSums()

    /// All contacts.
    package var contacts: Int64 { problems &+ repeats }

    /// Nothing.
    package init() {}

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: ContactMeasures, times: Int64) {
        problems += other.problems * times
        repeats += other.repeats * times
        solved += other.solved * times
        solvedDirectly += other.solvedDirectly * times
        repeated += other.repeated * times
        comparedCustomers += other.comparedCustomers * times
        channelGap += other.channelGap * times
        if !other.themes.entries.isEmpty { themes.add(other.themes, times: times) }
    }
}
