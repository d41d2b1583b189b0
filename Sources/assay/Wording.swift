// Numbers and texts in messages.
// SPDX-License-Identifier: Apache-2.0

extension Int {
    /// The number with its thousands apart: 1,707.
    var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}

extension String {
    /// The text as a message of one line: an input may bring control characters, and more than anybody wants to read.
    var onOneLine: String {
        let longest = 500
        var line = UnicodeScalarView()
        for scalar in unicodeScalars.prefix(longest) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}
