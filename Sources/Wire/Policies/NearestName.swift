// The valid name that somebody probably meant.
// SPDX-License-Identifier: Apache-2.0

/// Finds the valid name that is nearest to a misspelt one.
package enum NearestName {
    /// The name with the fewest changes from `word`, the earlier one of equals; nil when every name differs in more than
    /// a third of its letters. A change is a letter more, less or other, or two neighbours swapped; upper and lower case
    /// are alike, and so are `-`, `_` and a space.
    package static func of(_ word: String, among names: [String]) -> String? {
        let written = folded(word)
        var best: (name: String, distance: Int)?
        for name in names {
            let letters = folded(name)
            let limit = min(max(1, letters.count / 3), (best?.distance ?? .max) - 1)
            guard limit >= 0, abs(letters.count - written.count) <= limit else { continue }
            let distance = distance(written, letters)
            if distance <= limit { best = (name, distance) }
        }
        return best?.name
    }

    private static func folded(_ word: String) -> [Character] {
        word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
    }

    /// The edit distance in which a swap of neighbours is one change and no letter is changed twice.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    least = min(least, beforePrevious[column - 1] + 1)
                }
                current.append(least)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
