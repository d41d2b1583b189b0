// Standard lexicons, version 1: what costs agents points.
// SPDX-License-Identifier: Apache-2.0

extension StandardLexicons {
    /// What costs agents points. Our own phrases: precision comes before size.
    static let conduct = #"""
          slang:
            phrases: [
              么么哒, 么么, 萌萌哒, 木有, 酱紫, 肿么, 神马, 童鞋, 伐开心, 蓝瘦, 绝绝子, 老铁, 给力, 屌丝, 牛逼, 牛批, 卧槽, 我靠, 尼玛, 坑爹, 辣鸡, 笑死, 栓q,
              洪荒之力, 好哒, 是哒, 可以哒, 好嘞, 棒棒哒, 好滴, 嗯呢, 恩呢, 嗯呐, 亲们, 妹纸, 爱你哟, 嘻嘻, 比心, 笔芯, mua ]
            exempt: [神马搜索, 神马浏览器, 给力气, 最好滴, 刚好滴, 正好滴, 好滴眼, 好滴鼻, 好滴耳, 好滴定, 好滴管, 好滴丸, 对比心, 类比心, 相比心]
          abbreviation:
            phrases: [
              yyds, xswl, awsl, nsdd, dbq, u1s1, zqsg, tql, bdjw, xdm, jms, 3q, thx, thks, orz, omg, wtf, emo,
              hhh, hhhh, qwq, pls, lmao, gg ]
          improper-emoji:
            phrases: [🖕, 💩, 🙄, 😒, 😤, 😡, 🤬, 😏, 🤮, 👎, '[鄙视]', '[白眼]', '[抠鼻]', '[怒骂]', '[翻白眼]', '[傲慢]', 呵呵]
            exempt: ['[呵呵]']
          intimate-address:
            phrases: [亲爱的, 亲爱哒, 亲爱滴, 亲亲, 老板您, 请问妹妹, 妹妹您, 姐姐您, 哥哥您, 美女, 帅哥, 小仙女, 小姐姐, 小哥哥, 小主, 客官, 大兄弟, sweetheart, darling, my dear]
            exempt: [亲爱的客户, 亲爱的用户, 亲爱的顾客, 亲爱的会员, 亲爱的商家, 亲爱的读者, 母亲亲, 父亲亲, 小主人, 小主机, 小主题, 快递小哥哥, 配送小哥哥, 配送小姐姐]
          impatience:
            phrases: [
              已经跟您说, 已经跟你说, 已经和您说, 已经和你说, 已经告诉您, 已经告诉你, 跟您说了, 跟你说了, 和你说了, 说了多少遍, 说过多少遍, 说了很多遍, 说了几遍, 讲过多少遍, 我都说了,
              不都说了, 不是说了, 不是告诉您, 不是告诉你, 不是跟您说, 刚才不是说, 没听懂吗, 听不懂吗, 看不懂吗, 看不到吗, 没看到吗, 没看见吗, 自己不会看, 不会自己看, 急什么, 催什么,
              别催了, 不要催了, 不要再问, 别再问, 问那么多, 关我什么事,
              那是您的事, 那是你的事, 怪谁, 怪我咯, 怪我吗, 随便您, 随便你, 随您便, 随你便, 爱买不买, 爱信不信, 爱要不要,
              爱用不用, 爱咋咋, 随便投诉, 尽管投诉, 您去投诉, 你去投诉, 去投诉吧, 不讲理, 无理取闹, 胡搅蛮缠, 没素质, 你有病吧, 有完没完, 烦不烦, 懒得理, 懒得管, 懒得回, 废话,
              你啰嗦, 您啰嗦, 太啰嗦, 闭嘴, 那又怎样, 那又怎么样, 我有什么办法, 我能怎么办, 我也没办法, 我们也没办法, 这边也没办法, 这是规定, 是公司规定, 公司规定哦, 你要是钱多,
              您要是钱多, calm down, not my problem, 'that''s your problem', not our problem, as i already said,
              i already told you, 'it''s company policy' ]
            exempt: [没跟您说了, 没有跟您说了, 不是废话]
          cannot:
            phrases: [
              没有权限, 没权限, 无权, 权限不够, 权限不足, 超出权限, 处理不了, 办理不了, 解决不了, 操作不了, 修改不了, 取消不了, 查询不了, 查询不到, 查不到, 无法处理, 无法办理,
              无法解决, 无法操作, 无法修改, 无法查询, 无法取消, 没办法, 没有办法, 做不了主, 不清楚, 不知道, 不太清楚, 不了解, 不太了解, 帮不了, 帮不到, 不归我, 不是我们负责,
              不负责, 不瞭解, 不太瞭解, not authorized, not authorised, beyond my authority, 'i can''t do that',
              i cannot do that, 'i don''t know', not able to ]
            exempt: [
              如果处理不了, 如处理不了, 实在处理不了, 如果解决不了, 实在解决不了, 如果无法解决, 仍无法解决, 不知道您, 不知道亲, 不知道你, 不知道有什么, 不知道能, 不知道是否,
              不知道是不是, 您不知道, 如果不知道, 看不清楚, 拍不清楚, 图片不清楚, 照片不清楚, 图不清楚, 字迹不清楚, 不清楚的地方, 有不清楚, 您不清楚, 如不清楚, 如果不清楚, 您不了解,
              如果不了解, 不负责任, 没办法为您转接, 无权限制, 还不知道, 您不瞭解, 如果不瞭解 ]
          unverified-claim:
            phrases: [
              没有副作用, 没有任何副作用, 没什么副作用, 无副作用, 无任何副作用, 没副作用, 零副作用, 绝对安全, 绝对有效, 绝对没问题, 百分之百有效, 百分百有效, 百分之百没问题,
              百分百没问题, 百分之百可以, 百分百可以, 保证有效, 保证治好, 保证见效, 包治, 包您好, 包你好, 可以根治, 能根治, 彻底根治, 保证根治, 彻底治愈, 保证治愈, 能断根,
              可以断根, 即可断根, 彻底断根, 药到病除, 立竿见影, 立刻见效, 马上见效, 当天见效, 特效药, 神药, 祖传, 秘方, 偏方, 我自己也吃, 我自己也用, 我自己就吃, 我自己就用,
              我自己吃过, 我自己用过, 我也吃过, 我也用过, 我也在吃, 我也在用, 我家人也, 我家孩子也, 我家宝宝也, 我妈也, 我爸也, 我朋友也, 亲测有效, 吃了就好, 吃完就好, 一吃就好,
              一用就好, 用了就好, 肯定能好, 肯定会好, 一定能好, 一定会好, 一定能治好, 肯定能治, 肯定有效, 一定有效, 肯定没事, 肯定没问题, 随便吃, 放心吃, 放心用, 放心服,
              多吃点没事, 不用看医生, 不用问医生, 没必要去医院, 全网最, 最好的药, 最有效的药, no side effects, without any side effects,
              completely safe, '100% safe', '100% effective', guaranteed cure, guaranteed to work, miracle drug,
              i take it myself, i use it myself, cures everything ]
            exempt: [
              不能根治, 不可以根治, 不能彻底根治, 无法彻底根治, 很难彻底根治, 难以彻底根治, 没药能根治, 没有药能根治, 没有药物能根治, 没有药可以根治, 没有药物可以根治, 没有办法可以根治,
              理论上可以根治, 不能断根, 不可以断根, 不能彻底治愈, 无法彻底治愈, 很难彻底治愈, 难以彻底治愈, 没有特效药, 没特效药, 无特效药, 不是特效药, 没什么特效药, 没有什么特效药,
              暂无特效药, 尚无特效药, 缺乏特效药, 不是没有副作用, 并非没有副作用, 不代表没有副作用, 不存在没有副作用, 没有没有副作用, 不是无副作用, 并非无副作用, 没有最好的药,
              没有最有效的药, 不要信偏方, 不要用偏方, 不要相信偏方, 别信偏方, 不建议用偏方, 不能随便吃, 不要随便吃, 别随便吃, 不可以随便吃, 不可随便吃, 不建议随便吃, 不能放心吃,
              没有绝对安全, 不是绝对安全, 不能保证有效, 无法保证有效, 不保证有效, 不能保证治好, 无法保证治好, 不能保证治愈, 无法保证治愈, 不一定有效, 不一定会好, 不一定能好, 不一定能治好,
              不肯定有效, 放心用餐, 放心用车, 才能放心吃, 才能放心用, 不能放心用, 您吃了就好, 不包治 ]
          promise:
            phrases: [
              保证到货, 保证明天, 保证今天, 保证能, 保证会, 保证可以, 保证给您, 保证您收到, 保证您满意, 保证准时, 保证送到, 保证退, 保证没, 向您保证, 跟您保证, 给您保证, 我保证,
              我们保证, 肯定能到, 肯定会到, 肯定到, 一定能到, 一定会到, 一定到, 一定能退, 一定能收, 一定会退, 肯定能退, 肯定会退, 肯定能收, 百分百退, 百分百能, 百分百会,
              百分之百能, 百分之百会, 绝对能, 绝对会, 绝对不会, 绝对可以, 包您满意, 包你满意, 无条件退, 私下转, 私下交易, 私下联系, 加我微信, 加我qq, 加下微信, 加个微信,
              加您微信, 加你微信, 微信转账, 转账给我, 钱转给我, 转我账户, 我个人补, 内部价, 员工价, i promise, we guarantee, '100% guaranteed',
              add me on wechat, pay me directly ]
            exempt: [
              不保证能, 不能保证能, 无法保证能, 没法保证能, 不敢保证能, 不保证会, 不能保证会, 无法保证会, 不保证可以, 不能保证可以, 无法保证可以, 不能保证您收到, 无法保证您收到,
              不能保证到货, 无法保证到货, 不能保证明天, 无法保证明天, 不能保证今天, 无法保证今天, 不能保证准时, 无法保证准时, 不能保证送到, 无法保证送到, 不能保证没, 无法保证没,
              不能向您保证, 无法向您保证, 没法向您保证, 没办法向您保证, 不能跟您保证, 不能完全跟您保证, 无法跟您保证, 没法跟您保证, 没办法跟您保证, 不能给您保证, 无法给您保证, 没法给您保证,
              没办法给您保证, 我保证不了, 我们保证不了, 跟您保证我们会尽快, 不一定能到, 不一定会到, 不一定到, 不一定能退, 不一定能收, 不肯定能到, 不能私下交易, 请勿私下交易, 不要私下交易,
              切勿私下交易, 禁止私下交易, 不能私下转, 请勿私下转, 不要私下转, 不要加我微信 ]
          sensitive-request:
            phrases: [
              提供身份证, 提供一下身份证, 提供下身份证, 提供您的身份证, 提供您身份证, 提供一下您的身份证, 提供下您的身份证, 身份证号提供, 身份证号码提供, 身份证号发, 身份证号码发, 身份证发,
              身份证拍, 身份证照片, 身份证正反面, 身份证号和姓名, 身份证号码和姓名, 姓名和身份证, 姓名身份证, 身份证号多少, 身份证号是多少, 身份证号码是多少, 您的身份证号, 您身份证号,
              身份证号告诉, 身份证号码告诉, 提供银行卡, 提供下银行卡, 提供一下银行卡, 提供您的银行卡, 提供您银行卡, 提供绑定的银行卡, 银行卡号、, 银行卡号和, 银行卡号提供, 银行卡号发,
              银行卡号多少, 银行卡号是多少, 银行卡卡号, 卡号发, 提供验证码, 提供下验证码, 提供一下验证码, 验证码提供, 验证码发, 验证码告诉, 验证码报, 告知验证码, 告诉我验证码,
              验证码是多少, 密码告诉, 密码发, 密码提供, 提供密码, 提供下密码, 提供一下密码, 密码是多少, 提供信用卡, 信用卡号, 安全码, your id number,
              your id card, bank card number, credit card number, card number, cvv, verification code,
              your password ]
            exempt: [
              不要提供身份证, 请勿提供身份证, 不用提供身份证, 无需提供身份证, 不需要提供身份证, 切勿提供身份证, 不要提供银行卡, 请勿提供银行卡, 不用提供银行卡, 无需提供银行卡,
              不需要提供银行卡, 切勿提供银行卡, 不要提供验证码, 请勿提供验证码, 切勿提供验证码, 不要提供密码, 请勿提供密码, 切勿提供密码, 不要把验证码告诉, 不要将验证码告诉, 请勿将验证码告诉,
              切勿将验证码告诉, 不要把密码告诉, 不要将密码告诉, 请勿将密码告诉, 切勿将密码告诉, 密码发生, 密码发送, 验证码发送, 验证码发给您, 验证码发到您, 验证码发出, 验证码发您,
              密码发给您, 密码发到您, 密码发您 ]
          review-solicitation:
            phrases: [
              五星好评, 5星好评, 五分好评, 5分好评, 给个好评, 给我好评, 给妹子好评, 一个好评, 好评一下, 好评截图, 好评晒图, 好评返, 好平返, 返现, 好评有礼, 好评送, 好评好吗,
              好评好嘛, 晒图返, 全五星, 改好评, 改成好评, 删除差评, 修改差评, 撤销差评, five-star review, 5-star review, cash back for,
              change your review, good review ]
            exempt: [没有返现, 不返现, 不支持返现, 无返现, 返现活动已结束, 不能返现]
          refusal:
            phrases: [
              办不了, 做不了, 处理不了, 操作不了, 修改不了, 取消不了, 解决不了, 帮不了您, 帮不到您, 无能为力, 爱莫能助, 没有权限, 无权, 超出权限, 恕不, not able to,
              we cannot, i cannot, unable to ]
            patterns:
              - '{无法|不能|没法|没办法|没有办法}{为|给|帮|替}{您|你|亲}'
              - '{无法|没法|没办法}{办理|处理|操作|修改|取消|解决|退|换|查询|提供|答应|满足}'
              - '{这个|这边|暂时|目前|我们|小妹|妹子|系统}{..2}{不支持|不能|不可以|没法|没办法|无法}{..2}{退|换|改|取消|开|修改|办理|处理|操作|发|送}'
              - '不支持{退|换|修改|取消|开|更改|补|合并}'
            exempt: [
              不能给您保证, 无法给您保证, 没办法给您保证, 无法为您保证, 不能给您一个准确, 不能给您准确, 您无法, 仍无法解决, 依然无法解决, 还无法解决, 还是无法解决, 如果处理不了,
              如处理不了, 实在处理不了, 如果解决不了, 实在解决不了, 如无法, 如果无法, 若无法, 如果不能, 如不能, 若不能, 无权限制 ]
            unless: { before: [condition], within: 4 }
          blame-shifting:
            phrases: [
              not our fault, not my fault, 'that''s not our problem', it is your own fault, blame the courier ]
            patterns:
              - '{不是|不属于|并非}{我们|咱们|我|本店|客服|我方|我这边|我们这边|店里}{..3}{的问题|的责任|的错|的原因|造成|导致}'
              - '{不归|不由}{我|我们|咱们|本店|客服|我这边|我们这边}{..3}{管|负责|处理}'
              - '不关{我|我们|咱们|本店|客服}{..2}事'
              - '{和|跟|与}{我|我们|本店|客服|我们这边}{没有关系|没关系|无关|没有任何关系|没啥关系}'
              - '{是|都是|因为}{您|你|亲}自己{..6}{没|不|错|造成|导致|原因|的问题}'
              - '{您|你|亲}{自己的问题|自己的责任|自己的原因|自己负责|自己选错|自己填错|自己拍错|自己没看|自己不看}'
              - '{是|都是|属于}{快递|物流|仓库|厂家|商家|卖家|平台|银行|快递公司|别的部门|其他部门}的{问题|责任|错|锅}'
              - '{我们|我|这边|客服}{管不了|管不着|不管这}'
              - '{您|你|亲}{自己去找|自己找|自己去问}{..4}{快递|物流|厂家|商家|卖家|平台|银行|配送}'
            exempt: [是不是我们的问题, 是不是我们的责任, 是不是我们的错, 还是你自己的问题, 还是您自己的问题, 不是我们的问题我们也, 无论是不是我们的问题, 不管是不是我们的问题]
            unless: { before: [condition, customer-side], within: 6 }
          arguing:
            phrases: [
              您看清楚了再, 你看清楚了再, 麻烦您看清楚, 麻烦你看清楚, 请您看清楚, 请你看清楚, 我没有说过, 我可没说, 我什么时候说, 我哪里说, 谁跟您说, 谁跟你说, 那您想怎么样,
              那你想怎么样, 您到底想怎样, 你到底想怎样, 您到底要怎样, 你到底要怎样, 您讲不讲道理, 你讲不讲道理, 您讲点道理, 你讲点道理, 您这人, 你这人, 您怎么这样, 你怎么这样, 不可理喻,
              强词夺理, 胡说, 您别胡说, 血口喷人, 诬陷, 您不懂就, 你不懂就, 我又不是骗子, 又不是我的错, 又不是我们的错, 跟您说不清, 跟你说不清, 跟您讲不通, 跟你讲不通,
              you are wrong, 'that''s not true', read it again, i never said ]
            patterns:
              - '{是|明明是}{您|你}{搞|弄|理解|看|记|听|说}错了'
              - '{您|你}{能不能|可不可以}{听我说完|讲点道理|看清楚|冷静}'
              - '{难道|凭什么}{..4}{要|让|怪|是}我{..6}{吗|?}'
            exempt: [不好意思是您]
            unless: { before: [condition, customer-side], within: 4 }
          # The agent's own bad mood brought into the work (S1-001, S4-017).
          own-emotion:
            phrases: [
              我很烦, 我也很烦, 我也烦, 烦死了, 气死我, 我心情不好, 我也心情不好, 我也很无奈, 我都要疯了, 真服了, 我服了, 真是服了, 你妹, 滚蛋, 傻逼, 你有毛病, 您有毛病,
              有毛病吧, 你神经病, 您神经病, 神经病吧, 神经病啊, 脑残, 活该, i am fed up, 'i''m fed up', whatever ]
          interruption:
            phrases: [您先听我说, 你先听我说, 您别说了, 你别说了, 等我说完, 您等我说完, let me finish, 'don''t interrupt']
          superlative:
            phrases: [
              全网最低, 全网最便宜, 全网最好, 全网最优, 全网第一, 史上最低, 史无前例, 前所未有, 绝无仅有, 独一无二, 举世无双, 全国第一, 世界第一, 全球第一, 行业第一, 销量第一,
              质量第一品牌, 第一品牌, 国家级, 世界级, 最高级, 顶级, 极品, 万能, 最先进, 最便宜的, 最优惠的价格, 质量最好, 品质最好, 最安全的, 最权威, 性价比最高, 永不, 永久有效,
              百分百正品, 绝对正品, the best in the world, number one brand, cheapest on the market, unbeatable ]
            exempt: [万能充, 万能遥控, 万能转换, 万能插, 万能胶, 万能钥匙, 国家级经销商名录, 国家级贫困, 世界级赛事]
            unless: { before: [negation, condition, customer-side], within: 4 }
          exaggeration:
            phrases: [
              绝对没问题, 绝对好用, 绝对划算, 绝对超值, 包您满意, 包你满意, 包退包换包满意, 不买后悔, 错过后悔, 再不买就没有了, 马上涨价, 马上要涨价, 最后一件, 稳赚, 零风险, 史诗级,
              guaranteed satisfaction, you will regret not buying ]
            unless: { before: [negation, condition, customer-side], within: 4 }
          absolute-medical-claim:
            phrases: [
              药到病除, 一吃就好, 一用就好, 一贴就好, 包治百病, 零副作用, 毫无副作用, 绝对安全无副作用, 无毒副作用, 无任何副作用, 没有任何副作用, 永不复发, 无效退款, 不会复发的,
              completely cures, cures everything, no side effects at all, '100% effective', guaranteed cure ]
            patterns:
              - '{保证|包|承诺|担保|百分百|百分之百|100%}{..2}{治好|治愈|根治|痊愈|有效|见效|断根|康复}'
              - '{可以|能|能够|肯定能|一定能|绝对能|彻底}{..2}{根治|断根|除根}'
              - '{绝对|百分百|百分之百|100%}{..1}{安全|有效|无害|没有副作用|无副作用|不会过敏}'
              - '{肯定|一定|绝对}{..1}{能治好|会治好|治得好|能治愈|能根治}'
            exempt: [可以根治吗, 能根治吗, 能不能根治, 可以断根吗, 彻底根治很难, 彻底根治比较难, 彻底根治不]
            unless: { before: [negation, condition, customer-side], within: 6 }
          # An agent's own experience as medical advice (S0-022).
          personal-experience:
            phrases: [亲测有效, 我自己吃着, 我自己用着, it worked for me, i take it myself, i use it myself]
            patterns:
              - '我{..2}{也|就|都|一直|以前|之前|上次}{吃过|用过|在吃|在用|吃的|用的}{..8}{药|片|胶囊|颗粒|效果|挺好|有效|没事|不错}'
              - '{我|我家|我们家}{孩子|宝宝|小孩|妈妈|爸爸|妈|爸|老公|老婆|家人|朋友|同事}{..4}{吃|用}{..8}{好了|有效|没事|不错|挺好}'
            unless: { before: [condition, customer-side], within: 4 }
          # Talks the customer out of professional help, or makes light of the leaflet.
          discouraged-care:
            phrases: [no need to see a doctor, ignore the leaflet, take as many as you like]
            patterns:
              - '{不用|不必|没必要|没有必要|不需要|用不着}{去看医生|看医生|去医院看|问医生|咨询医生|看说明书|遵医嘱|听医生|管医生}'
              - '{说明书|医生}{..3}{不用管|别管|不用看|都是吓人|不用听}'
              - '{多吃|加倍吃|多用|超量}{..4}{没事|没关系|不要紧|无所谓|好得快}'
              - '{随便吃|放开吃|随意吃}{..4}{没事|都行|都可以|没关系}'
            exempt: [暂时不用去看医生吗]
            unless: { before: [negation, condition, customer-side], within: 2 }
          # Recommends a drug of the banned class for a complaint (S0-022, X32). The class is a list of the house's policy; here: common
          # prescription antibiotics, steroids, sedatives and opioids.
          banned-drug-advice:
            patterns:
              - '{建议|推荐|可以|直接}{..3}{吃|服用|口服|用|买|试试}{..6}{头孢|阿莫西林|阿奇霉素|左氧氟沙星|罗红霉素|克林霉素|泼尼松|地塞米松|强的松|安定|阿普唑仑|地西泮|曲马多|可待因}'
            unless: { before: [negation, condition, customer-side], within: 4 }
          # What only a rule of the house can grant, promised by an agent; off-channel payment; favours.
          forbidden-promise:
            phrases: [内部价, 员工价, 内购价, pay me directly, i personally guarantee]
            patterns:
              - '{保证|承诺|担保|百分百|百分之百}{..3}{到货|送到|送达|退款|到账|赔付|赔偿|赔您|通过审核|批下来|有货|不涨价|最低价}'
              - '{我|我们|这边}{保证|担保|向您保证|给您保证|跟您保证|承诺}'
              - '{一定|肯定|绝对}{..2}{能到|会到|能送到|能退|会退|会赔|能赔|能批|能收到|能通过}'
              - '{私下|线下|微信|支付宝}{..2}{转账|转给我|付给我|交易|打给我|补您|补给您|补差}'
              - '{转账|钱}{..2}{转给我|打给我|转到我}'
              - '{我个人|我自己|我私人}{..4}{补|赔|退|掏}{..2}{您|你|给您|给你}'
            exempt: [
              保证送达时效, 保证到货时效, 跟您保证我们会尽快, 我们保证正品, 我们保证是正品, 我们保证质量, 我保证尽快, 我们承诺正品, 我们承诺七天, 我们承诺7天, 我保证尽力, 保证商品, 保证库存 ]
            unless: { before: [negation, condition, customer-side, promise-denied], within: 4 }
          off-channel-contact:
            phrases: [add me on wechat, text me on whatsapp]
            patterns:
              - '{加|加下|加一下|加个|添加}{我|我的|我们的|客服|店主|老板}{..3}{微信|qq|vx|v信|wx}'
              - '{微信|qq|vx|v信}{..2}{加我|联系我|找我}'
            exempt: [微信公众号, 企业微信]
            unless: { before: [negation, condition], within: 4 }
          leak-of-secrets:
            phrases: [
              'another customer''''s address', 'another customer''''s phone', 'don''t tell anyone',
              between you and me, confidential document ]
            patterns:
              - '{别的|其他|其它|另一个|另外一个|另一位|上一个|上一位|隔壁}{客户|顾客|用户|买家|患者|病人}{..4}{电话|手机号|手机|地址|姓名|名字|订单号|病情|病历|处方|身份证}'
              - '{内部|机密|保密|未公开}{..1}{资料|文件|数据|消息|名单|通知|价格表|账号}{..4}{发给您|发您|给您看|告诉您|截图|发给你|发你|告诉你}'
              - '{偷偷|悄悄|私下|私底下}{告诉|跟|透露|发给}{您|你|亲}'
              - '{还没|尚未|还没有}{..1}{公布|公开|发布|宣布}{..10}{告诉您|跟您说|透露|先告诉}'
              - '{不要|别|千万别}{..2}{告诉别人|跟别人说|说出去|外传|传出去}'
              - '{告诉您|透露|跟您说}{..6}{成本价|进货价|进价|底价|供货商|供应商}'
            exempt: [验证码不要告诉别人, 密码不要告诉别人, 验证码别告诉别人, 密码别告诉别人, 不要告诉别人密码, 不要告诉别人验证码, 其他用户地址栏]
            unless: { before: [negation, condition], within: 4 }
          false-information:
            phrases: [
              您就跟他说, 您就说没收到, 您就说是, 你就说没收到, 随便填一个, 随便编一个, 随便写一个, 编一个理由, just make something up,
              tell them you never got it ]
            unless: { before: [negation, condition], within: 3 }
          # What no service ever needs from a customer: passwords and payment security codes.
          credential-request:
            phrases: [tell me your password, your password is, what is your password, your cvv]
            patterns:
              - '{提供|告诉|告知|报|发给我|发我}{..5}{登录密码|支付密码|银行卡密码|交易密码|取款密码|账号密码|账户密码|密码|安全码|cvv}'
              - '{登录密码|支付密码|银行卡密码|交易密码|取款密码|密码|安全码|cvv}{..2}{告诉我|告知我|发给我|发我|报一下|报给我|提供一下|提供给|是多少|多少}'
            exempt: [服务密码前, 密码重置, 密码错误, 忘记密码, 修改密码, 找回密码, 重置密码]
            unless: { before: [negation, condition], within: 8 }
          # One-time codes: some houses verify by them, so this lexicon is not a part of credential-request.
          one-time-code-request:
            phrases: [your verification code, tell me the code, send me the code]
            patterns:
              - '{提供|告诉|告知|报|发给我|发我|说}{..4}{验证码|校验码|动态码}'
              - '{验证码|校验码|动态码}{..3}{告诉我|告知我|发给我|发我|报一下|报给我|提供一下|提供下|提供给|是多少|多少}'
            exempt: [验证码发送, 验证码发给您, 验证码发到您]
            unless: { before: [negation, condition], within: 8 }
          personal-data-request:
            phrases: [
              your id number, your id card, your bank card number, your credit card number, your passport number ]
            patterns:
              - '{提供|告诉|告知|发送|发|报|说|给|填写|核对|输入|上传|拍}{..8}{身份证号|身份证号码|身份证照片|身份证正反面|身份证复印件|身份证信息|银行卡号|银行卡卡号|银行账号|信用卡号|护照号}'
              - '{身份证号|身份证号码|身份证|银行卡号|卡号|护照号}{..4}{告诉|告知|发给我|发我|发一下|发下|报一下|报下|提供|拍一下|拍给|是多少}'
              - '{您的|你的|您}{身份证号|身份证号码|银行卡号|护照号}{..6}{吗|呢|多少|?}'
            exempt: [发票银行账号]
            unless: { before: [negation, condition], within: 8 }
          over-collection:
            phrases: [how much do you earn, are you married, your salary, your religion, where do you work]
            patterns:
              - '{您的|你的|您|请问您|提供|告诉|填写}{..6}{收入|工资|月薪|婚姻状况|结婚了|家庭成员|工作单位|在哪上班|学历|宗教|政治面貌|通讯录|家里几口|微信号|微信密码}{..6}{吗|呢|多少|?|一下|是什么|信息}'
            exempt: [工资卡, 收入证明]
            unless: { before: [negation, condition], within: 6 }
          complaint-threat:
            phrases: [投诉您没用, 投诉你没用, 投诉没用, 投诉也没用, 去投诉好了, 尽管投诉, 随便投诉, 爱投诉, 那您投诉, 那你投诉, complain all you want]
          # Sends the customer away instead of taking the matter on (S4-066).
          first-contact-shift:
            phrases: [ask someone else, not my department, call another department]
            patterns:
              - '{您|你|亲}{自己|自行}{..3}{找|问|打电话给|打给|联系}{..6}{部门|快递|物流|商家|厂家|客服|平台}'
              - '{不是|不归|不属于}{我|我们|我们部门|本部门|这边|我这边}{..3}{负责|管|处理|业务|范围}'
              - '{您|你}{找别人|问别人|换个客服|找其他客服|问其他客服|找其他部门|去别的部门}'
            unless: { before: [condition, customer-side], within: 4 }
          skipped-process:
            phrases: [
              不用走流程, 不走流程, 跳过流程, 先不登记, 不用登记了, 不用记录, 不用核实了, 不核对了, 不用核对了, 省得麻烦, skip the process, no need to record ]
            unless: { before: [negation, condition], within: 2 }
          # Cites what is no authority on drugs.
          hearsay:
            phrases: [i read online that, someone told me it works, people say it works]
            patterns:
              - '{网上|网友|百度上|百度|抖音上|抖音|小红书上|小红书|朋友圈|论坛上|别人|大家|邻居|老人}{..1}{说|讲|介绍|推荐|查到|搜到}{..10}{药|吃|用|治|效果|有效|副作用}'
              - '{听说|据说|听别人说|听朋友说}{..10}{药|吃了|用了|能治|效果|有效|副作用}'
            unless: { before: [negation, condition], within: 3 }
          jargon:
            phrases: [
              sku, spu, crm, erp, wms, sop, oms, roi, gmv, b2c, 首重续重, 药代动力学, 半衰期, 血药浓度, 生物利用度, 首过效应, 适应证外, 循证,
              冲红, 逆向单, 履约, 触达, 颗粒度, 闭环, 赋能 ]
            exempt: [skus]

        """#
}
