// One setting: its name, what it may be, and what it means.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Wire

/// A row of the table of settings.
package struct Setting: Equatable, Sendable {
    /// What its value may be.
    package enum Kind: Equatable, Sendable {
        /// Any text; an empty one only where that has a meaning.
        case text(mayBeEmpty: Bool)
        /// A whole number.
        case count(ClosedRange<Int>)
        /// A number of bytes, plain or in KiB, MiB or GiB.
        case bytes(ClosedRange<Int>)
        /// A length of time.
        case duration(ClosedRange<Milliseconds>)
        /// One of some words.
        case word([String])
        /// A numeric address of this machine and a port.
        case address
    }

    /// Dotted; each part in kebab case.
    package let name: String
    package let kind: Kind
    /// The value when nothing else is said; nil when the setting is then not set.
    package let fallback: String?
    /// What it means, in a line.
    package let summary: String

    package init(_ name: String, _ kind: Kind, default fallback: String?, _ summary: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
    }

    /// Why a text is no value of this setting, and what to write instead; nil when it is one.
    package func complaint(about text: String) -> String? {
        switch kind {
        case .text(let mayBeEmpty):
            return mayBeEmpty || !text.isEmpty ? nil : "is empty: write a value, or leave the setting out"
        case .count(let bounds):
            if Int(text).map(bounds.contains) == true { return nil }
            return "is '\(text)': write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .bytes(let bounds):
            if Setting.bytes(text).map(bounds.contains) == true { return nil }
            return
                "is '\(text)': write a number of bytes from \(bounds.lowerBound) to \(bounds.upperBound), for instance 512KiB or 8MiB"
        case .duration(let bounds):
            guard let duration = Milliseconds(written: text) else {
                return "is '\(text)': write a whole number and its unit, for instance 200ms, 30s, 2m, 2h or 7d"
            }
            if bounds.contains(duration) { return nil }
            return
                "is '\(text)': write a length of time from \(bounds.lowerBound.count) ms to \(bounds.upperBound.count) ms"
        case .address:
            return OpsAddress(written: text) == nil ? "is '\(text)': \(OpsAddress.remedy)" : nil
        case .word(let words):
            if words.contains(text) { return nil }
            let nearest = NearestName.of(text, among: words).map { "; did you mean '\($0)'?" } ?? ""
            return "is '\(text)': write one of \(words.joined(separator: ", "))\(nearest)"
        }
    }

    /// The number in a text such as "8388608", "512KiB", "8MiB" or "1GiB"; nil for anything else.
    package static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 0, "KiB": 10, "MiB": 20, "GiB": 30]
        guard let number = Int(digits), let shift = units[String(text.dropFirst(digits.count))] else { return nil }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: 1 << shift)
        return overflows ? nil : bytes
    }
}

/// How the places where settings are made write their names.
package enum Spelling: Equatable, Sendable {
    /// As in the table, in files and after `--set`: `kafka.group-id`.
    case dotted
    /// As a variable of the environment: `ASSAY_KAFKA_GROUP_ID`.
    case environment
    /// As an option of a command: `--kafka-group-id`.
    case option

    /// The name of a setting.
    package func name(of setting: Setting) -> String { name(of: setting.name) }

    /// What the names of librdkafka's own properties begin with.
    package var propertyPrefix: String { name(of: "kafka.properties.") }

    /// What the names of files with the values of such properties begin with.
    package var secretPrefix: String { name(of: "kafka.secrets.") }

    /// The property that a name behind one of these prefixes stands for. Variables have no dots, so there an underscore stands for one.
    package func property(_ rest: some StringProtocol) -> String {
        switch self {
        case .dotted, .option: String(rest)
        case .environment:
            rest.lowercased().split(separator: "_", omittingEmptySubsequences: false).joined(separator: ".")
        }
    }

    private func name(of dotted: String) -> String {
        switch self {
        case .dotted: dotted
        case .environment: "ASSAY_" + String(dotted.map { $0 == "." || $0 == "-" ? "_" : $0 }).uppercased()
        case .option: "--" + String(dotted.map { $0 == "." ? "-" : $0 })
        }
    }
}
