// Seeded contents and hand-made frames for the tests of zstd.
// SPDX-License-Identifier: Apache-2.0
import Wire

/// SplitMix64: the same seed gives the same content on every machine.
struct ZstdSampleGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// `count` bytes of which about `noise` percent are random; the rest repeat what came before.
    mutating func content(count: Int, noise: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            if bytes.isEmpty || Int.random(in: 0..<100, using: &self) < noise {
                bytes.append(UInt8.random(in: 0...255, using: &self))
            } else {
                let start = Int.random(in: 0..<bytes.count, using: &self)
                let length = min(Int.random(in: 1...64, using: &self), count - bytes.count, bytes.count - start)
                bytes.append(contentsOf: Array(bytes[start..<start + length]))
            }
        }
        return bytes
    }

    /// A small record such as the worker publishes.
    mutating func record() -> [UInt8] {
        let number = Int.random(in: 0..<100_000, using: &self)
        let score = Int.random(in: 0...10_000, using: &self)
        let channel = ["chat", "phone", "mail"].randomElement(using: &self) ?? "chat"
        return Array(
            """
            {"conversation":"C\(number)","agent":"A\(number % 97)","team":"T\(number % 7)","score":\(score),\
            "channel":"\(channel)","criteria":[{"name":"greeting","points":0},{"name":"closing","points":\(score % 5)}]}
            """.utf8)
    }
}

/// Frames put together by hand, from RFC 8878.
enum ZstdHandMadeFrame {
    /// The header of a frame that tells neither size nor checksum, and asks for a window of 2 MiB.
    static let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58]

    /// A frame of `blocks` blocks with 128 KiB of zeros each, four bytes a block, that does not tell its size.
    static func bomb(blocks: Int) -> [UInt8] {
        var frame = header
        for block in 1...blocks { frame += repeated(count: 1 << 17, isLast: block == blocks) }
        return frame
    }

    /// A frame that declares `size` bytes of content and holds one.
    static func declaring(_ size: UInt64) -> [UInt8] {
        let sizeBytes = (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * UInt64($0))) }
        return [0x28, 0xB5, 0x2F, 0xFD, 0xC0, 0x58] + sizeBytes + repeated(count: 1, isLast: true)
    }

    /// A skippable frame around `content`.
    static func skippable(_ content: [UInt8]) -> [UInt8] {
        [0x5A, 0x2A, 0x4D, 0x18, UInt8(content.count), 0, 0, 0] + content
    }

    private static func repeated(count: Int, isLast: Bool) -> [UInt8] {
        let header = count << 3 | 1 << 1 | (isLast ? 1 : 0)
        return [UInt8(header & 0xFF), UInt8(header >> 8 & 0xFF), UInt8(header >> 16), 0]
    }
}

/// The bytes that `hex` spells.
func zstdBytes(hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
