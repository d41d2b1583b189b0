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
        }
        writer.commit()
        let memory = (ProcessMemory.resident - before) / conversations
        let step = max(1, conversations / events)
        let later = BenchClocks.start + .hours(2)
        writer.seconds = 0
        for index in 0..<events {
            let at = later + Milliseconds(Int64(index))
            writer.message(
                .customer, "还在吗", of: index * step % conversations, number: 4 + index / conversations, at: at)
        }
        writer.commit()
        let perEvent = writer.seconds / Double(events)
        // Until just before the first deadline, then as far as the deadlines reach that are to pass.
        let first = BenchClocks.start + .seconds(2) + .hours(10)
        writer.advance(to: first - Milliseconds(1))
        let alerts = task.statistics.alerts
        writer.seconds = 0
        writer.advance(to: first + Milliseconds(BenchClocks.spread.count * Int64(due - 1) / Int64(conversations)))
        print("open conversations    \(task.statistics.open), three clocks each")
        print("bytes in memory each  \(memory)")
        print("nanoseconds per event \(Int(perEvent * 1e9))")
        print("tick                  \(task.statistics.alerts - alerts) deadlines in \(Int(writer.seconds * 1e6)) µs")
    }

    /// Writes messages to a task, a thousand at a time.
    private struct Writer {
        let task: EvaluationTask
        private var batch = RecordBatch()
        private var outbox = Outbox()
        private var offset: Int64 = 0
        private var batches = 0
        /// Processor seconds of the task.
        var seconds = 0.0

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
            if batch.records.count == 1_000 { apply() }
        }

        private mutating func apply() {
            let start = ProcessorTime.thread
            task.apply(&batch, batch.records.indices, into: &outbox)
            batches += 1
            if batches % 20 == 0 { close() }
            seconds += ProcessorTime.thread - start
            batch.removeAll()
        }

        private mutating func close() {
            task.prepareCommit(into: &outbox)
            outbox.removeAll()
            task.commit()
        }

        mutating func commit() {
            if !batch.records.isEmpty { apply() }
            let start = ProcessorTime.thread
            close()
            seconds += ProcessorTime.thread - start
        }

        mutating func advance(to time: Instant) {
            let start = ProcessorTime.thread
            task.advance(to: time, into: &outbox)
            seconds += ProcessorTime.thread - start
            close()
        }
    }
}
