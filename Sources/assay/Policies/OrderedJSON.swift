// JSON whose members stand in the order in which they were given.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// A JSON value.
enum OrderedJSON {
    case object([(String, OrderedJSON)])
    case array([OrderedJSON])
    case string(String)
    case integer(Int64)
    /// Hundredths, as an exact decimal number.
    case hundredths(Int64)
    case flag(Bool)
    case null

    /// The number of things.
    static func count(_ count: Int) -> OrderedJSON { .integer(Int64(count)) }
    /// Hundredths, or null.
    static func optional(_ hundredths: Int64?) -> OrderedJSON { hundredths.map { .hundredths($0) } ?? .null }
    /// Strings.
    static func strings(_ strings: [String]) -> OrderedJSON { .array(strings.map { .string($0) }) }

    /// The text, indented by two spaces, without a newline behind it.
    var text: String { text(indent: "") }

    private func text(indent: String) -> String {
        switch self {
        case .string(let string): JSONString.quoted(string)
        case .integer(let number): String(number)
        case .hundredths(let number): number.writtenHundredths
        case .flag(let flag): flag ? "true" : "false"
        case .null: "null"
        case .array(let elements):
            OrderedJSON.block("[", elements.map { $0.text(indent: indent + "  ") }, "]", indent)
        case .object(let members):
            OrderedJSON.block(
                "{", members.map { "\(JSONString.quoted($0)): \($1.text(indent: indent + "  "))" }, "}", indent)
        }
    }

    private static func block(_ open: String, _ parts: [String], _ close: String, _ indent: String) -> String {
        if parts.isEmpty { return open + close }
        return "\(open)\n" + parts.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)\(close)"
    }
}
