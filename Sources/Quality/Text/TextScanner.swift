// stub
// SPDX-License-Identifier: Apache-2.0
package struct TextScanner: Sendable {
    package init() {}
    package func scan(_ bytes: [UInt8], _ range: Range<Int>, for set: DetectorSet, into hits: inout [DetectorHit]) {}
}
