// The languages that pages are written in.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
package import Quality
package import Wire

/// The languages of a page.
package enum PageLanguage: String, ExpressibleByArgument, CaseIterable {
    case zh, en, both

    /// The languages, in the order in which they are written.
    package var wordings: [WordingLanguage] {
        switch self {
        case .zh: [.chinese]
        case .en: [.english]
        case .both: [.chinese, .english]
        }
    }

    /// The language of the page as a whole, a BCP 47 tag.
    package var tag: String { self == .en ? "en" : "zh-Hans" }

    /// A label in these languages.
    package func label(_ chinese: String, _ english: String) -> String {
        switch self {
        case .zh: chinese
        case .en: english
        case .both: "\(chinese) \(english)"
        }
    }

    /// A text in these languages.
    package func words(_ chinese: String, _ english: String) -> String {
        self == .both ? "\(chinese) · \(english)" : label(chinese, english)
    }

    /// A text in these languages.
    package func words(_ words: Words) -> String { self.words(words.chinese, words.english) }

    /// A title in these languages.
    package func title(_ title: Criterion.Title) -> String { words(title.chinese, title.english) }
}

extension WordingLanguage {
    /// A BCP 47 tag.
    package var tag: String { self == .chinese ? "zh-Hans" : "en" }
}
