// Checks in Chinese.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension CheckWording {
    func chineseCheck(_ criterion: Criterion, isBonus: Bool) -> String {
        let whole = wholeInChinese(criterion.points, isBonus: isBonus)
        switch criterion.check {
        case .requires(let lexicon, let place):
            return "\(requiredPlaceInChinese(place))须含有\(words([lexicons[Int(lexicon)]]))；\(whole)。"
        case .forbids(let set, let each):
            let cost = costInChinese(each, of: criterion.points, isBonus: isBonus)
            return "人工客服的任何消息都不得含有\(words(names(set)))；\(cost)。"
        case .follows(let trigger, let role, let answer, let messages):
            return "每当\(subjectInChinese(role))含有\(words(names(trigger)))时，\(replyInChinese(role, messages))"
                + "须含有\(words(names(answer)))；\(whole)。"
        case .order(let trigger, let first, let second):
            return "客户首次使用\(words(names(trigger)))之后，人工客服须先使用\(words(names(first)))，"
                + "再首次使用\(words(names(second)))；\(whole)。"
        case .clock(let kind): return "\(targetInChinese(kind))；\(whole)。"
        case .replies(let limit):
            return "自最早一条未获答复的消息起，客户等待人工客服或机器人回复不得超过 \(span(limit))；\(whole)。"
        case .structured(let length): return "人工客服超过 \(length) 个字符的每条消息都须分段或分条；\(whole)。"
        case .handOverNote: return "每次转接（含升级）都须附有交接记录；\(whole)。"
        case .expects(let condition): return "须满足：\(chinese(condition))；\(whole)。"
        case .avoids(let condition, let each):
            var cost = condition.hasCostlyPlaces ? costInChinese(each, of: criterion.points, isBonus: isBonus) : whole
            if condition.hasPlacesOfOnePart, each < criterion.points { cost += "（以最先有位置的那一部分计）" }
            return "不得出现：\(chinese(condition))；\(cost)。"
        case .human:
            return isBonus
                ? "由人工评审判断，最多加总分 \(criterion.points.written) 分。" : "由人工评审判断，最多扣 \(criterion.points.written) 分。"
        }
    }

    func chineseApplicability(_ criterion: Criterion) -> String {
        var conditions = criterion.when.map { [chinese($0)] } ?? []
        var needsTimes = criterion.when?.mayBeUnknown ?? false
        switch criterion.check {
        case .requires, .forbids: conditions.append("人工客服发过消息")
        case .follows(let trigger, let role, _, _):
            conditions.append("\(subjectInChinese(role))含有\(words(names(trigger)))")
        case .order(let trigger, _, let second):
            conditions.append("客户使用过\(words(names(trigger)))，其后人工客服使用过\(words(names(second)))")
        case .clock:
            conditions.append("该时钟已有结果")
            needsTimes = true
        case .replies(let limit):
            conditions.append("客户的消息得到过答复，或等待已超过 \(span(limit))")
            needsTimes = true
        case .structured(let length): conditions.append("人工客服发过超过 \(length) 个字符的消息")
        case .handOverNote: conditions.append("会话被转接过")
        case .expects(let condition), .avoids(let condition, _):
            if criterion.when == nil { conditions.append("人工客服发过消息") }
            needsTimes = needsTimes || condition.mayBeUnknown
        case .human: conditions.append("评审员已经评分；自动评分不计此项")
        }
        let bracketed = conditions.count > 1 ? conditions.map { "（\($0)）" } : conditions
        let unless = needsTimes ? "；时间为推定或所涉时钟尚无结果时不适用" : ""
        return "适用条件：\(bracketed.joined(separator: "且"))\(unless)。"
    }

    // MARK: Parts

    private func requiredPlaceInChinese(_ place: Check.Place) -> String {
        switch place {
        case .first(1): "人工客服的第一条消息"
        case .last(1): "人工客服的最后一条消息"
        case .first(let count): "人工客服的前 \(count) 条消息中至少一条"
        case .last(let count): "人工客服的最后 \(count) 条消息中至少一条"
        case .anywhere: "人工客服的消息中至少一条"
        }
    }

    private func subjectInChinese(_ role: Role) -> String {
        switch role {
        case .customer: "客户的消息"
        case .agent: "人工客服的消息"
        case .bot: "机器人的消息"
        case .system: "平台的消息"
        }
    }

    private func replyInChinese(_ role: Role, _ messages: Int) -> String {
        let next = messages == 1 ? "人工客服的下一条消息" : "人工客服接下来的 \(messages) 条消息之一"
        guard role == .agent else { return next }
        return messages == 0 ? "同一条消息" : "同一条消息或\(next)"
    }

    private func targetInChinese(_ kind: ClockKind) -> String {
        guard kind == .firstResponseHuman || kind == .firstResponseAny else {
            return "时钟“\(kind.word)”\(targets[kind].map { "（\(span($0))）" } ?? "")不得超时"
        }
        let who = kind == .firstResponseHuman ? "人工客服" : "人工客服或机器人"
        let limit = targets[kind].map { "\(span($0))内" } ?? "及时"
        return "\(who)须在客户首条消息后 \(limit)答复（时钟“\(kind.word)”）"
    }

    private func wholeInChinese(_ points: Points, isBonus: Bool) -> String {
        isBonus ? "满足则加总分 \(points.written) 分" : "否则扣除全部 \(points.written) 分"
    }

    private func costInChinese(_ each: Points, of points: Points, isBonus: Bool) -> String {
        if isBonus {
            let rest = each == points ? "出现一处即不加分" : "每出现一处少加 \(each.written) 分"
            return "一处也没有则加总分 \(points.written) 分，\(rest)"
        }
        if each == points { return "出现一处即扣除全部 \(points.written) 分" }
        return "每出现一处扣 \(each.written) 分，合计最多扣 \(points.written) 分"
    }

    /// 词库“a”“b”或“c”的用语.
    func words(_ names: [String], each: Bool = false) -> String {
        let joint = each ? "和" : "或"
        let names = names.map { "“\($0)”" }
        guard let last = names.last, names.count > 1 else { return "词库\(names.first ?? "")的用语" }
        return "词库\(names.dropLast().joined(separator: "、"))\(joint)\(last)\(each ? "各自" : "")的用语"
    }
}
