// Hashes of texts, to tell repetitions.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Policy {
    /// A hash of the text, never 0, where a condition asks for repeated messages and the text is long enough to mean it
    /// (`MessageMeasure.shortestRepetition`); else 0.
    package func textHash(_ bytes: [UInt8], _ text: ByteRange) -> UInt32 {
        guard wantsRepetition, text.count >= MessageMeasure.shortestRepetition else { return 0 }
        return max(1, UInt32(truncatingIfNeeded: ByteHash.hash(bytes, text) >> 32))
    }
}
