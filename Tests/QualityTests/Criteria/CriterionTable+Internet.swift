// Examples: the preset "internet".
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let internet = """
        # composure
        + C 快点 | A 好的，马上
        + C 烦死了 | A 抱歉给您添麻烦了
        + C 你怎么这样 | A 我理解您的心情
        - C 快点 | A ‹催什么›
        - C 快点 | A ‹烦死了›
        - C 还没好 | A ‹我也很无奈›啊
        # professional-wording
        + C 在吗 | A 您好，请讲
        + C 给力吗 | A 效果很好
        + C 谢谢 | A 不客气🌹
        - C 在吗 | A ‹亲亲›，在的
        - C 好用吗 | A ‹给力›
        - C 好 | A ‹好滴›
        # emoji
        + C 在吗 | A 您好😊
        + C 😀😀😀😀😀😀😀 | A 在
        + C 在吗 | A 😊😊😊😊😊
        - C 在吗 | A ‹😊›😊😊😊😊😊
        - C 在吗 | A ‹😊›😊😊 | A 😊😊😊
        - C 在吗 | A ‹🌹›🎉😊👍🎁✨
        # closing-words
        + C 好 | A 祝您生活愉快
        + C 好 | A 感谢您的咨询，再见
        + C 好 | A 有问题可以随时联系我们
        - C 好 | A* 好的
        - C 再见 | A* 嗯
        - C 好 | A 再见 | A 还有 | A 稍等 | A* 好
        # clarifies, understands
        + C 坏×61 | A 请问是什么情况呢
        + C 坏×61 | A 您的意思是要退货对吗
        + C 坏×61 | A 麻烦提供一下订单号
        - C* 坏×61 | A 好的
        - C* 坏×70 | A 在路上
        - C 在吗 | A 在 | C* 坏×61 | A 就是没货
        0 C 坏了 | A 好的
        # unsolved-explained
        + C 能退吗 | A 无法为您退款，因为已过保质期
        + C 能改吗 | A 修改不了 | A 我帮您提交申请
        + C 能办吗 | A 这个我办不了，为您转接专员
        - C 能退吗 | A ‹无法为您›退款
        - C 能改吗 | A ‹修改不了›
        - C 开发票 | A ‹不支持开›票
        0 C 能退吗 | A 可以
        0 C 能退吗 | A 如果无法退款请联系我
        # unsolved-time
        + C 能退吗 | A 无法办理，帮您转接专员，稍等5分钟
        + C 能退吗 | A 办不了 | E escalation | A 大约30分钟有结果
        + C 能退吗 | E escalation | A 明天回复您
        - C 能退吗 | A ‹无法办理›，帮您转接专员
        - C 能退吗 | A 办不了 | E* escalation | A 等吧
        - C 能退吗 | A 我‹无权›处理，由专员联系您
        0 C 能退吗 | A 办不了
        # unsolved-follow-up
        + C 能退吗 | A 无权处理，帮您转接专员，会给您回电
        + C 能退吗 | A 办不了 | E escalation | A 我会持续跟进
        + C 能退吗 | E escalation | A 有结果会通知您
        - C 能退吗 | A ‹无权›处理，帮您转接专员
        - C 能退吗 | A 办不了 | E* escalation | A 好
        - C 能退吗 | E* escalation | A 稍等
        0 C 能退吗 | A 办不了
        # no-arguing
        + C 你错了 | A 抱歉，是我没说清楚
        + C 我要投诉 | A 可以投诉，也请给我们机会处理
        + C 是我搞错了 | A 没关系
        - C 我没错 | A 就‹是您搞错了›
        - C 我要投诉 | A ‹尽管投诉›
        - C 骗子 | A ‹您讲不讲道理›
        # internet/solution-stated
        + C 我要退款 | A 帮您申请退款
        + C 还是不行 | A 建议重新安装
        + C 我要退货 | A 您可以在订单里申请退货
        - C 我要‹退款› | A 是吗
        - C ‹没人管›我的事 | A 好的
        - C ‹还没发货› | A 在的
        0 C 什么颜色 | A 红色
        """
}
