// What scoring keeps of a text beside its words: its length and its shape.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The measures of one text, the same whatever input it came by.
package struct TextMeasure: Hashable, Sendable {
    /// Length in Unicode scalars.
    package var length: UInt32
    /// `structured`, or nothing.
    package var flags: MessageFlags

    /// Measures a text of less than 4 GiB; nil when the bytes are not UTF-8.
    @inline(__always)
    init?(_ text: UnsafeRawBufferPointer) {
        guard let scalars = UTF8Scan.scalars(in: text) else { return nil }
        length = UInt32(scalars)
        flags = scalars >= ConversationReader.Limit.structure && UTF8Scan.isStructured(text) ? .structured : .none
    }

    /// Measures the text in `range` of the bytes; nil when it is not UTF-8.
    package init?(_ bytes: [UInt8], _ range: ByteRange) {
        let measure = bytes.withUnsafeBytes { TextMeasure(UnsafeRawBufferPointer(rebasing: $0[range.indices])) }
        guard let measure else { return nil }
        self = measure
    }
}
