// Postal addresses, by the parts they are made of.
// SPDX-License-Identifier: Apache-2.0

/// The parts of an address, from the large to the small.
enum AddressLevel: UInt8, Comparable {
    case province, city, district, town, road, house, estate, building, unit, floor, room

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// A bit of a set of levels.
    var bit: UInt16 { 1 << UInt16(rawValue) }
}

/// The characters that end the parts of addresses.
enum AddressSuffix {
    /// All of them.
    static let triggers = "省市区县镇乡村路街巷道弄号栋幢座楼层室元苑园厦寓场墅"
}

/// The parts of an address that have been read.
struct AddressChain {
    /// How many.
    var count = 0
    /// The first byte.
    var start = 0
    /// The byte behind.
    var end = 0
    /// The level of the last.
    var last = AddressLevel.province
    /// The levels there are, as bits.
    var levels: UInt16 = 0

    /// Whether these parts say where somebody lives, with a number of the road at the end or without.
    func isAddress(hasNumber: Bool) -> Bool {
        func has(_ some: AddressLevel...) -> Int { some.count { levels & $0.bit != 0 } }
        let numbered = has(.house, .building, .unit, .floor, .room) > 0
        if has(.road, .estate) > 0 && (numbered || hasNumber && count >= 2) { return true }
        if has(.building, .unit, .room) >= 2 { return true }
        guard has(.province, .city, .district, .town) > 0 else { return false }
        return has(.building, .unit, .room) > 0 || has(.house) > 0 && has(.town) > 0 && count >= 3
    }
}

/// A part of an address, with the name or number that it has.
private struct AddressPart {
    var level: AddressLevel
    var start: Int
    var end: Int
}

extension TextScan {
    /// Takes a part of an address that ends with a character: it goes on with the parts before, or begins anew.
    mutating func addressPart(_ suffix: Glyph) {
        guard let part = part(suffix) else { return }
        if address.count > 0, follows(part) {
            address.count += 1
            address.end = part.end
            address.last = part.level
            address.levels |= part.level.bit
        } else {
            closeAddress()
            address = AddressChain(
                count: 1, start: part.start, end: part.end, last: part.level, levels: part.level.bit)
        }
    }

    /// Emits the address that has been read, if it is one, with the number of a room that is right behind.
    mutating func closeAddress() {
        defer { address = AddressChain() }
        guard address.count > 0 else { return }
        let end = roomEnd(address.end)
        guard address.isAddress(hasNumber: end > address.end) else { return }
        emit(.address, address.start, end)
    }

    /// The place behind digits and hyphens right behind an address; the place itself when there are none, or when they
    /// are a count of something.
    private mutating func roomEnd(_ place: Int) -> Int {
        var glyph = reader.glyph(place)
        guard glyph.kind == .digit || glyph.is("-") else { return place }
        var (end, digits, count) = (place, 0, 0)
        while glyph.kind == .digit || glyph.is("-"), count < 12 {
            digits = glyph.is("-") ? 0 : digits + 1
            if digits > 4 { return place }
            if glyph.kind == .digit { end = glyph.end }
            count += 1
            glyph = reader.glyph(glyph.end)
        }
        return glyph.isHan || glyph.isWord || glyph.is(":") || glyph.is("%") ? place : end
    }

    /// Whether a part may stand behind those before: smaller than the last, with nothing but spaces between. A road may
    /// be named after an estate.
    private mutating func follows(_ part: AddressPart) -> Bool {
        let mayRepeat = part.level == .city || part.level == .town || part.level == .road
        let namesRoad = part.level == .road && address.last == .estate
        guard part.level > address.last || part.level == address.last && mayRepeat || namesRoad else { return false }
        var place = address.end
        for _ in 0..<3 where place < part.start {
            let glyph = reader.glyph(place)
            guard glyph.is(" ") || glyph.is(",") else { return false }
            place = glyph.end
        }
        return place >= part.start || reader.glyph(place).start == part.start
    }

    // MARK: Parts

    private mutating func part(_ suffix: Glyph) -> AddressPart? {
        let before = reader.glyph(before: suffix.start)
        let next = reader.glyph(suffix.end)
        switch Unicode.Scalar(suffix.scalar) {
        case "省":
            guard before.isOne(of: Self.provinceEnds) else { return nil }
            for name in Self.provinces {
                if let start = reader.skip(back: name, before: suffix.start) {
                    return AddressPart(level: .province, start: start, end: suffix.end)
                }
            }
            return nil
        case "市":
            guard !before.isOne(of: Self.beforeCity), !next.isOne(of: Self.behindCity) else { return nil }
            if let names = Self.cities[before.scalar],
                !reader.glyph(before: before.start).isOne(of: names)
            {
                return nil
            }
            return named(.city, suffix.start, suffix)
        case "区":
            if before.is("小") || before.is("社") { return named(.estate, before.start, suffix) }
            guard !before.isOne(of: Self.beforeDistrict), !next.isOne(of: Self.behindDistrict) else { return nil }
            return named(.district, suffix.start, suffix)
        case "县": return named(.district, suffix.start, suffix)
        case "镇", "乡", "村":
            return before.isOne(of: Self.beforeTown) ? nil : named(.town, suffix.start, suffix)
        case "路":
            guard !before.isOne(of: Self.beforeRoad), !next.isOne(of: Self.behindRoad) else { return nil }
            return named(.road, suffix.start, suffix)
        case "街":
            guard !before.isOne(of: Self.beforeStreet), !next.is("道") else { return nil }
            return named(.road, suffix.start, suffix)
        case "巷": return named(.road, suffix.start, suffix)
        case "道":
            if before.is("街") { return named(.town, before.start, suffix) }
            let isRoad = before.is("大") || next.kind == .digit && !before.isOne(of: Self.beforeWay)
            return isRoad ? named(.road, suffix.start, suffix) : nil
        case "园", "厦", "场", "苑", "寓", "墅":
            return next.is("路") || next.is("街") ? nil : estate(suffix, before)
        default: return house(suffix, before, next)
        }
    }

