// Reads the clocks and surveys of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The clocks, which checks can then use.
    mutating func clocks(_ node: Node?) -> [ClockPolicy] {
        var policies: [ClockPolicy] = []
        for (name, key, value) in entries(node, of: "clocks") ?? [] {
            guard let kind = ClockKind.allCases.first(where: { $0.word == name }) else {
                refuse(key, unknown: "clock", name, among: ClockKind.allCases.map(\.word))
                continue
            }
            clocks.append(kind)
            if let policy = clock(kind, value) { policies.append(policy) }
        }
        return policies
    }

    private mutating func clock(_ kind: ClockKind, _ node: Node) -> ClockPolicy? {
        let what = "the clock '\(kind.word)'"
        guard let fields = fields(node, of: what, required: ["target", "alerts"], optional: ["receivers"]) else {
            return nil
        }
        let target = duration(fields["target"], "the target of \(what)")
        let alerts = flag(fields["alerts"], "'alerts' of \(what)")
        var receivers: [String] = []
        for element in list(fields["receivers"], of: "'receivers' of \(what)") {
            if let receiver = identifier(element, "a receiver of \(what)") { receivers.append(receiver) }
        }
        if alerts == true, fields["receivers"] == nil {
            refuse(node, "\(what) alerts nobody", "add 'receivers: [leader]', or write 'alerts: false'")
        }
        guard let target, let alerts else { return nil }
        return ClockPolicy(kind: kind, target: target, alerts: alerts, receivers: receivers)
    }

    /// What counts of surveys.
    mutating func surveys(_ node: Node?) -> SurveyPolicy? {
        guard let fields = fields(node, of: "surveys", required: ["window"]) else { return nil }
        return duration(fields["window"], "the window of surveys").map { SurveyPolicy(window: $0) }
    }

    /// How long conversations are kept; what is left out is as long as surveys are waited for.
    mutating func keeping(_ node: Node?, surveys: SurveyPolicy?) -> KeepingPolicy? {
        guard let node, let fields = fields(node, of: "keeping", required: [], optional: ["reviews", "reopening"])
        else { return nil }
        func window(_ name: String) -> Milliseconds? {
            fields[name].flatMap { duration($0, "'\(name)' of keeping") } ?? surveys?.window
        }
        guard let reviews = window("reviews"), let reopening = window("reopening") else { return nil }
        return KeepingPolicy(reviews: reviews, reopening: reopening)
    }

    /// The time zone.
    mutating func zone(_ node: Node?) -> ZoneRules? {
        guard let node, let name = text(node, "the zone") else { return nil }
        guard let zone = ZoneRules(named: name) else {
            refuse(
                node, "unknown zone '\(name)'",
                "\(NearestName.of(name, among: ZoneRules.names).map { "did you mean '\($0)'? " } ?? "")"
                    + "write an IANA name, for instance Asia/Shanghai")
            return nil
        }
        return zone
    }
}
