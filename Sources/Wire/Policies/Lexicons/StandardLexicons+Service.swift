// Standard lexicons, version 1: what good service says.
// SPDX-License-Identifier: Apache-2.0

extension StandardLexicons {
    /// What good service says. Our own phrases: precision comes before size.
    static let service = #"""
          greeting:
            phrases: [
              您好, 你好, 早上好, 上午好, 中午好, 下午好, 晚上好, 欢迎光临, 欢迎咨询, 很高兴为您, 为您服务, 有什么可以帮, 有什么可以为您, 有什么能帮, 请问有什么, 什么问题我可以帮,
              hello, good morning, good afternoon, good evening, welcome, how can i help, how may i help ]
            exempt: [您好评, 你好评, 您好像, 你好像, 您好几, 你好几, 您好多, 你好多]
          courtesy:
            phrases: [
              请您, 请问, 请稍, 请放心, 麻烦您, 劳烦, 烦请, 辛苦您, 辛苦了, 谢谢, 感谢, 多谢, 不客气, 别客气, 客气了, 客气啦, 太客气, 抱歉, 不好意思, 对不起, 见谅, 祝您,
              很高兴为您, 乐意为您, 为您服务, please, thank you, thanks, 'you''re welcome', sorry ]
          empathy:
            phrases: [
              理解您, 理解你, 非常理解, 十分理解, 完全理解, 特别理解, 很理解, 也理解, 能理解, 可以理解, 能体谅, 体谅您, 您的心情, 你的心情, 亲的心情, 您的感受, 感同身受,
              换作是我, 换成是我, 是我我也, 别着急, 不要着急, 不用着急, 先别急, 您别急, 你别急, 别担心, 不要担心, 不用担心, 请您放心, 您放心, 请放心, 别生气, 不要生气, 消消气,
              息怒, 不要紧张, 别紧张, 不用紧张, 不用怕, 别害怕, 让您久等, 久等了, 添麻烦, 带来不便, 带来的不便, 带来不好, 不好的体验, 给您带来, 辛苦您了, 没事的,
              i understand, understand how you feel, 'don''t worry', i can imagine, frustrating ]
            exempt: [您能理解, 你能理解, 您可以理解, 可以理解为, 您也理解, 请您也理解, 不用怕麻烦]
          apology:
            phrases: [
              抱歉, 对不起, 不好意思, 见谅, 谅解, 道歉, 致歉, 赔个不是, 赔不是, 我们的疏忽, 我们的失误, 我们的错, sorry, apologize, apologise, apologies ]
          solution:
            phrases: [
              您可以, 建议您, 帮您查, 为您查, 给您查, 帮您核实, 为您核实, 给您核实, 帮您处理, 为您处理, 给您处理, 帮您反馈, 为您反馈, 给您反馈, 帮您催, 为您催, 给您催, 帮您申请,
              为您申请, 给您申请, 帮您登记, 为您登记, 帮您联系, 为您联系, 给您联系, 帮您安排, 为您安排, 给您安排, 给您退, 帮您退, 为您退, 给您换, 给您补发, 为您补发, 重新发货,
              申请售后, 申请退款, 办理退款, you can, i will check, let me check,
              i will arrange, we will refund ]
          next-step:
            phrases: [
              建议, 关注, 就近, 您可以, 可以联系, 您联系, 联系商家, 联系卖家, 联系厂, 联系站点, 联系客服, 联系配送, 联系快递, 联系师傅, 帮您联系, 为您联系, 转接, 转交, 转给,
              转到, 反馈, 专员, 专人, 专业客服, 热线, 拨打, 致电, 电话, 升级, 登记, 上报, 请示, 申请, 提交, 咨询, 部门, 主管, 经理, 负责人, 工程师, 厂家, 官网,
              营业厅, 售后, 财务, 医生, 医师, 药师, 医院, 说明书, 重新下单, 重新购买, 重新拍, 稍后回复, 回复您, 给您回电, 回电, 再给您, 需要您, 麻烦您, 请您, 只能, 等待, 联系, 联络,
              稍后回覆, 回覆您, contact, transfer, escalate, supervisor, manager, department, hotline, pharmacist,
              doctor, i will check, let me check, please call, you can ]
          referral:
            phrases: [
              医生, 医师, 药师, 大夫, 医院, 就医, 就诊, 门诊, 急诊, 遵医嘱, 医嘱, 专科, 内科, 外科, 皮肤科, 妇科, 儿科, 拨打120, doctor, physician,
              pharmacist, hospital, clinic, emergency room ]
          precaution:
            phrases: [
              慎用, 慎服, 慎重, 禁用, 忌用, 禁忌, 不建议, 不推荐, 不宜, 不适合, 不能吃, 不能用, 不能服, 不能喝, 不可以吃, 不可以用, 不可以服, 不可用, 不要吃, 不要用,
              不要喝, 避免, 小心, 注意, 遵医嘱, 医嘱, 指导下, 咨询, 医生, 医师, 药师, 医院, 就医, 就诊, 说明书, 减量, 减半, 酌减, 剂量, 用量, 体重, 公斤, 几岁, 多大,
              月龄, 几个月, 不良反应, 副作用, 停止哺乳, 暂停哺乳, 停止喂奶, 暂停喂奶, 停喂, 影响胎儿, 对胎儿, 影响哺乳, 影响喂奶, 影响母乳, 对孩子, 对宝宝, 对肝, 对肾, 有影响,
              没影响, 没有影响, 不影响, 复查, 监测, 物理降温, 过敏, caution, not recommended, avoid, contraindicated, consult,
              doctor, pharmacist, leaflet, dose, dosage ]
            exempt: [没有副作用, 没有任何副作用, 没什么副作用, 无副作用, 无任何副作用, 没副作用, 零副作用, 没有什么副作用]
          dosage:
            phrases: [
              一日三次, 一天三次, 每日三次, 每天三次, 一日两次, 一天两次, 每日两次, 每天两次, 一日二次, 一日一次, 一天一次, 每日一次, 每天一次, 一天四次, 一日四次, 一日3次,
              一天3次, 每日3次, 每天3次, 一日2次, 一天2次, 每日2次, 每天2次, 一日1次, 一天1次, 每日1次, 每天1次, 1日3次, 1日2次, 1日1次, 1天3次, 1天2次,
              一次一片, 一次两片, 一次二片, 一次三片, 每次一片, 每次两片, 每次二片, 一次1片, 一次2片, 每次1片, 每次2片, 一次1粒, 一次2粒, 一次3粒, 每次1粒, 每次2粒,
              一次一粒, 一次两粒, 每次一粒, 每次两粒, 一次1袋, 一次一袋, 每次一袋, 每次1袋, 1次1片, 1次2片, 1次1袋, 1次2粒, 一次10ml, 每次10ml, 饭前服, 饭后服,
              饭前吃, 饭后吃, 饭后口服, 饭前口服, 饭后半小时, 饭前半小时, 空腹服, 空腹吃, 睡前服, 睡前吃, 随餐服, once daily, twice daily,
              three times a day, twice a day, once a day, times daily, before meals, after meals, at bedtime ]
            exempt: [一天一次吗, 一天三次吗]
          check-question:
            phrases: [
              清楚了吗, 清楚吗, 清楚了么, 明白了吗, 明白吗, 明白了么, 记住了吗, 记下了吗, 了解了吗, 了解吗, 理解了吗, 听懂了吗, 还有疑问, 有疑问吗, 什么疑问, 还有什么不,
              哪里不清楚, 您看可以吗, 可以吗, 可以么, 您看行吗, 行吗, 好吗, 对吗, 对吧, 是吗, 是吧, 跟您确认, 和您确认, 与您确认, 再确认, 向您确认, 确认一下, 重复一遍, 复述,
              过敏吗, 过敏史, 过敏么, 以前吃过, 之前吃过, 以前用过, 之前用过, 瞭解了吗, 瞭解吗, is that clear, do you understand, any questions,
              let me confirm, is that right, are you allergic ]
          confirmation:
            phrases: [
              您的意思是, 你的意思是, 您意思是, 您是说, 你是说, 您是指, 你是指, 您指的是, 您说的是, 您是想, 您想要, 您是要, 您要咨询, 您咨询的, 您反映的, 您反馈的, 您描述的,
              您遇到的, 明白您, 明白了, 了解您, 了解到您, 理解您的意思, 请问是, 请问您是, 请问您的, 是这个吗, 是这个订单, 这个订单吗, 这个订单的吗, 这款吗, 是这款, 是不是, 是否是,
              跟您确认, 和您确认, 与您确认, 确认一下, 确认下, 核对一下, 核对下, 核实一下, 是否正确, 对吗, 是吗, 是吧, 对吧, 哪个订单, 哪一个订单, 哪款, 哪个商品, 什么商品,
              具体是什么, 具体什么, 请问是什么问题, 是什么问题, 出现什么问题, 出现了什么问题, 遇到什么问题, 遇到了什么问题, 什么情况呢, 请您描述, 描述一下, 描述下, 详细说, 具体情况,
              具体问题, 问题详情, 瞭解您, 瞭解到您, do you mean, if i understand, to confirm, is that right, could you describe,
              let me make sure, which order ]
          closing:
            phrases: [
              还有其他, 还有其它, 还有没有其他, 其他可以帮, 其它可以帮, 其他问题, 其它问题, 其他还可以帮, 其他需要, 其它需要, 还有什么, 为您效劳, 还有需要, 还有别的, 别的问题,
              还需要什么, 还有疑问, 问题解决了吗, 解决了吗, 解决了么, 是否解决, 已经解决, 得到解决, 满意吗, 是否满意, 满意度, 满意么, 对我的服务, 对本次服务, 服务评价, 给我的服务,
              做个评价, 做出评价, 有问题随时, 有任何问题, 有疑问, 有需要, 随时联系, 随时咨询, anything else, is it resolved,
              has it been resolved, are you satisfied, any other questions ]
          offer-of-help:
            phrases: [
              有什么可以帮, 有什么能帮, 有什么可以为, 有什么能为, 请问有什么, 有什么问题我可以, 有什么问题可以帮, 有什么需要帮, 需要什么帮助, 请问您需要, 很高兴为您, 竭诚为您,
              how can i help, how may i help ]
            patterns:
              - '{什么|啥}{..4}{可以|能|需要}{..4}{帮|为您|服务}'
              - '{可以|能}{..3}{帮到您|帮助您|为您服务|为您效劳}'
          # A house puts its own names under `brands`; these are the words that stand beside any name.
          company-name:
            phrases: [旗舰店, 专卖店, 专营店, 官方店, 大药房, 客服中心, 服务中心, 欢迎光临, 欢迎致电, 欢迎来到, 欢迎咨询, welcome to]
          agent-number:
            phrases: [我的工号, 客服工号, agent number, agent no]
            patterns:
              - '工号{..3}<number>'
              - '<number>号{客服|坐席|话务|顾问|专员|药师|为您服务}'
            exempt: [工号多少, 工号是多少, 您的工号]
          closing-words:
            phrases: [
              再见, 拜拜, 生活愉快, 购物愉快, 工作愉快, 节日快乐, 周末愉快, 感谢您的来电, 感谢您的咨询, 感谢您的支持, 感谢您的光临, 感谢您的惠顾, 感谢您的配合, 感谢您的耐心,
              期待您的再次光临, 欢迎再次光临, 欢迎下次光临, 欢迎您再次, goodbye, have a nice day, have a good day ]
            patterns:
              - '{祝|祝福}{您|你|亲}'
              - '感谢{您|你|亲}对{..8}支持'
              - '{有问题|有疑问|有需要}{..4}随时{联系|咨询}'
            exempt: [再见到, 再见面]
          thanks:
            phrases: [谢谢, 感谢, 多谢, 辛苦您了, thank you, thanks]
            exempt: [不用谢谢, 不用感谢, 不必感谢, 不用多谢]
          wish:
            phrases: [
              生活愉快, 购物愉快, 工作愉快, 旅途愉快, 节日快乐, 新年快乐, 周末愉快, 天天开心, 早日康复, 身体健康, have a nice day, have a good day,
              get well soon ]
            patterns:
              - '{祝|祝福|祝愿}{您|你|亲}'
          contact-details:
            phrases: [
              客服热线, 服务热线, 官方热线, 客服电话, 服务电话, 随时联系我, 随时咨询我, 随时找我, 随时联系, 随时咨询, 联系在线客服, 在线客服随时, 官方公众号, call us at,
              contact us at ]
            patterns:
              - '{拨打|致电}{..8}{热线|客服|1|4|9|0}'
              - '{联系|咨询}{..4}{在线客服|人工客服|官方客服|客服热线|服务热线}'
          acknowledgement:
            phrases: [
              好的, 恩好, 嗯好, 收到, 这就, 帮您催, 为您催, 催促, 会跟进, 会尽快, 尽快为您, 尽快帮您, 尽快给您, 已收到, 收到您的, 已经收到您, 已了解您, 了解到您, 看到您,
              已为您登记, 已记录, 正在为您, 马上为您, 马上帮您, 这就为您, 这就帮您, 这边帮您, 这边为您, 我帮您, 帮您看, 帮您查, 为您查, 请稍等, 请您稍等, 稍等, 请稍候, 稍候,
              we have received, let me check, one moment, let me look into ]
            exempt: [质量好的, 好的话, 没收到, 未收到, 收到货, 收到商品, 收到后, 收到您的货, 收到您的商品, 稍等就到]
          restatement:
            phrases: [
              您的意思是, 你的意思是, 亲的意思是, 您意思是, 您是说, 你是说, 您是指, 您指的是, 您说的是, 您想问的是, 您咨询的是, 您要咨询的是, 您反映的是, 您遇到的是, 您描述的是,
              您的需求是, 您的诉求是, 您的问题是, 跟您复述, 给您复述, 向您复述, 了解到您, do you mean, you mean that, if i understand you,
              so your question is ]
            patterns:
              - '{明白|理解|清楚|了解}{您|你|了您|了你|到您}{..3}意思'
              - '{看到|收到|了解|关于|针对|对于}{..2}您{反映|反馈|咨询|提到|描述|说|遇到}的'
              - '根据您{..2}{描述|叙述|说法|提供}'
              - '您{..3}{需要|想要|想|要|打算}{..18}{对吗|是吗|对吧|是吧|没错吧|是么|对么}'
              - '{请问|那}您是{要|想|需要|打算}{..16}吗'
              - '{请问|就是}您{..2}咨询的是'
            exempt: [您的问题是否, 理解您的意思吗, 不明白您的意思, 不理解您的意思, 没明白您的意思, 不太明白您的意思, 没理解您的意思, 不太理解您的意思, 没太明白您的意思]
          confirmation-question:
            phrases: [
              是否正确, 对吗, 对吧, 对么, 是吗, 是么, 是吧, 没错吧, 是这样吗, 是这个吗, 这个吗, 是这款吗, 这个订单吗, 这单吗, 跟您确认, 和您确认, 与您确认, 向您确认, 跟您核对,
              和您核对, 与您核对, is that right, is that correct, let me confirm, just to confirm, could you confirm ]
            patterns:
              - '{请问|您}是{..16}吗'
              - '是{..10}吗'
              - '您的意思是{..24}{吗|对吧|是吧}'
              - '{请|麻烦|辛苦}{..3}{核对|确认}{..6}{信息|地址|订单|尺码|型号|规格|数量|商品}'
              - '{我|这边|小妹}{..2}{跟|和|与|向}{您|你|亲}{..2}{核对|确认|核实}'
            exempt: [是吗丁啉, 确认收货]
          # Asks for what is missing, rather than guess.
          clarifying-question:
            phrases: [
              具体是什么, 具体什么, 什么问题呢, 什么情况, 请您描述, 麻烦描述, 描述一下, 描述下, 详细说, 详细描述, 具体情况, 具体问题, 什么时候开始, 多长时间了, 多久了,
              could you describe, what exactly, which order, how long has ]
            patterns:
              - '请问{是|您是|您的是|具体是|您这边是|您想|您要|您需要|您买|您用|您指|具体|目前|现在}{..8}{什么|哪个|哪款|哪里|哪种|多少|几|多久|哪}'
              - '您{是|买的是|要的是|用的是|说的是|指的是|咨询的是}{..4}{什么|哪个|哪款|哪里|哪种|哪}'
              - '{哪个|哪款|哪一款|哪种|哪一单|哪单}{..6}{呢|吗|?|呀}'
              - '{用过|吃过|吃了|用了}什么药'
              - '{提供|发|告知|拍}{..6}{订单号|订单|商品|编号|id|截图|图片|照片|链接|型号}'
              - '{订单号|编号|型号}{..4}{提供|发|告知|多少}'
              - '几{个|包|件|盒|天|次|单|袋|瓶|粒|片|岁}{..2}{呢|?|啊|了}'
              - '{请问|您}是{..16}{吗|么}'
              - '{请问|您|亲}{..8}{是否有|是否能|是否已|是否在|有没有}{..16}{呢|吗|?}'
              - '{您|亲|你}{..10}{了吗|过吗|了没|有吗}'
              - '请问{..20}{什么|哪|几|多少|吗|呢|?}'
            exempt: [请问还有, 请问有什么, 请问您还有, 请问有没有其他]
          please-wait:
            phrases: [请稍等, 您稍等, 稍等, 请稍候, 您稍候, 稍候, 等一下哦, 请等一下, 您等一下, 耐心等, one moment, please wait, please hold]
            exempt: [稍等会, 可以稍等]
          # Please wait, and how long.
          waiting-notice:
            phrases: [within an hour, within 24 hours, a few minutes]
            patterns:
              - '{稍等|稍候|等待|耐心等|等我|等一下|请等|您等}{..12}<duration>'
              - '{大概|大约|预计|还需}{..4}<duration>'
              - '<duration>{内|之内|以内|左右}{..10}{回复|答复|处理|联系|反馈|回电|解决|查到|结果}'
              - '<duration>{内|之内|以内|左右}{..2}{给|为|向|与|和}您'
          expected-time:
            phrases: [within an hour, within 24 hours, by tomorrow, in a few minutes]
            patterns:
              - '<duration>{内|之内|以内|左右|后|到账|送达|完成|生效}'
              - '{预计|大概|大约|最晚|最迟|最快|需要|还需|一般|通常|约}{..8}<duration>'
              - '{预计|大概|大约|最晚|最迟|最快|一般|可以|会|能}{..8}<date>'
              - '<date>{前|之前|会|能|可以|可|就|就能|就会|左右|给您|为您|帮您|送达|发货|发出|到货|到账|生效|再}'
              - '{稍等|稍候|等待|等}{..8}<duration>'
            exempt: [十天无理由, 7天无理由, 七天无理由, 15天无理由, 十五天无理由, 7天内无理由, 两天前, 几天前]
          reason:
            phrases: [
              所以, 为了保障, 为了保证, 缺货, 断货, 暂时无货, 爆仓, 因为, 由于, 原因是, 是因为, 导致, 造成, 的原因, 之所以, 受疫情影响, 受天气影响, because,
              due to, the reason is ]
            patterns:
              - '受{..8}影响'
              - '{因|鉴于}{..10}{原因|影响|限制|较多|过大|爆满|缺货}'
              - '{是|目前}{..8}{缺货|无货|断货|订单量大|爆仓|系统维护|系统升级|故障}'
              - '{订单|单子|咨询|人数|订单量}{..4}{太多|较多|比较多|过多|量大}'
              - '{已经|已}{..12}就{..6}{没|无法|不能|不支持}'
              - '一旦{..10}{无法|不能|不支持|就}'
              - '{没有|还没|还没有|未}开始'
            exempt: [是否缺货, 造成困扰, 造成不便, 造成的不便, 造成的困扰, 造成您, 给您造成, 造成了不便, 因为您的支持, 什么原因导致, 是什么原因, 会导致, 可能导致]
            unless: { before: [condition], within: 4 }
          process:
            phrases: [
              流程, 步骤, 第一步, 首先, 提交申请, 申请售后, 提交审核, 审核, 转交, 登记, 上报, 反馈给, 反馈到, 提交给, 核实后, 需要核实, 由专员, 由专人, first step,
              the process, escalate to, submit a request ]
            patterns:
              - '先{..16}{再|然后|之后|以后}'
              - '{点击|点开|进入|打开}{..14}{选择|提交|申请|查看|点击|填写}'
              - '{我|我们|这边|小妹|妹子|客服}{..4}{为您|帮您|给您|向}{..8}{申请|登记|反馈|上报|转交|提交|核实|转接|升级|联系}'
              - '{需要|要}{..8}{审核|核实|核查|检测|质检|登记|查证}'
              - '{之后|以后|后}才{能|可以}'
            exempt: [优化服务流程, 优化流程, 服务流程, 首先感谢, 首先考虑, 首先谢谢, 首先祝]
          follow-up:
            phrases: [
              跟进, 回访, 保持电话畅通, 保持手机畅通, 电话保持畅通, 手机保持畅通, 留意短信, 留意电话, 注意接听, 留意来电, 给您回电, 给您回复, 给您答复, 给您回访, 给您打电话,
              第一时间通知, 第一时间联系, 第一时间回复, call you back, get back to you, keep you informed, follow up ]
            patterns:
              - '{会|将|再|稍后|之后|到时|届时}{..8}{回复|联系|通知|回电|致电|告知|答复}{..2}{您|你|亲}'
              - '{会|将|稍后|尽快}{..8}{与|跟|和|给}{您|你|亲}{..4}{联系|回复|回电|沟通|答复|打电话}'
              - '{有|出}{..2}{结果|进展|消息|进度}{..10}{通知|联系|告诉|回复|告知}'
              - '{专员|专人|工作人员|同事|售后|师傅|配送员}{..2}{会|将|再|主动|尽快|与|跟|和}{..8}{联系|回复|致电|回电}'
            exempt: [不会联系您, 不会再联系您, 不会给您打电话, 不会给您回, 不用给您回]
          delay-notice:
            phrases: [
              延迟发货, 延期发货, 延迟配送, 配送延迟, 延误, 延迟了, 会延迟, 会延期, 缺货, 暂时无货, 断货, 晚几天, 晚一点到, 晚到, 无法按时, 不能按时, 未能按时, 没能按时, 停运, 滞留,
              delayed, out of stock, later than promised ]
            exempt: [延迟发货报备, 会延迟到第二, 之前是在缺货, 之前缺货, 最晚到, 延误险, 如缺货, 如果缺货, 若缺货]
            unless: { before: [condition, negation], within: 6 }
          return-deadline:
            patterns:
              - '{退货|退款|换货|退换|返修|保修|价保}{..14}<duration>'
              - '{退货|退款|换货|退换|返修|保修|价保}{..14}<date>'
              - '<duration>{..4}{无理由|退货|退款|换货|退换|保修|价保}'
              - '{期限|时限|有效期}{..8}<duration>'
              - '{期限|时限|有效期}{..8}<date>'
          step-by-step:
            phrases: [第一步, 第二步, 首先, 其次, 步骤, step 1]
            patterns:
              - '先{..16}{再|然后|之后|最后}'
              - '{点击|点开|进入|打开}{..14}{选择|提交|申请|查看|点击|填写|就可以|即可}'
              - '{点击|点开|点|进入|打开|在}{..6}{我的订单|售后|客户服务|返修退换货|退换|申请售后|申请退款}'
              - '{提交|填写|申请}{..12}{审核|寄回|上门取件|取件}'
            exempt: [首先感谢, 首先谢谢]
          # Says what the data are needed for.
          data-purpose:
            phrases: [in order to verify, so that we can verify, needed for the refund]
            patterns:
              - '{用于|用来|以便|便于}{..10}{核实|核对|查询|验证|确认|办理|登记|退款|查证|开票|开具|报关|清关|实名}'
              - '{为了|为}{..4}{核实|核对|验证|保护|保障}{..6}{信息|账户|账号|身份|资料|安全}'
              - '{清关|实名认证|报关|退款}{..2}{需要|使用}'
          vague-record:
            phrases: [
              已解决, 已处理, 已回复, 已答复, 已沟通, 已告知, 已完成, 已反馈, 已安抚, 问题解决, 处理完毕, 处理完成, 客户满意, 用户满意, 顾客满意, 客户认可, 同上, 如题,
              solved, done, customer satisfied, handled ]
          # What was done, to what, and when or how much: any one of these makes a record concrete.
          concrete-record:
            phrases: [
              退款, 退货, 换货, 补发, 更换, 维修, 重装, 重新, 补偿, 优惠券, 改地址, 修改, 取消订单, 催单, 催促, 转交, 转接, 升级, 核实, 因为, 由于, 原因, 说明书,
              药师, 建议, 预计, 约定, refund, replaced, resent, because ]
            patterns:
              - '<number>{元|件|盒|瓶|袋|天|小时|分钟|个}'
              - '<date>'
              - '{经|通过|为}{..8}{后|,}'
          options:
            phrases: [
              方案一, 方案1, 方案a, 两种方案, 两种方式, 两种办法, 两个方案, 2种, 三种方案, 三种方式, 以下方案, 以下方式, 您可以选择, 任选, 二选一, option 1,
              option a, two options, alternatively ]
            patterns:
              - '{可以|建议|选择|要么|帮您}{..24}{或者|也可以|要么|或是}'
          choice-question:
            phrases: [
              您看可以吗, 您看行吗, 您看好吗, 您看怎么样, 您看呢, 您觉得呢, 您觉得可以吗, 您更倾向, 您选哪, 您想选, 您希望怎么, 您看这样可以, 您看这样行, 可以接受吗, 能接受吗,
              您同意吗, which would you prefer, would that work, is that okay, is that acceptable ]
            patterns:
              - '您{看|觉得}{..14}{可以吗|行吗|好吗|可以么|行么|好么|怎么样|哪种|哪个}'
              - '{是否需要|需不需要|要不要}{..2}{为您|帮您|给您}'
              - '{需要|要}{..2}{为您|帮您|给您}{..12}{吗|么}'
          # Something that the customer can do or that was done for the customer.
          solution-stated:
            phrases: [
              已经帮您, 已经为您, 已经给您, 已为您, 已帮您, 已给您, 帮您申请, 为您申请, 给您申请, 给您补发, 为您补发, 给您退, 为您退款, 帮您退, 给您换, 为您换, 申请售后,
              申请退款, 重新发货, 重新下单, 帮您处理好, 已经好了, 已处理好, i have refunded, has been refunded, we will replace,
              we will send you a new ]
            patterns:
              - '{您|亲|你}{可以|能}{..2}{退|换|修改|取消|重新|在|去|点击|选择|通过|联系|申请|拨打|直接|用|把|到|先}'
              - '建议{您|亲|你}{..2}{可以|先|去|在|到|重新|联系|尝试|用|申请|按|把}'
              - '{我|这边|小妹|妹子|我们}{..2}{帮您|为您|给您}{..4}{申请|催|联系|登记|反馈|补发|退|换|修改|取消|核实|安排|处理|转}'
            exempt: [我可以帮您处理或, 我可以帮您解决, 才能申请售后]
          cause-explained:
            phrases: [原因是, 是因为, 由于, 导致的, 造成的, 引起的, 的原因, because, was caused by, due to]
            patterns:
              - '{可能|应该|大概}是{..14}{原因|导致|造成|引起|问题|故障|老化|松动|网络}'
            exempt: [造成的不便, 造成的困扰, 造成的影响, 无理由原因, 什么原因导致的, 是什么原因]
          prevention:
            phrases: [为避免, 避免再次, 避免类似, 以免, 防止再次, 平时注意, in future, next time, to avoid this, to prevent]
            patterns:
              - '{以后|下次|今后|日后|平时}{..6}{注意|避免|建议|先|提前|不要|别|记得|尽量}'
              - '{建议|请}您{..4}{定期|提前|平时}'
              - '请{定期|平时}'
            exempt: [提前祝, 提前感谢]
          tailored-help:
            phrases: [
              送货上门, 送上门, 上门, 送到家, 帮您下单, 代您下单, 帮您操作, 远程, 一步一步, 教您, 指导您, 家人代, 代为, 代收, 电话联系您, 打电话给您, 给您打电话, 优先安排,
              优先配送, home delivery, to your door, step by step, place the order for you ]
          drug-facet:
            phrases: [
              适应症, 适用于, 主治, 用法, 用量, 剂量, 口服, 外用, 饭前, 饭后, 一日, 一天, 每日, 每次, 禁忌, 禁用, 慎用, 忌用, 不良反应, 副作用, 过敏, 储存, 保存,
              密封, 阴凉, 冷藏, 避光, 有效期, 保质期, 说明书, indication, dosage, contraindicat, adverse, store below, expiry ]
          contraindication:
            phrases: [
              禁忌, 禁用, 忌用, 禁服, 慎用, 慎服, 不能同时服, 不要同时服, 不能同时吃, 不能一起吃, 不可同服, 停药并就医, 过敏者, contraindicated,
              do not take with, avoid alcohol, stop taking and see ]
            exempt: [中禁用, 禁用部分, 禁用后台, 没有禁忌, 无禁忌, 有什么禁忌吗]
          pharmacist-referral:
            phrases: [
              咨询医生, 咨询药师, 咨询医师, 问医生, 问药师, 遵医嘱, 到医院, 去医院, 就医, 就诊, 看医生, 线下就诊, 急诊, 药师为您, 转接药师, 转药师, 医生指导下, 医师指导下,
              药师指导下, consult a doctor, ask your doctor, ask a pharmacist, see a doctor, go to the hospital ]
            unless: { before: [negation], within: 3 }
          transfer-words:
            phrases: [
              帮您转接, 为您转接, 给您转接, 帮您转到, 为您转到, 给您转到, 转接到, 转接给, 转给售后, 转给专员, 转交给, 转交至, 升级处理, 升级给, 上报给, 反馈给主管, 反馈给上级,
              transfer you to, escalate this, pass this on to ]
          responsible-party:
            phrases: [
              专员, 专人, 主管, 经理, 财务, 售后部, 售后客服, 仓库, 物流部, 技术部, 相关部门, 负责人, 工程师, 药师, 商家, 厂家, 配送站, 站点, 配送员, supervisor,
              manager, specialist, department, finance team, pharmacist ]
          contact-person:
            phrases: [
              专员会联系您, 由专员, 由专人, 负责人是, 对接人会, 会有专员, 会有专人, 主管会, 经理会, 站点电话, 配送员电话, your contact is, will be handled by ]
            patterns:
              - '{由|会有|安排}{..6}{专员|专人|主管|经理|同事|师傅|工程师|药师|工作人员}{..8}{联系|处理|跟进|回复|回电|上门}'
              - '{站点|配送员|师傅|专员|负责人}{..2}电话{..2}{是|:|为}'
          progress-update:
            phrases: [
              正在处理, 正在核实, 正在查, 正在为您, 正在联系, 正在跟进, 处理中, 还在处理, 还在核实, 已经反馈, 已经提交, 已提交, 已反馈, 目前进度, 最新进展, 处理进度, 有进展,
              in progress, is being processed, we are still checking, has been submitted ]
          call-back-offer:
            phrases: [回访, 回电, 给您打电话, 打电话给您, 电话联系您, 致电给您, 致电您, 来电告知, call you back, call back]
            exempt: [不用回电, 不会给您打电话]
          # The agent says that the data come from the system.
          system-lookup:
            phrases: [
              帮您查, 为您查, 给您查, 帮您核实, 为您核实, 给您核实, 帮您看, 为您看, 给您看, 查到, 查询到, 查看到, 核实到, 系统显示, 系统里显示, 后台显示, 显示您, 页面显示,
              物流显示, 订单显示, 这边看到, 我看到, let me check, i can see that, our system shows ]
            exempt: [给您看看图]
          # Statements about this customer's order or data.
          order-statement:
            phrases: [your order has, your parcel, your refund has]
            patterns:
              - '您的{订单|包裹|快递|货|商品|退款|药品|处方}{..4}{已|还|在|正在|预计|目前}'
              - '{订单|包裹|快递}{..3}{已经|已}{发货|发出|签收|送达|出库|取消|退款|完成}'
            exempt: [您的订单已收到吗]
          personalised-address:
            phrases: [先生, 女士, 小姐您, '[name]', '[姓名]', mr, mrs, ms, madam, sir]
            exempt: [先生产, 先生效, 先生成, 女士款, 女士鞋, 女士包, 女士手表, 女士内衣, 女士衬, 女士香水, 先生女士们, 女士们先生们, 女士优先, 养生先生]
          past-need:
            phrases: [老顾客, 老客户, your last order, your previous order, last time you]
            patterns:
              - '{您|你|亲}{..1}{上次|之前|以前|此前|上回|前几天|前天|昨天|曾经|先前}{..4}{买|购买|咨询|反映|反馈|下单|用过|说的|提到|问的|申请|联系}'
              - '{您|你}{购买过|买过|咨询过|反映过|反馈过|申请过}'
              - '{看到|查到|显示}您{..6}{之前|上次|曾|历史}'
              - '您是{我们的|咱们的}{..4}{老客户|老顾客|老用户|会员}'
          implicit-need:
            phrases: [
              运费险, 退货运费险, 延保, 以旧换新, 需要发票吗, 需要开发票, 是否需要发票, 顺便提醒, 另外提醒, 提醒您一下, 顺便帮您, 同时建议, 搭配使用, you may also want,
              by the way, may i also remind, shipping insurance ]
            patterns:
              - '{需要|要不要|是否需要|需不需要}{..2}{帮您|为您|给您}{..2}{也|同时|顺便|一起|另外}'
              - '{另外|此外|同时|顺便}{..3}{建议|提醒}{..2}您'
            exempt: [申请价保, 运费险赔, 运费险理赔]
          need-question:
            phrases: [
              您的需求, 您的预算, 预算是多少, 您主要用来, 主要是用来, 什么时候用, 谁用, 给谁用, 谁吃, 给谁吃, 多大年龄, 几岁, 什么症状, 有什么症状, 对什么过敏, 有没有过敏, 过敏史,
              what do you need it for, who is it for, what is your budget, any allergies ]
          any-duration: { detects: duration }
          any-date: { detects: date }
          any-emoji: { detects: emoji }
          punctuation-run: { detects: punctuation-run }
          identity-number: { detects: identity-number }
          bank-card-number: { detects: bank-card }
          phone-number: { detects: phone }

        """#
}
