// The policies of simulated histories.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension PolicySet {
    /// Two versions of a small policy, of which the second takes force at an instant: it wants answers sooner. Its
    /// criteria look at what an event that is lost, doubled or misplaced would change.
    package static func history(
        secondFrom instant: Instant, surveyWindow: Milliseconds, monthsCloseAfter: Milliseconds? = nil,
        tallyRetention: TallyRetention = TallyRetention()
    ) -> PolicySet {
        PolicySet([
            .history(
                version: "1", from: .distantPast, target: .seconds(8), surveyWindow, monthsCloseAfter, tallyRetention),
            .history(version: "2", from: instant, target: .seconds(5), surveyWindow, monthsCloseAfter, tallyRetention),
        ])
    }
}

extension Policy {
    fileprivate static func history(
        version: String, from instant: Instant, target: Milliseconds, _ surveyWindow: Milliseconds,
        _ monthsCloseAfter: Milliseconds?, _ tallyRetention: TallyRetention
    ) -> Policy {
        Policy(
            name: "history", version: version, effectiveFrom: instant,
            zone: ZoneRules(identifier: "Asia/Shanghai", first: .hours(8)), rubric: Rubric(dimensions: dimensions),
            lexicons: [
                Lexicon(name: "greeting", phrases: ["您好"], exempt: []),
                Lexicon(name: "slang", phrases: ["yyds"], exempt: []),
                Lexicon(name: "closing", phrases: ["再见"], exempt: []),
                Lexicon(name: "anger", phrases: ["投诉"], exempt: []),
                Lexicon(name: "comfort", phrases: ["抱歉"], exempt: []),
                Lexicon(name: "cure", phrases: ["保证治好"], exempt: []),
            ],
            clocks: [
                ClockPolicy(
                    kind: .firstResponseHuman, target: target, alerts: true, receivers: ["leader", "desk"],
                    approaching: .seconds(2),
                    ladder: [
                        LadderStep(delay: .seconds(2), receivers: ["manager"]),
                        LadderStep(delay: .seconds(5), receivers: ["director"]),
                    ]),
                ClockPolicy(kind: .firstResponseAny, target: .seconds(4), alerts: true, receivers: ["desk"]),
                ClockPolicy(
                    kind: .nextResponse, target: .seconds(3), pausesIn: version == "1" ? 1 : 0, alerts: true,
                    receivers: ["leader"],
                    approaching: version == "1" ? nil : .seconds(1),
                    ladder: [LadderStep(delay: .seconds(2), receivers: ["manager"])]),
                ClockPolicy(
                    kind: .handOverResponse, target: .seconds(3), pausesIn: 3, alerts: version == "2",
                    receivers: ["desk"]),
                ClockPolicy(
                    kind: .recordEntry, target: .seconds(4), alerts: true, receivers: ["leader"],
                    approaching: .seconds(1), ladder: [LadderStep(delay: .seconds(3), receivers: ["manager"])]),
                ClockPolicy(kind: .callBack, target: .seconds(6), alerts: version == "1", receivers: ["desk"]),
                ClockPolicy(kind: .surveySend, target: .seconds(5), alerts: true, receivers: ["surveys"]),
            ], pauseReasons: ["customer", "supplier"],
            surveys: version == "1"
                ? SurveyPolicy(window: surveyWindow)
                : SurveyPolicy(
                    window: surveyWindow, edit: .seconds(4), needsSubmission: true, burst: .seconds(2),
                    programmes: [
                        SurveyProgramme(
                            name: "instant", isCounted: true, items: ["speed", "attitude"], reasons: ["slow", "rude"]),
                        SurveyProgramme(name: "monthly", isCounted: false, items: ["speed"]),
                    ]),
            reviews: ReviewPolicy(
                window: surveyWindow, raters: version == "1" ? 1...3 : 2...3, quorum: 2, combination: .mean,
                disagreement: points(20), appeal: .seconds(6), ruling: .seconds(4)),
            scoring: ScoringPolicy(fatalScore: points(20), fatalReceivers: ["supervisor"]),
            thresholds: thresholds(isSecond: version == "2")
                + (version == "1" ? [] : themes.map { $0.burst(of: 2, receivers: ["committee"]) }),
            tallySubjects: [SubjectKind([.brand])]
                + (version == "2" ? [strata] + SubjectKind.strata(.channel) : []),
            comparedTeams: version == "1" ? ["T1", "T2"] : ["T0", "T2"],
            standardisedBy: version == "2" ? .channel : nil,
            monthsCloseAfter: monthsCloseAfter, tallyRetention: tallyRetention,
            repeats: version == "1"
                ? RepeatRules(
                    window: .seconds(40), keys: [.order, .issueClass], unknownIsSame: true, countsBots: true)
                : RepeatRules(window: .seconds(15), keys: [.issueClass], unknownIsSame: false, countsBots: false),
            integrity: IntegrityPolicy(
                lastPercent: version == "1" ? 40 : 60, leastLetters: 3, courtesies: LexiconSet([0, 2]),
                reopenedWithin: .seconds(8), reopenedTimes: version == "1" ? 1 : 2, givenAwayWithin: .seconds(12),
                invitations: version == "1" ? nil : "instant"),
            themes: themes,
            allowedSkew: .seconds(5))
    }

