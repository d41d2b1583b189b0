// Tests of the detectors of personal data, by tables and by made-up numbers.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Personal data in texts")
struct PersonalDetectorTests {
    @Test(
        "identity numbers",
        arguments: [
            ("我的身份证是110101199003072316，麻烦查一下", "110101199003072316"),
            ("１１０１０１１９９００３０７２３１６", "１１０１０１１９９００３０７２３１６"),
            ("110101 19900307 2316", "110101 19900307 2316"),
            ("11010119900307\u{200B}2316", "11010119900307\u{200B}2316"),
            ("号码11010120000101007X。", "11010120000101007X"),
            ("11010120000101007x", "11010120000101007x"),
            ("老证440524800101001", "440524800101001"),
            ("id110101199003072316", "110101199003072316"),
            ("620102196402290348", "620102196402290348"),
            // Not the check character, no such day, no such province, too long, part of a word, no digits.
            ("110101199003072317", ""), ("110101199013072316", ""), ("110101199002302318", ""),
            ("990101199003072316", ""), ("1101011990030723161", ""), ("A110101199003072316", ""),
            ("11010120000101007Xa", ""), ("请提供身份证号", ""), ("440524801301001", ""), ("160524800101001", ""),
            ("110101********2316", ""), ("110101199003******", ""),
        ])
    func identityNumbers(text: String, found: String) {
        #expect(Detected.texts(of: .identityNumber, in: text) == found)
    }

