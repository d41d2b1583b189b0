// The input of a history, in the order in which it comes into the log.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// The records of all conversations, with repetitions, records that cannot be used, and gaps.
struct HistoryInput {
    /// A record that comes into the log.
    struct Arrival {
        var at: Instant
        /// When what it tells happened.
        var happened: Instant
        var topic: Topic
        var key: [UInt8]
        var value: [UInt8]?
        /// Whether its transaction is aborted, so that it leaves a gap.
        var isAborted = false

        /// What it says, for a trace.
        var what: String {
            let bytes = value ?? []
            if topic == .surveys, let survey = try? ProtoSurveyEvent(protobuf: bytes) {
                let at = survey.atMs - HistoryInput.start.milliseconds
                return
                    "\(survey.conversationID) \(survey.eventID) +\(at) \(survey.surveyID) \(survey.step) \(survey.episode)"
            }
            if topic == .reviews, let review = try? ProtoReviewEvent(protobuf: bytes) {
                let at = review.atMs - HistoryInput.start.milliseconds
                let items = review.items.map { "\($0.criterion) \($0.pointsLostHundredths)" }
                return
                    "\(review.conversationID) \(review.eventID) +\(at) \(review.step) \(review.raterID) \(review.episode) \(items)"
            }
            guard let event = try? ProtoConversationEvent(protobuf: bytes) else { return "nothing" }
            let body = "\(event.body.map { "\($0)" } ?? "")".split { $0.isNewline }.joined(separator: " ")
            return "\(event.conversationID) \(event.eventID) +\(event.atMs - HistoryInput.start.milliseconds) \(body)"
        }
    }

    /// Where histories begin: a minute before two months meet, in the zone of their policies.
    static let start = Instant(milliseconds: 1_801_411_200_000 - 60_000)

    private let settings: HistorySettings
    private var random: SeededRandom
    /// When bursts of conversations begin and end, in milliseconds since 1970.
    private let bursts: [Range<Int64>]
    /// In the order in which they come.
    private(set) var arrivals: [Arrival] = []

    init(_ settings: HistorySettings) {
        self.settings = settings
        random = SeededRandom(seed: settings.seed)
        var time = HistoryInput.start.milliseconds
        var bursts: [Range<Int64>] = []
        for _ in 0..<settings.bursts {
            bursts.append(time..<time + settings.burst.count)
            time += settings.burst.count + Int64(random.number(5_000...Int(settings.longestGap.count)))
        }
        self.bursts = bursts
        for number in 0..<settings.conversations { converse(number) }
        spoil()
        sort()
    }

    /// The policies, of which the second takes force in the midst of the first burst.
    var policies: PolicySet {
        .history(
            secondFrom: HistoryInput.secondPolicy(settings), surveyWindow: settings.surveyWindow,
            monthsCloseAfter: settings.monthsCloseAfter, tallyRetention: settings.tallyRetention)
    }

    /// When the second version of the policy takes force.
    static func secondPolicy(_ settings: HistorySettings) -> Instant {
        start + Milliseconds(settings.burst.count / 2)
    }

    /// Records that come at the same time come in the order in which they happened.
    private mutating func sort() {
        let order = arrivals.indices.sorted { (arrivals[$0].at, $0) < (arrivals[$1].at, $1) }
        arrivals = order.map { arrivals[$0] }
    }

    private mutating func converse(_ number: Int) {
        let script = HistoryScript(
            number: number, settings: settings, bursts: bursts, random: SeededRandom(seed: random.next()))
        var latest: [Topic: Instant] = [:]
        let order = script.happenings.indices.sorted {
            (script.happenings[$0].at, $0) < (script.happenings[$1].at, $1)
        }
        for happening in order.map({ script.happenings[$0] }) {
            var at = happening.at + Milliseconds(Int64(random.number(0...Int(settings.longestDelay.count))))
            let mayOvertake =
                switch happening.topic {
                case .surveys: Promises.anySurveyOrder
                case .reviews: Promises.anyReviewOrder
                default: Promises.anyOrder
                }
            if !mayOvertake { at = max(at, latest[happening.topic] ?? at) }
            latest[happening.topic] = at
            var arrival = Arrival(
                at: at, happened: happening.at, topic: happening.topic, key: happening.key, value: happening.value)
            arrivals.append(arrival)
            while random.chance(perMille: settings.duplicateRate) {
                arrival.at = arrival.at + Milliseconds(Int64(random.pick([0, 0, 3_000, 20_000])))
                arrivals.append(arrival)
            }
        }
    }

    /// The same records in another order that is late by no more, some of them twice.
    func reordered(seed: UInt64) -> [Arrival] {
        var random = SeededRandom(seed: seed)
        var latest: [[UInt8]: Instant] = [:]
        var reordered: [Arrival] = []
        for arrival in arrivals {
            var arrival = arrival
            arrival.at = max(
                arrival.happened + Milliseconds(Int64(random.number(0...Int(settings.longestDelay.count)))),
                arrival.topic == .surveys ? latest[arrival.key] ?? .distantPast : .distantPast)
            if arrival.topic == .surveys { latest[arrival.key] = arrival.at }
            reordered.append(arrival)
            while random.chance(perMille: 100) {
                arrival.at = arrival.at + .seconds(3)
                reordered.append(arrival)
            }
        }
        let order = reordered.indices.sorted { (reordered[$0].at, $0) < (reordered[$1].at, $1) }
        return order.map { reordered[$0] }
    }

    /// Adds records that cannot be used, and gaps.
    private mutating func spoil() {
        for model in arrivals where random.chance(perMille: settings.badRate) {
            var bad = model
            bad.at = bad.at + Milliseconds(Int64(random.number(0...2_000)))
            switch random.number(0...4) {
            case 0: bad.value = [0xFF, 0xFF, 0xFF]
            case 1: bad.value = nil
            case 2: bad.key = RecordKey.bytes(tenant: "acme", name: "somebody-else")
            case 3:
                bad.topic = .conversations
                bad.value = HistoryInput.early(bad.at + .seconds(30), &bad.key)
            default: bad.isAborted = true
            }
            arrivals.append(bad)
        }
    }

    /// An event of which the source says that it happened some time hence.
    private static func early(_ time: Instant, _ key: inout [UInt8]) -> [UInt8] {
        var event = ProtoConversationEvent()
        event.tenant = "acme"
        event.conversationID = "early"
        event.eventID = "e1"
        event.sequence = 1
        event.atMs = time.milliseconds
        event.body = .recorded(ProtoRecorded())
        key = RecordKey.bytes(tenant: "acme", name: "early")
        return event.protobuf
    }
}
