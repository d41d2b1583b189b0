// The little of HTTP that the operations listener speaks.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The first line of a request, once its head is complete.
struct RequestHead: Equatable {
    /// What reading a head came to.
    enum Outcome: Equatable {
        /// More bytes must come.
        case incomplete
        /// The head is complete.
        case head(RequestHead)
        /// It is no request that can be answered otherwise than by this.
        case refused(HTTPAnswer)
    }

    /// Heads beyond 8 KiB are refused.
    static let mostBytes = 8_192

    var method: String
    /// The path, without what follows a question mark.
    var path: String

    /// Reads what has come so far of a head: RFC 9112, leniently where line ends are concerned.
    static func read(_ bytes: [UInt8]) -> Outcome {
        guard bytes.count <= mostBytes else { return .refused(HTTPAnswer(431, "Request Header Fields Too Large")) }
        guard let end = endOfHead(bytes) else {
            return bytes.count < mostBytes
                ? .incomplete : .refused(HTTPAnswer(431, "Request Header Fields Too Large"))
        }
        let bad = HTTPAnswer(400, "Bad Request")
        let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first else { return .refused(bad) }
        let line = first.last == UInt8(ascii: "\r") ? first.dropLast() : first
        guard line.allSatisfy({ (32...126).contains($0) }) else { return .refused(bad) }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard words.count == 3, words[2].hasPrefix("HTTP/"),
            !words[0].isEmpty, words[0].allSatisfy({ $0.isLetter || $0 == "-" }), words[1].first == "/"
        else { return .refused(bad) }
        guard words[2].hasPrefix("HTTP/1.") else { return .refused(HTTPAnswer(505, "HTTP Version Not Supported")) }
        return .head(RequestHead(method: words[0], path: String(words[1].prefix { $0 != "?" })))
    }

    /// Behind the empty line that ends a head.
    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        var isLineEmpty = false
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                if isLineEmpty { return index + 1 }
                isLineEmpty = true
            case UInt8(ascii: "\r"): break
            default: isLineEmpty = false
            }
        }
        return nil
    }
}

/// An answer, after which the connection is closed.
struct HTTPAnswer: Equatable {
    var status: Int
    var reason: String
    var contentType = "text/plain; charset=utf-8"
    var body: String
    /// Whether only the head is sent, as HEAD asks for.
    var isHeadOnly = false
    /// The methods that the path takes, where another one was asked for.
    var allowed: String?

    /// An answer whose text is its reason.
    init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
        body = reason + "\n"
    }

    /// An answer with a text.
    init(_ status: Int, _ reason: String, contentType: String, body: String) {
        self.init(status, reason)
        self.contentType = contentType
        self.body = body
    }

    var bytes: Data {
        let allow = allowed.map { "Allow: \($0)\r\n" } ?? ""
        let head =
            "HTTP/1.1 \(status) \(reason)\r\nContent-Type: \(contentType)\r\nContent-Length: \(body.utf8.count)\r\n"
            + allow + "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
        return Data((isHeadOnly ? head : head + body).utf8)
    }
}
