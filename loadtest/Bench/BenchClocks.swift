// `loadtest bench clocks`: many open conversations with running clocks.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Quality
import Wire

/// Memory of open conversations with three clocks each, the cost of an event among them, and of a tick in which many deadlines pass.
struct BenchClocks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clocks",
        abstract: "Memory of open conversations with three clocks each, cost of an event among them, and of a tick.")

    @Option(help: "How many conversations are open.") var conversations = 1_000_000
    @Option(help: "How many deadlines pass in the tick.") var due = 10_000
    @Option(help: "How many events are measured.") var events = 100_000

    /// A Monday at 10:00 in Shanghai.
    private static let start = Instant(milliseconds: 1_764_554_400_000)
    /// The conversations begin within this time.
    private static let spread = Milliseconds.hours(1)

    func run() throws {
        let office = CalendarLibrary.builtIn.calendar(named: "cn-office")
        let clocks = [
            ClockPolicy(kind: .firstResponseHuman, target: .hours(9), alerts: true, receivers: ["leader"]),
            ClockPolicy(
                kind: .nextResponse, target: .hours(10), alerts: true, receivers: ["leader"],
                ladder: [LadderStep(delay: .hours(1), receivers: ["manager"])]),
            ClockPolicy(
                kind: .resolution, target: .hours(18), calendar: office, calendarName: "cn-office", alerts: true,
                receivers: ["leader"]),
        ]
        let policies = PolicySet(try PolicyLoader.preset("pharma-v2").versions.map { $0.changed(clocks: clocks) })
        let task = EvaluationTask(partition: 0, policies: policies)
        let before = ProcessMemory.resident
        var writer = Writer(task: task)
        for number in 0..<conversations {
            let at = BenchClocks.start + Milliseconds(BenchClocks.spread.count * Int64(number) / Int64(conversations))
            writer.message(.customer, "在吗", of: number, number: 1, at: at)
            writer.message(.agent, "您好，请稍等", of: number, number: 2, at: at + .seconds(1))
            writer.message(.customer, "发货了吗", of: number, number: 3, at: at + .seconds(2))
            if number % 300 == 299 { writer.apply() }
            if number % 6_000 == 5_999 { writer.commit() }
        }
        writer.commit()
        let memory = (ProcessMemory.resident - before) / conversations
        writer.advance(to: BenchClocks.start + .minutes(119))
        for _ in stride(from: 0, to: conversations, by: 20_000) { writer.commit() }
        let cost = measure(&writer)
        // Until just before the first deadline, then as far as the deadlines reach that are to pass.
        let first = BenchClocks.start + .seconds(2) + .hours(10)
        writer.advance(to: first - Milliseconds(1))
        let alerts = task.statistics.alerts
        let tick = writer.time {
            $0.advance(to: first + Milliseconds(BenchClocks.spread.count * Int64(due - 1) / Int64(conversations)))
        }
        print("open conversations    \(task.statistics.open), three clocks each")
        print("bytes in memory each  \(memory)")
        print("nanoseconds per event \(cost.quiet), the first of a conversation that was quiet")
        print("                      \(cost.awake), another one right behind it")
        print("                      \(cost.commit) of each for commits")
        print("tick                  \(task.statistics.alerts - alerts) deadlines in \(Int(tick * 1e6)) µs")
    }

    /// Nanoseconds of an event whose conversation was quiet, and is kept as its checkpoint alone; of another one right behind it; and of
    /// commits for each event. Where there are fewer conversations than events, they are left alone until they are quiet, and take another
    /// round.
    private func measure(_ writer: inout Writer) -> (quiet: Int, awake: Int, commit: Int) {
        let touched = min(events, conversations)
        let rounds = max(1, events / touched)
        let step = conversations / touched
        var (quiet, awake, commit) = (0.0, 0.0, 0.0)
        for round in 0..<rounds {
            let start = BenchClocks.start + .hours(2) + .minutes(10 * Int64(round))
            for part in stride(from: 0, to: touched, by: 1_000) {
                let at = start + Milliseconds(100_000 * Int64(part) / Int64(touched))
                let numbers = (part..<min(part + 1_000, touched)).map { $0 * step }
                for number in numbers { writer.message(.customer, "还在吗", of: number, number: 4 + 2 * round, at: at) }
                quiet += writer.time { $0.apply() }
                for number in numbers { writer.message(.customer, "还在吗", of: number, number: 5 + 2 * round, at: at) }
                awake += writer.time { $0.apply() }
                if part % 10_000 == 9_000 { commit += writer.time { $0.commit() } }
            }
            // Time passes until all are quiet, and commits find them so.
            commit += writer.time {
                $0.advance(to: start + .minutes(4))
                for _ in stride(from: 0, to: touched, by: 20_000) { $0.commit() }
            }
        }
        let each = 1e9 / Double(rounds * touched)
        return (Int(quiet * each), Int(awake * each), Int(commit * each / 2))
    }

    /// Writes messages to a task.
    private struct Writer {
        let task: EvaluationTask
        private var batch = RecordBatch()
        private var outbox = Outbox()
        private var offset: Int64 = 0

        init(task: EvaluationTask) { self.task = task }

        mutating func message(_ role: ProtoRole, _ text: String, of conversation: Int, number: Int, at: Instant) {
            var message = ProtoMessage()
            message.messageID = "m\(number)"
            message.role = role
            message.text = text
            if role == .agent { message.agentID = "A\(conversation % 500)" }
            var event = ProtoConversationEvent()
            event.tenant = "acme"
            event.conversationID = "c-\(conversation)"
            event.eventID = "e\(number)"
            event.sequence = UInt32(number)
            event.atMs = at.milliseconds
            event.body = .message(message)
            batch.append(
                origin: TopicPartition(.conversations, 0), offset: offset, timestamp: at,
                key: RecordKey.bytes(tenant: "acme", name: event.conversationID), value: event.protobuf)
            offset += 1
        }

        /// Applies the messages that were written since.
        mutating func apply() {
            task.apply(&batch, batch.records.indices, into: &outbox)
            batch.removeAll()
        }

        /// Applies and commits.
        mutating func commit() {
            apply()
            task.prepareCommit(into: &outbox)
            outbox.removeAll()
            task.commit()
        }

        /// Lets time pass.
        mutating func advance(to time: Instant) { task.advance(to: time, into: &outbox) }

        /// Processor seconds of some work.
        mutating func time(_ work: (inout Writer) -> Void) -> Double {
            let start = ProcessorTime.thread
            work(&self)
            return ProcessorTime.thread - start
        }
    }
}
