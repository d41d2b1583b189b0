// Examples: the preset "process".
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let process = """
        # phone-opening
        + channel=phone | C 喂 | A 您好，欢迎致电康健大药房，工号8012为您服务
        + channel=phone | C 喂 | A 您好，这里是客服中心 | A 我的工号是12
        + channel=phone | C 喂 | A 早上好，官方店，12号客服为您服务
        - channel=phone | C 喂 | A* 您好
        - channel=phone | C 喂 | A* 您好，欢迎致电本店
        - channel=phone | C 喂 | A* 我的工号是12，这里是客服中心
        0 C 在吗 | A 在
        # phone-offer
        + channel=phone | C 喂 | A 请问有什么可以帮您
        + channel=phone | C 喂 | A 您好 | A 很高兴为您服务
        + channel=phone | C 喂 | A 有什么能为您效劳的
        - channel=phone | C 喂 | A* 您好
        - channel=phone | C 喂 | A* 讲
        - channel=phone | C 喂 | A* 在 | A 说 | A 有什么可以帮您
        0 C 在吗 | A 在
        # online-opening
        + C 在吗 | A 您好
        + C 在吗 | A 你好，请讲
        + C 在嗎 | A 歡迎光臨
        - C 在吗 | A* 在 | A 您好
        - C 在吗 | A* 请讲
        - C 在吗 | B 您好 | A* 在
        0 channel=phone | C 喂 | A 讲
        # online-opening-in-time
        + C@0 在吗 | A@10 您好
        + C@0 在吗 | A@3 您好 | C@20 退 | A@60 好
        + C@0 在吗 | B@2 您好 | A@60 在
        - C*@0 在吗 | A@11 您好
        - C*@0 在吗 | C@5 人呢 | A@30 在
        - C*@0 在吗 | A@300 在
        0 channel=phone | C@0 喂 | A@60 讲
        # process/restated, platform/restated
        + C 退 | A 您的意思是退货
        + C 坏 | A 您说的是昨天那单
        + C 退 | A 请问是哪个订单
        - C 退 | A* 好
        - C 坏 | A* 换
        - C 到哪 | A* 路上
        # confirmed
        + C 退 | A 是要退这单，对吗
        + C 坏 | A 请问您是今天收到的吗
        + C 改 | A 跟您核对一下地址
        - C 退 | A* 好
        - C 坏 | A* 换
        - C 改 | A* 改好了
        # options
        + C 坏了 | A 您可以退货或者换货
        + C 坏了 | A 有两种方案，帮您申请退款，或给您补发
        + C 坏了 | A 给您补发 | A 为您退款也行
        - C 坏了 | A ‹帮您申请›退款
        - C 坏了 | A ‹给您补发›
        - C 坏了 | A ‹给您换›一件
        0 C 坏了 | A 嗯
        # choice-respected
        + C 坏了 | A 给您补发，您看可以吗
        + C 坏了 | A 您可以退货，您希望怎么处理
        + C 坏了 | A 需要为您申请退款吗
        - C 坏了 | A ‹给您补发›
        - C 坏了 | A ‹为您退款›了
        - C 坏了 | A ‹给您换›一件
        0 C 坏了 | A 嗯
        # closing-thanks
        + C 好 | A 感谢您的来电
        + C 好 | A 谢谢您 | A 再见
        + C 好 | A 辛苦您了
        - C 谢谢 | A* 嗯
        - C 好 | A* 再见
        - C 好 | A 谢谢 | A 好的 | A 稍等 | A* 再见
        # closing-contact
        + C 好 | A 有问题随时联系我
        + C 好 | A 客服热线400-800-1234
        + C 好 | A 您可以联系在线客服
        - C 好 | A* 再见
        - C 好 | A* 祝您愉快
        - C 电话多少 | A* 没有
        # closing-wish
        + C 好 | A 祝您生活愉快
        + C 好 | A 祝您早日康复
        + C 好 | A 周末愉快
        - C 好 | A* 再见
        - C 祝你好 | A* 谢谢
        - C 好 | A 生活愉快 | A 对了 | A 稍等 | A* 好
        # record-in-time
        + C@0 退 | A@10 好 | R@600 退款已提交
        + C@0 退 | R@5 退款登记 | A@10 好
        + C@0 退 | A@10 好 | R@1810 退款
        - C@0 退 | A@10 好 | R*@1811 退款
        - C@0 退 | A@10 好 | R*@7200 退款
        - C@0 退 | A@10 好 | C@20 谢谢 | R*@4000 退款
        0 C 退 | A 好
        # record-masked
        + C 退 | A 好 | R 身份证尾号1234，退款10元
        + C 退 | A 好 | R 电话138****8000
        + C 13812345678 | A 好 | R 已回电，约明天上门
        - C 退 | A 好 | R 电话‹13812345678›
        - C 退 | A 好 | R 身份证‹11010519491231002X›
        - C 退 | A 好 | R 卡号‹6222021234567890128›
        0 C 退 | A 好
        # confirmed-before-solution
        + C 坏了 | A 请问是哪个订单 | A 帮您申请退款
        + C 坏了 | A 您是要退货吗 | A 给您退
        + C 坏了 | A 收到您的反馈 | A 帮您申请退款，跟您确认一下地址
        - C 坏了 | A 帮您申请退款 | A ‹请问是›哪个订单
        - C 坏了 | A 给您退 | A ‹跟您确认›下
        - C 坏了 | A 给您补发 | A ‹您说的是›哪单
        0 C 坏了 | A 给您退
        # no-skipping
        + C 快 | A 需要先登记
        + C 核实吗 | A 需要核实一下
        + C 能跳过吗 | A 不能跳过流程
        - C 快 | A ‹不用走流程›了
        - C 快 | A ‹先不登记›
        - C 核实吗 | A ‹不用核对了›
        # cause-and-prevention
        + C 为什么 | A 是因为电压不稳，以后建议用稳压器
        + C 漏水 | A 由于接口老化，请定期检查
        + C 死机 | A 原因是内存满，下次请先清理
        - C 为什么 | A* 是因为电压不稳
        - C 漏水 | A* 以后注意
        - C 死机 | A* 重启
        # recommendation-options
        + stage=pre-sale | C 买什么 | A 您的预算多少呢，可以选A款或者B款
        + stage=pre-sale | C 推荐 | A 请问给谁用 | A 有两种方案
        + stage=pre-sale | C 推荐面霜 | A 您主要用来做什么 | A 您可以选择清爽型或者滋润型
        - stage=pre-sale | C 买什么 | A* 这款
        - stage=pre-sale | C 推荐 | A* 您的预算多少
        - stage=pre-sale | C 推荐 | A* 有两种方案
        0 C 买什么 | A 这款
        """
}
