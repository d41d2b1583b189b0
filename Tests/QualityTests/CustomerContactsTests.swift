// A customer's contacts, held against each other.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing

@Suite("Contacts of a customer")
struct CustomerContactsTests {
    /// 2026-11-10 in UTC.
    private static let day = Instant(milliseconds: 1_794_268_800_000)

    private static func at(_ hours: Int64) -> Instant { day + .hours(hours) }

    private static func policies(
        _ window: Milliseconds = .hours(24), keys: [RepeatRules.IssueKey] = [.order, .issueClass],
        unknownIsSame: Bool = true
    ) -> PolicySet {
        let rules = RepeatRules(window: window, keys: keys, unknownIsSame: unknownIsSame, countsBots: true)
        return PolicySet([
            Policy(
                name: "contacts", version: "1", effectiveFrom: .distantPast, zone: .utc,
                rubric: Rubric(dimensions: []), lexicons: [], clocks: [], surveys: SurveyPolicy(window: .hours(48)),
                repeats: rules, allowedSkew: .seconds(5))
        ])
    }

    private static func contact(
        _ conversation: String, from start: Int64, to end: Int64, agent: String = "A1", channel: String = "chat",
        isResolved: Bool = true, rating: Int64? = nil
    ) -> Contact {
        var contact = Contact(conversation: conversation, episode: 1, startedAt: at(start), endedAt: at(end))
        contact.channel = channel
        contact.subjects = ["agent:\(agent)"]
        contact.isResolved = isResolved
        contact.ratings = rating == nil ? 0 : 1
        contact.ratingSum = rating ?? 0
        return contact
    }

    /// What the contacts come to, by subject, when they are told in this order.
    private static func sums(_ contacts: [Contact], _ policies: PolicySet = policies()) -> [String: ContactMeasures] {
        var customer = CustomerContacts()
        var sums: [String: ContactMeasures] = [:]
        for contact in contacts {
            for (place, change) in customer.take(contact, policies) {
                sums[place.subject, default: ContactMeasures()].add(change.measures, times: 1)
            }
        }
        return sums.filter { $0.value != ContactMeasures() }
    }

    private static func measures(
        problems: Int64 = 0, repeats: Int64 = 0, solved: Int64 = 0, directly: Int64? = nil, repeated: Int64 = 0
    ) -> ContactMeasures {
        var measures = ContactMeasures()
        measures.problems = problems
        measures.repeats = repeats
        measures.solved = solved
        measures.solvedDirectly = directly ?? solved
        measures.repeated = repeated
        return measures
    }

    @Test("F30: a repeat within 24 h takes the verdict back, in another channel, too; after 24 h it is another problem")
    func repeats() {
        let first = Self.contact("c1", from: 0, to: 1)
        #expect(Self.sums([first])["all"] == Self.measures(problems: 1, solved: 1))
        let second = Self.contact("c2", from: 25, to: 26, agent: "A2", channel: "phone")
        let sums = Self.sums([first, second])
        #expect(sums["all"] == Self.measures(problems: 1, repeats: 1, repeated: 1))
        #expect(sums["agent:A1"] == Self.measures(problems: 1, repeated: 1))
        #expect(sums["agent:A2"] == Self.measures(repeats: 1))
        let late = Self.contact("c2", from: 26, to: 27)
        #expect(Self.sums([first, late])["all"] == Self.measures(problems: 2, solved: 2))
    }

    @Test("F30, X16: loose counts what was handed over and solved, strict does not; what is only closed is not solved")
    func handOver() {
        var contact = Self.contact("c1", from: 0, to: 1)
        contact.isHandedOver = true
        #expect(Self.sums([contact])["all"] == Self.measures(problems: 1, solved: 1, directly: 0))
        let closed = Self.contact("c1", from: 0, to: 1, isResolved: false)
        #expect(Self.sums([closed])["all"] == Self.measures(problems: 1))
    }

    @Test("F30: the verdict is provisional until the repeat window ends")
    func provisional() {
        var customer = CustomerContacts()
        let changes = customer.take(Self.contact("c1", from: 0, to: 1), Self.policies())
        #expect(Set(changes.values.map(\.provisionalUntil)) == [Self.at(25)])
    }

