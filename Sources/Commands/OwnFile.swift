// Files that only their owner may read.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Writes files that only their owner may read, from the first byte on.
package enum OwnFile {
    /// Why a file cannot be written.
    package struct Problem: Error, CustomStringConvertible {
        /// For people.
        package var description: String
    }

    /// Writes a new file beside the old one and puts it in its place: there never is half a file. One that was there keeps its owner and its
    /// rights.
    ///
    /// - Throws: `Problem`.
    package static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let draft = "\(place).\(UUID().uuidString)"
        let file = open(draft, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        guard file >= 0 else { throw Problem(description: String(cString: strerror(errno))) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            var old = stat()
            if stat(place, &old) == 0, old.st_mode & S_IFMT == S_IFREG {
                // The rights last: another owner's file must not be read on the way.
                guard fchown(file, old.st_uid, old.st_gid) == 0, fchmod(file, old.st_mode & 0o7777) == 0 else {
                    throw Problem(description: String(cString: strerror(errno)))
                }
            }
            guard rename(draft, place) == 0 else { throw Problem(description: String(cString: strerror(errno))) }
        } catch {
            unlink(draft)
            throw (error as? Problem) ?? Problem(description: error.localizedDescription)
        }
    }
}
