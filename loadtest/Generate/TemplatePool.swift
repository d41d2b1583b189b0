// Conversations that were written once and are sent under many names.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Wire

/// Encoded conversations with the places at which names and times are put in: writing an event is copying it.
///
/// All names have a fixed width, and so has a time of this era as a varint and in digits: nothing moves when they are put in.
struct TemplatePool: Sendable {
    /// What is put in at a place.
    enum Part: UInt8, Sendable {
        case tenant, conversation, agent, team, shop, time, timeDigits

        /// How many bytes it has.
        var width: Int { (self == .time ? TemplatePool.timeWidth : placeholder.utf8.count) }

        /// What stands there in the template: no text contains it.
        fileprivate var placeholder: String {
            switch self {
            case .tenant: "t^^"
            case .conversation: "c-~~~~~~~~~~"
            case .agent: "A#####"
            case .team: "T####"
            case .shop: "s$$$$"
            case .time: ""
            case .timeDigits: "0000000000000"
            }
        }
    }

    /// A place in a value.
    struct Place: Sendable {
        var offset: Int32
        var part: Part
    }

    /// One record of a template.
    struct Entry: Sendable {
        /// Milliseconds after the start of the conversation.
        var at: Int32
        /// Where its value stands in `bytes`.
        var value: Range<Int32>
        /// Its places in `places`.
        var places: Range<Int32>
        var isSurvey: Bool
        var isJSON: Bool
    }

    /// What a template is chosen by.
    struct Kind: Hashable, Sendable {
        var traits: ConversationTraits
        var isCareless: Bool
    }

    private(set) var bytes: [UInt8] = []
    private(set) var places: [Place] = []
    private(set) var entries: [Entry] = []
    /// The entries of each template.
    private(set) var templates: [Range<Int>] = []
    private var kinds: [Kind: Range<Int>] = [:]
    private let settings: TrafficSettings
    private let seed: UInt64

    /// So many templates there are of each kind.
    private static let variants = 4
    /// Bytes of a time between 2004 and 2109 as a varint.
    private static let timeWidth = 6
    /// The template's own start: long ago, so that no time in it is a real one.
    private static let start = Instant(milliseconds: 1_111_111_111_111)

    /// An empty pool: templates of a kind are written when it is first asked for.
    init(_ conversations: Scenario.Conversations, seed: UInt64) {
        var settings = TrafficSettings()
        settings.tenant = Part.tenant.placeholder
        settings.eventsPerConversation = conversations.events
        settings.leastTextBytes = conversations.text
        settings.jsonRate = conversations.json
        settings.pace = conversations.pace
        self.settings = settings
        self.seed = seed
    }

    /// The templates of a kind.
    mutating func templates(of kind: Kind) -> Range<Int> {
        if let known = kinds[kind] { return known }
        let first = templates.count
        let salt = kind.traits.salt &* 2 &+ (kind.isCareless ? 1 : 0)
        var random = SeededRandom(seed: seed &+ salt &* 0x9E37_79B9)
        for _ in 0..<Self.variants { write(kind, &random) }
        kinds[kind] = first..<templates.count
        return first..<templates.count
    }

    private mutating func write(_ kind: Kind, _ random: inout SeededRandom) {
        let names = ConversationScript.Names(
            conversation: Part.conversation.placeholder, agent: Part.agent.placeholder, team: Part.team.placeholder,
            brand: Part.shop.placeholder)
        let script = ConversationScript(
            names: names, traits: kind.traits, isCareless: kind.isCareless, start: Self.start, settings: settings,
            random: SeededRandom(seed: random.next()))
        let first = entries.count
        // A reopened conversation goes on while its first survey is under way.
        for record in script.records.sorted(by: { $0.at < $1.at }) { append(record) }
        templates.append(first..<entries.count)
    }

    private mutating func append(_ record: TrafficRecord) {
        let start = bytes.count
        let firstPlace = places.count
        bytes += record.value
        let time = record.at.milliseconds
        var sought = [Part.tenant, .conversation, .agent, .team, .shop].map { ($0, Array($0.placeholder.utf8)) }
        sought.append(
            record.isJSON ? (.timeDigits, Array(String(time).utf8)) : (.time, Self.varint(UInt64(time))))
        places += record.value.places(of: sought)
        let times = places[firstPlace...].count { $0.part == .time || $0.part == .timeDigits }
        precondition(times == 1, "an event has one time")
        entries.append(
            Entry(
                at: Int32(time - Self.start.milliseconds), value: Int32(start)..<Int32(bytes.count),
                places: Int32(firstPlace)..<Int32(places.count), isSurvey: record.isSurvey, isJSON: record.isJSON))
    }

    /// Base-128, least significant first.
    static func varint(_ value: UInt64) -> [UInt8] {
        var (left, bytes) = (value, [UInt8]())
        while left >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        return bytes + [UInt8(left)]
    }
}

extension ConversationTraits {
    /// A number of its own for each combination: the seeds of templates must not depend on the order in which they are written.
    fileprivate var salt: UInt64 {
        [isLate, isAngry, hasComplaint, isUnfinished, isRated, isReopened, isEnglish]
            .reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }
}

extension [UInt8] {
    /// Where the texts stand in the bytes.
    fileprivate func places(of texts: [(part: TemplatePool.Part, text: [UInt8])]) -> [TemplatePool.Place] {
        var places: [TemplatePool.Place] = []
        var index = 0
        while index < count {
            for (part, text) in texts where text[0] == self[index] && index + text.count <= count {
                guard self[index..<index + text.count].elementsEqual(text) else { continue }
                places.append(TemplatePool.Place(offset: Int32(index), part: part))
            }
            index += 1
        }
        return places
    }
}
