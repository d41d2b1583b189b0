// A load test as it is written down.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// What is sent, how fast, what is done to the workers meanwhile, and what must hold. Shares are in a thousand.
struct Scenario: Equatable, Sendable {
    /// Its name.
    var name: String
    /// The seed: the same scenario and seed give the same records at the same times after the start.
    var seed: UInt64
    /// What workers judge by: a built-in policy, a directory or a file.
    var policy: String
    /// Partitions of every topic.
    var partitions: Int
    /// Worker processes at the start.
    var workers: Int
    /// Lanes of each.
    var lanes: Int
    /// Tenants and how their sizes differ.
    var tenants: Population
    /// Agents of a tenant.
    var agents: Population
    /// Teams of a tenant.
    var teams: Int
    /// Shops of a tenant.
    var shops: Population
    /// What conversations are like.
    var conversations: Conversations
    /// What goes wrong on the way to the topics.
    var disturbances: Disturbances
    /// What comes after what.
    var phases: [Phase]
    /// What must hold.
    var objectives: Objectives
    /// What is done to the cluster and the workers, in the order of the times.
    var chaos: [ChaosAction]

    /// Many of a kind of which some have more to do than others.
    struct Population: Equatable, Sendable {
        /// How many there are.
        var count: Int
        /// Zipf's exponent in hundredths: the k-th has a share in proportion to 1 / k^(exponent). 0: all alike.
        var skew: Int
    }

    /// What conversations are like.
    struct Conversations: Equatable, Sendable {
        /// Events of one, on average.
        var events = 20
        /// How many times as fast people talk as they do in life.
        var pace = 10
        /// Texts have so many bytes at least.
        var text = 130
        /// Records written as JSON.
        var json = 0
        /// Conversations by what happens in them, until a phase says otherwise.
        var mix = Mix()
    }

    /// How many conversations in a thousand are of a kind.
    struct Mix: Equatable, Sendable {
        /// In English.
        var english = 0
        /// With an angry customer.
        var angry = 120
        /// Of the angry ones, those with a complaint that is recorded.
        var complaints = 100
        /// With a first answer that is late.
        var late = 20
        /// That nobody ends.
        var unfinished = 20
        /// Of those that end, those that are rated.
        var rated = 300
        /// Of those that end, those whose customer comes back.
        var reopened = 30
    }

    /// What goes wrong on the way to the topics.
    struct Disturbances: Equatable, Sendable {
        /// Records that cannot be used, sent besides.
        var bad = 0
        /// Events that are sent twice.
        var duplicates = 0
        /// Events that are sent after their successors.
        var reordered = 0
        /// How much later these are sent.
        var reorderedBy = Milliseconds(300)
        /// Events that are sent late.
        var late = 0
        /// How much later these are sent.
        var lateBy = Milliseconds.seconds(20)
    }

    /// A stretch of time with its rate.
    struct Phase: Equatable, Sendable {
        /// Its name.
        var name: String
        /// How long it is.
        var length: Milliseconds
        /// Events a second at its start.
        var rate: Int
        /// Events a second at its end.
        var endRate: Int
        /// What conversations that begin in it are like.
        var mix: Mix
    }

    /// What must hold. Nil: nothing is asked for.
    struct Objectives: Equatable, Sendable {
        /// From the event that ends an episode to a reader of its evaluation.
        var latency: [Percentile] = []
        /// From when a breach is certain to a reader of its alert.
        var alertLatency: [Percentile] = []
        /// No phase in which fewer events a second are sent than it asks for, by so many in a thousand.
        var shortfall = 20
        /// Events that wait to be read, at the end of the last phase.
        var lag: Int?
    }

    /// What a share of the values must not exceed.
    struct Percentile: Equatable, Sendable {
        /// The share, in ten-thousandths: 9,900 is p99.
        var share: Int
        /// The bound.
        var bound: Milliseconds
    }

    /// What is done, and when.
    struct ChaosAction: Equatable, Sendable {
        /// From the start.
        var at: Milliseconds
        /// What is done.
        var deed: Deed
        /// For how long, where it ends; zero for what does not.
        var length: Milliseconds = .zero

        /// What can be done.
        enum Deed: Equatable, Sendable {
            /// Kills the worker of that number, from 1, and starts it anew.
            case kill(Int)
            /// Halts a worker, and lets it go on.
            case pause(Int)
            /// Starts so many more.
            case add(Int)
            /// Asks the worker of that number to stop.
            case remove(Int)
            /// Lets brokers answer so much later; on the embedded broker.
            case delay(Milliseconds)
            /// Cuts the connections of all clients and refuses them; on the embedded broker.
            case outage
            /// Runs a command of the operator's: what restarts a broker differs from cluster to cluster.
            case command(String)
        }
    }

    /// How long all phases are together.
    var length: Milliseconds { phases.reduce(.zero) { $0 + $1.length } }

    /// The phase and the rate of events at a time after the start; nil when all phases are over.
    func moment(_ time: Milliseconds) -> (phase: Int, rate: Double)? {
        var start = Milliseconds.zero
        for (index, phase) in phases.enumerated() {
            if time < start + phase.length {
                let part = Double(time.count - start.count) / Double(phase.length.count)
                return (index, Double(phase.rate) + Double(phase.endRate - phase.rate) * part)
            }
            start = start + phase.length
        }
        return nil
    }

    /// The same scenario with all rates times a fraction.
    func scaled(_ numerator: Int, over denominator: Int) -> Scenario {
        var scaled = self
        for index in phases.indices {
            scaled.phases[index].rate = max(1, phases[index].rate * numerator / denominator)
            scaled.phases[index].endRate = max(1, phases[index].endRate * numerator / denominator)
        }
        return scaled
    }

    /// Events a second at the peak.
    var peak: Int { phases.map { max($0.rate, $0.endRate) }.max() ?? 1 }
}
