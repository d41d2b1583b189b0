// Patterns as policy files write them.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Pattern {
    /// The pattern as a policy file writes it: "请{..6}提供{身份证|<number>}". Written with an optional element, it was several,
    /// one for each way of leaving that out.
    package var written: String {
        var text = ""
        for (index, element) in elements.enumerated() {
            if index > 0, element.gap > 0 { text += "{..\(element.gap)\(element.crossesSentences ? "*" : "")}" }
            let choices = element.words + element.detectors.map { "<\($0.name)>" }
            text += choices.count == 1 ? choices[0] : "{\(choices.joined(separator: "|"))}"
        }
        return text
    }
}
