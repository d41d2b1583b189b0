// Why a command ends without having done its work.
// SPDX-License-Identifier: Apache-2.0

/// A failure with its exit status, as <sysexits.h> numbers them.
package struct CommandFailure: Error, Equatable {
    /// What went wrong, where, and how to mend it.
    package var message: String
    /// The exit status.
    package var status: Int32

    /// A failure with the status of <sysexits.h>.
    package init(message: String, status: Int32) {
        self.message = message
        self.status = status
    }

    /// The command was called the wrong way.
    package static func usage(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 64) }
    /// An input cannot be read.
    package static func noInput(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 66) }
    /// Reading or writing failed.
    package static func inputOutput(_ message: String) -> CommandFailure {
        CommandFailure(message: message, status: 74)
    }
    /// A setting is wrong.
    package static func configuration(_ message: String) -> CommandFailure {
        CommandFailure(message: message, status: 78)
    }
}
