// What tallies are about.
// SPDX-License-Identifier: Apache-2.0

/// What episodes may be told apart by in tallies.
package enum SubjectDimension: UInt8, CaseIterable, Sendable {
    /// The credited agent.
    case agent
    /// The credited agent's team.
    case team
    /// The channel.
    case channel
    /// The brand or shop.
    case brand
    /// The stage of the purchase (S3-005).
    case stage
    /// The scene.
    case scene
    /// The customer's tier.
    case tier
    /// The urgency class (S3-030, S4-013…015).
    case urgencyClass
    /// The task type (S4-020…023).
    case taskType
    /// The region (S3-081).
    case region

    /// Its name in policies and subjects.
    package var word: String {
        switch self {
        case .agent: "agent"
        case .team: "team"
        case .channel: "channel"
        case .brand: "brand"
        case .stage: "stage"
        case .scene: "scene"
        case .tier: "tier"
        case .urgencyClass: "class"
        case .taskType: "task-type"
        case .region: "region"
        }
    }

    /// The attribute that it is; nil for those that an evaluation names itself.
    package var attribute: AttributeKind? {
        switch self {
        case .agent, .team, .channel: nil
        case .brand: .brand
        case .stage: .stage
        case .scene: .scene
        case .tier: .tier
        case .urgencyClass: .urgencyClass
        case .taskType: .taskType
        case .region: .region
        }
    }
}

/// A kind of subjects of tallies: everything together, or each value of a dimension, or each combination of the values of some.
package struct SubjectKind: Hashable, Sendable {
    /// Bit d stands for the dimension of that number.
    private let bits: UInt16

    /// The subjects told apart by these dimensions; everything together without any.
    package init(_ dimensions: [SubjectDimension]) { bits = dimensions.reduce(0) { $0 | 1 << $1.rawValue } }

    /// Everything together.
    package static let all = SubjectKind([])
    /// Each agent.
    package static let agent = SubjectKind([.agent])
    /// Each team.
    package static let team = SubjectKind([.team])
    /// Each channel.
    package static let channel = SubjectKind([.channel])

    /// Those of which there are always tallies.
    package static let standard: [SubjectKind] = [.all, .agent, .team, .channel]

    /// Those that rates of agents and teams need to be standardised by a dimension (C39), beside the standard ones.
    package static func strata(_ dimension: SubjectDimension) -> [SubjectKind] {
        let whole = SubjectKind([dimension])
        return [SubjectKind([.agent, dimension]), SubjectKind([.team, dimension])]
            + (standard.contains(whole) ? [] : [whole])
    }

    /// So many dimensions at most tell subjects apart.
    package static let mostDimensions = 3

    /// Its dimensions, in the order of their numbers.
    package var dimensions: [SubjectDimension] { SubjectDimension.allCases.filter { bits & 1 << $0.rawValue != 0 } }

    /// Its name in policies, "all", "agent" or "channel+region".
    package var word: String { self == .all ? "all" : dimensions.map(\.word).joined(separator: "+") }

    /// The kind of a name whose dimensions stand in any order; nil when it is none.
    package init?(word: String) {
        if let known = SubjectKind.standard.first(where: { $0.word == word }) {
            self = known
            return
        }
        let words = word.split(separator: "+", omittingEmptySubsequences: false)
        let dimensions = words.compactMap { word in SubjectDimension.allCases.first { $0.word == word } }
        guard dimensions.count == words.count, Set(dimensions).count == words.count else { return nil }
        self.init(dimensions)
    }

    /// The kind of a subject, "agent:A17" for instance; nil for others, as criteria.
    package init?(ofSubject subject: String) { self.init(word: String(subject.prefix { $0 != ":" })) }

    /// The subject of this kind that an evaluation counts with, "region:华东" or "channel+region:phone+华东"; nil where one of
    /// the values is not known. In combinations a "%" of a value is written "%25" and a "+" "%2B", so no two are alike.
    package func subject(of evaluation: Evaluation) -> String? {
        let dimensions = dimensions
        guard !dimensions.isEmpty else { return "all" }
        var values: [String] = []
        for dimension in dimensions {
            let value = evaluation.value(of: dimension)
            guard !value.isEmpty else { return nil }
            values.append(dimensions.count == 1 ? value : SubjectKind.escaped(value))
        }
        return word + ":" + values.joined(separator: "+")
    }

    /// The subject of this kind with those values of its dimensions, in their order.
    package func subject(of values: [String]) -> String {
        precondition(values.count == dimensions.count && !values.isEmpty, "each dimension has a value")
        return word + ":" + (values.count == 1 ? values : values.map(SubjectKind.escaped)).joined(separator: "+")
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "%": text += "%25"
            case "+": text += "%2B"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Evaluation {
    /// The value by which it is told apart; empty when it is not known.
    fileprivate func value(of dimension: SubjectDimension) -> String {
        switch dimension {
        case .agent: agent
        case .team: team
        case .channel: channel
        default: dimension.attribute.map { attributes[$0] } ?? ""
        }
    }
}
