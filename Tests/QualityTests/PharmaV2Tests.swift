// The criteria of the preset "pharma-v2" on conversations.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

/// A conversation and what one criterion finds in it.
struct CriterionCase: CustomTestStringConvertible, Sendable {
    var name: String
    var lines: String
    var verdict: Verdict

    var testDescription: String { name }

    init(_ name: String, _ lines: String, _ verdict: Verdict) {
        self.name = name
        self.lines = lines
        self.verdict = verdict
    }
}

@Suite("pharma-v2")
struct PharmaV2Tests {
    static let preset = Result { try PolicyLoader.preset("pharma-v2").versions[0] }

    private func expect(
        _ criterion: String, _ example: CriterionCase, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let transcript = Transcript(example.lines, policy: try Self.preset.get())
        #expect(transcript.verdict(of: criterion) == example.verdict, sourceLocation: location)
    }

    @Test("the weights are those of the handbook's second edition")
    func weights() throws {
        let rubric = try Self.preset.get().rubric
        #expect(rubric.dimensions.map(\.id) == ["attitude", "expertise", "communication", "efficiency-and-compliance"])
        #expect(rubric.dimensions.map(\.weight.hundredths) == [3_000, 4_000, 2_000, 1_000])
        #expect(rubric.dimensions.flatMap(\.criteria).count == 20)
    }

    @Test("a human answers within 30 seconds, a bot's greeting counts apart")
    func clocks() throws {
        let clocks = try Self.preset.get().clocks
        #expect(clocks.map(\.kind) == [.firstResponseHuman, .firstResponseAny])
        #expect(clocks.map(\.target) == [.seconds(30), .seconds(30)])
        #expect(clocks.map(\.alerts) == [true, false])
    }

    // MARK: Attitude

    @Test(
        "greeting",
        arguments: [
            CriterionCase("in the first message", "C 0 在吗\nA 5 您好，请讲", .passes),
            CriterionCase("in the second message", "C 0 在吗\nA 5 在的\nA 9 您好", .passes),
            CriterionCase("in traditional characters", "C 0 在嗎\nA 5 歡迎光臨本店", .passes),
            CriterionCase("in English", "C 0 Anyone there?\nA 5 Good morning!", .passes),
            CriterionCase("only in the third", "C 0 在吗\nA 5 在的\nA 9 请讲\nA 12 您好", .loses("m2")),
            CriterionCase("A23: only by the bot", "C 0 在吗\nB 1 您好\nA 5 在的", .loses("m3")),
            CriterionCase("only in a note that the customer does not see", "C 0 在吗\nN 3 您好\nA 5 在的", .loses("m3")),
            CriterionCase("A19: within other words", "C 0 已付款\nA 5 麻烦您好评一下", .loses("m2")),
            CriterionCase("nobody answered", "C 0 在吗", .doesNotApply),
        ])
    func greeting(example: CriterionCase) throws { try expect("greeting", example) }

    @Test(
        "courtesy",
        arguments: [
            CriterionCase("a polite word", "C 0 在吗\nA 5 在，请问哪个订单", .passes),
            CriterionCase("in English", "C 0 where is it\nA 5 It is on the way, thanks.", .passes),
            CriterionCase("none", "C 0 在吗\nA 5 在\nA 9 没货", .loses("m2")),
            CriterionCase("only the customer's", "C 0 谢谢\nA 5 嗯", .loses("m2")),
        ])
    func courtesy(example: CriterionCase) throws { try expect("courtesy", example) }

    @Test(
        "prompt response",
        arguments: [
            CriterionCase("T55: exactly at 30 seconds", "C 0 在吗\nA 30 您好", .passes),
            CriterionCase("after 31 seconds", "C 0 在吗\nA 31 您好", .loses("m2")),
            CriterionCase("X02: the bot does not stop the clock", "C 0 在吗\nB 1 您好\nA 31 您好", .loses("m3")),
            CriterionCase("never, and 31 seconds passed", "C 0 在吗\nC 31 在吗", .loses("m1")),
            CriterionCase("T52: ended before the deadline", "C 0 在吗\nC 10 不用了", .doesNotApply),
        ])
    func promptResponse(example: CriterionCase) throws { try expect("prompt-response", example) }

    @Test("times that were set by rule decide no clock")
    func estimatedTimes() throws {
        let transcript = Transcript("C 0 在吗\nA 300 您好", policy: try Self.preset.get(), hasEstimatedTimes: true)
        #expect(transcript.verdict(of: "prompt-response") == .doesNotApply)
        #expect(transcript.verdict(of: "replies") == .doesNotApply)
    }

