// What people say in generated conversations.
// SPDX-License-Identifier: Apache-2.0

/// Sentences of generated conversations, by what they are for.
struct Phrases: Sendable {
    /// What a customer asks first.
    var questions: [String]
    /// What an angry customer says.
    var complaints: [String]
    /// What a customer says later on.
    var details: [String]
    /// How a customer ends.
    var thanks: [String]
    /// How an agent begins.
    var greetings: [String]
    /// How an agent makes sure of the question.
    var confirmations: [String]
    /// What an agent says to an angry customer.
    var empathy: [String]
    /// What an agent answers.
    var answers: [String]
    /// What an agent says about medicines.
    var cautions: [String]
    /// How an agent states a dosage.
    var dosage: String
    /// How an agent ends.
    var closings: [String]
    /// What a careless agent says.
    var careless: [String]
    /// What nobody may say.
    var promises: [String]
    /// Goods and parcels: what fills a longer message and hits few lexicons.
    var matters: [String]
    /// What the robot says.
    var botGreeting: String
    /// Between a sentence and what it goes on with.
    var separator: String

    /// Of customers and agents who write Chinese.
    static let chinese = Phrases(
        questions: [
            "你好，我昨天买的感冒灵颗粒到现在还没有发货，麻烦帮我看一下订单是什么情况",
            "请问这个布洛芬缓释胶囊小孩可以吃吗？孩子七岁，昨天晚上开始发烧",
            "我收到的维生素少了一瓶，包装也压坏了，应该怎么处理",
            "想问一下这个降压药可以和阿司匹林一起吃吗，我妈妈血压有点高",
            "优惠券为什么用不了，页面一直提示不满足使用条件",
            "申请退货三天了还没有人处理，退款什么时候能到账",
            "我在怀孕期间可以用这个过敏性鼻炎喷雾吗，有没有什么要注意的",
            "物流显示已经签收了，但是我没有收到包裹，也没有接到电话",
        ],
        complaints: [
            "你们这个速度太慢了，我非常不满意，等了好几天了",
            "太失望了，每次来问都是不同的说法，我要投诉",
            "我真的很着急，孩子还在等着用药，你们能不能快一点",
            "气死了，打了几次电话都没有人解决",
        ],
        details: [
            "订单号是刚才发给您的那个，收货地址没有变过",
            "好的，我看一下，麻烦你稍微快一点",
            "嗯嗯，就是上周五下的单，付款也成功了",
            "那大概什么时候能有结果呢",
            "好的明白了，那我再等等看",
            "这个药一天吃几次，饭前还是饭后",
        ],
        thanks: ["好的，谢谢你", "明白了，谢谢", "没有其他问题了，谢谢您的帮助", "可以了，辛苦了"],
        greetings: [
            "您好，很高兴为您服务，请问有什么可以帮您",
            "您好，欢迎光临，我是您的专属客服，请问有什么可以帮到您",
        ],
        confirmations: [
            "好的，我明白了您的意思是想查询这笔订单的发货进度，对吗？",
            "跟您确认一下，您是想了解这个药品的使用方法，是吗？",
        ],
        empathy: [
            "非常抱歉给您带来不好的体验，我非常理解您的心情，我马上为您处理",
            "实在抱歉让您久等了，您的心情我能理解，我这就帮您核实",
        ],
        answers: [
            "已经为您查询到订单，仓库今天下午会发出，预计明天可以送达，请您留意短信通知",
            "我帮您登记了退款申请，审核通过以后会在三个工作日之内原路退回，请您放心",
            "这边帮您核实一下，请您稍等片刻，大约需要两分钟的时间",
            "建议您先查看一下药品说明书，上面有详细的用法用量和注意事项",
            "我已经帮您联系了快递网点，他们会在今天之内给您回电话说明情况",
        ],
        cautions: [
            "孕妇和儿童用药需要谨慎，请务必在医生或药师的指导下使用，不要自行用药",
            "这种情况建议您咨询医生或者药师，由专业人员判断会更加稳妥",
        ],
        dosage: "这个药每次一粒，一天两次，饭后服用，请问我说清楚了吗？您看可以吗？",
        closings: [
            "请问您的问题解决了吗？还有其他可以帮您的吗？感谢您的支持，祝您生活愉快",
            "请问还有什么可以帮到您的吗？感谢您的咨询，祝您身体健康",
        ],
        careless: [
            "等着吧", "不知道", "这个不归我管，你自己去看说明", "都说了已经发了，你急什么", "亲亲么么哒，yyds哦",
            "你自己点错了吧，跟我们没关系",
        ],
        promises: ["这个药保证治好，放心用吧", "您把身份证号发我一下，我帮您查"],
        matters: [
            "仓库在华东二号园区，今天上午已经分拣完成，下午装车", "规格是十二粒一板，两板一盒，外面有一层蓝色的塑封",
            "包裹的重量大约一公斤，走的是陆运，中途在郑州中转", "批号印在盒子的侧面，有效期到后年六月，常温存放",
            "这款和上个月的那款成分一样，只是换了新的包装", "发票是电子版的，抬头写的是个人，金额三十九元八角",
        ],
        botGreeting: "您好，我是智能助手小安，正在为您转接人工客服，请稍候",
        separator: "，")

    /// Of those who write English.
    static let english = Phrases(
        questions: [
            "Hello, the cold remedy I bought yesterday has not been sent yet, could you look at my order please",
            "Can a seven year old take this ibuprofen? She has had a fever since last night",
            "One bottle of vitamins is missing and the box is crushed, what should I do",
        ],
        complaints: [
            "This is far too slow, I have been waiting for days and I am not happy at all",
            "Every time I ask I hear something else, I want to make a complaint",
        ],
        details: [
            "The order number is the one I sent you, the address has not changed",
            "All right, please be a little quicker",
            "When will I hear from you then",
        ],
        thanks: [
            "All right, thank you",
            "No other questions, thanks for your help",
        ],
        greetings: [
            "Hello, it is a pleasure to help you, what can I do for you",
            "Good day and welcome, I am your personal assistant, how may I help you",
        ],
        confirmations: [
            "I see, you would like to know how far your order has come, is that right?"
        ],
        empathy: [
            "I am very sorry for the trouble, I understand how you feel and will take care of it right away"
        ],
        answers: [
            "I have found your order, it leaves the warehouse this afternoon and should arrive tomorrow",
            "I have entered your refund, the money comes back within three working days once it is approved",
            "I am checking this for you, please wait a moment, it takes about two minutes",
        ],
        cautions: [
            "Pregnant women and children should only take this as a doctor or pharmacist tells them"
        ],
        dosage: "One capsule twice a day after meals, have I put that clearly?",
        closings: [
            "Is your question settled? Is there anything else I can do for you? Thank you and have a good day"
        ],
        careless: [
            "Wait then",
            "No idea",
            "That is not my business, read the leaflet",
        ],
        promises: [
            "This medicine is sure to cure you",
            "Send me the number of your identity card and I will check",
        ],
        matters: [
            "the parcel weighs about a kilogram and goes by road",
            "the batch number is on the side of the box",
            "the invoice is electronic and made out to a person",
        ],
        botGreeting: "Hello, I am the assistant and am connecting you with a colleague, one moment please",
        separator: ", ")
}
