// The requirements of handbook S0: pharmacy e-commerce.
// SPDX-License-Identifier: Apache-2.0

extension Requirement {
    /// Handbook S0.
    static let handbookS0: [Requirement] = [
        Requirement(
            "S0-001", "Right drug knowledge; wrong advice is the gravest fault", [.reviews], [.rubric],
            .criterion, .humanReview("whether drug facts are right needs a knowledge base")),
        Requirement(
            "S0-002", "Satisfaction, trust and repurchase as outcomes", [.surveys, .otherInputs], [.aggregation],
            .metric("ratings"), .later(.satisfactionAndPay, "csat share and mean, repeat contacts"),
            .outside("repurchase and cost are figures of sales")),
        Requirement(
            "S0-003", "Objective: every deduction rests on facts", [.events, .reviews], [.rubric],
            .workflow("every lost point has one evidence record: message, byte range, hit")),
        Requirement(
            "S0-004", "Comprehensive: attitude, expertise, communication, compliance",
            [.events, .reviews], [.rubric, .configuration],
            .policy("dimensions and weights of a rubric; both editions are presets")),
        Requirement(
            "S0-005", "Clauses that agents and raters can apply", [.reviews], [.rubric],
            .policy("each criterion has Chinese and English titles and a check"), .workflow("policy show")),
        Requirement(
            "S0-006", "The standard evolves with the business", [], [.configuration],
            .policy("effective-dated policy versions, named in every result")),
        Requirement("S0-010", "Polite, positive, patient wording", [.text], [.rubric], .criterion),
        Requirement(
            "S0-011", "Answer within 30 seconds of the customer's opening", [.events], [.rubric, .serviceLevels],
            .criterion, .clock("first-response-human")),
        Requirement("S0-012", "Complex or urgent: acknowledge fast and say how long", [.text], [.rubric], .criterion),
        Requirement("S0-013", "No slang, abbreviations, improper emoji or arguing", [.text], [.rubric], .criterion),
        Requirement("S0-014", "Professional, standard written language", [.text], [.rubric], .criterion),
        Requirement(
            "S0-015", "Proper form of address from lawfully held data", [.text, .otherInputs], [.rubric, .security],
            .criterion, .security("no profile is read; personal data are masked in every output"),
            .outside("what a profile rests on is not in events")),
        Requirement("S0-016", "Empathy with the customer's feelings", [.text], [.rubric], .criterion),
        Requirement(
            "S0-017", "Listen in full, do not interrupt, confirm the question", [.text], [.rubric],
            .criterion, .outside("a transcript does not show who talks over whom")),
        Requirement(
            "S0-018", "Advice that fits the customer's situation", [.text, .reviews], [.rubric],
            .criterion, .humanReview("whether advice fits the person, beyond the cases criteria know")),
        Requirement(
            "S0-020", "Correct drug information on six facets", [.text, .reviews], [.rubric],
            .criterion, .humanReview("whether drug facts are right needs a knowledge base")),
        Requirement(
            "S0-021", "Authoritative sources, knowledge base kept fresh", [.reviews, .otherInputs], [.rubric],
            .criterion, .humanReview("whether the source says so"),
            .outside("dates of the knowledge base are not events")),
        Requirement(
            "S0-022", "Nothing unverified, no own experience, no banned drug advice", [.text, .reviews], [.rubric],
            .criterion, .policy("the banned class is a lexicon of the policy (X32)")),
        Requirement("S0-023", "Beyond own knowledge: refer to doctor or pharmacist", [.text], [.rubric], .criterion),
        Requirement("S0-024", "Tell special populations what to mind", [.text], [.rubric], .criterion),
        Requirement(
            "S0-025", "Platform rules stated correctly", [.text, .reviews], [.rubric],
            .humanReview("whether a rule is stated right needs the house's rules")),
        Requirement("S0-026", "Unambiguous explanation, dates and steps for returns", [.text], [.rubric], .criterion),
        Requirement(
            "S0-027", "Know one's authority; beyond it name process or person, hand over",
            [.text], [.rubric, .serviceLevels],
            .criterion, .clock("hand-over-response")),
        Requirement("S0-030", "Concise, without jargon or complex sentences", [.text], [.rubric], .criterion),
        Requirement("S0-031", "Long content in paragraphs or items", [.events], [.rubric], .criterion),
        Requirement("S0-032", "Key information confirmed by a question", [.text], [.rubric], .criterion),
        Requirement(
            "S0-033", "Announce delay or change with reason and expected time", [.text, .otherInputs], [.rubric],
            .criterion, .outside("announced before the customer asks: needs order events")),
        Requirement(
            "S0-034", "First reaction to a raised problem within 2 minutes", [.events], [.serviceLevels],
            .criterion, .clock("next-response, sla/pharma")),
        Requirement(
            "S0-035", "Complex problem: preliminary answer within 2 hours", [.events], [.serviceLevels],
            .criterion, .clock("first-substantive-response, and progress-update of sla/pharma")),
        Requirement("S0-036", "Ask at the end whether all is solved", [.text], [.rubric], .criterion),
        Requirement(
            "S0-037", "Complex problem: arrange a call-back", [.events, .otherInputs], [.serviceLevels],
            .criterion, .clock("call-back, for the conversations that a target of it names")),
        Requirement(
            "S0-038", "Escalate what cannot be solved, tell progress and contact", [.text], [.rubric, .serviceLevels],
            .criterion, .clock("ladders of clocks")),
        Requirement(
            "S0-040", "Mean first response by agent, day and week, at most 30 s", [.events], [.aggregation],
            .metric("first-response-human mean by agent and day"), .later(.satisfactionAndPay, "weeks")),
        Requirement(
            "S0-041", "Resolution: 15 minutes simple, 2 working days complex",
            [.events], [.serviceLevels, .aggregation],
            .clock("resolution of sla/pharma, by task type"),
            .metric("mean-response-answered-only of resolution, with tallies by task-type")),
        Requirement(
            "S0-042", "Privacy policy and secrecy; no leak, no false information",
            [.text, .reviews], [.rubric, .security],
            .criterion, .security("personal data masked in every output"),
            .humanReview("facts that only the house can check")),
        Requirement(
            "S0-043", "No request for sensitive data without need and consent", [.text], [.rubric, .security],
            .criterion, .security("consent events; requests, offers and leaks told apart")),
        Requirement(
            "S0-044", "Personal and order data verified in the official system", [.text, .otherInputs], [.rubric],
            .criterion),
        Requirement(
            "S0-045", "Complete record of type, method and feedback", [.events], [.ingest, .security],
            .criterion, .schema("record event: result, department, filled fields, entry time"),
            .security("every result kept by revision")),
        Requirement(
            "S0-050", "Random sample of records, scored item by item", [.reviews], [.reviewWorkflow],
            .workflow("reproducible sampling by hash; score sheet by criterion")),
        Requirement(
            "S0-051", "Weights 40, 40, 20", [.events, .reviews], [.configuration],
            .policy("preset pharma-v1")),
        Requirement(
            "S0-052", "Weights 30, 40, 20, 10", [.events, .reviews], [.configuration],
            .policy("preset pharma-v2")),
        Requirement(
            "S0-053", "Each item 0 to 100, total 100", [.events, .reviews], [.rubric],
            .workflow("integer hundredths, floored at 0; sums of 100 are validated")),
        Requirement(
            "S0-054", "Two or three raters, mean or combined result", [.reviews], [.reviewWorkflow],
            .workflow("one to three raters; mean, median or adjudicated by policy")),
        Requirement(
            "S0-055", "Three feedback channels", [.surveys], [.ingest, .surveys],
            .schema("survey event: programme, channel, scale"),
            .metric("figures by survey programme")),
        Requirement(
            "S0-056", "Survey after each service or monthly", [.surveys], [.aggregation, .surveys],
            .policy("survey programmes"), .metric("figures by survey programme"),
            .outside("the survey system sends")),
        Requirement(
            "S0-057", "Average satisfaction, good rate, reasons of bad reviews", [.surveys], [.aggregation],
            .metric("csat-mean, csat-good-rate and reasons of each survey programme")),
        Requirement(
            "S0-058", "Mystery shopper, never counted as a customer", [.reviews], [.reviewWorkflow],
            .workflow("reviews of kind mystery are kept out of customer figures")),
        Requirement(
            "S0-060", "Collect recordings, chats and ratings daily", [.events, .surveys], [.ingest],
            .schema("conversation and survey events, read continuously")),
        Requirement(
            "S0-061", "First scoring with deductions and reasons", [.events, .reviews], [.rubric, .reviewWorkflow],
            .workflow("review step scored: item scores, reasons, evidence"), .metric("score")),
        Requirement(
            "S0-062", "Supervisor corrects deviation and disputed items", [.reviews], [.reviewWorkflow],
            .workflow("review step corrected makes a new revision; both are kept")),
        Requirement(
            "S0-063", "Feedback to the agent with strengths and weaknesses", [.reviews], [.interfaces],
            .workflow("review steps published and acknowledged"), .later(.gateway, "agent page")),
        Requirement(
            "S0-064", "Result linked to performance appraisal", [.events, .surveys, .reviews], [.pay],
            .metric("composite and grade of a KPI model in a scorecard")),
        Requirement(
            "S0-070", "Training once or twice a month", [.organisation], [],
            .outside("training is organised by people")),
        Requirement(
            "S0-071", "Exam after training gives a qualification", [.otherInputs], [.pay],
            .metric("exam scores as supplements of a scorecard: kpi/process-exam")),
        Requirement(
            "S0-072", "Share excellent cases and typical errors", [.events, .reviews], [.interfaces],
            .workflow("assay explain prints best and worst with evidence"), .later(.gateway, "drill-down")),
        Requirement(
            "S0-073", "Revise the standard yearly, compare before adopting", [], [.rubric, .configuration],
            .policy("policy versions"), .workflow("assay policy diff and replay A against B")),
        Requirement(
            "S0-074", "Focus on low-scoring dimensions", [.events, .surveys, .reviews], [.aggregation],
            .metric("points lost by criterion"), .later(.satisfactionAndPay, "lowest dimensions in the report")),
        Requirement(
            "S0-075", "Benchmark against other platforms", [.organisation], [],
            .outside("other platforms' data are not at hand")),
        Requirement(
            "S0-076", "Best agent from score and rating, monthly or quarterly", [.events, .surveys, .reviews], [.pay],
            .metric("assay report: best agents by rank in score and rating, which weigh alike")),
        Requirement(
            "S0-077", "Rewards: bonus, certificate, promotion, leave", [.otherInputs, .organisation], [.pay],
            .later(.satisfactionAndPay, "kind of reward in a proposal"), .outside("people grant rewards")),
        Requirement(
            "S0-078", "Selection uses the data of that period", [.events, .surveys, .reviews], [.pay],
            .later(.satisfactionAndPay, "closed periods")),
        Requirement(
            "S0-079", "Robot checks and smart answers flow back", [.events], [.rubric],
            .workflow("automatic, human and final scores are kept apart")),
        Requirement(
            "S0-080", "System records such as response times become inputs", [.events, .otherInputs], [.aggregation],
            .metric("first-response clocks"), .outside("use of the knowledge base has no events")),
    ]
}
