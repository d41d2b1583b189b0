// The files of a policy.
// SPDX-License-Identifier: Apache-2.0

import Foundation

extension PolicyLoader {
    /// The files of a policy that people name by a path: the files `*.yaml` of a directory in the order of their names, or the one
    /// file; nil when there is nothing of that path.
    ///
    /// - Throws: an error of Foundation when something cannot be read.
    package static func files(at path: String) throws -> [(name: String, text: String)]? {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return nil }
        let names = isDirectory.boolValue ? try FileManager.default.contentsOfDirectory(atPath: path).sorted() : []
        let paths = isDirectory.boolValue ? names.filter { $0.hasSuffix(".yaml") }.map { "\(path)/\($0)" } : [path]
        return try paths.map { ($0, try String(contentsOfFile: $0, encoding: .utf8)) }
    }
}
