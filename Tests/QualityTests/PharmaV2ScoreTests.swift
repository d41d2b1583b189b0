// The arithmetic of scores.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("scores")
struct PharmaV2ScoreTests {
    /// A conversation in which every automatic criterion of pharma-v2 loses all its points.
    private static let worst = """
        @ class complex
        C 0 我是孕妇，腿脚不便，这是什么病？怎么吃？急用！我要退货，你们太坑了
        A 200 亲爱的亲爱的，木有🙄
        A 201 您先听我说，烦不烦！！！嗯？？？嗯！！！嗯？？？嗯！！！
        A 202 保证治好，亲测有效，听说吃了有效，推荐吃头孢
        A 203 SKU、CRM、ERP、WMS都缺货，yyds\(String(repeating: "药", count: 200))
        A 204 提供身份证，告诉我登录密码，偷偷告诉您，随便填一个，我保证
        A 205 一日三次
        A 206 您的订单已发货，退货吧
        E 207 escalation
        A 7300 为您查
        A 7301 嗯
        A 7302 不知道
        E 7303 lookup
        R 7304 已处理
        """

    private func policy() throws -> Policy { try PharmaV2Tests.preset.get() }

    /// A rubric of dimensions with a weight and the points of their criteria, all in hundredths. All criteria look for the greeting, or
    /// never apply when the points are negative.
    private func rubric(_ dimensions: [(weight: Int32, points: [Int32])]) -> Rubric {
        Rubric(
            dimensions: dimensions.enumerated().map { index, dimension in
                Dimension(
                    id: "d\(index)", weight: Points(hundredths: dimension.weight),
                    criteria: dimension.points.enumerated().map { number, points in
                        Criterion(
                            id: "c\(index)-\(number)", title: Criterion.Title(chinese: "一", english: "One"),
                            requirements: [],
                            points: Points(hundredths: abs(points)),
                            check: points < 0 ? .handOverNote : .requires(lexicon: 0, place: .anywhere))
                    })
            })
    }

    private func sum(_ deductions: [Deduction]) -> Points { deductions.reduce(.zero) { $0 + $1.points } }

    @Test("A15: when every criterion fails the score is exactly 0.00")
    func zero() throws {
        let policy = try policy()
        let transcript = Transcript(Self.worst, policy: policy)
        for criterion in policy.rubric.dimensions.flatMap(\.criteria) where criterion.check != .human {
            guard case .loses = transcript.verdict(of: criterion.id) else {
                Issue.record("\(criterion.id) does not fail")
                continue
            }
        }
        let evaluation = transcript.evaluation()
        #expect(evaluation.score == .zero)
        #expect(evaluation.dimensions.map(\.score) == [.zero, .zero, .zero, .zero])
        #expect(sum(evaluation.deductions) == .hundred)
    }

    @Test("a conversation without fault has 100")
    func hundred() throws {
        let lines = "C 0 这药怎么吃\nA 5 您好，您是想问用法对吗？\nA 9 一日三次，清楚了吗？请问还有其他可以帮您的吗"
        let evaluation = Transcript(lines, policy: try policy()).evaluation()
        #expect(evaluation.score == .hundred)
        #expect(evaluation.deductions.isEmpty)
    }

    @Test("A14: where nothing applies there is no score")
    func nothingApplies() throws {
        let evaluation = Transcript("C 0 在吗\nB 5 您好", policy: try policy(), hasEstimatedTimes: true).evaluation()
        #expect(evaluation.score == nil)
        #expect(evaluation.dimensions.map(\.score) == [nil, nil, nil, nil])
        #expect(evaluation.dimensions.map(\.weight) == [.zero, .zero, .zero, .zero])
        #expect(evaluation.deductions.isEmpty)
    }

