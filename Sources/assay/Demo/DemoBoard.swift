// What the demo has seen come out.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// Folds output records into what the demo shows and checks.
struct DemoBoard {
    /// The newest revision of each episode: how many input records it rests on.
    private var evaluatedRecords: [String: UInt32] = [:]
    private(set) var evaluations = 0
    /// Alerts by their step: how many, and the newest.
    private(set) var alerts: [ProtoAlert.Step: (count: Int, latest: ProtoAlert)] = [:]
    private(set) var deadLetters = 0
    private(set) var best: ProtoEvaluation?
    private(set) var worst: ProtoEvaluation?
    /// Ratings by team, of the newest tally of each day.
    private var teamRatings: [String: [String: [Int64]]] = [:]
    private var seenAlerts: Set<String> = []

    /// Episodes that were evaluated.
    var episodes: Int { evaluatedRecords.count }

    /// Input records that the newest revisions rest on.
    var recordsEvaluated: Int { evaluatedRecords.values.reduce(0) { $0 + Int($1) } }

    /// Shares of ratings of four and five by team, ascending by team.
    var satisfaction: [(team: String, good: Int64, answers: Int64)] {
        teamRatings.sorted { $0.key < $1.key }.map { team, days in
            let ratings = days.values.reduce(into: Ratings()) { $0.add(Ratings($1)) }
            return (team, ratings.good(from: 4), ratings.answers)
        }
    }

    /// Takes the records of one output topic.
    mutating func take(_ batch: RecordBatch, of topic: Topic) throws {
        for record in batch.records {
            guard let value = record.value.map({ Array(batch.bytes[$0]) }) else { continue }
            switch topic {
            case .evaluations: take(try ProtoEvaluation(protobuf: value))
            case .alerts: take(try ProtoAlert(protobuf: value))
            case .tallies: take(try ProtoTally(protobuf: value))
            case .deadLetters: deadLetters += 1
            default: break
            }
        }
    }

    private mutating func take(_ evaluation: ProtoEvaluation) {
        let episode = "\(evaluation.tenant)/\(evaluation.conversationID)/\(evaluation.episode)"
        evaluations += 1
        // At least once: a revision may come twice, and says the same both times.
        evaluatedRecords[episode] = max(evaluatedRecords[episode] ?? 0, evaluation.counts.records)
        guard evaluation.hasScore, evaluation.counts.agentMessages > 3 else { return }
        if evaluation.score > best?.score ?? -1 { best = evaluation }
        if evaluation.score < worst?.score ?? 101 { worst = evaluation }
    }

    private mutating func take(_ alert: ProtoAlert) {
        let figure = alert.hasFigure ? "\(alert.figure.threshold)/\(alert.figure.window)/\(alert.figure.startMs)" : ""
        let identity =
            "\(alert.conversationID)/\(alert.episode)/\(alert.clock)/\(alert.cycle)/\(figure)/\(alert.step.rawValue)"
            + "/\(alert.ladderStep)/\(alert.criterion)"
        guard seenAlerts.insert(identity).inserted else { return }
        alerts[alert.step] = ((alerts[alert.step]?.count ?? 0) + 1, alert)
    }

    private mutating func take(_ tally: ProtoTally) {
        guard tally.window == .day, tally.subject.hasPrefix("team:"), !tally.measures.ratings.isEmpty else { return }
        teamRatings[String(tally.subject.dropFirst(5)), default: [:]]["\(tally.startMs)"] = tally.measures.ratings
    }
}