    @Test(
        "phones",
        arguments: [
            ("打我手机13800138000", "13800138000"), ("138-0013-8000吧", "138-0013-8000"),
            ("138 0013 8000", "138 0013 8000"), ("+86 138 0013 8000", "+86 138 0013 8000"),
            ("+8613800138000", "+8613800138000"), ("8613800138000", "8613800138000"),
            ("0086-13800138000", "0086-13800138000"), ("１３８００１３８０００", "１３８００１３８０００"),
            ("138\u{200B}0013\u{200D}8000", "138\u{200B}0013\u{200D}8000"),
            ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 0 0 1 3 8 0 0 0"),
            ("一三八零零一三八零零零", "一三八零零一三八零零零"), ("tel13800138000", "13800138000"),
            ("13800138000和13900139000", "13800138000|13900139000"),
            ("13800138000 13900139000", "13800138000|13900139000"),
            ("座机010-12345678", "010-12345678"), ("(0755)2345678", "(0755)2345678"),
            ("（０２１）６２３４５６７８", "（０２１）６２３４５６７８"), ("+86 10 6234 5678", "+86 10 6234 5678"),
            ("+852 2345 6789", "+852 2345 6789"), ("**13800138000**", "13800138000"),
            // Service numbers, other lengths, parts of words, masked ones, lists of numbers.
            ("400-123-4567", ""), ("8001234567", ""), ("4001380013", ""), ("客服95555或12315", ""), ("12800138000", ""),
            ("138001380001", ""), ("1380013800", ""), ("JD13800138000", ""), ("13800138000a", ""), ("138****8000", ""),
            ("138 **** 8000 123", ""), ("36 37 38 39 40 41 42", ""), ("1 3 8 0 0 1 3 8 0 0 0 0", ""), ("+1天", ""),
            ("http://a.cn/13800138000", ""), ("13800138000@a.com", ""),
        ])
    func phones(text: String, found: String) { #expect(Detected.texts(of: .phone, in: text) == found) }

    @Test(
        "bank cards",
        arguments: [
            ("卡号4111111111111111", "4111111111111111"), ("4111 1111 1111 1111", "4111 1111 1111 1111"),
            ("4111-1111-1111-1111。", "4111-1111-1111-1111"),
            ("５５００ ００００ ００００ ０００４", "５５００ ００００ ００００ ０００４"), ("378282246310005", "378282246310005"),
            ("3782 822463 10005", "3782 822463 10005"), ("6212340000000000004", "6212340000000000004"),
            ("6212 3400 0000 0000 004", "6212 3400 0000 0000 004"), ("621234 0000000000004", "621234 0000000000004"),
            ("4111\u{200B}111111111111", "4111\u{200B}111111111111"), ("2223000048400011", "2223000048400011"),
            // Fails the check, no issuer, wrong length, part of a word, masked.
            ("4111111111111112", ""), ("9111111111111111", ""), ("411111111111111", ""), ("SF4111111111111111", ""),
            ("************1111", ""), ("4111 11** **** 1111", ""), ("1111111111111111", ""), ("请问银行卡号", ""),
        ])
    func bankCards(text: String, found: String) { #expect(Detected.texts(of: .bankCard, in: text) == found) }

    @Test(
        "passports",
        arguments: [
            ("护照E12345678", "E12345678"), ("G87654321", "G87654321"), ("EA1234567。", "EA1234567"),
            ("是p00000001吗", "p00000001"), ("Ｅ１２３４５６７８", "Ｅ１２３４５６７８"), ("D\u{200B}12345678", "D\u{200B}12345678"),
            ("S12345678", "S12345678"),
            ("E123456789", ""), ("E1234567", ""), ("XE12345678", ""), ("1E12345678", ""), ("A12345678", ""),
            ("E12345678A", ""), ("EAB123456", ""), ("E123*****", ""),
        ])
    func passports(text: String, found: String) { #expect(Detected.texts(of: .passport, in: text) == found) }

    @Test(
        "e-mail addresses",
        arguments: [
            ("邮箱zhang.san@example.com，谢谢", "zhang.san@example.com"), ("13800138000@163.com", "13800138000@163.com"),
            ("a_b-c+d@mail.example.cn。", "a_b-c+d@mail.example.cn"), ("ｚｈａｎｇ＠ｑｑ．ｃｏｍ", "ｚｈａｎｇ＠ｑｑ．ｃｏｍ"),
            ("z\u{200B}s@example\u{200B}.com", "z\u{200B}s@example\u{200B}.com"),
            ("发a@b.cn或c@d.org吧", "a@b.cn|c@d.org"),
            ("a@b.com@c.com", "a@b.com"),
            ("@京东客服 在吗", ""), ("a@b", ""), ("@example.com", ""), ("a@.com", ""), ("a.@b.com", ""), ("a@b.c", ""),
            ("a****@example.com", ""), ("3@4", ""),
        ])
    func emails(text: String, found: String) { #expect(Detected.texts(of: .email, in: text) == found) }

    @Test(
        "addresses",
        arguments: [
            ("寄到广东省深圳市南山区科技园路12号3栋501室。", "广东省深圳市南山区科技园路12号3栋501室"),
            ("北京市朝阳区建国路88号院2号楼3单元1201", "北京市朝阳区建国路88号院2号楼3单元1201"),
            ("江苏省 南京市 鼓楼区 汉口路22号", "江苏省 南京市 鼓楼区 汉口路22号"), ("我住阳光小区3栋2单元", "阳光小区3栋2单元"),
            ("浦东新区张江路123弄45号", "浦东新区张江路123弄45号"), ("放3号楼2单元501室", "3号楼2单元501室"),
            ("廣東省深圳市南山區科技路１２號", "廣東省深圳市南山區科技路１２號"), ("四川省成都市人民路12号附近", "四川省成都市人民路12号"),
            ("长安大街甲6号万达广场B座1203室", "长安大街甲6号万达广场B座1203室"), ("厦门市湖里区3栋", "厦门市湖里区3栋"),
            ("朝阳区\u{200B}建国\u{200B}路8号", "朝阳区\u{200B}建国\u{200B}路8号"),
            ("北京市", ""), ("在路上", ""), ("几号发货", ""), ("南山区25号送", ""), ("25号到深圳市", ""), ("超市3楼", ""),
            ("这条路上1号店", ""), ("知道1号", ""), ("上海市浦东新区", ""), ("xx路xx号xx小区", ""), ("发货了吗？深圳市区，3号楼", ""),
            ("我们镇25号能到吗", ""), ("服务区2号楼", ""), ("11月25号3楼有活动", ""), ("节省3室", ""),
        ])
    func addresses(text: String, found: String) { #expect(Detected.texts(of: .address, in: text) == found) }

    @Test(
        "order numbers",
        arguments: [
            ("订单528105689823", "528105689823"), ("JD13800138000", "JD13800138000"),
            ("单号SF1234567890123", "SF1234567890123"),
            ("１２３４５６７８９０", "１２３４５６７８９０"), ("20261125093000", "20261125093000"),
            ("102-1234567-1234567", "102-1234567-1234567"),
            ("工单201503022054072723422", "201503022054072723422"), ("110101199003072317", "110101199003072317"),
            ("123456789", ""), ("4001234567", ""), ("1234567890123456789012345", ""), ("ABCDEFG1234567890", ""),
            ("1234567890A", ""), ("http://a.cn/1234567890", ""), ("1234567890@a.com", ""), ("20261125", ""),
        ])
    func orderNumbers(text: String, found: String) { #expect(Detected.texts(of: .orderNumber, in: text) == found) }

    @Test(
        "a place is the first of: link, e-mail, identity number, phone, bank card, passport, order number",
        arguments: [
            // 62 is a province and an issuer; this number passes both checks.
            ("620102196402290348", ["identity-number"]), ("620102196402290349", ["order-number"]),
            ("13800138000", ["phone"]), ("12800138000", ["order-number"]), ("4111111111111111", ["bank-card"]),
            ("4111111111111112", ["order-number"]), ("E12345678", ["passport"]), ("E1234567890", ["order-number"]),
            ("www.a.com/13800138000", ["url"]), ("13800138000@a.com", ["e-mail"]), ("4001234567", []),
            ("12345678", ["number"]),
        ] as [(String, [String])])
    func priority(text: String, names: [String]) { #expect(Detected.names(in: text) == names) }

    @Test(
        "made-up numbers are found however they are written, and wrong ones are not",
        arguments: 0..<200 as Range<UInt64>)
    func generated(seed: UInt64) {
        var madeUp = MadeUp(seed: seed)
        let cases: [(TextDetector, String)] = [
            (.identityNumber, madeUp.identityNumber()), (.identityNumber, madeUp.oldIdentityNumber()),
            (.phone, madeUp.mobile()), (.bankCard, madeUp.card()), (.passport, madeUp.passport()),
            (.email, madeUp.email()),
        ]
        for (detector, text) in cases {
            let written = madeUp.disguised(text)
            #expect(Detected.texts(of: detector, in: "您好，是\(written)，谢谢") == written)
            #expect(Detected.hits(in: written, for: .personal).count == 1, "\(written)")
        }
        // Another last digit fails the check.
        for (detector, text) in [cases[0], cases[3]] {
            let wrong = String(text.dropLast()) + String(((text.last?.wholeNumberValue ?? 0) + 1) % 10)
            if detector == .bankCard || !text.hasSuffix("X") { #expect(Detected.texts(of: detector, in: wrong) == "") }
        }
    }
}
