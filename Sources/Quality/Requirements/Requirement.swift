// The catalogue of the handbooks' requirements, and what became of each.
// SPDX-License-Identifier: Apache-2.0

/// One requirement of the five handbooks that Assay was built after.
///
/// The titles are short words of ours, not the handbooks'. `assay policy coverage` prints the catalogue; which criteria
/// implement a requirement it reads from the presets, as criteria name the ids themselves.
package struct Requirement: Hashable, Sendable {
    /// Its stable id, for instance "S0-010".
    package let id: String
    /// The handbook it is from.
    package let handbook: Handbook
    /// What is asked for, in at most 70 characters.
    package let title: String
    /// What it can be computed from, in the order of the cases; empty for rules of configuration and presentation.
    package let sources: [Source]
    /// The parts of the software that it concerns, in the order of the cases; empty for none.
    package let modules: [Module]
    /// What became of it: at least one.
    package let dispositions: [Disposition]

    /// A row of a handbook's list. The id begins with the handbook.
    init(_ id: String, _ title: String, _ sources: [Source], _ modules: [Module], _ dispositions: Disposition...) {
        self.id = id
        self.handbook = Handbook(rawValue: String(id.prefix(2)))!
        self.title = title
        self.sources = sources
        self.modules = modules
        self.dispositions = dispositions
    }

    /// All requirements in the order of their ids.
    package static let all: [Requirement] = handbookS0 + handbookS1 + handbookS2 + handbookS3 + handbookS4

    /// The requirement of an id, if there is one.
    package static func named(_ id: String) -> Requirement? { byID[id] }

    private static let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

extension Requirement {
    /// A handbook.
    package enum Handbook: String, Sendable, CaseIterable {
        /// Pharmacy e-commerce: quality assessment standard, two editions.
        case s0 = "S0"
        /// Internet customer service: standards and assessment rules.
        case s1 = "S1"
        /// E-commerce platform: service quality evaluation.
        case s2 = "S2"
        /// Standardisation of service processes: implementation plan.
        case s3 = "S3"
        /// Platform service quality: evaluation manual.
        case s4 = "S4"
    }

    /// What a requirement can be computed from.
    package enum Source: String, Sendable, CaseIterable {
        /// Conversation events alone: roles, times, states.
        case events = "conversation events"
        /// Conversation events and an understanding of their text.
        case text = "text understanding"
        /// Survey events.
        case surveys
        /// Review events: raters, supervisors, mystery shoppers.
        case reviews
        /// Other inputs: attendance, exams, orders, availability.
        case otherInputs = "other inputs"
        /// Nothing: a matter of the organisation.
        case organisation = "organisational"
    }

    /// A part of the software.
    package enum Module: String, Sendable, CaseIterable {
        /// Reading events.
        case ingest = "ING"
        /// Rubrics.
        case rubric = "RUB"
        /// Clocks, calendars, escalation.
        case serviceLevels = "SLA"
        /// Figures over many conversations.
        case aggregation = "AGG"
        /// Alerts.
        case alerts = "ALT"
        /// Scorecards and incentives.
        case pay = "PAY"
        /// Quality reviews.
        case reviewWorkflow = "QAW"
        /// Surveys.
        case surveys = "SUR"
        /// Privacy, security, audit.
        case security = "SEC"
        /// Pages and services that show results.
        case interfaces = "API"
        /// The load test.
        case loadTest = "LOAD"
        /// Policies and presets.
        case configuration = "CFG"
    }

    /// What became of a requirement. The text says by what, or why.
    package enum Disposition: Hashable, Sendable {
        /// Criteria of the presets name the id.
        case criterion
        /// A figure.
        case metric(String)
        /// A clock.
        case clock(String)
        /// Handed to people who review, for the reason: a criterion with `review: human`, or an item of a score sheet.
        case humanReview(String)
        /// The workflow of reviews, samples and explanations.
        case workflow(String)
        /// Masking, consent, separation, traceability.
        case security(String)
        /// Fields of events.
        case schema(String)
        /// Configuration.
        case policy(String)
        /// Comes with a later piece of work.
        case later(Work, String)
        /// Outside the software, for the reason.
        case outside(String)
    }

    /// A later piece of work.
    package enum Work: String, Sendable, CaseIterable {
        /// Calendars, clocks, ladders.
        case serviceLevels = "service levels"
        /// Surveys, figures, scorecards.
        case satisfactionAndPay = "satisfaction and pay"
        /// The load-test harness.
        case loadTest = "load test"
        /// Services and dashboard.
        case gateway
    }
}

extension Requirement.Disposition {
    /// Whether it is there, or decided, and not left to later work.
    package var isSettled: Bool {
        if case .later = self { false } else { true }
    }
}