    @Test(
        "standard wording",
        arguments: [
            CriterionCase("written language", "C 0 在吗\nA 5 您好，可以的", .passes),
            CriterionCase("net slang", "C 0 在吗\nA 5 您好，木有了哦", .loses("m2: 木有 (slang)")),
            CriterionCase("an abbreviation", "C 0 好用吗\nA 5 这款YYDS！", .loses("m2: YYDS (abbreviation)")),
            CriterionCase("A19: letters within a longer word", "C 0 好用吗\nA 5 型号 XEMO2", .passes),
            CriterionCase("an improper emoji", "C 0 好用吗\nA 5 🙄自己看", .loses("m2: 🙄 (improper-emoji)")),
            CriterionCase("a kind emoji", "C 0 谢谢\nA 5 不客气😊", .passes),
            CriterionCase("A19: drops for the eye", "C 0 怎么用\nA 5 最好滴在眼内", .passes),
            CriterionCase("the customer's slang", "C 0 木有了吗\nA 5 还有", .passes),
            CriterionCase(
                "each one counts", "C 0 在吗\nA 5 木有\nA 9 么么哒，好哒",
                .loses(["m2: 木有 (slang)", "m3: 么么哒 (slang)", "m3: 好哒 (slang)"])),
        ])
    func standardWording(example: CriterionCase) throws { try expect("standard-wording", example) }

    @Test(
        "form of address",
        arguments: [
            CriterionCase("proper", "C 0 在吗\nA 5 您好，先生", .passes),
            CriterionCase("intimate", "C 0 在吗\nA 5 亲爱的，在的", .loses("m2: 亲爱的 (intimate-address)")),
            CriterionCase(
                "intimate in traditional characters", "C 0 在嗎\nA 5 親愛的，在的", .loses("m2: 親愛的 (intimate-address)")),
            CriterionCase("A21: the formal letter", "C 0 在吗\nA 5 亲爱的用户，您好", .passes),
        ])
    func formOfAddress(example: CriterionCase) throws { try expect("form-of-address", example) }

    @Test(
        "patience",
        arguments: [
            CriterionCase("patient", "C 0 还没到？\nA 5 请再等一下", .passes),
            CriterionCase("impatient", "C 0 还没到？\nA 5 您好，已经跟您说了，明天到", .loses("m2: 已经跟您说 (impatience)")),
            CriterionCase("pointing to rules", "C 0 不能退吗\nA 5 这是规定", .loses("m2: 这是规定 (impatience)")),
            CriterionCase(
                "in English", "C 0 broken\nA 5 That's not our problem.", .loses("m2: not our problem (impatience)")),
            CriterionCase("the customer's impatience", "C 0 不是说了吗\nA 5 抱歉", .passes),
        ])
    func patience(example: CriterionCase) throws { try expect("patience", example) }

    @Test(
        "empathy",
        arguments: [
            CriterionCase("understanding", "C 0 等了好久，太慢了\nA 5 非常理解您的心情", .passes),
            CriterionCase("an apology within three messages", "C 0 我要投诉\nA 5 请问订单号\nA 9 看到了\nA 12 抱歉让您久等", .passes),
            CriterionCase("none", "C 0 你们服务差\nA 5 请问订单号\nA 9 好的", .loses("m1: 服务差 (dissatisfaction)")),
            CriterionCase("too late", "C 0 我很担心\nA 5 嗯\nA 9 嗯\nA 12 嗯\nA 15 抱歉", .loses("m1: 很担心 (worry)")),
            CriterionCase("A21: not disappointed", "C 0 这次没有失望\nA 5 好的", .doesNotApply),
            CriterionCase(
                "asking for understanding is none", "C 0 你们坑人\nA 5 希望您能理解", .loses("m1: 坑人 (dissatisfaction)")),
            CriterionCase(
                "the second time unanswered", "C 0 真烦\nA 5 抱歉\nC 9 我要投诉\nA 12 好的", .loses("m3: 要投诉 (dissatisfaction)")),
        ])
    func empathy(example: CriterionCase) throws { try expect("empathy", example) }

    // MARK: Expertise

    @Test(
        "special populations",
        arguments: [
            CriterionCase("told", "C 0 孕妇能吃吗\nA 5 孕妇慎用，请遵医嘱", .passes),
            CriterionCase("told in traditional characters", "C 0 孕婦能吃嗎\nA 5 不建議", .passes),
            CriterionCase("asking the child's age", "C 0 孩子发烧了\nA 5 请问孩子几岁", .passes),
            CriterionCase("not told", "C 0 哺乳期可以用吗\nA 5 可以的", .loses("m1: 哺乳期 (special-population)")),
            CriterionCase("A21: not pregnant", "C 0 女，未怀孕\nA 5 好的", .doesNotApply),
            CriterionCase("A19: goods for children", "C 0 儿童用品在哪\nA 5 首页", .doesNotApply),
        ])
    func specialPopulations(example: CriterionCase) throws { try expect("special-populations", example) }

