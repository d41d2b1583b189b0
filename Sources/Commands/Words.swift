// A text in Chinese and English.
// SPDX-License-Identifier: Apache-2.0

/// A text in both languages.
package struct Words: Hashable, Sendable {
    /// In Chinese.
    package var chinese: String
    /// In English.
    package var english: String

    /// A text.
    package init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// Whether it says nothing.
    package var isEmpty: Bool { chinese.isEmpty && english.isEmpty }

    /// The text with personal data masked: parts of it come from the record.
    package var masked: Words {
        Words(MaskedText(Array(chinese.utf8)).text, MaskedText(Array(english.utf8)).text)
    }
}
