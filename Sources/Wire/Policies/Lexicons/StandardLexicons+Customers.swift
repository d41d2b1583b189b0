// Standard lexicons, version 1: what customers say.
// SPDX-License-Identifier: Apache-2.0

extension StandardLexicons {
    /// What customers say. Our own phrases: precision comes before size.
    static let customers = #"""
          dissatisfaction:
            phrases: [
              要投诉, 去投诉, 投诉你, 投诉您, 投诉他, 严重投诉, 投诉过, 投诉没, 投诉无, 给差评, 就差评, 打差评, 能差评, 太垃圾, 真垃圾, 是垃圾, 个垃圾, 垃圾服务, 垃圾快递,
              垃圾客服, 垃圾平台, 垃圾商家, 垃圾公司, 垃圾东西, 骗子, 骗人, 骗我, 欺骗, 被骗了, 骗消费者, 失望, 很生气, 真生气, 太生气, 好生气, 非常生气, 特别生气, 生气了,
              让人生气, 气死, 气人, 气愤, 愤怒, 恼火, 烦死, 真烦, 好烦, 无语, 太慢了, 实在太慢, 这么慢, 慢死, 质量太差, 服务太差, 态度太差, 效率太差, 体验太差, 太差劲,
              真差劲, 太烂, 真烂, 什么态度, 什么服务态度, 态度恶劣, 态度差, 服务差, 服务态度太, 太坑, 坑人, 坑爹, 坑我, 忽悠, 不满意, 很不满, 非常不满, 让我不满, 受够,
              忍无可忍, 太过分, 过分了, 太离谱, 真离谱, 离谱了, 敷衍, 踢皮球, 推诿, 推脱, 推卸, 糊弄, 欺负, 不负责任, 霸王条款, 霸王条约, 曝光你, 曝光台, '12315',
              消协, 消费者协会, 起诉, 你们怎么搞的, 搞什么, 什么玩意, 什么破, 他妈的, 真他妈, 尼玛, 次奥, 卧槽, 再也不买, 再也不来, 后悔买, 真后悔, 浪费时间, 浪费我, 耽误我,
              等了好久, 等了很久, 等了半天, 等到现在, 到底能不能, 到底什么时候, 不管不问, 你们怎么回事, terrible, awful, horrible, ridiculous,
              unacceptable, disappointed, disappointing, angry, furious, scam, cheated, worst service,
              waste of time, complain, complaint, rubbish ]
            exempt: [
              不失望, 不让人失望, 不会失望, 不要失望, 没有失望, 让我失望过, 不要让我失望, 别让我失望, 希望不要失望, 不生气了, 别生气了, 满意不满意, 投诉过敏, 见效太慢了, 爱搞什么,
              不是被骗了 ]
          worry:
            phrases: [
              着急, 急死, 急疯, 很担心, 好担心, 非常担心, 特别担心, 有点担心, 担心死, 很害怕, 好害怕, 特别害怕, 有点害怕, 真害怕, 吓死, 吓坏, 很焦虑, 好焦虑, 太焦虑, 快崩溃,
              要崩溃, 人崩溃, 绝望, 求求你, 求求您, 救命, worried, scared, afraid, desperate, in a hurry, urgent ]
            exempt: [不是很担心, 不着急, 别着急, 不用着急, 不要着急, 不是很着急, 没着急, 不太着急, 容易着急, 不急死, 救命药]
          medical-question:
            phrases: [
              是什么病, 得了什么病, 什么病啊, 什么毛病, 病严重吗, 严重不严重, 需要去医院, 要去医院吗, 用去医院吗, 要不要去医院, 要住院吗, 要手术吗, 是不是癌, 是癌吗, 是肿瘤吗, 胸痛,
              呼吸困难, 喘不上气, 喘不过气, 便血, 尿血, 咳血, 吐血, 抽搐, 昏迷, 晕倒, 高烧不退, 过敏性休克, 吃过量, 药吃多了, 服药过量, 中毒了, 能停药, 可以停药, 要停药,
              可以加量, 能加量, 要加量, 可以减量, 能减量, 加大剂量, 可以换药, 要换药, 能一起吃, 可以一起吃, 一起服用, 能同时吃, 可以同时吃, 同时服用, 能混着吃, 混着吃, 相互作用,
              药效冲突, 会有冲突, is it serious, what disease, chest pain, short of breath, overdose, take them together,
              taken together, drug interaction, stop taking, increase the dose, reduce the dose ]
            exempt: [
              没有胸痛, 没胸痛, 无胸痛, 不胸痛, 胸痛没有, 不是胸痛, 没有呼吸困难, 没呼吸困难, 无呼吸困难, 不呼吸困难, 呼吸困难没有, 没有便血, 没便血, 无便血, 不便血, 有过便血,
              便血没有, 没有咳血, 没咳血, 无咳血, 不咳血, 咳血没有, 没有抽搐, 没抽搐, 没有昏迷, 没昏迷 ]
          special-population:
            phrases: [
              孕妇, 怀孕, 孕期, 备孕, 孕早期, 妊娠, 哺乳期, 喂奶, 母乳, 宝宝能, 宝宝可以, 宝宝吃, 宝宝用, 宝宝发烧, 宝宝咳嗽, 宝宝拉, 宝宝过敏, 婴儿能, 婴儿可以, 婴儿吃,
              婴儿用, 新生儿, 孩子能, 孩子可以, 孩子吃, 孩子用, 孩子发烧, 孩子发热, 孩子咳嗽, 孩子感冒, 孩子过敏, 小孩能, 小孩可以, 小孩吃, 小孩用, 小孩发烧, 小孩发热, 小孩咳嗽,
              小孩感冒, 儿童能, 儿童可以, 儿童吃, 儿童用, 岁孩子, 岁的孩子, 岁小孩, 岁的小孩, 岁宝宝, 岁的宝宝, 个月宝宝, 个月的宝宝, 老人能, 老人可以, 老人吃, 老人用, 老年人,
              肝功能不全, 肾功能不全, 肝功能不好, 肾功能不好, 肝功能异常, 肾功能异常, 肝硬化患者, 肝硬化病人, 肾衰, 透析, 尿毒症, pregnant, pregnancy,
              breastfeeding, breast-feeding, newborn, my baby, my toddler, elderly, liver failure,
              kidney failure, dialysis ]
            exempt: [
              没怀孕, 未怀孕, 没有怀孕, 怀孕情况, 怀孕状况, 排除怀孕, 不是怀孕, 老年人机, 儿童用车, 儿童用书, 儿童用品, 婴儿用品, 孩子用品, 小孩用品, 宝宝用品, 老人用机, 孩子吃饭,
              孩子用餐, 宝宝吃饭 ]
          delay-question:
            phrases: [
              什么时候发货, 啥时候发货, 多久发货, 还不发货, 还没发货, 怎么还没到, 怎么还没发, 什么时候到, 啥时候到, 几天能到, 何时到, 还没收到货, 还没收到快递, 还没收到包裹,
              还没收到商品, 物流不动, 没有物流信息, where is my order, when will it arrive ]
            exempt: [什么时候到账, 啥时候到账, 何时到账, 什么时候到期]
          return-topic:
            phrases: [退货, 退款, 换货, 退换, 返修, refund, return the item, exchange it]
            exempt: [
              要退货吗, 要退款吗, 要换货吗, 是退货吗, 是退款吗, 是换货吗, 想退货吗, 想退款吗, 想换货吗, 不退货, 不退款, 退款成功, 已经退款,
              已经退货, 已退款, 已退货 ]
          # Customer: cannot do it alone.
          limited-ability:
            phrases: [
              行动不便, 腿脚不便, 腿脚不方便, 行走不便, 不方便出门, 出不了门, 不方便下楼, 坐轮椅, 残疾证, 看不见字, 眼睛看不清, 眼睛不好, 耳朵不好, 老人不会用, 老人家不会,
              我不会操作, 我不会用手机, 不会网购, 不会下单, wheelchair, cannot walk, visually impaired ]
          # Customer: asks about one of the six facets of a drug.
          facet-question:
            phrases: [how do i take, side effects, how to store, expiry date, shelf life]
            patterns:
              - '{怎么|如何}{吃|服|服用|口服}'
              - '{药|膏|片|胶囊|颗粒|贴|喷剂|滴眼液|栓|丸|口服液|软膏|凝胶}{..6}{怎么|如何}{用|使用}'
              - '{怎么|如何}{用|使用}{..6}{药|膏|片|胶囊|颗粒|贴|喷剂|滴眼液|栓|丸|口服液|软膏|凝胶}'
              - '{一天|一日|每天|每次|一次}{..2}{几次|几片|几粒|几颗|吃几|吃多少|多少|几包|几袋}'
              - '{有|有没有|有什么|有啥}{..2}{副作用|不良反应|禁忌}'
              - '{能|可以|可不可以|能不能}{..3}{吃|服|用}{..4}{这个药|这药|该药|这款药}'
              - '{治|管}{什么|啥}{..3}{病|的}'
              - '{有效期|保质期}{..6}{多久|多长|到|几|吗|?}'
              - '{怎么|如何|需要}{保存|存放|储存|冷藏}'
            exempt: [怎么服务, 如何服务, 
              怎么用药, 如何用药, 怎么吃药, 如何吃药, 怎么服药, 怎么用流量, 怎么使用流量, 没怎么吃, 不怎么吃, 怎么吃饭, 怎么用不了, 怎么使用不了, 怎么用优惠券, 怎么用券, 怎么使用优惠,
              如何使用优惠, 怎么用红包 ]
          acceptance:
            phrases: [
              好的, 好吧, 好滴, 行吧, 可以的, 可以了, 没问题, 同意, 就这样, 就这么办, 那就这样, 谢谢, 多谢, 明白了, 知道了, 收到, okay, ok, thank you,
              thanks, great, sounds good ]
            exempt: [不同意, 不谢谢, 没收到, 还没收到, 未收到, 好的话, 什么时候收到, 没有收到, 能收到, 好的吗, 质量好的]
          rejection:
            phrases: [
              那不行, 这样不行, 不接受, 不同意, 不能接受, 接受不了, 没法接受, 无法接受, 不满意, 还是不行, 没解决, 没有解决, not acceptable, i refuse,
              that does not help, still not solved ]
            exempt: [不同意退, 不同意换, 满意不满意, 还是不行的话, 还是不行就, 同意不同意, 接受不接受, 那不行吗]
            unless: { before: [condition], within: 6 }
          solved:
            phrases: [
              解决了, 已经解决, 搞定了, 弄好了, 好了谢谢, 可以用了, 能用了, 能上了, 已经恢复了, 退款到了, it works now, solved, that fixed it,
              problem solved ]
            exempt: [解决了吗, 解决了么, 解决了没, 给我解决了, 能用了吗, 可以用了吗, 搞定了吗, 弄好了吗]
            unless: { before: [negation, condition], within: 4 }
          unsolved:
            phrases: [
              还是不行, 还是不能, 没解决, 没有解决, 未解决, 依然不行, 仍然不行, 又坏了, 又不行, 还没处理, 没人处理, 没人管, 没人联系, 一直没人, 一直没解决, 一直没处理, 到现在还没,
              到现在都没, still not working, still no, nobody called, not solved ]
            exempt: [还是不行的话, 还是不行就, 还是不能的话]
            unless: { before: [condition], within: 4 }
          # The customer has said it before.
          repeated-problem:
            phrases: [
              我已经说, 我都说了, 说了好几遍, 说过了, 说了多少, 问了好几, 问过了, 刚才说, 刚刚说, 又要重新说, 重复说, 再说一遍, 每次都要说, 联系过好几, 打过好几, 反映过好几,
              反映过很多, 反馈过好几, 反馈过很多, 投诉过好几, 投诉过很多, 投诉过不止, as i said, i already told you, i have already explained,
              for the third time ]
            exempt: [刚才说错, 刚刚说错, 客服刚才说, 客服刚刚说, 你刚才说, 您刚才说, 你刚刚说, 您刚刚说, 刚才说的那个]
          escalated-tone:
            phrases: [
              投诉, 曝光, '12315', 消协, 起诉, 差评, 举报, 律师, 骗子, 太垃圾, 垃圾服务, 无语, 失望, 气死, 忍无可忍, 什么态度, complaint, lawyer,
              scam, unacceptable ]
            exempt: [投诉电话, 投诉热线, 投诉渠道, 投诉入口, 怎么投诉, 在哪投诉, 不投诉, 撤销投诉, 取消投诉, 不会差评, 没有差评, 不给差评, 不想投诉, 投诉建议]
          urgent-words:
            phrases: [
              加急一下, 加急下, 麻烦加急, 帮忙加急, 能加急, 可以加急, 很急, 比较急, 急用, 着急用, 今天必须, 等着用, 急急急, 很紧急, 比较紧急, 特别紧急, 十万火急, urgent,
              asap, emergency ]
            exempt: [不是很急, 不是很紧急, 着急用不, 不能加急, 很急躁, 比较急躁]
          theme-slow:
            phrases: [太慢, 好慢, 这么慢, 等太久, 等了好久, 等了很久, 等了半天, 迟迟, 拖了, 一直拖, too slow, waited too long]
            exempt: [太慢热]
          theme-complex:
            phrases: [
              太麻烦, 这么麻烦, 好麻烦, 太复杂, 这么复杂, 流程复杂, 手续复杂, 手续太多, 太繁琐, 跑好几趟, 推来推去, too complicated, too complex,
              so much hassle ]
            exempt: [好麻烦您, 好麻烦你, 好麻烦亲]

        """#
}
