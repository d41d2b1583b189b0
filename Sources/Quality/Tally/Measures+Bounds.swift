// The bounds within which measures add up.
// SPDX-License-Identifier: Apache-2.0

extension Measures {
    /// Whether they may be added to others of which the same holds: every number is less than 2^61 away from 0, so no sum of
    /// two exceeds what a number can hold. Only damaged facts are beyond.
    package var isAddable: Bool { magnitudes < Measures.addableBound }

    /// The bound below which numbers may be added.
    package static var addableBound: UInt64 { 1 << 61 }

    /// No number is further away from 0.
    package var bound: UInt64 { magnitudes }

    /// Adds others where the sum is addable, too; else nothing changes and it is false.
    package mutating func addIfAddable(_ other: Measures) -> Bool {
        guard isAddable, other.isAddable else { return false }
        var sum = self
        sum.add(other)
        guard sum.isAddable else { return false }
        self = sum
        return true
    }

    /// The bits that the distance of any number from 0 has.
    private var magnitudes: UInt64 {
        let counts =
            bits(conversations, scored, scoreHundredths, records)
            | bits(promoters, passives, detractors, sensitiveClear) | sensitiveMasked.magnitude
        let clocks = firstResponseHuman.magnitudes | firstResponseAny.magnitudes
        let others = otherClocks.entries.reduce(0) { $0 | $1.responses.magnitudes }
        return counts | ratings.magnitudes | clocks | others | episodes.magnitudes | handling.magnitudes
            | pauses.magnitudes | teams.magnitudes | contacts.magnitudes | complaints.magnitudes | programmes.magnitudes
            | agreement.magnitudes | accuracy.magnitudes | integrity.magnitudes
    }
}

extension ResponseMeasures {
    fileprivate var magnitudes: UInt64 {
        bits(met, breached, abandoned, cancelled) | bits(answered, elapsed)
            | histogram.buckets.reduce(0) { $0 | $1.count.magnitude }
    }
}

extension EpisodeMeasures {
    fileprivate var magnitudes: UInt64 { bits(timely, partlyAbandoned, late, abandoned) }
}

extension HandlingMeasures {
    fileprivate var magnitudes: UInt64 {
        let spans =
            bits(queue.count, queue.sum, assigned.count, assigned.sum)
            | bits(waiting.count, waiting.sum, responded.count, responded.sum)
        return spans | bits(handOvers, handled, resolved, distinct)
    }
}

extension PauseMeasures {
    fileprivate var magnitudes: UInt64 { bits(pauses, late) }
}

extension TeamMeasures {
    fileprivate var magnitudes: UInt64 {
        entries.reduce(others.magnitude) { $0 | $1.good.magnitude | $1.answers.magnitude }
    }
}

extension ContactMeasures {
    fileprivate var magnitudes: UInt64 {
        bits(problems, repeats, solved, solvedDirectly) | bits(repeated, comparedCustomers, channelGap)
            | themes.magnitudes
    }
}

extension ComplaintMeasures {
    fileprivate var magnitudes: UInt64 { bits(episodes, received, second, withdrawn) }
}

extension ProgrammeMeasures {
    fileprivate var magnitudes: UInt64 {
        entries.reduce(0) { all, entry in
            let counts =
                bits(entry.sent, entry.delivered, entry.opened, entry.answered)
                | bits(entry.changed, entry.expired, entry.quarantined, entry.invited)
                | bits(entry.promoters, entry.passives, entry.detractors, entry.reasoned)
            return all | counts | entry.ratings.magnitudes | entry.items.magnitudes | entry.reasons.magnitudes
        }
    }
}

extension NamedSums {
    fileprivate var magnitudes: UInt64 { entries.reduce(0) { $0 | $1.count.magnitude | $1.sum.magnitude } }
}

extension AgreementMeasures {
    fileprivate var magnitudes: UInt64 { bits(values, sum, squares, pairs) }
}

extension AccuracyMeasures {
    fileprivate var magnitudes: UInt64 {
        bits(compared, absolute, difference, falsePositives) | falseNegatives.magnitude
    }
}

/// Four by four: nothing generic, as these are asked of every fact and tally.
private func bits(_ first: Int64, _ second: Int64, _ third: Int64 = 0, _ fourth: Int64 = 0) -> UInt64 {
    first.magnitude | second.magnitude | third.magnitude | fourth.magnitude
}
