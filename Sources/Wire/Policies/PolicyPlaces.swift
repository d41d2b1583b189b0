// Where things stand in the text of a policy.
// SPDX-License-Identifier: Apache-2.0

import Yams

/// Finds the places of a policy file's keys and values, for what is said about a policy that can be read.
package struct PolicyPlaces {
    private let root: Node?
    private let file: String

    /// The places of a file with that name and text.
    package init(yaml: String, file: String) {
        self.file = file
        root = try? PolicyReader.root(of: yaml, file: file)
    }

    /// The place of the key that the path ends with; where the path leads nowhere, that of its last part that is there. A
    /// number counts the elements of a list, from 0.
    package func place(_ path: String...) -> PolicyError.Place { place(path) }

    /// As `place(_:)`, for a path that was put together.
    package func place(_ path: [String]) -> PolicyError.Place {
        var node = root
        var mark = root?.mark
        for part in path {
            if let entry = node?.mapping?.first(where: { $0.key.scalar?.string == part }) {
                (node, mark) = (entry.value, entry.key.mark)
            } else if let list = node?.sequence, let index = Int(part), list.indices.contains(index) {
                (node, mark) = (list[index], list[index].mark)
            } else {
                break
            }
        }
        return PolicyError.Place(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    /// Whether the path leads somewhere.
    package func has(_ path: String...) -> Bool {
        var node = root
        for part in path {
            guard let entry = node?.mapping?.first(where: { $0.key.scalar?.string == part }) else { return false }
            node = entry.value
        }
        return true
    }
}
