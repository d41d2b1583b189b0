// Reads pay models.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The pay model of a file.
    mutating func payModel(_ root: Node) -> PayModel? {
        let required = [
            "pay", "version", "effective-from", "currency", "performance-pay", "percentages-of", "stacking", "caps",
            "rounding", "appeal", "adjustments",
        ]
        guard let fields = settled(root, of: "a pay model", required: required) else { return nil }
        let name = identifier(fields["pay"], "the pay model")
        let version = version(fields["version"])
        let from = instant(fields["effective-from"], "'effective-from'")
        let currency = currency(fields["currency"])
        let performance = performancePay(fields["performance-pay"])
        let base = choice(fields["percentages-of"], "'percentages-of'", of: PayModel.PercentageBase.self)
        let stacking = choice(fields["stacking"], "'stacking'", of: PayModel.Stacking.self)
        let caps = settled(fields["caps"], of: "'caps'", required: ["penalties", "rewards"])
        let penalties = points(caps?["penalties"], "the cap of penalties")
        let rewards = points(caps?["rewards"], "the cap of rewards")
        let rounding = choice(fields["rounding"], "'rounding'", of: Rational.Rounding.self)
        let appeal = duration(fields["appeal"], "'appeal'")
        let adjustments = adjustments(fields["adjustments"])
        guard let name, let version, let from, let currency, let performance, let base, let stacking, let penalties,
            let rewards, let rounding, let appeal
        else { return nil }
        return PayModel(
            name: name, version: version, effectiveFrom: from, currency: currency, performancePay: performance,
            percentagesOf: base, stacking: stacking, penaltyCap: penalties, rewardCap: rewards, rounding: rounding,
            appeal: appeal, adjustments: adjustments)
    }

    private mutating func currency(_ node: Node?) -> String? {
        guard let node, let text = text(node, "the currency") else { return nil }
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            refuse(node, "the currency is '\(text)'", "write its code of ISO 4217, for instance CNY")
            return nil
        }
        return text
    }

    /// The most money that a model can name: more is a mistake.
    private static let mostMoney: Int64 = 1_000_000_000

    private mutating func performancePay(_ node: Node?) -> PayModel.PerformancePay? {
        let what = "'performance-pay'"
        guard let node, let fields = settled(node, of: what, required: [], optional: ["amounts", "coefficients"]) else {
            return nil
        }
        switch (fields["amounts"], fields["coefficients"]) {
        case (let amounts?, nil):
            return .amounts(grades(amounts, "the amount", 0...PolicyReader.mostMoney) { Cents($0) })
        case (nil, let coefficients?):
            return .coefficients(grades(coefficients, "the coefficient", 0...100) { Rational(hundredths: $0) })
        default:
            if node.mapping?.isEmpty == false, fields.isEmpty { return nil }
            refuse(
                node, "\(what) is not one of amounts and coefficients",
                "write { amounts: { GRADE: 2000.00 } }, or { coefficients: { GRADE: 1.2 } } of each payee's base amount"
            )
            return nil
        }
    }

    private mutating func grades<Value>(
        _ node: Node, _ what: String, _ bounds: ClosedRange<Int64>, value read: (Int64) -> Value
    ) -> [PayModel.Grade<Value>] {
        var grades: [PayModel.Grade<Value>] = []
        for (name, _, number) in entries(node, of: "'performance-pay'") ?? [] {
            if isOpen(number) {
                refuseOpen(number, "\(what) of '\(name)'")
            } else if let hundredths = hundredths(number, "\(what) of '\(name)'", bounds) {
                grades.append(PayModel.Grade(name, read(hundredths)))
            }
        }
        return grades.sorted { $0.name < $1.name }
    }

    private mutating func adjustments(_ node: Node?) -> [PayModel.Adjustment] {
        guard let node else { return [] }
        return (entries(node, of: "adjustments") ?? []).compactMap { (name, key, value) -> PayModel.Adjustment? in
            if [PayResult.performancePay, PayResult.adjustment].contains(name) {
                refuse(
                    key, "an adjustment is named '\(name)'", "give it another name: lines of scorecards are called so")
            }
            return identifier(key, "the adjustment").flatMap { adjustment($0, value) }
        }
    }

    private mutating func adjustment(_ id: String, _ node: Node) -> PayModel.Adjustment? {
        let what = "the adjustment '\(id)'"
        guard
            let fields = settled(
                node, of: what, required: ["title", "requirements", "payee"], optional: ["percent", "amount", "streak"])
        else { return nil }
        let title = title(fields["title"], of: what)
        let requirements = modelRequirements(fields["requirements"], of: what)
        let payee = choice(fields["payee"], "'payee' of \(what)", of: PayModel.Payee.self)
        let size = size(fields, node, of: what)
        let streak = fields["streak"].flatMap { self.streak($0, of: what) }
        guard let title, let payee, let size else { return nil }
        return PayModel.Adjustment(
            id: id, title: title, requirements: requirements, payee: payee, size: size, streak: streak)
    }

    private mutating func size(_ fields: [String: Node], _ node: Node, of what: String) -> PayModel.Size? {
        let written = (node.mapping?["percent"], node.mapping?["amount"])
        switch written {
        case (_?, nil):
            let percent = hundredths(fields["percent"], "'percent' of \(what)", -100...100)
            return expectSize(percent, fields["percent"], what).map { .percent($0) }
        case (nil, _?):
            let most = PolicyReader.mostMoney
            let amount = hundredths(fields["amount"], "'amount' of \(what)", -most...most)
            return expectSize(amount, fields["amount"], what).map { .amount(Cents($0)) }
        default:
            refuse(
                node, "\(what) is not one of a percentage and an amount",
                "write 'percent: -5' or 'amount: 500.00'; below 0 for penalties")
            return nil
        }
    }

    private mutating func expectSize(_ hundredths: Int64?, _ node: Node?, _ what: String) -> Int64? {
        guard let hundredths, let node else { return nil }
        if hundredths == 0 { refuse(node, "\(what) is 0", "leave the adjustment out") }
        return hundredths
    }

    private mutating func streak(_ node: Node, of what: String) -> StreakRule? {
        let what = "'streak' of \(what)"
        guard let fields = settled(node, of: what, required: ["of", "reset", "counts"], optional: ["failed-by"]) else {
            return nil
        }
        let length = count(fields["of"], "'of' of \(what)", in: 2...1_000)
        let reset = choice(fields["reset"], "'reset' of \(what)", of: StreakRule.Reset.self)
        let counting = choice(fields["counts"], "'counts' of \(what)", of: StreakRule.Counting.self)
        let failure = fields["failed-by"].map { self.failure($0, of: what) }
        guard let length, let reset, let counting else { return nil }
        return StreakRule(length: length, reset: reset, counting: counting, failedBy: failure ?? nil)
    }

    private mutating func failure(_ node: Node, of what: String) -> StreakRule.Failure? {
        let what = "'failed-by' of \(what)"
        guard let fields = settled(node, of: what, required: [], optional: ["criteria", "clocks"]) else { return nil }
        let criteria = list(fields["criteria"], of: "'criteria' of \(what)").compactMap {
            text($0, "the criterion of \(what)")
        }
        var clocks: [ClockKind] = []
        for item in list(fields["clocks"], of: "'clocks' of \(what)") {
            guard let word = text(item, "the clock of \(what)") else { continue }
            guard let kind = ClockKind.allCases.first(where: { $0.word == word }) else {
                let known = ClockKind.allCases.map(\.word)
                let nearest = NearestName.of(word, among: known).map { "did you mean '\($0)'?" }
                refuse(
                    item, "unknown clock '\(word)' in \(what)", nearest ?? "clocks: \(known.joined(separator: ", "))")
                continue
            }
            clocks.append(kind)
        }
        guard !criteria.isEmpty || !clocks.isEmpty else {
            if fields.isEmpty {
                refuse(
                    node, "\(what) names no criterion and no clock",
                    "write { criteria: [record-in-time], clocks: [record-entry] }, or one of them")
            }
            return nil
        }
        return StreakRule.Failure(criteria: criteria, clocks: clocks)
    }
}
