// What a worker says of its topics as it begins.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Logging

/// Whose clocks the topics that are read carry.
enum TopicNotices {
    /// A warning for each input whose records carry producers' times. A cluster that does not tell hinders nobody: then it is said that this
    /// is not known.
    static func times(_ settings: Settings) -> [(level: Logger.Level, text: String)] {
        let inputs = PlannedTopic.all(settings).filter { $0.kind == .input }
        do throws(KafkaError) {
            let admin = try KafkaAdmin(settings.kafka, logger: settings.logger)
            return times(inputs, try admin.properties(of: inputs.map(\.creation.name)))
        } catch {
            return [
                (
                    .notice,
                    "whether the input topics carry the broker's time (message.timestamp.type=LogAppendTime) is not known: \(error) Give the user the "
                        + "right DescribeConfigs on them, or look with 'assay topics check' as one who has it"
                )
            ]
        }
    }

    static func times(
        _ inputs: [PlannedTopic], _ properties: [String: [String: String]]
    ) -> [(level: Logger.Level, text: String)] {
        TopicFinding.producersTimes(inputs, properties: properties).map {
            (.warning, "topic '\($0.topic)': \($0.text)")
        }
    }
}
