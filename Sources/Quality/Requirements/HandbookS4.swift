// The requirements of handbook S4: platform service quality.
// SPDX-License-Identifier: Apache-2.0

extension Requirement {
    /// Handbook S4.
    static let handbookS4: [Requirement] = [
        Requirement("S4-001", "Five service scenes", [.events], [.ingest], .schema("scene of a conversation")),
        Requirement(
            "S4-002", "Teams of execution, support, management", [.otherInputs], [.configuration],
            .policy("team of an agent; roles of receivers")),
        Requirement(
            "S4-003", "True, traceable, neutral data; dynamic weights", [], [.security, .configuration],
            .security("results name their input records, policy version and revision"), .policy("weights by version")),
        Requirement(
            "S4-010", "Online response 15 s, robot greeting counts, 5 % overtime",
            [.events], [.serviceLevels, .aggregation],
            .clock("first-response-any"), .metric("first-response-any"), .policy("threshold clock-overtime-rate")),
        Requirement(
            "S4-011", "Repair confirmed in 2 office hours, 3 % overtime", [.events], [.serviceLevels],
            .clock("first-response-human of sla/platform, in the calendar cn-office")),
        Requirement(
            "S4-012", "Complaint accepted and progress told in 1 hour", [.events], [.serviceLevels],
            .clock("complaint-acceptance of sla/platform")),
        Requirement(
            "S4-013", "Level 1 solved in 24 hours, 90 %", [.events], [.aggregation],
            .metric("clock-timeliness of resolution, with tallies by class")),
        Requirement(
            "S4-014", "Level 2 solved at once, 95 %", [.events], [.aggregation],
            .metric("clock-timeliness of resolution, with tallies by class")),
        Requirement(
            "S4-015", "Level 3 closed in 48 hours, 85 %", [.events], [.aggregation],
            .metric("clock-timeliness of resolution, with tallies by class")),
        Requirement(
            "S4-016", "Standard wording rate 98 %", [.text], [.rubric],
            .criterion, .metric("share of conversations without a hit, by criterion")),
        Requirement(
            "S4-017", "Emotion control: no negative emotion or blame", [.text, .reviews], [.rubric],
            .criterion, .humanReview("tone of voice")),
        Requirement(
            "S4-018", "Personal communication in 30 % of conversations", [.text], [.rubric],
            .criterion, .metric("share of conversations that keep the criterion")),
        Requirement(
            "S4-019", "Attitude item of the questionnaire 4.5 of 5", [.surveys], [.aggregation],
            .humanReview("overall impression on the score sheet"), .later(.satisfactionAndPay, "item mean")),
        Requirement(
            "S4-020", "Simple task mean 5 minutes", [.events], [.aggregation],
            .clock("handling, with targets by task type"),
            .metric("mean-response-answered-only of handling, with tallies by task-type")),
        Requirement(
            "S4-021", "Complex task mean 2 hours", [.events], [.aggregation],
            .clock("handling, with targets by task type"),
            .metric("mean-response-answered-only of handling, with tallies by task-type")),
        Requirement(
            "S4-022", "Urgent task mean 30 minutes", [.events], [.aggregation],
            .clock("handling, with targets by task type"),
            .metric("mean-response-answered-only of handling, with tallies by task-type")),
        Requirement(
            "S4-023", "Handling time by task type", [.events], [.aggregation],
            .schema("task type"), .metric("mean-response-answered-only of handling, with tallies by task-type")),
        Requirement(
            "S4-024", "Entry within 3 steps of the home page", [.otherInputs], [],
            .outside("a matter of the site's design")),
        Requirement(
            "S4-025", "70 % of fields filled automatically", [.otherInputs], [],
            .outside("a matter of the ticket system's forms")),
        Requirement(
            "S4-026", "Progress query within 10 s", [.otherInputs], [.interfaces],
            .later(.gateway, "latency of the gateway")),
        Requirement(
            "S4-027", "Effective working hours 80 %", [.otherInputs], [.pay],
            .metric("effective hours as supplements: efficiency in a scorecard is by hours")),
        Requirement(
            "S4-028", "Technical support responds in 30 minutes, 95 %", [.events], [.serviceLevels],
            .clock("technical-support of sla/platform")),
        Requirement(
            "S4-029", "At most 2 hand-overs, each answered in 15 minutes", [.events], [.serviceLevels, .aggregation],
            .clock("hand-over-response of sla/platform"), .metric("mean-hand-overs")),
        Requirement(
            "S4-030", "Knowledge base lookups right, 98 %", [.reviews, .otherInputs], [.aggregation],
            .humanReview("rater's item on the score sheet"), .later(.satisfactionAndPay, "rate from reviews")),
        Requirement(
            "S4-031", "Monthly knowledge exam 90", [.otherInputs], [.pay],
            .metric("exam as a supplement of a scorecard")),
        Requirement(
            "S4-032", "Hard problems solved alone at first contact, 75 %", [.events, .reviews], [.aggregation],
            .metric("first-contact-resolution-strict by class")),
        Requirement("S4-033", "Need restated and confirmed, always", [.text], [.rubric], .criterion),
        Requirement(
            "S4-034", "Root cause attributed rightly, 90 %", [.reviews], [.aggregation],
            .humanReview("rater's item on the score sheet"), .later(.satisfactionAndPay, "rate from reviews")),
        Requirement(
            "S4-035", "Unspoken need found, 40 %", [.text], [.rubric],
            .criterion, .metric("share of conversations that keep the criterion")),
        Requirement(
            "S4-036", "Plan executable and successful, 95 %", [.events, .otherInputs], [.aggregation],
            .later(.serviceLevels, "solved without reopening"), .outside("execution is seen in other systems")),
        Requirement(
            "S4-037", "Plan accepted, 90 %", [.text, .surveys], [.aggregation],
            .criterion, .schema("resolved event: accepted by customer"), .later(.satisfactionAndPay, "rate")),
        Requirement(
            "S4-038", "Repeated contact for the same problem at most 10 %", [.events], [.aggregation],
            .metric("repeat-contact-rate"), .policy("repeat-contacts")),
        Requirement(
            "S4-040", "Core system available 99.9 % of a month", [.otherInputs], [.aggregation],
            .later(.satisfactionAndPay, "availability minutes as supplements")),
        Requirement(
            "S4-041", "Recovery in 30 minutes or 2 hours", [.otherInputs], [.alerts],
            .outside("monitoring of other systems")),
        Requirement(
            "S4-042", "Peak: 1000 requests a second within 1 s", [.otherInputs], [.loadTest],
            .later(.loadTest, "scenario double11")),
        Requirement(
            "S4-043", "Standard executed consistently, 95 %", [.reviews], [.aggregation],
            .workflow("agreement of raters; automatic against human by criterion")),
        Requirement(
            "S4-044", "Ratings of a customer over channels within 0.5", [.surveys], [.aggregation, .alerts],
            .metric("channel-gap"), .policy("repeat-contacts")),
        Requirement(
            "S4-045", "Teams' satisfaction within 10 points", [.surveys], [.aggregation, .alerts],
            .metric("team-spread")),
        Requirement(
            "S4-046", "Ten potential risks recognised a month", [.events, .reviews], [.alerts],
            .metric("conversations by task-type or class, where people classify risks so"),
            .outside("which is a risk, people decide")),
        Requirement(
            "S4-047", "Emergency plan started in 10 minutes", [.otherInputs], [.alerts],
            .outside("operations of people")),
        Requirement(
            "S4-048", "No major risk event", [.text, .otherInputs], [.alerts],
            .criterion, .workflow("fatal items go to review at once"),
            .outside("media events are not in conversations")),
        Requirement(
            "S4-050", "Core tags cover 90 %", [.otherInputs], [],
            .outside("customer profiles are another system")),
        Requirement(
            "S4-051", "Tags updated in 24 hours", [.otherInputs], [],
            .outside("customer profiles are another system")),
        Requirement(
            "S4-052", "Profile match 85 %", [.otherInputs], [],
            .outside("customer profiles are another system")),
        Requirement("S4-053", "Eight scenes of proactive service", [.otherInputs], [], .outside("a plan of people")),
        Requirement(
            "S4-054", "Proactive touches succeed, 80 %", [.otherInputs], [.aggregation],
            .later(.satisfactionAndPay, "touch logs as supplements")),
        Requirement(
            "S4-055", "Proactive service accepted, 60 %", [.otherInputs], [.aggregation],
            .later(.satisfactionAndPay, "touch logs as supplements")),
        Requirement(
            "S4-056", "Special needs contacted in 4 hours", [.events], [.serviceLevels],
            .clock("first-response-human of sla/platform, by tier")),
        Requirement(
            "S4-057", "Custom plan rated 4.5", [.surveys], [.aggregation],
            .later(.satisfactionAndPay, "mean by programme")),
        Requirement(
            "S4-058", "Resources in place, 95 %", [.otherInputs], [],
            .outside("resources are planned elsewhere")),
        Requirement(
            "S4-060", "New policy trained in 3 days", [.otherInputs], [.pay],
            .metric("training as a supplement of a scorecard")),
        Requirement(
            "S4-061", "Wording without misleading or exaggeration, 98 %", [.text, .reviews], [.rubric],
            .criterion, .humanReview("what is true of the product")),
        Requirement(
            "S4-062", "Process conforms to data-protection law", [.otherInputs], [.security],
            .security("masking, consent and tenant separation"), .outside("legal audit of the house")),
        Requirement(
            "S4-063", "No over-collection of data", [.text], [.rubric, .security],
            .criterion, .security("requests for personal data are told apart from offers")),
        Requirement(
            "S4-064", "Sensitive data masked, last 6 digits hidden", [.events], [.security],
            .criterion, .security("field rules mask every output"), .metric("masking coverage")),
        Requirement(
            "S4-065", "Consent recorded before data are passed on", [.events], [.security],
            .criterion, .schema("consent event: purpose, given")),
        Requirement(
            "S4-066", "The one asked first sees to it", [.text, .reviews], [.rubric],
            .criterion, .humanReview("shifting that words do not show")),
        Requirement(
            "S4-067", "Complaints: 48 hours, complex 5 working days", [.events], [.serviceLevels],
            .clock("complaint-close of sla/platform, by class")),
        Requirement(
            "S4-068", "Second complaint at most 5 %", [.events, .otherInputs], [.aggregation],
            .schema("complaint event: repeated"), .metric("second-complaint-rate")),
        Requirement(
            "S4-070", "Mean, pass rate, change on month and year, outliers",
            [.events, .surveys], [.aggregation, .alerts],
            .policy("thresholds against earlier weeks"), .later(.satisfactionAndPay, "trends")),
        Requirement(
            "S4-071", "Weighted composite by business priority",
            [.events, .surveys, .reviews, .otherInputs], [.pay, .configuration],
            .policy("preset kpi/platform")),
        Requirement(
            "S4-072", "Normalise ratings and combine", [.surveys], [.pay],
            .policy("x20 or minmax in a KPI model, named")),
        Requirement("S4-073", "Grades from bands", [], [.pay], .policy("total bands of a KPI model, right-open")),
        Requirement(
            "S4-074", "Fifty interviews a quarter, themes coded", [.surveys, .organisation], [.aggregation],
            .outside("interviews are held by people"), .later(.satisfactionAndPay, "themes of comments")),
        Requirement(
            "S4-075", "Simulated scenes scored by an observer", [.reviews], [.reviewWorkflow],
            .workflow("reviews of kind simulation, kept out of customer figures")),
        Requirement(
            "S4-076", "Expert panel, independent scores, mean", [.reviews], [.reviewWorkflow],
            .workflow("reviews of kind expert; mean by policy")),
        Requirement(
            "S4-077", "Real-time monitoring with automatic alarm", [.events], [.alerts, .interfaces],
            .clock("first-response-human alerts"), .policy("thresholds"),
            .later(.gateway, "live board")),
        Requirement(
            "S4-078", "Questionnaire within 10 minutes, 60 % return", [.surveys], [.aggregation, .surveys],
            .clock("survey-send of sla/platform"), .metric("return-rate")),
        Requirement(
            "S4-079", "Quarterly recommendation survey, 1000 answers", [.surveys], [.aggregation],
            .metric("nps of a survey programme, with a least number of answers")),
        Requirement(
            "S4-080", "Board by team and person with drill-down", [.events, .surveys, .reviews], [.interfaces],
            .later(.gateway, "dashboard by role")),
        Requirement(
            "S4-090", "Cycles from day to year", [], [.aggregation, .configuration],
            .metric("hour, day and month"), .later(.satisfactionAndPay, "week, quarter, half-year and year")),
        Requirement(
            "S4-091", "Roles: user, execution, quality, support, third party", [], [.configuration],
            .policy("roles of reviewers and receivers"), .later(.gateway, "roles of access")),
        Requirement(
            "S4-092", "Indicators and weights fixed before each cycle", [], [.configuration],
            .policy("effective-dated versions; changed files in place are refused")),
        Requirement(
            "S4-093", "Week's data by Monday noon", [.events], [.aggregation],
            .later(.satisfactionAndPay, "closing time of a period")),
        Requirement(
            "S4-094", "Clean data: duplicate tickets removed", [.events], [.ingest],
            .schema("event ids: repeated records are dropped and counted")),
        Requirement(
            "S4-095", "Report: scores, ranking, anomalies, advice", [], [.interfaces],
            .later(.satisfactionAndPay, "assay report")),
        Requirement(
            "S4-096", "Names and phones de-identified, raw only for the authorised", [], [.security],
            .security("field rules mask phones and numbers in every output"),
            .outside("names in free text: mask them at the source"), .later(.gateway, "raw data for the authorised")),
        Requirement(
            "S4-097", "Least privilege: a team sees its own data", [], [.security, .interfaces],
            .security("tenant in every key; topics apart for brokers' access lists"),
            .later(.gateway, "access by role")),
        Requirement(
            "S4-098", "Encrypted storage, retention of 3 and 5 years", [], [.security],
            .security("retention is set by topic"), .later(.gateway, "AES-256-GCM fields, retention by class"),
            .outside("disks encrypted by operators")),
        Requirement(
            "S4-099", "Drill down from a low figure to its cause", [], [.interfaces],
            .workflow("assay explain"), .later(.gateway, "drill-down")),
    ]
}
