// Numbers that may be negative, as numbers that may not.
// SPDX-License-Identifier: Apache-2.0

extension UInt64 {
    /// 0, 1, 2, 3, 4 … for 0, −1, 1, −2, 2 …: what is near 0 stays small.
    @inlinable package init(zigzag value: Int64) { self.init(bitPattern: value &<< 1 ^ value &>> 63) }
}
