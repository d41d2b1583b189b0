// Brings a record's value to plain protobuf: content type and content encoding.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Quality
import SwiftProtobuf

/// How a value is written, from its record's headers.
package struct ValueFormat: Hashable, Sendable {
    /// The media type of the decoded value; nil for protobuf.
    package var contentType: String?
    /// The encoding around it; nil for none.
    package var contentEncoding: String?

    /// A format.
    package init(contentType: String? = nil, contentEncoding: String? = nil) {
        self.contentType = contentType
        self.contentEncoding = contentEncoding
    }

    /// Protobuf, not compressed.
    package static let plain = ValueFormat()
}

/// Brings values to plain protobuf.
package final class ValueReader {
    /// A value has at most so many bytes, as it comes and decoded (A43).
    package static let mostBytes = 16 << 20
    /// The headers of a record have at most so many bytes together: what waits keeps them.
    package static let mostHeaderBytes = 64 << 10
    private let decompressor = ZstdDecompressor()

    /// A reader with its own decompression context.
    package init() {}

    /// Refuses a value that is larger than any that is read.
    ///
    /// - Throws: `Complaint` with the size and the bound.
    package static func accept(valueBytes count: Int) throws(Complaint) {
        guard count > mostBytes else { return }
        throw Complaint(
            .invalid,
            "the value has \(count) bytes and may have \(mostBytes): let its producer split it or leave out what is no text; "
                + "max.message.bytes of the topic keeps out what is larger")
    }

    /// Refuses headers that are larger than any that are kept.
    ///
    /// - Throws: `Complaint` with the size and the bound.
    package static func accept(headerBytes count: Int) throws(Complaint) {
        guard count > mostHeaderBytes else { return }
        throw Complaint(
            .invalid,
            "the headers have more than \(mostHeaderBytes) bytes: let its producer put such content into the value")
    }

    /// The schemas that are read in either form.
    package enum Schema: Sendable {
        /// `ConversationEvent`.
        case conversation
        /// `SurveyEvent`.
        case survey
        /// `ReviewEvent`.
        case review
        /// `Supplement`.
        case supplement
    }

    /// The range of the value as plain protobuf: the given one, or, when it had to be decoded, one of bytes appended to `bytes`.
    ///
    /// - Throws: `Complaint`: the record is a dead letter.
    package func plain(
        _ bytes: inout [UInt8], _ range: ByteRange, format: ValueFormat, schema: Schema
    ) throws(Complaint) -> ByteRange {
        var range = range
        switch format.contentEncoding {
        case nil, "identity": break
        case "zstd": range = try decompressed(&bytes, range)
        case .some(let other):
            throw Complaint(.unknownEncoding, "content-encoding \"\(other)\" is not known; use zstd or none")
        }
        switch format.contentType {
        case nil, "application/x-protobuf", "application/protobuf": return range
        case "application/json": return try fromJSON(&bytes, range, schema)
        case .some(let other):
            throw Complaint(
                .unknownEncoding,
                "content-type \"\(other)\" is not known; use application/x-protobuf or application/json")
        }
    }

    private func decompressed(_ bytes: inout [UInt8], _ range: ByteRange) throws(Complaint) -> ByteRange {
        do throws(ZstdError) {
            let value = try decompressor.decompress(Array(bytes[range]), limit: ValueReader.mostBytes)
            return bytes.appendRange(value)
        } catch {
            throw Complaint(.malformed, "the value is not a usable zstd frame: \(error)")
        }
    }

    private func fromJSON(_ bytes: inout [UInt8], _ range: ByteRange, _ schema: Schema) throws(Complaint) -> ByteRange {
        do {
            let json = Data(bytes[range])
            switch schema {
            case .conversation:
                return bytes.appendRange(encoded(try ProtoConversationEvent(jsonUTF8Data: json)))
            case .survey:
                return bytes.appendRange(encoded(try ProtoSurveyEvent(jsonUTF8Data: json)))
            case .review:
                return bytes.appendRange(encoded(try ProtoReviewEvent(jsonUTF8Data: json)))
            case .supplement:
                return bytes.appendRange(encoded(try ProtoSupplement(jsonUTF8Data: json)))
            }
        } catch {
            throw Complaint(.malformed, "the value is not the proto3 JSON of a \(schema) event: \(error)")
        }
    }
}
