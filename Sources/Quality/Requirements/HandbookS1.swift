// The requirements of handbook S1: internet customer service.
// SPDX-License-Identifier: Apache-2.0

extension Requirement {
    /// Handbook S1.
    static let handbookS1: [Requirement] = [
        Requirement("S1-001", "User first; calm, no own emotion", [.text], [.rubric], .criterion),
        Requirement(
            "S1-002", "Proper dress on video, professional wording in text", [.reviews, .organisation], [.rubric],
            .criterion, .humanReview("dress is seen by people")),
        Requirement(
            "S1-003", "No leak of personal, trade or unpublished information", [.text], [.rubric, .security],
            .criterion, .security("personal data masked in every output")),
        Requirement(
            "S1-010", "Voice: standard language, clear, moderate speed", [.events], [.rubric],
            .humanReview("speech rate and clarity need the recording")),
        Requirement(
            "S1-011", "Text: fluent, no typos, emoji not overused", [.text], [.rubric],
            .criterion, .humanReview("typing mistakes need a reader")),
        Requirement(
            "S1-012", "Uniform greeting, closing and polite phrases by brand", [.events], [.rubric],
            .criterion, .policy("lexicons by brand")),
        Requirement("S1-013", "Listen, do not interrupt, clarify by asking", [.text], [.rubric], .criterion),
        Requirement("S1-014", "Unsolved: reason, process, expected time, follow-up", [.text], [.rubric], .criterion),
        Requirement("S1-015", "Soothe first, then solve; never argue", [.text], [.rubric], .criterion),
        Requirement(
            "S1-020", "Knows products, prices, campaigns and processes", [.reviews, .otherInputs], [.rubric],
            .criterion, .humanReview("whether knowledge is right needs the house's material")),
        Requirement(
            "S1-021", "Solve within authority, else hand over with a note", [.events], [.rubric, .serviceLevels],
            .criterion, .clock("hand-over-response")),
        Requirement(
            "S1-022", "Obey the response and handling times", [.events], [.serviceLevels],
            .clock("first-response-human"), .clock("handling, with targets by task type")),
        Requirement(
            "S1-030", "Emotion control and stress resistance", [.organisation], [],
            .outside("a trait of people; what it does to wording is S1-001")),
        Requirement(
            "S1-040", "Obey rules and processes", [.otherInputs], [.pay],
            .metric("discipline as an indicator of the house's own in a scorecard")),
        Requirement(
            "S1-041", "Account and password safety", [.otherInputs], [.security],
            .security("credentials are never printed"), .later(.gateway, "audit of reads"),
            .outside("accounts of other systems")),
        Requirement(
            "S1-049", "Fair, open, quantifiable assessment", [], [.interfaces],
            .workflow("every point names its rule and evidence"), .later(.gateway, "agents see their own results")),
        Requirement(
            "S1-050", "Average first response time", [.events], [.aggregation],
            .metric("first-response-human mean")),
        Requirement(
            "S1-051", "Average handling time from accept to end", [.events], [.aggregation],
            .clock("handling"), .metric("handling times")),
        Requirement(
            "S1-052", "Resolution rate", [.events], [.aggregation],
            .metric("resolution-rate")),
        Requirement(
            "S1-053", "First-contact resolution", [.events], [.aggregation],
            .metric("first-contact-resolution-loose"), .policy("repeat-contacts")),
        Requirement(
            "S1-054", "Satisfaction and recommendation", [.surveys], [.aggregation],
            .metric("ratings, promoters and detractors"), .later(.satisfactionAndPay, "shares with intervals")),
        Requirement(
            "S1-055", "Compliance with norms by sampled reviews", [.reviews], [.aggregation],
            .workflow("reviewers' scores and agreement"), .metric("score")),
        Requirement(
            "S1-056", "Attendance, shift hand-over, confidentiality", [.otherInputs], [.pay],
            .metric("attendance as a supplement of a scorecard")),
        Requirement(
            "S1-057", "Collaboration", [.otherInputs], [.pay],
            .metric("teamwork ratings in a scorecard")),
        Requirement(
            "S1-058", "Learning and growth", [.otherInputs], [.pay],
            .metric("exams and training as supplements of a scorecard")),
        Requirement(
            "S1-059", "Complaint rate and bad-review rate", [.events, .surveys], [.aggregation],
            .later(.satisfactionAndPay, "two rates kept apart (X18)")),
        Requirement(
            "S1-060", "Automatic capture; a ratio sampled at random",
            [.events, .surveys, .reviews], [.ingest, .reviewWorkflow],
            .workflow("sampling ratio and quotas by policy"), .schema("conversation and survey events")),
        Requirement(
            "S1-061", "Periods: day, week, month, quarter, year", [], [.aggregation],
            .metric("hour, day and month"), .later(.satisfactionAndPay, "week, quarter and year as sums")),
        Requirement(
            "S1-062", "Assessed by superior and quality team", [.reviews], [.reviewWorkflow],
            .workflow("raters and supervisors are roles of a review")),
    ]
}
