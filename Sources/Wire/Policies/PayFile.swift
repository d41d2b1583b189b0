// KPI and pay models as YAML files.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Yams

/// One version of a KPI or pay model as a YAML file. `deploy/pay.md` documents the language; a test reads its examples.
///
/// What the handbooks leave open is written `open` in the built-in models: reading refuses it with its line, so nobody is paid by
/// something that nobody decided.
package enum PayFile {
    /// What a file has.
    package enum Content: Hashable, Sendable {
        /// A KPI model.
        case kpi(KPIModel)
        /// A pay model.
        case pay(PayModel)
    }

    /// The models that are built in, by name, and their texts (requirements §7).
    package static let presets = Presets.pay.map(\.name)

    /// The model of a file; `file` is its name in messages.
    ///
    /// - Throws: `PolicyError` with all mistakes of the file, each with its line and how to mend it, for the file's author.
    package static func decode(yaml: String, file: String) throws(PolicyError) -> Content {
        let root = try PolicyReader.root(of: yaml, file: file, begins: "kpi")
        var reader = PolicyReader(file: file)
        reader.clocks = ClockKind.allCases
        let content: Content?
        if root.mapping?.keys.contains(where: { $0.scalar?.string == "pay" }) == true {
            content = reader.payModel(root).map { .pay($0) }
        } else {
            content = reader.kpiModel(root).map { .kpi($0) }
        }
        guard reader.issues.isEmpty, let content else { throw PolicyError(reader.issues.inOrder) }
        return content
    }

    /// The text of a built-in model, to be copied and completed.
    ///
    /// - Throws: `PolicyError` when there is none of that name.
    package static func presetText(_ name: String) throws(PolicyError) -> String {
        guard let preset = Presets.pay.first(where: { $0.name == name }) else {
            let nearest = NearestName.of(name, among: presets).map { "did you mean '\($0)'? " } ?? ""
            throw PolicyError([
                PolicyError.Issue(
                    place: nil, problem: "there is no preset '\(name)'",
                    remedy: "\(nearest)presets: \(presets.joined(separator: ", "))")
            ])
        }
        return preset.yaml
    }
}

extension Cents {
    /// An amount as people write it, "3000.00", 0 or above; nil for anything else.
    package init?(written text: String) {
        guard let hundredths = PolicyReader.hundredths(text), hundredths >= 0 else { return nil }
        self.init(hundredths)
    }
}

extension PolicyReader {
    /// As `fields`, without those that are still open, which are noted.
    mutating func settled(
        _ node: Node?, of what: String, required: [String], optional: [String] = []
    ) -> [String: Node]? {
        guard let fields = fields(node, of: what, required: required, optional: optional) else { return nil }
        for key in required + optional {
            guard let node = fields[key], isOpen(node) else { continue }
            refuseOpen(node, "'\(key)' of \(what)")
        }
        return fields.filter { !isOpen($0.value) }
    }

    /// Notes that something is still open.
    mutating func refuseOpen(_ node: Node, _ what: String) {
        refuse(node, "\(what) is open: the handbooks leave it to the house", "decide it, and write it here")
    }

    /// Notes what is still open anywhere in a value that cannot be read for another reason: one run tells all that there is to decide.
    mutating func refuseOpenParts(_ node: Node, of what: String) {
        for (key, value) in node.mapping ?? [:] {
            if isOpen(value) {
                refuseOpen(value, "'\(key.scalar?.string ?? "")' of \(what)")
            } else {
                refuseOpenParts(value, of: what)
            }
        }
        for element in node.sequence ?? [] { refuseOpenParts(element, of: what) }
    }

    /// Whether it is still to be decided.
    func isOpen(_ node: Node) -> Bool { node.scalar?.string == "open" }

    /// A number with two decimals at most, within bounds.
    mutating func decimal(_ node: Node?, _ what: String, _ bounds: ClosedRange<Int64>) -> Rational? {
        hundredths(node, what, bounds).map { Rational(hundredths: $0) }
    }

    /// The same as hundredths.
    mutating func hundredths(_ node: Node?, _ what: String, _ bounds: ClosedRange<Int64>) -> Int64? {
        guard let node, let text = text(node, what) else { return nil }
        guard let number = PolicyReader.hundredths(text),
            (bounds.lowerBound * 100...bounds.upperBound * 100).contains(number)
        else {
            refuse(
                node, "\(what) is '\(text)'",
                "write a number from \(bounds.lowerBound) to \(bounds.upperBound) with at most two decimals")
            return nil
        }
        return number
    }

    /// "-12.5" as -1250; nil for what is no such number, and for numbers of more than twelve digits before the point.
    static func hundredths(_ text: String) -> Int64? {
        let unsigned = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, (1...12).contains(parts[0].count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let whole = Int64(parts[0])
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard (1...2).contains(decimals.count), let part = Int64(decimals) else { return nil }
        let number = whole * 100 + part * (decimals.count == 1 ? 10 : 1)
        return text.hasPrefix("-") ? -number : number
    }

    /// One of the words of a choice.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: Node?, _ what: String, of _: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let node, let word = text(node, what) else { return nil }
        guard let choice = Choice(rawValue: word) else {
            let words = Choice.allCases.map(\.rawValue)
            let nearest = NearestName.of(word, among: words).map { "did you mean '\($0)'? " } ?? ""
            refuse(node, "\(what) is '\(word)'", "\(nearest)write \(words.joined(separator: ", "))")
            return nil
        }
        return choice
    }

    /// Bands by ascending borders from `lowest` on: total, closed below and open above (C44, A32).
    mutating func bands<Value>(
        _ node: Node?, _ what: String, value key: String, lowest: Rational,
        read: (inout PolicyReader, Node?, String) -> Value?
    ) -> Bands<Value>? {
        guard let node else { return nil }
        var list: [Bands<Value>.Band] = []
        let count = issues.count
        for element in self.list(node, of: what) {
            let name = "a band of \(what)"
            guard let fields = settled(element, of: name, required: ["from", key]) else { continue }
            let from = decimal(fields["from"], "'from' of \(name)", -1_000_000...1_000_000)
            let value = read(&self, fields[key], "'\(key)' of \(name)")
            guard let from, let value else { continue }
            if let last = list.last, from <= last.from {
                refuse(
                    element, "\(name) begins at \(from.written), and the one before at \(last.from.written)",
                    "write them ascending, each once")
            }
            list.append(Bands<Value>.Band(from: from, value))
        }
        guard issues.count == count, let first = list.first else { return nil }
        if first.from != lowest {
            refuse(
                node, "\(what) begin at \(first.from.written): values from \(lowest.written) on belong to none",
                "add the band '{ from: \(lowest.written), \(key): … }' and decide what it is worth")
        }
        return Bands(list, lowest: lowest)
    }
}