    @Test(
        "referral",
        arguments: [
            CriterionCase("to a pharmacist", "C 0 这两种能一起吃吗\nA 5 我为您转执业药师", .passes),
            CriterionCase(
                "to the emergency room, in English", "C 0 I have chest pain\nA 5 Please go to a hospital now", .passes),
            CriterionCase("answers by himself", "C 0 我这是什么病\nA 5 应该是感冒", .loses("m1: 是什么病 (medical-question)")),
            CriterionCase("A21: a denied symptom", "C 0 没有胸痛\nA 5 好的", .doesNotApply),
        ])
    func referral(example: CriterionCase) throws { try expect("referral", example) }

    @Test(
        "verified claims",
        arguments: [
            CriterionCase("plain facts", "C 0 有副作用吗\nA 5 可能有轻微不良反应", .passes),
            CriterionCase("no side effects", "C 0 有副作用吗\nA 5 没有任何副作用的", .loses("m2: 没有任何副作用 (unverified-claim)")),
            CriterionCase("personal experience", "C 0 好用吗\nA 5 我自己也吃这个", .loses("m2: 我自己也吃 (unverified-claim)")),
            CriterionCase("A21: it cannot be cured", "C 0 能治好吗\nA 5 目前不能根治", .passes),
            CriterionCase("A21: no wonder drug", "C 0 能治好吗\nA 5 目前没有特效药", .passes),
            CriterionCase(
                "in English", "C 0 is it safe\nA 5 Completely safe.", .loses("m2: Completely safe (unverified-claim)")),
        ])
    func verifiedClaims(example: CriterionCase) throws { try expect("verified-claims", example) }

    @Test(
        "authority",
        arguments: [
            CriterionCase("refers in the same message", "C 0 能改价吗\nA 5 我没有权限，帮您转接主管", .passes),
            CriterionCase("refers within two messages", "C 0 能改价吗\nA 5 这个我没办法\nA 9 稍候\nA 12 已反馈给专员", .passes),
            CriterionCase("bare refusal", "C 0 什么时候有货\nA 5 这个不清楚哦", .loses("m2: 不清楚 (cannot)")),
            CriterionCase("A19: \"不知道您\" opens a question", "C 0 在吗\nA 5 不知道您想买哪款", .doesNotApply),
            CriterionCase("the customer does not know", "C 0 不知道怎么用\nA 5 一次一片", .doesNotApply),
        ])
    func authority(example: CriterionCase) throws { try expect("authority", example) }

    // MARK: Communication

    @Test(
        "confirmed question",
        arguments: [
            CriterionCase("restated", "C 0 退\nA 5 您是想退货吗", .passes),
            CriterionCase("asked back", "C 0 坏了\nA 5 请问是哪个订单", .passes),
            CriterionCase("not confirmed", "C 0 退\nA 5 退了", .loses("m2")),
        ])
    func confirmedQuestion(example: CriterionCase) throws { try expect("confirmed-question", example) }

    @Test(
        "confirmed information",
        arguments: [
            CriterionCase("confirmed in the same message", "C 0 怎么吃\nA 5 一日三次，一次一片，清楚了吗？", .passes),
            CriterionCase("confirmed afterwards", "C 0 怎么吃\nA 5 饭后服用\nA 9 您对青霉素过敏吗", .passes),
            CriterionCase("not confirmed", "C 0 怎么吃\nA 5 每日两次", .loses("m2: 每日两次 (dosage)")),
            CriterionCase("the customer's own dosage", "C 0 我一天三次在吃\nA 5 好的", .doesNotApply),
        ])
    func confirmedInformation(example: CriterionCase) throws { try expect("confirmed-information", example) }

    @Test(
        "structured",
        arguments: [
            CriterionCase(
                "201 characters in one piece", "C 0 怎么用\nA 5 \(String(repeating: "药", count: 201))", .loses("m2")),
            CriterionCase(
                "201 characters in paragraphs", "C 0 怎么用\nA 5 \(String(repeating: "药", count: 200))⏎", .passes),
            CriterionCase("200 characters", "C 0 怎么用\nA 5 \(String(repeating: "药", count: 200))", .doesNotApply),
            CriterionCase(
                "the customer's long text", "C 0 \(String(repeating: "药", count: 300))\nA 5 好的", .doesNotApply),
        ])
    func structured(example: CriterionCase) throws { try expect("structured", example) }

