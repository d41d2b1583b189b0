// The requirements of handbook S3: process standardisation.
// SPDX-License-Identifier: Apache-2.0

extension Requirement {
    /// Handbook S3.
    static let handbookS3: [Requirement] = [
        Requirement(
            "S3-001", "National standards for complaints and after-sale", [.organisation], [],
            .outside("labels of reference, nothing to compute")),
        Requirement(
            "S3-002", "Channels: phone, online, mail, social, offline", [.events], [.ingest],
            .schema("channel of a conversation")),
        Requirement(
            "S3-003", "Posts: agent, leader, supervisor, specialist, administrator", [.otherInputs], [.configuration],
            .policy("receivers of alerts are roles"), .later(.gateway, "roles of access")),
        Requirement(
            "S3-004", "Exceptions for VIPs, elderly, major complaints, emergencies",
            [.events, .otherInputs], [.serviceLevels, .configuration],
            .policy("conditions on tier and class"), .clock("targets by tier, class and stage")),
        Requirement(
            "S3-005", "Data driven: find the bottleneck by stage", [.events, .surveys], [.aggregation],
            .metric("clock-timeliness, with tallies by stage"), .later(.satisfactionAndPay, "complaints by stage")),
        Requirement(
            "S3-006", "One history over all channels, no repeated description", [.events], [.ingest],
            .criterion, .schema("customer id over channels")),
        Requirement(
            "S3-007", "Closed-loop improvement every quarter", [.organisation], [],
            .outside("a meeting of people")),
        Requirement(
            "S3-010", "Pre-sales need identification in time", [.events], [.serviceLevels],
            .clock("need-identification, whose target sla/process-abc asks for: the number is lost")),
        Requirement(
            "S3-011", "Two or three options with differences, price and time", [.text], [.rubric, .serviceLevels],
            .criterion, .clock("plan-recommendation, whose target sla/process-abc asks for: the number is lost")),
        Requirement(
            "S3-012", "Order check within 2 minutes, next steps told", [.events, .otherInputs], [.serviceLevels],
            .clock("promise, where the policy has it: the 24 hours that an agent names"),
            .outside("that an order is placed and confirmed is no event of a conversation: the order system times it")),
        Requirement(
            "S3-013", "Orders over 48 hours late: contact the customer", [.events, .otherInputs], [.alerts],
            .outside("which orders are late is no event of a conversation: the order system lists them")),
        Requirement(
            "S3-014", "Remote help in 30 minutes, on site in 24 hours", [.events], [.serviceLevels],
            .clock("resolution of sla/process-abc, for the task types remote-support and on-site-support")),
        Requirement(
            "S3-015", "System fault: technical plan within 2 hours", [.events], [.serviceLevels],
            .clock("technical-support of sla/process-abc")),
        Requirement("S3-016", "Explain cause and prevention after solving", [.text], [.rubric], .criterion),
        Requirement(
            "S3-017", "Call-back within 3 working days of delivery", [.events, .otherInputs], [.serviceLevels],
            .clock("call-back of sla/process-abc, in the calendar cn-office"),
            .outside("that it was delivered is no event of a conversation: the clock counts from the episode's end")),
        Requirement(
            "S3-018", "Complaint: respond and soothe within 10 minutes", [.events], [.serviceLevels],
            .clock("complaint-acceptance of sla/process-abc")),
        Requirement(
            "S3-019", "Complaint: solution within 24 hours and escalation path", [.events], [.serviceLevels],
            .clock("complaint-plan of sla/process-abc")),
        Requirement(
            "S3-020", "Second call-back within 48 hours of closing", [.events], [.serviceLevels],
            .clock("complaint-call-back of sla/process-abc")),
        Requirement(
            "S3-021", "Quarterly questionnaire, 10 % of customers", [.surveys], [.surveys],
            .metric("survey-coverage")),
        Requirement(
            "S3-022", "Old customers: offers and care file", [.otherInputs], [],
            .outside("a task of customer management")),
        Requirement(
            "S3-030", "Class A, urgent: 15 minutes, ladder to the top", [.events], [.serviceLevels],
            .clock("first-response-human of sla/process-abc, with its ladder")),
        Requirement(
            "S3-031", "Class B, important: 30 minutes, ladder", [.events], [.serviceLevels],
            .clock("first-response-human of sla/process-abc, with its ladder")),
        Requirement(
            "S3-032", "Class C, normal: 2 hours, then the leader", [.events], [.serviceLevels],
            .clock("first-response-human of sla/process-abc")),
        Requirement(
            "S3-033", "Pre-sales: phone 10 minutes, online 5, solved in 24 hours", [.events], [.serviceLevels],
            .clock("first-response-human and resolution of sla/process-abc")),
        Requirement(
            "S3-034", "In-sale: 15 or 30 minutes, solved in 4 or 24 hours", [.events], [.serviceLevels],
            .clock("first-response-human and resolution of sla/process-abc")),
        Requirement(
            "S3-035", "After-sale complaint: 10 minutes or 2 hours, solved by class", [.events], [.serviceLevels],
            .clock("first-response-human and resolution of sla/process-abc")),
        Requirement(
            "S3-040", "Phone opening: greeting, company, agent number, offer", [.events], [.rubric],
            .criterion),
        Requirement(
            "S3-041", "Online opening: greeting within 10 seconds", [.events], [.rubric, .serviceLevels],
            .criterion, .clock("greeting of sla/process-abc")),
        Requirement("S3-042", "Restate the need and ask whether it is right", [.text], [.rubric], .criterion),
        Requirement("S3-043", "Offer options and respect the choice", [.text], [.rubric], .criterion),
        Requirement("S3-044", "Closing: thanks, contact, wish", [.events], [.rubric], .criterion),
        Requirement(
            "S3-050", "Required record fields, name and contact masked", [.events, .surveys], [.ingest],
            .criterion, .schema("record event: filled fields, department, result, agent")),
        Requirement(
            "S3-051", "Record entered within 30 minutes", [.events, .otherInputs], [.rubric, .serviceLevels],
            .criterion, .clock("record-entry of sla/process-abc")),
        Requirement("S3-052", "Concrete record instead of vague words", [.text], [.rubric], .criterion),
        Requirement(
            "S3-053", "Identity and bank numbers encrypted, for the authorised only", [], [.security],
            .criterion, .security("masked in every output"), .later(.gateway, "field encryption")),
        Requirement("S3-060", "Twelve weeks of roll-out", [.organisation], [], .outside("a project of people")),
        Requirement(
            "S3-061", "Baseline from three months of tickets", [.events, .surveys], [.aggregation],
            .workflow("assay evaluate and replay on history"), .later(.satisfactionAndPay, "baseline report")),
        Requirement(
            "S3-062", "Pilot group of agents and leaders", [.events], [.aggregation],
            .workflow("assay replay compares by team"), .later(.satisfactionAndPay, "cohorts")),
        Requirement(
            "S3-063", "Training and exam, pass at 80", [.otherInputs], [.pay],
            .metric("exam in parts of a scorecard: kpi/process-exam")),
        Requirement(
            "S3-064", "Report of the pilot, before and after", [.events, .surveys], [.aggregation],
            .later(.satisfactionAndPay, "month-on-month report")),
        Requirement(
            "S3-065", "Reminder when class A is 15 minutes overdue", [.events], [.alerts],
            .clock("ladder of class A in sla/process-abc")),
        Requirement(
            "S3-066", "A hundred tickets a week checked for completeness", [.reviews], [.reviewWorkflow],
            .workflow("sampling quota by week")),
        Requirement(
            "S3-067", "Three bad records in a row: minus 5 %", [.events, .reviews], [.pay],
            .policy("streak rule of pay/process: a proposal that people confirm"),
            .workflow("assay pay propose finds streaks in evaluations, by criteria and clocks that the model names")),
        Requirement(
            "S3-068", "Deliberate delay with complaint: minus 10 %", [.reviews], [.pay],
            .policy("penalty of pay/process: a proposal after review; intent is judged by people")),
        Requirement(
            "S3-069", "All use the latest version of the process", [], [.configuration],
            .policy("effective-dated versions, named in every result")),
        Requirement(
            "S3-070", "Process counts 40 %: timeliness, first contact, records", [.events, .reviews], [.pay],
            .policy("preset kpi/process-40")),
        Requirement(
            "S3-071", "Head reviews figures monthly", [.reviews], [.pay],
            .later(.satisfactionAndPay, "monthly report"), .outside("the review is a meeting")),
        Requirement("S3-080", "Committee and duties by department", [.organisation], [], .outside("organisation")),
        Requirement(
            "S3-081", "All channels in one system, reminders, reports by region",
            [.events], [.serviceLevels, .aggregation, .interfaces],
            .schema("channel and region"), .policy("tallies by channel+region"), .later(.serviceLevels, "reminders"),
            .later(.gateway, "filters")),
        Requirement(
            "S3-082", "Knowledge base with search and weekly update", [.otherInputs], [],
            .outside("a system of its own")),
        Requirement(
            "S3-083", "Status visible: pending, in progress, done", [.events], [.ingest],
            .schema("state events"), .later(.gateway, "status of a conversation")),
        Requirement(
            "S3-084", "Training days by group", [.otherInputs, .organisation], [],
            .outside("training is organised by people")),
        Requirement(
            "S3-085", "Model 20, 30, 30, 20 of process, quality, efficiency, teamwork",
            [.events, .surveys, .reviews, .otherInputs], [.pay],
            .policy("preset kpi/process-20-30-30-20")),
        Requirement("S3-086", "No step skipped or shortened", [.events], [.rubric], .criterion),
        Requirement(
            "S3-087", "Rules for collecting, storing, using and destroying data", [], [.security],
            .security("masking, retention by topic, least data in results"),
            .later(.gateway, "retention by class, forgetting a subject")),
        Requirement(
            "S3-088", "Complaint closing rate 100 %", [.events], [.aggregation],
            .metric("unanswered-rate of the clock complaint-close")),
        Requirement(
            "S3-089", "Scripts reviewed and updated monthly", [], [.configuration],
            .policy("lexicons are versioned with the policy")),
        Requirement(
            "S3-100", "Timeliness of response 95 %, alert below 90 %", [.events], [.aggregation],
            .metric("first-response met share"), .policy("threshold timeliness")),
        Requirement(
            "S3-101", "First-contact resolution 85 %, alert below 80 %", [.events], [.aggregation],
            .metric("first-contact-resolution-loose"), .policy("thresholds")),
        Requirement(
            "S3-102", "Customer waiting time at most 3 minutes", [.events], [.aggregation],
            .metric("mean-waiting-time-accepted-only by channel, literal and weighted")),
        Requirement(
            "S3-103", "Satisfied share 90 %", [.surveys], [.aggregation],
            .metric("ratings"), .later(.satisfactionAndPay, "csat share with interval")),
        Requirement(
            "S3-104", "Recommendation score 50", [.surveys], [.aggregation],
            .metric("promoters, passives, detractors"), .later(.satisfactionAndPay, "NPS with interval")),
        Requirement(
            "S3-105", "Complaint rate at most 1 %", [.events], [.aggregation],
            .later(.satisfactionAndPay, "complaint rate")),
        Requirement(
            "S3-110", "Warning mails at the thresholds", [.events], [.alerts],
            .policy("thresholds with target, alert line and receivers")),
        Requirement(
            "S3-111", "Daily service report", [.events, .surveys], [.interfaces],
            .later(.gateway, "daily board"), .later(.satisfactionAndPay, "report of a day")),
        Requirement(
            "S3-112", "Monthly report by the 5th", [.events, .surveys, .reviews], [.interfaces],
            .later(.satisfactionAndPay, "assay report")),
        Requirement(
            "S3-113", "Quarterly meeting sets the focus", [.organisation], [],
            .outside("a meeting of people")),
        Requirement(
            "S3-114", "Monthly survey of speed, solving and attitude, 10 %", [.surveys], [.surveys],
            .metric("items of a survey programme and survey-coverage")),
        Requirement(
            "S3-115", "Weekly complaint classes and root causes", [.events, .reviews], [.aggregation],
            .schema("complaint class"), .later(.satisfactionAndPay, "counts by class"),
            .outside("root causes are found by people")),
        Requirement(
            "S3-116", "Quarterly mystery shopper, pass at 85", [.reviews], [.reviewWorkflow],
            .workflow("reviews of kind mystery; pass mark by policy")),
        Requirement(
            "S3-120", "Missed target: analysis within 24 hours", [.events], [.alerts],
            .clock("analysis of a threshold")),
        Requirement(
            "S3-121", "Not mended in 3 days: head minus 5 %", [.otherInputs], [.alerts, .pay],
            .clock("mending of a threshold"), .policy("penalty of pay/process: a proposal that people confirm")),
        Requirement(
            "S3-122", "Ten complaints of slowness in a month start improvement", [.text, .surveys], [.alerts],
            .policy("themes of complaints with bursts, by words and codes"), .metric("theme-customers")),
        Requirement(
            "S3-123", "New product or policy starts improvement", [.organisation], [],
            .outside("known to people, not to events")),
        Requirement(
            "S3-124", "Faster competitor starts improvement", [.organisation], [],
            .outside("known to people, not to events")),
    ]
}
