// Everything about one dead letter.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import KafkaLog
import Pipeline
import Quality
import Wire

/// Shows a dead letter with the record in it.
struct LetterPage {
    /// How many bytes of a value are shown, as they are and decoded; `--value-to` has all of it.
    static let mostShown = 16 << 10
    /// How many bytes are shown in hexadecimal, of a value that is no text.
    private static let mostHexadecimal = 512

    let letter: StoredLetter
    let content: DeadLetter
    let names: TopicNames

    /// The page, several lines.
    var text: String {
        let source = content.source
        let name = Topic.allCases.first { $0.word == source.topic }.map { ", on the broker '\(names[$0])'" } ?? ""
        var lines = [
            "id:        \(letter.id)",
            "written:   \(letter.timestamp.written ?? "-")",
            "source:    \(source.place.onOneLine)\(name)",
            "timestamp: \(Instant(milliseconds: source.timestamp).written ?? "-")",
            "key:       \(LetterLine.text(key: source.key))",
            "reason:    \(LetterLine.reason(letter))",
            "detail:    \(letter.sealedBecause != nil && content.detail.isEmpty ? "sealed" : content.detail.printable)",
            letter.sealedBecause != nil
                ? "headers:   sealed" : source.headers.isEmpty ? "headers:   none" : "headers:",
        ]
        lines += source.headers.map { "  \($0.name.onOneLine): \(LetterLine.text(key: $0.value))" }
        lines += value
        return lines.joined(separator: "\n") + "\n"
    }

    private var value: [String] {
        if let reason = letter.sealedBecause { return ["value:     sealed, \(reason.printable)"] }
        if let cut = content.cut { return self.cut(cut) }
        guard let value = content.source.value else { return ["value:     none, a tombstone"] }
        return ["value:     \(value.count.grouped) bytes"] + shown(value) + decoded(value)
    }

    /// What is kept of a record that was too large. Nothing of it is decoded: it is not whole.
    private func cut(_ cut: CutRecord) -> [String] {
        let size =
            cut.valueBytes.map { "the first \(cut.valueStart.count.grouped) of \($0.grouped) bytes" }
            ?? "none, a tombstone"
        let hash = cut.valueHash.isEmpty ? "" : ", SHA-256 \(cut.valueHash.hexadecimal)"
        // A character may be cut through at the end.
        let text = (0...3).lazy.map { cut.valueStart.dropLast($0) }.first {
            String(validating: $0, as: UTF8.self) != nil
        }
        return [
            "cut:       the key has \(cut.keyBytes.grouped) bytes, there are \(cut.headers.grouped) headers; \(content.wayToWhole)",
            "value:     \(size)\(hash)",
        ] + shown(text.map { Array($0) } ?? cut.valueStart)
    }

    /// A value as text when it is text, else in hexadecimal.
    private func shown(_ value: [UInt8]) -> [String] {
        if value.isEmpty { return [] }
        if let text = String(validating: value, as: UTF8.self) { return ["  " + cut(text: text)] }
        let rest = value.count - LetterPage.mostHexadecimal
        return ["  0x" + value.prefix(LetterPage.mostHexadecimal).hexadecimal + (rest > 0 ? more(rest) : "")]
    }

    private func decoded(_ value: [UInt8]) -> [String] {
        let headers = ValueHeaders(content.source.headers)
        guard let schema = headers.schema ?? content.source.schema else {
            return ["decoded:   no, topic '\(content.source.topic.onOneLine)' is not known here"]
        }
        do throws(Complaint) {
            let json = try ValueJSON().json(of: value, format: headers.format, schema: schema)
            return ["decoded as \(schema.rawValue):", "  " + cut(text: String(decoding: json, as: UTF8.self))]
        } catch {
            return ["decoded:   no, \(error.detail.printable)"]
        }
    }

    private func cut(text: String) -> String {
        let rest = text.utf8.count - LetterPage.mostShown
        guard rest > 0 else { return text.printable }
        return String(decoding: text.utf8.prefix(LetterPage.mostShown), as: UTF8.self).printable + more(rest)
    }

    private func more(_ bytes: Int) -> String {
        "… and \(bytes.grouped) bytes more\(content.cut == nil ? ": write all with --value-to FILE" : "")"
    }
}

extension SourceRecord {
    /// What the values of its topic are; nil for a topic that is not known here.
    var schema: RecordSchema? { Topic.allCases.first { $0.word == topic }.map { RecordSchema(of: $0) } }
}

extension String {
    /// The text without control characters but line breaks and tabs: what is shown must not steer a terminal.
    fileprivate var printable: String {
        var text = UnicodeScalarView()
        for scalar in unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            text.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(text)
    }
}
