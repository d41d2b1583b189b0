// The W3C trace context of records.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// What makes the value of the header `traceparent` one: https://www.w3.org/TR/trace-context/#traceparent-header.
package enum TraceParent {
    /// Version 00 has 55 bytes.
    static let length = 55
    /// Later versions may be longer.
    static let most = 256

    /// Whether the bytes are a trace context: `<version>-<trace id>-<parent id>-<flags>`, all in lower-case hexadecimal digits, neither id
    /// all zeros. Of a later version what follows its flags is anything behind a further hyphen.
    package static func isValid(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        guard (length...most).contains(bytes.count) else { return false }
        func byte(_ offset: Int) -> UInt8 { bytes[bytes.index(bytes.startIndex, offsetBy: offset)] }
        func isHexadecimal(_ range: Range<Int>) -> Bool {
            range.allSatisfy { (48...57).contains(byte($0)) || (97...102).contains(byte($0)) }
        }
        func isZero(_ range: Range<Int>) -> Bool { range.allSatisfy { byte($0) == UInt8(ascii: "0") } }
        let (version, trace, parent, flags) = (0..<2, 3..<35, 36..<52, 53..<55)
        guard [2, 35, 52].allSatisfy({ byte($0) == UInt8(ascii: "-") }),
            isHexadecimal(version), isHexadecimal(trace), isHexadecimal(parent), isHexadecimal(flags),
            !isZero(trace), !isZero(parent),
            byte(0) != UInt8(ascii: "f") || byte(1) != UInt8(ascii: "f")
        else { return false }
        if bytes.count == length { return true }
        return !isZero(version) && byte(length) == UInt8(ascii: "-") && bytes.allSatisfy { (32...126).contains($0) }
    }
}

extension RecordBatch {
    /// The record's W3C trace context; nil when it has none, or something else under its name: results carry none then.
    func traceParent(of record: Record) -> ArraySlice<UInt8>? {
        for index in record.headers {
            let header = headers[Int(index)]
            guard let value = header.value, value.count <= TraceParent.most,
                bytes[header.name].elementsEqual(RecordBatch.traceParentName), TraceParent.isValid(bytes[value])
            else { continue }
            return bytes[value]
        }
        return nil
    }

    private static let traceParentName = Array("traceparent".utf8)
}

extension SourceRecord {
    /// The record's W3C trace context; nil when it has none.
    var traceParent: [UInt8]? {
        headers.lazy.filter { $0.name == "traceparent" }.compactMap(\.value).first(where: TraceParent.isValid)
    }
}
