// Secrets that stand in files.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A text that is nowhere shown, whatever prints the value that holds it.
struct Secret: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret itself.
    let text: String

    var description: String { "***" }
    var debugDescription: String { "***" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Files as systems mount secrets: the whole content is the value.
enum SecretFile {
    /// Why a file has no secret, and how to mend it. Nothing of its content is in it.
    struct Problem: Error, Equatable {
        var text: String
    }

    /// A chain of certificates fits in 256 KiB many times.
    static let mostBytes = 256 << 10

    /// The content without one line break at its end, and what should be mended about the file.
    ///
    /// - Throws: `Problem` when it is missing, no ordinary file, empty, too large or no text.
    static func read(_ path: String) throws(Problem) -> (secret: Secret, warning: String?) {
        let attributes: [FileAttributeKey: Any]
        do {
            // Secrets are mounted as symbolic links as a rule.
            let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            attributes = try FileManager.default.attributesOfItem(atPath: real)
        } catch {
            throw Problem(text: "there is no file \(path) that this process may see; mount it, or mend the path")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw Problem(text: "\(path) is no ordinary file; name the file whose content is the value")
        }
        guard (attributes[.size] as? NSNumber)?.intValue ?? 0 <= mostBytes else {
            throw Problem(text: "\(path) has more than \(mostBytes) bytes; is this the right file?")
        }
        guard let content = FileManager.default.contents(atPath: path) else {
            throw Problem(text: "\(path) cannot be read; let the user that this process runs as read it")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let warning =
            mode & 0o004 == 0
            ? nil
            : "every user of this machine may read \(path); take that right away (chmod o-r), or mount it with mode 0400"
        return (try secret(content, path), warning)
    }

    private static func secret(_ content: Data, _ path: String) throws(Problem) -> Secret {
        guard var text = String(validating: content, as: UTF8.self), !text.unicodeScalars.contains("\0") else {
            throw Problem(
                text:
                    "\(path) is no UTF-8 text; keystores and the like are named by properties such as ssl.keystore.location"
            )
        }
        // A line break of Windows is one character of Swift's.
        if text.last == "\n" || text.last == "\r\n" { text.removeLast() }
        guard !text.isEmpty else { throw Problem(text: "\(path) is empty; write the value into it") }
        return Secret(text: text)
    }
}
