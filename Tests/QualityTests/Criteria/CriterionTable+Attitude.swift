// Examples: attitude, as the pharmacies' presets ask for it.
// SPDX-License-Identifier: Apache-2.0

extension CriterionTable {
    static let attitude = """
        # greeting
        + C 在吗 | A 您好，请讲
        + C 在吗 | A 在的 | A 你好呀
        + C 在嗎 | A 歡迎光臨本店
        + C Anyone there? | A Good morning!
        - C 在吗 | A* 在的 | A 请讲 | A 您好
        - C 在吗 | B 您好 | A* 在的
        - C 在吗 | N 您好 | A* 在的
        - C 已付款 | A* 麻烦您好评一下
        - C 您好 | A* 您好像没有付款
        0 C 在吗
        # courtesy, polite-phrases
        + C 在吗 | A 在，请问哪个订单
        + C 我等 | A 好的，感谢您的耐心
        + C 谢谢 | A 不客气
        + C where is it | A It is on the way, thanks.
        - C 在吗 | A* 在 | A 没货
        - C 谢谢 | A* 嗯
        - C 麻烦您了 | A* 可以退
        0 C 谢谢
        # prompt-response, first-response
        + C@0 在吗 | A@30 您好
        + C@0 在吗 | A@1 在
        + C@0 在吗 | B@1 您好 | A@29 在的
        - C@0 在吗 | A*@31 您好
        - C@0 在吗 | B@1 您好 | A*@31 您好
        - C*@0 在吗 | C@31 在吗
        0 C@0 在吗 | C@10 不用了
        # acknowledged
        + C 加急一下，今天要用 | A 请稍等，正在为您核实
        + C 这药等着用 | A 好 | A 别着急，我帮您看
        + C 我很急 | A 预计2小时内给您答复
        - C 这药‹急用› | A 嗯
        - C ‹麻烦加急› | A 嗯 | A 嗯 | A 请稍等
        - C 这单‹特别紧急› | A 知道了
        0 C 发货了吗 | A 已发货
        0 C 不是很急 | A 嗯
        # time-told
        + class=urgent | C 药漏发了 | A 2小时内给您答复
        + class=complex | C 账单不对 | A 明天给您回复
        + class=urgent | C 发错药 | A 需要等待10分钟
        - class=urgent | C 药漏发了 | A* 好的
        - class=complex | C 账单不对 | A* 稍后回复
        - class=urgent | C 等了1天了 | A* 嗯
        0 C 药漏发了 | A 好的
        # standard-wording
        + C 在吗 | A 您好，可以的
        + C 谢谢 | A 不客气😊
        + C 怎么用 | A 最好滴在眼内
        + C 木有了吗 | A 还有
        + C 好用吗 | A 型号 XEMO2
        + C 他说什么 | A 您是说“木有”对吗
        - C 在吗 | A 您好，‹木有›了哦
        - C 好用吗 | A 这款‹YYDS›！
        - C 好用吗 | A 这款‹ＹＹＤＳ›！
        - C 好用吗 | A ‹🙄›自己看
        - C 在吗 | A ‹么么哒›，稍等
        - C 好用吗 | A 这款‹绝绝子›
        - C 在吗 | A ‹木有›了 | A ‹么么哒›，‹好哒›
        # written-language, fluent-text
        + C 在吗 | A 您好，请讲！
        + C 在吗？？？ | A 在的
        + C 好的 | A 好的……
        + C 多少 | A 大约1.5~3元
        - C 在吗 | A 在的‹！！！›
        - C 到了吗 | A 没有‹？？？›
        - C 退吗 | A 稍等‹。。。›
        # form-of-address
        + C 在吗 | A 您好，先生
        + C 在吗 | A 亲爱的用户，您好
        + C 小姐姐在吗 | A 在的，请讲
        - C 在吗 | A ‹亲爱的›，在的
        - C 在嗎 | A ‹親愛的›，在的
        - C 在吗 | A ‹美女›您好
        - C 在吗 | A ‹小仙女›，这款有货
        - C 在吗 | A ‹请问妹妹›要哪款
        # patience
        + C 还没到？ | A 请再等一下，我帮您催
        + C 不是说了吗 | A 抱歉，马上看
        + C 坏了怪谁 | A 如果不是我们的问题，也会协助您处理
        + C 坏了怪谁 | A 无论是不是我们的问题，都会处理
        + C 谁负责 | A 这不属于您的责任，请放心
        - C 还没到？ | A ‹已经跟您说›了，明天到
        - C 不能退吗 | A ‹这是规定›
        - C 怎么坏了 | A 这‹不是我们的问题›
        - C 谁管 | A ‹不归我们管›的
        - C 我要投诉 | A ‹投诉也没用›
        - C 退吗 | A ‹您能不能听我说完›
        - C 怎么少了 | A ‹是您自己没›看清楚
        - C broken | A ‹That's not our problem›.
        # empathy
        + C 等了好久，太慢了 | A 非常理解您的心情
        + C 我要投诉 | A 请问订单号 | A 看到了 | A 抱歉让您久等
        + C 我很担心有副作用 | A 别担心，我帮您看看
        - C 你们‹服务差› | A 请问订单号 | A 好的
        - C 我‹很担心› | A 嗯 | A 嗯 | A 嗯 | A 抱歉
        - C 你们‹坑人› | A 希望您能理解
        - C 真烦 | A 抱歉 | C 我‹要投诉› | A 好的
        0 C 这次没有失望 | A 好的
        # listening, no-interruption
        + C 我想问 | A 您请说
        + C 我说完了 | A 好的，明白
        + C 你先听我说 | A 您说，我在听
        - C 我是说 | A ‹您先听我说›
        - C 那个药 | A ‹您别说了›，我查
        - C 你听我讲 | A ‹您等我说完›
        # tailored-help
        + C 我腿脚不便，没法去自提 | A 可以为您安排送货上门
        + C 老人不会用手机下单 | A 我帮您下单，您把地址发我
        + C 我眼睛不好看不清 | A 我打电话给您，一步一步教您
        - C 我‹腿脚不便›，没法去自提 | A 那没办法了
        - C 我‹坐轮椅› | A 门店在一楼
        - C ‹我不会操作› | A 您看页面
        0 C 怎么下单 | A 点购买
        """
}
