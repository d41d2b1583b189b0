// Appends texts and numbers to bytes.
// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// Appends the bytes of a text. `append(contentsOf:)` asks every text how it is stored, and retains it meanwhile.
    package mutating func append(text: String) {
        let utf8 = text.utf8.span
        append(addingCapacity: utf8.count) { room in
            utf8.withUnsafeBytes { source in
                room.withUnsafeMutableBufferPointer { target, count in
                    UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
                    count = source.count
                }
            }
        }
    }

    /// Appends numbers of eight bytes each, the lowest first.
    package mutating func append(littleEndian numbers: [UInt64]) {
        append(addingCapacity: numbers.count * 8) { room in
            room.withUnsafeMutableBufferPointer { target, count in
                let target = UnsafeMutableRawBufferPointer(target)
                for number in numbers {
                    target.storeBytes(of: number.littleEndian, toByteOffset: count, as: UInt64.self)
                    count &+= 8
                }
            }
        }
    }

    /// Appends a number as eight bytes, the lowest first.
    @inline(__always)
    package mutating func append(littleEndian number: UInt64) {
        append(addingCapacity: 8) { room in
            room.withUnsafeMutableBufferPointer { target, count in
                UnsafeMutableRawBufferPointer(target).storeBytes(of: number.littleEndian, as: UInt64.self)
                count = 8
            }
        }
    }
}
