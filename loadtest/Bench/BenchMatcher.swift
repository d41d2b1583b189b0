// `loadtest bench matcher`: looking for words, alone.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Quality
import Simulation
import Wire

/// Bytes per processor second through a policy's matcher of agents' messages, and its time against the length of one text.
struct BenchMatcher: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matcher",
        abstract: "Bytes per processor second through the matcher of agents' messages, and time against length.")

    @Option(help: "The preset whose words are looked for.") var policy = "pharma-v2"
    @Option(help: "How many messages.") var messages = 1_000_000
    @Option(help: "The longest text, in bytes.") var longest = 10_000_000

    func run() throws {
        let policy = try PolicyLoader.preset(policy).versions[0]
        try messages(policy)
        print("")
        print("nanoseconds per byte by length    " + lengths.map { "\($0)" }.joined(separator: "    "))
        for (name, unit) in BenchMatcher.texts { time(name, unit, policy) }
    }

    /// The agents' messages of generated conversations, and the same in traditional characters' place: folded ones.
    private func messages(_ policy: Policy) throws {
        var random = SeededRandom(seed: 1)
        for (name, units) in [("as written", BenchMatcher.plain), ("folded", BenchMatcher.foldedOnes)] {
            var bytes: [UInt8] = []
            var ranges: [ByteRange] = []
            for _ in 0..<10_000 {
                let start = bytes.count
                while bytes.count - start < 180 { bytes += units[random.number(below: units.count)].utf8 }
                ranges.append(ByteRange(start..<bytes.count))
            }
            var room = MatchRoom()
            var hits = 0
            let start = ProcessorTime.thread
            for index in 0..<messages {
                policy.scan(bytes, ranges[index % ranges.count], by: .agent, .none, into: &room)
                hits += room.hits.count
            }
            let seconds = ProcessorTime.thread - start
            let total = Double(bytes.count) / Double(ranges.count) * Double(messages)
            print(
                "\(name): \(Int(seconds * 1e9 / Double(messages))) ns a message of \(bytes.count / ranges.count) bytes, "
                    + "\(Int(total / seconds / 1e6)) MB/s, \(hits * 100 / messages) hits a hundred messages")
        }
    }

    private var lengths: [Int] {
        var lengths: [Int] = []
        var length = 1_000
        while length <= longest {
            lengths.append(length)
            length *= 10
        }
        return lengths
    }

    private func time(_ name: String, _ unit: String, _ policy: Policy) {
        var figures: [String] = []
        for length in lengths {
            var bytes: [UInt8] = []
            while bytes.count < length { bytes += unit.utf8 }
            var room = MatchRoom()
            let rounds = max(1, 1_000_000 / length)
            let start = ProcessorTime.thread
            for _ in 0..<rounds {
                policy.scan(bytes, ByteRange(0..<bytes.count), by: .agent, .none, into: &room)
            }
            let seconds = ProcessorTime.thread - start
            figures.append("\((seconds * 1e11 / Double(rounds * bytes.count)).rounded() / 100)")
        }
        print("\(name): \(figures.joined(separator: "  "))")
    }

    private static let plain = [
        "您好，很高兴为您服务，请问有什么可以帮您。", "麻烦您提供一下订单号，我帮您核实。", "这边已经为您登记，预计24小时内给您回复，请您留意电话。",
        "非常抱歉给您带来不便，我理解您的心情。", "感谢您的支持，祝您生活愉快。", "商品已经发出，物流信息稍后更新，您可以在订单里查看。",
        "这个药一日三次，一次一片，饭后服用，孕妇请咨询医生。", "The parcel left our warehouse this morning.",
    ]
    private static let foldedOnes = [
        "您好，很高興為您服務，請問有什麼可以幫您。", "麻煩您提供一下訂單號，我幫您核實。", "這邊已經為您登記，預計２４小時內給您回覆，請您留意電話。",
        "非常抱歉給您帶來不便，我理解您的心情。",
    ]
    private static let texts = [
        ("ordinary", "这边已经为您登记，预计24小时内给您回复，请您留意电话。"), ("traditional", "這邊已經為您登記，預計２４小時內給您回覆。"),
        ("hits only", "您好"), ("beginnings of patterns", "请您提供"), ("guards", "不会推诿"), ("quotes", "“您好"), ("digits", "1"),
        ("digits and spaces", "1 2-"), ("at signs", "@a"), ("emoji", "👍🏽"), ("zero width", "\u{200B}"), ("ASCII", "a"),
        ("address parts", "省市区路"), ("punctuation", "！？"),
    ]
}
