// From a failed call to what a lane must do next.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline

extension LogError {
    /// What follows from a failed call: `what` names the call and its object, for the message.
    ///
    /// A fatal error hides its cause: the cause decides whether this instance was fenced. What is neither passing nor
    /// abortable is fatal, as librdkafka's manual asks.
    init(_ failure: Failure, _ what: String, _ handle: KafkaHandle) {
        let cause = failure.isFatal || failure.code == RD_KAFKA_RESP_ERR__FATAL ? handle.fatalFailure() : nil
        let text = "\(what): \((cause ?? failure).text)\(handle.latestTrouble)"
        if failure.isFencing || cause?.isFencing == true {
            self = .fenced(text)
        } else if failure.isFatal || cause != nil {
            self = .fatal(text)
        } else if failure.requiresAbort || failure.isStaleMember {
            self = .aborted(text)
        } else if failure.isPassing {
            self = .retriable(text)
        } else {
            self = .fatal(text)
        }
    }
}