    @Test(
        "soothe first",
        arguments: [
            CriterionCase("A22: soothes, then solves", "C 0 太坑了\nA 5 抱歉\nA 9 为您处理退款", .passes),
            CriterionCase("A22: within one message", "C 0 太坑了\nA 5 抱歉，马上为您处理", .passes),
            CriterionCase(
                "A22: at the same second, in the order of the messages", "C 0 太坑了\nA 5 抱歉\nA 5 为您处理", .passes),
            CriterionCase("solves first", "C 0 太坑了\nA 5 为您处理，抱歉", .loses("m2: 为您处理 (solution)")),
            CriterionCase(
                "the apology came before the anger", "C 0 退\nA 5 抱歉\nC 9 太坑了\nA 12 为您处理", .loses("m4: 为您处理 (solution)")),
            CriterionCase("soothes without solving", "C 0 太坑了\nA 5 抱歉", .doesNotApply),
            CriterionCase("a calm customer", "C 0 退\nA 5 为您处理", .doesNotApply),
        ])
    func sootheFirst(example: CriterionCase) throws { try expect("soothe-first", example) }

    @Test(
        "closing",
        arguments: [
            CriterionCase("at the end", "C 0 退\nA 5 退了，请问还有其他可以帮您的吗", .passes),
            CriterionCase("third from the end", "C 0 退\nA 5 问题解决了吗\nA 9 好的\nA 12 再见", .passes),
            CriterionCase("fourth from the end", "C 0 退\nA 5 问题解决了吗\nA 9 好\nA 12 好的\nA 15 再见", .loses("m5")),
            CriterionCase("never", "C 0 退\nA 5 退了", .loses("m2")),
        ])
    func closing(example: CriterionCase) throws { try expect("closing", example) }

    // MARK: Efficiency and compliance

    @Test(
        "replies",
        arguments: [
            CriterionCase("exactly after two minutes", "C 0 在吗\nA 120 在", .passes),
            CriterionCase("a second later", "C 0 在吗\nA 121 在", .loses("m1")),
            CriterionCase(
                "T42: from the oldest unanswered message", "C 0 在吗\nA 5 在\nC 10 甲\nC 100 乙\nA 131 好", .loses("m3")),
            CriterionCase("F03: the bot's reply ends the wait", "C 0 在吗\nB 100 您好\nA 200 在", .passes),
            CriterionCase("the end came first", "C 0 在吗\nC 60 算了", .doesNotApply),
        ])
    func replies(example: CriterionCase) throws { try expect("replies", example) }

    @Test(
        "personal data",
        arguments: [
            CriterionCase("asks for none", "C 0 退\nA 5 请提供订单号", .passes),
            CriterionCase(
                "asks for the identity number", "C 0 退\nA 5 请提供一下身份证号码", .loses("m2: 提供一下身份证 (sensitive-request)")),
            CriterionCase("asks for a code", "C 0 退\nA 5 麻烦验证码发我", .loses("m2: 验证码发 (sensitive-request)")),
            CriterionCase("A21: warns against it", "C 0 有人要我的验证码\nA 5 请勿将验证码告诉他人", .passes),
            CriterionCase(
                "in English", "C 0 refund\nA 5 Send me the card number", .loses("m2: card number (sensitive-request)")),
        ])
    func personalData(example: CriterionCase) throws { try expect("personal-data", example) }

    @Test(
        "promises",
        arguments: [
            CriterionCase("no promise", "C 0 明天到吗\nA 5 预计明天", .passes),
            CriterionCase("a promise", "C 0 明天到吗\nA 5 一定会到", .loses("m2: 一定会到 (promise)")),
            CriterionCase("A21: it cannot be promised", "C 0 明天到吗\nA 5 不一定会到，无法向您保证", .passes),
            CriterionCase("a private channel", "C 0 坏了\nA 5 加我微信，转你", .loses("m2: 加我微信 (promise)")),
            CriterionCase("buying a good review", "C 0 坏了\nA 5 好评返5元", .loses("m2: 好评返 (review-solicitation)")),
        ])
    func promises(example: CriterionCase) throws { try expect("promises", example) }

    @Test(
        "hand-over note",
        arguments: [
            CriterionCase("with a note", "C 0 在吗\nh 5\nA 9 您好", .passes),
            CriterionCase("one of two without", "C 0 在吗\nh 5\nH 7\nA 9 您好", .loses("")),
            CriterionCase("no hand-over", "C 0 在吗\nA 9 您好", .doesNotApply),
        ])
    func handOverNote(example: CriterionCase) throws { try expect("hand-over-note", example) }

    @Test("A18: spans are bytes of the original text, behind emoji, full-width letters and zero-width spaces")
    func spans() throws {
        let transcript = Transcript("C 0 在吗\nA 5 👨‍👩‍👧ＡＢＣ\u{200B}é 亲爱的", policy: try Self.preset.get())
        let lost = transcript.evaluation().deductions.filter { $0.evidence.lexicon == "intimate-address" }
        #expect(lost.map(\.evidence.message) == ["m2"])
        // 18 bytes of emoji, 9 of letters, 3 of space, 2 of é, 1 of blank.
        #expect(lost.map(\.evidence.start) == [33])
        #expect(lost.map(\.evidence.end) == [42])
    }
}
