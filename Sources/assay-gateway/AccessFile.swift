// Where the access log is written.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Services
import Synchronization

/// Appends the entries of the access log to a file, or writes them to standard error; each is written before the answer leaves.
struct AccessFile {
    let log: AccessLog

    /// The log in the settings.
    ///
    /// - Throws: `CommandFailure` when its file cannot be written.
    init(_ settings: Settings) throws(CommandFailure) {
        guard let path = settings.text(.gatewayAudit) else {
            log = AccessLog { StandardStreams.complain($0.line + "\n") }
            return
        }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .inputOutput("the access log \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        // One entry after the other, whole.
        let file = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
        log = AccessLog { entry in
            try file.withLock { try $0.write(contentsOf: Data((entry.line + "\n").utf8)) }
        }
    }
}
