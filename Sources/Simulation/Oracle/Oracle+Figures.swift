// The oracle's adding up of evaluations.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension Oracle {
    /// Adds the newest evaluation of an episode to the tallies of its subjects.
    mutating func count(_ evaluation: Evaluation) {
        for (criterion, measures) in evaluation.criterionMeasures(policies.versions[evaluation.policyIndex]) {
            add(measures, to: "criterion:\(criterion)", of: evaluation)
        }
        guard evaluation.countsForCustomers else { return }
        var subjects = ["all"]
        if !evaluation.agent.isEmpty { subjects.append("agent:\(evaluation.agent)") }
        if !evaluation.team.isEmpty { subjects.append("team:\(evaluation.team)") }
        if !evaluation.channel.isEmpty { subjects.append("channel:\(evaluation.channel)") }
        // The histories have these only, in this order, and no values that are escaped.
        let values = [
            ("agent", evaluation.agent), ("team", evaluation.team), ("channel", evaluation.channel),
            ("brand", evaluation.attributes[.brand]),
        ]
        for kind in policies.versions[evaluation.policyIndex].tallySubjects {
            let told = values.filter { kind.word.split(separator: "+").map(String.init).contains($0.0) }.map(\.1)
            if !told.contains("") { subjects.append("\(kind.word):" + told.joined(separator: "+")) }
        }
        if evaluation.agent.isEmpty, evaluation.counts.agentMessages == 0, evaluation.counts.botMessages > 0 {
            subjects.append("bot")
        }
        var measures = Measures()
        measures.add(evaluation, times: 1)
        var ofCase = measures
        (ofCase.firstResponseHuman, ofCase.firstResponseAny) = (ResponseMeasures(), ResponseMeasures())
        ofCase.otherClocks = ClockMeasures()
        ofCase.pauses = PauseMeasures()
        ofCase.integrity = NamedSums()
        if let invited = measures.integrity.entries.first(where: { $0.name == "invited" }) {
            ofCase.integrity.add(invited)
        }
        for count in evaluation.integrity where count.signal != .invited {
            var one = Measures()
            one.integrity.add(
                NamedSums.Entry(name: count.signal.word, count: Int64(count.of), sum: Int64(count.found)))
            let holder = count.holder ?? HolderName(agent: evaluation.agent, team: evaluation.team)
            add(one, of: holder, evaluation)
        }
        for count in evaluation.pauses {
            var one = Measures()
            one.pauses.add(count, times: 1)
            add(one, of: count.holder ?? HolderName(agent: evaluation.agent, team: evaluation.team), evaluation)
        }
        for clock in evaluation.clocks {
            var one = Measures()
            switch clock.kind {
            case .firstResponseHuman: one.firstResponseHuman.add(clock, times: 1)
            case .firstResponseAny: one.firstResponseAny.add(clock, times: 1)
            default: one.otherClocks.add(clock, times: 1)
            }
            add(one, of: clock.holder ?? HolderName(agent: evaluation.agent, team: evaluation.team), evaluation)
        }
        var workload = Measures()
        workload.handling.handled = 1
        let compared = policies.versions[evaluation.policyIndex].comparedTeams
        var teams = Measures()
        for rating in evaluation.surveys.filter(\.isCounted).compactMap(\.rating) where !compared.isEmpty {
            let entry = TeamMeasures.Entry(team: evaluation.team, good: rating > 3 ? 1 : 0, answers: 1)
            if compared.contains(evaluation.team) { teams.teams.add(entry) } else { teams.teams.others += 1 }
        }
        add(teams, to: "all", of: evaluation)
        count(contact: evaluation, subjects: subjects.filter { $0 != "all" && $0 != "bot" })
        for subject in subjects {
            let isOfHolders = subject.hasPrefix("agent") || subject.hasPrefix("team") || subject == "bot"
            add(isOfHolders ? ofCase : measures, to: subject, of: evaluation)
            add(workload, to: subject, of: evaluation, at: evaluation.endedAt)
            for invitation in evaluation.invitations {
                guard let sentAt = invitation.sentAt else { continue }
                add(figures(of: invitation, of: evaluation), to: subject, of: evaluation, at: sentAt)
            }
        }
    }

    /// Adds what a holder is credited with to the subjects that tell holders apart.
    mutating func add(_ one: Measures, of holder: HolderName, _ evaluation: Evaluation) {
        let (agent, team) = (holder.agent, holder.team)
        add(one, to: agent.isEmpty ? "queue" : "agent:\(agent)", of: evaluation)
        if !team.isEmpty { add(one, to: "team:\(team)", of: evaluation) }
        let isBoth = policies.versions[evaluation.policyIndex].tallySubjects.contains(SubjectKind([.agent, .channel]))
        if isBoth, !agent.isEmpty, !evaluation.channel.isEmpty {
            add(one, to: "agent+channel:\(agent)+\(evaluation.channel)", of: evaluation)
        }
        if isBoth, !team.isEmpty, !evaluation.channel.isEmpty {
            add(one, to: "team+channel:\(team)+\(evaluation.channel)", of: evaluation)
        }
    }

    mutating func add(
        _ measures: Measures, to subject: String, of evaluation: Evaluation, at time: Instant? = nil
    ) {
        add(measures, to: subject, ofTenant: evaluation.tenant, at: time ?? evaluation.startedAt)
    }

    mutating func add(_ measures: Measures, to subject: String, ofTenant tenant: String, at time: Instant) {
        if let closedMonth {
            guard closedMonth.start <= time, time < closedMonth.end else { return }
            closedFigures["\(tenant)/\(subject)/month/\(closedMonth.label)", default: Measures()].add(measures)
            return
        }
        for kind in WindowKind.allCases {
            let start = Window(kind, containing: time, zone: policies.zone).start
            let place = FigureOracle.Place(tenant: tenant, subject: subject, kind: kind, start: start)
            tallies[place, default: Measures()].add(measures)
        }
    }
}
