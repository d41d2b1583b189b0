// Numbers and texts in messages.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Int {
    /// The number with its thousands apart: 1,707.
    package var grouped: String {
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
    package var onOneLine: String {
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

extension Int64 {
    /// So many hundredths as a decimal number with two decimals: -5 is "-0.05".
    package var writtenHundredths: String {
        let (whole, part) = magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(self < 0 ? "-" : "")\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    /// The same with its sign, unless it is nothing: "+0.05".
    package var writtenChange: String { self > 0 ? "+\(writtenHundredths)" : writtenHundredths }

    /// The quotient, rounded to the nearest whole number, halves away from zero.
    package func dividedRounding(by divisor: Int64) -> Int64 {
        let (quotient, rest) = magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
        let rounded = Int64(quotient + (rest * 2 >= divisor.magnitude ? 1 : 0))
        return (self < 0) == (divisor < 0) ? rounded : -rounded
    }
}

extension Policy {
    /// Its criteria with their dimensions, in order.
    package var criteria: [(dimension: Dimension, criterion: Criterion)] {
        rubric.dimensions.flatMap { dimension in dimension.criteria.map { (dimension, $0) } }
    }
}
