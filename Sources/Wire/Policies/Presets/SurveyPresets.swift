// The survey programmes of the handbooks, to be named by policies.
// SPDX-License-Identifier: Apache-2.0

/// The survey programmes of the handbooks (requirements §7, X06), each with what it is held to: parts of a policy file as that has them.
/// From how many invitations or episodes on a rate is judged no handbook says: where one is judged, `$least` has to be given.
enum SurveyPresets {
    /// One of them: `programmes`, `clocks` and `thresholds` of a policy.
    struct Preset: Sendable {
        var name: String
        var yaml: String

        /// Whether it judges a rate.
        var needsLeast: Bool { yaml.contains("$least") }
    }

    static let all = [instant, monthly, quarterlyNPS]

    /// After each service: sent within ten minutes, answered by 60 % at least (S4-078); the questions are those of S3-114.
    private static let instant = Preset(
        name: "survey/instant",
        yaml: """
            programmes: { instant: { answers: counted, items: [speed, solving, attitude] } }
            clocks: { survey-send: { target: 10m, alerts: true, receivers: [operations] } }
            thresholds:
              instant-returns:
                { figure: return-rate, programme: instant, of: [all], windows: [month], target: 60, alert: 60, least: $least,
                  receivers: [operations] }
            """)

    /// Once a month, of one in ten episodes at least: the handbook's customers served (S3-114).
    private static let monthly = Preset(
        name: "survey/monthly",
        yaml: """
            programmes: { monthly: { answers: apart, items: [speed, solving, attitude] } }
            thresholds:
              monthly-coverage:
                { figure: survey-coverage, programme: monthly, of: [all], windows: [month], target: 10, alert: 10, least: $least,
                  receivers: [operations] }
            """)

    /// Willingness to recommend, once a quarter: below 1,000 answers its figures are provisional (S4-079).
    private static let quarterlyNPS = Preset(
        name: "survey/quarterly-nps",
        yaml: "programmes: { quarterly-nps: { answers: apart, least: 1000 } }")
}