    @Test(
        "F31: another order or another class is another issue; orders are asked first; the same conversation always is")
    func issues() {
        func pair(_ change: (inout Contact, inout Contact) -> Void, _ policies: PolicySet = Self.policies()) -> Int64 {
            var (first, second) = (Self.contact("c1", from: 0, to: 1), Self.contact("c2", from: 2, to: 3))
            change(&first, &second)
            return Self.sums([first, second], policies)["all"]?.repeats ?? 0
        }
        func orders(_ left: [String], _ right: [String]) -> (inout Contact, inout Contact) -> Void {
            { ($0.orders, $1.orders) = (left, right) }
        }
        func issues(_ left: String, _ right: String) -> (inout Contact, inout Contact) -> Void {
            { ($0.issue, $1.issue) = (left, right) }
        }
        #expect(pair(orders(["o1", "o2"], ["o2"])) == 1 && pair(orders(["o1"], ["o2"])) == 0)
        #expect(pair(issues("refund", "refund")) == 1 && pair(issues("refund", "delivery")) == 0)
        #expect(pair { ($0.orders, $1.orders, $0.issue, $1.issue) = (["o1"], ["o2"], "refund", "refund") } == 0)
        #expect(pair { ($0.orders, $0.issue, $1.issue) = (["o1"], "refund", "refund") } == 1)
        let different = Self.policies(unknownIsSame: false)
        #expect(pair(orders(["o1"], [])) == 1 && pair(orders(["o1"], []), different) == 0)
        #expect(pair({ _, _ in }) == 1 && pair({ _, _ in }, different) == 0)
        #expect(
            pair(
                {
                    $1.conversation = "c1"; $1.episode = 2; $0.issue = "a"; $1.issue = "b"
                }, different) == 1)
        #expect(pair(issues("a", "b"), Self.policies(keys: [])) == 1)
    }

    @Test(
        "a revision replaces what was told; one that counts no longer takes it away; one of a forgotten contact is nothing"
    )
    func revisions() {
        let first = Self.contact("c1", from: 0, to: 1)
        let second = Self.contact("c2", from: 2, to: 3, agent: "A2")
        var withdrawn = second
        withdrawn.isWithdrawn = true
        withdrawn.isFirst = false
        #expect(Self.sums([first, second, withdrawn])["all"] == Self.measures(problems: 1, solved: 1))
        #expect(Self.sums([first, second, withdrawn])["agent:A2"] == nil)
        var rated = first
        rated.isFirst = false
        rated.ratings = 1
        #expect(Self.sums([rated]).isEmpty)
    }

    @Test("C41, S4-044: channels are compared customer by customer and month by month, by their means")
    func channelGap() {
        let ratings: [(String, Int64)] = [("chat", 5), ("chat", 4), ("chat", 4), ("phone", 4)]
        let contacts = ratings.enumerated().map { index, rating in
            Self.contact(
                "c\(index)", from: Int64(index) * 30, to: Int64(index) * 30 + 1, channel: rating.0, rating: rating.1)
        }
        let all = Self.sums(contacts)["all"]
        // 13/3 − 4 = 0.333…
        #expect(all?.comparedCustomers == 1 && all?.channelGap == 33)
        var measures = Measures()
        measures.contacts = all ?? ContactMeasures()
        #expect(Figure(.channelGap).sample(of: measures)?.value == Fraction(33, over: 100))
        let chat = Self.sums(contacts.filter { $0.channel == "chat" })["all"]
        #expect(chat?.comparedCustomers == 0)
        let nextMonth = Self.contact("c9", from: 24 * 25, to: 24 * 25 + 1, channel: "phone", rating: 1)
        #expect(Self.sums(contacts + [nextMonth])["all"]?.channelGap == 33)
    }

    @Test("whatever the order in which they are told, contacts come to the same, and to what their definitions say")
    func order() {
        var random = SeededRandom(seed: 7)
        let policies = Self.policies(.hours(5), unknownIsSame: false)
        for _ in 0..<300 {
            var contacts = (0..<random.number(1...9)).map { index in
                let start = Int64(random.number(0...40))
                var contact = Self.contact(
                    "c\(index)", from: start, to: start + Int64(random.number(0...6)),
                    agent: random.pick(["A1", "A2"]), channel: random.pick(["chat", "phone", "mail"]),
                    isResolved: random.chance(perMille: 700),
                    rating: random.chance(perMille: 600) ? Int64(random.number(1...5)) : nil)
                contact.isHandedOver = random.chance(perMille: 300)
                contact.issue = random.pick(["", "refund", "delivery"])
                if random.chance(perMille: 300) { contact.orders = [random.pick(["o1", "o2"])] }
                return contact
            }
            var oracle = OracleContacts(policies: policies)
            for contact in contacts { oracle.take(contact, tenant: "acme", customer: "k") }
            var due: [String: ContactMeasures] = [:]
            for figure in oracle.figures {
                due[figure.subject, default: ContactMeasures()].add(figure.measures, times: 1)
            }
            random.shuffle(&contacts)
            #expect(Self.sums(contacts, policies) == due)
        }
    }

    @Test("a month is forgotten when nothing of it can change any more; what repeats it still does")
    func forgetting() {
        let policies = Self.policies(.hours(24 * 30))
        let first = Self.contact("c1", from: 0, to: 1)
        let second = Self.contact("c2", from: 24 * 25, to: 24 * 25 + 1)
        var customer = CustomerContacts()
        _ = customer.take(first, policies)
        _ = customer.take(second, policies)
        // The end, the window of 30 days, 48 h for surveys, and three days that a partition may be behind.
        #expect(customer.nextForgetting(policies) == Self.at(24 * 35 + 1))
        customer.forget(at: Self.at(24 * 35), policies)
        #expect(customer.contacts.count == 2)
        customer.forget(at: Self.at(24 * 35 + 1), policies)
        #expect(customer.contacts.map(\.conversation) == ["c2"] && customer.contacts[0].repeatsForgotten)
        var rated = second
        rated.isFirst = false
        rated.isResolved = false
        #expect(customer.take(rated, policies).isEmpty)
        customer.forget(at: Self.at(24 * 90), policies)
        #expect(customer == CustomerContacts())
    }

    @Test("of a customer without end the oldest contacts are forgotten, and nothing is counted twice for it")
    func bound() {
        let policies = Self.policies()
        var customer = CustomerContacts()
        var sum = ContactMeasures()
        for index in 0..<400 {
            let contact = Self.contact("c\(index)", from: Int64(index), to: Int64(index), rating: 5)
            for (place, change) in customer.take(contact, policies) where place.subject == "all" {
                sum.add(change.measures, times: 1)
            }
        }
        #expect(customer.contacts.count <= CustomerContacts.mostContacts)
        #expect(sum == Self.measures(problems: 1, repeats: 399, repeated: 399))
    }
}
