// Examples: the preset "outcome".
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let outcome = """
        # thanks
        + C 坏了 | A 重启 | C 好了，谢谢
        + C 查 | A 已发 | C 辛苦了
        + C 查 | A 已发 | C 3q
        - C 坏了 | A* 重启
        - C 谢谢 | A* 好
        - C 坏了 | A* 重启 | C 还是不行
        # solved
        + C 坏 | A 重启 | C 解决了
        + C 坏 | A 重启 | C 可以用了，感谢
        + C 坏 | A 重启 | C 服务真好
        - C 坏 | A* 重启 | C 还没解决了
        - C 坏 | A* 重启 | C 嗯
        - C 坏 | A* 重启 | C 可以了吗
        # accepted-at-the-end
        + C 查 | A 已发 | C 好的
        + C 查 | A 已发 | C 谢谢
        + C 查 | A 已发 | C 明白了
        - C 查 | A* 已发
        - C 查 | A* 已发 | C 好的，怎么看
        - C 查 | A* 已发 | C 还是没收到
        # no-question-left
        + C 怎么办 | A 重启 | C 好的
        + C 怎么办 | A 重启
        + C 坏 | A 重启 | C 谢谢
        - C 坏 | A 重启 | C ‹怎么›重启
        - C 坏 | A 重启 | C ‹还是不›行
        - C 坏 | A 重启 | C 在‹哪里›
        # answered
        + C 坏 | A 重启
        + C 坏 | A 重启 | C 谢谢
        + C 坏 | A 重启 | C 好的
        - C 坏 | A 重启 | C* 没有用
        - C 坏 | A 重启 | C* 在哪里
        - C 坏 | A 在 | C 开不了 | A 重启 | C* 开关在哪
        # no-stock-reply
        + C 坏 | A 抱歉，请重启
        + C 坏 | A 请点击设置
        + C 查 | A 已为您处理
        - C 坏 | A ‹抱歉›
        - C 坏 | A 请您‹私信›
        - C 坏 | A 我们会‹不断完善›
        # ends-with-an-answer
        + C 坏 | A 请重启
        + C 坏 | A 请私信 | C 好 | A 已恢复
        + C 坏 | A 已反馈，请点击设置查看
        - C 坏 | A 请‹私信›
        - C 坏 | A ‹已反馈›
        - C 坏 | A 重启 | C 不行 | A ‹为您反馈›
        # no-vague-wait
        + C 坏 | A 请重启
        + C 坏 | A 明天修好
        + C 请等待吗 | A 不用
        - C 坏 | A 您‹耐心等待›
        - C 坏 | A ‹工作人员会›联系
        - C 坏 | A ‹稍安勿躁›
        # calm-after-answer
        + C 垃圾 | A 抱歉，重启 | C 好的
        + C 坏 | A 重启 | C 谢谢
        + C 坏 | A 重启
        - C 坏 | A 重启 | C ‹失望›
        - C 坏 | A 重启 | C ‹什么态度›
        - C 坏 | A 重启 | C ‹骗子›
        # no-confrontation
        + C 你们 | A 重启 | C 好
        + C 坏 | A 重启 | C 谢谢你们
        + C 坏 | A 重启 | C 还是坏
        - C 坏 | A 重启 | C ‹你们›看看
        - C 坏 | A 重启 | C ‹凭什么›
        - C 坏 | A 重启 | C ‹难道›没人管
        # not-chasing
        + C 坏 | A 重启 | C 好
        + C 没人理 | A 在 | C 好
        + C 坏 | A 重启 | C 谢谢
        - C 坏 | A 稍等 | C ‹没人›理
        - C 坏 | A 稍等 | C ‹到现在›没动
        - C 坏 | A 稍等 | C ‹催了›好久
        # opening-tone
        + C 怎么重启 | A 长按
        + C 查快递 | A 好 | C 垃圾
        + C 请问在哪退货 | A 订单里
        - C ‹垃圾› | A 抱歉
        - C ‹凭什么›扣费 | A 查
        - C ‹没人›管吗 | A 在
        # brief-at-the-end
        + C 坏 | A 重启 | C 好
        + C 坏×61 | A 重启 | C 好
        + C 坏 | A 重启 | C 坏×60
        - C 坏 | A 重启 | C* 坏×61
        - C* 坏×80 | A 重启
        - C 坏 | A 重启 | C 还 | C* 坏×70
        # wishes-well
        + C 坏 | A 重启 | C 加油
        + C 坏 | A 重启 | C 服务很好
        + C 坏 | A 重启 | C 会一直支持你们
        - C 坏 | A* 重启
        - C 加油 | A* 重启
        - C 坏 | A* 重启 | C 嗯
        """
}
