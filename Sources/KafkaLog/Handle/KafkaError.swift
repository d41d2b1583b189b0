// What goes wrong outside a lane: settings, topics, readers and writers.
// SPDX-License-Identifier: Apache-2.0

/// A failure of the settings, the admin calls, a reader or a writer, told so that an operator can mend it.
///
/// A lane gets `LogError` instead, which says what the lane must do next.
package struct KafkaError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What failed, where, and how to mend it where that is known.
    package var message: String
    /// Whether librdkafka refused the settings as a whole: then no broker was asked.
    package var isAboutSettings = false

    /// A failure with that text.
    package init(_ message: String) { self.message = message }

    /// Settings that librdkafka refuses as a whole.
    init(refusedSettings message: String) {
        self.message = message
        isAboutSettings = true
    }

    package var description: String { message }
}
