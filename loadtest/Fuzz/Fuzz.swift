// `loadtest fuzz`: random and mutated input to what reads texts and policies.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Quality
import Simulation
import Wire

/// Random and mutated input: a trap ends the process, so what ends in order has found none.
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Feeds random and mutated messages and policies to what reads them; a trap ends the process.")

    @Option(help: "How many messages, each read by the matchers of every preset in turn, the detectors and masking.")
    var messages = 1_000_000
    @Option(help: "How many policy files.") var policies = 2_000
    @Option(help: "The seed.") var seed: UInt64 = 1

    func run() throws {
        try fuzzMessages()
        fuzzPolicies()
    }

    private func fuzzMessages() throws {
        let policies = try PolicyLoader.presets.map { try PolicyLoader.preset($0).versions[0] }
        var source = MutatedTexts(seed: seed)
        var room = MatchRoom()
        let scanner = TextScanner()
        var detected: [DetectorHit] = []
        var totals = (hits: 0, detected: 0, bytes: 0)
        for index in 0..<messages {
            let bytes = source.next()
            let policy = policies[index % policies.count]
            let role = Role.allCases[index / policies.count % Role.allCases.count]
            policy.scan(bytes, ByteRange(0..<bytes.count), by: role, .none, into: &room)
            for hit in room.hits {
                precondition(hit.start < hit.end && Int(hit.end) <= bytes.count, "a hit in the text")
            }
            totals.hits += room.hits.count
            if index % 4 == 0 {
                detected.removeAll(keepingCapacity: true)
                scanner.scan(bytes, 0..<bytes.count, for: .all, into: &detected)
                totals.detected += detected.count
                _ = Masking.masked(bytes, 0..<bytes.count, detected)
            }
            totals.bytes += bytes.count
        }
        print("\(messages) messages, \(totals.bytes) bytes: \(totals.hits) hits, \(totals.detected) things detected")
    }

    /// Presets with lines, bytes and numbers changed: a policy, or an error that names a line.
    private func fuzzPolicies() {
        var random = SeededRandom(seed: seed ^ 0xF0)
        let texts = PolicyLoader.presets.compactMap { try? PolicyLoader.presetText($0) }.map { Array($0.utf8) }
        var read = 0
        for index in 0..<policies {
            var bytes = texts[index % texts.count]
            for _ in 0...random.number(below: 4) { mutate(&bytes, &random) }
            do throws(PolicyError) {
                _ = try PolicyFile.decode(yaml: String(decoding: bytes, as: UTF8.self), file: "fuzz.yaml")
                read += 1
            } catch {
                precondition(!error.issues.isEmpty, "an error says what is wrong")
            }
        }
        print("\(policies) policy files: \(read) read, \(policies - read) refused")
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        switch random.number(below: 4) {
        case 0: bytes[random.number(below: bytes.count)] = UInt8(random.number(below: 256))
        case 1:
            var lines = lines
            lines.remove(at: random.number(below: lines.count))
            bytes = Array(lines.joined(separator: [10]))
        case 2:
            var lines = lines
            lines.insert(lines[random.number(below: lines.count)], at: random.number(below: lines.count))
            bytes = Array(lines.joined(separator: [10]))
        default:
            let at = random.number(below: bytes.count)
            let inserts = ["{", "}", "[", "]", ": ", "'", "&a ", "*a", "{..9}", "<number>", "- ", "999999999999"]
            bytes.insert(contentsOf: inserts[random.number(below: inserts.count)].utf8, at: at)
        }
    }
}

/// Texts made of pieces that matter to matchers, some of their bytes changed.
struct MutatedTexts {
    private var random: SeededRandom
    private let pieces: [[UInt8]]

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let signs = [
            "“", "”", "「", "」", ">", "\n", "。", "，", "!", "？", " ", "\u{200B}", "\u{FE0F}", "👍🏽", "👨‍👩‍👧", "🇨🇳", "1", "23",
            "13800138000", "@",
            "a@b.cn", "４", "Ａ", "麼", "為您", "請", "一", "十", "天", "分钟", "号", "路", "市", "省", "http://", ".", "[微笑]", "не",
            "ok", "x",
        ]
        let phrases = StandardLexicons.library("1")?.flatMap { lexicon in
            lexicon.phrases + lexicon.exempt + lexicon.patterns.flatMap { $0.elements.flatMap(\.words) }
        }
        pieces = (signs + signs + (phrases ?? [])).map { Array($0.utf8) }
    }

    /// A text of up to 40 pieces.
    mutating func next() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<random.number(below: 40) { bytes += pieces[random.number(below: pieces.count)] }
        guard !bytes.isEmpty else { return bytes }
        while random.number(below: 3) == 0 {
            let place = random.number(below: bytes.count)
            switch random.number(below: 3) {
            case 0: bytes[place] = UInt8(random.number(below: 256))
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8(random.number(below: 256)), at: place)
            }
            if bytes.isEmpty { break }
        }
        return bytes
    }
}
