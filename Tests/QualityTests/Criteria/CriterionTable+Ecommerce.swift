// Examples: the preset "ecommerce".
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let ecommerce = """
        # ecommerce/replies
        + C@0 在吗 | A@180 在
        + C@0 在吗 | B@100 您好 | A@300 在
        + C@0 在吗 | A@5 在 | C@10 甲 | A@170 好
        - C*@0 在吗 | A@181 在
        - C@0 在吗 | A@5 在 | C*@10 甲 | C@100 乙 | A@191 好
        - C*@0 在吗 | C@200 还在吗
        0 C@0 在吗 | C@60 算了
        # staged-feedback
        + C@0 查一下 | A@200 抱歉久等，查到了
        + C@0 查一下 | A@5 好的，稍等 | C@10 好了吗 | A@300 好了
        + C@0 查 | A@190 正在处理
        - C*@0 查一下 | A@200 好了
        - C@0 在吗 | A@5 在 | C*@10 查一下 | A@400 发货了
        - C*@0 查一下 | C@100 人呢 | A@200 在
        0 C@0 在吗 | A@100 在
        # ecommerce/standard-wording
        + C 在吗 | A 您好
        + C 好用吗 | A 型号 XEMO2
        + C 烦死了 | A 抱歉
        - C 好吗 | A ‹yyds›
        - C 好吗 | A ‹🙄›
        - C 好吗 | A ‹真服了›
        # not-repetitive
        + C 在吗 | A 您好，请问有什么可以帮您的呢 | C 退 | A 好的
        + C 在吗 | A 好的 | C 嗯 | A 好的
        + C 请问我的快递到哪里了一直没有动静 | C 请问我的快递到哪里了一直没有动静 | A 在查
        - C 在 | A 请您耐心等待我们会尽快为您处理的 | C 多久 | A* 请您耐心等待我们会尽快为您处理的
        - C 在 | A 退款会在审核之后原路返回请您放心 | A* 退款会在审核之后原路返回请您放心
        - C 在 | A 请您点击页面右下角的售后按钮申请 | A* 请您点击页面右下角的售后按钮申请 | A* 请您点击页面右下角的售后按钮申请
        # ecommerce/solution-stated
        + C 坏了 | A 帮您申请退款
        + C 坏了 | A 给您补发一件
        + C 退 | A 您可以在订单里申请退货
        - C 坏了 | A* 是吗
        - C 退 | A* 好的
        - C 贵 | A* 不贵
        # delays-explained
        + C 什么时候发货 | A 预计48小时内发货
        + C 还没收到 | A 因为暴雨停运了
        + C 怎么还没到 | A 正在联系快递
        - C ‹什么时候发货› | A 不知道
        - C ‹还没收到› | A 等等吧
        - C ‹怎么还没到› | A 快了
        0 C 退货 | A 好
        # not-rejected
        + C 退 | A 给您退 | C 好的
        + C 不行 | A 那换货 | C 可以 | C 谢谢
        + C 坏了 | A 试试重启 | C 行不行我先试试
        - C 退 | A 只能换 | C ‹不接受›
        - C 坏 | A 重启 | C ‹还是不行›
        - C 催 | A 等 | C ‹没用›的
        # no-repeated-description
        + C 坏了 | A 好
        + C 客服刚才说可以退 | A 可以
        + C 问过朋友 | A 嗯
        - C ‹我都说了›坏了 | A 好
        - C ‹又要重新说›吗 | A 请讲
        - C 我‹反映过›了 | A 好
        # forbidden-promises
        + C 明天到吗 | A 预计明天到
        + C 能保证吗 | A 无法保证明天到货
        + C 是正品吗 | A 我们保证正品
        + C 能到吗 | A 不一定能到
        - C 明天到吗 | A ‹保证明天到货›
        - C 坏了 | A ‹加我微信›
        - C 能退吗 | A ‹肯定能退›
        - C 能退嗎 | A ‹肯定會退›
        # improper-speech
        + C 我要投诉 | A 非常抱歉
        + C 怎么填 | A 如实填写
        + C 投诉有用吗 | A 会认真处理的
        - C 我要投诉 | A ‹投诉没用›
        - C 怎么填 | A ‹随便写一个›
        - C 怎么说 | A ‹您就说没收到›
        # reviews
        + C 好评 | A 谢谢您的支持
        + C 有返现吗 | A 不支持返现
        + C 给你好评 | A 感谢
        - C 好了 | A 麻烦‹给个好评›
        - C 差评 | A ‹修改差评›给您红包
        - C 好 | A ‹好评返›现5元
        # advertising
        + C 好吗 | A 很多顾客喜欢
        + C 最便宜吗 | A 不敢说全网最低
        + C 有万能胶吗 | A 有万能胶
        - C 好吗 | A ‹全网最低›
        - C 好吗 | A 我们是‹第一品牌›
        - C 买吗 | A ‹错过后悔›
        # ecommerce/personal-data
        + C 退 | A 请提供订单号
        + C 退 | A 不用提供身份证号
        + C 密码 | A 请点忘记密码
        - C 退 | A 请‹提供身份证号›
        - C 退 | A ‹银行卡号发给我›
        - C 登 | A ‹告诉我登录密码›
        0 C 清关 | E consent | A 请提供身份证号
        0 C 清关 | A 为了实名登记，请提供身份证号
        # implicit-need
        + C 买 | A 温馨提示：需要发票吗
        + C 买 | A 另外建议您搭配使用面霜
        + C 退 | A 您有运费险，退货免费
        - C 买 | A* 好
        - C 退 | A* 可以退
        - C 到哪 | A* 在路上
        # thanked
        + C 退 | A 好 | C 谢谢
        + C 退 | A 好 | C 多谢 | C 再见
        + C 退 | A 好 | C 感谢
        - C 退 | A* 好
        - C 谢谢 | A 好 | C 嗯 | A* 好 | C 行
        - C 退 | A 谢谢 | A* 好 | C 嗯
        """
}
