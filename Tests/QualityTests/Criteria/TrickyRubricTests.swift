// The tricky cases of rubrics, A11 to A24, on the presets. A15 and A22 stand with the scores and the tables, too.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("tricky cases of rubrics")
struct TrickyRubricTests {
    private func preset(_ name: String, _ changes: (String, String)...) throws -> Policy {
        let text = changes.reduce(try PolicyLoader.presetText(name)) { $0.replacing($1.0, with: $1.1) }
        return try PolicyLoader.load(files: [(name: "\(name).yaml", text: text)]).versions[0]
    }

    /// What a criterion of a preset finds in what an agent writes.
    private func verdict(_ criterion: String, _ text: String, in name: String = "pharma-v2") throws -> Verdict {
        Transcript("C 0 在吗\nA 5 \(text)", policy: try preset(name)).verdict(of: criterion)
    }

    private func sum(_ deductions: [Deduction]) -> Points { deductions.reduce(.zero) { $0 + $1.points } }

    @Test("A11: an episode is judged by the version that was in force when it started")
    func versions() throws {
        let text = try PolicyLoader.presetText("pharma-v2")
        let next = text.replacing(#"version: "2.2.0""#, with: #"version: "3.0.0""#)
            .replacing("effective-from: 2020-01-01T00:00:00+08:00", with: "effective-from: 2025-01-01T00:00:00+08:00")
        let set = try PolicyLoader.load(files: [(name: "3.yaml", text: next), (name: "2.yaml", text: text)])
        #expect(set.versions.map(\.version) == ["2.2.0", "3.0.0"])
        // 2024-12-31T16:00:00Z.
        let change = Instant(milliseconds: 1_735_660_800_000)
        let before = Instant(milliseconds: change.milliseconds - 1)
        #expect(set.index(at: before) == 0 && set.index(at: change) == 1)
        var episode = Episode(
            number: 1, start: before, policyIndex: set.index(at: before), policy: set.versions[0],
            contact: .unknown)
        episode.header.lastAt = change + .seconds(60)
        struct NoNames: NameLookup { func string(_ name: NameID) -> String { "" } }
        let subject = EpisodeSubject(tenant: "t", conversation: "c", channel: "chat", countsForCustomers: true)
        let evaluation = episode.evaluation(of: subject, policy: set.versions[0], endedAt: change, names: NoNames())
        #expect(evaluation.policyIndex == 0)
    }

    @Test("A12: weights that do not sum to 100 are rejected, with their sum")
    func weights() throws {
        let error = try #require(throws: PolicyError.self) {
            _ = try preset("pharma-v2", ("weight: 30\n", "weight: 29.9\n"))
        }
        #expect("\(error)".contains("99.9"))
        let points = try #require(throws: PolicyError.self) {
            _ = try preset("process", ("points: 35\n", "points: 34\n"))
        }
        #expect("\(points)".contains("99"))
    }

    @Test(
        "A13: a dimension in which nothing applies gives its weight away, or by policy there is no total; it is never 0"
    )
    func dimensionDoesNotApply() throws {
        // Nothing was recorded: the dimension "records" does not apply.
        let lines = "C 0 退\nA 5 您好"
        let shared = Transcript(lines, policy: try preset("process")).evaluation()
        #expect(shared.dimensions.map(\.weight.hundredths) == [8_000, 0, 2_000, 0])
        #expect(shared.dimensions[1].score == nil)
        #expect(shared.score != nil)
        let scoring = (#"standard-lexicons: "1""#, "standard-lexicons: \"1\"\nscoring: { not-applicable: blank }")
        let blank = Transcript(lines, policy: try preset("process", scoring)).evaluation()
        #expect(blank.score == nil)
        #expect(blank.dimensions.map(\.weight.hundredths) == [6_000, 2_500, 1_500, 0])
        #expect(blank.dimensions[0].score == shared.dimensions[0].score)
        #expect(blank.dimensions[1].score == nil)
    }

    @Test("A14: where nothing applies there is no score: neither 0 nor 100", arguments: PolicyLoader.presets)
    func nothingApplies(name: String) throws {
        let evaluation = Transcript("C 0 在吗\nB 5 您好", policy: try preset(name), hasEstimatedTimes: true).evaluation()
        #expect(evaluation.score == nil)
        #expect(evaluation.dimensions.allSatisfy { $0.score == nil })
        #expect(evaluation.deductions.isEmpty && evaluation.awards.isEmpty)
    }

    @Test("A15: what costs more than there is costs all there is: 0, not less", arguments: PolicyLoader.presets)
    func floor(name: String) throws {
        let bad = "么么哒yyds🙄烦死了催什么不是我们的问题保证治好全网最低我保证投诉没用给个好评提供身份证"
        let lines = "C 0 你们太坑了凭什么没人管\n" + (1...30).map { "A \($0 * 300) \(bad)" }.joined(separator: "\n")
        let evaluation = Transcript(lines, policy: try preset(name)).evaluation()
        let score = try #require(evaluation.score)
        #expect(score >= .zero)
        #expect(sum(evaluation.deductions) == .hundred - score + evaluation.bonus)
        #expect(evaluation.dimensions.allSatisfy { ($0.score ?? .zero) >= .zero })
    }

    @Test("A16: a fatal failure makes the whole score the fatal score, and the deductions still add up")
    func fatal() throws {
        let lines = "C 0 能治好吗\nA 5 您好，请问您是想问疗效吗？保证治好"
        let fatal = Transcript(lines, policy: try preset("pharma-v2")).evaluation()
        #expect(fatal.score == .zero)
        #expect(fatal.fatal == [CriterionPlace(dimension: 1, criterion: 2)])
        #expect(sum(fatal.deductions) == .hundred)
        let lenient = Transcript(lines, policy: try preset("pharma-v2", ("fatal-score: 0", "fatal-score: 40")))
            .evaluation()
        #expect(lenient.score?.hundredths == 4_000)
        #expect(sum(lenient.deductions).hundredths == 6_000)
        let plain = Transcript(lines, policy: try preset("pharma-v2", ("fatal: true", "fatal: false"))).evaluation()
        #expect(plain.fatal.isEmpty)
        #expect(try #require(plain.score).hundredths > 4_000)
    }

    @Test("A16: where a fatal item fails, no bonus is awarded")
    func fatalTakesBonus() throws {
        let lines = "C 0 退\nA 5 您好，提醒您一下，肯定能退\nC 9 谢谢"
        let policy = try preset("ecommerce")
        #expect(Transcript(lines.replacing("，肯定能退", with: ""), policy: policy).evaluation().bonus.hundredths == 500)
        let evaluation = Transcript(lines, policy: policy).evaluation()
        #expect(evaluation.score == .zero)
        #expect(evaluation.bonus == .zero && evaluation.awards.isEmpty)
    }

    @Test(
        "A17: of a text twice as long there are at most twice as many hits, with every preset's lexicons",
        arguments: PolicyLoader.presets)
    func linear(name: String) throws {
        let policy = try preset(name)
        let pieces = ["您可以先再", "不是我们", "请您提供身份证", "如果", "“好", "您", "1天", "无法为您退"]
        for piece in pieces {
            func hits(_ count: Int) -> Int {
                var room = MatchRoom()
                let text = Array(String(repeating: piece, count: count).utf8)
                policy.scan(text, ByteRange(0..<text.count), by: .agent, .none, into: &room)
                return room.hits.count
            }
            #expect(hits(4_000) <= 2 * hits(2_000) + 2, "\(piece)")
        }
    }

    @Test("A17: of a message that hits everywhere so many hits are kept, and the score stays what it is")
    func manyHits() throws {
        let transcript = Transcript(
            "C 0 在吗\nA 5 \(String(repeating: "木有么么哒", count: 20_000))", policy: try preset("pharma-v2"))
        #expect(transcript.episode.hits.count <= Episode.mostHitsPerMessage + 2)
        #expect(
            transcript.verdict(of: "standard-wording")
                == .loses(["m2: 木有 (slang)", "m2: 么么哒 (slang)", "m2: 木有 (slang)"]))
    }

    @Test(
        "A18: however it is written, it hits, and the evidence is what was written",
        arguments: [
            ("standard-wording", "yyds", "abbreviation"), ("standard-wording", "ＹＹＤＳ", "abbreviation"),
            ("standard-wording", "y\u{200B}yds", "abbreviation"),
            ("standard-wording", "y\u{AD}y\u{2060}ds", "abbreviation"),
            ("standard-wording", "\u{443}yd\u{455}", "abbreviation"), ("standard-wording", "𝐲𝐲𝐝𝐬", "abbreviation"),
            ("standard-wording", "ⓨⓨⓓⓢ", "abbreviation"), ("standard-wording", "🖕🏽", "improper-emoji"),
            ("standard-wording", "🖕\u{FE0F}", "improper-emoji"), ("standard-wording", "絕絕子", "slang"),
            ("form-of-address", "親愛的", "intimate-address"), ("patience", "隨便投訴", "impatience"),
            ("misleading-medication", "保證治癒", "absolute-medical-claim"), ("secrets", "偷偷告訴您", "leak-of-secrets"),
            ("misleading-medication", "１００％有效", "absolute-medical-claim"),
        ])
    func writings(criterion: String, text: String, lexicon: String) throws {
        guard case .loses(let found) = try verdict(criterion, "您好 \(text)") else {
            Issue.record("\(text) does not hit")
            return
        }
        let plain = TextFolding.standard.folded("m2: \(text) (\(lexicon))")
        #expect(found.count == 1 && found.first.map(TextFolding.standard.folded) == plain, "\(found)")
    }

    @Test("A18: a family of emoji is no improper one, and no part of it is found alone")
    func sequences() throws {
        #expect(try verdict("standard-wording", "您好👨‍👩‍👧👍🏽❤️") == .passes)
        #expect(try verdict("emoji", "您好👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", in: "internet") == .passes)
    }

    @Test(
        "A19: a word within a longer one is another word",
        arguments: [
            ("authority", "不知道您是否收到", Verdict.doesNotApply), ("authority", "图片不清楚，请重拍", .doesNotApply),
            ("standard-wording", "型号 XEMO2", .passes), ("standard-wording", "最好滴两滴", .passes),
            ("standard-wording", "给力气小的人用", .passes), ("greeting", "麻烦您好评一下", .loses("m2")),
            ("form-of-address", "亲爱的客户，您好", .passes), ("patience", "这不是废话吗，抱歉", .passes),
            ("plain-words", "这款skuld耳机", .passes), ("verified-claims", "目前没有特效药", .passes),
        ])
    func longerWords(criterion: String, text: String, verdict: Verdict) throws {
        #expect(try self.verdict(criterion, text) == verdict, "\(text)")
    }

    @Test(
        "A20: what the agent quotes is the customer's",
        arguments: [
            ("standard-wording", "您说的“木有”是指没货吗"), ("standard-wording", "您说的「yyds」是什么意思"),
            ("standard-wording", "您写了『卧槽』"), ("patience", "> 烦不烦\n抱歉给您带来不便"), ("verified-claims", "网页写着“绝对安全”并不可信"),
            ("promises", "商家写的“保证退”要以规则为准"),
        ])
    func quotations(criterion: String, text: String) throws {
        #expect(try verdict(criterion, text.replacing("\n", with: "⏎")) == .passes)
        let unquoted = text.filter { !"“”「」『』>".contains($0) }.replacing("\n", with: "⏎")
        #expect(try verdict(criterion, unquoted) != .passes, "without the marks it hits: \(unquoted)")
    }

    @Test(
        "A21: what is denied is not said",
        arguments: [
            ("pharma-v2", "misleading-medication", "不能保证治好"), ("pharma-v2", "misleading-medication", "没有药可以根治"),
            ("pharma-v2", "promises", "无法向您保证"), ("pharma-v2", "credentials", "请不要把密码发给我"),
            ("pharma-v2", "secrets", "不会私下告诉您"), ("pharma-v2", "banned-drugs", "不建议您吃头孢"),
            ("pharma-v2", "true-information", "请不要随便填一个"), ("pharma-v2", "patience", "如果是您自己没收到，我帮您查"),
            ("ecommerce", "forbidden-promises", "不能保证明天送到"), ("ecommerce", "advertising", "不敢说全网最低"),
            ("ecommerce", "patience", "我们不会推诿，如果是快递的问题也会处理"), ("ecommerce", "personal-data", "请勿提供银行卡号"),
            ("process", "no-skipping", "不能跳过流程"),
        ])
    func negations(preset: String, criterion: String, text: String) throws {
        #expect(try verdict(criterion, text, in: preset) == .passes, "\(text)")
    }

    @Test("A21: a denial in another sentence denies nothing")
    func otherSentence() throws {
        #expect(try verdict("misleading-medication", "不。保证治好") == .loses("m2: 保证治好 (absolute-medical-claim)"))
    }

    @Test("A22: soothing before solving, told by place within one message and by order within one second")
    func order() throws {
        func verdict(_ lines: String) throws -> Verdict {
            Transcript("C 0 你们太坑了\n" + lines, policy: try preset("internet")).verdict(of: "soothe-first")
        }
        #expect(try verdict("A 5 抱歉\nA 5 为您处理") == .passes)
        #expect(try verdict("A 5 为您处理\nA 5 抱歉") == .loses("m2: 为您处理 (solution)"))
        #expect(try verdict("A 5 抱歉，为您处理") == .passes)
        #expect(try verdict("A 5 为您处理，抱歉") == .loses("m2: 为您处理 (solution)"))
    }

    @Test(
        "A23: what the bot says is not the agent's, neither its greeting nor its faults",
        arguments: [
            ("greeting", "C 0 在吗\nB 1 您好\nA 5 在", Verdict.loses("m3")),
            ("courtesy", "C 0 在吗\nB 1 谢谢\nA 5 在", .loses("m3")),
            ("standard-wording", "C 0 在吗\nB 1 么么哒\nA 5 在", .passes), ("promises", "C 0 在吗\nB 1 我保证\nA 5 在", .passes),
            ("prompt-response", "C 0 在吗\nB 1 您好\nA 31 您好", .loses("m3")),
            ("closing", "C 0 在吗\nA 1 在\nB 5 还有其他问题吗", .loses("m2")),
            ("empathy", "C 0 太坑了\nB 1 抱歉\nA 5 嗯", .loses("m1: 太坑 (dissatisfaction)")),
        ])
    func bots(criterion: String, lines: String, verdict: Verdict) throws {
        #expect(Transcript(lines, policy: try preset("pharma-v2")).verdict(of: criterion) == verdict)
    }

    @Test("A24: evidence of personal data is a span without the text, and the text is masked where it is shown")
    func personalData() throws {
        let text = "您的身份证 11010519491231002X 对吗"
        let transcript = Transcript("C 0 查\nA 5 \(text)", policy: try preset("platform"))
        let evidence = try #require(
            transcript.evaluation().deductions.map(\.evidence).first { $0.lexicon == "identity-number" })
        // Five characters of three bytes and a space stand before it.
        #expect(evidence.message == "m2" && evidence.start == 16 && evidence.end == 34)
        var hits: [DetectorHit] = []
        let bytes = Array(text.utf8)
        TextScanner().scan(bytes, 0..<bytes.count, for: .personal, into: &hits)
        let masked = Masking.masked(text, hits)
        #expect(masked == "您的身份证 110105194912****** 对吗")
        #expect(masked.utf8.count == text.utf8.count, "the span stays right in the masked text")
    }
}