    @Test("A13: a dimension where nothing applies gives its weight to the others, in proportion")
    func weightIsGiven() throws {
        let transcript = Transcript("C 0 在吗\nA 5 在", policy: try policy())
        let rubric = rubric([(3_000, [10_000]), (3_000, [-10_000]), (4_000, [10_000])])
        let evaluation = transcript.evaluation(by: rubric)
        #expect(evaluation.dimensions.map(\.weight.hundredths) == [4_286, 0, 5_714])
        #expect(evaluation.dimensions.map(\.score) == [.zero, nil, .zero])
        #expect(evaluation.score == .zero)
        #expect(evaluation.deductions.map(\.points.hundredths) == [4_286, 5_714])
    }

    @Test("criteria that do not apply give their points to the others of their dimension")
    func pointsAreGiven() throws {
        let transcript = Transcript("C 0 在吗\nA 5 在", policy: try policy())
        let evaluation = transcript.evaluation(by: rubric([(10_000, [2_500, -5_000, 2_500])]))
        #expect(evaluation.deductions.map(\.points.hundredths) == [5_000, 5_000])
    }

    @Test(
        "rounding neither saves nor costs points: what is lost completely is 0.00",
        arguments: [
            [(1_000, [3_333, 3_333, 3_334]), (9_000, [10_000])],
            [(1_000, Array(repeating: Int32(625), count: 16)), (9_000, [10_000])],
            [(3_333, [3_333, 6_667]), (3_333, [1, 9_999]), (3_334, [5_000, 5_000])],
            [(1, [5_000, 5_000]), (9_999, [10_000])],
        ] as [[(Int32, [Int32])]])
    func rounding(dimensions: [(Int32, [Int32])]) throws {
        let transcript = Transcript("C 0 在吗\nA 5 在", policy: try policy())
        let evaluation = transcript.evaluation(by: rubric(dimensions.map { ($0.0, $0.1) }))
        #expect(evaluation.score == .zero)
        #expect(sum(evaluation.deductions) == .hundred)
    }

    @Test("A15: a criterion never costs more than its points")
    func floor() throws {
        let slang = String(repeating: "么么哒 ", count: 30)
        let evaluation = Transcript("C 0 在吗\nA 5 您好，请问您是 \(slang)还有其他问题吗", policy: try policy()).evaluation()
        // 12 of the 72 points of attitude that apply: 30 × 12 / 72.
        #expect(evaluation.deductions.count == 3)
        #expect(sum(evaluation.deductions).hundredths == 500)
        #expect(evaluation.score?.hundredths == 9_500)
    }

    @Test("deductions add up to 100 − score, whatever the rubric and what applies")
    func sums() throws {
        var random = Seeded(state: 2026)
        let policy = try policy()
        let lines = Self.worst.split(separator: "\n")
        for _ in 0..<300 {
            let chosen = lines[..<2] + lines.dropFirst(2).filter { _ in random.next(2) == 0 }
            let transcript = Transcript(chosen.joined(separator: "\n"), policy: policy)
            let parts = random.split(10_000, into: 1 + random.next(6))
            let rubric = rubric(
                parts.map { weight in
                    let points = random.split(10_000, into: 1 + random.next(7))
                    return (weight, points.map { random.next(3) == 0 ? -$0 : $0 })
                })
            for evaluation in [transcript.evaluation(), transcript.evaluation(by: rubric)] {
                guard let score = evaluation.score else { continue }
                #expect(sum(evaluation.deductions) == .hundred - score)
                #expect(score >= .zero && score <= .hundred)
                #expect(evaluation.dimensions.reduce(.zero) { $0 + $1.weight } == .hundred)
                #expect(evaluation.deductions.allSatisfy { $0.points >= .zero })
            }
        }
    }
}

/// A small seeded generator: Knuth's multiplier.
private struct Seeded {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    /// So many positive numbers with that sum.
    mutating func split(_ sum: Int32, into count: Int) -> [Int32] {
        var borders: Set<Int32> = [0, sum]
        while borders.count < count + 1 { borders.insert(Int32(1 + next(Int(sum) - 1))) }
        let sorted = borders.sorted()
        return zip(sorted.dropFirst(), sorted).map { $0 - $1 }
    }
}
