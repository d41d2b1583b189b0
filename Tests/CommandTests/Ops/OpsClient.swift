// Asks an operations listener, byte by byte if need be.
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks
import Foundation

/// A connection to a port of this machine. Waits as long as the other side does.
final class OpsClient {
    /// What came back.
    struct Answer {
        var status: Int
        var head: String
        var body: String

        /// The value of a series in the text format of Prometheus; nil when there is none.
        func value(_ series: String) -> Double? {
            body.split(separator: "\n").first { $0.hasPrefix(series + " ") }.flatMap {
                Double($0.dropFirst(series.count + 1))
            }
        }
    }

    /// There was no answer.
    struct NoAnswer: Error {}

    private let socket: Socket

    init(port: UInt16) throws {
        socket = try Socket(domain: AF_INET)
        do {
            try socket.connect(to: .inet(ip4: "127.0.0.1", port: port))
        } catch {
            try? socket.close()
            throw error
        }
    }

    deinit { try? socket.close() }

    func write(_ text: String) throws {
        let data = Data(text.utf8)
        var place = 0
        while place < data.count { place = try socket.write(data, from: place) }
    }

    /// Everything until the other side has closed.
    func readAll() -> String {
        var bytes: [UInt8] = []
        while let more = try? socket.read(atMost: 65_536) { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The answer to what was written.
    func answer() throws -> Answer {
        let text = readAll()
        guard let gap = text.firstRange(of: "\r\n\r\n"),
            let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { throw NoAnswer() }
        return Answer(status: status, head: String(text[..<gap.lowerBound]), body: String(text[gap.upperBound...]))
    }

    /// The answer to one request.
    static func ask(_ port: UInt16, _ path: String, method: String = "GET") throws -> Answer {
        let client = try OpsClient(port: port)
        try client.write("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return try client.answer()
    }
}
