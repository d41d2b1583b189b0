// Tallies as protobuf without generated code.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The state of one subject and window: a record of the tallies topic.
package struct Tally: Hashable, Sendable {
    /// The tenant.
    package var tenant: String
    /// What it is about, as in `Fact`.
    package var subject: String
    /// The window's length.
    package var kind: WindowKind
    /// Where the window starts.
    package var start: Instant
    /// Where the next one starts.
    package var end: Instant
    /// The sums.
    package var measures: Measures
    /// Offset of the next fact that is not contained.
    package var nextFact: Int64
    /// The thresholds that were ever raised in the window, by name ascending.
    package var thresholds: [ThresholdState]
    /// Until when its contacts may still be repeated (F30); the distant past when there are none.
    package var provisionalUntil = Instant.distantPast
    /// The sums of what happened before the month was closed: its closed figures from then on. They differ from `measures` when something
    /// came late.
    package var closed: Measures { closedSums.first ?? measures }
    /// Those sums once something came late: behind one reference, as few tallies have them.
    private var closedSums: [Measures] = []
    /// Whether something happened after the month was closed.
    package var hasLateChanges: Bool { !closedSums.isEmpty }

    /// Adds measures so many times; late ones leave the closed figures as they are.
    package mutating func add(_ measures: Measures, isLate: Bool, times: Int64 = 1) {
        if isLate, closedSums.isEmpty { closedSums = [self.measures] }
        self.measures.add(measures, times: times)
        if !isLate, !closedSums.isEmpty { closedSums[0].add(measures, times: times) }
    }

    /// Takes back that something came late: nothing did that is in the sums.
    package mutating func removeLateChanges() { closedSums = [] }

    /// Whether all sums are within their bounds.
    package var isAddable: Bool { measures.isAddable && closed.isAddable }

    /// A tally.
    package init(
        tenant: String, subject: String, kind: WindowKind, start: Instant, end: Instant, measures: Measures,
        nextFact: Int64, thresholds: [ThresholdState] = []
    ) {
        self.tenant = tenant
        self.subject = subject
        self.kind = kind
        self.start = start
        self.end = end
        self.measures = measures
        self.nextFact = nextFact
        self.thresholds = thresholds
    }

    /// Whether a record of the tallies topic with that key is a tally: what is kept of customers, of closed months and of
    /// tallies that are gone stands there, too.
    package static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        !CustomerRecord.isKey(key) && !ClosingRecord.isKey(key) && !HorizonRecord.isKey(key)
    }

    /// Appends the tally's bytes, percentiles included, and returns where they are.
    package func write(appendingTo bytes: inout [UInt8]) -> ByteRange {
        let first = bytes.count
        var writer = ProtobufWriter(appendingTo: exchange(&bytes, with: []))
        writer.string(1, tenant)
        writer.string(2, subject)
        writer.unsigned(3, UInt64(kind.rawValue))
        writer.signed(4, start.milliseconds)
        writer.signed(5, end.milliseconds)
        writer.measures(6, measures)
        writer.signed(7, nextFact)
        // Each clock's are found once, and said in two places.
        let human = measures.firstResponseHuman.histogram.percentiles
        let any = measures.firstResponseAny.histogram.percentiles
        let others = measures.otherClocks.entries.map(\.responses.histogram.percentiles)
        writer.percentiles(8, human)
        writer.percentiles(9, any)
        for (index, percentiles) in others.enumerated() where percentiles != nil {
            writer.message(10) { writer in
                writer.string(1, measures.otherClocks.entries[index].kind.word)
                writer.percentiles(2, percentiles)
            }
        }
        for state in thresholds {
            writer.message(11) { writer in
                writer.string(1, state.name)
                writer.unsigned(2, UInt64(state.cycle))
                writer.unsigned(3, state.isRaised ? 1 : 0)
                for kind in Duty.Kind.allCases { writer.duty(4 + UInt32(kind.rawValue), state.duties[kind]) }
            }
        }
        writer.figures(.firstResponseHuman, measures.firstResponseHuman, human)
        writer.figures(.firstResponseAny, measures.firstResponseAny, any)
        for (index, entry) in measures.otherClocks.entries.enumerated() {
            writer.figures(entry.kind, entry.responses, others[index])
        }
        if provisionalUntil > .distantPast { writer.signed(40, provisionalUntil.milliseconds) }
        if let closed = closedSums.first { writer.measures(42, closed) }
        bytes = writer.bytes
        return ByteRange(first..<bytes.count)
    }

    /// The tally in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the state in the topic is damaged.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> Tally {
        try bytes.withUnsafeBytes { buffer -> Result<Tally, DecodeError> in
            do throws(DecodeError) {
                return .success(try read(buffer, range))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    private static func read(_ buffer: UnsafeRawBufferPointer, _ range: ByteRange) throws(DecodeError) -> Tally {
        var reader = ProtobufReader(buffer, range)
        var tally = Tally(
            tenant: "", subject: "", kind: .hour, start: .distantPast, end: .distantPast, measures: Measures(),
            nextFact: 0)
        var kind: UInt64 = 0
        while let tag = try reader.next() {
            switch tag.field {
            case 1: tally.tenant = try reader.text(tag, buffer)
            case 2: tally.subject = try reader.text(tag, buffer)
            case 3: kind = try reader.unsigned(tag)
            case 4: tally.start = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 5: tally.end = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 6:
                try reader.expect(.lengthDelimited, tag)
                tally.measures = try reader.measures()
            case 7: tally.nextFact = Int64(bitPattern: try reader.unsigned(tag))
            case 11:
                try reader.expect(.lengthDelimited, tag)
                tally.thresholds.append(try reader.threshold(buffer))
            case 40: tally.provisionalUntil = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 42:
                try reader.expect(.lengthDelimited, tag)
                tally.closedSums = [try reader.measures()]
            default: try reader.skip(tag.type)
            }
        }
        guard !tally.tenant.isEmpty, !tally.subject.isEmpty, let known = WindowKind(rawValue: UInt8(clamping: kind))
        else {
            throw .invalid("a tally needs a tenant, a subject and a window")
        }
        guard tally.isAddable else { throw .invalid("a number of the tally is 2^61 or more away from 0") }
        tally.kind = known
        return tally
    }
}

extension ProtobufWriter {
    fileprivate mutating func percentiles(_ field: UInt32, _ percentiles: Histogram.Percentiles?) {
        guard let percentiles else { return }
        message(field) { writer in
            writer.signed(1, percentiles.median)
            writer.signed(2, percentiles.ninetieth)
            writer.signed(3, percentiles.ninetyFifth)
            writer.signed(4, percentiles.ninetyNinth)
        }
    }
}

extension ProtobufWriter {
    /// A `ClockFigures` message; nothing when no clock was started.
    fileprivate mutating func figures(
        _ kind: ClockKind, _ responses: ResponseMeasures, _ percentiles: Histogram.Percentiles?
    ) {
        guard responses.started > 0 else { return }
        message(20) { writer in
            writer.string(1, kind.word)
            writer.zigzag(2, responses.started)
            writer.zigzag(3, responses.unanswered)
            guard responses.answered > 0, let percentiles else { return }
            writer.signed(4, responses.elapsed / responses.answered)
            let sum = responses.histogram.winsorisedSum(percentiles) ?? 0
            writer.signed(5, sum / percentiles.count)
            writer.histogram(6, responses.histogram.farOut(percentiles))
        }
    }
}

extension ProtobufReader {
    /// A `ThresholdState` message in the next field's bytes.
    fileprivate mutating func threshold(_ buffer: UnsafeRawBufferPointer) throws(DecodeError) -> ThresholdState {
        var reader = try nested()
        var state = ThresholdState(name: "", cycle: 0, isRaised: false)
        while let tag = try reader.next() {
            switch tag.field {
            case 1: state.name = try reader.text(tag, buffer)
            case 2: state.cycle = UInt32(clamping: try reader.unsigned(tag))
            case 3: state.isRaised = try reader.unsigned(tag) != 0
            case 4, 5:
                try reader.expect(.lengthDelimited, tag)
                state.duties[tag.field == 4 ? .analysis : .mending] = try reader.duty()
            default: try reader.skip(tag.type)
            }
        }
        return state
    }

    /// A `DutyState` message in the next field's bytes.
    private mutating func duty() throws(DecodeError) -> DutyStates.State {
        var reader = try nested()
        var state = DutyStates.State()
        while let tag = try reader.next() {
            switch tag.field {
            case 1: state.doneAt = Instant(milliseconds: Int64(bitPattern: try reader.unsigned(tag)))
            case 2: state.isOverdueTold = try reader.unsigned(tag) != 0
            case 3: state.isEndTold = try reader.unsigned(tag) != 0
            default: try reader.skip(tag.type)
            }
        }
        return state
    }

    /// An unsigned varint field.
    mutating func unsigned(_ tag: Tag) throws(DecodeError) -> UInt64 {
        try expect(.varint, tag)
        return try varint()
    }

    /// A string field, as a string.
    mutating func text(_ tag: Tag, _ buffer: UnsafeRawBufferPointer) throws(DecodeError) -> String {
        try expect(.lengthDelimited, tag)
        return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[try string().indices]), as: UTF8.self)
    }
}

extension ProtobufWriter {
    /// A `DutyState` message; nothing when nothing is done and nothing was told.
    fileprivate mutating func duty(_ field: UInt32, _ state: DutyStates.State) {
        guard state != DutyStates.State() else { return }
        message(field) { writer in
            if let doneAt = state.doneAt { writer.signed(1, doneAt.milliseconds) }
            writer.unsigned(2, state.isOverdueTold ? 1 : 0)
            writer.unsigned(3, state.isEndTold ? 1 : 0)
        }
    }
}
