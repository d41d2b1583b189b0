// Every import against the plan's table of modules.
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Module boundaries")
struct ModuleBoundaryTests {
    /// What each module may import: a line, each imports only what stands before it. The package manager does not refuse more.
    static let table: [String: Set<String>] = [
        "Quality": [],
        "Wire": ["Quality", "CZstd", "SwiftProtobuf", "Yams", "Foundation", "Synchronization", "Glibc"],
        "Pipeline": ["Quality", "Wire", "HeapModule"],
        // The only one that sees keys: tasks stay without.
        "Sealing": ["Quality", "Wire", "Pipeline", "Crypto", "Foundation", "SwiftProtobuf"],
        "KafkaLog": [
            "Quality", "Wire", "Pipeline", "Sealing", "CJemalloc", "CRdKafka", "Logging", "Metrics", "Dispatch",
            "Foundation",
            "Glibc",
            "Darwin",
            "Synchronization",
        ],
        "Simulation": ["Quality", "Wire", "Pipeline", "HeapModule"],
        // What executables share: settings, failures, pages, what operators are told.
        "Commands": [
            "Quality", "Wire", "Pipeline", "Sealing", "KafkaLog", "ArgumentParser", "Dispatch", "FlyingSocks",
            "Foundation",
            "Glibc", "Logging", "Metrics", "Synchronization", "Yams",
        ],
        // The gateway without its cluster: it never sees the pipeline.
        "Services": [
            "Quality", "Wire", "Commands", "DequeModule", "Foundation", "GRPCCore", "GRPCProtobuf", "Hummingbird",
            "HummingbirdCore", "HummingbirdTLS", "JWTKit", "Logging", "NIOCore", "NIOSSL", "SwiftProtobuf",
            "Synchronization",
        ],
        "assay-gateway": [
            "Quality", "Wire", "Pipeline", "KafkaLog", "Commands", "Services", "ArgumentParser", "Dispatch",
            "Foundation",
            "GRPCCore", "GRPCNIOTransportHTTP2Posix", "Hummingbird", "Logging", "NIOSSL", "SwiftProtobuf",
            "Synchronization",
        ],
        // The demo's traffic comes from Simulation.
        "assay": [
            "Quality", "Wire", "Pipeline", "Sealing", "KafkaLog", "Commands", "Simulation", "ArgumentParser",
            "Dispatch",
            "Foundation",
            "Glibc",
            "Logging", "Metrics", "Synchronization", "Yams",
        ],
        "loadtest": [
            "Quality", "Wire", "Pipeline", "KafkaLog", "Simulation", "ArgumentParser", "Dispatch", "Foundation",
            "Glibc", "Histogram", "Logging", "Synchronization", "Yams",
        ],
    ]

    @Test("every module imports only what the table allows", arguments: ModuleBoundaryTests.table.keys.sorted())
    func importsFollowTheTable(module: String) throws {
        let allowed = try #require(Self.table[module])
        let files = try SourceTree.files(in: module == "loadtest" ? "loadtest" : "Sources/\(module)")
        #expect(!files.isEmpty)
        for file in files where !file.isGenerated {
            let foreign = file.imports.subtracting(allowed)
            #expect(
                foreign.isEmpty, "\(file.path) imports \(foreign.sorted()), which the table does not allow to \(module)"
            )
        }
    }

    @Test("every source folder has a line in the table")
    func everyModuleIsListed() throws {
        let folders = Set(try SourceTree.files(in: "Sources").map { String($0.path.split(separator: "/")[1]) })
        #expect(folders.subtracting(Self.table.keys).isEmpty)
    }

    @Test("only KafkaLog sees librdkafka and only Wire sees zstd")
    func foreignLibrariesHaveOneHome() throws {
        for file in try SourceTree.files(in: "Sources") {
            if file.imports.contains("CRdKafka") { #expect(file.path.hasPrefix("Sources/KafkaLog/")) }
            if file.imports.contains("Crypto") { #expect(file.path.hasPrefix("Sources/Sealing/")) }
            if file.imports.contains("CZstd") { #expect(file.path.hasPrefix("Sources/Wire/")) }
        }
    }
}
