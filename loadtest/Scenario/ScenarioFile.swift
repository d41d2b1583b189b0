// Scenarios as YAML files.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Wire
import Yams

/// Reads scenarios. `loadtest/scenarios.md` documents the language; a test reads its examples.
enum ScenarioFile {
    /// The scenario of that name that is built in, else that of the file.
    ///
    /// - Throws: `PolicyError` with all mistakes, each with its line and how to mend it; `CocoaError` when the file cannot be read.
    static func load(_ choice: String) throws -> Scenario {
        if let preset = ScenarioPresets.all.first(where: { $0.name == choice }) {
            return try decode(yaml: preset.yaml, file: "preset \(choice)")
        }
        guard FileManager.default.fileExists(atPath: choice) else {
            let names = ScenarioPresets.all.map(\.name)
            let nearest = NearestName.of(choice, among: names).map { "did you mean '\($0)'? " } ?? ""
            throw PolicyError([
                PolicyError.Issue(
                    place: nil, problem: "there is no scenario '\(choice)', nor a file of that name",
                    remedy: "\(nearest)built in: \(names.joined(separator: ", "))")
            ])
        }
        return try decode(yaml: String(contentsOfFile: choice, encoding: .utf8), file: choice)
    }

    /// The scenario of one file; `file` is its name in messages.
    ///
    /// - Throws: `PolicyError` with all mistakes of the file.
    static func decode(yaml: String, file: String) throws(PolicyError) -> Scenario {
        let root = try PolicyReader.root(of: yaml, file: file, begins: "scenario")
        var reader = PolicyReader(file: file)
        let scenario = reader.scenario(root)
        guard reader.issues.isEmpty, let scenario else { throw PolicyError(reader.issues.inOrder) }
        return scenario
    }
}

extension PolicyReader {
    fileprivate mutating func scenario(_ root: Node) -> Scenario? {
        let optional = [
            "seed", "policy", "partitions", "workers", "lanes", "tenants", "agents", "teams", "shops", "conversations",
            "disturbances", "objectives", "chaos",
        ]
        guard let fields = fields(root, of: "a scenario", required: ["scenario", "phases"], optional: optional) else {
            return nil
        }
        let conversations = conversations(fields["conversations"])
        let name = identifier(fields["scenario"], "the scenario")
        let phases = phases(fields["phases"], mix: conversations.mix)
        let scenario = Scenario(
            name: name ?? "", seed: UInt64(count(fields["seed"], "the seed", in: 0...Int.max) ?? 1),
            policy: text(fields["policy"], "the policy") ?? "pharma-v2",
            partitions: count(fields["partitions"], "'partitions'", in: 1...1_000) ?? 12,
            workers: count(fields["workers"], "'workers'", in: 1...64) ?? 2,
            lanes: count(fields["lanes"], "'lanes'", in: 1...64) ?? 1,
            tenants: population(fields["tenants"], "'tenants'", most: 100, otherwise: .init(count: 1, skew: 0)),
            agents: population(
                fields["agents"], "'agents'", most: 100_000, otherwise: .init(count: 500, skew: 80)),
            teams: count(fields["teams"], "'teams'", in: 1...10_000) ?? 20,
            shops: population(fields["shops"], "'shops'", most: 10_000, otherwise: .init(count: 50, skew: 100)),
            conversations: conversations, disturbances: disturbances(fields["disturbances"]), phases: phases,
            objectives: objectives(fields["objectives"]), chaos: chaos(fields["chaos"]))
        for (index, action) in scenario.chaos.enumerated() where action.at >= scenario.length {
            if let node = fields["chaos"]?.sequence?[index] {
                refuse(node, "this happens after the last phase", "let it happen within \(scenario.length.count) ms")
            }
        }
        return issues.isEmpty ? scenario : nil
    }

