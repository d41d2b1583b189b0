// Evaluations, alerts, reviews and scorecards as lists.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension ResultsService {
    /// Evaluations that are held, the latest first.
    package func listEvaluations(
        _ request: ProtoListEvaluationsRequest, _ caller: Caller
    ) throws(Refusal) -> ProtoListEvaluationsResponse {
        let filter = try request.filter.filter(try sight(.listEvaluations, caller))
        let limit = try ResultsService.limit(request.limit, most: 500, otherwise: 50)
        let behind = request.pageToken.isEmpty ? nil : ListPlace(token: request.pageToken)
        if behind == nil, !request.pageToken.isEmpty {
            throw .invalid("page_token", "This is no token of a page; send one back as it came.")
        }
        // The team of an alert's agent is asked of the view by the sight: not while the view is being asked. Evaluations have their own.
        let held = try view.evaluations { shelf throws(Refusal) in
            shelf.list(latestFirst: true, behind: behind, limit: limit + 1, filter.passes)
        }
        let page = held.prefix(limit)
        try noteReading(.listEvaluations, caller, page.map { "\($0.traits.conversation)/\($0.traits.episode)" })
        var response = ProtoListEvaluationsResponse()
        for entry in page { response.evaluations.append(try entry.message()) }
        if held.count > limit, let last = page.last { response.nextPageToken = ListPlace(last.traits).token }
        return response
    }

    /// Alerts that are held, with their ladders, the latest first.
    package func listAlerts(
        _ request: ProtoListAlertsRequest, _ caller: Caller
    ) throws(Refusal) -> ProtoListAlertsResponse {
        let filter = try request.filter.filter(try sight(.listAlerts, caller))
        let limit = try ResultsService.limit(request.limit, most: 500, otherwise: 50)
        let now = view.latestEvent
        let candidates = try view.alerts { shelf throws(Refusal) in
            shelf.list(limit: .max) { ladder, traits in
                traits.tenant == caller.tenant && (!request.openOnly || ladder.isOpen(at: now))
            }
        }
        // What may be seen depends on the evaluations, which are asked when the alerts are not.
        let ladders = Array(candidates.lazy.filter { $0.last.map { filter.passes($0.traits) } ?? false }.prefix(limit))
        try noteReading(.listAlerts, caller, ladders.compactMap { $0.last?.traits.readingName })
        var response = ProtoListAlertsResponse()
        for ladder in ladders { response.alerts.append(try proto(ladder, at: now)) }
        return response
    }

    private func proto(_ ladder: AlertShelf.Ladder, at now: Instant) throws(Refusal) -> ProtoAlertLadder {
        var proto = ProtoAlertLadder()
        for step in ladder.steps { proto.steps.append(try step.message()) }
        proto.open = ladder.isOpen(at: now)
        return proto
    }

    /// Reviews that wait for people, the oldest first: drawn, half scored, in dispute.
    package func listReviews(
        _ request: ProtoListReviewsRequest, _ caller: Caller
    ) throws(Refusal) -> ProtoListReviewsResponse {
        let sight = try sight(.listReviews, caller)
        let limit = try ResultsService.limit(request.limit, most: 500, otherwise: 50)
        let held = try view.evaluations { shelf throws(Refusal) in
            shelf.reviews(limit: limit, sight.covers)
        }
        try noteReading(.listReviews, caller, held.map { "\($0.traits.conversation)/\($0.traits.episode)" })
        var response = ProtoListReviewsResponse()
        for entry in held { response.evaluations.append(try entry.message()) }
        return response
    }

    /// Scorecards, by period, the latest first, then by agent.
    package func listScorecards(
        _ request: ProtoListScorecardsRequest, _ caller: Caller
    ) throws(Refusal) -> ProtoListScorecardsResponse {
        let sight = try sight(.listScorecards, caller)
        let limit = try ResultsService.limit(request.limit, most: 1000, otherwise: 200)
        let agents = Set(request.agentIds)
        guard request.period.utf8.count <= 16 else {
            throw .invalid("period", "A period is written 2026-11, 2026-Q4, 2026-H2 or 2026.")
        }
        let all = try view.scorecards { shelf throws(Refusal) in
            shelf.list(tenant: caller.tenant, period: request.period)
        }
        let place = { (held: Held<ScorecardTraits>) in "\(held.traits.period)/\(held.traits.agent)" }
        var rest = all[...]
        if !request.pageToken.isEmpty {
            let parts = request.pageToken.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw .invalid("page_token", "This is no token of a page; send one back as it came.")
            }
            // Behind the place, whether or not something still stands there.
            rest = all.drop { card in
                (String(parts[0]), card.traits.agent) <= (card.traits.period, String(parts[1]))
            }
        }
        var response = ProtoListScorecardsResponse()
        var last = ""
        for held in rest where agents.isEmpty || agents.contains(held.traits.agent) {
            guard let shown = sight.shown(try held.message()) else { continue }
            if response.scorecards.count == limit {
                response.nextPageToken = last
                break
            }
            response.scorecards.append(shown)
            last = place(held)
        }
        try noteReading(.listScorecards, caller, response.scorecards.map { "\($0.agentID)/\($0.period)" })
        return response
    }
}
