// The requirements of handbook S2: e-commerce platform.
// SPDX-License-Identifier: Apache-2.0

extension Requirement {
    /// Handbook S2.
    static let handbookS2: [Requirement] = [
        Requirement(
            "S2-001", "Rating after service, call-back and third-party surveys", [.surveys], [.surveys],
            .schema("survey programme"), .metric("figures by survey programme")),
        Requirement(
            "S2-002", "Stars or Likert scale with a comment", [.surveys], [.ingest],
            .schema("scale, rating and comment of a survey answer")),
        Requirement(
            "S2-003", "Overall score, reasons of dissatisfaction, trend", [.surveys], [.aggregation],
            .later(.satisfactionAndPay, "reasons, cohorts and trends")),
        Requirement(
            "S2-010", "First response, average response, staged feedback", [.events], [.serviceLevels, .aggregation],
            .criterion, .clock("first-response-human"), .clock("next-response"),
            .metric("sum and count of next responses")),
        Requirement("S2-011", "Standard, polite, clear language; understands intent", [.text], [.rubric], .criterion),
        Requirement("S2-012", "Warm, patient, empathic attitude", [.text], [.rubric], .criterion),
        Requirement(
            "S2-013", "Knows rules, product and after-sale policy", [.reviews], [.rubric],
            .criterion, .humanReview("whether it is right needs the house's rules")),
        Requirement(
            "S2-020", "Solved at first contact without transfer or repeat", [.events], [.aggregation],
            .metric("first-contact-resolution-strict"), .policy("repeat-contacts")),
        Requirement(
            "S2-021", "Total time to resolution", [.events], [.aggregation],
            .clock("resolution"), .metric("resolution times")),
        Requirement(
            "S2-022", "Solution lawful, reasonable and accepted", [.text, .surveys], [.rubric],
            .criterion, .schema("resolved event: accepted by customer"),
            .humanReview("lawful and reasonable is a judgement")),
        Requirement(
            "S2-030", "Norms, privacy; no forbidden promises or improper speech", [.text], [.rubric],
            .criterion),
        Requirement(
            "S2-040", "Items handled per person and time", [.events], [.aggregation],
            .metric("conversations by agent and hour"), .later(.satisfactionAndPay, "by effective hours")),
        Requirement(
            "S2-041", "Smooth flow of tickets with a clear owner", [.events], [.serviceLevels],
            .metric("hand-overs by agent and team; with a note, in evaluations"),
            .clock("hand-over-response and resolution; the subject queue has what nobody held when it was decided")),
        Requirement(
            "S2-050", "Feedback, recordings, chats and system logs as sources", [.events, .surveys], [.ingest],
            .schema("conversation, survey, review and supplement topics")),
        Requirement(
            "S2-051", "Structured scoring form", [.reviews], [.reviewWorkflow],
            .workflow("score sheet: criteria of the rubric, points and reasons")),
        Requirement(
            "S2-052", "Regular inspection and random checks", [.reviews], [.reviewWorkflow],
            .workflow("stratified quotas and hash sampling")),
        Requirement(
            "S2-053", "Mystery shopper over the full flow", [.reviews], [.reviewWorkflow],
            .workflow("reviews of kind mystery")),
        Requirement(
            "S2-054", "Supervisor observation and peer review without bias", [.reviews, .otherInputs], [.pay],
            .policy("teamwork with minimum raters and trimmed mean in a KPI model")),
        Requirement(
            "S2-060", "Timely feedback with praise and plan", [.reviews], [.interfaces],
            .workflow("published and acknowledged reviews"), .later(.gateway, "agent page")),
        Requirement(
            "S2-061", "Common weaknesses mend training and flow", [.events, .reviews], [.aggregation],
            .metric("points lost by criterion"), .later(.satisfactionAndPay, "report")),
        Requirement("S2-062", "Linked to pay and promotion", [], [.pay], .metric("scorecard with a pay model")),
        Requirement(
            "S2-063", "Below the bar after several coachings: transfer or dismissal", [.organisation], [],
            .outside("a decision of people; software lists facts only")),
    ]
}
