// swift-tools-version: 6.2
// Assay: one package; what each module may import is the table in Tests/HouseTests/ModuleBoundaryTests.swift.
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// The settings of every target of ours, in one place.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// The inner loops cross module borders (`Quality` → `Wire` → `Pipeline`): a release build may inline through them.
let crossModule: [SwiftSetting] = [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]

/// Exclusive access is checked at run time in debug builds, where the tests run; the release build saves the checks.
let hot: [SwiftSetting] =
    crossModule + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let grpc: [Target.Dependency] = [
    .product(name: "GRPCCore", package: "grpc-swift-2"),
    .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
    .product(name: "GRPCProtobuf", package: "grpc-swift-protobuf"),
]
let http: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
]
let tokens: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
/// Sockets without NIO: HTTP frameworks that serve more belong to the gateway.
let sockets: Target.Dependency = .product(name: "FlyingSocks", package: "FlyingFox")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "assay",
    products: [
        .executable(name: "assay", targets: ["assay"]),
        .executable(name: "assay-gateway", targets: ["assay-gateway"]),
        .executable(name: "loadtest", targets: ["loadtest"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        .systemLibrary(name: "CRdKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        .target(name: "Quality", swiftSettings: strict + hot),
        .target(name: "Wire", dependencies: ["Quality", "CZstd", protobuf, yaml], swiftSettings: strict + crossModule),
        .target(name: "Pipeline", dependencies: ["Wire", "Quality", heap], swiftSettings: strict + hot),
        .target(
            name: "Sealing", dependencies: ["Pipeline", "Wire", "Quality", crypto, protobuf],
            swiftSettings: strict + crossModule),
        .target(
            name: "KafkaLog",
            dependencies: ["Sealing", "Pipeline", "Wire", "Quality", "CJemalloc", "CRdKafka", logging, metrics],
            swiftSettings: strict + crossModule),
        .target(
            name: "Simulation", dependencies: ["Pipeline", "Wire", "Quality", heap],
            swiftSettings: strict + crossModule),

        .target(
            name: "Commands",
            dependencies: [
                "KafkaLog", "Sealing", "Pipeline", "Wire", "Quality", arguments, logging, metrics, sockets, yaml,
            ],
            swiftSettings: strict + crossModule),

        .target(
            name: "Services",
            dependencies: ["Commands", "Wire", "Quality", deque, protobuf, logging, tokens] + grpc + http,
            resources: [
                "index.html", "dashboard.css", "dashboard.js", "api.js", "charts.js", "elements.js", "words.js",
                "views.js",
                "conversation.js", "icon.svg",
            ].map { .embedInCode("Dashboard/\($0)") },
            swiftSettings: strict + crossModule),

        .executableTarget(
            name: "assay",
            dependencies: [
                "Commands", "KafkaLog", "Sealing", "Simulation", "Pipeline", "Wire", "Quality", arguments, logging,
                metrics, yaml,
            ],
            swiftSettings: strict + crossModule),
        .executableTarget(
            name: "assay-gateway",
            dependencies: [
                "Services", "Commands", "KafkaLog", "Pipeline", "Wire", "Quality", arguments, logging, protobuf,
            ]
                + grpc + http,
            swiftSettings: strict + crossModule),
        .executableTarget(
            name: "loadtest",
            dependencies: [
                "KafkaLog", "Simulation", "Pipeline", "Wire", "Quality", arguments, histogram, logging, yaml,
            ],
            path: "loadtest", exclude: ["performance.md", "scenarios.md", "zstd.md"],
            swiftSettings: strict + crossModule),

        .testTarget(name: "HouseTests", swiftSettings: strict),
        .testTarget(name: "QualityTests", dependencies: ["Quality", "Wire", "Simulation"], swiftSettings: strict),
        .testTarget(
            name: "WireTests", dependencies: ["Wire", "Quality", "Simulation", protobuf], swiftSettings: strict),
        .testTarget(
            name: "PipelineTests", dependencies: ["Pipeline", "Simulation", "Wire", "Quality"], swiftSettings: strict),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation", "Pipeline", "Wire", "Quality"],
            swiftSettings: strict),
        .testTarget(
            name: "SealingTests", dependencies: ["Sealing", "Simulation", "Pipeline", "Wire", "Quality"],
            swiftSettings: strict),
        .testTarget(
            name: "KafkaLogTests", dependencies: ["KafkaLog", "Sealing", "Pipeline", "Simulation", "Wire", "Quality"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "assay", "Commands", "KafkaLog", "Sealing", "Simulation", "Pipeline", "Wire", "Quality", logging,
                metrics, sockets,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ServicesTests", dependencies: ["Services", "Wire", "Quality", protobuf, tokens],
            swiftSettings: strict),
        .testTarget(
            name: "LoadtestTests",
            dependencies: ["loadtest", "KafkaLog", "Simulation", "Pipeline", "Wire", "Quality", protobuf],
            swiftSettings: strict),
    ]
)
