// The service levels of the handbooks, to be named by policies.
// SPDX-License-Identifier: Apache-2.0

/// The service levels of the handbooks (requirements §7): calendars and clocks as a policy file has them.
///
/// What the handbooks leave open is a setting that a policy has to give, and is invented by nobody: numbers that are lost in the
/// print (S3-010, S3-011), and after which delays a ladder goes on (S3-030 to S3-032 name its steps alone).
enum ServiceLevelPresets {
    /// One of them.
    struct Preset: Sendable {
        var name: String
        /// The settings that it needs, and what each is.
        var settings: [(name: String, what: String)]
        /// Calendars and clocks; `$NAME` stands for a setting.
        var yaml: String
    }

    static let all = [pharma, processABC, platform]

    /// S0: 30 seconds (S0-011), two minutes for a problem that is raised (S0-034), progress every two hours (S0-035), a quarter of an
    /// hour or two working days of nine hours for a resolution (S0-041, T08).
    private static let pharma = Preset(
        name: "sla/pharma", settings: [],
        yaml: """
            clocks:
              first-response-human: { target: 30s, alerts: true, receivers: [leader] }
              first-response-any: { target: 30s, alerts: false }
              next-response: { target: 2m, alerts: true, receivers: [leader] }
              progress-update: { target: 2h, alerts: true, receivers: [leader] }
              resolution:
                target: 15m
                targets: [ { task-type: complex, target: 18h, calendar: cn-office, priority: 10 } ]
                alerts: false
            """)

    /// S3: by stage, channel and class (S3-030 to S3-035), complaints (S3-018, S3-019), technical support (S3-015), support
    /// from afar and on site (S3-014), the greeting (S3-041), what comes before a sale (S3-010, S3-011), call-backs (S3-017: three
    /// working days of nine hours; S3-020) and entries (S3-051).
    private static let processABC = Preset(
        name: "sla/process-abc",
        settings: [
            ("need-identification", "the time to identify the need, whose number S3-010 has lost"),
            ("plan-recommendation", "the time to recommend a plan, whose number S3-011 has lost"),
            (
                "escalation-step",
                "the time from one step of the ladders of S3-030 and S3-031 to the next, which they do not give"
            ),
        ],
        yaml: """
            clocks:
              greeting: { target: 10s, alerts: false }
              first-response-human:
                target: 2h
                alerts: true
                receivers: [leader]
                targets:
                  - class: A
                    target: 15m
                    priority: 90
                    receivers: [leader]
                    ladder:
                      - { after: $escalation-step, receivers: [technical-director] }
                      - { after: $escalation-step*2, receivers: [ceo] }
                  - { stage: pre-sale, channel: phone, target: 10m, priority: 80 }
                  - { stage: pre-sale, target: 5m, priority: 70 }
                  - { stage: after-sale, channel: phone, target: 10m, priority: 60 }
                  - { stage: after-sale, channel: email, target: 2h, priority: 50 }
                  - class: B
                    target: 30m
                    priority: 40
                    receivers: [product-manager]
                    ladder: [ { after: $escalation-step, receivers: [cs-director] } ]
                  - { stage: in-sale, target: 30m, priority: 30 }
              first-response-any: { target: 5m, alerts: false }
              resolution:
                target: 72h
                alerts: true
                receivers: [leader]
                targets:
                  - { task-type: remote-support, target: 30m, priority: 80 }
                  - { task-type: on-site-support, target: 24h, priority: 70 }
                  - { stage: pre-sale, target: 24h, priority: 60 }
                  - { stage: in-sale, class: A, target: 4h, priority: 50 }
                  - { stage: in-sale, target: 24h, priority: 40 }
                  - { class: A, target: 24h, priority: 30 }
                  - { class: B, target: 48h, priority: 20 }
              complaint-acceptance: { target: 10m, alerts: true, receivers: [leader] }
              complaint-plan: { target: 24h, alerts: true, receivers: [leader] }
              complaint-call-back: { target: 48h, alerts: true, receivers: [leader] }
              call-back:
                targets: [ { stage: in-sale, target: 27h, calendar: cn-office, priority: 10 } ]
                alerts: false
              record-entry: { target: 30m, alerts: true, receivers: [leader] }
              technical-support: { target: 2h, alerts: true, receivers: [technical-director] }
              need-identification:
                targets: [ { stage: pre-sale, target: $need-identification, priority: 10 } ]
                said: [need-question, clarifying-question]
                alerts: false
              plan-recommendation:
                targets: [ { stage: pre-sale, target: $plan-recommendation, priority: 10 } ]
                said: [options]
                alerts: false
            """)

    /// S4: 15 seconds, the automatic greeting included (S4-010), repairs within two working hours (S4-011), complaints within an hour, and
    /// closed in 48 hours or five working days (S4-012, S4-067), resolutions of level 1 and 3 (S4-013, S4-015), technical support and
    /// hand-overs (S4-028, S4-029), special needs (S4-056), invitations to surveys (S4-078).
    private static let platform = Preset(
        name: "sla/platform", settings: [],
        yaml: """
            clocks:
              first-response-any: { target: 15s, alerts: true, receivers: [leader] }
              first-response-human:
                alerts: true
                receivers: [leader]
                targets:
                  - { scene: repair, target: 2h, calendar: cn-office, priority: 20 }
                  - { tier: special-need, target: 4h, priority: 10 }
              resolution:
                target: 24h
                targets: [ { class: ["3"], target: 48h, priority: 10 } ]
                alerts: true
                receivers: [leader]
              complaint-acceptance: { target: 1h, alerts: true, receivers: [leader] }
              complaint-close:
                target: 48h
                targets: [ { class: ["3"], target: 45h, calendar: cn-office, priority: 10 } ]
                alerts: true
                receivers: [leader]
              technical-support: { target: 30m, alerts: true, receivers: [technical-lead] }
              hand-over-response: { target: 15m, alerts: true, receivers: [leader] }
              survey-send: { target: 10m, alerts: true, receivers: [survey-desk] }
            """)
}
