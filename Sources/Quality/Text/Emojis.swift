// Emoji, and runs of punctuation.
// SPDX-License-Identifier: Apache-2.0

extension TextScan {
    private static let variation: UInt32 = 0xFE0F
    private static let joiner: UInt32 = 0x200D
    private static let keycapMark: UInt32 = 0x20E3

    /// Emits the emoji that begins with a character, with all that joins to it: skin tones, variation selectors, tags,
    /// further emoji behind a joiner. Two regional indicators are a flag.
    mutating func emoji(_ first: Glyph) -> Int {
        var (scalar, end) = reader.raw(first.start)
        if Self.isRegional(scalar) {
            let second = reader.raw(end)
            guard Self.isRegional(second.scalar) else { return end }
            emit(.emoji, first.start, second.end)
            return second.end
        }
        let next = reader.raw(end)
        guard Self.isEmoji(scalar), next.scalar == Self.variation || next.scalar != 0xFE0E && Self.isPictured(scalar)
        else { return end }
        while true {
            let (part, partEnd) = reader.raw(end)
            if Self.isModifier(part) {
                end = partEnd
            } else if part == Self.joiner {
                (scalar, end) = (part, partEnd)
                let joined = reader.raw(partEnd)
                guard Self.isEmoji(joined.scalar) else { break }
                end = joined.end
            } else {
                break
            }
        }
        emit(.emoji, first.start, end)
        return end
    }

    /// Emits the keycap that a digit or "#" begins, and returns the place behind.
    mutating func keycap(_ first: Glyph) -> Int? {
        var (scalar, end) = reader.raw(first.end)
        if scalar == Self.variation { (scalar, end) = reader.raw(end) }
        guard scalar == Self.keycapMark else { return nil }
        emit(.emoji, first.start, end)
        return end
    }

    private static func isRegional(_ scalar: UInt32) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar) }

    private static func isModifier(_ scalar: UInt32) -> Bool {
        scalar == variation || (0x1F3FB...0x1F3FF).contains(scalar) || scalar == keycapMark
            || (0xE0020...0xE007F).contains(scalar)
    }

    private static func isEmoji(_ scalar: UInt32) -> Bool {
        scalar > 0x80 && Unicode.Scalar(scalar)?.properties.isEmoji == true
    }

    /// Whether a character is a picture without a variation selector, too.
    private static func isPictured(_ scalar: UInt32) -> Bool {
        Unicode.Scalar(scalar)?.properties.isEmojiPresentation == true || faces.contains(scalar)
    }

    private static let faces = ScalarSet("☹☺☻♡♥❣❤")

    // MARK: In brackets

    /// Emits an emoji in brackets: one to four Chinese characters, or two to ten letters that are not all capitals
    /// ("[NAME]" is a mask, "[OK]" is one). Words that a chat shows for what it cannot show are none.
    mutating func bracket(_ first: Glyph) -> Int {
        var glyph = reader.glyph(first.end)
        var (hans, letters, small) = (0, 0, 0)
        while hans + letters <= 10, glyph.isHan || glyph.kind == .letter {
            if glyph.isHan { hans += 1 } else { letters += 1 }
            if glyph.kind == .letter, glyph.small == glyph.scalar { small += 1 }
            glyph = reader.glyph(glyph.end)
        }
        let isName =
            letters == 0
            ? (1...4).contains(hans) : hans == 0 && (2...10).contains(letters) && (small > 0 || letters == 2)
        guard isName, glyph.is("]"), reader.skip(anyOf: Self.placeholders, at: first.end) != glyph.start else {
            return first.end
        }
        emit(.emoji, first.start, glyph.end)
        return glyph.end
    }

    /// What chats and corpora write in brackets that is no emoji.
    private static let placeholders: WordList = [
        "图片", "照片", "链接", "语音", "视频", "文件", "位置", "名片", "红包", "转账", "表情", "商品快照", "商品", "订单", "卡片", "小程序", "音乐", "聊天记录",
        "动画表情",
        "数字", "金额", "姓名", "日期", "时间", "站点", "地址", "电话", "邮箱", "机构", "身份证号", "删除", "锁定", "子", "父原始", "父",
        "系统", "通知", "公告", "提示", "注意", "重要", "客服", "机器人", "用户", "自动回复", "url", "link", "image", "img", "video", "file",
        "mask", "name", "phone", "email", "address", "number", "order", "date", "time", "unk", "sic",
    ]

    /// Emits an emoji by the code of a large shop's chat: "#E-s21".
    mutating func emojiCode(_ first: Glyph) -> Int {
        guard let code = reader.skip("#e-s", at: first.start) else { return first.end }
        let one = reader.glyph(code)
        let two = reader.glyph(one.end)
        guard one.kind == .digit, two.kind == .digit else { return first.end }
        emit(.emoji, first.start, two.end)
        return two.end
    }

    // MARK: Punctuation

    /// Judges a run of punctuation marks. Three or six dots alone are an ellipsis, and so is "……".
    mutating func marks(_ first: Glyph) -> Int {
        var glyph = first
        var (count, dots, end) = (0, 0, first.end)
        while glyph.kind == .mark {
            count += 1
            if glyph.is(".") { dots += 1 }
            end = glyph.end
            glyph = reader.glyph(end)
        }
        let isEllipsis = dots == count && (count == 3 || count == 6)
        if count >= 3, !isEllipsis { emit(.punctuationRun, first.start, end) }
        return end
    }
}
