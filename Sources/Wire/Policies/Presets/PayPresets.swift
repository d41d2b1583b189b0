// The KPI and pay models that are built in.
// SPDX-License-Identifier: Apache-2.0

extension Presets {
    /// The KPI and pay models of the handbooks (requirements §7). What these leave open is `open`, to be decided in a copy.
    static let pay: [(name: String, yaml: String)] = [
        ("kpi/platform", kpiPlatform), ("kpi/process-20-30-30-20", kpiProcess), ("kpi/process-40", kpiProcess40),
        ("kpi/process-exam", kpiProcessExam), ("kpi/rating-deductions", kpiRatingDeductions),
        ("pay/platform", payPlatform), ("pay/process", payProcess),
    ]

    private static let kpiProcess = #"""
        # The KPI model of the process plan, chapter 6 (S3-085, X11): 20 % process, 30 % quality, 30 % efficiency, 20 % teamwork.
        # What the plan leaves open is "open": decide it in a copy of this file.
        kpi: process-20-30-30-20
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        indicators:
          process-execution:
            title: { zh: 流程执行, en: Process execution }
            requirements: [S3-085]
            weight: 20
            of: { own: sampled-pass-rate, combine: open }   # the pass rate of sampled tickets, in percent
            points: percent
            when-missing: open
          service-quality:
            title: { zh: 服务质量, en: Service quality }
            requirements: [S3-085, S3-103]
            weight: 30
            of: { figure: csat-good-rate }
            points: { bands: [{ from: 0, points: open }, { from: 80, points: 80 }, { from: 90, points: 100 }] }   # below 80: X12, A32
            least: open
            when-fewer: open
          efficiency:
            title: { zh: 工作效率, en: Efficiency }
            requirements: [S3-085, S4-027]
            weight: 30
            of: { figure: handled, per-hours: open }        # the hours of a day
            points: { target: 15, cap: open }               # the plan's example: 15 tickets a day
            least: open
            when-fewer: open
            when-missing: open
          teamwork:
            title: { zh: 团队协作, en: Teamwork }
            requirements: [S3-085, S2-054]
            weight: 20
            of: { raters: teamwork, trim: open }            # X37
            points: percent
            least: open
            when-fewer: open
        grades: [{ from: 0, grade: below }, { from: 80, grade: good }, { from: 90, grade: excellent }]   # of S4-073: S3 has none
        """#

    private static let kpiProcessExam = #"""
        # The exam of the process plan, chapter 5 (S3-063): theory 40 %, practice 60 %, passed from 80 on, unrounded. Who lacks a part has neither
        # passed nor failed. As qualification after training (S0-071), or as one indicator of another model.
        kpi: process-exam
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        indicators:
          exam:
            title: { zh: 培训考核, en: Exam after training }
            requirements: [S3-063, S0-071]
            weight: 100
            of: { exam: { theory: 40, practice: 60 }, combine: open }   # of several attempts at a part: latest, or their mean
            points: percent
            when-missing: block
        grades: [{ from: 0, grade: failed }, { from: 80, grade: passed }]
        """#

    private static let kpiRatingDeductions = #"""
        # Ratings alone, as a large marketplace grades its agents: up to 50 ratings a month each bad one takes a point away, of more each percent
        # below the target takes two (C49). What the house decides is "open": decide it in a copy of this file.
        kpi: rating-deductions
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        indicators:
          ratings:
            title: { zh: 满意度扣分, en: Deductions for ratings }
            requirements: []
            weight: 100
            of: { ratings: { few: 50, minus-each-bad: 1, target: open, minus-each-percent: 2 } }
            points: percent
            least: open
            when-fewer: open
        grades: [{ from: 0, grade: open }, { from: 80, grade: 良好 }, { from: 90, grade: 优秀 }]   # of S4-073
        """#

    private static let kpiProcess40 = #"""
        # The process indicators of the process plan, chapter 5 (S3-070, X11): 40 % = 20 timeliness + 10 first contact + 10 records.
        # What the plan leaves open is "open": decide it in a copy of this file, first of all what the other 60 % are.
        kpi: process-40
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        indicators:
          timeliness:
            title: { zh: 响应及时率, en: Timeliness of response }
            requirements: [S3-070, S3-100]
            weight: 20
            of: { figure: clock-timeliness, clock: first-response-human, abandoned: open }
            points: percent
            least: open
            when-fewer: open
          first-contact:
            title: { zh: 一次性解决率, en: First-contact resolution }
            requirements: [S3-070, S3-101]
            weight: 10
            of: { figure: first-contact-resolution-loose }  # or first-contact-resolution-strict: X16
            points: percent
            least: open
            when-fewer: open
          record-completeness:
            title: { zh: 记录完整率, en: Completeness of records }
            requirements: [S3-070]
            weight: 10
            of: { own: record-completeness, combine: open }
            points: percent
            when-missing: open
          others:
            title: { zh: 其他指标, en: Other indicators }
            requirements: [S3-070]
            weight: 60
            of: open
            points: percent
            when-missing: open
        grades: [{ from: 0, grade: below }, { from: 80, grade: good }, { from: 90, grade: excellent }]   # of S4-073: S3 has none
        """#

    private static let kpiPlatform = #"""
        # The composite of the platform manual (S4-071…073): 30 % satisfaction, 25 % timeliness, 45 % that the manual leaves open.
        kpi: platform-composite
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        indicators:
          satisfaction:
            title: { zh: 满意度, en: Satisfaction }
            requirements: [S4-071, S4-072]
            weight: 30
            of: { figure: csat-mean }
            points: x20                                     # 4.5 of 5 is 90 (X14)
            least: open
            when-fewer: open
          timeliness:
            title: { zh: 时效, en: Timeliness }
            requirements: [S4-071]
            weight: 25
            of: { figure: clock-timeliness, clock: first-response-any, abandoned: open }
            points: percent
            least: open
            when-fewer: open
          others:
            title: { zh: 其他指标, en: Other indicators }
            requirements: [S4-071]
            weight: 45
            of: open
            points: percent
            when-missing: open
        grades: [{ from: 0, grade: open }, { from: 80, grade: 良好 }, { from: 90, grade: 优秀 }]   # S4-073, X13
        """#

    private static let payProcess = #"""
        # Pay after the process plan (S3-067, S3-068, S3-121, X34). What grades are worth and what percentages are of it does not say.
        pay: process
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        currency: CNY
        performance-pay: { coefficients: { below: open, good: open, excellent: open } }
        percentages-of: open
        stacking: open
        caps: { penalties: open, rewards: open }
        rounding: open
        appeal: open
        adjustments:
          unrecorded:
            title: { zh: 连续3次未按流程记录, en: Three consecutive tickets not recorded by the process }
            requirements: [S3-067]
            payee: agent
            percent: -5
            streak: { of: 3, reset: open, counts: open, failed-by: open }   # X35; criteria and clocks of the house's policy
          deliberate-delay:                                 # the transfer to another post is for people
            title: { zh: 故意拖延导致投诉, en: Deliberate delay that led to a complaint }
            requirements: [S3-068]
            payee: agent
            percent: -10
          not-mended:
            title: { zh: 三日内未整改, en: Not mended within three days }
            requirements: [S3-121]
            payee: head-of-department
            percent: -5
        """#

    private static let payPlatform = #"""
        # Pay by the grades of the platform manual (S4-073), with the reward for the best agents (S0-076, S0-077). The amounts are the house's.
        pay: platform
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        currency: CNY
        performance-pay: { amounts: { 优秀: open, 良好: open } }   # and an amount for the grade below 80, which the manual does not name
        percentages-of: open
        stacking: open
        caps: { penalties: open, rewards: open }
        rounding: open
        appeal: open
        adjustments:
          best-agent:
            title: { zh: 优秀客服, en: Best agent }
            requirements: [S0-076, S0-077]
            payee: agent
            amount: open
        """#
}