    private mutating func population(
        _ node: Node?, _ what: String, most: Int, otherwise: Scenario.Population
    ) -> Scenario.Population {
        guard let node else { return otherwise }
        if node.scalar != nil {
            return .init(count: count(node, what, in: 1...most) ?? 1, skew: otherwise.skew)
        }
        guard let fields = fields(node, of: what, required: ["count"], optional: ["skew"]) else { return otherwise }
        return .init(
            count: count(fields["count"], "how many", in: 1...most) ?? 1,
            skew: hundredths(fields["skew"], "the skew", most: 300) ?? otherwise.skew)
    }

    /// A number with at most two decimals, in hundredths.
    private mutating func hundredths(_ node: Node?, _ what: String, most: Int) -> Int? {
        guard let node, let text = text(node, what) else { return nil }
        if let points = Points(written: text), points >= .zero, points.hundredths <= most {
            return Int(points.hundredths)
        }
        refuse(node, "\(what) is '\(text)'", "write a number from 0 to \(most / 100) with at most two decimals")
        return nil
    }

    private static let mixKeys = ["english", "angry", "complaints", "late", "unfinished", "rated", "reopened"]

    private mutating func share(_ node: Node?, _ what: String, otherwise: Int) -> Int {
        count(node, "'\(what)', a share in a thousand,", in: 0...1000) ?? otherwise
    }

    private mutating func mix(_ fields: [String: Node], otherwise: Scenario.Mix) -> Scenario.Mix {
        Scenario.Mix(
            english: share(fields["english"], "english", otherwise: otherwise.english),
            angry: share(fields["angry"], "angry", otherwise: otherwise.angry),
            complaints: share(fields["complaints"], "complaints", otherwise: otherwise.complaints),
            late: share(fields["late"], "late", otherwise: otherwise.late),
            unfinished: share(fields["unfinished"], "unfinished", otherwise: otherwise.unfinished),
            rated: share(fields["rated"], "rated", otherwise: otherwise.rated),
            reopened: share(fields["reopened"], "reopened", otherwise: otherwise.reopened))
    }

    private mutating func conversations(_ node: Node?) -> Scenario.Conversations {
        var result = Scenario.Conversations()
        guard let node,
            let fields = fields(
                node, of: "'conversations'", required: [],
                optional: ["events", "pace", "text", "json"] + Self.mixKeys)
        else { return result }
        result.events = count(fields["events"], "'events'", in: 12...200) ?? result.events
        result.pace = count(fields["pace"], "'pace'", in: 1...1000) ?? result.pace
        result.text = count(fields["text"], "'text'", in: 0...20_000) ?? result.text
        result.json = share(fields["json"], "json", otherwise: result.json)
        result.mix = mix(fields, otherwise: result.mix)
        return result
    }

    private mutating func disturbances(_ node: Node?) -> Scenario.Disturbances {
        var result = Scenario.Disturbances()
        guard let node,
            let fields = fields(
                node, of: "'disturbances'", required: [],
                optional: ["bad", "duplicates", "reordered", "reordered-by", "late", "late-by"])
        else { return result }
        result.bad = share(fields["bad"], "bad", otherwise: 0)
        result.duplicates = share(fields["duplicates"], "duplicates", otherwise: 0)
        result.reordered = share(fields["reordered"], "reordered", otherwise: 0)
        result.reorderedBy = delay(fields["reordered-by"], "'reordered-by'") ?? result.reorderedBy
        result.late = share(fields["late"], "late", otherwise: 0)
        result.lateBy = delay(fields["late-by"], "'late-by'") ?? result.lateBy
        return result
    }

    private mutating func delay(_ node: Node?, _ what: String) -> Milliseconds? {
        guard let node, let delay = duration(node, what) else { return nil }
        guard delay <= LoadSchedule.longestDelay else {
            refuse(node, "\(what) is longer than a minute", "write at most 60s")
            return nil
        }
        return delay
    }

