// The operations listener over real sockets.
// SPDX-License-Identifier: Apache-2.0

import Metrics
import Quality
import Synchronization
import Testing

@testable import Commands

@Suite("Operations listener")
struct OpsListenerTests {
    /// Why it is not ready.
    private final class Reasons: Sendable {
        let list = Mutex<[String]>([])
    }

    /// A listener on a port that the system chose.
    private final class Scene {
        let registry = MetricsRegistry()
        let reasons = Reasons()
        let listener: OpsListener
        let port: UInt16

        init(patience: Milliseconds = .minutes(5)) throws {
            listener = OpsListener(
                address: try #require(OpsAddress(written: "127.0.0.1:0")), registry: registry,
                live: { ProbeAnswer() }, ready: { [reasons] in ProbeAnswer(reasons.list.withLock { $0 }) },
                patience: patience)
            port = try listener.start().port
        }

        deinit { listener.stop() }

        func ask(_ path: String, method: String = "GET") throws -> OpsClient.Answer {
            try OpsClient.ask(port, path, method: method)
        }

        /// The status with which these bytes are answered.
        func status(of request: String) throws -> Int {
            let client = try OpsClient(port: port)
            try client.write(request)
            return try client.answer().status
        }
    }

    @Test("metrics are text of Prometheus, probes are JSON with their reasons")
    func paths() throws {
        let scene = try Scene()
        Counter(label: "assay_test_total", dimensions: [("lane", "0")], factory: scene.registry).increment(by: 3)
        let metrics = try scene.ask("/metrics?name[]=x")
        #expect(metrics.status == 200 && metrics.head.contains("Content-Type: text/plain; version=0.0.4"))
        #expect(metrics.value(#"assay_test_total{lane="0"}"#) == 3)
        let live = try scene.ask("/livez")
        #expect(live.status == 200 && live.body == "{\"ok\":true,\"reasons\":[]}\n")
        #expect(live.head.contains("Content-Type: application/json") && live.head.contains("Connection: close"))
        #expect(try scene.ask("/readyz").status == 200)
        scene.reasons.list.withLock { $0 = ["lane 0 \"waits\"", "b"] }
        let unready = try scene.ask("/readyz")
        #expect(unready.status == 503)
        #expect(unready.body == "{\"ok\":false,\"reasons\":[\"lane 0 \\\"waits\\\"\",\"b\"]}\n")
    }

    @Test("HEAD gives the head alone; other methods are 405 and tell which there are; other paths are 404")
    func methods() throws {
        let scene = try Scene()
        let head = try scene.ask("/livez", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty && head.head.contains("Content-Length: 25"))
        for method in ["POST", "DELETE", "PUT", "OPTIONS"] {
            let answer = try scene.ask("/metrics", method: method)
            #expect(answer.status == 405 && answer.head.contains("Allow: GET, HEAD"))
        }
        for path in ["/", "/metrics/", "/Livez", "/../livez"] { #expect(try scene.ask(path).status == 404) }
    }

    @Test(
        "what is no request of HTTP/1 is refused with what is wrong",
        arguments: [
            ("\r\n\r\n", 400), ("GET\r\n\r\n", 400), ("GET /metrics\r\n\r\n", 400),
            ("GET  /metrics HTTP/1.1\r\n\r\n", 400), ("GET metrics HTTP/1.1\r\n\r\n", 400),
            ("G\u{1}T /metrics HTTP/1.1\r\n\r\n", 400), ("GET /métrics HTTP/1.1\r\n\r\n", 400),
            ("\u{16}\u{3}\u{1}\u{2}\n\n", 400), ("PRI * HTTP/2.0\r\n\r\n", 400), ("GET / HTTP/2.0\r\n\r\n", 505),
            ("GET / HTTP/1.1\r\nX: " + String(repeating: "y", count: 9_000), 431),
        ])
    func badRequests(request: String, status: Int) throws {
        #expect(try Scene().status(of: request) == status)
    }

    @Test("a request may come in pieces, with bare line ends, and with a body that nobody reads")
    func pieces() throws {
        let scene = try Scene()
        let slow = try OpsClient(port: scene.port)
        for piece in ["G", "ET /li", "vez HTTP/1.0\n", "A: b\n"] { try slow.write(piece) }
        // Meanwhile others are answered.
        #expect(try scene.ask("/livez").status == 200)
        try slow.write("\n")
        #expect(try slow.answer().status == 200)
        let body = String(repeating: "z", count: 50_000)
        #expect(
            try scene.status(of: "POST /metrics HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)") == 405)
    }

