// Tests of the text scanner as a whole: names, sets, ranges, any bytes, and linear time.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Text scanner")
struct TextScannerTests {
    /// Pieces of which texts are made: such as begin or end something.
    private static let pieces = [
        "1", "12", "2026", "-", " ", "/", ":", ".", "138", "0013", "8000", "13800138000", "6222", "x", "X", "E", "@",
        "a",
        "a@b.cn", "http://", "www.", "+86", "+", "*", "****", "(", ")", "010", "市", "区", "路", "号", "楼", "单元", "广东省",
        "科技", "一",
        "十", "万", "百分之", "半", "小时", "天", "个", "月", "日", "年", "周", "五", "明", "下午", "点", "！", "。", "…", "~", "[", "微笑",
        "]",
        "#E-s", "😂", "\u{200D}", "\u{FE0F}", "\u{20E3}", "🇨", "🏽", "\u{200B}", "１", "Ａ", "兩", "，", "\n", "hours", "Nov",
    ]

    private func text(_ seed: UInt64) -> [UInt8] {
        var madeUp = MadeUp(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<madeUp.number(0...40) {
            bytes += Array(madeUp.pick(Self.pieces).utf8)
            if madeUp.number(0...15) == 0 { bytes.append(madeUp.pick([0x80, 0xC3, 0xE4, 0xF0, 0xFF, 0x00])) }
        }
        return bytes
    }

    @Test("every detector is found by its name in rubrics")
    func names() {
        let names = [
            "identity-number", "phone", "bank-card", "passport", "e-mail", "address", "order-number", "emoji",
            "punctuation-run", "number", "duration", "date", "url",
        ]
        #expect(TextDetector.allCases.map(\.name) == names)
        for detector in TextDetector.allCases { #expect(TextDetector(name: detector.name) == detector) }
        #expect(TextDetector(name: "identityNumber") == nil)
        #expect(DetectorSet([.phone, .url]).contains(.url) && !DetectorSet(.phone).contains(.url))
    }

    @Test("nothing wanted: nothing is read")
    func nothingWanted() {
        let bytes = Array("13800138000".utf8)
        var hits: [DetectorHit] = []
        #expect(TextScanner().reads(bytes, 0..<bytes.count, for: [], into: &hits) == 0)
        #expect(hits.isEmpty)
    }

    @Test("what is wanted changes nothing but which hits are given; hits are ordered, in the text and not empty")
    func selection() {
        for seed in 0..<1_000 as Range<UInt64> {
            let bytes = text(seed)
            var all: [DetectorHit] = []
            TextScanner().scan(bytes, 0..<bytes.count, for: .all, into: &all)
            for (one, next) in zip(all, all.dropFirst()) {
                #expect((one.start, one.detector.rawValue) < (next.start, next.detector.rawValue))
            }
            for hit in all { #expect(hit.start < hit.end && Int(hit.end) <= bytes.count) }
            for detector in TextDetector.allCases {
                var some: [DetectorHit] = []
                TextScanner().scan(bytes, 0..<bytes.count, for: DetectorSet(detector), into: &some)
                #expect(some == all.filter { $0.detector == detector }, "\(bytes)")
            }
        }
    }

    @Test("bytes outside the range neither match nor are neighbours, and earlier hits stay")
    func ranges() {
        for seed in 0..<500 as Range<UInt64> {
            var madeUp = MadeUp(seed: seed)
            let bytes = text(seed)
            let lower = madeUp.number(0...bytes.count)
            let upper = madeUp.number(lower...bytes.count)
            let earlier = DetectorHit(detector: .url, start: 9, end: 9)
            var inside = [earlier]
            TextScanner().scan(bytes, lower..<upper, for: .all, into: &inside)
            var alone = [earlier]
            TextScanner().scan(Array(bytes[lower..<upper]), 0..<(upper - lower), for: .all, into: &alone)
            #expect(inside == alone && inside.first == earlier, "\(bytes) \(lower)..<\(upper)")
        }
    }

    @Test("any bytes are accepted")
    func anyBytes() {
        var madeUp = MadeUp(seed: 1)
        for count in 0..<600 {
            let bytes = (0..<count).map { _ in UInt8(madeUp.number(0...255)) }
            var hits: [DetectorHit] = []
            TextScanner().scan(bytes, 0..<count, for: .all, into: &hits)
            for hit in hits { #expect(hit.start < hit.end && Int(hit.end) <= count) }
        }
    }

    @Test(
        "a text that is made to be slow is read in linear time",
        arguments: [
            "1", "1 ", "1-", "1.", "1,000", "12 ", "139 ", "@", "a@", "a.", "1@", "a1", "省市", "路1号", "北路", "1号", "一",
            "一天",
            "1天", "半下周明", "十", "[", "[微", "http://", "www.", "2026-11-25 ", "+86 ", "(010)", "*1 ", "**** 1 ",
            "\u{200B}",
            "1\u{200B}", "👍\u{200D}", "🇨🇳", "！", "3点", "11月", "1:30", "6222 0212 ", "110101199003072316", "E1", "#",
            "\u{80}",
        ])
    func linear(pattern: String) {
        let reads = { (count: Int) -> Int in
            let unit = Array(pattern.utf8)
            let bytes = Array(repeatElement(unit, count: count / pattern.unicodeScalars.count).joined())
            var hits: [DetectorHit] = []
            return TextScanner().reads(bytes, 0..<bytes.count, for: .all, into: &hits)
        }
        #expect(reads(2_000) <= 2_000 * 40)
        #expect(reads(20_000) <= 20_000 * 40)
    }

    @Test("a million characters", arguments: ["1", "1 ", "@", "省市"])
    func million(pattern: String) {
        let bytes = Array(String(repeating: pattern, count: 1_000_000 / pattern.unicodeScalars.count).utf8)
        var hits: [DetectorHit] = []
        #expect(TextScanner().reads(bytes, 0..<bytes.count, for: .all, into: &hits) <= 12_000_000)
    }
}
