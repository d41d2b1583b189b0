// The members of a JSON object in a line.
// SPDX-License-Identifier: Apache-2.0

/// Where some members of one JSON object stand in its line.
package enum JSONMembers {
    /// The places of the named members' values, the last of each name counted; nil for those that are not there. Other members are left
    /// alone.
    ///
    /// - Throws: `Complaint` when the line is not one JSON object.
    static func find(_ names: [StaticString], in line: [UInt8]) throws(Complaint) -> [Range<Int>?] {
        try JSONText.check(line)
        return try line.withUnsafeBytes { bytes -> Result<[Range<Int>?], Complaint> in
            do throws(JSONCursor.Fault) {
                return .success(try find(names, bytes))
            } catch {
                return .failure(Complaint(.malformed, "byte \(error.place): \(error.problem)"))
            }
        }.get()
    }

    private static func find(
        _ names: [StaticString], _ bytes: UnsafeRawBufferPointer
    ) throws(JSONCursor.Fault) -> [Range<Int>?] {
        var found = [Range<Int>?](repeating: nil, count: names.count)
        var cursor = JSONCursor(bytes)
        try cursor.expect("{", "the line is not a JSON object")
        var isFirst = true
        while try !cursor.ends("}", isFirst: isFirst) {
            isFirst = false
            let key = try cursor.key()
            let index = cursor.with(key) { key in names.firstIndex { key.isWord($0) } }
            let value = try cursor.skipValue()
            if let index { found[index] = value }
        }
        _ = cursor.peek()
        guard cursor.index == bytes.count else {
            throw cursor.fault("something follows the object; write one object a line")
        }
        return found
    }

    /// The object of a line of `assay tail`, which is its value, or else the line itself; nil when the record was deleted.
    ///
    /// - Throws: `Complaint` when the line is not one JSON object.
    package static func record(_ line: [UInt8]) throws(Complaint) -> [UInt8]? {
        let places = try find(["value", "schema"], in: line)
        guard let value = places[0], places[1] != nil else { return line }
        let bytes = Array(line[value])
        return bytes == Array("null".utf8) ? nil : bytes
    }
}
