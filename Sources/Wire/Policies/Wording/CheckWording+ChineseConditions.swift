// Conditions in Chinese.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension CheckWording {
    func chinese(_ condition: Condition) -> String {
        switch condition {
        case .all(let parts): return bracketed(parts).joined(separator: "且")
        case .any(let parts): return bracketed(parts).joined(separator: "或")
        case .not(let part): return "并非（\(chinese(part))）"
        case .attribute(let kind, let values):
            return "\(name(kind))为\(values.map { "“\($0)”" }.joined(separator: "或"))"
        case .met(let kind): return "时钟“\(kind.word)”\(targets[kind].map { "（\(span($0))）" } ?? "")达标"
        case .finds(let selection): return chinese(selection)
        }
    }

    private func bracketed(_ parts: [Condition]) -> [String] {
        parts.count == 1 ? parts.map(chinese) : parts.map { "（\(chinese($0))）" }
    }

    private func chinese(_ selection: Selection) -> String {
        let relations = selection.relations.map { relation($0, selection.subject.speaker) }.joined()
        switch selection.subject {
        case .words(let set, let speaker, let needsAll):
            let words = words(names(set), each: needsAll)
            return "\(location(selection.part, speaker))，\(words)\(occur(selection.bounds))\(relations)"
        case .messages(let measure, let speaker):
            let kind = text(measure)
            guard !kind.isEmpty || selection.part != .all else {
                return count(selection.bounds, "条", name(speaker) + noun(speaker)) + relations
            }
            return "\(location(selection.part, speaker))，\(count(selection.bounds, "条", kind + "消息"))\(relations)"
        case .waits(let speaker, let limit):
            let who = speaker == .customer ? "客户等待回复" : "人工客服等待客户回复"
            let bounds = selection.bounds
            let often = bounds == .some || bounds == .any ? "" : "（\(occur(bounds))）"
            let part = selection.part == .all ? "" : "就\(location(selection.part, speaker).dropFirst().dropLast())而言，"
            return "\(part)\(who)超过 \(span(limit))\(often)，自最早一条未获答复的消息起算\(relations)"
        case .events(let kinds):
            let names = kinds.groups.map(name).joined(separator: "或")
            return "\(eventPart(selection.part))\(count(selection.bounds, "次", names))\(relations)"
        }
    }

    // MARK: Numbers

    private func occur(_ bounds: Selection.Bounds) -> String {
        switch bounds {
        case .some: "出现"
        case .any: "出现任意处"
        case .none: "没有出现"
        case .atLeast(let least): "至少出现 \(least) 处"
        case .atMost(let most): "至多出现 \(most) 处"
        case .exactly(let number): "恰好出现 \(number) 处"
        case .between(let least, let most): "出现 \(least) 至 \(most) 处"
        }
    }

    private func count(_ bounds: Selection.Bounds, _ unit: String, _ what: String) -> String {
        switch bounds {
        case .some: "有\(what)"
        case .any: "有任意\(unit)\(what)"
        case .none: "没有\(what)"
        case .atLeast(let least): "至少有 \(least) \(unit)\(what)"
        case .atMost(let most): "至多有 \(most) \(unit)\(what)"
        case .exactly(let number): "恰好有 \(number) \(unit)\(what)"
        case .between(let least, let most): "有 \(least) 至 \(most) \(unit)\(what)"
        }
    }

    // MARK: Speakers and kinds

    private func name(_ speaker: Speaker) -> String {
        switch speaker {
        case .customer: "客户的"
        case .agent: "人工客服的"
        case .bot: "机器人的"
        case .anyone: "客户、客服和机器人的"
        case .record: "客户档案的"
        }
    }

    private func noun(_ speaker: Speaker) -> String { speaker == .record ? "记录" : "消息" }

    private func name(_ kind: AttributeKind) -> String {
        switch kind {
        case .channel: "渠道"
        case .brand: "品牌"
        case .stage: "购买阶段"
        case .scene: "场景"
        case .tier: "客户等级"
        case .urgencyClass: "紧急程度"
        case .taskType: "任务类型"
        case .language: "语言"
        case .team: "团队"
        case .region: "地区"
        }
    }

    private func name(_ group: EventKindSet.Group) -> String {
        switch group {
        case .handOver: "转接"
        case .handOverWithNote: "附有交接记录的转接"
        case .handOverWithoutNote: "没有交接记录的转接"
        case .escalation: "升级"
        case .escalationWithNote: "附有交接记录的升级"
        case .escalationWithoutNote: "没有交接记录的升级"
        case .consentGiven: "客户授权"
        case .consentWithdrawn: "客户撤回授权"
        case .lookup: "系统查询"
        case .record: "客户档案记录"
        case .complaint: "投诉"
        case .assigned: "分配客服"
        }
    }

    private func text(_ measure: MessageMeasure) -> String {
        var parts: [String] = []
        if let limit = measure.longerThan { parts.append("超过 \(limit) 个字符") }
        if let limit = measure.shorterThan { parts.append("不足 \(limit) 个字符") }
        if let form = measure.isStructured { parts.append(form ? "已分段或分条" : "未分段或分条") }
        if let repeated = measure.isRepeated {
            let least = MessageMeasure.shortestRepetition
            parts.append(repeated ? "与同一方此前某条消息逐字相同（至少 \(least) 字节）" : "与同一方此前各条消息都不逐字相同")
        }
        return parts.isEmpty ? "" : parts.joined(separator: "、") + "的"
    }

    // MARK: Places

    private func location(_ part: Selection.Part, _ speaker: Speaker) -> String {
        let (owner, noun) = (name(speaker), noun(speaker))
        return switch part {
        case .all: "在\(owner)\(noun)中"
        case .firstMessages(1): "在\(owner)第一条\(noun)中"
        case .lastMessages(1): "在\(owner)最后一条\(noun)中"
        case .firstMessages(let count): "在\(owner)前 \(count) 条\(noun)中"
        case .lastMessages(let count): "在\(owner)最后 \(count) 条\(noun)中"
        case .firstTime(let limit): "在本次服务开始后 \(span(limit))内\(owner)\(noun)中"
        case .lastTime(let limit): "在本次服务最后 \(span(limit))内\(owner)\(noun)中"
        }
    }

    private func eventPart(_ part: Selection.Part) -> String {
        switch part {
        case .all: ""
        case .firstMessages(let count): "在会话的消息超过 \(count) 条之前，"
        case .lastMessages(let count): "在其后的消息不足 \(count) 条时，"
        case .firstTime(let limit): "在本次服务开始后 \(span(limit))内，"
        case .lastTime(let limit): "在本次服务最后 \(span(limit))内，"
        }
    }

    private func relation(_ relation: Selection.Relation, _ speaker: Speaker) -> String {
        let side = relation.side == .after ? "之后" : "之前"
        let nth = relation.nth == 0 ? "最后一处" : "第 \(relation.nth) 处"
        let reach: String =
            switch relation.reach {
            case .anywhere: ""
            case .messages(let count): "、相距至多 \(count) 条\(name(speaker))\(noun(speaker))（同一条为 0）"
            case .time(let limit): "、相距至多 \(span(limit))"
            }
        return "，且在（\(chinese(relation.other))）的\(nth)\(side)\(reach)"
    }
}
