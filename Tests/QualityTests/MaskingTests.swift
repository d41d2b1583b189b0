// Tests of masking: each kind by its rule, and what is left of random texts.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Masking")
struct MaskingTests {
    @Test(
        "each kind by its rule",
        arguments: [
            ("证110101199003072316。", "证110101199003******。"), ("11010120000101007X", "110101200001******"),
            ("440524800101001", "440524800******"), ("110101 19900307 2316", "110101 199003** ****"),
            ("１１０１０１１９９００３０７２３１６", "１１０１０１１９９００３******"), ("13800138000", "138****8000"),
            ("138-0013-8000", "138-****-8000"),
            ("+86 13800138000", "+86 138****8000"), ("010-12345678", "010-****5678"),
            ("4111 1111 1111 1111", "**** **** **** 1111"),
            ("E12345678", "E123*****"), ("EA1234567", "EA12*****"), ("zhang.san@a.com", "z********@a.com"),
            ("z@a.com", "*@a.com"),
            ("广东省深圳市南山区科技路12号3栋", "广东省深圳市南山区********"), ("阳光小区3栋2单元", "*********"), ("一三八零零一三八零零零", "一三八****八零零零"),
            ("订单528105689823，3天到", "订单528105689823，3天到"), ("明天😂", "明天😂"),
        ])
    func rules(text: String, masked: String) {
        #expect(Masking.masked(text, Detected.hits(in: text)) == masked)
        #expect(Masking.masked(masked, Detected.hits(in: masked)) == masked)
    }

    @Test("names keep the surname, and a form of address")
    func names() {
        let cases = ["张三丰": "张**", "张三": "张*", "张先生": "张先生", "欧阳女士": "欧阳女士", "欧阳锋": "欧阳*", "李": "李", "": ""]
        for (name, masked) in cases { #expect(Masking.name(name) == masked) }
    }

    @Test(
        "a masked text has no personal numbers, and masking it again changes nothing",
        arguments: 0..<200 as Range<UInt64>)
    func idempotent(seed: UInt64) {
        let hidden: DetectorSet = DetectorSet([.identityNumber, .phone, .bankCard, .passport, .email])
        var madeUp = MadeUp(seed: seed)
        for _ in 0..<10 {
            var text = ""
            for _ in 0..<madeUp.number(1...5) {
                let numbers = [
                    madeUp.identityNumber(), madeUp.oldIdentityNumber(), madeUp.mobile(), madeUp.card(),
                    madeUp.passport(),
                    madeUp.email(), madeUp.digits(madeUp.number(1...20)), "1",
                ]
                text += madeUp.disguised(madeUp.pick(numbers)) + madeUp.pick([" ", "-", "", "，", "*", "x", " - ", "."])
            }
            let masked = Masking.masked(text, Detected.hits(in: text))
            #expect(Detected.hits(in: masked, for: hidden).isEmpty, "\(text) → \(masked)")
            #expect(Masking.masked(masked, Detected.hits(in: masked)) == masked)
        }
    }

    @Test("hits beyond the text and bytes that are not UTF-8 do no harm")
    func anyBytes() {
        let hit = DetectorHit(detector: .phone, start: 2, end: 4_000)
        #expect(Masking.masked("138", [hit]) == "138")
        #expect(Masking.masked([0x80, 0x31], 0..<2, [hit]) == "\u{FFFD}1")
    }
}