    private mutating func phases(_ node: Node?, mix: Scenario.Mix) -> [Scenario.Phase] {
        var phases: [Scenario.Phase] = []
        for node in list(node, of: "'phases'") {
            guard
                let fields = fields(
                    node, of: "a phase", required: ["name", "for", "rate"], optional: ["to"] + Self.mixKeys),
                let name = identifier(fields["name"], "the phase"), let length = duration(fields["for"], "'for'"),
                let rate = count(fields["rate"], "'rate', in events a second,", in: 1...10_000_000)
            else { continue }
            let end = count(fields["to"], "'to', in events a second,", in: 1...10_000_000)
            if phases.contains(where: { $0.name == name }) {
                refuse(node, "there are two phases '\(name)'", "give each a name of its own")
            }
            phases.append(
                .init(
                    name: name, length: length, rate: rate, endRate: end ?? rate,
                    mix: self.mix(fields, otherwise: mix)))
        }
        return phases
    }

    private mutating func objectives(_ node: Node?) -> Scenario.Objectives {
        var result = Scenario.Objectives(latency: [.init(share: 9_900, bound: .seconds(1))])
        guard let node,
            let fields = fields(
                node, of: "'objectives'", required: [], optional: ["latency", "alert-latency", "shortfall", "lag"])
        else { return result }
        if fields["latency"] != nil { result.latency = percentiles(fields["latency"], "'latency'") }
        result.alertLatency = percentiles(fields["alert-latency"], "'alert-latency'")
        result.shortfall = share(fields["shortfall"], "shortfall", otherwise: result.shortfall)
        result.lag = count(fields["lag"], "'lag', in events,", in: 0...Int.max)
        return result
    }

    private mutating func percentiles(_ node: Node?, _ what: String) -> [Scenario.Percentile] {
        guard let node, let entries = entries(node, of: what) else { return [] }
        let known = ["p50": 5_000, "p90": 9_000, "p95": 9_500, "p99": 9_900, "p99.9": 9_990, "p99.99": 9_999]
        return entries.compactMap { name, key, value in
            guard let share = known[name] else {
                refuse(key, unknown: "percentile", name, among: known.keys.sorted())
                return nil
            }
            return duration(value, "'\(name)'").map { .init(share: share, bound: $0) }
        }
    }

    private mutating func chaos(_ node: Node?) -> [Scenario.ChaosAction] {
        var actions: [Scenario.ChaosAction] = []
        let deeds = ["kill", "pause", "add", "remove", "delay", "outage", "command"]
        for node in list(node, of: "'chaos'") {
            guard let fields = fields(node, of: "an action", required: ["at"], optional: ["for"] + deeds),
                let at = duration(fields["at"], "'at'")
            else { continue }
            let named = deeds.filter { fields[$0] != nil }
            guard named.count == 1, let name = named.first else {
                refuse(node, "an action does one thing", "name one of \(deeds.joined(separator: ", "))")
                continue
            }
            let lasts = ["pause", "delay", "outage"].contains(name)
            if lasts != (fields["for"] != nil) {
                refuse(
                    node, lasts ? "'\(name)' does not say for how long" : "'\(name)' does not last",
                    lasts ? "add 'for: 5s'" : "drop 'for'")
                continue
            }
            guard let deed = deed(name, fields[name]) else { continue }
            actions.append(
                .init(at: at, deed: deed, length: fields["for"].flatMap { duration($0, "'for'") } ?? .zero))
        }
        return actions.sorted { $0.at < $1.at }
    }

    private mutating func deed(_ name: String, _ node: Node?) -> Scenario.ChaosAction.Deed? {
        switch name {
        case "kill": count(node, "the worker's number", in: 1...64).map { .kill($0) }
        case "pause": count(node, "the worker's number", in: 1...64).map { .pause($0) }
        case "remove": count(node, "the worker's number", in: 1...64).map { .remove($0) }
        case "add": count(node, "how many", in: 1...64).map { .add($0) }
        case "delay": duration(node, "'delay'").map { .delay($0) }
        case "outage": flag(node, "'outage'").map { _ in .outage }
        default: text(node, "'command'").map { .command($0) }
        }
    }
}
