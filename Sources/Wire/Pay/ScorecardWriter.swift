// Scorecards as protobuf without generated code.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Scorecard {
    /// The bytes of the scorecard: the same for the same scorecard (A39).
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter(appendingTo: [])
        writer.string(1, tenant)
        writer.string(2, agent)
        writer.signed(3, period.firstDay)
        writer.signed(4, period.lastDay)
        writer.unsigned(5, UInt64(revision))
        writer.unsigned(6, UInt64(state.rawValue))
        writer.string(7, payModel?.written ?? "")
        writer.string(8, kpiModel.version)
        writer.optionalSigned(9, kpi.shownHundredths)
        writer.string(10, kpi.grade ?? "")
        for line in kpi.lines { writer.message(11) { $0.line(line) } }
        writer.nested(12) { $0 + inputHash }
        writer.string(13, kpiModel.name)
        writer.string(14, period.label)
        writer.string(15, kpi.composite?.written ?? "")
        for line in pay?.lines ?? [] { writer.message(16) { $0.payLine(line) } }
        writer.optionalZigzag(17, pay?.total?.count)
        writer.string(18, currency)
        writer.string(19, pay?.blockedBy?.rawValue ?? "")
        if !closedHash.isEmpty { writer.nested(20) { $0 + closedHash } }
        return writer.takeBytes()
    }
}

extension Scorecard {
    /// The key of its record.
    package var key: [UInt8] { RecordKey.bytes(tenant: tenant, name: "\(agent)/\(period.label)") }
}

extension Scorecard.Model {
    /// "process@1.0.0".
    package var written: String { "\(name)@\(version)" }
}

extension ProtobufWriter {
    fileprivate mutating func line(_ line: KPIResult.Line) {
        string(1, line.id)
        unsigned(2, UInt64(line.weight.hundredths))
        // Points that are shown beside their exact number may be too large to be shown.
        optionalSigned(3, line.points.flatMap { try? $0.rounded(.halfEven, scale: 100) })
        signed(4, line.n)
        string(5, line.formula)
        unsigned(6, line.state.number)
        string(7, line.points?.written ?? "")
        string(8, line.share?.written ?? "")
        for input in line.inputs {
            message(9) { writer in
                writer.string(1, input.name)
                writer.string(2, input.value.written)
            }
        }
    }

    fileprivate mutating func payLine(_ line: PayResult.Line) {
        string(1, line.id)
        string(2, line.proposal)
        unsigned(3, line.standing?.number ?? 0)
        string(4, line.exact.written)
        optionalZigzag(5, line.cents?.count)
        for evidence in line.evidence { repeatedString(6, evidence) }
    }
}

extension KPIResult.State {
    /// Its number in the schema.
    fileprivate var number: UInt64 {
        switch self {
        case .counted: 1
        case .team: 2
        case .redistributedTooFew: 3
        case .redistributedMissing: 4
        case .blockedTooFew: 5
        case .blockedMissing: 6
        case .blockedTooLarge: 7
        }
    }
}

extension PayProposal.Standing {
    /// Its number in the schema.
    fileprivate var number: UInt64 {
        switch self {
        case .proposed: 1
        case .unproven: 2
        case .appealable: 3
        case .appealed: 4
        case .dropped: 5
        case .counts: 6
        }
    }
}
