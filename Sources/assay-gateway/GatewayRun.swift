// A gateway from its start to its end.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Dispatch
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Services

/// Puts the gateway together and runs it.
struct GatewayRun {
    private let settings: Settings
    private let policies: PolicySet
    private let logger: Logger

    init(_ settings: Settings, _ policies: PolicySet) {
        self.settings = settings
        self.policies = policies
        logger = settings.logger
    }

    /// How often signals are looked for, and how often streams are looked after.
    private static let lookInterval = Duration.milliseconds(100)
    private static let tickLooks = 10

    func run(until signals: StopSignals) async throws {
        let addresses = try ListenAddresses(settings)
        let gate = try await makeGate(addresses)
        let tls = try ServerTLS(settings)
        let log = try AccessFile(settings).log
        let reviewable = reviewable
        let topics = try await blocking { () throws in
            try ResultTopics(settings, reviewable: reviewable, logger: logger)
        }
        let view = View(
            budget: ViewBudget(bytes: settings.count(.gatewayMemory), index: settings.count(.gatewayIndex)),
            beginnings: topics.beginnings, knowsEarlier: topics.earlier.isEmpty)
        let cluster = ClusterSources(settings, policies, topics: topics)
        let service = ResultsService(view: view, sources: cluster.sources, log: log, limits: limits)
        let followers = try ResultTopic.allCases.map {
            try Follower($0, view: view, topics: topics, settings: settings)
        }
        for follower in followers { follower.start() }
        defer { for follower in followers { follower.stop() } }
        let earlier = EarlierEvaluations(topics.earlier, view: view, settings.kafka, logger: logger)
        earlier.start()
        defer { earlier.stop() }
        let servers = Servers(service, gate: gate, addresses: addresses, tls: tls, logger: logger)
        let listener = try GatewayOps.start(settings, service) {
            followers.filter(\.standsStill).map { "\($0.name) has not been looked at for a minute" }
                + [servers.failure].compactMap { $0 }
        }
        defer { listener?.stop() }
        try await servers.start()
        var looks = 0
        while !signals.wait(for: .nanoseconds(0)), servers.failure == nil {
            try await Task.sleep(for: Self.lookInterval)
            looks += 1
            if looks % Self.tickLooks == 0 { service.tick() }
        }
        logger.info("stopping: streams are told to go on elsewhere")
        service.stop()
        await servers.stop()
        if let failure = servers.failure { throw CommandFailure.software(failure) }
        logger.info("stopped")
    }

    /// Evaluations of so long ago can be found: for as long as a policy keeps episodes, workers take reviews of them.
    private var reviewable: Milliseconds {
        guard settings.text(.gatewayReviewable) == nil else { return settings.duration(.gatewayReviewable) }
        return policies.versions.map(\.episodeWindow).max() ?? settings.duration(.gatewayHistory)
    }

    private var limits: StreamLimits {
        StreamLimits(
            most: settings.count(.gatewayStreams), mostOfCaller: settings.count(.gatewayStreamsPerSubject),
            patience: .milliseconds(settings.duration(.gatewayStreamPatience).count))
    }

    private func makeGate(_ addresses: ListenAddresses) async throws -> Gate {
        if let tenant = settings.text(.gatewayOpen) {
            guard settings.text(.tokenKeys) == nil else {
                throw CommandFailure.configuration(
                    "gateway.open and gateway.tokens.keys exclude each other: keep one of them")
            }
            guard addresses.areLoopback else {
                throw CommandFailure.configuration(
                    "gateway.open lets everybody in, so gateway.http and gateway.grpc must be loopback addresses, for instance 127.0.0.1:8080"
                )
            }
            logger.warning("open: everybody on this machine sees all results of the tenant '\(tenant)'")
            return Gate(.open(Caller(tenant: tenant, role: .quality, subject: "open")))
        }
        guard let file = settings.text(.tokenKeys) else {
            throw CommandFailure.configuration(
                "there is no gateway.tokens.keys: nothing is served without tokens. Name the JWKS file of their issuer, or, for a demonstration on this machine, set gateway.open to a tenant"
            )
        }
        let text: String
        do { text = try String(contentsOfFile: file, encoding: .utf8) } catch {
            throw CommandFailure.noInput("the keys in \(file) cannot be read: \(error.localizedDescription)")
        }
        do {
            let tokens = try await Tokens(
                jwks: text, issuer: settings.text(.tokenIssuer), audience: settings.text(.tokenAudience))
            return Gate(.tokens(tokens))
        } catch {
            throw CommandFailure.configuration("the keys in \(file) cannot be used: \(error)")
        }
    }
}
