// Examples: how agents put it, as the pharmacies' presets ask for it.
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let communication = """
        # confirmed-question
        + C 退 | A 您是想退货吗
        + C 坏了 | A 请问是哪个订单
        + C 药不对 | A 您的意思是发错货了，对吗
        - C 退 | A* 退了
        - C 坏了 | A* 好的 | A 给您换
        - C 到哪了 | A* 在路上
        # confirmed-information
        + C 怎么吃 | A 一日三次，一次一片，清楚了吗？
        + C 怎么吃 | A 饭后服用 | A 您对青霉素过敏吗
        + C 怎么吃 | A 每日两次 | A 我再确认一下，您记住了吗
        - C 怎么吃 | A ‹每日两次›
        - C 怎么吃 | A ‹饭后服›用 | A 好的 | A 再见
        - C 怎么吃 | A ‹一次一片›就行
        - C 和感冒药冲突吗 | A 这两种‹不能一起吃›
        0 C 我一天三次在吃 | A 好的
        # plain-words
        + C 怎么退 | A 在订单里点退款
        + C 什么是sku | A 就是规格编号
        + C 药效 | A 大约维持半天
        - C 怎么退 | A 走‹逆向单›
        - C 有货吗 | A 这个‹SKU›缺货
        - C 药效多久 | A ‹半衰期›六小时
        # structured
        + C 怎么用 | A 第一步⏎药×200
        + C 怎么用 | A 1、药×200。2、再服
        + C 怎么用 | A 好的 | A 药×210⏎饭后服用
        - C 怎么用 | A* 药×201
        - C 怎么用 | A* 药×300
        - C 怎么用 | A 药×20 | A* 药×250
        0 C 怎么用 | A 药×200
        0 C 药×300 | A 好的
        # soothe-first
        + C 太坑了 | A 抱歉 | A 为您处理退款
        + C 太坑了 | A 抱歉，马上为您处理
        + C 太坑了 | A@5 抱歉 | A@5 为您处理
        - C 太坑了 | A ‹为您处理›，抱歉
        - C 退 | A 抱歉 | C 太坑了 | A ‹为您处理›
        - C 我要投诉 | A@9 ‹为您处理› | A@9 抱歉
        0 C 太坑了 | A 抱歉
        0 C 退 | A 为您处理
        # delay-announced
        + C 到了吗 | A 因为暴雨快递延误，预计3天后送达
        + C 发货没 | A 由于缺货，预计3天内发货
        + C 怎么还不到 | A 受疫情影响会延迟，大概2天到
        - C 到了吗 | A 快递‹延误›了
        - C 发货没 | A 商品‹缺货›，因为工厂停产
        - C 到了吗 | A 会‹晚到›，预计3天后送达
        0 C 到了吗 | A 已签收
        0 C 会晚吗 | A 不会延迟
        # preliminary-answer
        + class=complex | C 账单不对 | A 正在核实，稍后回复
        + class=complex | C 两单合并退款 | A 帮您申请退款
        + class=complex | C 药品过敏要赔付 | A@7000 已经提交专员，预计24小时内答复
        - class=complex | C 账单不对 | A* 嗯
        - class=complex | C 账单不对 | A* 在的 | A@7300 正在核实
        - class=complex | C 赔付怎么算 | A* 不知道
        0 C 账单不对 | A 嗯
        # closing
        + C 退 | A 退了，请问还有其他可以帮您的吗
        + C 退 | A 问题解决了吗 | A 好的 | A 再见
        + C 好 | A 请对我的服务做个评价
        - C 退 | A 问题解决了吗 | A 好 | A 好的 | A* 再见
        - C 退 | A* 退了
        - C 到了吗 | A 在查 | A* 明天到
        # call-back
        + class=complex | C 赔付 | A 明天给您回电
        + C 赔付 | E escalation | A 有结果会通知您
        + class=complex | C 赔付 | A 我们会持续跟进
        - class=complex | C 赔付 | A* 好的
        - C 赔付 | E* escalation | A 已升级
        - class=complex | C 赔付 | A* 不会给您打电话
        0 C 赔付 | A 好的
        # escalation-told
        + C 赔付 | E escalation | A 已经反馈给专员，24小时内回复您
        + C 赔付 | E escalation | A 主管会跟进，有进展联系您
        + C 投诉 | E escalation-with-note | A 正在处理，由专员负责
        - C 赔付 | E* escalation | A 好的
        - C 赔付 | E* escalation | A 正在处理
        - C 赔付 | E* escalation | A 找主管吧
        0 C 赔付 | A 好的
        0 C 赔付 | E transfer | A 好的
        """
}
