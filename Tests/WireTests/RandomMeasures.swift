// Random measures for tests of records.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension RandomMessages {
    mutating func measures() -> Measures {
        var measures = Measures()
        guard flag() else { return measures }
        measures.conversations = signed()
        measures.scored = signed()
        measures.scoreHundredths = signed()
        measures.records = signed()
        measures.ratings = Ratings(flag() ? [] : (0..<5).map { _ in signed() })
        measures.promoters = signed()
        measures.passives = signed()
        measures.detractors = signed()
        measures.handling.queue = SpanMeasures(count: signed(), sum: signed())
        measures.handling.assigned = SpanMeasures(count: signed(), sum: signed())
        measures.handling.waiting = SpanMeasures(count: signed(), sum: signed())
        measures.handling.responded = SpanMeasures(count: signed(), sum: signed())
        measures.handling.handOvers = signed()
        measures.handling.handled = signed()
        measures.handling.resolved = signed()
        measures.handling.distinct = signed()
        for team in ["T1", "T2", "您"] where flag() {
            measures.teams.add(TeamMeasures.Entry(team: team, good: signed(), answers: 1 + Int64(number(below: 900))))
        }
        measures.teams.others = signed()
        for programme in ["instant", "monthly", "季度"] where flag() {
            measures.programmes.add(self.programme(programme))
        }
        if flag() {
            measures.complaints.episodes = signed()
            measures.complaints.received = signed()
            measures.complaints.second = signed()
            measures.complaints.withdrawn = signed()
        }
        if flag() {
            measures.contacts.problems = signed()
            measures.contacts.repeats = signed()
            measures.contacts.solved = signed()
            measures.contacts.solvedDirectly = signed()
            measures.contacts.repeated = signed()
            measures.contacts.comparedCustomers = signed()
            measures.contacts.channelGap = signed()
            measures.contacts.themes.add(NamedSums.Entry(name: "慢", count: 1 + Int64(number(below: 9)), sum: 0))
        }
        for signal in IntegritySignal.allCases where flag() {
            measures.integrity.add(
                NamedSums.Entry(name: signal.word, count: 1 + Int64(number(below: 900)), sum: signed()))
        }
        measures.pauses.pauses = signed()
        measures.pauses.late = signed()
        measures.episodes.timely = signed()
        measures.episodes.partlyAbandoned = signed()
        measures.episodes.late = signed()
        measures.episodes.abandoned = signed()
        measures.firstResponseHuman = responses()
        measures.firstResponseAny = responses()
        for kind in ClockKind.allCases.dropFirst(2) where flag() { measures.otherClocks[kind] = responses() }
        if flag() {
            measures.agreement = AgreementMeasures(unit: [Int64(number(below: 900)), Int64(number(below: 900))])
        }
        if flag() {
            measures.accuracy = AccuracyMeasures(
                automatic: .hundred, human: Points(hundredths: Int32(number(below: 9))))
        }
        return measures
    }

    mutating func pauses(of holder: HolderName?) -> [PauseCount] {
        [
            PauseCount(holder: nil, pauses: 3, late: UInt32(number(below: 3))),
            PauseCount(holder: holder, pauses: 1),
        ]
    }

    mutating func integrity() -> [IntegrityCount] {
        let other = HolderName(agent: text(0...9), team: text(0...9))
        return [
            IntegrityCount(.emptyReplies, of: 3, found: UInt32(number(below: 3))),
            IntegrityCount(.lateHandOvers, holder: other, of: 1, found: 0),
        ]
    }

    private mutating func programme(_ name: String) -> ProgrammeMeasures.Entry {
        var entry = ProgrammeMeasures.Entry(programme: name)
        entry.sent = 1 + Int64(number(below: 9_000))
        entry.delivered = signed()
        entry.opened = signed()
        entry.answered = signed()
        entry.changed = signed()
        entry.expired = signed()
        entry.quarantined = signed()
        entry.invited = signed()
        if flag() { entry.ratings = Ratings((0..<5).map { _ in signed() }) }
        entry.promoters = signed()
        entry.passives = signed()
        entry.detractors = signed()
        for name in ["speed", "态度"] where flag() {
            entry.items.add(NamedSums.Entry(name: name, count: 1 + Int64(number(below: 9)), sum: signed()))
        }
        if flag() { entry.reasons.add(NamedSums.Entry(name: "slow", count: -1 - Int64(number(below: 9)), sum: 0)) }
        entry.reasoned = signed()
        return entry
    }

    mutating func contact() -> Contact {
        let start = Int64(1 + number(below: 1 << 40))
        var contact = Contact(
            conversation: identifier(), episode: 1 + UInt32(number(below: 300)),
            startedAt: Instant(milliseconds: start),
            endedAt: Instant(milliseconds: start + Int64(number(below: 99_999))))
        contact.isFirst = flag()
        contact.isWithdrawn = flag()
        contact.channel = text(0...5)
        contact.subjects = (0..<number(below: 4)).map { _ in "agent:" + text(0...9) }
        contact.isResolved = flag()
        contact.isHandedOver = flag()
        contact.ratings = Int64(number(below: 300))
        contact.ratingSum = Int64(number(below: 1_000))
        contact.orders = (0..<number(below: 4)).map { _ in identifier() }
        contact.issue = text(0...9)
        contact.repeatsForgotten = flag()
        return contact
    }

    private mutating func responses() -> ResponseMeasures {
        var responses = ResponseMeasures()
        guard flag() else { return responses }
        responses.met = signed()
        responses.breached = signed()
        responses.abandoned = signed()
        responses.answered = signed()
        responses.elapsed = signed()
        for _ in 0..<number(below: 60) { responses.histogram.record(Int64(number(below: 1 << 30))) }
        return responses
    }
}
