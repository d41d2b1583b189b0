// What was detected in a text, once something asked for it.
// SPDX-License-Identifier: Apache-2.0

/// What was detected in a text, once something asked for it.
struct Detected: Sendable {
    /// The places of the text at which detectors have to look.
    var places = PlaceSet()
    /// What was detected, by start.
    private(set) var hits: [DetectorHit] = []
    /// For each hit the last end of those up to it.
    private var ends: [UInt32] = []
    /// The starts that were put by.
    private(set) var starts: [UInt32] = []
    /// The detectors that found something.
    private var found = DetectorSet()
    private var isCurrent = false

    /// Forgets the text.
    mutating func forget() { isCurrent = false }

    /// Looks into the text at its places, if nothing did.
    @inline(__always)
    mutating func look(_ text: MatchedText, for wanted: DetectorSet) {
        if !isCurrent { look(text, for: wanted, everywhere: false) }
    }

    /// Looks into the text, at its places or everywhere.
    @inline(never)
    mutating func look(_ text: MatchedText, for wanted: DetectorSet, everywhere: Bool) {
        if !hits.isEmpty { hits.removeLast(hits.count) }
        if !ends.isEmpty { ends.removeLast(ends.count) }
        isCurrent = true
        found = []
        guard everywhere || places.next(0) != nil else { return }
        TextScanner.scan(text, at: everywhere ? nil : places, for: wanted, into: &hits)
        var last: UInt32 = 0
        for hit in hits {
            last = max(last, hit.end)
            ends.append(last)
            found.formUnion(DetectorSet(hit.detector))
        }
    }

    /// Whether one of some detectors has found something, or may when nothing has looked yet.
    @inline(__always)
    func mayHave(_ some: DetectorSet) -> Bool { !isCurrent || !found.isDisjoint(with: some) }

    /// The hits that start in a part of the text, and maybe some behind it.
    func starting(in part: Range<Int>) -> ArraySlice<DetectorHit> {
        let first = firstIndex { hits[$0].start >= part.lowerBound }
        return hits[first..<max(first, firstIndex { hits[$0].start >= part.upperBound })]
    }

    /// The hits that end in a part of the text, and some besides.
    func ending(in part: ClosedRange<Int>) -> ArraySlice<DetectorHit> {
        // Before the first the ends are all below the part; none of those behind the last starts below its end.
        let first = firstIndex { ends[$0] >= part.lowerBound }
        return hits[first..<max(first, firstIndex { hits[$0].start >= part.upperBound })]
    }

    /// The first index for which a condition holds that holds for all behind it; their number when it holds for none.
    private func firstIndex(_ holds: (Int) -> Bool) -> Int {
        var (low, high) = (0, hits.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