    private static let themes = [
        ComplaintTheme(name: "angry", lexicons: LexiconSet([3])),
        ComplaintTheme(name: "slow", lexicons: LexiconSet([1]), reasons: ["slow"]),
    ]

    private static let strata = SubjectKind([.channel, .brand])

    /// Lines that small histories cross, and come back behind.
    private static func thresholds(isSecond: Bool) -> [Threshold] {
        func threshold(
            _ name: String, _ figure: Figure, _ subjects: [SubjectKind], _ target: Fraction, alert: Fraction,
            clear: Fraction, least: Int64
        ) -> Threshold {
            Threshold(
                name: name, figure: figure, subjects: subjects, windows: WindowKind.allCases,
                yardstick: .target(target, alert: alert, clear: clear), least: least, receivers: [name, "quality"])
        }
        func percent(_ number: Int64) -> Fraction { Fraction(number, over: 100) }
        return [
            threshold(
                "slow", Figure(.meanResponse, of: .firstResponseHuman), [.agent, .team], Fraction(3_000, over: 1),
                alert: Fraction(isSecond ? 4_000 : 5_000, over: 1), clear: Fraction(4_000, over: 1), least: 1),
            threshold(
                "late", Figure(.overtimeRate, of: .firstResponseAny, countsAbandoned: isSecond),
                [.all, .agent, .team, .channel], percent(20), alert: percent(40), clear: percent(30), least: 2),
            threshold(
                "unanswered", Figure(.unansweredRate, of: .nextResponse), [.all, .agent], percent(30),
                alert: percent(50), clear: percent(40), least: 1),
            threshold(
                "untimely", Figure(.episodeTimeliness, countsAbandoned: isSecond), [.all, .channel, strata],
                percent(80),
                alert: percent(60), clear: percent(70), least: 2),
            threshold(
                "slowest", Figure(.response90, of: .firstResponseAny), [.team], Fraction(2_000, over: 1),
                alert: Fraction(4_000, over: 1), clear: Fraction(3_000, over: 1), least: 2),
            threshold(
                "apart", Figure(.teamSpread, leastEach: 1), [.all], percent(0), alert: percent(20), clear: percent(10),
                least: 2),
            threshold(
                "unsolved", Figure(.firstContactStrict), [.all, .team], percent(80), alert: percent(30),
                clear: percent(50), least: 2),
            threshold(
                "back again", Figure(.repeatRate), [.all, .channel], percent(10), alert: percent(50),
                clear: percent(30), least: 2),
            threshold(
                "empty words", Figure(.emptyReplyRate), [.all, .agent], percent(5), alert: percent(20),
                clear: percent(10), least: 2),
            threshold(
                "given away", Figure(.givenAwayRate), [.all, .agent], percent(0), alert: percent(10),
                clear: percent(5), least: 1),
            threshold(
                "chosen", Figure(.invitationGap), [.all, .team], Fraction(0, over: 1), alert: Fraction(500, over: 1),
                clear: Fraction(100, over: 1), least: 1),
            threshold(
                "disliked", Figure(.meanRating), [.all, .team, .channel], Fraction(4, over: 1),
                alert: Fraction(4, over: 1), clear: Fraction(4, over: 1), least: 1),
        ]
    }

    private static var dimensions: [Dimension] {
        [
            Dimension(
                id: "words", weight: Points(hundredths: 6_000),
                criteria: [
                    criterion("greeting", 40, .requires(lexicon: 0, place: .first(1))),
                    criterion("closing", 20, .requires(lexicon: 2, place: .last(1))),
                    Criterion(
                        id: "brand-closing", title: Criterion.Title(chinese: "brand", english: "brand"),
                        requirements: [], points: points(10), when: .attribute(.brand, ["acme"]),
                        check: .expects(.finds(words(2, .agent)))),
                    criterion("slang", 20, .forbids(lexicons: LexiconSet([1]), each: points(10))),
                    Criterion(
                        id: "cure", title: Criterion.Title(chinese: "cure", english: "cure"), requirements: [],
                        points: points(10), isFatal: true, check: .forbids(lexicons: LexiconSet([5]), each: points(10))),
                ]),
            Dimension(
                id: "service", weight: Points(hundredths: 4_000),
                criteria: [
                    criterion("first-response", 25, .clock(.firstResponseHuman)),
                    criterion("replies", 25, .replies(within: .seconds(6))),
                    criterion(
                        "comfort", 25,
                        .follows(
                            trigger: LexiconSet([3]), role: .customer, answer: LexiconSet([4]),
                            messages: 1)),
                    criterion("hand-over", 25, .handOverNote),
                ]),
            Dimension(
                id: "extra", weight: .zero, bonusCap: points(4),
                criteria: [
                    criterion(
                        "noted", 3, .expects(.finds(Selection(subject: .events(EventKindSet([.transferWithNote])))))),
                    criterion("comforted", 2, .expects(.finds(words(4, .agent)))),
                ]),
        ]
    }

    private static func words(_ lexicon: UInt8, _ speaker: Speaker) -> Selection {
        Selection(subject: .words(LexiconSet([lexicon]), by: speaker, needsAll: false))
    }

    private static func criterion(_ id: String, _ worth: Int32, _ check: Check) -> Criterion {
        Criterion(
            id: id, title: Criterion.Title(chinese: id, english: id), requirements: [], points: points(worth),
            check: check)
    }

    private static func points(_ whole: Int32) -> Points { Points(hundredths: whole * 100) }
}
