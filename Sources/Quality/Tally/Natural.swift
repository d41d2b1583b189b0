// Whole numbers of any size, for rates of many parts.
// SPDX-License-Identifier: Apache-2.0

/// A whole number that is not negative, of any size: as much of one as sums of fractions need.
struct Natural: Hashable {
    /// 64 bits each, the lowest first; the last one is not 0.
    private var limbs: [UInt64]

    init(_ value: UInt64) { limbs = value == 0 ? [] : [value] }

    /// The product.
    func times(_ factor: UInt64) -> Natural {
        var product = Natural(0)
        var carry: UInt64 = 0
        for limb in limbs {
            let (high, low) = limb.multipliedFullWidth(by: factor)
            let (sum, isOver) = low.addingReportingOverflow(carry)
            product.limbs.append(sum)
            carry = high + (isOver ? 1 : 0)
        }
        product.limbs.append(carry)
        product.trim()
        return product
    }

    /// The product.
    func times(_ other: Natural) -> Natural {
        var product = Natural(0)
        for limb in other.limbs.reversed() {
            var shifted = product
            if !shifted.limbs.isEmpty { shifted.limbs.insert(0, at: 0) }
            product = shifted.plus(times(limb))
        }
        return product
    }

    /// The sum.
    func plus(_ other: Natural) -> Natural {
        var sum = Natural(0)
        var carry: UInt64 = 0
        for index in 0..<max(limbs.count, other.limbs.count) {
            let (part, isOver) = limb(index).addingReportingOverflow(other.limb(index))
            let (whole, isOverAgain) = part.addingReportingOverflow(carry)
            sum.limbs.append(whole)
            carry = isOver || isOverAgain ? 1 : 0
        }
        sum.limbs.append(carry)
        sum.trim()
        return sum
    }

    /// Whether it is the smaller one.
    func isLess(than other: Natural) -> Bool {
        guard limbs.count == other.limbs.count else { return limbs.count < other.limbs.count }
        for index in limbs.indices.reversed() where limbs[index] != other.limbs[index] {
            return limbs[index] < other.limbs[index]
        }
        return false
    }

    /// How often another one, which is not 0, is contained in it, rounded half up; nil at 2^62 or more.
    func divided(by other: Natural) -> Int64? {
        // The largest number that, times twice the other, does not exceed twice this and the other.
        let (above, below) = (times(2).plus(other), other.times(2))
        var (low, high): (UInt64, UInt64) = (0, 1 << 62)
        guard above.isLess(than: below.times(high)) else { return nil }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if above.isLess(than: below.times(middle)) { high = middle } else { low = middle }
        }
        return Int64(low)
    }

    private func limb(_ index: Int) -> UInt64 { index < limbs.count ? limbs[index] : 0 }

    private mutating func trim() { while limbs.last == 0 { limbs.removeLast() } }
}