    @Test("long answers arrive whole, to many at the same time")
    func longAnswers() throws {
        let scene = try Scene()
        let meaning = String(repeating: "long ", count: 400_000)
        scene.registry.collect { [MetricFamily("assay_long", .gauge, meaning, 1)] }
        let clients = try (0..<8).map { _ in try OpsClient(port: scene.port) }
        for client in clients { try client.write("GET /metrics HTTP/1.1\r\n\r\n") }
        for client in clients {
            let answer = try client.answer()
            #expect(answer.body.utf8.count > meaning.utf8.count && answer.value("assay_long") == 1)
        }
    }

    @Test("who says nothing is not waited for")
    func silence() throws {
        let scene = try Scene(patience: Milliseconds(50))
        let silent = try OpsClient(port: scene.port)
        try silent.write("GET /")
        #expect(silent.readAll() == "")
    }

    @Test("connections beyond the bound are closed, and it goes on once there are fewer")
    func manyConnections() throws {
        let scene = try Scene()
        var held = try (0..<64).map { _ in try OpsClient(port: scene.port) }
        // Accepted in the order in which they came.
        let tooMany = try OpsClient(port: scene.port)
        #expect(tooMany.readAll() == "")
        let first = held.removeFirst()
        try first.write("GET /livez HTTP/1.1\r\n\r\n")
        #expect(try first.answer().status == 200)
        held.removeAll()
        // The listener learns of that as it comes to it.
        var status: Int?
        while status == nil { status = try? scene.ask("/livez").status }
        #expect(status == 200)
    }

    @Test("whoever hangs up, with or without an answer, leaves the others theirs")
    func hangingUp() throws {
        let scene = try Scene()
        for number in 0..<1_500 {
            let client = try OpsClient(port: scene.port)
            switch number % 3 {
            case 0: try client.write("GET /livez HT")
            case 1: try client.write("GET /metrics HTTP/1.1\r\n\r\n")
            default: #expect(try scene.ask("/livez").status == 200)
            }
            // With something unread this is a reset.
        }
        #expect(try scene.ask("/livez").status == 200)
    }

    @Test("when it stops, connections end and nobody is answered any more")
    func stops() throws {
        let scene = try Scene()
        let waiting = try OpsClient(port: scene.port)
        #expect(try scene.ask("/livez").status == 200)
        scene.listener.stop()
        #expect(waiting.readAll() == "")
        while (try? OpsClient(port: scene.port)) != nil {}
        scene.listener.stop()
    }

    @Test("a port that is taken, and an address of another machine, are told with status 78 and what to do")
    func cannotListen() throws {
        let scene = try Scene()
        for (address, reason) in [
            ("127.0.0.1:\(scene.port)", "Address already in use"), ("203.0.113.7:0", "Cannot assign requested address"),
        ] {
            let other = OpsListener(
                address: try #require(OpsAddress(written: address)), registry: MetricsRegistry(),
                live: { ProbeAnswer() }, ready: { ProbeAnswer() })
            let failure = #expect(throws: CommandFailure.self) { try other.start() }
            #expect(failure?.status == 78)
            #expect(failure?.message.contains("ops.listen: \(address) cannot be listened at: \(reason)") == true)
            #expect(failure?.message.contains("choose another port") == true)
        }
    }

    @Test("it listens at an address of IPv6, too")
    func ipv6() throws {
        let listener = OpsListener(
            address: try #require(OpsAddress(written: "[::1]:0")), registry: MetricsRegistry(),
            live: { ProbeAnswer() }, ready: { ProbeAnswer() })
        let bound = try listener.start()
        #expect(bound.port != 0 && "\(bound)" == "[::1]:\(bound.port)")
        listener.stop()
    }

    @Test(
        "addresses are numeric, or localhost",
        arguments: [
            ("0.0.0.0:9464", "0.0.0.0:9464"), ("127.0.0.1:0", "127.0.0.1:0"), ("localhost:80", "127.0.0.1:80"),
            ("[::]:9464", "[::]:9464"), ("[fe80::1]:65535", "[fe80::1]:65535"),
        ])
    func addresses(text: String, meant: String) {
        #expect(OpsAddress(written: text)?.description == meant)
    }

    @Test(
        "anything else is no address",
        arguments: [
            "", "9464", ":9464", "0.0.0.0", "0.0.0.0:", "0.0.0.0:65536", "0.0.0.0:-1", "0.0.0.0:+1", "0.0.0:1",
            "0.0.0.256:1", "1.2.3.4.5:1", "example.org:80", "::1:9464", "[::1]", "[zz::]:1", "[1.2.3.4]:1", "0.0.0.0:９",
        ])
    func noAddresses(text: String) {
        #expect(OpsAddress(written: text) == nil)
        #expect(Setting.opsListen.complaint(about: text)?.contains("for instance 0.0.0.0:9464") == true)
    }
}
