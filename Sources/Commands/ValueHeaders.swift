// The headers that say what a value is.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
import Quality
package import Wire

/// The headers of a record that say how its value is written, and what it is an instance of.
package struct ValueHeaders {
    package var format = ValueFormat.plain
    /// Nil when no header says it, or names something unknown.
    package var schema: RecordSchema?

    /// From headers by name; of several with one name the last counts.
    package init(_ headers: some Sequence<(name: String, value: [UInt8]?)>) {
        for header in headers {
            guard let bytes = header.value else { continue }
            let value = String(decoding: bytes, as: UTF8.self)
            switch header.name {
            case "content-type": format.contentType = value
            case "content-encoding": format.contentEncoding = value
            case "schema": schema = RecordSchema(rawValue: value)
            default: break
            }
        }
    }

    /// From the headers of a record.
    package init(_ record: Record, _ batch: RecordBatch) { self.init(batch.headers(of: record)) }
}
