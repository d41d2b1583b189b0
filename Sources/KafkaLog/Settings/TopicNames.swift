// What the topics are called on the broker.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline

/// The names of all topics.
package struct TopicNames: Equatable, Sendable {
    /// By the topic's raw value.
    private var names: [String]

    /// Every topic by its own word behind a prefix, which may be empty, save those that are given a name.
    package init(prefix: String = "", _ names: [Topic: String] = [:]) {
        self.names = Topic.allCases.map { names[$0] ?? prefix + $0.word }
    }

    /// The name of a topic.
    package subscript(topic: Topic) -> String { names[Int(topic.rawValue)] }

    /// The topic of that name; nil for a topic of others.
    package func topic(named name: String) -> Topic? { Topic.allCases.first { self[$0] == name } }

    /// Checks that every name is one that Kafka takes, and that no two topics share one.
    ///
    /// - Throws: `KafkaError` naming the topic.
    func validate() throws(KafkaError) {
        for topic in Topic.allCases {
            let name = self[topic]
            let legal = name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
            guard legal, (1...249).contains(name.utf8.count), name != ".", name != ".." else {
                throw KafkaError(
                    "The name '\(name)' of topic \(topic.word) is not legal: use 1 to 249 letters, digits, '.', '_' or '-'."
                )
            }
            if let twin = Topic.allCases.first(where: { $0 != topic && self[$0] == name }) {
                throw KafkaError(
                    "Topics \(topic.word) and \(twin.word) are both named '\(name)': give each a name of its own.")
            }
        }
    }
}
