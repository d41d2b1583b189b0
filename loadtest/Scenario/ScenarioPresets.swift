// The scenarios that are built in.
// SPDX-License-Identifier: Apache-2.0

/// Scenarios by name. Rates are those that one machine of a few cores holds with brokers beside it: `--rate` scales them.
enum ScenarioPresets {
    static let all: [(name: String, yaml: String)] = [
        ("smoke", smoke), ("daily", daily), ("double11", double11), ("hot-shop", hotShop),
        ("complaint-wave", complaintWave), ("poison", poison), ("steady", steady),
    ]

    /// A quick look that the embedded broker can bear.
    private static let smoke = """
        scenario: smoke
        seed: 1
        partitions: 6
        conversations: { pace: 20 }
        disturbances: { bad: 2, duplicates: 10, reordered: 5 }
        phases:
        - { name: warm-up, for: 5s, rate: 200, to: 2000 }
        - { name: plateau, for: 15s, rate: 2000 }
        - { name: decay, for: 5s, rate: 2000, to: 200 }
        objectives:
          latency: { p99: 1s }             # S4-042: a thousand requests a second within a second

        """

    /// A working day in four minutes.
    private static let daily = """
        scenario: daily
        seed: 2
        agents: { count: 2000, skew: 0.6 }
        teams: 40
        shops: { count: 200, skew: 1 }
        conversations: { english: 50, json: 20 }
        disturbances: { bad: 1, duplicates: 5, reordered: 5, late: 1, late-by: 10s }
        phases:
        - { name: night, for: 30s, rate: 500 }
        - { name: morning, for: 60s, rate: 500, to: 5000 }
        - { name: noon, for: 60s, rate: 5000, to: 8000 }
        - { name: afternoon, for: 60s, rate: 6000 }
        - { name: evening, for: 30s, rate: 6000, to: 1000 }
        objectives:
          latency: { p50: 500ms, p99: 1s }
          alert-latency: { p99: 1s }
          lag: 10000

        """

    /// The night of the promotion: everybody comes at midnight.
    private static let double11 = """
        scenario: double11
        seed: 11
        tenants: { count: 3, skew: 1.2 }
        agents: { count: 5000, skew: 0.8 }
        teams: 100
        shops: { count: 500, skew: 1.1 }
        conversations: { late: 50, rated: 250 }
        disturbances: { bad: 1, duplicates: 10, reordered: 10 }
        phases:
        - { name: warm-up, for: 20s, rate: 1000, to: 4000 }
        - { name: pre-heat, for: 30s, rate: 4000, to: 10000 }
        - { name: spike, for: 20s, rate: 40000, late: 150, angry: 200 }
        - { name: plateau, for: 40s, rate: 25000, late: 80 }
        - { name: decay, for: 20s, rate: 25000, to: 4000 }
        objectives:
          latency: { p50: 500ms, p99: 1s }
          alert-latency: { p99: 1s }
          lag: 50000

        """

    /// One shop of one tenant has nearly everything.
    private static let hotShop = """
        scenario: hot-shop
        seed: 3
        tenants: { count: 20, skew: 2.5 }
        agents: { count: 200, skew: 2 }
        shops: { count: 100, skew: 2.5 }
        disturbances: { duplicates: 5 }
        phases:
        - { name: warm-up, for: 15s, rate: 1000, to: 5000 }
        - { name: rush, for: 45s, rate: 15000 }
        - { name: decay, for: 15s, rate: 5000, to: 1000 }
        objectives:
          latency: { p99: 1s }

        """

    /// Something went wrong: customers are angry, come back and complain, and answers are late.
    private static let complaintWave = """
        scenario: complaint-wave
        seed: 4
        agents: { count: 800, skew: 0.5 }
        disturbances: { duplicates: 5, reordered: 10 }
        phases:
        - { name: calm, for: 20s, rate: 3000 }
        - { name: wave, for: 40s, rate: 3000, to: 12000, angry: 700, complaints: 500, late: 400, reopened: 200, rated: 500 }
        - { name: after, for: 20s, rate: 6000, to: 2000, angry: 400, late: 100, reopened: 100 }
        objectives:
          latency: { p99: 1s }
          alert-latency: { p99: 1s }

        """

    /// What capacity is measured with: one rate, after a warm-up.
    private static let steady = """
        scenario: steady
        seed: 6
        agents: { count: 2000, skew: 0.6 }
        conversations: { pace: 20 }
        disturbances: { duplicates: 5 }
        phases:
        - { name: warm-up, for: 10s, rate: 1000, to: 10000 }
        - { name: steady, for: 20s, rate: 10000 }
        objectives:
          latency: { p99: 1s }

        """

    /// Much of what is sent cannot be used.
    private static let poison = """
        scenario: poison
        seed: 5
        conversations: { json: 300 }
        disturbances: { bad: 200, duplicates: 100, reordered: 100, reordered-by: 1s, late: 20, late-by: 15s }
        phases:
        - { name: clean, for: 10s, rate: 1000, to: 3000 }
        - { name: poison, for: 40s, rate: 6000 }
        objectives:
          latency: { p99: 1s }

        """
}
