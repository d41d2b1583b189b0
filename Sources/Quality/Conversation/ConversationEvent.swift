// A decoded record of the conversations topic.
// SPDX-License-Identifier: Apache-2.0

/// Who wrote a message.
package enum Role: UInt8, Sendable, CaseIterable {
    /// The customer, or anyone on the customer's side (F23).
    case customer = 1
    /// A human agent.
    case agent = 2
    /// A robot that answers.
    case bot = 3
    /// The platform itself.
    case system = 4

    /// Spelled out: what enums with raw values have else goes through a witness, and messages are asked for their role all the time.
    package static func == (left: Role, right: Role) -> Bool { left.rawValue == right.rawValue }
}

/// One event of one conversation. Plain data: texts and names are ranges of the bytes it was decoded from.
package struct ConversationEvent: Sendable {
    /// The tenant, 1 to 64 bytes.
    package var tenant: ByteRange
    /// The conversation's id within the tenant, 1 to 256 bytes.
    package var conversation: ByteRange
    /// The event's id within the conversation, 1 to 128 bytes.
    package var id: ByteRange
    /// Position in the conversation as the source counted, from 1; 0 when it does not count.
    package var sequence: UInt32
    /// When it happened.
    package var at: Instant
    /// The channel; empty means as before.
    package var channel: ByteRange
    /// What happened.
    package var body: Body

    /// What an event says.
    package enum Body: Sendable {
        /// The conversation came into being.
        case opened(Opening)
        /// Somebody wrote.
        case message(Message)
        /// The conversation got an agent, who perhaps has accepted it.
        case assigned(agent: ByteRange, team: ByteRange, acceptedAt: Instant?)
        /// It was handed over.
        case transferred(Transfer)
        /// It was classified; what is empty or unknown stays as it was.
        case classified(Classification)
        /// The customer gave or withdrew consent.
        case consented(isGiven: Bool)
        /// Something was looked up in an official system.
        case lookedUp
        /// An entry with that text was made in the customer file.
        case recorded(text: ByteRange)
        /// A complaint came in, or something became of it; a second one is about the result of an earlier one.
        case complained(ComplaintStep, isSecond: Bool)
        /// The ticket's state changed, for a reason in the policy's words; empty when none was given.
        case stateChanged(reason: ByteRange)
        /// It was solved.
        case resolved
        /// It was closed, perhaps because it was merged into another one (T50).
        case closed(isMerged: Bool)
        /// It was taken up again.
        case reopened
        /// What a clock of an ended episode came to is corrected (T30): the message that says so.
        case corrected(ByteRange)
        /// Anything else: counted with its episode, judged by no criterion.
        case noted

        /// Whether an open episode ends with it.
        package var endsEpisode: Bool {
            switch self {
            case .resolved, .closed: true
            default: false
            }
        }
    }

    /// A hand-over; empty ranges for a queue.
    package struct Transfer: Sendable {
        /// Who got it.
        package var agent: ByteRange
        /// The receiving team.
        package var team: ByteRange
        /// Whether a note was written (S1-021).
        package var hasNote: Bool
        /// Whether it is an escalation by the standard process (S0-038).
        package var isEscalation: Bool
        /// Whether a bot handed over to people (F02).
        package var isFromBot: Bool

        /// A hand-over.
        package init(agent: ByteRange, team: ByteRange, hasNote: Bool, isEscalation: Bool, isFromBot: Bool) {
            self.agent = agent
            self.team = team
            self.hasNote = hasNote
            self.isEscalation = isEscalation
            self.isFromBot = isFromBot
        }
    }

    /// What became of a complaint.
    package enum ComplaintStep: UInt8, Sendable {
        /// It came in.
        case received = 1
        /// It was accepted.
        case accepted = 2
        /// It was answered with a solution.
        case answered = 3
        /// It was closed (S3-088).
        case closed = 4
        /// The customer withdrew it (C48).
        case withdrawn = 5
    }

    /// How a conversation came into being; empty ranges are not known.
    package struct Opening: Sendable {
        /// Whether the contact counts in customer figures.
        package var countsForCustomers = true
        /// The scene.
        package var scene = ByteRange.empty
        /// The brand or shop.
        package var brand = ByteRange.empty
        /// The customer's tier.
        package var tier = ByteRange.empty
        /// The region.
        package var region = ByteRange.empty
        /// The language tag.
        package var language = ByteRange.empty
        /// The stage of the purchase.
        package var stage = Stage.unknown
        /// The message itself, where the customer and the orders are found; empty when it names none.
        package var identity = ByteRange.empty

        /// Nothing known.
        package init() {}
    }

    /// What a conversation was classified as; empty ranges are not known.
    package struct Classification: Sendable {
        /// The urgency class.
        package var urgencyClass = ByteRange.empty
        /// The task type.
        package var taskType = ByteRange.empty
        /// The class of the issue.
        package var issue = ByteRange.empty
        /// The stage of the purchase.
        package var stage = Stage.unknown

        /// Nothing known.
        package init() {}
    }

    /// Stage of a purchase.
    package enum Stage: UInt8, Sendable, CaseIterable {
        /// Not known.
        case unknown = 0
        /// Before the purchase.
        case preSale = 1
        /// From order to delivery.
        case inSale = 2
        /// After delivery.
        case afterSale = 3

        /// Its name in policies; empty when not known.
        package var word: String {
            switch self {
            case .unknown: ""
            case .preSale: "pre-sale"
            case .inSale: "in-sale"
            case .afterSale: "after-sale"
            }
        }
    }

    /// A message.
    package struct Message: Sendable {
        /// Its id within the conversation, 1 to 128 bytes.
        package var id: ByteRange
        /// Who wrote it.
        package var role: Role
        /// The agent's number or the bot's name; may be empty.
        package var author: ByteRange
        /// The agent's team; may be empty.
        package var team: ByteRange
        /// The text, at most 1 MiB.
        package var text: ByteRange
        /// Length of the text in Unicode scalars.
        package var length: UInt32
        /// What kind of message it is.
        package var flags: MessageFlags
        /// The client's own token, the same for its retries (F20); empty when it has none.
        package var token = ByteRange.empty

        /// A message.
        package init(
            id: ByteRange, role: Role, author: ByteRange, team: ByteRange, text: ByteRange, length: UInt32,
            flags: MessageFlags
        ) {
            self.id = id
            self.role = role
            self.author = author
            self.team = team
            self.text = text
            self.length = length
            self.flags = flags
        }
    }

    /// An event.
    package init(
        tenant: ByteRange, conversation: ByteRange, id: ByteRange, sequence: UInt32, at: Instant, channel: ByteRange,
        body: Body
    ) {
        self.tenant = tenant
        self.conversation = conversation
        self.id = id
        self.sequence = sequence
        self.at = at
        self.channel = channel
        self.body = body
    }
}

/// What kind of message it is, beside its role.
@usableFromInline
package struct MessageFlags: OptionSet, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No flag. Array literals of flags are built element by element at run time, which the readers cannot afford.
    @inlinable package static var none: MessageFlags { MessageFlags(rawValue: 0) }

    /// The customer does not see it (T40, F24).
    package static let `internal` = MessageFlags(rawValue: 1)
    /// An automatic reply of a mailbox or client (T39).
    package static let autoSubmitted = MessageFlags(rawValue: 2)
    /// A survey invitation or a campaign text: visible, never a reply.
    package static let solicitation = MessageFlags(rawValue: 4)
    /// It edits or withdraws an earlier message (F18): the first version keeps its place in time.
    package static let change = MessageFlags(rawValue: 8)
    /// Its time was not known and is set by rule.
    package static let timeEstimated = MessageFlags(rawValue: 16)
    /// The text has several lines or list marks (S0-031).
    package static let structured = MessageFlags(rawValue: 32)

    /// A message with none of these is a public one that may open an episode, wait and answer.
    package static let neverAnswers = MessageFlags(rawValue: 1 | 2 | 4 | 8)
}
