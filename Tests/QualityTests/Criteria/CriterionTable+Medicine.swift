// Examples: what pharmacies know and may say.
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let medicine = """
        # special-populations
        + C 孕妇能吃吗 | A 孕妇慎用，请遵医嘱
        + C 孕婦能吃嗎 | A 不建議
        + C 孩子发烧了 | A 请问孩子几岁
        - C ‹哺乳期›可以用吗 | A 可以的
        - C 我‹怀孕›三个月 | A 好的，已发货
        - C ‹老年人›能用吗 | A 能
        0 C 女，未怀孕 | A 好的
        0 C 儿童用品在哪 | A 首页
        # referral
        + C 这两种能一起吃吗 | A 我为您转执业药师
        + C I have chest pain | A Please go to a hospital now
        + C 能停药吗 | A 请咨询医生后再决定
        - C 我这‹是什么病› | A 应该是感冒
        - C 这两种‹能一起吃›吗 | A 能
        - C 我‹胸痛› | A 多喝热水
        0 C 没有胸痛 | A 好的
        # misleading-medication
        + C 能治好吗 | A 目前不能根治，可以控制
        + C 能治好吗 | A 不保证治愈，效果因人而异
        + C 要去医院吗 | A 不用着急，建议去看医生
        + C 这药包治百病吗 | A 没有药能包治百病
        + C 能根治吗 | A 这个能根治吗，我帮您问药师
        - C 能治好吗 | A ‹保证治好›
        - C 能治好嗎 | A ‹保證治好›
        - C 有副作用吗 | A ‹没有任何副作用›，放心
        - C 要去医院吗 | A ‹不用去看医生›
        - C 能好吗 | A ‹可以根治›的
        - C 说明书好吓人 | A ‹说明书不用看›
        # verified-claims
        + C 有副作用吗 | A 可能有轻微不良反应
        + C 能治好吗 | A 目前不能根治
        + C 能治好吗 | A 目前没有特效药
        - C 有副作用吗 | A ‹没有任何副作用›的
        - C 好用吗 | A ‹我自己也吃›这个
        - C is it safe | A ‹Completely safe›.
        - C 管用吗 | A ‹亲测有效›
        # banned-drugs
        + C 嗓子疼吃什么 | A 处方药请遵医嘱
        + C 能吃头孢吗 | A 不建议您直接吃头孢
        + C 阿莫西林有货吗 | A 有货，需要处方
        - C 嗓子疼 | A ‹建议您吃点头孢›
        - C 发烧 | A ‹可以吃阿莫西林›
        - C 失眠 | A ‹推荐您试试安定›
        # facets-answered
        + C 这个药怎么吃 | A 一日三次，饭后服用
        + C 有什么副作用 | A 个别人会有轻微不良反应
        + C 怎么保存 | A 密封，放阴凉处
        - C 这个药‹怎么吃› | A 好的亲
        - C ‹有什么副作用› | A 没听说过
        - C ‹怎么保存› | A 都行
        + C 药膏怎么用 | A 外用，一日两次
        0 C 手机怎么用 | A 长按开机
        0 C 怎么用优惠券 | A 下单时勾选
        # sources
        + C 怎么吃 | A 请看说明书
        + C 网上说有副作用 | A 请以说明书为准
        + C 有效吗 | A 不要听网上说能治病
        - C 有效吗 | A ‹听说吃了有效›
        - C 副作用 | A ‹网上说这个药›没事
        - C 管用吗 | A ‹大家说效果›很好
        # return-explained, returns-explained
        + C 我要退货 | A 退货请进入我的订单，点击申请售后
        + C 退款多久 | A 退款3个工作日内到账
        + C 能换货么 | A 换货需要先审核
        - C 我要‹退货› | A 可以退货的
        - C ‹退款›什么时候到 | A 退款会到的
        - C 想‹换货› | A 换货可以
        - C 能‹退货›吗 | A 可以退货
        0 C 我要退货 | A 好的
        0 C 发货了吗 | A 发了
        # authority, alternative
        + C 能改价吗 | A 我没有权限，帮您转接主管
        + C 能改价吗 | A 这个我没办法 | A 稍候 | A 已反馈给专员
        + C 能改地址吗 | A 修改不了，建议您联系快递
        - C 能改价吗 | A 我‹没有权限›
        - C 什么成分 | A 这个我‹不清楚›
        - C 能取消吗 | A ‹取消不了›了
        - C 能改價嗎 | A 我‹沒有權限›
        0 C 能改价吗 | A 可以
        0 C 有货吗 | A 不知道您要哪一款
        """
}
