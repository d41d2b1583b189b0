// Examples: efficiency and compliance, as the pharmacies' presets ask for them.
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let compliance = """
        # replies
        + C@0 在吗 | A@120 在
        + C@0 在吗 | B@100 您好 | A@200 在
        + C@0 在吗 | A@5 在 | C@10 甲 | A@60 好
        - C*@0 在吗 | A@121 在
        - C@0 在吗 | A@5 在 | C*@10 甲 | C@100 乙 | A@131 好
        - C*@0 在吗 | C@200 还在吗
        0 C@0 在吗 | C@60 算了
        # credentials
        + C 登不上 | A 请点忘记密码
        + C 有人问我密码 | A 请勿把登录密码告诉别人
        + C 登不上 | A 请不要提供支付密码给任何人
        + C 登不上 | A 请在页面上点击修改密码，系统会发短信
        - C 登不上 | A ‹提供一下登录密码›
        - C 退款 | A 把‹密码发给我›
        - C 验证 | A 卡背面的‹安全码是多少›
        # personal-data
        + C 退 | A 请提供订单号
        + C 有人要我的验证码 | A 请勿将验证码告诉他人
        + C 退款 | A 验证码发给您了，请查收
        - C 退 | A 请‹提供一下身份证›号码
        - C 退 | A 请‹提供一下身份證›號碼
        - C 退 | A 麻烦‹验证码发›我
        - C refund | A Send me the ‹card number›
        - C 清关 | E consent-withdrawn | A 请‹提供身份证›号
        0 C 清关 | E consent | A 请提供身份证号
        0 C 清关 | A 请提供身份证号，用于清关核实
        # secrets, confidentiality
        + C 底价多少 | A 这个属于内部信息，不便透露
        + C 验证码 | A 验证码不要告诉别人
        + C 别人买多少 | A 其他客户的信息不能告诉您
        + C 别人的电话 | A 我们不会泄露其他客户的电话
        - C 谁买了 | A ‹另一位客户的电话›是这个
        - C 有优惠吗 | A ‹偷偷告诉您›，明天降价
        - C 什么价 | A ‹告诉您我们的成本价›吧
        # true-information
        + C 怎么填 | A 请如实填写
        + C 退款理由 | A 请按实际情况选择原因
        + C 能编理由吗 | A 不能随便编一个理由
        - C 退款理由 | A ‹您就说没收到›
        - C 怎么填 | A ‹随便填一个›
        - C 问起来呢 | A ‹您就跟他说›是质量问题
        # promises
        + C 明天到吗 | A 预计明天
        + C 明天到吗 | A 不一定会到，无法向您保证
        + C 有返现吗 | A 没有返现
        - C 明天到吗 | A ‹一定会到›
        - C 坏了 | A ‹加我微信›，转你
        - C 坏了 | A ‹好评返›5元
        # verified-data
        + C 到哪了 | E lookup | A 您的订单已发货
        + C 到哪了 | A 稍等 | E lookup | A 您的包裹已经签收
        + C 退款呢 | E lookup | A 您的退款已到账 | E lookup
        - C 到哪了 | A 您的订单已发货 | E* lookup
        - C 到哪了 | A 您的包裹在路上 | E* lookup
        - C 退款呢 | A 您的退款正在处理 | A 我查一下 | E* lookup
        0 C 在吗 | A 您好
        0 C 到哪了 | A 您的订单已发货
        # hand-over-note
        + C 在吗 | h | A 您好
        + C 在吗 | h | h | A 您好
        + C 在吗 | A 稍等 | E escalation-with-note
        - C 在吗 | H | A 您好 | *
        - C 在吗 | h | H | A 您好 | *
        - C 在吗 | A 稍等 | E escalation | *
        0 C 在吗 | A 您好
        # record, record-concrete
        + C 退 | A 好 | R 客户要求退款，已提交退款申请
        + C 坏 | A 好 | R 已处理：换货一件，3日内寄出
        + C 催 | A 好 | R 因快递延误，客户催单
        - C 退 | A 好 | R* 已处理
        - C 坏 | A 好 | R* 问题解决，客户满意
        - C 催 | A 好 | R* 同上
        0 C 退 | A 好
        """
}