    /// A part by name: at least one character that can be one's.
    private mutating func named(_ level: AddressLevel, _ word: Int, _ suffix: Glyph) -> AddressPart? {
        let start = nameStart(word)
        return start < word ? AddressPart(level: level, start: start, end: suffix.end) : nil
    }

    private mutating func estate(_ suffix: Glyph, _ before: Glyph) -> AddressPart? {
        let isEstate =
            switch Unicode.Scalar(suffix.scalar) {
            case "园": before.isOne(of: Self.beforeGarden)
            case "厦": before.is("大")
            case "场": before.is("广")
            case "寓": before.is("公")
            case "墅": before.is("别")
            default: true
            }
        guard isEstate else { return nil }
        return named(.estate, suffix.is("苑") ? suffix.start : before.start, suffix)
    }

    /// A part by number.
    private mutating func house(_ suffix: Glyph, _ before: Glyph, _ next: Glyph) -> AddressPart? {
        var (end, word, level) = (suffix.end, suffix.start, AddressLevel.building)
        switch Unicode.Scalar(suffix.scalar) {
        case "号":
            if next.is("楼") {
                end = next.end
            } else {
                guard !next.isOne(of: Self.behindHouse) else { return nil }
                level = .house
            }
        case "弄": level = .road
        case "元":
            guard before.is("单") else { return nil }
            (level, word) = (.unit, before.start)
        case "楼", "层": level = .floor
        case "室": level = .room
        default: level = .building
        }
        guard let number = numberStart(word, takesLetters: level != .house && level != .road) else { return nil }
        if level == .house, reader.glyph(before: number).is("月") { return nil }
        return AddressPart(level: level, start: address.count > 0 ? nameStart(number) : number, end: end)
    }

    /// The start of the number right before a place, of at most six digits, numerals and hyphens, and one letter.
    private mutating func numberStart(_ place: Int, takesLetters: Bool) -> Int? {
        var start = place
        var (count, letters) = (0, 0)
        while true {
            let glyph = reader.glyph(before: start)
            let isPart =
                glyph.kind == .digit || glyph.kind == .numeral || takesLetters && glyph.kind == .letter
                || count > 0 && glyph.is("-")
            guard isPart else { break }
            count += 1
            letters += glyph.kind == .letter ? 1 : 0
            guard count <= 6, letters <= 1 else { return nil }
            start = glyph.start
        }
        return count > 0 && start < place ? start : nil
    }

    /// The start of a name right before a place: at most eight Chinese characters, none of which is hardly in a name,
    /// behind the address that has been read.
    private mutating func nameStart(_ place: Int) -> Int {
        var start = place
        for _ in 0..<8 {
            guard address.count == 0 || start > address.end else { break }
            let glyph = reader.glyph(before: start)
            guard glyph.isHan, !glyph.isOne(of: Self.outsideNames) else { break }
            start = glyph.start
        }
        return start
    }

    // MARK: Words

    private static let provinces = [
        "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川",
        "贵州", "云南", "陕西", "甘肃", "青海", "台湾",
    ]
    private static let provinceEnds = ScalarSet("北西宁林江苏徽建东南川州肃海湾")
    private static let outsideNames = ScalarSet(
        "我你您他她它们的在到住寄是去往送收改把给至了跟与这那个哪某各每该没不要请就也还说问让条几第好么吗呢吧啊以想")
    private static let beforeCity = ScalarSet("超上股夜早集菜全外黑花鱼车房楼")
    /// Last characters of cities that are words with 市 as well, and the characters before them that make cities.
    private static let cities: [UInt32: ScalarSet] = [
        0x57CE: ScalarSet("盐运晋宣聊防港丰项韩禹诸邹肥兴虞增同塔凤桐海白"), 0x90FD: ScalarSet("成"), 0x95E8: ScalarSet("江厦天荆玉海"),
    ]
    private static let behindCity = ScalarSet("场面价值")
    private static let beforeDistrict = ScalarSet("地市时校专分战景库片辖误禁郊服务盲全园")
    private static let behindDistrict = ScalarSet("别分间域块号")
    private static let beforeTown = ScalarSet("冰重城家老故下农全")
    private static let beforeRoad = ScalarSet("上一半网思出迷铁公顺带电线链通套门走开回绕同岔套")
    private static let behindRoad = ScalarSet("上由径程过费况途人边")
    private static let beforeStreet = ScalarSet("逛上扫")
    private static let beforeWay = ScalarSet("知频渠味报通跑轨隧管难")
    private static let beforeGarden = ScalarSet("花家业技产公庄")
    private static let behindHouse = ScalarSet("线客仓码机员店卡令召称段")
}
