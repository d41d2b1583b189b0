// One dead letter as a line.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Quality
import Wire

/// Shows dead letters in a list.
enum LetterLine {
    /// How much of a detail is shown, in characters; `show` has all of it.
    private static let detailLength = 120

    /// Id, time, source, key, reason and the beginning of the detail, separated by tabs, with a newline.
    static func text(_ letter: StoredLetter) -> String {
        var fields = [letter.id.description, letter.timestamp.written ?? "-"]
        switch letter.content {
        case .success(let content):
            let detail =
                letter.sealedBecause != nil && content.detail.isEmpty ? "sealed" : content.detail.onOneLine
            fields += [
                content.source.place.onOneLine, text(key: content.source.key), reason(letter),
                String(detail.prefix(detailLength)) + (detail.count > detailLength ? "…" : ""),
            ]
        case .failure(let complaint):
            let detail = complaint.detail.onOneLine
            fields += ["-", text(key: letter.key), reason(letter), String(detail.prefix(detailLength))]
        }
        return fields.joined(separator: "\t") + "\n"
    }

    /// A JSON object on a line, with a newline.
    static func json(_ letter: StoredLetter) -> String {
        func time(_ instant: Instant) -> String { instant.written.map { "\"\($0)\"" } ?? "null" }
        var line = #"{"id":"\#(letter.id)","timestamp":\#(time(letter.timestamp)),"#
        switch letter.content {
        case .success(let content):
            let source = content.source
            line += #""topic":\#(JSONString.quoted(source.topic)),"partition":\#(source.partition),"#
            line += #""offset":\#(source.offset),"sourceTimestamp":\#(time(Instant(milliseconds: source.timestamp))),"#
            line += TailLine.key(source.key) + ","
            if let cut = content.cut {
                line += #""cut":true,"valueBytes":\#(cut.valueBytes.map(String.init) ?? "null"),"#
            }
            line += #""reason":"\#(reason(letter))","detail":\#(JSONString.quoted(content.detail))}"#
        case .failure(let complaint):
            line += #"\#(TailLine.key(letter.key)),"reason":"\#(reason(letter))","#
            line += #""error":\#(JSONString.quoted(complaint.detail))}"#
        }
        return line + "\n"
    }

    /// The word for why a record is a dead letter.
    static func reason(_ letter: StoredLetter) -> String {
        switch letter.content {
        case .success(let content): content.reason?.word ?? "unknown"
        case .failure: "unreadable"
        }
    }

    /// A key on a line; in hexadecimal when it is no text.
    static func text(key: [UInt8]?) -> String {
        guard let key else { return "-" }
        return String(validating: key, as: UTF8.self)?.onOneLine ?? "0x" + key.prefix(64).hexadecimal
    }
}

extension SourceRecord {
    /// "conversations[0]@41".
    var place: String { "\(topic)[\(partition)]@\(offset)" }
}

extension Sequence<UInt8> {
    /// Two digits a byte.
    var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
