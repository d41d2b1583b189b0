// Examples: the preset "platform".
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let platform = """
        # platform/standard-wording
        + C 在吗 | A 您好
        + C 木有 | A 有的
        + C 好 | A 不客气😊
        - C 在吗 | A ‹木有›
        - C 好 | A ‹yyds›
        - C 好 | A ‹真服了›
        # polite-frame
        + C 在 | A 您好，请问什么事
        + C 在 | A 你好 | A 谢谢
        + C 在 | A 早上好，请稍等
        - C 在 | A* 您好
        - C 在 | A* 请稍等
        - C 在 | A* 嗯
        # emotion-control
        + C 快 | A 好的
        + C 烦死了 | A 抱歉
        + C 谁的错 | A 无论是不是我们的问题，都会处理
        - C 快 | A ‹催什么›
        - C 谁的错 | A ‹是快递的问题›
        - C 怎么办 | A ‹烦死了›
        # personalised
        + C 退 | A 张先生，您好
        + C 买 | A 您上次购买的面霜好用吗
        + C 查 | A 李女士，请稍等
        - C 退 | A* 您好
        - C 买 | A* 有女士鞋
        - C 查 | A* 好的
        # plan-accepted
        + C 坏 | A 帮您申请退款 | C 好的
        + C 不接受 | A 给您换 | C 可以
        + C 坏 | A 帮您处理 | C 满意不满意再说
        + C 一直没人管 | A 给您换
        - C 坏 | A 帮您申请退款 | C ‹不同意›
        - C 坏 | A 建议您重启 | C ‹还是不行›
        - C 坏 | A 给您换 | C ‹不能接受›
        0 C 坏 | A 嗯 | C 不接受
        # no-misleading
        + C 好吗 | A 很多人喜欢
        + C 能根治吗 | A 不能根治
        + C 最便宜? | A 不敢说全网最低
        - C 好吗 | A ‹全网最低›
        - C 好吗 | A ‹绝对超值›
        - C 能好吗 | A ‹保证治好›
        # over-collection
        + C 退 | A 请提供订单号
        + C 买 | A 请问您的收货地址
        + C 问 | A 不需要提供身份证号
        - C 退 | A 请‹提供身份证号›
        - C 买 | A ‹您的月薪是多少›
        - C 登 | A ‹告诉我登录密码›
        0 C 清关 | E consent | A 请提供身份证号
        # masked
        + C 我身份证11010519491231002X | A 收到
        + C 查 | A 尾号002X，对吗
        + C 查 | A 订单号202511250001
        + C 查 | A 身份证110105********002X对吗
        - C 查 | A 您的身份证‹11010519491231002X›
        - C 查 | A 卡号‹6222021234567890128›
        - C 查 | A 核对一下：‹１１０１０５１９４９１２３１００２Ｘ›
        # first-asked-responsible
        + C 快递呢 | A 我帮您联系快递
        + C 退 | A 这个由我负责到底
        + C 找谁 | A 如果不归我们管，我也会帮您转
        - C 快递呢 | A ‹您自己找快递›
        - C 退款 | A ‹不归我们管›
        - C 退款 | A ‹您找别人›吧
        # consent-before-transfer
        + C 转 | A 可以吗 | E consent | h
        + C 转 | E consent | A 好 | H
        + C 转 | E consent | E transfer-with-note | A 好
        - C 转 | A 好 | h*
        - C 转 | H* | E consent
        - C 转 | E consent-withdrawn | E* transfer
        0 C 转 | A 好
        """
}
