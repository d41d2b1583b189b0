// Dialogues of a corpus, with what people thought of them.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Wire

/// A dialogue of a corpus.
struct Dialogue {
    /// What was said.
    var transcript: Transcript
    /// What people thought of it; nil when they were not asked.
    var judgement: Double?

    /// Half A was read when the presets' words were chosen, half B was to confirm them: by the second byte of SHA-256 of the id.
    var isInHalfA: Bool { SHA256.hash(Array(transcript.id.utf8))[1].isMultiple(of: 2) }

    /// Reads a file of one JSON object a line. `label` names the mean judgement "S" (which may also stand under "satisfaction"),
    /// "A" or "E".
    static func read(_ path: String, label: String) throws -> [Dialogue] {
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
        return try lines.enumerated().map { number, line in
            do throws(Complaint) {
                guard case .transcript(let transcript) = try OfflineLine(json: Array(line)) else {
                    throw Complaint(.invalid, "it is no transcript")
                }
                let judged = try? JSONDecoder().decode(Judged.self, from: Data(line))
                let mean = judged?.labels?.means["\(label)_mean"] ?? (label == "S" ? judged?.satisfaction : nil)
                return Dialogue(transcript: transcript, judgement: mean)
            } catch {
                throw CorpusError(description: "\(path):\(number + 1): \(error.detail)")
            }
        }
    }

    /// The judgements of a line.
    private struct Judged: Decodable {
        /// The labels that are numbers.
        struct Labels: Decodable {
            var means: [String: Double] = [:]

            private struct Key: CodingKey {
                var stringValue: String
                var intValue: Int? { nil }
                init?(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                for key in container.allKeys {
                    means[key.stringValue] = try? container.decode(Double.self, forKey: key)
                }
            }
        }

        var satisfaction: Double?
        var labels: Labels?
    }
}

/// A corpus that cannot be read.
struct CorpusError: Error, CustomStringConvertible {
    var description: String
}
